// The web app as a value: health and metrics for operators, and the portal for the kommuner.
// It refuses to change anything on a GET: mail scanners open every link.
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Gauges, Health } from '../flows/health.ts';
import { accountRoutes, type AccountRouteNeeds } from './portal/account-routes.ts';
import { assets } from './portal/assets.ts';
import { createKit, guard, trouble, type Kit } from './portal/kit.ts';
import { createPages, type Pages } from './portal/render.ts';
import type { Frame, View } from './portal/views.ts';
import { isOwnNetwork, secure, securedByHand, serverOptions, type SecurityNeeds } from './security.ts';

export type WebNeeds = {
  readonly health: () => Promise<Health>;
  readonly gauges: () => Promise<Gauges>;
  /** What stands around every page. */
  readonly frame: Omit<Frame, 'csrf' | 'signedIn'>;
  readonly reportYear: number;
  readonly security: SecurityNeeds;
  /** Told of what went wrong inside; the page says nothing of it. `route`: its pattern, because addresses hold tokens. */
  readonly failed: (fact: { readonly route: string; readonly error: string }) => void;
  readonly portal: Omit<AccountRouteNeeds, 'portalUrl'> & {
    /** The pages of the report. */
    readonly routes: (app: FastifyInstance, kit: Kit) => void;
  };
};

export async function createApp(needs: WebNeeds): Promise<FastifyInstance> {
  const pages = createPages();
  const { portalUrl } = needs.security;
  const plain = (reply: FastifyReply, status: number, view: View): FastifyReply => plainPage(pages, needs.frame, reply, status, view);
  const app = fastify({
    ...serverOptions, routerOptions: { maxParamLength: 300 },
    // A link that can't even be read as one (RFC 3986) is a page that is not there.
    frameworkErrors: (_error, _request, reply) => void plain(securedByHand(reply as FastifyReply), 404, { is: 'not-found' }),
  });
  app.decorateRequest('visitor', null);
  const kit = createKit({ pages, frame: needs.frame });
  // Before any route: those that are there already would keep Fastify's own, which tells what went wrong.
  app.setErrorHandler(async (error, request, reply) => {
    const { status, view } = trouble(app, request, error);
    if (status === 500) needs.failed({ route: `${request.method} ${request.routeOptions.url ?? ''}`, error: error instanceof Error ? error.message : String(error) });
    void reply.header('Cache-Control', 'no-store');
    return status === 500 ? plain(reply, status, view) : kit.show(request, reply, view, status);
  });
  await secure(app, needs.security);
  operatorRoutes(app, needs);
  await app.register(assets);
  await app.register(async (portal) => {
    guard(portal, kit, { ...needs.portal, portalUrl, reportYear: needs.reportYear });
    accountRoutes(portal, kit, { ...needs.portal, portalUrl });
    needs.portal.routes(portal, kit);
    portal.setNotFoundHandler(async (request, reply) => kit.show(request, reply, { is: 'not-found' }, 404));
  });
  return app;
}

/** A page for whoever it is, without cookies and without a form: when nothing can be looked up. */
function plainPage(pages: Pages, frame: WebNeeds['frame'], reply: FastifyReply, status: number, view: View): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(pages.render(view, { ...frame, signedIn: null, csrf: '' }));
}

function operatorRoutes(app: FastifyInstance, needs: Pick<WebNeeds, 'health' | 'gauges'>): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = new Map<string, Gauge>();
  const forOperators = { onRequest: async (request: { readonly ip: string }, reply: FastifyReply) => (isOwnNetwork(request.ip) ? undefined : reply.callNotFound()) };

  /** 200 when all is well, 503 when not; the body says what. */
  app.get('/healthz', forOperators, async (_request, reply) => {
    const health = await needs.health();
    return reply.code(health.ok ? 200 : 503).header('Cache-Control', 'no-store').send(health);
  });

  app.get('/metrics', forOperators, async (_request, reply) => {
    for (const { name, help, values } of await needs.gauges()) {
      const labelNames = [...new Set(values.flatMap((v) => Object.keys(v.labels)))];
      const gauge = gauges.get(name) ?? new Gauge({ name, help, labelNames, registers: [registry] });
      gauges.set(name, gauge);
      gauge.reset();
      for (const { labels, value } of values) gauge.set(labels, value);
    }
    return reply.header('Content-Type', registry.contentType).send(await registry.metrics());
  });
}
