// Puts together what a kommune said in two mails: the incomplete answer that we asked about, and the answer to that question.
// It refuses all but the plain case: the one we asked answers our question, one person, and the two halves do not disagree.
import { readsLikeAnother, spellsName } from './contacts/link.ts';
import { isOfficeMailbox } from './contacts/validation.ts';
import type { ReadContact, Understanding } from './reading.ts';
import { taskOfMessageId, type Contact, type Thread } from './task.ts';

/** What was asked, and what had been read of the contact when it was asked. */
export type Asked = { readonly task: string; readonly to: string; readonly read: readonly ReadContact[] };

/** `domain`: of our own Message-IDs. */
type Answer = { readonly from: string; readonly thread: Thread; readonly understanding: Understanding; readonly domain: string };

/**
 * The contact of both halves; undefined unless the answer is a reply to that very mail by the one it went to (RFC 5322 3.6.4), holds nothing
 * but the half that was missing, and nothing speaks against it. `from` is where the new half was found.
 */
export function completedBy(asked: Asked | null, kommune: string, { from, thread, understanding, domain }: Answer): { readonly contact: Contact; readonly from: string } | undefined {
  if (!asked || understanding.kind !== 'contact-list' || understanding.also.length > 0 || understanding.problems.length > 0) return undefined;
  if (from.toLowerCase() !== asked.to.toLowerCase() || !thread.references.some((id) => taskOfMessageId(id, domain)?.id === asked.task)) return undefined;
  const [before, ...more] = asked.read;
  const [now, ...others] = understanding.contacts;
  if (!before || !now || more.length > 0 || others.length > 0 || now.kommune !== kommune || (before.kommune !== null && before.kommune !== kommune)) return undefined;
  const name = now.name ?? before.name;
  const email = now.email ?? before.email;
  if (name === null || email === null || !isWhole(name)) return undefined;
  // A part of a name that is said again must be a part of the whole one; an address that was right is not given anew.
  if (now.name !== null && before.name !== null && !words(before.name).every((w) => words(now.name ?? '').includes(w))) return undefined;
  if (now.email !== null && before.email !== null && now.email !== before.email) return undefined;
  // Whose an address is has to be said in one mail; over two it must not read like anybody else's.
  if (readsLikeAnother(name, email) || isOfficeMailbox(email)) return undefined;
  // The address of the one who writes may be meant as "answer me here": then it has to read like the name.
  if (now.email !== null && now.email === from.toLowerCase() && !spellsName(name, now.email)) return undefined;
  return { contact: { kommune, name, email, phone: now.phone ?? before.phone, region: now.region ?? before.region }, from: now.from };
}

function isWhole(name: string): boolean {
  return words(name).length >= 2;
}

function words(name: string): readonly string[] {
  return name.toLowerCase().split(/[\s.]+/).filter((w) => w !== '');
}
