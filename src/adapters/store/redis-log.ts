// The log of events in Redis: a list per stream, and one Lua step that appends events, tasks, due day and mail record together.
// It refuses half an append: either everything of a batch is on disk, or nothing is.
import type { Redis } from 'ioredis';
import type { Stream } from '../../core/events.ts';
import type { Append, Appended, EventLog, MailRecord } from '../../core/log.ts';
import { formatEvent, parseEvent, parseTask } from '../event-schema.ts';
import type { Keys } from './keys.ts';

// ARGV is flat, with counts before each part: JSON in Lua would cost more than the append itself.
const appendScript = `
local at = 1
local function take() local v = ARGV[at]; at = at + 1; return v end
local nStreams = tonumber(take())
local parts = {}
for i = 1, nStreams do
  local part = { name = take(), expected = tonumber(take()), due = take(), events = {} }
  for j = 1, tonumber(take()) do part.events[j] = take() end
  part.key = KEYS[4 + i]
  parts[i] = part
end
local mailId = take()
local mailReading = tonumber(take())
local mailRecord = take()
if mailId ~= '' then
  local known = redis.call('HGET', KEYS[3], mailId)
  if known and cjson.decode(known).reading >= mailReading then return 'mail-known' end
end
for i = 1, nStreams do
  if redis.call('LLEN', parts[i].key) ~= parts[i].expected then return 'conflict' end
end
for i = 1, nStreams do
  local part = parts[i]
  if #part.events > 0 then
    redis.call('RPUSH', part.key, unpack(part.events))
    if part.expected == 0 then redis.call('SADD', KEYS[4], part.name) end
  end
  if part.due == '' then redis.call('ZREM', KEYS[2], part.name) else redis.call('ZADD', KEYS[2], part.due, part.name) end
end
for i = 1, tonumber(take()) do local id = take(); redis.call('HSET', KEYS[1], id, take()) end
for i = 1, tonumber(take()) do redis.call('HDEL', KEYS[1], take()) end
if mailId ~= '' then redis.call('HSET', KEYS[3], mailId, mailRecord) end
return 'appended'
`;

const rescheduleScript = `
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1]) end
return 1
`;

const refileScript = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

type Scripted = Redis & {
  rundskrivAppend(keys: number, ...args: string[]): Promise<Appended>;
  rundskrivReschedule(keys: number, ...args: string[]): Promise<number>;
  rundskrivRefile(keys: number, ...args: string[]): Promise<number>;
};

/** `redis` must be durable (see requirements.ts); errors of the connection throw and are retried by the caller. */
export function createRedisLog(redis: Redis, keys: Keys): EventLog {
  redis.defineCommand('rundskrivAppend', { lua: appendScript });
  redis.defineCommand('rundskrivReschedule', { lua: rescheduleScript });
  redis.defineCommand('rundskrivRefile', { lua: refileScript });
  const scripted = redis as Scripted;
  return {
    async load(stream) {
      const lines = await redis.lrange(keys.stream(stream), 0, -1);
      return lines.map((line, i) => parseEvent(line, `event ${i + 1} of ${stream}`));
    },
    append: (batch) => scripted.rundskrivAppend(4 + batch.streams.length, keys.tasks, keys.due, keys.mails, keys.streams, ...batch.streams.map((s) => keys.stream(s.stream)), ...argumentsOf(batch)),
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
    due: (now, limit) => redis.zrangebyscore(keys.due, '-inf', now, 'LIMIT', 0, limit),
    async reschedule(stream: Stream, expected, due) {
      await scripted.rundskrivReschedule(2, keys.stream(stream), keys.due, stream, String(expected), due === null ? '' : String(due));
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
