// What every answer and every form is protected by: headers, tokens in forms, where a form may come from, and how many may come.
// It refuses a POST that did not come from a page of ours, and to let any through when the counters can't be read.
import { BlockList, isIP, isIPv6 } from 'node:net';
import { parse } from 'node:querystring';
import cookie from '@fastify/cookie';
import csrfProtection from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookieFlags } from './session.ts';

export type SecurityNeeds = {
  /** Signs what binds a form's token to who is logged in. */
  readonly formKey: string;
  /** The address under which people reach the portal. */
  readonly portalUrl: string;
  /** Redis (ioredis) and what the counters' keys begin with, so that all processes count together. */
  readonly counters: { readonly redis: unknown; readonly prefix: string };
};

/** The most a form may send, but on pages of the report. */
const plainBody = 64 * 1024;
/** Three times as many as the longest page of the report has; what comes after them is not read. */
const mostFields = 1_500;

/** Many people of a kommune come from one address, and all 98 kommuner may come through one proxy. */
export const requestLimit = { max: 200, timeWindow: 60_000 } as const;

/** Too many requests from one address; `minutes` to wait. */
export class TooMany extends Error {
  override name = 'TooMany';
  readonly statusCode = 429;
  readonly minutes: number;
  constructor(milliseconds: number) {
    super('too many requests');
    this.minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  }
}

/**
 * The one proxy before us says who the client is, be it on this machine or, where we run in a container, on the network between: what it adds counts,
 * and nothing that stood there before. While Redis is away a request waits for it, but not for ever.
 */
export const serverOptions = {
  logger: false, forceCloseConnections: true, handlerTimeout: 30_000, trustProxy: (address: string, hop: number): boolean => hop === 0 && isOwnNetwork(address), bodyLimit: plainBody,
} as const;

const ownNetwork = privateNetworks();

/** Loopback, and the networks that no stranger comes from. False for what is no address. */
export function isOwnNetwork(address: string): boolean {
  return isIP(address) !== 0 && ownNetwork.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** RFC 1918, RFC 4193, RFC 3927, RFC 4291. */
function privateNetworks(): BlockList {
  const list = new BlockList();
  for (const [net, bits] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16]] as const) {
    list.addSubnet(net, bits, 'ipv4');
  }
  for (const [net, bits] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) list.addSubnet(net, bits, 'ipv6');
  return list;
}

const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** For answers that are given before any hook has run; all others get theirs from helmet. */
export function securedByHand(reply: FastifyReply): FastifyReply {
  return reply.header('X-Content-Type-Options', 'nosniff').header('Referrer-Policy', 'no-referrer').header('X-Frame-Options', 'DENY').header('Content-Security-Policy', contentPolicy).header('Cache-Control', 'no-store');
}

/** Headers on all answers, cookies, and forms as the only thing that can be sent. */
export async function secure(app: FastifyInstance, { formKey, counters }: SecurityNeeds): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: Object.fromEntries(contentPolicy.split('; ').map((line) => line.split(' ')).map(([name = '', ...values]) => [name, values])),
    },
    // Other names under the ministry's domain are not ours to speak for.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  await app.register(cookie);
  // A million fields take seconds to take apart, and anybody may send them.
  await app.register(formbody, { parser: (text) => parse(text, '&', '=', { maxKeys: mostFields }) });
  await app.register(csrfProtection, {
    cookieKey: '__Host-rundskriv-form', cookieOpts: cookieFlags, getToken: tokenIn, getUserInfo: userOf, csrfOpts: { hmacKey: formKey },
  });
  await app.register(rateLimit, {
    global: false, redis: counters.redis, nameSpace: counters.prefix,
    // Without its counters the portal has no sessions and no cases either: it says that something is wrong, and opens nothing.
    skipOnError: false,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': true },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { ttl }) => new TooMany(ttl),
  });
}

/** The token for the forms of a page. */
export function formToken(request: FastifyRequest, reply: FastifyReply): string {
  return reply.generateCsrf({ userInfo: userOf(request) });
}

/** Bound to the person, so that a token taken before she logged in, or by somebody else, is worth nothing. */
function userOf(request: FastifyRequest): string {
  const account = request.visitor?.signed?.account;
  return account ? `${account.kommune} ${account.email.toLowerCase()}` : 'nobody';
}

function tokenIn(request: FastifyRequest): string {
  const { _csrf: token } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  return typeof token === 'string' ? token : '';
}

/**
 * Whether a request may come from one of our own pages, as far as the browser says. A page without a referrer sends "Origin: null" even to
 * itself (Fetch, "append a request Origin header"): then Sec-Fetch-Site decides, and where that is missing too, the token alone.
 */
export function isFromHere(request: FastifyRequest, portalUrl: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined || origin === 'null') return true;
  return origin === new URL(portalUrl).origin || (URL.canParse(origin) && new URL(origin).host === request.host);
}
