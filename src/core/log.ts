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

/** A stream that is to be looked at from `at` (ms) on: a place in the order of what is due, which is by instant, then by name. */
export type DuePlace = { readonly at: number; readonly stream: Stream };

/** Look at the stream again at `due` (ms), or never, unless something has been appended since `expected`. */
export type LookAgain = { readonly stream: Stream; readonly expected: number; readonly due: number | null };

export type EventLog = {
  /** The events of a stream in their order, or only those after the first `from`. */
  load(stream: Stream, from?: number): Promise<readonly Event[]>;
  /** Many streams in one go, answered in the order given. One that can't be read does not keep the others. */
  loadMany(streams: readonly Stream[]): Promise<readonly PromiseSettledResult<readonly Event[]>[]>;
  append(batch: Append): Promise<Appended>;
  /** Many appends in one go, each for itself: all or nothing with its own answer, and one that fails changes nothing for the others. */
  appendMany(batches: readonly Append[]): Promise<readonly PromiseSettledResult<Appended>[]>;
  /** All streams that have events. */
  streams(): Promise<readonly Stream[]>;
  /** Tasks that were asked for and have no end yet. */
  task(id: string): Promise<Task | undefined>;
  tasks(): Promise<readonly Task[]>;
  /** Up to `limit` streams whose due instant is at or before `now` (ms), in their order; only those behind the place `after`, which need not be taken any more. */
  due(now: number, limit: number, after?: DuePlace): Promise<readonly DuePlace[]>;
  reschedule(looks: readonly LookAgain[]): Promise<void>;
  mail(id: string): Promise<MailRecord | undefined>;
  /** The mail has another folder now. False, and nothing changed, when its record is not `known` any more (it was read again). */
  refile(id: string, known: MailRecord, folder: string): Promise<boolean>;
};
