// The mails about who is the kommune's contact: the letter, the acknowledgement, what is asked back, and the confirmation of an address.
// It refuses to word a sentence: those stand in the templates.
import { danishDate, danishDay } from '../calendar.ts';
import type { Missing, ReadContact } from '../reading.ts';
import { taskId, type Contact, type Task } from '../task.ts';
import { deadlineFor, isAfter, isOver, kommuneFields, kommuneName, todayOf, type Body, type LetterContext, type TaskOf } from './body.ts';
import { danishPeriod, joined, seasonOf } from './danish.ts';
import type { ContactFields } from './template.ts';

export function letterBody(task: TaskOf<'letter'>, context: LetterContext): Body {
  const { campaign, regionName } = context;
  const { legal, supplier, signer } = campaign;
  return {
    subject: `Kontaktperson senest ${danishDate(campaign.contactDeadline)}: ${campaign.title}`,
    toName: kommuneName(context),
    form: true,
    template: { name: 'letter', fields: {
      ...kommuneFields(task, context), region: regionName ?? '', documentNumber: campaign.documentNumber, letterDate: danishDate(campaign.letterDate),
      contactDeadline: danishDay(campaign.contactDeadline), loginPeriod: loginPeriod(context),
      reportYear: String(campaign.reportYear), reportSeason: seasonOf(campaign.reportDeadline), reportDeadline: danishDay(campaign.reportDeadline),
      inForceSince: danishDate(legal.inForceSince), duty: legal.duty, dutySection: legal.duty.replace(/,\s*stk\..*$/u, ''), reporting: legal.reporting, guidance: legal.guidance,
      supplierName: supplier.name, supplierNote: supplier.note, signerName: signer.name, signerRole: signer.role,
    } },
  };
}

export function ackBody(task: TaskOf<'ack'>, context: LetterContext): Body {
  const { campaign } = context;
  const reportDeadline = deadlineFor(task, 'report', campaign);
  return {
    subject: `Kontaktperson registreret: ${campaign.title}`,
    toName: '',
    template: { name: 'ack', fields: {
      ...kommuneFields(task, context), contact: [contactFields(task.contact, context)], corrected: task.corrected, hasNotes: task.notes.length > 0, notes: task.notes,
      question: task.question, confirm: task.confirm, loginLater: isAfter(campaign.loginWindow.from, todayOf(context)), loginPeriod: loginPeriod(context),
      reportDeadline: danishDay(reportDeadline), reportOverdue: isOver(reportDeadline, todayOf(context)),
    } },
  };
}

/** What an answer lacked is asked of its sender; whom to write to instead of a contact who can't be reached is asked of the main mailbox. */
export function clarifyBody(task: TaskOf<'clarify'>, context: LetterContext): Body {
  const { campaign } = context;
  if (task.unreachable) {
    return {
      subject: `Mail til kontaktpersonen kan ikke leveres: ${campaign.title}`,
      toName: kommuneName(context),
      follows: theLetter(task, context),
      template: { name: 'new-contact', fields: { ...kommuneFields(task, context), name: task.unreachable.name, email: task.unreachable.email } },
    };
  }
  const deadline = deadlineFor(task, 'contact', campaign);
  return {
    subject: `Vi mangler en oplysning: ${campaign.title}`,
    toName: '',
    form: true,
    template: { name: 'clarify', fields: {
      ...kommuneFields(task, context), missing: missingInDanish(task.missing, task.read),
      // The notes say of each file why it could not be read.
      unreadable: task.missing.includes('readable-attachment') && task.notes.length === 0,
      hasRead: task.read.some(saysSomething), read: task.read.filter(saysSomething).map((read) => readFields(read, context)),
      notes: task.notes, formAttached: context.kommune !== null,
      contactDeadline: danishDay(deadline), contactOverdue: isOver(deadline, todayOf(context)),
    } },
  };
}

/** Asked of the main mailbox: is this address, outside the kommune's domains, meant? */
export function confirmBody(task: TaskOf<'confirm'>, context: LetterContext): Body {
  const { name, email } = task.contact;
  return {
    subject: `Bekræft kontaktpersonens mailadresse: ${context.campaign.title}`,
    toName: kommuneName(context),
    follows: theLetter(task, context),
    template: { name: 'confirm', fields: { ...kommuneFields(task, context), name, email, domains: joined(context.kommune?.mailDomains ?? []) } },
  };
}

/** The id of the letter to the task's kommune. */
export function theLetter(task: Task, { campaign }: LetterContext): string {
  return taskId('letter', campaign.id, task.kommune, 1);
}

function loginPeriod({ campaign }: LetterContext): string {
  return danishPeriod(campaign.loginWindow.from, campaign.loginWindow.until);
}

function contactFields(contact: Contact, context: LetterContext): ContactFields {
  return { name: contact.name, email: contact.email, phone: contact.phone ?? '', kommune: kommuneName(context), region: context.regionName ?? '' };
}

/** What was read, as far as it was: '' for what was not. A kommune other than the case's own is shown by its code. */
function readFields(read: ReadContact, context: LetterContext): ContactFields {
  const own = context.kommune;
  const kommune = read.kommune === null ? '' : read.kommune === own?.code ? own.name : `kommunekode ${read.kommune}`;
  const region = read.region !== null && read.region === own?.region ? context.regionName ?? '' : '';
  return { name: read.name ?? '', email: read.email ?? '', phone: read.phone ?? '', kommune, region };
}

function saysSomething(read: ReadContact): boolean {
  return read.name !== null || read.email !== null || read.phone !== null;
}

/** One question for all that is missing. A file that could not be read leaves the question what should have stood in it. */
function missingInDanish(missing: readonly Missing[], read: readonly ReadContact[]): string {
  const has = (thing: Missing): boolean => missing.includes(thing);
  const unread = has('readable-attachment');
  const name = has('name') || (unread && !read.some((r) => r.name !== null));
  const email = has('email') || (unread && !read.some((r) => r.email !== null));
  const person = joined([...(name ? [read.some((r) => r.name !== null) ? 'fulde navn' : 'navn'] : []), ...(email ? ['mailadresse'] : [])]);
  const things = [
    ...(person === '' ? [] : [`kontaktpersonens ${person}`]),
    ...(has('kommune') ? ['den kommune, som svaret gælder'] : []),
    ...(has('region') ? ['kommunens region'] : []),
  ];
  return things.length > 0 ? joined(things) : 'kontaktpersonens navn og mailadresse';
}
