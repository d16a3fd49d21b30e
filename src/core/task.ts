// A task: one mail that shall leave once, as data, with everything that is not in the campaign file.
// It refuses to hold wording or secrets: wording is composed when the mail leaves, and a link's token is derived from its nonce.
import type { Missing, ReadContact } from './reading.ts';

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

export type ReminderAbout = 'contact' | 'report';

/** Where the 98 stand, frozen when the digest was decided. */
export type DigestFacts = {
  readonly day: string;
  readonly every: 'day' | 'week';
  readonly invited: number;
  readonly contact: number;
  readonly login: number;
  readonly begun: number;
  readonly submitted: number;
  readonly total: number;
  readonly bounced: number;
  readonly overdue: number;
  /** What needs a human: review, question, bounced, refused; one line each. */
  readonly needs: readonly { readonly kommune: string | null; readonly name: string; readonly what: string; readonly since: string }[];
  /** Registered since the last digest. */
  readonly changed: readonly { readonly kommune: string; readonly name: string; readonly what: string; readonly at: string }[];
  /** Kommuner that have not answered, by name. */
  readonly waiting: readonly string[];
  /** Mails that will leave in the next seven days: how many of a kind on a day. */
  readonly upcoming: readonly { readonly day: string; readonly what: string; readonly count: number }[];
};

export type TaskBody =
  | { readonly kind: 'letter' }
  | { readonly kind: 'ack'; readonly contact: Contact; readonly corrected: boolean; readonly notes: readonly string[]; readonly question: boolean }
  | { readonly kind: 'clarify'; readonly missing: readonly Missing[]; readonly read: readonly ReadContact[]; readonly notes: readonly string[] }
  | { readonly kind: 'login'; readonly contact: Contact; readonly userName: string; readonly nonce: string; readonly expires: string }
  | { readonly kind: 'reminder'; readonly about: ReminderAbout; readonly round: string; readonly step: number; readonly deadline: string; readonly overdue: boolean }
  | { readonly kind: 'digest'; readonly facts: DigestFacts; readonly recipientName: string };

export type TaskKind = TaskBody['kind'];

export type Task = TaskBody & {
  /** KIND.CAMPAIGN.KKKK[.N]: the BullMQ job's id and the left side of the Message-ID. */
  readonly id: string;
  /** Kommune code; null for the ministry's own papers (0000 in the id). */
  readonly kommune: string | null;
  readonly to: string;
  /** ISO instant. */
  readonly createdAt: string;
  readonly thread: Thread | null;
};

/** The n-th task of a kind for a kommune in a campaign; the first carries no number (contract.md, mail identity). */
export function taskId(kind: string, campaign: string, kommune: string | null, n: number): string {
  return `${kind}.${campaign}.${kommune ?? '0000'}${n > 1 ? `.${n}` : ''}`;
}

/** The Message-ID (RFC 5322 3.6.4) of a task: a function of the task and the sender's domain. */
export function messageIdOf(id: string, domain: string): string {
  return `<${id}@${domain}>`;
}

/** The task a Message-ID of ours names, or undefined: the inverse of messageIdOf. */
export function taskOfMessageId(messageId: string, domain: string): { id: string; kind: string; campaign: string; kommune: string | null } | undefined {
  const found = /^<?((letter|ack|clarify|login|reminder|receipt|answer|digest|review)\.([A-Za-z0-9-]+)\.(\d{4,6})(?:\.\d+)?)@([^>\s]+?)>?$/.exec(messageId.trim());
  if (!found || found[5]?.toLowerCase() !== domain.toLowerCase()) return undefined;
  const [, id = '', kind = '', campaign = '', code = ''] = found;
  return { id, kind, campaign, kommune: code === '0000' ? null : code };
}
