// The mails about a login: the first one, a new link for one that is void or forgotten, a colleague's invitation, and the word to a former contact that theirs is closed.
// It refuses to make a link: it is given one, and puts it into no mail but the contact's own.
import { danishDay } from '../calendar.ts';
import { deadlineFor, isOver, kommuneFields, neededLink, todayOf, type Body, type LetterContext, type TaskOf } from './body.ts';
import { danishTime } from './danish.ts';
import { line } from './line.ts';

export function loginBody(task: TaskOf<'login'>, context: LetterContext): Body {
  const { campaign } = context;
  const reportDeadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `${task.forgotten ? 'Ny adgangskode' : task.again ? 'Nyt login' : 'Login'} til indberetningen: ${campaign.title}`,
    toName: task.contact.name,
    reportForm: true,
    template: { name: 'login', fields: {
      ...kommuneFields(task, context), name: task.contact.name, userName: task.userName, link: neededLink(task, context), expires: danishTime(Temporal.Instant.from(task.expires)), first: !task.again && !task.forgotten, again: task.again && !task.forgotten, forgotten: task.forgotten === true,
      reportYear: String(campaign.reportYear), reportDeadline: danishDay(reportDeadline), reportOverdue: isOver(reportDeadline, todayOf(context)), supplierName: campaign.supplier.name,
    } },
  };
}

export function invitationBody(task: TaskOf<'invitation'>, context: LetterContext): Body {
  const { campaign } = context;
  const reportDeadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `Invitation til indberetningen: ${campaign.title}`,
    toName: task.colleague.name,
    template: { name: 'invitation', fields: {
      ...kommuneFields(task, context), name: task.colleague.name, byName: task.by.name, byEmail: task.by.email, userName: task.userName, link: neededLink(task, context), expires: danishTime(Temporal.Instant.from(task.expires)),
      reportYear: String(campaign.reportYear), reportDeadline: danishDay(reportDeadline), reportOverdue: isOver(reportDeadline, todayOf(context)),
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
