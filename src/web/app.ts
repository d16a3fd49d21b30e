// The web app as a value: health and metrics for operators, and the page an activation link leads to until the portal is built.
// It refuses to change anything on a GET: mail scanners open every link.
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Gauges, Health } from '../flows/health.ts';
import type { LinkState } from '../flows/links.ts';
import { activationPage, deadLinkPage, errorPage, notFoundPage } from './pages.ts';

export type WebNeeds = {
  readonly health: () => Promise<Health>;
  readonly gauges: () => Promise<Gauges>;
  /** What the link with this token opens. */
  readonly link: (token: string) => Promise<LinkState>;
  /** For the activation page. */
  readonly words: { readonly department: string; readonly title: string; readonly reportDeadline: string; readonly questionsEmail: string };
};

export function createApp(needs: WebNeeds): FastifyInstance {
  const app = fastify({
    logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 300 },
    // A link that can't even be read as one (RFC 3986) is a page that is not there.
    frameworkErrors: (_error, _request, reply) => {
      void secured(reply as FastifyReply).code(404).type(html).send(notFoundPage(needs.words));
    },
  });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = new Map<string, Gauge>();

  app.addHook('onSend', async (_request, reply) => {
    secured(reply);
  });

  /** 200 when all is well, 503 when not; the body says what. */
  app.get('/healthz', async (_request, reply) => {
    const health = await needs.health();
    return reply.code(health.ok ? 200 : 503).header('Cache-Control', 'no-store').send(health);
  });

  app.get('/metrics', async (_request, reply) => {
    for (const { name, help, values } of await needs.gauges()) {
      const labelNames = [...new Set(values.flatMap((v) => Object.keys(v.labels)))];
      const gauge = gauges.get(name) ?? new Gauge({ name, help, labelNames, registers: [registry] });
      gauges.set(name, gauge);
      gauge.reset();
      for (const { labels, value } of values) gauge.set(labels, value);
    }
    return reply.header('Content-Type', registry.contentType).send(await registry.metrics());
  });

  app.get('/style.css', async (_request, reply) => reply.header('Content-Type', 'text/css; charset=utf-8').send(style));

  app.get<{ Params: { token: string } }>('/aktiver/:token', async (request, reply) => {
    if (request.params.token === '') return reply.callNotFound();
    void reply.type(html).header('Cache-Control', 'no-store').header('X-Robots-Tag', 'noindex');
    const link = await needs.link(request.params.token);
    switch (link.is) {
      case 'good':
        return reply.send(activationPage(needs.words));
      case 'used':
      case 'ended':
      case 'void':
        return reply.code(410).send(deadLinkPage(needs.words, link.is));
      case 'unknown':
        return reply.code(404).send(notFoundPage(needs.words));
    }
  });

  app.setNotFoundHandler(async (_request, reply) => reply.code(404).type(html).send(notFoundPage(needs.words)));
  /** What went wrong inside stays inside. */
  app.setErrorHandler(async (_error, _request, reply) => reply.code(500).type(html).send(errorPage(needs.words)));
  return app;
}

const html = 'text/html; charset=utf-8';

function secured(reply: FastifyReply): FastifyReply {
  return reply.header('X-Content-Type-Options', 'nosniff').header('Referrer-Policy', 'no-referrer').header('X-Frame-Options', 'DENY')
    .header('Content-Security-Policy', "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

const style = `
:root { color-scheme: light dark; }
body { font: 1.125rem/1.6 system-ui, sans-serif; margin: 0; background: #fff; color: #1a1a1a; }
header { border-bottom: 4px solid #b41730; padding: 1rem 1.5rem; font-weight: 600; }
main { max-width: 40rem; padding: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.25; }
a { color: #0059b3; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #f1f1f1; } a { color: #8ec5ff; } }
`;
