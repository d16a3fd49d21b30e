// The ten rules that always hold (ARCHITECTURE.md, "The rules, and what keeps each"), each with tests that fail when core breaks it.
// It refuses to be the only keeper: what flows, adapters and servers do for a rule is tested beside them, and named here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addLaunchCommand } from '../../src/cli/launch.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import { evolve, newCase, replay, type CaseState } from '../../src/core/case.ts';
import { dueCommands } from '../../src/core/deadlines.ts';
import { caseCommand, decide, type CaseCommand } from '../../src/core/decide.ts';
import { decideDesk, dueDigests, dueQuestions, newDesk, nextDeskDue } from '../../src/core/desk.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { holdReasons, type Around } from '../../src/core/holds.ts';
import { composeLetter } from '../../src/core/letters.ts';
import type { Append } from '../../src/core/log.ts';
import { mailKinds, missingThings, outcomes } from '../../src/core/reading.ts';
import type { Task } from '../../src/core/task.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { step } from '../../src/flows/step.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { sections } from '../../src/core/report/model.ts';
import { wholeAnswers } from '../support/report.ts';
import { given, invited, mailRef, opened, reading, receive, sent } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const start = instant('2024-01-30 09:00');
const when = fc.integer({ min: 0, max: 150 * 24 * 12 }).map((n) => start.add({ minutes: n * 5 }).toString());
const address = fc.constantFrom('mho@aarhus.dk', 'jlu@aarhus.dk', 'post@aarhus.dk', 'bo@konsulent.dk');
const contact = fc.record({ kommune: fc.constantFrom('0751', '0751', '0101', null), name: fc.constantFrom('Mette Holm', 'Jens Lund', null), email: fc.option(address), phone: fc.constant(null), region: fc.constant('1082'), from: fc.constant('body:1') });
const whole = fc.record({ kommune: fc.constant('0751'), name: fc.constantFrom('Mette Holm', 'Jens Lund'), email: address, phone: fc.constant(null), region: fc.constant('1082'), from: fc.constant('body:1') });
const understanding = fc.record({
  kind: fc.constantFrom(...mailKinds), outcome: fc.oneof(fc.constantFrom(...outcomes), fc.constant('accept' as const)), contacts: fc.oneof(fc.array(contact, { maxLength: 2 }), whole.map((one) => [one])), missing: fc.subarray([...missingThings]), answerTo: fc.option(address),
  also: fc.subarray(['question' as const]), sure: fc.boolean(), yes: fc.boolean(),
  bounce: fc.option(fc.record({ recipient: fc.option(address), permanent: fc.boolean(), originalMessageId: fc.constantFrom('<letter.2024.0751@lige.dk>', '<login.2024.0751@lige.dk>', null) })),
}).map((change) => reading(change));
const incoming = fc.record({ at: when, id: fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5'), times: fc.integer({ min: 1, max: 2 }), from: address, read: understanding }).map(({ at: on, id, times, from, read }): CaseCommand => (
  { type: 'receive-mail', at: on, mail: mailRef({ id, from, date: on }), thread: { inReplyTo: null, references: [], subject: 'SV: brev' }, reading: times, understanding: read, secrets: { nonce: id, tokenHash: id } }));
const by = { by: 'anb', note: 'aftalt' };
const other: fc.Arbitrary<CaseCommand> = when.chain((on) => fc.constantFrom<CaseCommand>(
  { type: 'activate-login', at: on, tokenHash: 'h' }, ...([0, 1, 5] as const).flatMap((revision): readonly CaseCommand[] => [
    ...sections.map((section): CaseCommand => ({ type: 'save-report', at: on, by: 'mho@aarhus.dk', section, answers: wholeAnswers, start: {}, revision })),
    { type: 'submit-report', at: on, by: 'mho@aarhus.dk', revision, correction: '' },
  ]),
  { type: 'exempt', at: on, ...by }, { type: 'lift-exemption', at: on, ...by }, { type: 'extend', at: on, deadline: 'report', until: '2024-06-14', ...by },
  { type: 'review-discard', at: on, item: 'r1', ...by }, { type: 'review-discard', at: on, item: 'q2', ...by }, { type: 'issue-login', at: on, nonce: 'n', tokenHash: 'h' }, { type: 'confirm-contact', at: on },
));
/** What the calendar asks for at an instant is asked for, and leaves. */
const clock = when.map((on) => ({ type: 'tick' as const, at: on }));

type Turn = { readonly before: CaseState; readonly command: CaseCommand; readonly decision: ReturnType<typeof decide> };
type History = { readonly events: readonly CaseEvent[]; readonly state: CaseState; readonly turns: readonly Turn[]; readonly tasks: readonly Task[] };

/** Any history of one kommune since its letter: mails, people, the portal and the clock, in order of time. */
const history: fc.Arbitrary<History> = fc.array(fc.oneof(incoming, other, clock), { maxLength: 40 }).map((commands) => {
  const events: CaseEvent[] = [...invited()];
  const turns: Turn[] = [];
  let state = replay(events);
  const take = (command: CaseCommand): readonly CaseEvent[] => {
    const decision = decide(command, state, campaign2024);
    turns.push({ before: state, command, decision });
    if ('ignored' in decision) return [];
    events.push(...decision.events);
    state = decision.events.reduce(evolve, state);
    return decision.events;
  };
  for (const command of commands.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))) {
    if (command.type !== 'tick') {
      take(command);
      continue;
    }
    for (const due of dueCommands(state, campaign2024, Temporal.Instant.from(command.at)).commands) {
      for (const task of tasksFor(take(caseCommand(due, Temporal.Instant.from(command.at), () => ({ nonce: 'n', tokenHash: 'h' }))))) {
        take({ type: 'note-intent', at: command.at, task: task.id, sha256: 'a', clock: command.at, attempt: 0 });
        take({ type: 'note-sent', at: command.at, task: task.id, proof: 'accepted', response: '' });
      }
    }
  }
  return { events, state, turns, tasks: tasksFor(events) };
});
const happened = ({ decision }: Turn): readonly CaseEvent[] => ('ignored' in decision ? [] : decision.events);

// Also: test/flows/receive-mail.test.ts (moved last of all, given up after failures), watch-inbox.test.ts (full look), test/adapters/queues.test.ts.
describe('1. nothing is lost', () => {
  test('whatever a mail is, the case keeps it; what a person wrote is answered, registered, noted as known, or waits for a person', () => {
    fc.assert(fc.property(history, ({ turns }) => {
      for (const turn of turns) {
        if (turn.command.type !== 'receive-mail' || 'ignored' in turn.decision) continue;
        const [received, ...more] = happened(turn);
        expect(received).toMatchObject({ type: 'mail-received', mail: { id: turn.command.mail.id } });
        const { outcome } = turn.command.understanding;
        const waitsAlready = [...turn.before.reviews, ...turn.before.questions].some((item) => item.mail?.id === (turn.command as { mail: { id: string } }).mail.id);
        if (outcome === 'review' || outcome === 'forward') expect(more.length > 0 || waitsAlready).toBe(true);
        if (outcome === 'clarify' && more.length === 0) expect(waitsAlready || turn.before.clarified !== null).toBe(true);
      }
    }), { numRuns: 300 });
  });
  test('at the desk nothing that a person wrote is put aside', () => {
    fc.assert(fc.property(understanding, (read) => {
      const decision = decideDesk({ ...receive({ reading: read }), reason: 'no-kommune' }, newDesk, campaign2024);
      const events = 'ignored' in decision ? [] : decision.events;
      expect(events[0]?.type).toBe('mail-received');
      if (read.outcome !== 'ignore') expect(events).toHaveLength(2);
    }), { numRuns: 300 });
  });
});

// Also: test/adapters/parse.test.ts (identity), test/flows/receive-mail.test.ts, test/support/store-contract.ts.
describe('2. a mail counts once', () => {
  test('by its bytes and its reading; whatever its Message-ID', () => {
    const mail = mailRef({ id: 'bytes-1', messageId: '<same@aarhus.dk>' });
    const first = given(...invited()).when(receive({ mail })).then({}, {}, {});
    first.when(receive({ mail: { ...mail, messageId: '<another@aarhus.dk>', subject: 'andet', date: null } })).thenIgnored('already-received');
    first.when(receive({ mail, times: 2 })).then({ type: 'mail-received', reading: 2 }, {});
    first.when(receive({ mail: { ...mail, id: 'bytes-2' } })).then({ type: 'mail-received' }, {});
  });
});

// Also: test/support/store-contract.ts against Redis and memory, test/flows/send-letter.test.ts with SIGKILL in its place; test/demo for the whole.
describe('3. state and mail cannot part', () => {
  test('a step appends the events and the tasks they ask for in one go', async () => {
    const log = createMemoryLog();
    const batches: Append[] = [];
    const needs = { campaign: campaign2024, log: { load: log.load, append: async (batch: Append) => { batches.push(batch); return log.append(batch); } } };
    await step(needs, [{ stream: '0751', command: { type: 'open', at: at('2024-01-29 10:00'), kommune: '0751', name: 'Aarhus Kommune', mailbox: 'post@aarhus.dk' } }]);
    await step(needs, [{ stream: '0751', command: { type: 'invite', at: at('2024-01-30 08:00') } }]);
    await step(needs, [{ stream: '0751', command: receive() }], { id: 'm', record: () => ({ reading: 1, uidValidity: '1', uid: 1, folder: 'x' }) });
    expect(batches.map((b) => [b.streams.flatMap((s) => s.events).length, b.tasks.map((t) => t.id), b.mail?.id])).toEqual([[1, [], undefined], [1, ['letter.2024.0751'], undefined], [3, ['ack.2024.0751'], 'm']]);
  });
  test('every mail that a case knows of was asked for by an event with its whole task', () => {
    fc.assert(fc.property(history, ({ state, tasks }) => {
      expect(Object.keys(state.outgoing)).toEqual(tasks.map((t) => t.id));
    }), { numRuns: 200 });
  });
});

// Also: test/flows/send-letter.test.ts (intent, copy, wait, same bytes), test/adapters/smtp*.test.ts, test/flows/copy-watch.test.ts.
describe('4. a mail goes out once', () => {
  test('its Message-ID is a function of the task alone', () => {
    const [task] = tasksFor(invited());
    if (!task) throw new Error('no letter');
    const letter = (on: string, campaign: Campaign = campaign2024) => composeLetter(task, { campaign, kommune: null, regionName: null, link: null, code: null, at: at(on), plusToken: null });
    expect([letter('2024-01-30 08:00').messageId, letter('2024-03-01 12:34', { ...campaign2024, title: 'Andet' }).messageId]).toEqual(['<letter.2024.0751@lige.dk>', '<letter.2024.0751@lige.dk>']);
  });
  test('in any history no task is asked for twice, and none is sent twice', () => {
    fc.assert(fc.property(history, ({ events, tasks }) => {
      expect(new Set(tasks.map((t) => t.id)).size).toBe(tasks.length);
      const left = events.flatMap((e) => (e.type === 'mail-sent' ? [e.task] : []));
      expect(new Set(left).size).toBe(left.length);
    }), { numRuns: 200 });
  });
});

// Also: test/mails (every machine of the golden mails), test/adapters/store.test.ts and test/flows/send-letter.test.ts (one answer a day), test/flows/year.test.ts.
describe('5. machines are never answered', () => {
  test('in any state a machine\'s mail asks for no mail, registers nothing and confirms nothing; a bounce only flags, or is shown to a person', () => {
    fc.assert(fc.property(history, fc.constantFrom('auto-reply' as const, 'bounce' as const, 'receipt' as const, 'bulk' as const), understanding, ({ state }, kind, read) => {
      const decision = decide({ ...receive({ at: '2024-07-20 10:00', mail: mailRef({ id: 'machine' }), reading: { ...read, kind, outcome: 'ignore', yes: false } }), secrets: { nonce: 'n', tokenHash: 'h' } }, state, campaign2024);
      const types = ('ignored' in decision ? [] : decision.events).map((e) => e.type);
      expect(types.filter((t) => t !== 'mail-received')).toEqual(kind === 'bounce' && types.length > 1 ? [types[1] === 'bounce-noted' ? 'bounce-noted' : 'review-opened'] : []);
    }), { numRuns: 300 });
  });
});

// Also: test/mails (what is accepted and what is not), test/core/evidence.test.ts, claims.test.ts, understand.test.ts.
describe('6. no guess is registered', () => {
  test('without a person only one whole contact of this kommune is, of a mail that is accepted or completes one; and nobody is overwritten by a stranger or an older mail', () => {
    fc.assert(fc.property(history, ({ turns }) => {
      for (const turn of turns) {
        for (const event of happened(turn)) {
          if (event.type !== 'contact-registered' || turn.command.type !== 'receive-mail') continue;
          const { understanding: read, mail } = turn.command;
          const mine = read.contacts.filter((c) => c.kommune === '0751');
          expect([mine.length, read.outcome === 'accept' || read.outcome === 'clarify']).toEqual([1, true]);
          if (read.outcome === 'accept') expect(event.contact).toMatchObject({ kommune: '0751', name: mine[0]?.name, email: mine[0]?.email });
          const { contact: before, contactMail, dead, foreign, mailbox } = turn.before;
          if (!before || !contactMail) continue;
          expect(Temporal.Instant.compare(mail.date ?? '', contactMail.date ?? '')).toBeGreaterThanOrEqual(0);
          const may = [contactMail.from, before.email].includes(mail.from) || dead.includes(before.email) || (foreign.includes(before.email) && mail.from === mailbox);
          expect(may).toBe(true);
        }
      }
    }), { numRuns: 300 });
  });
  test('a login goes to nobody but the registered contact', () => {
    fc.assert(fc.property(history, ({ turns }) => {
      for (const turn of turns) for (const task of tasksFor(happened(turn))) if (task.kind === 'login') expect(task.to).toBe(turn.before.contact?.email);
    }), { numRuns: 200 });
  });
});

// Also: test/flows/holds.test.ts (each reason in status, forecast and log, and released), watch-inbox.test.ts (what lies in INBOX).
describe('7. no reminder while we owe', () => {
  const around = fc.record({ inbox: fc.constantFrom('quiet' as const, 'unread' as const, 'unhealthy' as const), paused: fc.boolean() });
  const owes = (state: CaseState, { inbox, paused }: Around): boolean => state.reviews.length > 0 || state.questions.length > 0 || inbox !== 'quiet' || paused;
  test('neither asked for nor sent, in any state, whatever is unread, open or unhealthy', () => {
    fc.assert(fc.property(history, around, when, ({ state, tasks }, here, now) => {
      const clockNow = Temporal.Instant.from(now);
      if (!owes(state, here)) return;
      const reminding = dueCommands(state, campaign2024, clockNow, here).commands.filter((c) => c.type === 'remind' || c.type === 'renew-login' || c.type === 'confirm-contact' || c.type === 'ask-new-contact');
      expect(reminding).toEqual([]);
      for (const task of tasks) if (task.kind === 'reminder' || task.kind === 'confirm') expect(stillWanted(task, state, campaign2024, clockNow, here)).not.toEqual({ wanted: true });
    }), { numRuns: 400 });
  });
  test('and no reminder goes to one who has answered, is exempt, or was asked on that day already', () => {
    fc.assert(fc.property(history, ({ turns }) => {
      const days = new Set<string>();
      for (const turn of turns) {
        for (const task of tasksFor(happened(turn))) {
          if (task.kind !== 'reminder') continue;
          const { contact: named, submittedAt, exempt, begunAt } = turn.before;
          expect([task.about === 'contact' && named !== null, submittedAt !== null, exempt !== null, begunAt !== null && task.about !== 'begun']).toEqual([false, false, false, false]);
          const key = `${task.to} ${Temporal.Instant.from(task.createdAt).toZonedDateTimeISO('Europe/Copenhagen').toPlainDate()}`;
          expect([key, days.has(key)]).toEqual([key, false]);
          days.add(key);
        }
      }
    }), { numRuns: 300 });
  });
});

// Also: test/flows/holds.test.ts, test/flows/tick.test.ts, test/core/steering.test.ts (outcomes), test/cli (what a person reads).
describe('8. every "no" has a name', () => {
  test('an ignored command, a held command, a mail not wanted: in any state each says why in a word', () => {
    const name = /^[a-z]+(?:-[a-z]+)*$/;
    fc.assert(fc.property(history, when, ({ state, turns, tasks }, now) => {
      for (const { decision } of turns) if ('ignored' in decision) expect(decision.ignored).toMatch(name);
      const clockNow = Temporal.Instant.from(now);
      for (const { reason } of dueCommands(state, campaign2024, clockNow, { inbox: 'unread', paused: true }).held) expect(holdReasons).toContain(reason);
      for (const task of tasks) {
        const verdict = stillWanted(task, state, campaign2024, clockNow, { inbox: 'unhealthy', paused: false });
        if ('unwanted' in verdict) expect(verdict.unwanted).toMatch(name);
        if ('held' in verdict) expect(holdReasons).toContain(verdict.held);
      }
    }), { numRuns: 300 });
  });
});

// Also: test/core/calendar.test.ts, rounds.test.ts, test/flows/clock.test.ts; the linter, and test/house/boundaries.test.ts which proves that it bites.
describe('9. time and chance are arguments', () => {
  test('no file of core asks a clock, a time zone of the machine, or chance', () => {
    const files = readdirSync(join(import.meta.dirname, '../../src/core'), { recursive: true, encoding: 'utf-8' }).filter((f) => f.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(40);
    const asks = /\bTemporal\.Now\b|\bnew Date\b|\bDate\.(?:now|UTC|parse)\b|\bMath\.random\b|\bperformance\b|\bcrypto\b|\bprocess\b|\bIntl\b/;
    const code = (file: string): string => readFileSync(join(import.meta.dirname, '../../src/core', file), 'utf-8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'[^'\n]*'/g, '');
    expect(files.filter((file) => asks.test(code(file)))).toEqual([]);
  });
  test('what is due depends on the state and the instant, not on when it was asked before', () => {
    fc.assert(fc.property(history, fc.array(when, { minLength: 2, maxLength: 6 }), ({ state }, instants) => {
      const ask = (now: string): string => JSON.stringify(dueCommands(state, campaign2024, Temporal.Instant.from(now)));
      const forwards = instants.map(ask);
      expect(instants.toReversed().map(ask).toReversed()).toEqual(forwards);
    }), { numRuns: 100 });
  });
});

// Also: test/cli/launch.test.ts, test/core/review.test.ts and test/flows/review.test.ts (undo), steering.test.ts (who and why).
describe('10. people decide', () => {
  test('before the launch nothing is due: no letter, no digest, no question, no case', () => {
    const now = instant('2024-02-12 09:00');
    expect([dueDigests(newDesk, campaign2024, now), dueQuestions(newDesk), nextDeskDue(newDesk, campaign2024, now)]).toEqual([[], [], null]);
    expect(dueCommands(newCase, campaign2024, now)).toEqual({ commands: [], held: [] });
    given().when({ type: 'invite', at: now.toString() }).thenIgnored('not-open');
  });
  test.each([['yes', true], [' YES ', true], ['ja', false], ['y', false], ['', false], [null, false]])('the campaign starts after a typed yes: %j', async (typed, starts) => {
    let launched = 0;
    const program = new Command().exitOverride();
    addLaunchCommand(program, {
      print: () => undefined, progress: () => undefined, who: () => 'test', ask: async () => typed,
      open: async () => ({
        campaignId: '2024', title: 't', redirectTo: null, close: async () => undefined, plan: async () => ({ findings: [], letters: [], at: at('2024-01-30 08:00'), launched: null }),
        launch: async () => { launched += 1; return { opened: 0 }; },
      }),
    });
    await program.parseAsync(['launch'], { from: 'user' }).catch(() => undefined);
    expect(launched).toBe(starts ? 1 : 0);
  });
  test('a case is opened once, and says what a person decided, by whom and why', () => {
    given(opened).when({ type: 'open', at: at('2024-01-29 11:00'), kommune: '0751', name: 'Aarhus Kommune', mailbox: 'andet@aarhus.dk' }).thenIgnored('already-open');
    const waits = given(...invited()).when(receive({ reading: reading({ outcome: 'review' }) })).then({}, { type: 'review-opened', review: 'r1' });
    waits.when({ type: 'review-discard', at: at('2024-02-05 11:00'), by: 'anb', note: 'ringet', item: 'r1' }).then({ type: 'review-closed', by: 'anb', note: 'ringet' });
    waits.when({ type: 'exempt', at: at('2024-02-05 11:00'), by: 'anb', note: 'ingen chefer' }).then({ type: 'exempted', by: 'anb', note: 'ingen chefer' });
    for (const type of ['exempt', 'lift-exemption'] as const) waits.when({ type, at: at('2024-02-05 11:00'), by: 'anb', note: ' ' }).thenIgnored('no-reason-given');
  });
  test('what a person accepted can be taken back, while what has left is left', () => {
    const jens = { kommune: '0751', name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: null, region: '1082' };
    const waits = given(...invited()).when(receive({ mail: mailRef({ id: 'doubted' }), reading: reading({ outcome: 'review' }) })).then({}, { type: 'review-opened' });
    const accepted = waits.when({ type: 'review-accept', at: at('2024-02-05 11:00'), by: 'anb', note: '', item: 'r1', contact: jens, over: null, foreign: false, answer: { to: 'mho@aarhus.dk', thread: { inReplyTo: null, references: [], subject: 'SV' } } }).then({}, {}, {});
    const undo = { type: 'review-undo' as const, at: at('2024-02-05 12:00'), by: 'anb', note: '', item: 'r1', givenBackBy: null };
    expect(accepted.when(undo).then({ type: 'contact-withdrawn' }, { type: 'review-reopened', by: 'anb' }, { type: 'mail-unwanted', reason: 'taken-back' }).state).toMatchObject({ contact: null, reviews: [{ review: 'r1' }] });
    given(...accepted.events, ...sent('ack.2024.0751', '2024-02-05 11:01')).when(undo).then({ type: 'contact-withdrawn' }, { type: 'review-reopened' });
  });
});
