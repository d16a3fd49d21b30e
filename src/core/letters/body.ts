// What every mail is composed from and into: the context of a task, the body of its mail, and the fields that most mails share.
// It refuses to know any one mail: each kind has its own file beside this one.
import { dayOf, lastDayInTime, type Day } from '../calendar.ts';
import type { Campaign } from '../campaign.ts';
import type { DigestFacts } from '../digest/facts.ts';
import type { Kommune } from '../kommune.ts';
import type { HandedIn } from '../report/handed-in.ts';
import type { Answers } from '../report/model.ts';
import type { Deadline, Task } from '../task.ts';
import { tagOf } from './line.ts';
import type { KommuneFields, SharedFields, Template } from './template.ts';

export type LetterContext = {
  readonly campaign: Campaign;
  /** The kommune the task is about; null for the ministry's own papers. */
  readonly kommune: Kommune | null;
  /** The region's name on that day (regionOf); null when it is not known. */
  readonly regionName: string | null;
  /** The one-time activation link; needed for a login, and for a reminder with a link that is still good. */
  readonly link: string | null;
  /** The code by which the reply to a forwarded question is known; needed for that only. */
  readonly code: string | null;
  /** ISO instant: becomes the Date header. */
  readonly at: string;
  /** What the kommune reported in the campaign before, where that is known. */
  readonly lastYear?: Answers | null;
  /** Added to the local part of Reply-To where the campaign says `replyTo: plus`. */
  readonly plusToken: string | null;
};

export type Body = {
  readonly template: Template;
  readonly subject: string;
  readonly toName: string;
  /** The contact list is attached. */
  readonly form?: true;
  /** The report's sheet is attached, to be filled in. */
  readonly reportForm?: true;
  /** The same with the answers that were read of the one that came. */
  readonly correct?: { readonly answers: Answers };
  /** The report as it was handed in is attached, as PDF and as the sheet. `submittedAt`: ISO instant. */
  readonly receipt?: { readonly handedIn: HandedIn; readonly number: number; readonly submittedAt: string; readonly by: string };
  /** Its pictures and the full list are attached. `pictures`: the right end of their Content-IDs. */
  readonly digest?: { readonly facts: DigestFacts; readonly pictures: string };
  /** The id of the task whose mail this one follows up. */
  readonly follows?: string;
  /** One more left side for References, of no mail that exists: a reply carries it back (RFC 5322 3.6.4). */
  readonly mark?: string;
};

/** The task of one kind. */
export type TaskOf<K extends Task['kind']> = Extract<Task, { kind: K }>;

export function sharedFields(task: Task, { campaign }: LetterContext): SharedFields {
  const { authority, sender, title, caseNumber } = campaign;
  return { title, department: authority.department, ministry: authority.ministry, senderAddress: sender.address, tag: tagOf(campaign.id, task.kommune), caseNumber };
}

export function kommuneFields(task: Task, context: LetterContext): KommuneFields {
  const { name, email, phone } = context.campaign.questions;
  return { ...sharedFields(task, context), kommune: kommuneName(context), questionsName: name, questionsEmail: email, questionsPhone: phone ?? '' };
}

export function kommuneName({ kommune }: LetterContext): string {
  return kommune?.name ?? 'kommunen';
}

/** The deadline as the task's kommune had it when the mail was asked for. */
export function deadlineFor(task: Task, of: Deadline, campaign: Campaign): Day {
  if (task.kind === 'reminder' && task.of === of) return Temporal.PlainDate.from(task.deadline);
  const longer = task.extended?.[of];
  if (longer !== undefined) return Temporal.PlainDate.from(longer);
  return of === 'contact' ? campaign.contactDeadline : campaign.reportDeadline;
}

/** The day the mail leaves, in Denmark. */
export function todayOf({ at }: LetterContext): Day {
  return dayOf(Temporal.Instant.from(at));
}

/** True from the day after the last day in time. */
export function isOver(deadline: Day, today: Day): boolean {
  return isAfter(today, lastDayInTime(deadline));
}

export function isAfter(a: Day, b: Day): boolean {
  return Temporal.PlainDate.compare(a, b) > 0;
}

/** The link of the context where the task needs one. Throws where it is missing or no web address: the caller broke its promise. */
export function neededLink(task: Task, { link }: LetterContext): string {
  if (link === null || !/^https?:\/\/[^\s"'<>\\]+$/.test(link)) throw new Error(`task ${task.id} needs an activation link, and it is missing or no web address: check PORTAL_URL`);
  return link;
}
