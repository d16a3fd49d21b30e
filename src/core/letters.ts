// Composes a mail as data from a task: recipient, subject, Message-ID, thread, template and its fields.
// It refuses to render, to look anything up and to word a sentence: what the campaign doesn't say, no mail says.
import { dayOf, danishDate, danishDay, lastDayInTime, type Day } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { domainOf, type Kommune } from './kommune.ts';
import { danishPeriod, danishTime, joined, seasonOf } from './letters/danish.ts';
import { digestFields, digestHeadline } from './letters/digest.ts';
import { answerSubject, line, messageIds, plainAddress, tagOf } from './letters/line.ts';
import type { ContactFields, Fields, FieldValue, KommuneFields, SharedFields, Template, Tone } from './letters/template.ts';
import type { Missing, ReadContact } from './reading.ts';
import { messageIdOf, taskId, type Contact, type Task } from './task.ts';

export type { Fields, FieldValue, Template, TemplateName } from './letters/template.ts';
export { templateNames } from './letters/template.ts';

export type LetterContext = {
  readonly campaign: Campaign;
  /** The kommune the task is about; null for the ministry's own papers. */
  readonly kommune: Kommune | null;
  /** The region's name on that day (regionOf); null when it is not known. */
  readonly regionName: string | null;
  /** The one-time activation link; needed for a login only. */
  readonly link: string | null;
  /** ISO instant: becomes the Date header. */
  readonly at: string;
  /** Added to the local part of Reply-To where the campaign says `replyTo: plus`. */
  readonly plusToken: string | null;
};

export type Mailbox = { readonly name: string; readonly address: string };

/** An attachment as data; contact-list.ts makes its bytes. */
export type LetterAttachment = { readonly kind: 'contact-list'; readonly kommune: Kommune; readonly regionName: string | null };

export type Letter = {
  /** The task's id: makes Message-ID and MIME boundaries. */
  readonly id: string;
  readonly messageId: string;
  readonly from: Mailbox;
  readonly replyTo: string;
  readonly to: Mailbox;
  readonly subject: string;
  /** ISO instant. */
  readonly date: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** RFC 3834 5: auto-replied answers one mail, auto-generated begins by itself. */
  readonly autoSubmitted: 'auto-generated' | 'auto-replied';
  readonly template: Template;
  readonly attachments: readonly LetterAttachment[];
};

/**
 * The mail of a task. A function of its arguments alone: the same task and context give the same letter, so that a mail can be sent again
 * byte for byte (design rule 4). Throws where the caller broke its promise: a login without its link, a recipient that is no address.
 */
export function composeLetter(task: Task, context: LetterContext): Letter {
  const { campaign } = context;
  const domain = domainOf(campaign.sender.address);
  const tag = tagOf(campaign.id, task.kommune);
  const body = bodyOf(task, context, tag);
  const references = task.thread ? messageIds(task.thread.references) : body.follows ? [messageIdOf(body.follows, domain)] : [];
  const [inReplyTo] = task.thread ? messageIds(task.thread.inReplyTo === null ? [] : [task.thread.inReplyTo]) : references;
  const subject = task.thread ? answerSubject(task.thread.subject, body.subject) : body.subject;
  const address = plainAddress(task.to);
  if (address === undefined) throw new Error(`task ${task.id} goes to "${line(task.to)}", which is no e-mail address: correct the address list or the registered contact`);
  return {
    id: task.id,
    messageId: messageIdOf(task.id, domain),
    from: { name: line(campaign.sender.name), address: campaign.sender.address },
    replyTo: replyTo(campaign, context.plusToken),
    to: { name: line(body.toName), address },
    subject: `${line(subject)} [${tag}]`,
    date: Temporal.Instant.from(context.at).toString(),
    inReplyTo: inReplyTo ?? null,
    references: inReplyTo === undefined || references.includes(inReplyTo) ? references : [...references, inReplyTo],
    autoSubmitted: task.kind === 'ack' || task.kind === 'clarify' ? 'auto-replied' : 'auto-generated',
    // The fields keep their type: cleaning changes no names, only the texts.
    template: { name: body.template.name, fields: clean(body.template.fields) } as Template,
    attachments: body.form && context.kommune ? [{ kind: 'contact-list', kommune: context.kommune, regionName: context.regionName }] : [],
  };
}

type Body = {
  readonly template: Template;
  readonly subject: string;
  readonly toName: string;
  /** The contact list is attached. */
  readonly form?: true;
  /** The id of the task whose mail this one follows up. */
  readonly follows?: string;
};

function bodyOf(task: Task, context: LetterContext, tag: string): Body {
  const { campaign, regionName } = context;
  const kommune = context.kommune?.name ?? 'kommunen';
  const shared = kommuneFields(campaign, tag, kommune);
  const today = dayOf(Temporal.Instant.from(context.at));
  const reportDeadline = danishDay(campaign.reportDeadline);
  const reportOverdue = isAfter(today, lastDayInTime(campaign.reportDeadline));
  const contactDeadline = danishDay(campaign.contactDeadline);
  const loginPeriod = danishPeriod(campaign.loginWindow.from, campaign.loginWindow.until);
  const formAttached = context.kommune !== null;
  switch (task.kind) {
    case 'letter': {
      const { legal, supplier, signer } = campaign;
      return {
        subject: `Kontaktperson senest ${danishDate(campaign.contactDeadline)}: ${campaign.title}`,
        toName: kommune,
        form: true,
        template: { name: 'letter', fields: {
          ...shared, region: regionName ?? '', documentNumber: campaign.documentNumber, letterDate: danishDate(campaign.letterDate), contactDeadline, loginPeriod,
          reportYear: String(campaign.reportYear), reportSeason: seasonOf(campaign.reportDeadline), reportDeadline,
          inForceSince: danishDate(legal.inForceSince), duty: legal.duty, dutySection: legal.duty.replace(/,\s*stk\..*$/u, ''), reporting: legal.reporting, guidance: legal.guidance,
          supplierName: supplier.name, supplierNote: supplier.note, signerName: signer.name, signerRole: signer.role,
        } },
      };
    }
    case 'ack':
      return {
        subject: `Kontaktperson registreret: ${campaign.title}`,
        toName: '',
        template: { name: 'ack', fields: {
          ...shared, contact: [contactFields(task.contact, kommune, regionName)], corrected: task.corrected, hasNotes: task.notes.length > 0, notes: task.notes,
          question: task.question, loginLater: isAfter(campaign.loginWindow.from, today), loginPeriod, reportDeadline, reportOverdue,
        } },
      };
    case 'clarify':
      return {
        subject: `Vi mangler en oplysning: ${campaign.title}`,
        toName: '',
        form: true,
        template: { name: 'clarify', fields: {
          ...shared, missing: missingInDanish(task.missing, task.read),
          // The notes say of each file why it could not be read.
          unreadable: task.missing.includes('readable-attachment') && task.notes.length === 0,
          hasRead: task.read.some(saysSomething), read: task.read.filter(saysSomething).map((read) => readFields(read, context)),
          notes: task.notes, formAttached,
          contactDeadline, contactOverdue: isAfter(today, lastDayInTime(campaign.contactDeadline)),
        } },
      };
    case 'login': {
      if (context.link === null || !/^https?:\/\/[^\s"'<>\\]+$/.test(context.link)) throw new Error(`task ${task.id} is a login, and its activation link is missing or no web address: check PORTAL_URL`);
      return {
        subject: `Login til indberetningen: ${campaign.title}`,
        toName: task.contact.name,
        template: { name: 'login', fields: {
          ...shared, name: task.contact.name, userName: task.userName, link: context.link, expires: danishTime(Temporal.Instant.from(task.expires)),
          reportYear: String(campaign.reportYear), reportDeadline, reportOverdue, supplierName: campaign.supplier.name,
        } },
      };
    }
    case 'reminder': {
      const deadline = Temporal.PlainDate.from(task.deadline);
      const tone = toneOf(deadline, today, campaign.rounds[task.about].at(-1)?.name === task.round && task.step > 1);
      const opening = tone.last ? 'Vi mangler fortsat kommunens svar' : tone.overdue ? 'Fristen er overskredet' : tone.before ? 'Påmindelse' : 'Fristen er i dag';
      const senest = tone.before ? ` senest ${danishDate(deadline)}` : '';
      const subject = task.about === 'contact' ? `${opening}: kontaktperson${senest} – ${campaign.title}` : `${opening}: ${campaign.title}${senest}`;
      const common = { ...shared, deadline: danishDay(deadline), ...tone };
      return task.about === 'contact'
        ? { subject, toName: kommune, form: true, follows: taskId('letter', campaign.id, task.kommune, 1),
            template: { name: 'reminder', fields: { ...common, letterDate: danishDate(campaign.letterDate), reportDeadline, formAttached } } }
        : { subject, toName: '', follows: taskId('login', campaign.id, task.kommune, 1),
            template: { name: 'reminder-report', fields: { ...common, reportYear: String(campaign.reportYear) } } };
    }
    case 'digest':
      return {
        subject: `${digestHeadline(task.facts)} – status ${danishDate(Temporal.PlainDate.from(task.facts.day))}`,
        toName: task.recipientName,
        template: { name: 'digest', fields: digestFields(sharedFields(campaign, tag), task.facts, task.recipientName) },
      };
  }
}

/** Judged on the day the mail leaves: a reminder that was held over its deadline must not say "today". */
function toneOf(deadline: Day, today: Day, lastRound: boolean): Tone {
  const overdue = isAfter(today, lastDayInTime(deadline));
  return {
    before: isAfter(deadline, today), today: deadline.equals(today), moved: isAfter(today, deadline) && !overdue,
    overdue: overdue && !lastRound, last: overdue && lastRound,
  };
}

function sharedFields(campaign: Campaign, tag: string): SharedFields {
  const { authority, sender, title, caseNumber } = campaign;
  return { title, department: authority.department, ministry: authority.ministry, senderAddress: sender.address, tag, caseNumber };
}

function kommuneFields(campaign: Campaign, tag: string, kommune: string): KommuneFields {
  const { name, email, phone } = campaign.questions;
  return { ...sharedFields(campaign, tag), kommune, questionsName: name, questionsEmail: email, questionsPhone: phone ?? '' };
}

function contactFields(contact: Contact, kommune: string, regionName: string | null): ContactFields {
  return { name: contact.name, email: contact.email, phone: contact.phone ?? '', kommune, region: regionName ?? '' };
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
    ...(has('kommune') ? ['hvilken kommune svaret gælder'] : []),
    ...(has('region') ? ['hvilken region kommunen ligger i'] : []),
  ];
  return things.length > 0 ? joined(things) : 'kontaktpersonens navn og mailadresse';
}

function replyTo(campaign: Campaign, token: string | null): string {
  const { address } = campaign.sender;
  if (campaign.sender.replyTo === 'plain' || token === null) return address;
  if (!/^[A-Za-z0-9._-]{1,48}$/.test(token)) throw new Error('a reply-address token holds other characters than letters, digits, ".", "_" and "-"');
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${token}${address.slice(at)}`;
}

function clean(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanValue(value)]));
}

function cleanValue(value: FieldValue): FieldValue {
  if (typeof value === 'string') return line(value);
  if (typeof value === 'boolean') return value;
  return value.map((item) => (typeof item === 'string' ? line(item) : clean(item))) as readonly string[] | readonly Fields[];
}

function isAfter(a: Day, b: Day): boolean {
  return Temporal.PlainDate.compare(a, b) > 0;
}
