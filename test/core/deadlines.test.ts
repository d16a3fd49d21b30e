import { describe, expect, test } from 'vitest';
import { dueCommands, nextDue, type InboxState } from '../../src/core/deadlines.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import { forecastCase } from '../../src/core/forecast.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, opened, reading, receive, replay, run } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const due = (events: readonly CaseEvent[], local: string, inbox: InboxState = 'quiet') => dueCommands(replay(events), campaign2024, instant(local), { inbox, paused: false });
const next = (events: readonly CaseEvent[], local: string): string | undefined => {
  const found = nextDue(replay(events), campaign2024, instant(local));
  return found?.toZonedDateTimeISO('Europe/Copenhagen').toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
};
const registered = (when: string): CaseEvent => ({
  type: 'contact-registered', at: at(when), mail: mailRef(), from: 'body:1', contact: { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: '1082' },
});
const reminded = (events: readonly CaseEvent[], round: string, when: string): readonly CaseEvent[] => [...events, ...run(replay(events), { type: 'remind', at: at(when), about: 'contact', of: 'contact', round })];

describe('the letter', () => {
  test('leaves on the letter\'s day from eight', () => {
    expect(due([opened], '2024-01-30 07:59').commands).toEqual([]);
    expect(due([opened], '2024-01-30 08:00').commands).toEqual([{ type: 'invite' }]);
    expect(next([opened], '2024-01-29 12:00')).toBe('2024-01-30 08:00');
  });
  test('launched on a Saturday it leaves on Monday', () => {
    expect(due([opened], '2024-02-03 12:00').commands).toEqual([]);
    expect(next([opened], '2024-02-03 12:00')).toBe('2024-02-05 08:00');
  });
});

describe('reminders for the contact list (deadline Monday 12 February 2024)', () => {
  test('two working days before, on the day, three and eight working days after', () => {
    const days: string[] = [];
    let events: readonly CaseEvent[] = invited();
    for (let day = Temporal.PlainDate.from('2024-01-31'); day.month < 4; day = day.add({ days: 1 })) {
      for (const command of due(events, `${day} 09:00`).commands) {
        if (command.type !== 'remind') continue;
        days.push(`${day} ${command.round}`);
        events = reminded(events, command.round, `${day} 09:00`);
      }
    }
    expect(days).toEqual(['2024-02-08 before', '2024-02-12 on', '2024-02-15 after', '2024-02-22 last']);
  });
  test('a machine that was off sends only the newest round, and never an older one afterwards', () => {
    expect(due(invited(), '2024-02-20 09:00').commands).toEqual([{ type: 'remind', about: 'contact', of: 'contact', round: 'after' }]);
    const events = reminded(invited(), 'after', '2024-02-20 09:00');
    expect(due(events, '2024-02-20 10:00').commands).toEqual([]);
    expect(next(events, '2024-02-20 10:00')).toBe('2024-02-22 08:00');
  });
  test('a letter that left late is not followed by the rounds that were over by then', () => {
    const asked = run(replay([opened]), { type: 'invite', at: at('2024-02-13 08:00') });
    const late: readonly CaseEvent[] = [opened, ...asked, { type: 'mail-intended', at: at('2024-02-13 08:00'), task: 'letter.2024.0751', sha256: 'a', clock: at('2024-02-13 08:00') }, { type: 'mail-sent', at: at('2024-02-13 08:00'), task: 'letter.2024.0751', proof: 'accepted', response: '' }];
    expect(due(late, '2024-02-13 12:00').commands).toEqual([]);
    expect(due(late, '2024-02-15 08:00').commands).toEqual([{ type: 'remind', about: 'contact', of: 'contact', round: 'after' }]);
  });
  test('not at night and not at the weekend', () => {
    expect(due(invited(), '2024-02-12 07:30').commands).toEqual([]);
    expect(due(invited(), '2024-02-12 16:00').commands).toEqual([]);
    expect(due(invited(), '2024-02-10 10:00').commands).toEqual([]);
  });
  test('none to one who has answered', () => expect(due([...invited(), registered('2024-02-05 10:00')], '2024-02-12 09:00').commands).toEqual([]));

  test('held, by name, while a review or a question is open, while the address is dead, and while INBOX is not quiet', () => {
    const review = given(...invited()).when(receive({ reading: reading({ outcome: 'review' }) })).then({}, {});
    const question = given(...invited()).when(receive({ reading: reading({ outcome: 'forward', kind: 'question' }) })).then({}, {});
    const bounced = given(...invited()).when(receive({ reading: reading({ outcome: 'ignore', kind: 'bounce', bounce: { recipient: 'post@aarhus.dk', permanent: true, originalMessageId: '<letter.2024.0751@lige.dk>' } }) })).then({}, {});
    const reasons = (state: typeof review.state, inbox: InboxState = 'quiet') => {
      const found = dueCommands(state, campaign2024, instant('2024-02-12 09:00'), { inbox, paused: false });
      expect(found.commands.filter((c) => c.type !== 'forward-question')).toEqual([]);
      return found.held.map((h) => h.reason);
    };
    expect(reasons(review.state)).toEqual(['review-open']);
    expect(reasons(question.state)).toEqual(['question-open']);
    expect(reasons(bounced.state)).toEqual(['bounced']);
    expect(reasons(replay(invited()), 'unread')).toEqual(['mail-unread']);
    expect(reasons(replay(invited()), 'unhealthy')).toEqual(['mailbox-unhealthy']);
  });
});

describe('logins', () => {
  test('leave when the window opens', () => {
    const events = [...invited(), registered('2024-02-05 10:00')];
    expect(due(events, '2024-03-12 15:00').commands).toEqual([]);
    expect(next(events, '2024-02-06 10:00')).toBe('2024-03-13 08:00');
    expect(due(events, '2024-03-13 08:00').commands).toEqual([{ type: 'issue-login' }]);
  });
  test('a contact who comes later gets it at once, also in the evening', () => {
    const events = [...invited(), registered('2024-03-14 21:00')];
    expect(due(events, '2024-03-14 21:00').commands).toEqual([{ type: 'issue-login' }]);
  });
  test('wait while it is disputed who the contact is', () => {
    const disputed = given(...invited(), registered('2024-02-05 10:00')).when(receive({ reading: reading({ outcome: 'review' }), at: '2024-02-06 10:00' })).then({}, {});
    expect(dueCommands(disputed.state, campaign2024, instant('2024-03-13 09:00'))).toEqual({ commands: [], held: [{ what: { type: 'issue-login' }, reason: 'review-open' }] });
  });
});

test('the forecast of a silent kommune is the letter and every round', () => {
  const mails = forecastCase(replay([opened]), campaign2024, instant('2024-01-29 10:00'), instant('2024-03-31 00:00'));
  expect(mails.map((m) => [m.at.slice(0, 10), m.kind, m.to])).toEqual([
    ['2024-01-30', 'letter', 'post@aarhus.dk'], ['2024-02-08', 'reminder', 'post@aarhus.dk'], ['2024-02-12', 'reminder', 'post@aarhus.dk'],
    ['2024-02-15', 'reminder', 'post@aarhus.dk'], ['2024-02-22', 'reminder', 'post@aarhus.dk'],
  ]);
});
