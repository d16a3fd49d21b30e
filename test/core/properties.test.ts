// Properties of the case that hold for any history: replay never throws, no task is asked for twice, nobody who has answered is reminded.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evolve, newCase, replay, type CaseState } from '../../src/core/case.ts';
import { dueCommands, nextDue } from '../../src/core/deadlines.ts';
import { caseCommand, decide, type CaseCommand } from '../../src/core/decide.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { mailKinds, missingThings, outcomes } from '../../src/core/reading.ts';
import { caseStatus } from '../../src/core/status.ts';
import { campaign2024 } from '../support/campaign.ts';
import { reading } from '../support/given.ts';

const start = Temporal.Instant.from('2024-01-29T06:00:00Z').epochMilliseconds;
const instant = fc.integer({ min: 0, max: 130 * 24 * 60 }).map((minutes) => Temporal.Instant.fromEpochMilliseconds(start + minutes * 60_000).toString());
const address = fc.constantFrom('mho@aarhus.dk', 'jlu@aarhus.dk', 'post@aarhus.dk', 'x@gmail.com');
const name = fc.constantFrom('Mette Holm', 'Jens Lund');
const task = fc.constantFrom('letter.2024.0751', 'ack.2024.0751', 'ack.2024.0751.2', 'login.2024.0751', 'clarify.2024.0751', 'reminder.2024.0751', 'reminder.2024.0751.2');
const contact = fc.record({ kommune: fc.constantFrom('0751', '0101'), name, email: address, phone: fc.constant(null), region: fc.constant('1082'), from: fc.constant('body:1') });

const command: fc.Arbitrary<CaseCommand> = fc.oneof(
  fc.record({ type: fc.constant('open' as const), at: instant, kommune: fc.constant('0751'), name: fc.constant('Aarhus Kommune'), mailbox: fc.constant('post@aarhus.dk') }),
  fc.record({ type: fc.constant('invite' as const), at: instant }),
  fc.record({
    type: fc.constant('receive-mail' as const), at: instant, reading: fc.integer({ min: 1, max: 2 }),
    mail: fc.record({ id: fc.constantFrom('m1', 'm2', 'm3', 'm4'), messageId: fc.constant('<m@aarhus.dk>'), from: address, date: fc.option(instant), subject: fc.constant('SV: brev') }),
    thread: fc.constant({ inReplyTo: null, references: [], subject: 'SV: brev' }),
    understanding: fc.record({
      kind: fc.constantFrom(...mailKinds), outcome: fc.constantFrom(...outcomes), contacts: fc.array(contact, { maxLength: 2 }), missing: fc.subarray([...missingThings]),
      answerTo: fc.option(address), also: fc.subarray(['question' as const]),
      bounce: fc.option(fc.record({ recipient: fc.option(address), permanent: fc.boolean(), originalMessageId: fc.option(task.map((id) => `<${id}@lige.dk>`)) })),
    }).map((change) => reading(change)),
  }),
  fc.record({ type: fc.constant('issue-login' as const), at: instant, nonce: fc.constant('n'), tokenHash: fc.constantFrom('h1', 'h2') }),
  fc.record({ type: fc.constant('remind' as const), at: instant, about: fc.constantFrom('contact' as const, 'login' as const), of: fc.constantFrom('contact' as const, 'report' as const), round: fc.constantFrom('before', 'on', 'after', 'last') }),
  fc.record({ type: fc.constant('give-up' as const), at: instant, mail: fc.constant(null), reason: fc.constant('letter-failed' as const), detail: fc.constantFrom('a', 'b'), reading: fc.constant(1) }),
  fc.record({ type: fc.constant('note-intent' as const), at: instant, task, sha256: fc.constantFrom('aa', 'bb'), clock: instant, attempt: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ type: fc.constant('note-deferred' as const), at: instant, task, attempt: fc.integer({ min: 0, max: 3 }), code: fc.constant(451), response: fc.constant('later') }),
  fc.record({ type: fc.constant('note-sent' as const), at: instant, task, proof: fc.constantFrom('accepted' as const, 'copy' as const), response: fc.constant('ok') }),
  fc.record({ type: fc.constant('note-refused' as const), at: instant, task, attempt: fc.integer({ min: 0, max: 3 }), stage: fc.constantFrom('recipient' as const, 'content' as const), code: fc.constant(550), response: fc.constant('no') }),
  fc.record({ type: fc.constant('note-unwanted' as const), at: instant, task, reason: fc.constant('x'), copyRuledOut: fc.boolean() }),
);

/** Plays commands; gives every event, and each state with the events that came of it. */
function play(commands: readonly CaseCommand[]): { events: readonly CaseEvent[]; steps: readonly { before: CaseState; events: readonly CaseEvent[] }[] } {
  let state = newCase;
  const events: CaseEvent[] = [];
  const steps: { before: CaseState; events: readonly CaseEvent[] }[] = [];
  for (const one of commands) {
    const decision = decide(one, state, campaign2024);
    if ('ignored' in decision) continue;
    steps.push({ before: state, events: decision.events });
    events.push(...decision.events);
    state = decision.events.reduce(evolve, state);
  }
  return { events, steps };
}

const history = fc.array(command, { maxLength: 60 }).map((commands) => play([{ type: 'open', at: '2024-01-29T06:00:00Z', kommune: '0751', name: 'Aarhus Kommune', mailbox: 'post@aarhus.dk' }, { type: 'invite', at: '2024-01-30T07:00:00Z' }, ...commands]));

test('replay of any prefix, and of any part, of any history never throws', () => {
  fc.assert(fc.property(history, fc.nat(200), fc.nat(200), fc.integer({ min: 0, max: 180 }), ({ events }, from, to, day) => {
    const part = events.slice(Math.min(from, to), Math.max(from, to));
    const state = replay(part);
    const now = Temporal.Instant.fromEpochMilliseconds(start + day * 86_400_000);
    caseStatus(state, campaign2024, now);
    dueCommands(state, campaign2024, now);
    nextDue(state, campaign2024, now);
  }), { numRuns: 400 });
});

test('no sequence of commands asks for the same task twice, or sends one twice', () => {
  fc.assert(fc.property(history, ({ events }) => {
    const ids = tasksFor(events).map((t) => t.id);
    expect(new Set(ids).size).toBe(ids.length);
    const sent = events.flatMap((e) => (e.type === 'mail-sent' ? [e.task] : []));
    expect(new Set(sent).size).toBe(sent.length);
  }), { numRuns: 400 });
});

test('nobody who has answered is reminded, and no round comes twice', () => {
  fc.assert(fc.property(history, ({ steps }) => {
    for (const { before, events } of steps) {
      const reminders = tasksFor(events).filter((t) => t.kind === 'reminder');
      if (before.contact) expect(reminders).toEqual([]);
      for (const t of reminders) expect(before.reminded.map((r) => r.round)).not.toContain(t.kind === 'reminder' ? t.round : '');
    }
  }), { numRuns: 400 });
});

test('the calendar never asks to remind one who has answered, nor while anything of theirs waits for us', () => {
  fc.assert(fc.property(history, fc.integer({ min: 0, max: 180 * 24 }), ({ events }, hour) => {
    const state = replay(events);
    const now = Temporal.Instant.fromEpochMilliseconds(start + hour * 3_600_000);
    const { commands } = dueCommands(state, campaign2024, now);
    for (const due of commands) {
      if (due.type === 'remind') expect([state.contact, state.reviews.length, state.questions.length]).toEqual([null, 0, 0]);
      const decision = decide(caseCommand(due, now, () => ({ nonce: 'n', tokenHash: 'h' })), state, campaign2024);
      expect('ignored' in decision ? decision.ignored : null).toBeNull();
    }
    expect(commands.filter((c) => c.type === 'remind').length).toBeLessThanOrEqual(1);
  }), { numRuns: 600 });
});

test('when something is due, nextDue says now; when it says later, nothing is due before', () => {
  fc.assert(fc.property(history, fc.integer({ min: 0, max: 130 * 24 }), fc.integer({ min: 1, max: 24 * 20 }), ({ events }, hour, ahead) => {
    const state = replay(events);
    const now = Temporal.Instant.fromEpochMilliseconds(start + hour * 3_600_000);
    const next = nextDue(state, campaign2024, now);
    if (dueCommands(state, campaign2024, now).commands.length > 0) expect(next?.equals(now)).toBe(true);
    const later = now.add({ hours: ahead });
    if (next === null || Temporal.Instant.compare(next, later) > 0) expect(dueCommands(state, campaign2024, later).commands).toEqual([]);
  }), { numRuns: 600 });
});
