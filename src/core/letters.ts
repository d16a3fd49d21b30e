// Composes a mail as data from a task: recipient, subject, Message-ID, thread, template and its fields.
// It refuses to render, to look anything up and to word a sentence: what the campaign doesn't say, no mail says.
import type { Day } from './calendar.ts';
import { reportRules, type Campaign } from './campaign.ts';
import type { DigestFacts } from './digest/facts.ts';
import { domainOf, type Kommune } from './kommune.ts';
import { deadlineFor, type Body, type LetterContext } from './letters/body.ts';
import { ackBody, clarifyBody, confirmBody, letterBody } from './letters/contact-mails.ts';
import { digestBody, noticeBody } from './letters/digest.ts';
import { answerSubject, line, messageIds, plainAddress, tagOf } from './letters/line.ts';
import { closedBody, invitationBody, loginBody } from './letters/login-mails.ts';
import { answerBody, questionBody } from './letters/question-mails.ts';
import { correctBody, receiptBody } from './letters/receipt.ts';
import { reminderBody } from './letters/reminder-mails.ts';
import type { Fields, FieldValue, Template } from './letters/template.ts';
import { startAnswers } from './report/draft.ts';
import type { HandedIn } from './report/handed-in.ts';
import type { Answers } from './report/model.ts';
import { messageIdOf, type Task } from './task.ts';

export type { LetterContext } from './letters/body.ts';
export type { Fields, FieldValue, Template, TemplateName } from './letters/template.ts';
export { templateNames } from './letters/template.ts';

export type Mailbox = { readonly name: string; readonly address: string };

/** An attachment as data; attachments.ts makes its bytes. A digest brings its pictures, inline, and the list of all kommuner. */
export type LetterAttachment =
  | { readonly kind: 'contact-list'; readonly kommune: Kommune; readonly regionName: string | null }
  /** The report's sheet with these answers in it, and what the kommune reported the year before beside them. */
  | { readonly kind: 'report-form'; readonly kommune: Kommune; readonly answers: Answers; readonly lastYear: Answers | null; /** Until when the kommune may report. */ readonly deadline: Day }
  | { readonly kind: 'report-pdf'; readonly kommune: Kommune; readonly handedIn: HandedIn; readonly number: number; readonly submittedAt: string; readonly by: string }
  | { readonly kind: 'digest'; readonly facts: DigestFacts; /** The right end of the pictures' Content-IDs. */ readonly pictures: string };

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
  /** RFC 3834 5: auto-replied answers one mail, auto-generated begins by itself, no is what a person wrote. */
  readonly autoSubmitted: 'auto-generated' | 'auto-replied' | 'no';
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
  const body = bodyOf(task, context);
  const subject = task.thread ? answerSubject(task.thread.subject, body.subject) : body.subject;
  const address = plainAddress(task.to);
  if (address === undefined) throw new Error(`task ${task.id} goes to "${line(task.to)}", which is no e-mail address: correct the address list or the registered contact`);
  return {
    id: task.id,
    messageId: messageIdOf(task.id, domain),
    from: { name: line(campaign.sender.name), address: campaign.sender.address },
    replyTo: replyTo(campaign, context.plusToken),
    to: { name: line(body.toName), address },
    subject: `${line(subject)} [${tagOf(campaign.id, task.kommune)}]`,
    date: Temporal.Instant.from(context.at).toString(),
    ...threadOf(task, body, domain),
    autoSubmitted: task.kind === 'answer' ? 'no' : task.thread ? 'auto-replied' : 'auto-generated',
    // The fields keep their type: cleaning changes no names, only the texts.
    template: { name: body.template.name, fields: clean(body.template.fields) } as Template,
    attachments: [
      ...reportFiles(body, context, deadlineFor(task, 'report', campaign)),
      ...(body.form && context.kommune ? [{ kind: 'contact-list', kommune: context.kommune, regionName: context.regionName } as const] : []),
      ...(body.digest ? [{ kind: 'digest', ...body.digest } as const] : []),
    ],
  };
}

function bodyOf(task: Task, context: LetterContext): Body {
  switch (task.kind) {
    case 'letter':
      return letterBody(task, context);
    case 'ack':
      return ackBody(task, context);
    case 'clarify':
      return clarifyBody(task, context);
    case 'confirm':
      return confirmBody(task, context);
    case 'login':
      return loginBody(task, context);
    case 'closed':
      return closedBody(task, context);
    case 'reminder':
      return reminderBody(task, context);
    case 'review':
      return questionBody(task, context);
    case 'answer':
      return answerBody(task, context);
    case 'receipt':
      return receiptBody(task, context);
    case 'correct':
      return correctBody(task, context);
    case 'invitation':
      return invitationBody(task, context);
    case 'notice':
      return noticeBody(task, context);
    case 'digest':
      return digestBody(task, context);
  }
}

function reportFiles({ reportForm, correct, receipt }: Body, { kommune, campaign, lastYear = null }: LetterContext, deadline: Day): readonly LetterAttachment[] {
  if (!kommune) return [];
  const form = (answers: Answers): LetterAttachment => ({ kind: 'report-form', kommune, answers, lastYear, deadline });
  if (receipt) return [{ kind: 'report-pdf', kommune, ...receipt }, form(receipt.handedIn.answers)];
  if (correct) return [form(correct.answers)];
  return reportForm ? [form(startAnswers(kommune, reportRules(campaign), lastYear))] : [];
}

/** The mail that is answered, or the one of ours that is followed up, and all before it (RFC 5322 3.6.4). */
function threadOf(task: Task, body: Body, domain: string): Pick<Letter, 'inReplyTo' | 'references'> {
  const before = task.thread ? messageIds(task.thread.references) : body.follows === undefined ? [] : [messageIdOf(body.follows, domain)];
  const [inReplyTo = null] = task.thread ? messageIds(task.thread.inReplyTo === null ? [] : [task.thread.inReplyTo]) : before;
  const references = inReplyTo === null || before.includes(inReplyTo) ? before : [...before, inReplyTo];
  return { inReplyTo, references: body.mark === undefined ? references : [...references, messageIdOf(body.mark, domain)] };
}

function replyTo(campaign: Campaign, token: string | null): string {
  const { address } = campaign.sender;
  if (campaign.sender.replyTo === 'plain' || token === null) return address;
  if (!/^[A-Za-z0-9._-]{1,48}$/.test(token)) throw new Error('a reply-address token holds other characters than letters, digits, ".", "_" and "-"');
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${token}${address.slice(at)}`;
}

/** The last door: whatever a field holds, it leaves as one line. A text of many lines is a list of them (letters/verbatim.ts). */
function clean(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanValue(value)]));
}

function cleanValue(value: FieldValue): FieldValue {
  if (typeof value === 'string') return line(value);
  if (typeof value === 'boolean') return value;
  return value.map((item) => (typeof item === 'string' ? line(item) : clean(item))) as readonly string[] | readonly Fields[];
}
