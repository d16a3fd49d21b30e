// The reminders: of the contact list, of a login that nobody used, of a report not begun or not finished, and the last round told to the main mailbox.
// It refuses to go by the round's name: what a reminder says of its deadline is judged on the day it leaves.
import { danishDate, danishDay, type Day } from '../calendar.ts';
import { lastRound } from '../campaign.ts';
import { taskId } from '../task.ts';
import { deadlineFor, isAfter, isOver, kommuneFields, kommuneName, neededLink, todayOf, type Body, type LetterContext, type TaskOf } from './body.ts';
import { theLetter } from './contact-mails.ts';
import { danishTime } from './danish.ts';
import type { Tone } from './template.ts';

type Reminder = TaskOf<'reminder'>;

export function reminderBody(task: Reminder, context: LetterContext): Body {
  const { campaign } = context;
  const deadline = deadlineFor(task, task.of, campaign);
  const tone = toneOf(deadline, todayOf(context), lastRound(campaign, task.of)?.name === task.round && task.step > 1);
  const common = { ...kommuneFields(task, context), deadline: danishDay(deadline), ...tone };
  const opening = tone.last ? 'Vi mangler fortsat kommunens svar' : tone.overdue ? 'Fristen er overskredet' : tone.today ? 'Fristen er i dag' : 'Påmindelse';
  const until = tone.before ? ` senest ${danishDate(deadline)}` : '';
  const ofReport = `${opening}: ${campaign.title}${until}`;
  const reportYear = String(campaign.reportYear);
  if (task.copyOf) {
    const { name, email } = task.copyOf;
    return {
      subject: ofReport, toName: kommuneName(context), follows: theLetter(task, context),
      template: { name: 'reminder-copy', fields: { ...common, reportYear, name, email, unused: task.about === 'login', unbegun: task.about === 'report', begun: task.about === 'begun' } },
    };
  }
  const follows = task.login?.task ?? taskId('login', campaign.id, task.kommune, 1);
  switch (task.about) {
    case 'contact': {
      const reportDeadline = deadlineFor(task, 'report', campaign);
      const what = task.of === 'contact' ? `kontaktperson${until}` : 'kontaktperson til indberetningen';
      return {
        subject: `${opening}: ${what} – ${campaign.title}`, toName: kommuneName(context), form: true, follows: theLetter(task, context),
        template: { name: 'reminder', fields: {
          ...common, ofReport: task.of === 'report', letterDate: danishDate(campaign.letterDate), formAttached: context.kommune !== null,
          reportDeadline: danishDay(reportDeadline), reportOverdue: isOver(reportDeadline, todayOf(context)),
        } },
      };
    }
    case 'login':
      return { subject: `${opening}: login til indberetningen – ${campaign.title}`, toName: '', follows, template: { name: 'reminder-login', fields: { ...common, reportYear, ...goodLink(task, context) } } };
    case 'report':
      return { subject: ofReport, toName: '', follows, template: { name: 'reminder-report', fields: { ...common, reportYear } } };
    case 'begun':
      return { subject: ofReport, toName: '', follows, template: { name: 'reminder-begun', fields: { ...common, reportYear } } };
  }
}

/** The link again while it is good on the day the mail leaves; '' where there is none, or no longer. */
function goodLink(task: Reminder, context: LetterContext): { readonly link: string; readonly expires: string } {
  if (task.login === null) return { link: '', expires: '' };
  const expires = Temporal.Instant.from(task.login.expires);
  if (Temporal.Instant.compare(expires, context.at) <= 0) return { link: '', expires: '' };
  return { link: neededLink(task, context), expires: danishTime(expires) };
}

/** Judged on the day the mail leaves: a reminder that was held over its deadline must not say "today". */
function toneOf(deadline: Day, today: Day, last: boolean): Tone {
  const overdue = isOver(deadline, today);
  return {
    before: isAfter(deadline, today), today: deadline.equals(today), moved: isAfter(today, deadline) && !overdue,
    overdue: overdue && !last, last: overdue && last,
  };
}
