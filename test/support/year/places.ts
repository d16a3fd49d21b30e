// The outside of a simulated year, each place in memory: the mailbox, the mail server, what is remembered beside the log, and the queues.
// It refuses to be one of our parts: the log, the flows and the reading are the real ones, plugged together by workers/compose.ts.
import { createHash } from 'node:crypto';
import { folders } from '../../../src/flows/receive-mail.ts';
import { MailboxUnreachable, type Mailbox } from '../../../src/adapters/mailbox.ts';
import type { Queues } from '../../../src/adapters/queues.ts';
import { SmtpTrouble, type Smtp, type Verdict } from '../../../src/adapters/smtp.ts';
import type { Canary, Cursor, InboxBook } from '../../../src/adapters/store/inbox-book.ts';
import { headerOf } from './raw.ts';

type Now = () => Temporal.Instant;

/** A mail in a folder. `from` in lower case. */
export type Lying = { readonly uid: number; readonly raw: Uint8Array; readonly from: string; readonly messageId: string | null; readonly at: string };

export type InboxPlace = {
  readonly mailbox: Mailbox;
  /** Delivers into INBOX. */
  readonly put: (raw: Uint8Array) => void;
  readonly inbox: () => readonly Lying[];
  /** Folder → how many mails lie there. */
  readonly filed: () => Readonly<Record<string, number>>;
  /** While it is down nothing can be asked of it. */
  down: boolean;
};

const uidValidity = '1';

/** The bot's mailbox: INBOX with UIDs, and the folders that mails are moved to. */
export function createInboxPlace(now: Now): InboxPlace {
  const inbox = new Map<number, Lying>();
  const moved = new Map<string, Lying[]>();
  let uidNext = 1;
  const up = (): void => {
    if (place.down) throw new MailboxUnreachable('The mailbox can\'t be reached.');
  };
  const never = async (): Promise<never> => { throw new Error('not asked of this place'); };
  const mailbox: Mailbox = {
    connect: async () => up(), close: async () => undefined, ensureFolders: async () => up(), watch: never, fetchFiled: never,
    state: async () => { up(); return { uidValidity, uidNext, exists: inbox.size }; },
    list: async (fromUid = 1) => {
      up();
      const mails = [...inbox.values()].filter((mail) => mail.uid >= fromUid).map(({ uid, raw, from, messageId, at }) => ({ uid, bytes: raw.length, from, messageId, internalDate: at }));
      return { uidValidity, uidNext, mails };
    },
    fetch: async (_, uid) => {
      up();
      const mail = inbox.get(uid);
      return mail ? { kind: 'whole', id: createHash('sha256').update(mail.raw).digest('hex'), bytes: mail.raw.length, raw: mail.raw } : { kind: 'gone', why: 'no-such-mail' };
    },
    move: async ({ uid }, folder) => {
      up();
      const mail = inbox.get(uid);
      if (!mail) return 'gone';
      inbox.delete(uid);
      moved.set(folder, [...(moved.get(folder) ?? []), mail]);
      return 'moved';
    },
    findByMessageId: async (messageId, header) => {
      up();
      const lie = (folder: string, mails: Iterable<Lying>) => [...mails].filter((m) => m.messageId === messageId).map((m) => ({ folder, uidValidity, uid: m.uid, header: headerOf(m.raw, header) }));
      return [...lie('INBOX', inbox.values()), ...lie(folders.sent, moved.get(folders.sent) ?? [])];
    },
    moveFiled: async (known, from, to) => {
      up();
      const found = moved.get(from)?.find((m) => createHash('sha256').update(m.raw).digest('hex') === known.id);
      if (!found) return 'gone';
      moved.set(from, (moved.get(from) ?? []).filter((m) => m !== found));
      moved.set(to, [...(moved.get(to) ?? []), found]);
      return 'moved';
    },
  };
  const place: InboxPlace = {
    mailbox, down: false,
    put(raw) {
      const from = /<?([^<>\s]+@[^<>\s]+?)>?\s*$/.exec(headerOf(raw, 'from') ?? '')?.[1]?.toLowerCase() ?? '';
      inbox.set(uidNext, { uid: uidNext, raw, from, messageId: headerOf(raw, 'message-id'), at: now().toString() });
      uidNext += 1;
    },
    inbox: () => [...inbox.values()],
    filed: () => Object.fromEntries([...moved].map(([folder, mails]) => [folder, mails.length])),
  };
  return place;
}

/** What the receiving server says: accepts, refuses for good, says later, or breaks off with the mail perhaps on its way. */
export type Answer = Verdict | 'later' | 'cut-before' | 'cut-after';

/** `seen`: how often a mail to this address was tried before. */
export type Answering = (to: string, seen: number) => Answer;

const accepted: Verdict = { outcome: 'accepted', response: '250 2.0.0 Ok: queued' };

/** The mail server: what it accepts goes to `deliver`, and its copy to our own mailbox. */
export function createSmtpPlace(answering: () => Answering, deliver: (raw: Uint8Array, to: string) => void, copy: (raw: Uint8Array) => void): Smtp {
  const tried = new Map<string, number>();
  const leaves = (raw: Uint8Array, to: string): void => { deliver(raw, to); copy(raw); };
  return {
    verify: async () => undefined, close: async () => undefined,
    async send(raw, { to }) {
      const seen = tried.get(to) ?? 0;
      tried.set(to, seen + 1);
      const answer = answering()(to, seen);
      if (answer === 'later') throw new SmtpTrouble('deferred', 'The mail server says later.', { code: 451, response: '451 4.7.1 Greylisted' });
      if (answer === 'cut-before') throw new SmtpTrouble('unreachable', 'The mail server broke off.', { maybeLeft: true });
      if (answer === 'cut-after') {
        leaves(raw, to);
        throw new SmtpTrouble('unreachable', 'The mail server broke off.', { maybeLeft: true });
      }
      if (answer.outcome === 'accepted') leaves(raw, to);
      return answer;
    },
  };
}

export const accepts: Answering = () => accepted;
export const unknownUser: Verdict = { outcome: 'refused', stage: 'recipient', code: 550, response: '550 5.1.1 User unknown' };

/** What Redis remembers beside the log. Its minutes are those of the simulated clock. */
export function createBookPlace(now: Now): InboxBook {
  let cursor: Cursor | undefined;
  let canary: { readonly is: Canary; readonly until: number } | undefined;
  const known = (): Canary | undefined => (canary && canary.until > now().epochMilliseconds ? canary.is : undefined);
  const claimed = new Map<string, string>();
  const minutes = new Map<number, number>();
  return {
    cursor: async () => cursor,
    advance: async (next) => { cursor = next; return true; },
    lease: async (holder) => ({ holder, fence: 1 }),
    release: async () => undefined,
    async claimAnswer(kind, address, day, task) {
      const key = `${kind} ${address.toLowerCase()} ${day}`;
      if (!claimed.has(key)) claimed.set(key, task);
      return claimed.get(key) === task;
    },
    async allowance(perMinute) {
      const ms = now().epochMilliseconds;
      const minute = Math.floor(ms / 60_000);
      const used = (minutes.get(minute) ?? 0) + 1;
      minutes.set(minute, used);
      return used <= perMinute ? 0 : Math.ceil(((minute + 1) * 60_000 - ms) / 1000);
    },
    canary: async () => known(),
    async changeCanary(from, to, seconds) {
      if (JSON.stringify(from) !== JSON.stringify(known())) return false;
      canary = to && { is: to, until: seconds === null ? Infinity : now().epochMilliseconds + seconds * 1000 };
      return true;
    },
    sign: async () => undefined,
    signs: async () => ({}),
  };
}

export type QueuePlace = {
  readonly queues: Queues;
  /** Mails and letters that wait for a worker: a UID, or a task with how often it was tried and when it is looked at again (ms). */
  readonly intake: Set<number>;
  readonly letters: Map<string, { tries: number; at: number }>;
};

/** The jobs of the workers: named, and a job that is there is not doubled. */
export function createQueuePlace(now: Now): QueuePlace {
  const intake = new Set<number>();
  const letters = new Map<string, { tries: number; at: number }>();
  const queues = {
    addIntake: async (refs: readonly { readonly uid: number }[]) => { for (const { uid } of refs) intake.add(uid); },
    wakeLetters: async () => { for (const job of letters.values()) job.at = now().epochMilliseconds; },
    addLetters: async (tasks: readonly string[]) => { for (const task of tasks) if (!letters.has(task)) letters.set(task, { tries: 0, at: now().epochMilliseconds }); },
    counts: async () => ({ intake: intake.size, letters: letters.size, clock: 0, held: 0, retrying: 0 }),
  };
  return { queues: queues as unknown as Queues, intake, letters };
}
