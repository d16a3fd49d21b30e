// Chooses the contacts of a mail that count: the whole ones, unless there is none, and of several in a list the one that the text names.
// It refuses to choose between two that differ for one kommune: both stay, with the doubt.
import { isComplete, type FoundContact } from '../contacts.ts';
import { notPlain } from '../contacts/plain-words.ts';
import { foldName } from '../kommune.ts';
import { isKommuneName } from '../kommune-names.ts';
import type { Match, ReadingContext } from '../match.ts';
import type { NewestText } from '../newest-text.ts';
import { sentencesOf } from '../words.ts';
import { kommuneOfContact } from './fields.ts';

export type Choice = { readonly contacts: readonly FoundContact[]; readonly doubts: readonly string[] };

/** The contacts that count: the complete ones, unless there is none. Two that differ for one kommune are a conflict, unless the text names one. */
export function choose(found: readonly FoundContact[], newest: NewestText, match: Match, context: ReadingContext): Choice {
  const complete = found.filter(isComplete);
  const partial = found.filter((c) => !isComplete(c));
  // What is less than a contact beside a whole one is noise only if it says nothing else.
  const stray = partial.filter((p) => !complete.some((c) => p.name !== null && c.name !== null && foldName(c.name).includes(foldName(p.name))));
  if (complete.length > 0 && stray.length > 0) return { contacts: [...complete, ...stray], doubts: ['Beside a whole contact there is one of which something is missing.'] };
  const contacts = complete.length > 0 ? complete : partial;
  const doubts: string[] = [];
  const groups = new Map<string, FoundContact[]>();
  for (const c of contacts) {
    const code = kommuneOfContact(c, match, context)?.code ?? '';
    groups.set(code, [...(groups.get(code) ?? []), c]);
  }
  const kept: FoundContact[] = [];
  for (const group of groups.values()) {
    const named = group.length > 1 && group.every((c) => c.origin === 'table') ? namedInText(group, newest, (words) => isKommuneName(context.register, words)) : group;
    if (named.length > 1) doubts.push(`There is more than one contact for the same kommune: ${named.map((c) => `${c.name ?? '?'} <${c.email ?? '?'}>`).join(', ')}.`);
    kept.push(...named);
  }
  return { contacts: kept, doubts: [...new Set([...kept.flatMap((c) => c.doubts), ...doubts])] };
}

/** Of several in a list, the one that a sentence on the contact person names; all when it names none or more. */
function namedInText(group: readonly FoundContact[], newest: NewestText, isPlace: (words: string) => boolean): readonly FoundContact[] {
  const sentences = sentencesOf(newest.body).filter((s) => /kontakt-?\s?person/i.test(s.text) && !/\?|\beller\b/i.test(s.text) && notPlain(s.text, group.flatMap((c) => (c.name === null ? [] : [c.name])), isPlace) === null);
  const named = group.filter((c) => c.name !== null && sentences.some((s) => s.text.includes(c.name ?? '')));
  return named.length === 1 ? named : group;
}
