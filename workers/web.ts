// The web worker: the portal, health and metrics on PORTAL_PORT.
// It refuses to be needed: mail is read and sent without it.
import { createPasswords } from '../src/adapters/passwords.ts';
import type { Queues } from '../src/adapters/queues.ts';
import { createAttempts } from '../src/adapters/store/attempts.ts';
import { createCredentials } from '../src/adapters/store/credentials.ts';
import { createSessions } from '../src/adapters/store/sessions.ts';
import { Ends, exit } from '../src/cli/exit.ts';
import { createAccounts } from '../src/flows/portal/accounts.ts';
import { createDirectory } from '../src/flows/portal/directory.ts';
import { readGauges, readHealth } from '../src/flows/health.ts';
import { createApp } from '../src/web/app.ts';
import { reportRoutes } from '../src/web/portal/report-routes.ts';
import type { Facts } from '../src/adapters/facts.ts';
import type { LastYear } from '../src/flows/last-year.ts';
import { reportNeeds } from './reports.ts';
import { createTokens, healthNeeds, queueLettersOf, type Settings, type Store } from './compose.ts';

export async function runWeb(settings: Settings, store: Store, queues: Queues, facts: Facts, before: LastYear): Promise<{ readonly stop: () => Promise<void> }> {
  const needs = healthNeeds(settings, store, queues);
  const { campaign, register, clock, config } = settings;
  const { log, redis, keys } = store;
  const tokens = createTokens(config.secret);
  const directory = createDirectory(log);
  const accounts = createAccounts({
    campaign, log, register, directory, facts, passwords: createPasswords(), credentials: createCredentials(redis, keys), attempts: createAttempts(redis, keys),
    tokenHash: tokens.tokenHash, secrets: tokens.loginSecrets, queueLetters: queueLettersOf(queues), now: clock.now,
  });
  const reports = reportNeeds(settings, store, queues, directory, facts, before);
  const app = await createApp({
    health: () => readHealth(needs),
    gauges: () => readGauges(needs),
    failed: facts.pageFailed,
    frame: { ...campaign.authority, title: campaign.title, questions: campaign.questions },
    reportYear: campaign.reportYear,
    security: { formKey: tokens.formKey, portalUrl: config.portalUrl, counters: { redis, prefix: keys.requests } },
    portal: { accounts, sessions: createSessions(redis, keys, clock.machine), caseOf: directory.caseOf, routes: (app, kit) => reportRoutes(app, kit, reports) },
  });
  const host = process.env['PORTAL_HOST'] ?? '127.0.0.1';
  try {
    await app.listen({ port: config.portalPort, host });
  } catch (error) {
    throw new Ends(exit.no, `the web worker can't listen on ${host}:${config.portalPort} (${error instanceof Error ? error.message : String(error)}); choose another PORTAL_PORT, or stop what uses it`);
  }
  return { stop: async () => { await app.close(); } };
}
