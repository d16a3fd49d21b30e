// Cases as they stand when the letter has left and nobody has answered, written straight into a log.
// It refuses to go through step: seeding is not what is measured, and must not take longer than it.
import type { Event } from '../../src/core/events.ts';
import type { EventLog } from '../../src/core/log.ts';
import type { Task } from '../../src/core/task.ts';

const pageSize = 500;
const firstLetter = Temporal.Instant.from('2024-01-30T07:00:00Z').epochMilliseconds;

/** `count` silent kommuner with the codes 000000 and on, all to be looked at from the instant `due` on. */
export async function seedSilentCases(log: EventLog, campaign: string, count: number, due: string): Promise<void> {
  const dueMs = Temporal.Instant.from(due).epochMilliseconds;
  for (let from = 0; from < count; from += pageSize) {
    const codes = Array.from({ length: Math.min(pageSize, count - from) }, (_, i) => String(from + i).padStart(6, '0'));
    const written = await log.appendMany(codes.map((code, i) => ({ streams: [{ stream: code, expected: 0, due: dueMs, events: silent(campaign, code, from + i) }], tasks: [], ended: [], mail: null })));
    const failed = written.find((one) => one.status === 'rejected' || one.value !== 'appended');
    if (failed) throw new Error(`a case could not be written: ${failed.status === 'rejected' ? String(failed.reason) : failed.value}`);
  }
}

/** Four letters a second, so that the instants of the cases differ. */
function silent(campaign: string, code: string, i: number): readonly Event[] {
  const at = Temporal.Instant.fromEpochMilliseconds(firstLetter + Math.floor(i / 4) * 1000).toString();
  const task: Task = { kind: 'letter', id: `letter.${campaign}.${code}`, kommune: code, to: `post@${code}.test`, createdAt: at, thread: null };
  return [
    { type: 'case-opened', at, kommune: code, name: `${code} Kommune`, mailbox: task.to },
    { type: 'mail-asked', at, task },
    { type: 'mail-intended', at, task: task.id, sha256: '0'.repeat(64), clock: at },
    { type: 'mail-sent', at, task: task.id, proof: 'accepted', response: '250 2.0.0 Ok' },
  ];
}
