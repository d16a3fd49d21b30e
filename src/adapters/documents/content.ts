// What a reader of documents gives, and how it says that it cannot read. Every reader is a pure function of bytes and runs in a child process.
// It refuses silence: a file that is not read throws Unreadable with one word for the program and one sentence for a person.
import type { Document, Table } from '../../core/mail.ts';

/** Tables (sheets, tables of a text) with a place for every cell, and the lines of running text outside and inside of them. */
export type Content = { readonly tables: readonly Table[]; readonly lines: readonly string[] };

/** A file inside another: an entry of a zip, an attachment of a mail. */
export type Part = { readonly filename: string; readonly contentType: string; readonly content: Uint8Array; readonly inline: boolean };

/** What a wrapper (zip, mail, Outlook message, winmail.dat) holds: its own text, and the files in it. */
export type Wrapped = Content & { readonly parts: readonly Part[] };

export type Reader = (bytes: Uint8Array) => Promise<Content>;
export type Unwrapper = (bytes: Uint8Array) => Promise<Wrapped>;

export type Unread = NonNullable<Document['unread']>;

/** A file that cannot or must not be read further; the message is a sentence for a person, in English. */
export class Unreadable extends Error {
  readonly unread: Unread;

  constructor(sentence: string, unread: Unread = 'damaged') {
    super(sentence);
    this.unread = unread;
  }
}

/** What one file may cost. Wrappers nest to `depth`; entries, cells and lines are counted over everything that one attachment holds. */
export const limits = { depth: 4, parts: 200, entries: 2_000, expandedBytes: 50_000_000, ratio: 250, cells: 200_000, tables: 200, lines: 20_000 } as const;
