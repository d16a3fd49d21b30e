// The mails about a report that has come: its receipt, with the figures as they were handed in, and what must be corrected in one that came by mail.
// It refuses to look anything up: the report is frozen in the task.
import { danishDay } from '../calendar.ts';
import { reportRules } from '../campaign.ts';
import { summaryOf } from '../report/summary.ts';
import { deadlineFor, isOver, kommuneFields, todayOf, type Body, type LetterContext, type TaskOf } from './body.ts';
import { danishTimeOf } from './danish.ts';

const ways: Readonly<Record<'portal' | 'mail', string>> = { portal: 'i indberetningssystemet', mail: 'pr. mail' };

export function receiptBody(task: TaskOf<'receipt'>, context: LetterContext): Body {
  const { campaign } = context;
  const { handedIn } = task;
  const deadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `${task.again ? 'Rettet indberetning' : 'Indberetning'} modtaget: ${campaign.title}`,
    toName: task.contact.name,
    ...(handedIn ? { receipt: { handedIn, number: task.number, submittedAt: task.submittedAt, by: handedIn.by } } : {}),
    template: { name: 'receipt', fields: {
      ...kommuneFields(task, context), name: task.contact.name, reportYear: String(campaign.reportYear), submitted: danishTimeOf(task.submittedAt),
      again: task.again, number: String(task.number), reportDeadline: danishDay(deadline), reportOverdue: isOver(deadline, todayOf(context)),
      hasReport: handedIn !== undefined, way: handedIn ? ways[handedIn.via] : '', correction: handedIn?.correction ?? '',
      replaces: handedIn?.replaces ? `version ${handedIn.replaces.number}, som blev indsendt ${ways[handedIn.replaces.via]} ${danishTimeOf(handedIn.replaces.at)}` : '',
      blocks: handedIn ? summaryOf(handedIn.report, reportRules(campaign).equality).map(({ title, rows }) => ({ title, rows })) : [],
    } },
  };
}

export function correctBody(task: TaskOf<'correct'>, context: LetterContext): Body {
  const { campaign } = context;
  const deadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `Ret skemaet: ${campaign.title}`,
    toName: task.name,
    correct: { answers: task.answers },
    template: { name: 'correct', fields: {
      ...kommuneFields(task, context), name: task.name, filename: task.filename, one: task.faults.length === 1, count: String(task.faults.length),
      faults: task.faults.map(({ place, label, text }) => ({ place: place ?? '', label, text })), reportDeadline: danishDay(deadline), reportOverdue: isOver(deadline, todayOf(context)),
    } },
  };
}
