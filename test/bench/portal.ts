// The portal beside running workers: log-ins of all 98 in a minute and in ten seconds, pages and saves of 50 at once, receipts, and the first look at all cases.
// It refuses to look inside: times are those of a client on the same machine, its own share of them included, and one failed request fails the row.
import os from 'node:os';
import { freePort } from '../../demo/servers/index.ts';
import { createPasswords } from '../../src/adapters/passwords.ts';
import { fullReport, handIn, pages, round, type Times } from './portal-report.ts';
import { expect, openHouse, password, type Contact, type House } from './portal-house.ts';
import { createPerson, formOn } from './portal-person.ts';
import { info, perSecond, quantile, timed, type Bench, type Row } from './table.ts';
import { inTurn, openWorld, pause, type Room } from './world.ts';

const people = 98;
const users = 50;
const seconds = 15;
const limit = 50;
/** A person reads and types; these are quicker than any. Between two requests of one, on average. */
const thinking = 1000;

export const portal: Bench = async ({ tell }) => {
  const world = await openWorld({ kommuner: people });
  try {
    const room = await world.room('portal');
    try {
      return await measured(await openHouse(world, room, tell), room, tell);
    } finally {
      await room.close();
    }
  } finally {
    await world.close();
  }
};

async function measured(house: House, room: Room, tell: (text: string) => void): Promise<readonly Row[]> {
  try {
    const trickle = house.trickle();
    const rows: Row[] = [
      ...await storm(house, 60_000, tell), ...await storm(house, 10_000, tell),
      ...await forms(house, room, tell), ...await receipts(house, tell),
    ];
    const { came, read } = await trickle.stop();
    rows.push(...await alone(house), info('portal', 'mails that the workers read meanwhile', `${read} of ${came}`));
    await house.workers.stop();
    return [...rows, ...await directory(house, tell)];
  } finally {
    await house.close();
  }
}

/** Each opens the page, logs in and comes to the overview; they begin at even distances. */
async function storm(house: House, within: number, tell: (text: string) => void): Promise<readonly Row[]> {
  const tries = createTries();
  const [logIns, wholes]: [number[], number[]] = [[], []];
  const start = performance.now();
  await Promise.all(house.contacts.map(async ({ email, person }, i) => {
    await pause(Math.max(0, start + (i * within) / people - performance.now()));
    person.forget();
    await tries.note(async () => {
      const page = expect(await person.get('/log-ind'), 200);
      const posted = expect(await person.post('/log-ind', { ...formOn(page.body.toString()), email, password }), 303, '/indberetning');
      const overview = expect(await person.get('/indberetning'), 200);
      logIns.push(posted.ms);
      wholes.push(page.ms + posted.ms + overview.ms);
    });
  }));
  const what = `${people} log-ins within ${within / 1000} s`;
  tell(`${what}: ${ms(quantile(logIns, 0.5))} median, load ${load()}`);
  return [
    tries.row(`${what}, failed`, people),
    info('portal', 'the log-in itself, median and p99', `${ms(quantile(logIns, 0.5))}, ${ms(quantile(logIns, 0.99))} (load ${load()})`),
    info('portal', 'with its page and the overview, median and p99', `${ms(quantile(wholes, 0.5))}, ${ms(quantile(wholes, 0.99))}`),
  ];
}

/** What a log-in and a save can't be quicker than: a password in this process, and a write that Redis syncs. */
async function alone({ store: { redis, keys } }: House): Promise<readonly Row[]> {
  const passwords = createPasswords();
  const stored = await passwords.hash(password);
  const median = async (work: () => Promise<unknown>): Promise<string> => {
    const times: number[] = [];
    for (let i = 0; i < 30; i += 1) times.push(await timed(work));
    return `${ms(quantile(times, 0.5))} (load ${load()})`;
  };
  return [
    info('portal', 'a password alone (argon2id), median of 30', await median(() => passwords.verify(password, stored))),
    info('portal', 'a synced write to Redis alone, median of 30', await median(() => redis.incr(`${keys.requests}bench`))),
  ];
}

async function forms(house: House, room: Room, tell: (text: string) => void): Promise<readonly Row[]> {
  const writing = house.contacts.slice(0, users);
  await inTurn(writing, 4, async ({ person }) => fullReport(person));
  const people50 = await rush(house, writing, thinking, tell);
  const without = await rush(house, writing, 0, tell);
  const bare = await bareLoop(room, without, tell);
  const row = (what: string, value: number): Row => ({ bench: 'portal', what, measured: ms(value), limit: `at most ${limit} ms`, ratio: (value / limit).toFixed(2), pass: value <= limit });
  const rowsOf = ({ pages: seen, saves, took, tries, cpu, ownCpu }: Rush, name: string): readonly Row[] => [
    row(`${name}: page, median of ${seen.length}`, quantile(seen, 0.5)), row(`${name}: save, median of ${saves.length}`, quantile(saves, 0.5)),
    tries.row(`${name}: failed`, seen.length + saves.length),
    info('portal', 'p99 of page and of save', `${ms(quantile(seen, 0.99))}, ${ms(quantile(saves, 0.99))}; ${perSecond(seen.length + saves.length, took).toFixed(0)} requests/s (load ${load()})`),
    info('portal', 'processor time a request, the portal and the client', `${cpu.toFixed(2)} and ${ownCpu.toFixed(2)} ms`),
  ];
  const ratio = (a: readonly number[], b: readonly number[]): string => `${ms(quantile(b, 0.5))}; ours is ${(quantile(a, 0.5) / quantile(b, 0.5)).toFixed(1)} x`;
  return [
    ...rowsOf(people50, `${users} users, a request in ${thinking / 1000} s each`),
    ...rowsOf(without, `${users} users without a pause`),
    info('portal', 'a bare route as often: page', ratio(without.pages, bare.pages)),
    info('portal', 'a bare route as often: save', `${ratio(without.saves, bare.saves)}; ${perSecond(bare.pages.length + bare.saves.length, bare.took).toFixed(0)} requests/s`),
  ];
}

type Rush = Times & { readonly tries: ReturnType<typeof createTries>; readonly bytes: number; readonly cpu: number; readonly ownCpu: number };

/** Each opens a page of the form, saves it with something new, and follows; all again and again. Every save must be in the log afterwards. */
async function rush(house: House, writing: readonly Contact[], wait: number, tell: (text: string) => void): Promise<Rush> {
  const tries = createTries();
  const times = { pages: [] as number[], saves: [] as number[], bytes: [] as number[] };
  const before = await savedIn(house, writing);
  const [cpu, own] = [house.cpu(), process.cpuUsage()];
  const start = performance.now();
  await Promise.all(writing.map(async ({ person }, i) => {
    // Each begins at a moment of her own, and no two think alike.
    await pause((wait * (i % 25)) / 25);
    for (let turn = 0; performance.now() - start < seconds * 1000; turn += 1) await tries.note(() => round(person, i, turn, () => pause(wait * (0.5 + ((i * 7 + turn * 3) % 10) / 10)), times));
  }));
  const took = performance.now() - start;
  const count = times.pages.length + times.saves.length;
  const { user, system } = process.cpuUsage(own);
  const used = { cpu: (house.cpu() - cpu) / count, ownCpu: (user + system) / 1000 / count };
  const written = (await savedIn(house, writing)) - before;
  if (written !== times.saves.length) throw new Error(`${times.saves.length} pages were saved and ${written} are in the log`);
  tell(`${users} users, ${wait} ms between requests: page ${ms(quantile(times.pages, 0.5))}, save ${ms(quantile(times.saves, 0.5))}, load ${load()}`);
  return { pages: times.pages, saves: times.saves, took, tries, ...used, bytes: quantile(times.bytes, 0.5) };
}

async function savedIn({ store }: House, writing: readonly Contact[]): Promise<number> {
  const logs = await Promise.all(writing.map(({ code }) => store.log.load(code)));
  return logs.flat().filter((e) => e.type === 'report-saved').length;
}

/** As many requests as those, by as many at once, to a route that does nothing. */
async function bareLoop(room: Room, { pages: seen, saves, bytes }: Rush, tell: (text: string) => void): Promise<Times> {
  const port = await freePort();
  const script = await room.script('portal-bare.ts', { PORT: String(port), PAGE_BYTES: String(bytes) });
  const times = { pages: [] as number[], saves: [] as number[] };
  const form = { _csrf: 'x'.repeat(120), revision: '17', go: 'stay', comment: 'x'.repeat(400) };
  const took = await timed(() => inTurn(Array.from({ length: users }, (_, i) => createPerson(`http://127.0.0.1:${port}`, i)), users, async (person) => {
    while (times.saves.length < saves.length) {
      times.pages.push((await person.get('/')).ms);
      times.saves.push((await person.post('/', form)).ms);
      times.pages.push((await person.get('/')).ms);
    }
  }));
  await script.stop();
  tell(`bare: page ${ms(quantile(times.pages, 0.5))}, save ${ms(quantile(times.saves, 0.5))} of ${times.pages.length} and ${times.saves.length} (ours had ${seen.length} and ${saves.length})`);
  return { ...times, took };
}

const receiptPath = '/indberetning/kvittering/1';

/** One after another, while somebody else reads a page again and again. */
async function receipts({ contacts }: House, tell: (text: string) => void): Promise<readonly Row[]> {
  const [reader, writer] = [contacts[users], contacts[users + 1]];
  if (!reader || !writer) throw new Error('nobody is left to read');
  await fullReport(writer.person);
  await handIn(writer.person);
  await fullReport(reader.person);
  const rows: Row[] = [];
  const pageTimes = async (until: () => boolean): Promise<readonly number[]> => {
    const seen: number[] = [];
    for (let i = 0; !until(); i += 1) seen.push(expect(await reader.person.get(pages[i % pages.length] ?? ''), 200).ms);
    return seen;
  };
  const quietFrom = performance.now();
  const quiet = await pageTimes(() => performance.now() - quietFrom > 3000);
  for (const [ending, type] of [['pdf', 'application/pdf'], ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']] as const) {
    const files: number[] = [];
    const first = expect(await writer.person.get(`${receiptPath}.${ending}`), 200);
    let done = false;
    const beside = pageTimes(() => done);
    for (let i = 0; i < 20; i += 1) {
      const file = expect(await writer.person.get(`${receiptPath}.${ending}`), 200);
      if (file.type !== type) throw new Error(`the receipt came as ${file.type}`);
      files.push(file.ms);
    }
    done = true;
    const busy = await beside;
    rows.push(
      info('portal', `receipt as ${ending}, median and p99 of ${files.length}`, `${ms(quantile(files, 0.5))}, ${ms(quantile(files, 0.99))}; the first ${ms(first.ms)}; ${(first.body.length / 1000).toFixed(0)} kB`),
      info('portal', 'a page meanwhile, median and p99', `${ms(quantile(busy, 0.5))}, ${ms(quantile(busy, 0.99))}; without ${ms(quantile(quiet, 0.5))}, ${ms(quantile(quiet, 0.99))} (load ${load()})`),
    );
  }
  tell(`receipts: ${rows.map((r) => r.measured).join('; ')}`);
  return rows;
}

/** A link that is nobody's makes the portal look at every case. */
async function directory(house: House, tell: (text: string) => void): Promise<readonly Row[]> {
  const { store, contacts } = house;
  const rows: Row[] = [];
  for (const cases of [people, 1000]) {
    await copyCases(house, cases);
    await house.restart();
    const { person } = contacts[0] as Contact;
    const nobodys = `/aktiver/${'A'.repeat(43)}`;
    const first = expect(await person.get(nobodys), 404).ms;
    const next: number[] = [];
    for (let i = 0; i < 40; i += 1) next.push(expect(await person.get(nobodys), 404).ms);
    const events = await store.redis.llen(store.keys.stream((contacts[users - 1] as Contact).code));
    rows.push(info('portal', `first look at ${cases} cases after a start`, `${ms(first)}; each one after, median ${ms(quantile(next, 0.5))} (up to ${events} events each, load ${load()})`));
  }
  tell(rows.map((r) => r.measured).join('; '));
  return rows;
}

/** More kommuner by the same events, each with a code and addresses of its own. */
async function copyCases({ store: { redis, keys }, contacts }: House, cases: number): Promise<void> {
  for (let i = people; i < cases; i += 1) {
    const { code } = contacts[i % people] as Contact;
    const copy = String(5000 + i);
    const lines = await redis.lrange(keys.stream(code), 0, -1);
    await redis.rpush(keys.stream(copy), ...lines.map((line) => line.replaceAll(`"${code}"`, `"${copy}"`).replaceAll('.test"', `.${copy}.test"`)));
    await redis.sadd(keys.streams, copy);
  }
}

function createTries() {
  const failed: string[] = [];
  return {
    note: async (work: () => Promise<unknown>): Promise<void> => {
      await work().catch((error: unknown) => { failed.push(error instanceof Error ? error.message : String(error)); });
    },
    row: (what: string, of: number): Row => ({ bench: 'portal', what, measured: `${failed.length} of ${of}${failed[0] === undefined ? '' : `: ${failed[0]}`}`, limit: 'none', ratio: '', pass: failed.length === 0 }),
  };
}

function load(): string {
  return os.loadavg()[0]?.toFixed(1) ?? '';
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
