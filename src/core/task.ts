// A task: one mail that shall leave once, as data, with everything that is not in the campaign file.
// It refuses to hold wording or secrets: wording is composed when the mail leaves, and a link's token is derived from its nonce.
import type { DigestFacts, NoticeFacts } from './digest/facts.ts';
import type { HandedIn, PlacedFault } from './report/handed-in.ts';
import type { Answers } from './report/model.ts';
import type { Missing, ReadContact } from './reading.ts';

export type { DigestFacts, NoticeFacts } from './digest/facts.ts';

export type Contact = {
  readonly kommune: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  /** Region code as looked up; null where the region has none (Region Østdanmark). */
  readonly region: string | null;
};

/** The thread an answer belongs to (RFC 5322 3.6.4). */
export type Thread = { readonly inReplyTo: string | null; readonly references: readonly string[]; readonly subject: string };

/** The two dates of the letter that rounds of reminders and longer deadlines belong to. */
export const deadlines = ['contact', 'report'] as const;
export type Deadline = (typeof deadlines)[number];

/** Longer deadlines that a kommune was given, as ISO days. */
export type Extended = { readonly [D in Deadline]?: string | undefined };

/** What is missing: the contact list, the use of the login, the report that was not begun, the report that was begun. */
export const reminderAbouts = ['contact', 'login', 'report', 'begun'] as const;
export type ReminderAbout = (typeof reminderAbouts)[number];

/** A person by name and address, where no more is needed. */
export type NamedAddress = { readonly name: string; readonly email: string };

/** The mail of a kommune that waits for an answer, as the department's contact is shown it. */
export type ForwardedQuestion = {
  readonly from: string;
  /** ISO instant; null when the mail had none. */
  readonly date: string | null;
  readonly subject: string;
  /** The newest text, possibly cut; '' where it was not read. */
  readonly text: string;
  readonly cut: boolean;
  /** Names of its files. */
  readonly files: readonly string[];
  /** The address an answer goes to; null when none may be given. */
  readonly answerTo: string | null;
};

/** Where the case stands beside a forwarded question, frozen when it was forwarded. */
export type CaseBeside = {
  readonly name: string;
  readonly phase: string;
  readonly contact: NamedAddress | null;
  readonly mailbox: string;
  readonly reminders: number;
  /** ISO days. */
  readonly contactDeadline: string;
  readonly reportDeadline: string;
  /** The newest mails, oldest first: ISO instant, in or out, and from or to whom. */
  readonly mails: readonly { readonly at: string; readonly direction: 'in' | 'out'; readonly what: string; readonly who: string }[];
};

export type TaskBody =
  | { readonly kind: 'letter' }
  | { readonly kind: 'ack'; readonly contact: Contact; readonly corrected: boolean; readonly notes: readonly string[]; readonly question: boolean;
      /** The address lies outside the kommune's domains: the main mailbox is asked before a login leaves. */
      readonly confirm: boolean;
    }
  | { readonly kind: 'clarify'; readonly missing: readonly Missing[]; readonly read: readonly ReadContact[]; readonly notes: readonly string[];
      /** Asked of the main mailbox because this contact can't be reached; null where an answer lacked something. */
      readonly unreachable: NamedAddress | null;
    }
  | { readonly kind: 'login'; readonly contact: Contact; readonly userName: string; readonly nonce: string;
      /** SHA-256 of the link's token, in hex: what the portal looks for. */
      readonly tokenHash: string;
      readonly expires: string;
      /** An earlier link was sent, and is void now. */
      readonly again: boolean;
      /** Somebody asked for it on the portal: the old password is good until this link is used. */
      readonly forgotten?: boolean | undefined;
    }
  /** To a colleague whom the contact has invited to the portal. */
  | { readonly kind: 'invitation'; readonly colleague: NamedAddress; readonly by: NamedAddress; readonly userName: string; readonly nonce: string; readonly tokenHash: string; readonly expires: string }
  | {
      readonly kind: 'reminder'; readonly about: ReminderAbout;
      /** The deadline whose rounds it belongs to. */
      readonly of: Deadline; readonly round: string; readonly step: number; readonly deadline: string; readonly overdue: boolean;
      /** The link that is still good, to the contact only and about an unused login only. */
      readonly login: { readonly task: string; readonly nonce: string; readonly expires: string } | null;
      /** The last round, told to the main mailbox: whom it reminded. */
      readonly copyOf: NamedAddress | null;
    }
  /** To the main mailbox: is this address, outside the kommune's domains, meant? */
  | { readonly kind: 'confirm'; readonly contact: Contact }
  /** To a former contact whose login is void now. */
  | { readonly kind: 'closed'; readonly former: NamedAddress; readonly contact: Contact }
  /** A question, put before the department's contact; a reply to it is the answer. `item` is the question's id in its stream. */
  | { readonly kind: 'review'; readonly item: string; readonly recipientName: string; readonly question: ForwardedQuestion; readonly beside: CaseBeside | null }
  /** What the department's contact answered, word for word. */
  | { readonly kind: 'answer'; readonly item: string; readonly by: string; readonly text: string }
  /** A report has come; `number` counts the versions, and `again` says that this one corrects another. ISO instant. `handedIn` is frozen with it; old logs lack it. */
  | { readonly kind: 'receipt'; readonly contact: NamedAddress; readonly submittedAt: string; readonly again: boolean; readonly number: number; readonly handedIn?: HandedIn | undefined }
  /** What keeps a report that came by mail from counting, each with its cell, and the sheet as it came. */
  | { readonly kind: 'correct'; readonly name: string; readonly faults: readonly PlacedFault[]; readonly filename: string; readonly answers: Answers }
  /** `atOnce`: a person asked for it, at whatever hour. */
  | { readonly kind: 'digest'; readonly facts: DigestFacts; readonly recipientName: string; readonly atOnce?: boolean | undefined }
  /** What newly needs a person, between two weekly digests. */
  | { readonly kind: 'notice'; readonly facts: NoticeFacts; readonly recipientName: string };

export type TaskKind = TaskBody['kind'];
export const taskKinds = ['letter', 'ack', 'clarify', 'login', 'reminder', 'confirm', 'closed', 'review', 'answer', 'receipt', 'digest', 'notice', 'invitation', 'correct'] as const satisfies readonly TaskKind[];

export type Task = TaskBody & {
  /** KIND.CAMPAIGN.KKKK[.N]: the BullMQ job's id and the left side of the Message-ID. */
  readonly id: string;
  /** Kommune code; null for the ministry's own papers (0000 in the id). */
  readonly kommune: string | null;
  readonly to: string;
  /** ISO instant. */
  readonly createdAt: string;
  readonly thread: Thread | null;
  /** ISO days of longer deadlines that the kommune had when the mail was asked for. */
  readonly extended?: Extended | undefined;
};

/** What a kind is called in ids and Message-IDs: a faulty report is asked about as anything else that is missing (contract.md: clarify). */
export function idKind(kind: TaskKind): string {
  return kind === 'correct' ? 'clarify' : kind;
}

/** The n-th task of a kind for a kommune in a campaign; the first carries no number (contract.md, mail identity). */
export function taskId(kind: string, campaign: string, kommune: string | null, n: number): string {
  return `${kind}.${campaign}.${kommune ?? '0000'}${n > 1 ? `.${n}` : ''}`;
}

/** The Message-ID (RFC 5322 3.6.4) of a task: a function of the task and the sender's domain. */
export function messageIdOf(id: string, domain: string): string {
  return `<${id}@${domain}>`;
}

const ours = new RegExp(`^<?((${taskKinds.join('|')})\\.([A-Za-z0-9-]+)\\.(\\d{4,6})(?:\\.\\d+)?)@([^>\\s]+?)>?$`);

/** The task a Message-ID of ours names, or undefined: the inverse of messageIdOf. */
export function taskOfMessageId(messageId: string, domain: string): { id: string; kind: string; campaign: string; kommune: string | null } | undefined {
  const found = ours.exec(messageId.trim());
  if (!found || found[5]?.toLowerCase() !== domain.toLowerCase()) return undefined;
  const [, id = '', kind = '', campaign = '', code = ''] = found;
  return { id, kind, campaign, kommune: code === '0000' ? null : code };
}
