// What the pool and its children say to each other, and what a child may use.
// It refuses anything but data: a job is bytes, an answer is documents.
import type { Document } from '../../../core/mail.ts';
import type { Part } from '../content.ts';

export type Job = { readonly id: number; readonly part: Part };
export type Answer = { readonly id: number; readonly documents: readonly Document[] };

/** `processorSeconds` for one file, so that a busy machine makes no file unreadable; `wallSeconds` for a child that waits for ever. */
export type ChildLimits = { readonly processorSeconds: number; readonly wallSeconds: number; readonly memoryBytes: number };

export const usualChildLimits: ChildLimits = { processorSeconds: 8, wallSeconds: 60, memoryBytes: 512_000_000 };
