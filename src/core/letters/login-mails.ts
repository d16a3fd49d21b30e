// The mails about a login: the first one, a new link for one that is void, and the word to a former contact that theirs is closed.
// It refuses to make a link: it is given one, and puts it into no mail but the contact's own.
import { danishDay } from '../calendar.ts';
import { deadlineFor, isOver, kommuneFields, neededLink, todayOf, type Body, type LetterContext, type TaskOf } from './body.ts';
import { danishTime } from './danish.ts';
import { line } from './line.ts';

export function loginBody(task: TaskOf<'login'>, context: LetterContext): Body {
  const { campaign } = context;
  const reportDeadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `${task.again ? 'Nyt login' : 'Login'} til indberetningen: ${campaign.title}`,
    toName: task.contact.name,
    template: { name: 'login', fields: {
      ...kommuneFields(task, context), name: task.contact.name, userName: task.userName, link: neededLink(task, context), expires: danishTime(Temporal.Instant.from(task.expires)), again: task.again,
      reportYear: String(campaign.reportYear), reportDeadline: danishDay(reportDeadline), reportOverdue: isOver(reportDeadline, todayOf(context)), supplierName: campaign.supplier.name,
    } },
  };
}

export function closedBody(task: TaskOf<'closed'>, context: LetterContext): Body {
  const [was, is] = [line(task.former.name).toLowerCase(), line(task.contact.name).toLowerCase()];
  return {
    subject: `Dit login er lukket: ${context.campaign.title}`,
    toName: task.former.name,
    template: { name: 'closed', fields: { ...kommuneFields(task, context), name: task.former.name, contactName: task.contact.name, samePerson: was === is } },
  };
}
