// The log of events in memory: the twin of redis-log.ts under the same contract test, for tests and for trying things out.
// It refuses to pretend durability: nothing outlives the process.
import type { Event } from '../../core/events.ts';
import type { EventLog, MailRecord } from '../../core/log.ts';
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
  return {
    load: async (stream) => [...(logs.get(stream) ?? [])],
    async append({ streams, tasks: asked, ended, mail }) {
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
    },
    streams: async () => [...logs.keys()].sort(),
    task: async (id) => tasks.get(id),
    tasks: async () => [...tasks.values()],
    due: async (now, limit) => [...dues.entries()].filter(([, at]) => at <= now).sort(([a, x], [b, y]) => x - y || a.localeCompare(b)).slice(0, limit).map(([stream]) => stream),
    async reschedule(stream, expected, due) {
      if ((logs.get(stream)?.length ?? 0) === expected) setDue(stream, due);
    },
    mail: async (id) => mails.get(id),
    async refile(id, known, folder) {
      if (JSON.stringify(mails.get(id)) !== JSON.stringify(known)) return false;
      mails.set(id, { ...known, folder });
      return true;
    },
  };
}
