// What every route of the portal is given: a page for a view, who is logged in, what was typed.
// It refuses to open a route by accident: one that does not say `access: 'anybody'` needs a login, and every POST its token.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { longestAt, partsOf } from '../../core/report/model.ts';
import { fieldName } from '../../core/report/names.ts';
import { formToken, isFromHere, TooMany, type SecurityNeeds } from '../security.ts';
import { takeBackCookie, visitorOf, type SessionNeeds, type Signed } from '../session.ts';
import { shownAnswer } from './field-view.ts';
import type { Pages } from './render.ts';
import type { Frame, View } from './views.ts';

export type { Signed } from '../session.ts';

export type Kit = {
  /** Answers with a page, in the frame of who asks. 200 where no status is given. */
  show(request: FastifyRequest, reply: FastifyReply, view: View, status?: number): Promise<FastifyReply>;
  /** Who is logged in. Throws on a route that is open to anybody. */
  signed(request: FastifyRequest): Signed;
};

/** Pages of the report take more than others, so that too long a text is answered at its field. `{ bodyLimit: formBodyLimit }` in the route's options. */
export const formBodyLimit = 12 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `anybody`: a page for whoever comes. Without it the route is for who is logged in. */
    access?: 'anybody';
  }
}

/** The texts of a form. Of a name that comes several times the last one counts, and what is no text is none. */
export function typedIn(request: FastifyRequest): Readonly<Record<string, string>> {
  const body = Object.entries((request.body ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(body.flatMap(([name, value]) => {
    const one: unknown = Array.isArray(value) ? value.at(-1) : value;
    return typeof one === 'string' && name !== '__proto__' ? [[name, one]] : [];
  }));
}

export type KitNeeds = { readonly pages: Pages; readonly frame: Omit<Frame, 'csrf' | 'signedIn'> };

export function createKit({ pages, frame }: KitNeeds): Kit {
  return {
    async show(request, reply, view, status = 200) {
      const signed = request.visitor?.signed ?? null;
      const signedIn = signed && { name: signed.account.name, kommune: signed.loaded.state.name };
      const page = pages.render(view, { ...frame, signedIn, csrf: formToken(request, reply) });
      return reply.code(status).type('text/html; charset=utf-8').send(page);
    },
    signed(request) {
      const signed = request.visitor?.signed;
      if (!signed) throw new Error('this route is open to anybody: nobody is logged in');
      return signed;
    },
  };
}

/** The address of a page of ours, fit to go on to after a log-in; undefined for anything else, and for what would have to be decoded to be understood. */
export function ownPath(path: unknown): string | undefined {
  return typeof path === 'string' && path.length <= 300 && /^\/(?!\/)[\w\-.~/?=&]*$/.test(path) && !path.includes('//') ? path : undefined;
}

/** Asks each request who it is before any route of `app` sees it. */
export function guard(app: FastifyInstance, kit: Kit, needs: SessionNeeds & Pick<SecurityNeeds, 'portalUrl'> & { readonly reportYear: number }): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('Cache-Control', 'no-store').header('X-Robots-Tag', 'noindex');
    if (request.method === 'POST' && !request.is404 && !isFromHere(request, needs.portalUrl)) return kit.show(request, reply, { is: 'forbidden', back: pageOf(app, request) }, 403);
    request.visitor = await visitorOf(request, needs);
    if (request.method === 'POST' || !isClosed(request) || request.visitor.signed) return undefined;
    // A cookie that opens nothing any more is taken back, and the log-in page says why it is there.
    const wasIn = request.visitor.cookie !== null;
    if (wasIn) takeBackCookie(reply);
    return reply.redirect(`/log-ind?naeste=${encodeURIComponent(ownPath(request.url) ?? '/')}${wasIn ? '&igen=1' : ''}`, 303);
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST' || request.is404) return undefined;
    if (isClosed(request) && !request.visitor?.signed) return kit.show(request, reply, { is: 'session-ended', unsaved: unsavedIn(request, needs.reportYear) }, 403);
    return undefined;
  });
  // It answers with an error itself where the token is missing or wrong, and goes on only where it is right.
  app.addHook('preHandler', (request, reply, done) => (request.method === 'POST' && !request.is404 ? app.csrfProtection(request, reply, done) : done()));
}

/** What goes wrong around a route, as a page: status and view. What went wrong inside stays inside. */
export function trouble(app: FastifyInstance, request: FastifyRequest, error: unknown): { readonly status: number; readonly view: View } {
  if (error instanceof TooMany) return { status: 429, view: { is: 'too-many', minutes: error.minutes } };
  const { statusCode = 500, code = '' } = error as { readonly statusCode?: number; readonly code?: string };
  if (code.startsWith('FST_CSRF_')) return { status: 403, view: { is: 'forbidden', back: pageOf(app, request) } };
  if (statusCode === 413) return { status: 413, view: { is: 'too-big', back: pageOf(app, request) } };
  if (statusCode >= 400 && statusCode < 500) return { status: statusCode, view: { is: 'not-found' } };
  return { status: 500, view: { is: 'error' } };
}

function isClosed(request: FastifyRequest): boolean {
  return !request.is404 && request.routeOptions.config.access !== 'anybody';
}

/** Where a form stands: the page of the same address, or the first one. */
function pageOf(app: FastifyInstance, request: FastifyRequest): string {
  const { url } = request.routeOptions;
  return url !== undefined && app.hasRoute({ method: 'GET', url }) ? ownPath(request.url) ?? '/' : '/';
}

/** Only fields of the report are given back, and only to a form that the browser says is ours: nobody else may put words on our page. */
function unsavedIn(request: FastifyRequest, reportYear: number): readonly { readonly label: string; readonly value: string }[] {
  if (request.headers['sec-fetch-site'] !== 'same-origin') return [];
  // Cut to what could have been saved: who is not logged in gets no long answers.
  const typed = Object.fromEntries(Object.entries(typedIn(request)).flatMap(([path, value]) => (partsOf(path) ? [[path, value.slice(0, longestAt(path))] as const] : [])));
  return Object.entries(typed).flatMap(([path, value]) => (value === '' ? [] : [{ label: fieldName(path, typed, reportYear), value: shownAnswer(path, value, reportYear) }]));
}
