// The shape of the log of events: what one atomic append takes and gives. Types only.
// It refuses to know where the log lies: Redis and memory keep the same contract.
import type { Event, Stream } from './events.ts';
import type { Task } from './task.ts';

/** What is remembered of a mail that was handled: where it lay, and where it goes. */
export type MailRecord = {
  /** 1 for the first time; one more each time a person drags the mail back to INBOX. */
  readonly reading: number;
  readonly uidValidity: string;
  readonly uid: number;
  readonly folder: string;
};

export type Append = {
  readonly streams: readonly {
    readonly stream: Stream;
    /** The stream's length when it was read: if it has grown since, nothing at all is appended. */
    readonly expected: number;
    readonly events: readonly Event[];
    /** Milliseconds since the epoch of the program's clock when this stream is to be looked at again; null for never. */
    readonly due: number | null;
  }[];
  readonly tasks: readonly Task[];
  readonly ended: readonly string[];
  /** The mail that caused this. The same reading of the same mail is appended once only. */
  readonly mail: { readonly id: string; readonly record: MailRecord } | null;
};

/** `conflict`: a stream has grown, read again. `mail-known`: this reading of the mail was handled already. */
export type Appended = 'appended' | 'conflict' | 'mail-known';

export type EventLog = {
  load(stream: Stream): Promise<readonly Event[]>;
  append(batch: Append): Promise<Appended>;
  /** All streams that have events. */
  streams(): Promise<readonly Stream[]>;
  /** Tasks that were asked for and have no end yet. */
  task(id: string): Promise<Task | undefined>;
  tasks(): Promise<readonly Task[]>;
  /** Up to `limit` streams whose due instant is at or before `now` (ms), the oldest first. */
  due(now: number, limit: number): Promise<readonly Stream[]>;
  /** Look at the stream again at `due` (ms), unless something has been appended since `expected`. */
  reschedule(stream: Stream, expected: number, due: number | null): Promise<void>;
  mail(id: string): Promise<MailRecord | undefined>;
  /** The mail has another folder now. False, and nothing changed, when its record is not `known` any more (it was read again). */
  refile(id: string, known: MailRecord, folder: string): Promise<boolean>;
};
