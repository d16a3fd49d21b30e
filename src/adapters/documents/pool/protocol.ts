// What the pool and its children say to each other, and what a child may use.
// It refuses anything but data: a job is bytes, an answer is documents or what was signed.
import type { Document } from '../../../core/mail.ts';
import type { Part, Unread } from '../content.ts';
import type { Opened } from '../smime.ts';

/** `read`: the documents of a file. `open`: what a mail that is signed as a whole holds. */
export type Work = { readonly what: 'read'; readonly part: Part } | { readonly what: 'open'; readonly bytes: Uint8Array };
export type Result = { readonly documents: readonly Document[] } | { readonly opened: Opened } | { readonly unread: Unread; readonly problem: string };

export type Job = { readonly id: number; readonly work: Work };
export type Answer = { readonly id: number; readonly result: Result };

/** `processorSeconds` for one file, so that a busy machine makes no file unreadable; `wallSeconds` for a child that waits for ever. */
export type ChildLimits = { readonly processorSeconds: number; readonly wallSeconds: number; readonly memoryBytes: number };

export const usualChildLimits: ChildLimits = { processorSeconds: 8, wallSeconds: 60, memoryBytes: 512_000_000 };
