// The log of events in memory: the twin of redis-log.ts under the same contract test, for tests and for trying things out.
// It refuses to pretend durability: nothing outlives the process.
import type { Event } from '../../core/events.ts';
import type { Append, Appended, DuePlace, EventLog, MailRecord } from '../../core/log.ts';
import type { Task } from '../../core/task.ts';

export function createMemoryLog(): EventLog {
  const logs = new Map<string, Event[]>();
  const tasks = new Map<string, Task>();
  const dues = new Map<string, number>();
  const mails = new Map<string, MailRecord>();
  const setDue = (stream: string, due: number | null): void => {
    if (due === null) dues.delete(stream);
    else dues.set(stream, due);
  };
  const load = async (stream: string, from = 0): Promise<readonly Event[]> => (logs.get(stream) ?? []).slice(from);
  const append = async ({ streams, tasks: asked, ended, mail }: Append): Promise<Appended> => {
    if (mail && (mails.get(mail.id)?.reading ?? 0) >= mail.record.reading) return 'mail-known';
    if (streams.some((s) => (logs.get(s.stream)?.length ?? 0) !== s.expected)) return 'conflict';
    for (const { stream, events, due } of streams) {
      if (events.length > 0) logs.set(stream, [...(logs.get(stream) ?? []), ...events]);
      setDue(stream, due);
    }
    for (const task of asked) tasks.set(task.id, task);
    for (const id of ended) tasks.delete(id);
    if (mail) mails.set(mail.id, mail.record);
    return 'appended';
  };
  return {
    load, append,
    loadMany: (streams) => Promise.allSettled(streams.map((stream) => load(stream))),
    appendMany: (batches) => Promise.allSettled(batches.map(append)),
    streams: async () => [...logs.keys()].sort(),
    task: async (id) => tasks.get(id),
    tasks: async () => [...tasks.values()],
    due: async (now, limit, after) =>
      [...dues.entries()].map(([stream, at]) => ({ stream, at })).filter((place) => place.at <= now && (!after || inOrder(after, place) < 0)).sort(inOrder).slice(0, limit),
    async reschedule(looks) {
      for (const { stream, expected, due } of looks) if ((logs.get(stream)?.length ?? 0) === expected) setDue(stream, due);
    },
    mail: async (id) => mails.get(id),
    async refile(id, known, folder) {
      if (JSON.stringify(mails.get(id)) !== JSON.stringify(known)) return false;
      mails.set(id, { ...known, folder });
      return true;
    },
  };
}

function inOrder(a: DuePlace, b: DuePlace): number {
  return a.at - b.at || (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0);
}
