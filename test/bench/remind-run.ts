// One reminder round in a process of its own: by the program's tick, by a bare loop in pages, or by a loop that awaits each case. MODE says which.
// It refuses to average: what it prints is one round's time, the highest memory of the whole process, and what is in Redis afterwards.
import { readFileSync } from 'node:fs';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { createFacts, createLogger, createTokens, openMailbox, openQueues, openStore, readSettings, tickNeeds } from '../../workers/compose.ts';
import { openWaiting } from '../../src/adapters/store/requirements.ts';
import { tick } from '../../src/flows/tick.ts';
import { timed } from './table.ts';

const { env } = process;
const settings = await readSettings(env);
const store = await openStore(settings, true);
const queues = openQueues(settings, store);
const count = Number(env['COUNT']);
const pageSize = 500;
/** When a case is to be looked at again, as far as the bare loops know. */
const nextRound = 4_102_444_800_000;

const ms = await timed(async () => {
  switch (env['MODE']) {
    case 'tick':
      return byTick();
    case 'pages':
      return byPages();
    case 'each':
      return byEach();
    default:
      throw new Error(`MODE is "${env['MODE']}"`);
  }
});
const [pending, jobs] = [await store.redis.hlen(store.keys.tasks), (await queues.counts()).letters];
console.log(JSON.stringify({ ms, peakKB: peakKB(), heapKB: process.memoryUsage().heapTotal / 1024, cpuMs: process.resourceUsage().userCPUTime / 1000 + process.resourceUsage().systemCPUTime / 1000, pending, jobs }));
process.exit();

/** The clock worker's own tick, with an INBOX that is quiet. */
async function byTick(): Promise<void> {
  const parts = { settings, log: store.log, book: store.book, queues, mailbox: openMailbox(settings, env), facts: createFacts(createLogger('error')), tokens: createTokens(settings.config.secret) };
  await tick({ ...tickNeeds(parts), inbox: async () => 'quiet' });
}

/** The least that has the same effect: no schema, no state, no calendar, nothing atomic, and everything of a page is awaited before the next. */
async function byPages(): Promise<void> {
  const { letters, opts } = bareQueue();
  for (let from = 0; from < count; from += pageSize) {
    const codes = (await store.redis.zrangebyscore(store.keys.due, '-inf', Date.now(), 'LIMIT', 0, pageSize));
    const reading = store.redis.pipeline();
    for (const code of codes) reading.lrange(store.keys.stream(code), 0, -1);
    const read = await reading.exec() ?? [];
    const writing = store.redis.pipeline();
    const ids: string[] = [];
    for (const [i, code] of codes.entries()) {
      const reminder = reminderFor(code, read[i]?.[1] as string[]);
      if (!reminder) continue;
      write(writing, code, reminder);
      ids.push(reminder.id);
    }
    await writing.exec();
    await letters.addBulk(ids.map((id) => ({ name: 'letter', data: { task: id }, opts: opts(id) })));
  }
}

async function byEach(): Promise<void> {
  const { letters, opts } = bareQueue();
  for (const code of await store.redis.zrangebyscore(store.keys.due, '-inf', Date.now())) {
    const reminder = reminderFor(code, await store.redis.lrange(store.keys.stream(code), 0, -1));
    if (!reminder) continue;
    const writing = store.redis.pipeline();
    write(writing, code, reminder);
    await writing.exec();
    await letters.add('letter', { task: reminder.id }, opts(reminder.id));
  }
}

function bareQueue() {
  const letters = new Queue<{ task: string }>('letters', { connection: openWaiting(settings.config.redisUrl), prefix: store.keys.queues });
  return { letters, opts: (jobId: string) => ({ jobId, attempts: 6, backoff: { type: 'exponential', delay: 1_000 } }) };
}

type Reminder = { readonly id: string; readonly event: string; readonly task: string };

function reminderFor(code: string, lines: readonly string[]): Reminder | undefined {
  const events = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly mailbox?: string });
  if (events.some((e) => e.type === 'contact-registered') || !events.some((e) => e.type === 'mail-sent')) return undefined;
  const at = settings.clock.now().toString();
  const id = `reminder.${settings.campaign.id}.${code}`;
  const task = {
    id, kommune: code, to: events[0]?.mailbox ?? '', createdAt: at, thread: null, kind: 'reminder', about: 'contact', of: 'contact', round: 'on', step: 1,
    deadline: settings.campaign.contactDeadline.toString(), overdue: false, login: null, copyOf: null,
  };
  return { id, event: JSON.stringify({ type: 'mail-asked', at, task }), task: JSON.stringify(task) };
}

function write(to: ReturnType<Redis['pipeline']>, code: string, { id, event, task }: Reminder): void {
  to.rpush(store.keys.stream(code), event).hset(store.keys.tasks, id, task).zadd(store.keys.due, nextRound, code);
}

/** Kilobytes: the highest that the process has ever held. */
function peakKB(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
