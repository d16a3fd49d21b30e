// What every answer and every form is protected by: headers, tokens in forms, where a form may come from, and how many may come.
// It refuses a POST that did not come from a page of ours, and to let any through when the counters can't be read.
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

/** Only this machine's own proxy says who the client is. While Redis is away a request waits for it, but not for ever. */
export const serverOptions = { logger: false, forceCloseConnections: true, handlerTimeout: 30_000, trustProxy: 'loopback', bodyLimit: plainBody } as const;

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
  await app.register(formbody);
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
