// What waits for a person in one stream, and what a person has closed: reviews and questions. Shared by the cases and the desk.
// It refuses to forget: what is closed stays here with what closing it caused, so that it can be taken back.
import type { Closing, ItemEvent, MailRef, Registration, ReviewReason, Stream, WhatWasRead } from './events.ts';
import type { Contact } from './task.ts';

/** `read`: what was read of the mail; null for a letter that failed, a mail that was not read, and in old logs. */
export type OpenReview = {
  readonly review: string; readonly reason: ReviewReason; readonly detail: string; readonly mail: MailRef | null; readonly at: string;
  readonly read: WhatWasRead | null; readonly origin: string | null;
  /** The letter of ours that waits. */
  readonly task: string | null;
};
export type OpenQuestion = { readonly question: string; readonly mail: MailRef; readonly at: string; readonly read: WhatWasRead | null; readonly origin: string | null };

/** A review and a question in one shape; `id` is "r1" or "q2". */
export type Item = {
  readonly id: string;
  readonly what: 'review' | 'question';
  readonly mail: MailRef | null;
  /** When it was opened first. */
  readonly at: string;
  /** null for a question. */
  readonly reason: ReviewReason | null;
  readonly detail: string;
  readonly read: WhatWasRead | null;
  /** The item it came from, with its stream: "desk/r3". */
  readonly origin: string | null;
  readonly task: string | null;
};

export type ClosedItem = {
  readonly item: Item;
  readonly how: Closing;
  readonly by: string;
  readonly note: string;
  readonly at: string;
  /** The stream it was assigned to. */
  readonly to: Stream | null;
  /** Whom accepting it registered, and who was registered before. */
  readonly registered: { readonly contact: Contact; readonly before: Registration | null } | null;
  /** The version of the report that accepting it handed in. */
  readonly report: number | null;
  /** The mails that closing it asked for. */
  readonly tasks: readonly string[];
};

export type Items = {
  readonly reviews: readonly OpenReview[];
  readonly questions: readonly OpenQuestion[];
  readonly closed: readonly ClosedItem[];
  /** Reviews and questions ever opened, for their ids. */
  readonly opened: number;
  /** Question → the task by which it was put before the department's contact. */
  readonly forwarded: Readonly<Record<string, string>>;
};

export const noItems: Items = { reviews: [], questions: [], closed: [], opened: 0, forwarded: {} };

/** Never throws: an event about an item that was never opened (a cut log) changes nothing. */
export function evolveItems(items: Items, event: ItemEvent & { readonly at: string }): Items {
  switch (event.type) {
    case 'review-opened': {
      const { review, reason, detail, mail, at, read = null, origin = null, task = null } = event;
      return { ...items, opened: items.opened + 1, reviews: [...items.reviews, { review, reason, detail, mail, at, read, origin, task }] };
    }
    case 'question-opened': {
      const { question, mail, at, read = null, origin = null } = event;
      return { ...items, opened: items.opened + 1, questions: [...items.questions, { question, mail, at, read, origin }] };
    }
    case 'review-closed': {
      const item = openItem(items, event.item);
      if (!item) return items;
      const { how, by, note, at, to } = event;
      return {
        ...items,
        reviews: items.reviews.filter((r) => r.review !== event.item), questions: items.questions.filter((q) => q.question !== event.item),
        closed: [...items.closed, { item, how, by, note, at, to, registered: null, report: null, tasks: [] }],
      };
    }
    case 'review-reopened': {
      const found = closedItem(items, event.item);
      if (!found) return items;
      // Who was registered by it is nobody's predecessor any more: taking a later one back must not bring them back.
      const closed = items.closed.filter((c) => c !== found).map((c) => (found.registered && c.registered && isRegisteredBy(found, c.registered.before)
        ? { ...c, registered: { ...c.registered, before: found.registered.before } } : c));
      const { id, mail, at, reason, detail, read, origin, task } = found.item;
      if (reason !== null) return { ...items, closed, reviews: [...items.reviews, { review: id, reason, detail, mail, at, read, origin, task }] };
      return mail === null ? items : { ...items, closed, questions: [...items.questions, { question: id, mail, at, read, origin }] };
    }
  }
}

function isRegisteredBy({ item, registered }: ClosedItem, before: Registration | null): boolean {
  return before !== null && before.mail.id === item.mail?.id && isSameRegistered(before.contact, registered?.contact ?? null);
}

/** Every field the same, or nobody both times. */
export function isSameRegistered(a: Contact | null, b: Contact | null): boolean {
  if (a === null || b === null) return a === b;
  return a.kommune === b.kommune && a.name === b.name && a.email === b.email && a.phone === b.phone && a.region === b.region;
}

/** Notes on a closed item what closing it caused: a mail, a version of the report, or a registration and who stood there before. */
export function noteCaused(items: Items, id: string, caused: { readonly task: string } | { readonly report: number } | { readonly contact: Contact; readonly before: Registration | null }): Items {
  const found = closedItem(items, id);
  if (!found) return items;
  const noted: ClosedItem = 'task' in caused ? { ...found, tasks: [...found.tasks, caused.task] } : 'report' in caused ? { ...found, report: caused.report } : { ...found, registered: caused };
  return { ...items, closed: items.closed.map((c) => (c === found ? noted : c)) };
}

/** A forward that did not leave after all: the question is to be put before the department's contact still. */
export function forgetForward<S extends Items>(items: S, task: string): S {
  return { ...items, forwarded: Object.fromEntries(Object.entries(items.forwarded).filter(([, by]) => by !== task)) };
}

/** The open question that was forwarded by this task. */
export function questionOfForward(items: Pick<Items, 'questions' | 'forwarded'>, task: string): OpenQuestion | undefined {
  return items.questions.find((q) => items.forwarded[q.question] === task);
}

export function openItems(items: Pick<Items, 'reviews' | 'questions'>): readonly Item[] {
  return [
    ...items.reviews.map(({ review, ...rest }): Item => ({ ...rest, id: review, what: 'review' })),
    ...items.questions.map(({ question, ...rest }): Item => ({ ...rest, id: question, what: 'question', reason: null, detail: '', task: null })),
  ];
}

export function openItem(items: Pick<Items, 'reviews' | 'questions'>, id: string): Item | undefined {
  return openItems(items).find((item) => item.id === id);
}

/** An item is closed at most once at a time: reopened, it is open again. */
export function closedItem(items: Pick<Items, 'closed'>, id: string): ClosedItem | undefined {
  return items.closed.find((c) => c.item.id === id);
}

/** The items of a state, and nothing else of it. */
export function itemsOf({ reviews, questions, closed, opened, forwarded }: Items): Items {
  return { reviews, questions, closed, opened, forwarded };
}
