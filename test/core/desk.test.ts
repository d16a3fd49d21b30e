import { describe, expect, test } from 'vitest';
import { decideDesk, dueDigests, evolveDesk, newDesk, nextDeskDue, nextDigest, toldUntil, type DeskCommand, type DeskState } from '../../src/core/desk.ts';
import { digestFacts } from '../../src/core/digest/fold.ts';
import { at, campaign2024, campaignWith } from '../support/campaign.ts';
import { invited, mailRef, reading, replay } from '../support/given.ts';

const play = (...commands: readonly DeskCommand[]): DeskState => commands.reduce((state, command) => {
  const decision = decideDesk(command, state, campaign2024);
  return 'ignored' in decision ? state : decision.events.reduce(evolveDesk, state);
}, newDesk);
const launch: DeskCommand = { type: 'launch', at: at('2024-01-29 10:00'), by: 'anb', redirectTo: null, inbox: { uidValidity: '1', uidNext: 5 }, clock: at('2024-01-29 10:00') };
const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const [weekly] = campaign2024.digest;
if (!weekly) throw new Error('the campaign has no digest recipient');

test('a campaign is launched once', () => {
  expect(decideDesk(launch, play(launch), campaign2024)).toEqual({ ignored: 'already-launched' });
});

describe('mails that nobody could place', () => {
  const thread = { inReplyTo: '<a@b.dk>', references: ['<a@b.dk>'], subject: 'Kontakt' };
  const mail = (outcome: 'accept' | 'clarify' | 'review' | 'forward' | 'ignore', state = play(launch)) => decideDesk({ type: 'receive-mail', at: at('2024-02-05 10:00'), mail: mailRef(), thread, reading: 1, understanding: reading({ outcome, kommune: null, kommuner: [], missing: ['kommune'] }), reason: 'no-kommune' }, state, campaign2024);

  test('one who left the kommune out is asked for it, once; the second time a person looks', () => {
    const first = mail('clarify');
    expect(first).toMatchObject({ events: [{ type: 'mail-received', outcome: 'clarify' }, { type: 'mail-asked', task: { id: 'clarify.2024.0000', to: 'mho@aarhus.dk', missing: ['kommune'] } }] });
    const asked = 'events' in first ? first.events.reduce(evolveDesk, play(launch)) : play(launch);
    expect(mail('clarify', asked)).toMatchObject({ events: [{ outcome: 'review' }, { type: 'review-opened' }] });
  });
  test.each(['accept', 'review'] as const)('%s waits for a person: nothing is registered or asked without a case', (outcome) => {
    expect(mail(outcome)).toMatchObject({ events: [{ type: 'mail-received', outcome: 'review' }, { type: 'review-opened', reason: 'no-kommune' }] });
  });
  test('a question waits for an answer', () => expect(mail('forward')).toMatchObject({ events: [{}, { type: 'question-opened' }] }));
  test('a machine is ignored', () => expect(mail('ignore')).toMatchObject({ events: [{ type: 'mail-received', outcome: 'ignore' }] }));
});

describe('the weekly digest', () => {
  const facts = digestFacts({
    campaign: campaign2024, now: instant('2024-02-05 08:00'), cases: [{ state: replay(invited()), events: invited() }], desk: { state: play(launch), events: [] },
    regionOf: () => '', forecast: [], health: { inbox: null, pending: null, trouble: [] },
  }, 'week', null);
  test('leaves on the first working day of each week after the letter', () => {
    expect(nextDigest(play(launch), campaign2024, instant('2024-01-29 12:00'))?.toString()).toBe(at('2024-02-05 08:00').replace(/(:00)?Z$/, ':00Z'));
    expect(dueDigests(play(launch), campaign2024, instant('2024-02-02 09:00'))).toEqual([]);
    expect(dueDigests(play(launch), campaign2024, instant('2024-02-05 08:00'))).toHaveLength(1);
  });
  test('once a week, and on Tuesday where Monday is a holiday', () => {
    const after = play(launch, { type: 'issue-digest', at: at('2024-03-25 08:00'), recipient: weekly, facts, force: false });
    expect(dueDigests(after, campaign2024, instant('2024-03-26 09:00'))).toEqual([]);
    expect(nextDigest(after, campaign2024, instant('2024-03-26 09:00'))?.toString()).toBe(instant('2024-04-02 08:00').toString());
  });
  test('one that a person asked for before eight takes no place: the weekly one leaves all the same, with news since then', () => {
    const asked = play(launch, { type: 'issue-digest', at: at('2024-02-05 07:30'), recipient: weekly, facts, force: true });
    expect(dueDigests(asked, campaign2024, instant('2024-02-05 08:00'))).toHaveLength(1);
    expect(asked.told).toEqual({ [weekly.email]: at('2024-02-05 07:30') });
    expect(toldUntil(asked, weekly, campaign2024)).toBe(at('2024-02-05 07:30'));
  });
  test('notices are looked for in the morning, and not at every event of the day', () => {
    const told = play(launch, { type: 'issue-digest', at: at('2024-02-05 08:00'), recipient: weekly, facts, force: false });
    const next = (local: string) => nextDeskDue(told, campaign2024, instant(local))?.toString();
    expect(next('2024-02-05 12:00')).toBe(instant('2024-02-06 08:00').toString());
    expect(next('2024-02-06 07:00')).toBe(instant('2024-02-06 08:00').toString());
    expect(next('2024-02-06 08:01')).toBe(instant('2024-02-07 08:00').toString());
    expect(next('2024-02-09 12:00')).toBe(instant('2024-02-12 08:00').toString());
  });
  test('never before the launch', () => expect(nextDigest(newDesk, campaign2024, instant('2024-02-05 08:00'))).toBeNull());
  test('says who is waiting', () => expect(facts).toMatchObject({ total: 1, invited: 1, contact: 0, waiting: ['Aarhus Kommune'] }));
});

test('a daily digest leaves every working day', () => {
  const daily = campaignWith({ digest: [{ ...weekly, every: 'day' }] });
  expect(dueDigests(play(launch), daily, instant('2024-01-31 08:00'))).toHaveLength(1);
  expect(dueDigests(play(launch), daily, instant('2024-02-03 08:00'))).toHaveLength(0);
});
