// The receipt for a report: that it has come, when, and how it can still be corrected.
// It refuses to repeat the report's figures: they stand in the report itself.
import { danishDay } from '../calendar.ts';
import { deadlineFor, isOver, kommuneFields, todayOf, type Body, type LetterContext, type TaskOf } from './body.ts';
import { danishTimeOf } from './danish.ts';

export function receiptBody(task: TaskOf<'receipt'>, context: LetterContext): Body {
  const { campaign } = context;
  const deadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `${task.again ? 'Rettet indberetning' : 'Indberetning'} modtaget: ${campaign.title}`,
    toName: task.contact.name,
    template: { name: 'receipt', fields: {
      ...kommuneFields(task, context), name: task.contact.name, reportYear: String(campaign.reportYear), submitted: danishTimeOf(task.submittedAt),
      again: task.again, number: String(task.number), reportDeadline: danishDay(deadline), reportOverdue: isOver(deadline, todayOf(context)),
    } },
  };
}
