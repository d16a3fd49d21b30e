// Who a request comes from: the session's cookie, looked up anew each time, and the account as the case says now.
// It refuses to believe the session alone: a removed colleague, a former contact and a password of before are out at once.
// @fastify/session is not used: it sets no Secure cookie where it sees plain http, as behind a proxy or on loopback, and it keeps in the store the very id that
// opens the session. (Browsers take Secure cookies, also with the prefix __Host-, from http on loopback.)
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accountOf, type Account } from '../core/accounts.ts';
import type { CaseState } from '../core/case.ts';
import type { Loaded } from '../flows/step.ts';

/** Who is logged in, and her kommune's case as it was when the request came. */
export type Signed = { readonly account: Account; readonly loaded: Loaded<CaseState> };

/** `cookie`: what the browser sent, be it good or not. */
export type Visitor = { readonly cookie: string | null; readonly signed: Signed | null };

export type StoredSession = { readonly email: string; readonly kommune: string; readonly credential: string };

export type SessionNeeds = {
  readonly sessions: {
    open(session: StoredSession): Promise<string>;
    find(cookie: string): Promise<StoredSession | undefined>;
    close(cookie: string): Promise<void>;
  };
  readonly caseOf: (kommune: string) => Promise<Loaded<CaseState> | undefined>;
};

declare module 'fastify' {
  interface FastifyRequest { visitor: Visitor | null }
}

/** The prefix keeps it to this host and to https (RFC 6265bis 4.1.3.2). */
export const sessionCookie = '__Host-rundskriv';
export const cookieFlags = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

export async function visitorOf(request: FastifyRequest, { sessions, caseOf }: SessionNeeds): Promise<Visitor> {
  const cookie = request.cookies[sessionCookie] ?? null;
  const session = cookie === null ? undefined : await sessions.find(cookie);
  if (!session) return { cookie, signed: null };
  const loaded = await caseOf(session.kommune);
  const account = loaded && accountOf(loaded.state, session.email);
  return { cookie, signed: loaded && account?.credential === session.credential ? { account, loaded } : null };
}

/** Logs in: always a new id, whatever the browser had before. */
export async function openSession(request: FastifyRequest, reply: FastifyReply, { sessions }: SessionNeeds, { email, kommune, credential }: Account): Promise<void> {
  await endStored(request, sessions);
  void reply.setCookie(sessionCookie, await sessions.open({ email, kommune, credential }), cookieFlags);
}

/** Logs out. */
export async function closeSession(request: FastifyRequest, reply: FastifyReply, { sessions }: SessionNeeds): Promise<void> {
  await endStored(request, sessions);
  takeBackCookie(reply);
}

/** Takes back a cookie that opens nothing. */
export function takeBackCookie(reply: FastifyReply): void {
  void reply.clearCookie(sessionCookie, cookieFlags);
}

async function endStored(request: FastifyRequest, sessions: SessionNeeds['sessions']): Promise<void> {
  const cookie = request.cookies[sessionCookie];
  if (cookie !== undefined) await sessions.close(cookie);
}
