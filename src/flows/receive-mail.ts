// One inbound mail from INBOX to its folder: read, understood, decided, on disk, answered for; the move comes last of all.
// It refuses to lose: a mail that can't be read or placed waits for a person, untouched.
import type { Campaign } from '../core/campaign.ts';
import type { CaseCommand } from '../core/decide.ts';
import type { DeskCommand } from '../core/desk.ts';
import { desk, type Event, type MailRef, type ReviewReason } from '../core/events.ts';
import type { Register } from '../core/kommune.ts';
import type { EventLog, MailRecord } from '../core/log.ts';
import type { Document, InboundMail } from '../core/mail.ts';
import type { Outcome, Understanding } from '../core/reading.ts';
import { taskOfMessageId, type Task, type Thread } from '../core/task.ts';
import { loadCase, step, type Step, type StepNeeds } from './step.ts';

export type InboxRef = { readonly uidValidity: string; readonly uid: number };

/** The folders a mail ends in (contract.md). */
export const folders = {
  done: 'Rundskriv/Behandlet', review: 'Rundskriv/Til gennemsyn', machine: 'Rundskriv/Automatisk', sent: 'Rundskriv/Sendt', journal: 'Rundskriv/Journal',
} as const;

export type ReceiveNeeds = StepNeeds & {
  readonly campaign: Campaign;
  readonly register: Register;
  readonly log: EventLog;
  /** The mail as data; 'gone' when it no longer lies in INBOX. `unread` says why nothing but the header was fetched. Never throws for what the mail is. */
  readonly readMail: (ref: InboxRef) => Promise<{ readonly mail: InboundMail; readonly unread: string | null } | 'gone'>;
  readonly readDocuments: (mail: InboundMail) => Promise<readonly Document[]>;
  readonly understand: (mail: InboundMail, documents: readonly Document[]) => Understanding;
  /** True when the mail carries the proof that this program made it. */
  readonly isOwn: (mail: InboundMail) => boolean;
  /** Resolves when the mail is in the folder. */
  readonly move: (ref: InboxRef, folder: string) => Promise<void>;
  /** Takes the mail off the list of the unread. */
  readonly handled: (ref: InboxRef) => Promise<void>;
  readonly queueLetters: (tasks: readonly Task[]) => Promise<void>;
  readonly now: () => Temporal.Instant;
  readonly facts: {
    mailReceived(fact: { uid: number; kommuner: readonly string[]; kind: string; outcome: string; reading: number; ignored: readonly string[] }): void;
    mailFiled(fact: { uid: number; folder: string; why: string }): void;
  };
};

export type Received = { readonly outcome: 'gone' | 'own-copy' | 'known' | 'handled' | 'ignored'; readonly folder: string | null; readonly events: readonly Event[] };

/** Handles one mail of INBOX. Throws on passing trouble (the store or the mailbox can't be reached): then nothing is lost, and it is tried again. */
export async function receiveMail(needs: ReceiveNeeds, ref: InboxRef): Promise<Received> {
  const fetched = await needs.readMail(ref);
  if (fetched === 'gone') {
    await needs.handled(ref);
    return { outcome: 'gone', folder: null, events: [] };
  }
  const { mail, unread } = fetched;
  if (needs.isOwn(mail)) return file(needs, ref, mail, folders.sent, 'own-copy', []);

  const known = await needs.log.mail(mail.id);
  const reading = readingOf(known, ref);
  if (known && reading === known.reading) return file(needs, ref, mail, known.folder, 'known', []);

  const read = unread === null
    ? needs.understand(mail, await needs.readDocuments(mail))
    : asUnread(mail, unread);
  const { steps, outcome } = await stepsFor(needs, mail, read, reading);
  const stepped = await step(needs, steps, { id: mail.id, record: (events) => recordOf(ref, reading, folderFor(outcome, events)) });
  const events = stepped.outcome === 'done' ? stepped.events : [];
  if (stepped.outcome === 'done') await needs.queueLetters(stepped.tasks);
  needs.facts.mailReceived({ uid: ref.uid, kommuner: read.kommuner, kind: read.kind, outcome, reading, ignored: stepped.ignored });
  return file(needs, ref, mail, folderFor(outcome, events), stepped.outcome === 'done' ? 'handled' : 'ignored', events);
}

/** The last way out for a mail whose handling failed again and again: a person takes it, and the next mail goes on. */
export async function giveUpOnMail(needs: ReceiveNeeds, ref: InboxRef, why: string): Promise<void> {
  const fetched = await needs.readMail(ref);
  if (fetched === 'gone') return needs.handled(ref);
  const { mail } = fetched;
  const known = await needs.log.mail(mail.id);
  const reading = readingOf(known, ref);
  if (!known || reading > known.reading) {
    const command: DeskCommand = { type: 'give-up', at: needs.now().toString(), mail: refOf(mail), reason: 'could-not-be-handled', detail: why, reading };
    await step(needs, [{ stream: desk, command }], { id: mail.id, record: () => recordOf(ref, reading, folders.review) });
  }
  await file(needs, ref, mail, known && reading === known.reading ? known.folder : folders.review, 'handled', []);
}

/**
 * Which reading this is (design rule 2). A mail that a person dragged back to INBOX lies there under a new UID after it had been
 * filed: it is read again. Under a new UIDVALIDITY the whole INBOX comes back, which a person did not ask for: nothing is read twice.
 */
export function readingOf(known: MailRecord | undefined, ref: InboxRef): number {
  if (!known) return 1;
  return known.filed && known.uidValidity === ref.uidValidity && ref.uid > known.uid ? known.reading + 1 : known.reading;
}

async function stepsFor(needs: ReceiveNeeds, mail: InboundMail, read: Understanding, reading: number): Promise<{ steps: readonly Step[]; outcome: Outcome }> {
  const at = needs.now().toString();
  const ref = refOf(mail);
  const thread: Thread = { inReplyTo: mail.messageId, references: [...mail.references, ...(mail.messageId ? [mail.messageId] : [])], subject: mail.subject };
  const onDesk = (reason: ReviewReason): { steps: readonly Step[]; outcome: Outcome } => ({
    steps: [{ stream: desk, command: { type: 'receive-mail', at, mail: ref, thread, reading, understanding: read, reason } }],
    // Nothing is registered at the desk; what it opens for a person decides the folder.
    outcome: read.outcome === 'accept' ? 'review' : read.outcome,
  });
  // A bounce belongs to the mail it is about, whoever reports it.
  const about = read.bounce?.originalMessageId ? taskOfMessageId(read.bounce.originalMessageId, domain(needs.campaign)) : undefined;
  const kommuner = read.kind === 'bounce' ? (about?.kommune ? [about.kommune] : []) : read.kommuner;
  if (kommuner.length === 0) return onDesk('no-kommune');
  const cases = await Promise.all(kommuner.map((kommune) => loadCase(needs.log, kommune)));
  if (cases.some((c) => c.state.kommune === null)) return onDesk('unknown-case');
  const steps = kommuner.map((stream) => {
    const command: CaseCommand = { type: 'receive-mail', at, mail: ref, thread, reading, understanding: read };
    return { stream, command };
  });
  return { steps, outcome: read.outcome };
}

async function file(needs: ReceiveNeeds, ref: InboxRef, mail: InboundMail, folder: string, outcome: Received['outcome'], events: readonly Event[]): Promise<Received> {
  await needs.move(ref, folder);
  // After the move: a crash in between reads the mail as dragged back by nobody, since it is no longer in INBOX.
  await Promise.all([outcome === 'own-copy' ? undefined : needs.log.filed(mail.id), needs.handled(ref)]);
  needs.facts.mailFiled({ uid: ref.uid, folder, why: outcome });
  return { outcome, folder, events };
}

/** The case may know better than the mail alone: what waits for a person lies where a person looks. */
function folderFor(outcome: Outcome, events: readonly Event[]): string {
  if (events.some((event) => event.type === 'review-opened' || event.type === 'question-opened')) return folders.review;
  switch (outcome) {
    case 'accept':
    case 'clarify':
      return folders.done;
    case 'review':
    case 'forward':
      return folders.review;
    case 'ignore':
      return folders.machine;
  }
}

function recordOf(ref: InboxRef, reading: number, folder: string): MailRecord {
  return { reading, uidValidity: ref.uidValidity, uid: ref.uid, folder, filed: false };
}

function asUnread(mail: InboundMail, why: string): Understanding {
  return {
    kind: 'other', kommune: null, kommuner: [], contacts: [], outcome: 'review', also: [], missing: [], problems: [why, ...mail.problems], text: '', attachments: [],
    evidence: [], reasons: ['the mail was not read'], bounce: null, answerTo: null, notes: [],
  };
}

export function refOf(mail: InboundMail): MailRef {
  return { id: mail.id, messageId: mail.messageId, from: mail.from[0]?.address ?? '', date: mail.date, subject: mail.subject };
}

export function domain(campaign: Campaign): string {
  return campaign.sender.address.slice(campaign.sender.address.lastIndexOf('@') + 1);
}
