// The web worker: health, metrics and the activation page on PORTAL_PORT.
// It refuses to be needed: mail is read and sent without it.
import { danishDay } from '../src/core/calendar.ts';
import { readGauges, readHealth } from '../src/flows/health.ts';
import { Ends, exit } from '../src/cli/exit.ts';
import { createApp } from '../src/web/app.ts';
import { lookAtLink } from '../src/flows/links.ts';
import { createTokens, healthNeeds, type Settings, type Store } from './compose.ts';
import type { Queues } from '../src/adapters/queues.ts';

export async function runWeb(settings: Settings, store: Store, queues: Queues): Promise<{ readonly stop: () => Promise<void> }> {
  const needs = healthNeeds(settings, store, queues);
  const { campaign, config } = settings;
  const tokens = createTokens(config.secret);
  const app = createApp({
    health: () => readHealth(needs),
    gauges: () => readGauges(needs),
    link: (token) => lookAtLink({ log: store.log, now: settings.clock.now }, tokens.tokenHash(token)),
    words: { department: campaign.authority.department, title: campaign.title, reportDeadline: danishDay(campaign.reportDeadline), questionsEmail: campaign.questions.email },
  });
  const host = process.env['PORTAL_HOST'] ?? '127.0.0.1';
  try {
    await app.listen({ port: config.portalPort, host });
  } catch (error) {
    throw new Ends(exit.no, `the web worker can't listen on ${host}:${config.portalPort} (${error instanceof Error ? error.message : String(error)}); choose another PORTAL_PORT, or stop what uses it`);
  }
  return { stop: async () => { await app.close(); } };
}
