// The portal with everything real behind it, for tests: a private Redis, cases of two kommuner, and people with their cookies who fill in its forms.
// It refuses a socket: the app is a value, and people speak to it directly.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { startRedis, type RedisServer } from '../../demo/servers/index.ts';
import type { Config } from '../../src/adapters/config.ts';
import type { Facts } from '../../src/adapters/facts.ts';
import { createPasswords } from '../../src/adapters/passwords.ts';
import { createQueues } from '../../src/adapters/queues.ts';
import { createAttempts } from '../../src/adapters/store/attempts.ts';
import { createCredentials } from '../../src/adapters/store/credentials.ts';
import { keysOf } from '../../src/adapters/store/keys.ts';
import { createRedisLog } from '../../src/adapters/store/redis-log.ts';
import { openRedis, openWaiting } from '../../src/adapters/store/requirements.ts';
import { createSessions } from '../../src/adapters/store/sessions.ts';
import { createTokens } from '../../src/adapters/tokens.ts';
import type { CaseCommand } from '../../src/core/decide.ts';
import type { Task } from '../../src/core/task.ts';
import { createAccounts } from '../../src/flows/portal/accounts.ts';
import { createDirectory } from '../../src/flows/portal/directory.ts';
import { noLastYear } from '../../src/flows/last-year.ts';
import { loadCase, step } from '../../src/flows/step.ts';
import { createApp, type WebNeeds } from '../../src/web/app.ts';
import { reportRoutes } from '../../src/web/portal/report-routes.ts';
import { reportNeeds } from '../../workers/reports.ts';
import { sections } from '../../src/core/report/model.ts';
import { ofSection } from '../../src/core/report/draft.ts';
import { wholeAnswers } from '../support/report.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { mailRef, reading, receive, sent } from '../support/given.ts';

export const portalUrl = 'https://indberetning.example.dk';
export const secret = 'portal-0123456789abcdef0123456789';
export const morning = at('2024-04-02 09:00');

/** The contacts of two kommuner. */
export const mette = { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', password: 'syv gule traktorer' } as const;
export const bo = { kommune: '0101', name: 'Bo Lind', email: 'bol@kk.dk', password: 'en regnfuld torsdag i maj' } as const;
export type Contact = { readonly kommune: string; readonly name: string; readonly email: string; readonly password: string };

/** A colleague of hers, and a contact who is to be replaced. */
export const jens = { name: 'Jens Lund', email: 'jlu@aarhus.dk', password: 'otte katte paa taget' } as const;
export const eva = { kommune: '0461', name: 'Eva Friis', email: 'efr@odense.dk', password: 'fem blaa cykler i regn' } as const;

export type World = Awaited<ReturnType<typeof buildWorld>>;
export type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;

/** One Redis for a file of tests; each `build` begins a campaign of its own in it. */
export async function startWorlds() {
  const dir = mkdtempSync(path.join(tmpdir(), 'rundskriv-portal-'));
  const server: RedisServer = await startRedis({ dir });
  const redis = await openRedis(server.url, true);
  const ends: (() => Promise<unknown>)[] = [];
  let worlds = 0;
  return {
    redis,
    build: async () => {
      worlds += 1;
      const world = await buildWorld(server.url, redis, `portal${worlds}`);
      ends.push(world.close);
      return world;
    },
    stop: async () => {
      for (const end of ends) await end();
      redis.disconnect();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function buildWorld(url: string, redis: Awaited<ReturnType<typeof openRedis>>, name: string) {
  const keys = keysOf(name);
  const log = createRedisLog(redis, keys);
  const queues = createQueues({ connect: () => openWaiting(url), prefix: keys.queues, lock: 30 });
  const tokens = createTokens(secret);
  const clock = { now: morning, machine: Temporal.Now.instant() };
  const now = (): Temporal.Instant => Temporal.Instant.from(clock.now);
  const facts: string[] = [];
  const noted = new Proxy({} as Facts, { get: (_target, fact: string) => (detail: object) => { facts.push(`${fact} ${JSON.stringify(detail)}`); } });
  const directory = createDirectory(log);
  const credentials = createCredentials(redis, keys);
  const sessions = createSessions(redis, keys, () => clock.machine);
  const queued: Task[] = [];
  const accounts = createAccounts({
    campaign: campaign2024, log, register, directory, facts: noted, passwords: createPasswords(), credentials, attempts: createAttempts(redis, keys),
    tokenHash: tokens.tokenHash, secrets: tokens.loginSecrets, now,
    queueLetters: async (tasks) => {
      queued.push(...tasks);
      await queues.addLetters(tasks.map((task) => task.id));
    },
  });
  const settings = { campaign: campaign2024, register, clock: { now, machine: () => clock.machine, rehearsal: false }, addressListFile: '', config: {} as Config };
  const reports = reportNeeds(settings, { log }, queues, directory, noted, noLastYear);
  const app = await createApp({
    health: async () => ({ ok: true }) as Awaited<ReturnType<WebNeeds['health']>>, gauges: async () => [],
    failed: (fact) => { facts.push(`failed ${JSON.stringify(fact)}`); },
    frame: { ...campaign2024.authority, title: campaign2024.title, questions: campaign2024.questions }, reportYear: campaign2024.reportYear,
    security: { formKey: tokens.formKey, portalUrl, counters: { redis, prefix: keys.requests } },
    portal: { accounts, sessions, caseOf: directory.caseOf, routes: (portal, kit) => reportRoutes(portal, kit, reports) },
  });
  const take = async (kommune: string, command: CaseCommand): Promise<readonly Task[]> => {
    const stepped = await step({ campaign: campaign2024, log }, [{ stream: kommune, command }]);
    if (stepped.outcome === 'ignored') throw new Error(`${command.type}: ignored ${stepped.ignored.join()}`);
    return stepped.tasks;
  };
  /** The link in a mail of ours. */
  const linkIn = (task: Task | undefined): string => {
    if (task?.kind !== 'login' && task?.kind !== 'invitation') throw new Error(`no link is in a mail of kind ${task?.kind}`);
    return `/aktiver/${tokens.activation(task.nonce)}`;
  };
  /** A kommune with its registered contact and the login that was sent to her: its link. */
  const issued = async (who: Contact): Promise<string> => {
    const { kommune, email } = who;
    await take(kommune, { type: 'open', at: at('2024-01-29 10:00'), kommune, name: register.kommuner.find((k) => k.code === kommune)?.name ?? '', mailbox: `post@${email.split('@')[1]}` });
    await take(kommune, { type: 'invite', at: at('2024-01-30 08:00') });
    await registered(who, '2024-02-05 10:00');
    const [login] = await take(kommune, { type: 'issue-login', at: at('2024-03-26 08:00'), ...tokens.loginSecrets() });
    await redis.rpush(keys.stream(kommune), ...sent(login?.id ?? '', '2024-03-26 08:01').map((event) => JSON.stringify(event)));
    return linkIn(login);
  };
  /** `from`: who names her; herself where nobody is registered yet. */
  const registered = async ({ kommune, name: person, email }: Contact, when: string, from = email): Promise<void> => {
    const contact = { kommune, name: person, email, phone: null, region: null, from: 'body:1' };
    await take(kommune, receive({ at: when, mail: mailRef({ from, date: at(when) }), reading: reading({ kommune, kommuner: [kommune], contacts: [contact], answerTo: from }) }));
  };
  /** A whole report, handed in. */
  const handedIn = async ({ kommune, email: by }: Contact): Promise<void> => {
    const report = { at: clock.now, by };
    for (const section of sections) await take(kommune, { ...report, type: 'save-report', section, answers: ofSection(wholeAnswers, section), revision: 99, start: {} });
    const { draft } = (await loadCase(log, kommune)).state;
    await take(kommune, { ...report, type: 'submit-report', revision: draft?.revision ?? 0, correction: '' });
  };
  return {
    handedIn,
    app, log, redis, keys, queues, tokens, clock, facts, queued, directory, credentials, sessions, accounts, take, issued, registered, linkIn,
    visitor: (address = '127.0.0.1') => createVisitor(app, address),
    /** Everything in the store that a GET must leave as it is. */
    stored: async (): Promise<Readonly<Record<string, string>>> => {
      const names = (await redis.keys(`${keys.stream('').replace(/log:$/, '')}*`)).toSorted();
      return Object.fromEntries(await Promise.all(names.map(async (key) => [key, (await redis.dump(key))?.toString() ?? ''] as const)));
    },
    close: async () => {
      await app.close();
      await queues.close();
    },
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** A browser: it keeps cookies, and sends forms as they stand on the page. */
export function createVisitor(app: FastifyInstance, address: string) {
  const cookies = new Map<string, string>();
  const headers = (): Record<string, string> => (cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  const kept = (answer: Answer): Answer => {
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const get = async (url: string): Promise<Answer> => kept(await app.inject({ method: 'GET', url, headers: headers(), remoteAddress: address }));
  const post = async (url: string, fields: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): Promise<Answer> => kept(await app.inject({
    method: 'POST', url, remoteAddress: address, payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null', ...headers(), ...more },
  }));
  return {
    cookies, get, post,
    /** Opens a page, fills in its form and sends it. */
    send: async (url: string, fields: Readonly<Record<string, string>>): Promise<Answer> => post(url, { _csrf: csrfIn((await get(url)).body) || csrfIn((await get('/glemt-adgangskode')).body), ...fields }),
    logIn: async ({ email, password }: Pick<Contact, 'email' | 'password'>, next = ''): Promise<Answer> => post(`/log-ind${next}`, { _csrf: csrfIn((await get('/glemt-adgangskode')).body), email, password }),
  };
}

/** The token in a page's forms. */
export function csrfIn(page: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

/** A page without what differs each time. */
export function bare(page: string): string {
  return page.replaceAll(/name="_csrf" value="[^"]*"/g, '');
}

/** While the world is built: throws where it goes another way. */
export function leadsTo({ statusCode, headers }: Answer, location: string): void {
  if (headers.location !== location) throw new Error(`${statusCode} leads to ${headers.location}, not to ${location}`);
}

/** Likewise for its status. */
export function is({ statusCode, body }: Answer, expected: number): void {
  if (statusCode !== expected) throw new Error(`${statusCode}, not ${expected}: ${body.slice(0, 500)}`);
}

/** Somebody who has used her link and is logged in. */
export async function entered(world: World, who: Contact): Promise<Visitor> {
  const link = await world.issued(who);
  const visitor = world.visitor();
  leadsTo(await visitor.send(link, { password: who.password, repeat: who.password }), '/indberetning');
  return visitor;
}
