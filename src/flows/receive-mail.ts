// One inbound mail from INBOX to its folder: read, understood, decided, on disk, answered for; the move comes last of all.
// It refuses to lose: a mail that can't be read or placed waits for a person, untouched.
import type { Campaign } from '../core/campaign.ts';
import type { CaseState } from '../core/case.ts';
import type { CaseCommand } from '../core/decide.ts';
import { desk, type Event, type MailRef, type ReviewReason } from '../core/events.ts';
import type { Register } from '../core/kommune.ts';
import type { EventLog, MailRecord } from '../core/log.ts';
import type { Document, InboundMail } from '../core/mail.ts';
import type { LoginSecrets } from '../core/logins.ts';
import type { Outcome, Understanding } from '../core/reading.ts';
import type { Reply } from '../core/reply.ts';
import { taskOfMessageId, type Task, type Thread } from '../core/task.ts';
import { loadCase, step, type Loaded, type Step, type StepNeeds } from './step.ts';

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
  /** Only its header, without any parsing of what may have stopped the machine. */
  readonly readHeader: (ref: InboxRef) => Promise<InboundMail | 'gone'>;
  /** UIDNEXT of INBOX when this UIDVALIDITY was first seen; undefined when it has not been seen yet. */
  readonly firstSeen: (uidValidity: string) => Promise<number | undefined>;
  readonly readDocuments: (mail: InboundMail) => Promise<readonly Document[]>;
  readonly understand: (mail: InboundMail, documents: readonly Document[]) => Understanding;
  /** The answer of the department's contact to a question that was forwarded; undefined for any other mail. */
  readonly replyOf: (mail: InboundMail, read: Understanding) => Reply | undefined;
  /** A new login's chance and the hash of its token. */
  readonly secrets: () => LoginSecrets;
  /** True when the mail carries the proof that this program made it. */
  readonly isOwn: (mail: InboundMail) => boolean;
  /** Resolves when the mail is in the folder. */
  readonly move: (ref: InboxRef, folder: string) => Promise<void>;
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
  if (fetched === 'gone') return { outcome: 'gone', folder: null, events: [] };
  const { mail, unread } = fetched;
  if (needs.isOwn(mail)) return file(needs, ref, folders.sent, 'own-copy', []);

  const known = await needs.log.mail(mail.id);
  const reading = await readingOf(needs, known, ref);
  if (known && reading === known.reading) return file(needs, ref, known.folder, 'known', []);

  const read = unread === null
    ? needs.understand(mail, await needs.readDocuments(mail))
    : notRead(needs, mail, unread);
  const { steps, outcome, loaded } = await stepsFor(needs, mail, read, reading);
  const stepped = await step(needs, steps, { id: mail.id, record: (events) => recordOf(ref, reading, folderFor(outcome, events)) }, loaded);
  const events = stepped.outcome === 'done' ? stepped.events : [];
  if (stepped.outcome === 'done') await needs.queueLetters(stepped.tasks);
  needs.facts.mailReceived({ uid: ref.uid, kommuner: read.kommuner, kind: read.kind, outcome, reading, ignored: stepped.ignored });
  return file(needs, ref, folderFor(outcome, events), stepped.outcome === 'done' ? 'handled' : 'ignored', events);
}

/**
 * The last way out for a mail whose handling failed again and again, or stopped the machine: a person takes it, and the next mail goes on.
 * Only its header is read; it still tells whose case must wait for it.
 */
export async function giveUpOnMail(needs: ReceiveNeeds, ref: InboxRef, why: string): Promise<void> {
  const mail = await needs.readHeader(ref);
  if (mail === 'gone') return;
  const known = await needs.log.mail(mail.id);
  const reading = await readingOf(needs, known, ref);
  if (known && reading === known.reading) return void await file(needs, ref, known.folder, 'known', []);
  const { kommuner } = notRead(needs, mail, why);
  const cases = await Promise.all(kommuner.map((kommune) => loadCase(needs.log, kommune)));
  const open = kommuner.filter((_, i) => cases[i]?.state.kommune !== null);
  const command = { type: 'give-up' as const, at: needs.now().toString(), mail: refOf(mail), reason: 'could-not-be-handled' as const, detail: why, reading };
  const streams = open.length > 0 ? open : [desk];
  await step(needs, streams.map((stream): Step => (stream === desk ? { stream: desk, command } : { stream, command })), { id: mail.id, record: () => recordOf(ref, reading, folders.review) });
  await file(needs, ref, folders.review, 'handled', []);
}

/**
 * Which reading this is (design rule 2). A mail that a person dragged back to INBOX lies there under a new UID: it is read again. Under a new
 * UIDVALIDITY the whole INBOX comes back, which nobody asked for: what lay there when it was first seen is not read twice, what comes later is.
 */
export async function readingOf(needs: Pick<ReceiveNeeds, 'firstSeen'>, known: MailRecord | undefined, ref: InboxRef): Promise<number> {
  if (!known) return 1;
  const since = known.uidValidity === ref.uidValidity ? known.uid + 1 : await needs.firstSeen(ref.uidValidity);
  return since !== undefined && ref.uid >= since ? known.reading + 1 : known.reading;
}

/** `loaded`: the one case as it was read here, so that the step need not read it again. */
async function stepsFor(needs: ReceiveNeeds, mail: InboundMail, read: Understanding, reading: number): Promise<{ steps: readonly Step[]; outcome: Outcome; loaded?: Loaded<CaseState> | undefined }> {
  const at = needs.now().toString();
  const ref = refOf(mail);
  const thread: Thread = { inReplyTo: mail.messageId, references: [...(mail.references.length === 0 && mail.inReplyTo ? [mail.inReplyTo] : mail.references), ...(mail.messageId ? [mail.messageId] : [])], subject: mail.subject };
  const onDesk = (reason: ReviewReason): { steps: readonly Step[]; outcome: Outcome } => ({
    steps: [{ stream: desk, command: { type: 'receive-mail', at, mail: ref, thread, reading, understanding: read, reason } }],
    // Nothing is registered at the desk; what it opens for a person decides the folder.
    outcome: read.outcome === 'accept' ? 'review' : read.outcome,
  });
  const reply = needs.replyOf(mail, read);
  if (reply) {
    const stream = reply.kommune ?? desk;
    const command = { type: 'receive-answer' as const, at, mail: ref, reading, task: reply.task, text: reply.text, problem: reply.problem };
    if (stream !== desk && (await loadCase(needs.log, stream)).state.kommune === null) return onDesk('unknown-case');
    return { steps: [stream === desk ? { stream: desk, command } : { stream, command }], outcome: reply.problem === null ? 'accept' : 'review' };
  }
  // A bounce belongs to the mail it is about, whoever reports it; where it does not say, to the kommune that it seems to come from.
  const about = read.bounce?.originalMessageId ? taskOfMessageId(read.bounce.originalMessageId, domain(needs.campaign)) : undefined;
  const kommuner = about?.kommune ? [about.kommune] : read.kommuner;
  if (kommuner.length === 0 || (about && about.kommune === null)) return onDesk('no-kommune');
  const cases = await Promise.all(kommuner.map((kommune) => loadCase(needs.log, kommune)));
  if (cases.some((c) => c.state.kommune === null)) return onDesk('unknown-case');
  const steps = kommuner.map((stream) => {
    const command: CaseCommand = { type: 'receive-mail', at, mail: ref, thread, reading, understanding: read, ...(read.kind === 'login-request' ? { secrets: needs.secrets() } : {}) };
    return { stream, command };
  });
  return { steps, outcome: read.outcome, loaded: cases.length === 1 ? cases[0] : undefined };
}

async function file(needs: ReceiveNeeds, ref: InboxRef, folder: string, outcome: Received['outcome'], events: readonly Event[]): Promise<Received> {
  await needs.move(ref, folder);
  needs.facts.mailFiled({ uid: ref.uid, folder, why: outcome });
  return { outcome, folder, events };
}

/** The case may know better than the mail alone: what waits for a person lies where a person looks. */
function folderFor(advised: Outcome, events: readonly Event[]): string {
  if (events.some((event) => event.type === 'review-opened' || event.type === 'question-opened')) return folders.review;
  const outcome = events.find((event) => event.type === 'mail-received')?.outcome ?? advised;
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
  return { reading, uidValidity: ref.uidValidity, uid: ref.uid, folder };
}

/** A mail of which only the header is known: whose it is can still be told, so that nobody is reminded who has written. */
function notRead(needs: ReceiveNeeds, mail: InboundMail, why: string): Understanding {
  let kommuner: readonly string[] = [];
  try {
    ({ kommuner } = needs.understand({ ...mail, text: '', html: null, attachments: [] }, []));
  } catch {
    // Then it waits at the desk.
  }
  return {
    kind: 'other', kommune: kommuner.length === 1 ? kommuner[0] ?? null : null, kommuner, contacts: [], outcome: 'review', also: [], missing: [], problems: [why, ...mail.problems],
    text: '', attachments: [], evidence: [], reasons: ['the mail was not read'], bounce: null, answerTo: null, notes: [],
  };
}

export function refOf(mail: InboundMail): MailRef {
  return { id: mail.id, messageId: mail.messageId, from: mail.from[0]?.address ?? '', date: mail.date, subject: mail.subject };
}

export function domain(campaign: Campaign): string {
  return campaign.sender.address.slice(campaign.sender.address.lastIndexOf('@') + 1);
}
