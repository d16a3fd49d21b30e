// What `pause`, `resume`, `exempt`, `include` and `extend` say: what is so now and what follows, or why it is not so and what to do.
// It refuses to leave out what a person may not have meant: a day that is past, a day off, a deadline after the next one.
import { dayOf, isWorkingDay, lastDayInTime } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Kommune } from '../core/kommune.ts';
import { deadlineOf } from '../core/rounds.ts';
import type { Deadline } from '../core/task.ts';
import type { KommuneAction, KommuneSteered } from '../flows/steer.ts';
import { holdWords, whatWords } from './hold-text.ts';
import { noCase } from './status.ts';
import { deadlineName } from './status-text.ts';
import { atInstant, onDay } from './when.ts';

type Done = Extract<KommuneSteered, { outcome: 'done' }>;

export function campaignSaid(type: 'pause' | 'resume', id: string, held: number): readonly string[] {
  if (type === 'pause') {
    return [
      `Campaign ${id} is paused: nothing leaves to a kommune until "rundskriv resume"; ${held === 0 ? 'no mail is due now' : held === 1 ? '1 mail is held' : `${held} mails are held`}.`,
      "Mail that comes in is still read, and questions still reach the department's contact.",
    ];
  }
  return [
    held === 0 ? `Campaign ${id} goes on; no mail was held.`
      : `Campaign ${id} goes on: ${held === 1 ? '1 mail that was held leaves now if it is' : `${held} mails that were held leave now if they are`} still wanted and nothing else holds ${held === 1 ? 'it' : 'them'}. "rundskriv start" must run.`,
    'Of the rounds that came in the meantime each kommune gets only the newest.',
  ];
}

export function campaignRefused(reason: string, id: string): string {
  switch (reason) {
    case 'not-launched':
      return `campaign ${id} has not been launched: nothing leaves anyway; "rundskriv launch" starts it`;
    case 'already-paused':
      return `campaign ${id} is paused already; "rundskriv status" says since when and why, "rundskriv resume" ends it`;
    case 'not-paused':
      return `campaign ${id} is not paused: there is nothing to resume`;
    case 'no-reason-given':
      return 'nothing is changed: say why with --because "…"';
    default:
      return `campaign ${id} is not changed: ${reason}`;
  }
}

export function kommuneSaid(kommune: Kommune, action: KommuneAction, done: Done, campaign: Campaign, now: Temporal.Instant): readonly string[] {
  const { name } = kommune;
  const dropped = done.dropped === 0 ? '' : ` ${done.dropped === 1 ? '1 mail that was' : `${done.dropped} mails that were`} on the way will not be sent.`;
  switch (action.type) {
    case 'exempt':
      return [`${name} is exempt: nothing is asked of it any more, and it counts as overdue no longer.${dropped}`, `An answer that comes all the same goes to review. "rundskriv include ${kommune.code}" lifts the exemption.`];
    case 'lift-exemption':
      return [`${name} takes part again.${dropped}`, follows(done)];
    case 'extend': {
      const isBack = action.until === printed(campaign, action.deadline);
      const of = deadlineName[action.deadline];
      return [
        isBack ? `The deadline of ${name} for ${of} is the campaign's own again: ${onDay(action.until)}.` : `The deadline of ${name} for ${of} is ${onDay(action.until)} now, and its rounds of reminders move with it.`,
        ...oddities(action, done, campaign, now),
        `${follows(done)}${dropped}`,
      ];
    }
  }
}

/** What the person may not have meant. */
function oddities({ deadline, until }: Extract<KommuneAction, { type: 'extend' }>, { state }: Done, campaign: Campaign, now: Temporal.Instant): readonly string[] {
  const last = Temporal.PlainDate.from(until);
  const inTime = lastDayInTime(last);
  const isPast = Temporal.PlainDate.compare(inTime, dayOf(now)) < 0;
  const report = deadlineOf(campaign, state, 'report');
  const isLate = deadline === 'contact' && Temporal.PlainDate.compare(last, report) >= 0;
  return [
    ...(isWorkingDay(last) ? [] : [`That is a day off: mails show it as it is, and an answer counts as overdue only after the next working day, ${onDay(inTime.toString())}.`]),
    ...(isPast ? ['That day is past: what is missing counts as overdue at once.'] : []),
    ...(isLate ? [`That is not before the deadline for the report, ${onDay(report.toString())}: extend that one too, if it is not meant.`] : []),
  ];
}

function follows({ next, paused }: Done): string {
  if (next === null) return 'If nothing happens, no further mail goes to it.';
  const what = `${whatWords(next.kind)} to ${next.to}`;
  if (next.held === 'paused' && paused) return `The next mail to it would be ${what}, ${atInstant(next.at)}, but the campaign is paused.`;
  return next.held === null ? `If nothing happens, the next mail to it is ${what}, ${atInstant(next.at)}.` : `The next mail to it is ${what}; it waits because ${holdWords(next.held)}.`;
}

export function kommuneRefused(reason: string, kommune: Kommune, action: KommuneAction, campaign: Campaign): string {
  const { name, code } = kommune;
  const about = action.type === 'extend' ? { of: deadlineName[action.deadline], day: printed(campaign, action.deadline), until: action.until } : { of: '', day: '', until: '' };
  switch (reason) {
    case 'not-open':
      return noCase(kommune, campaign.id);
    case 'already-exempt':
      return `${name} is exempt already; "rundskriv status ${code}" says why, "rundskriv include ${code}" lifts it`;
    case 'not-exempt':
      return `${name} is not exempt: there is nothing to lift`;
    case 'before-the-deadline':
      return `${about.until} is before the campaign's own deadline for ${about.of}, ${about.day}: a kommune can be given a longer one only, and --until ${about.day} takes a longer one back`;
    case 'already-so':
      return `the deadline of ${name} for ${about.of} is ${about.until} already`;
    case 'no-reason-given':
      return 'nothing is changed: say why with --because "…"';
    default:
      return `${name} is not changed: ${reason}; "rundskriv status ${code}" says where it stands`;
  }
}

function printed(campaign: Campaign, deadline: Deadline): string {
  return (deadline === 'contact' ? campaign.contactDeadline : campaign.reportDeadline).toString();
}
