// Asks the judge of every sentence that travels with a contact: around the one that names her, beside the list, below the signature.
// It refuses to read past a greeting in the middle: what stands above it was written to somebody else.
import { sentencesOf } from '../words.ts';
import { roleOf } from './columns.ts';
import type { FoundContact } from './found.ts';
import { speaksAgainst, type JudgeNeeds, type Where } from './judge.ts';
import { asserted, unknownWord } from './plain-words.ts';
import { courtesy } from './vocabulary.ts';

type Own = Pick<FoundContact, 'name' | 'email' | 'origin'>;

/** The first thing in the rest of a text that speaks against a contact only the text names, as a sentence in English; null when there is none. */
export function restSpeaksAgainst(text: string, own: Own, needs: JudgeNeeds): string | null {
  const sentences = sentencesOf(text);
  const named = own.origin === 'text' ? sentences.findIndex((s) => bears(s.text, own)) : own.origin === 'self' ? sentences.findIndex((s) => /kontakt-?\s?person|(?<!\p{L})(?:mig|undertegnede)(?!\p{L})/iu.test(s.text)) : 0;
  for (const [i, { text: whole, line }] of sentences.entries()) {
    const isClaim = /kontakt-?\s?person/i.test(whole) || bears(whole, own) || i === named;
    const sentence = isClaim ? asserted(whole) : whole;
    if (own.origin === 'table' && isClaim && !sentence.endsWith('?')) {
      // What leads up to a table in the mail has been read by nobody yet: "Kontaktpersonen fremgår af sidste års skema".
      const odd = unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy);
      if (odd !== null) return `Line ${line} says something of the contact person that is not understood (${odd}).`;
    }
    if (roleOf(/^[^:\t]{2,45}(?=[:\t])/.exec(sentence)?.[0] ?? '') !== undefined) continue;
    if (isPreface(sentences, i) && !isClaim) continue;
    // What follows a question explains the question.
    const explains = i > 0 && (sentences[i - 1]?.text.endsWith('?') ?? false);
    const where: Where = own.origin === 'table' ? 'table' : i < named || explains ? 'before' : 'after';
    // The claim itself has been judged word by word where it was found.
    const why = isClaim && i >= named && own.origin !== 'table' && (bears(whole, own) || i === named) ? null : speaksAgainst(sentence, own, where, needs);
    if (why !== null) return `Line ${line} ${why}.`;
  }
  return secondGreeting(text);
}

/** The same for a contact in a list that came with the text. */
export function textSpeaksAgainstList(text: string, own: Own, needs: JudgeNeeds): string | null {
  const sentences = sentencesOf(text);
  for (const [i, { text: sentence, line }] of sentences.entries()) {
    if (isPreface(sentences, i)) continue;
    if (bears(sentence, own) && unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy) === null && speaksAgainst(sentence, own, 'list', needs) === null) continue;
    if (listOpen.test(sentence)) return `Line ${line} leaves open whether the list holds.`;
    const first = namedByFirstName.exec(sentence)?.[1];
    if (first !== undefined && !(own.name ?? '').split(' ').includes(first)) return `Line ${line} names ${first} as the contact person.`;
    if (technical.test(sentence)) continue;
    const why = speaksAgainst(sentence, own, 'list', needs);
    if (why !== null) return `Line ${line} ${why}.`;
  }
  return secondGreeting(text);
}

/** "Vi har en konstitueret direktør. Skal vedkommende tælles med?": what leads to a question about leaders says nothing of the contact. */
function isPreface(sentences: readonly { readonly text: string }[], at: number): boolean {
  const [text, next] = [sentences[at]?.text ?? '', sentences[at + 1]?.text ?? ''];
  return next.endsWith('?') && /(?<!\p{L})(?:tælle\p{L}*|regne\p{L}*|medregne\p{L}*|ledelsesniveau\p{L}*|niveau\p{L}*|måltal|politik|indberette\p{L}*|frist\p{L}*)(?!\p{L})/iu.test(next)
    && /(?<!\p{L})\p{L}*(?:direktør|chef|leder|ledelse|forvaltning|afdeling|institution|selskab|niveau)\p{L}*(?!\p{L})/iu.test(text) && !/^.+\s\p{Lu}|kontakt|list|(?<!\p{L})(?:hun|han|hende|ham|jeg|mig)(?!\p{L})/u.test(text);
}

function bears(sentence: string, own: Own): boolean {
  return (own.name !== null && sentence.includes(own.name)) || (own.email !== null && sentence.toLowerCase().includes(own.email));
}

/** "Lars, er det rigtigt? / Hej Lige / …": a draft that was sent round holds the mail to us below words to a colleague. */
function secondGreeting(text: string): string | null {
  const lines = text.split('\n').map((l) => l.trim());
  const at = lines.findIndex((line, i) => i > 0 && /^(?:kære|hej|dear)(?:sa)?\s+\p{L}[\p{L} .-]{1,50}[,!.]?$/iu.test(line) && !/@/.test(line));
  // A letterhead stands above a greeting too: it says nothing.
  return at > 0 && lines.slice(0, at).some((l) => /[.!?]$|(?<!\p{L})(?:er|kan|skal|vil|har|bliver|se|tjek|godkend|send|ret)(?!\p{L})/iu.test(l) && !/^(?:kære|hej|dear|til|att|vedr|emne)/i.test(l)) ? `Line ${at + 1} greets again: what stands above it was written to somebody else.` : null;
}

/** "Kontaktpersonen bliver Lars." */
const namedByFirstName = /[Kk]ontakt-?\s?person(?:en)?\s+(?:er|bliver|hedder)\s+(\p{Lu}\p{Ll}+)\s*(?:[.,!]|$)/u;
/** How the file could be filled in says nothing of who stands in it. */
const technical = /(?<!\p{L})ikke (?:\p{L}+ )?(?:åbne|skrive i|udfylde|gemme)(?!\p{L})/iu;
/** Beside a list it is the list that may not hold: an old one, a draft, one for something else, one of which a better is to come. */
const listOpen = /(?<!\p{L})(?:(?:navn\p{L}*|person\p{L}*|liste\p{L}*|oplysning\p{L}*|endelig\p{L}*|ny|nyt|den rigtige|rettelse)(?: \p{L}+){0,4} (?:senere|følger|eftersendes|kommer|på vej)|se rettelse\p{L}*|(?:sidste|forrige) års|fra (?:sidste|forrige) år|udkast|kladde|foreløbig\p{L}*|forælde\p{L}*|kig bort|til orientering|andre områder|et andet område|kun for|opdateres|eksempel|fra 20\d\d|i 20[01]\d|i 202[0-2])(?!\p{L})/iu;
