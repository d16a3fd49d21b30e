// The log of events in Redis: a list per stream, and one Lua step that appends events, tasks, due day and mail record together.
// It refuses half an append: either everything of a batch is on disk, or nothing is.
import type { ChainableCommander, Redis } from 'ioredis';
import type { Event, Stream } from '../../core/events.ts';
import type { Append, Appended, DuePlace, EventLog, MailRecord } from '../../core/log.ts';
import { formatEvent, parseEvent, parseTask } from '../event-schema.ts';
import type { Keys } from './keys.ts';

// Any number of appends, each all or nothing by itself and each with its own answer. One call for many costs Redis and us a third of a call for each.
// ARGV is flat, with counts before each part: JSON in Lua would cost more than the append itself.
const appendScript = `
local call, tasks, dues, mails, streams = redis.call, KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local at, key = 1, 5
local function append()
  local parts = {}
  local count = tonumber(ARGV[at])
  at = at + 1
  for i = 1, count do
    parts[i] = { key = KEYS[key], at = at, events = tonumber(ARGV[at + 3]) }
    key = key + 1
    at = at + 4 + parts[i].events
  end
  local mailId, mailReading, mailRecord = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local asked, askedTo = at + 4, at + 3 + 2 * tonumber(ARGV[at + 3])
  local ended, endedTo = askedTo + 2, askedTo + 1 + tonumber(ARGV[askedTo + 1])
  at = endedTo + 1
  if mailId ~= '' then
    local known = call('HGET', mails, mailId)
    if known and cjson.decode(known).reading >= tonumber(mailReading) then return 'mail-known' end
  end
  for i = 1, count do
    if call('LLEN', parts[i].key) ~= tonumber(ARGV[parts[i].at + 1]) then return 'conflict' end
  end
  for i = 1, count do
    local part = parts[i]
    local name, expected, due = ARGV[part.at], ARGV[part.at + 1], ARGV[part.at + 2]
    if part.events > 0 then
      call('RPUSH', part.key, unpack(ARGV, part.at + 4, part.at + 3 + part.events))
      if expected == '0' then call('SADD', streams, name) end
    end
    if due == '' then call('ZREM', dues, name) else call('ZADD', dues, due, name) end
  end
  if asked <= askedTo then call('HSET', tasks, unpack(ARGV, asked, askedTo)) end
  if ended <= endedTo then call('HDEL', tasks, unpack(ARGV, ended, endedTo)) end
  if mailId ~= '' then call('HSET', mails, mailId, mailRecord) end
  return 'appended'
end
local answers = {}
while at <= #ARGV do
  local fine, answer = pcall(append)
  answers[#answers + 1] = (fine or type(answer) == 'table') and answer or { err = tostring(answer) }
end
return answers
`;

const rescheduleScript = `
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1]) end
return 1
`;

// The place `after` need not be taken: among those of its instant, which lie in the order of their bytes, its rank is looked for by halves.
const dueAfterScript = `
local function comesAfter(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x > y end
  end
  return #a > #b
end
local at, name = ARGV[3], ARGV[4]
local from = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. at)
local to = redis.call('ZCOUNT', KEYS[1], '-inf', at)
while from < to do
  local middle = math.floor((from + to) / 2)
  if comesAfter(redis.call('ZRANGE', KEYS[1], middle, middle)[1], name) then to = middle else from = middle + 1 end
end
local last = redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1]) - 1
if last < from then return {} end
return redis.call('ZRANGE', KEYS[1], from, math.min(last, from + tonumber(ARGV[2]) - 1), 'WITHSCORES')
`;

const loadScript = `
local all = {}
for i, key in ipairs(KEYS) do all[i] = redis.pcall('LRANGE', key, 0, -1) end
return all
`;

const refileScript = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

/** So many streams or appends in one call keep Redis from everything else for less than a millisecond. */
const perCall = 50;

/** An append as the script takes it. */
type Written = { readonly keys: readonly string[]; readonly args: readonly string[] };

type Scripts = {
  rundskrivAppend(keys: number, ...args: string[]): Promise<Appended[]>;
  rundskrivLoad(keys: number, ...args: string[]): Promise<string[][]>;
  rundskrivReschedule(keys: number, ...args: string[]): Promise<number>;
  rundskrivDueAfter(keys: number, ...args: string[]): Promise<string[]>;
  rundskrivRefile(keys: number, ...args: string[]): Promise<number>;
};

/** `redis` must be durable (see requirements.ts); errors of the connection throw and are retried by the caller. */
export function createRedisLog(redis: Redis, keys: Keys): EventLog {
  redis.defineCommand('rundskrivAppend', { lua: appendScript });
  redis.defineCommand('rundskrivLoad', { lua: loadScript, readOnly: true });
  redis.defineCommand('rundskrivReschedule', { lua: rescheduleScript });
  redis.defineCommand('rundskrivDueAfter', { lua: dueAfterScript });
  redis.defineCommand('rundskrivRefile', { lua: refileScript });
  const scripted = redis as Redis & Scripts;
  // Many at once go in one pipeline: with a sync at every write Redis syncs once for all that it finds waiting.
  const pipeline = (): ChainableCommander & Scripts => redis.pipeline() as ChainableCommander & Scripts;
  const appendOn = <T>(on: { rundskrivAppend(keys: number, ...args: string[]): T }, appends: readonly Written[]): T => {
    const names = appends.flatMap((one) => one.keys);
    return on.rundskrivAppend(4 + names.length, keys.tasks, keys.due, keys.mails, keys.streams, ...names, ...appends.flatMap((one) => one.args));
  };
  const written = (batch: Append): Written => ({ keys: batch.streams.map((s) => keys.stream(s.stream)), args: argumentsOf(batch) });
  return {
    async load(stream, from = 0) {
      return parseLines(await redis.lrange(keys.stream(stream), from, -1), stream, from);
    },
    async loadMany(streams) {
      if (streams.length === 0) return [];
      const calls = pipeline();
      for (let from = 0; from < streams.length; from += perCall) {
        const some = streams.slice(from, from + perCall).map(keys.stream);
        void calls.rundskrivLoad(some.length, ...some);
      }
      const answers = await calls.exec() ?? [];
      return streams.map((stream, i) => settle(() => parseLines(nth(answers, i) as readonly string[], stream, 0)));
    },
    append: async (batch) => nth([[null, await appendOn(scripted, [written(batch)])]], 0) as Appended,
    async appendMany(batches) {
      if (batches.length === 0) return [];
      // What can't be written as JSON fails here, before anything is sent, and only by itself.
      const all = batches.map((batch) => settle(() => written(batch)));
      const appends = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const calls = pipeline();
      for (let from = 0; from < appends.length; from += perCall) void appendOn(calls, appends.slice(from, from + perCall));
      const answers = await calls.exec() ?? [];
      let next = 0;
      return all.map((one) => {
        if (one.status === 'rejected') return one;
        const i = next;
        next += 1;
        return settle(() => nth(answers, i) as Appended);
      });
    },
    async streams() {
      return (await redis.smembers(keys.streams)).sort();
    },
    async task(id) {
      const json = await redis.hget(keys.tasks, id);
      return json === null ? undefined : parseTask(json, id);
    },
    async tasks() {
      return Object.entries(await redis.hgetall(keys.tasks)).map(([id, json]) => parseTask(json, id));
    },
    async due(now, limit, after) {
      return placesOf(after === undefined
        ? await redis.zrangebyscore(keys.due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit)
        : await scripted.rundskrivDueAfter(1, keys.due, String(now), String(limit), String(after.at), after.stream));
    },
    async reschedule(looks) {
      if (looks.length === 0) return;
      const all = pipeline();
      for (const { stream, expected, due } of looks) void all.rundskrivReschedule(2, keys.stream(stream), keys.due, stream, String(expected), due === null ? '' : String(due));
      for (const answer of await all.exec() ?? []) answered(answer);
    },
    async mail(id) {
      const json = await redis.hget(keys.mails, id);
      return json === null ? undefined : (JSON.parse(json) as MailRecord);
    },
    async refile(id, known, folder) {
      // The same text as was stored: JSON keeps the order of the keys.
      return (await scripted.rundskrivRefile(1, keys.mails, id, JSON.stringify(known), JSON.stringify({ ...known, folder }))) === 1;
    },
  };
}

function parseLines(lines: readonly string[], stream: Stream, from: number): readonly Event[] {
  return lines.map((line, i) => parseEvent(line, `event ${from + i + 1} of ${stream}`));
}

function placesOf(flat: readonly string[]): readonly DuePlace[] {
  const places: DuePlace[] = [];
  for (let i = 0; i < flat.length; i += 2) places.push({ stream: flat[i] ?? '', at: Number(flat[i + 1]) });
  return places;
}

type Answer = readonly [error: Error | null, result: unknown];

/** The n-th of what was asked for, so many a call; throws what Redis or the connection said instead. */
function nth(answers: readonly Answer[], n: number): unknown {
  const answer: unknown = (answered(answers[Math.floor(n / perCall)]) as readonly unknown[])[n % perCall];
  if (answer === undefined || answer instanceof Error) throw answer ?? new Error('Redis gave no answer');
  return answer;
}

/** One answer of a pipeline; throws what Redis or the connection said instead. */
function answered(answer: Answer | undefined): unknown {
  if (!answer) throw new Error('Redis gave no answer');
  if (answer[0]) throw answer[0];
  return answer[1];
}

function settle<T>(make: () => T): PromiseSettledResult<T> {
  try {
    return { status: 'fulfilled', value: make() };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

function argumentsOf(batch: Append): string[] {
  const args: string[] = [String(batch.streams.length)];
  for (const { stream, expected, events, due } of batch.streams) {
    args.push(stream, String(expected), due === null ? '' : String(due), String(events.length));
    for (const event of events) args.push(formatEvent(event, stream));
  }
  args.push(batch.mail?.id ?? '', String(batch.mail?.record.reading ?? 0), batch.mail ? JSON.stringify(batch.mail.record) : '');
  args.push(String(batch.tasks.length));
  for (const task of batch.tasks) args.push(task.id, JSON.stringify(task));
  args.push(String(batch.ended.length), ...batch.ended);
  return args;
}
