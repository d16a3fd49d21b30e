// Finds what may be a person's name in a Danish sentence: runs of capitalised words that no office, title or place explains.
// It refuses greetings and lower case; a name it cannot delimit with certainty is marked as unsure.
import { isNoNameWord, isPersonName, titleWord } from './validation.ts';

export type NameInText = {
  readonly name: string;
  /** False when the run begins the sentence with three or more words: the first may be an ordinary word. */
  readonly sure: boolean;
};

const particle = /^(?:af|von|van|de|der|den|du|da|la|le|el|al|bin|ibn|zu)$/;

/** The names of persons in a sentence, in their order, without repeats. `places` says whether a word is a kommune's name. */
export function namesIn(sentence: string, isPlace: (words: string) => boolean): readonly NameInText[] {
  const found: NameInText[] = [];
  let run: string[] = [];
  /** True behind a part of a name that a nickname in quotation marks or a dash cuts off: what follows is not the whole name. */
  let cut = false;
  let startsSentence = true;
  let runStarts = false;
  /** `next`: the capitalised word that ended the run with nothing between, which may belong to the name all the same. */
  const end = (next = '') => {
    while (run.length > 0 && particle.test(run.at(-1) ?? '')) run.pop();
    const name = run.join(' ');
    if (run.length >= 2 && isPersonName(name, true) && !isPlace(name) && !(run.length === 2 && isPlace(run.at(-1) ?? '')) && !found.some((f) => f.name === name)) {
      found.push({ name, sure: !(runStarts && run.length >= 3) && run.length <= 5 && !cut && !isPlace(run.at(-1) ?? '') && (next === '' || titleWord.test(next) || /kommunes?$/i.test(next)) });
    }
    run = [];
  };
  for (const token of sentence.replace(/\t+/g, ' ; ').split(/\s+/)) {
    if (token === '') continue;
    const opened = /^["“”„»«'(<[*_]/.test(token);
    const word = token.replace(/^["“”„»«'(<[*_]+/, '').replace(/["“”„»«')>\],;:!?*_]+$/, '').replace(/(\p{L}{2})\.$/u, '$1').replace(/(\p{L})(?:'s|’s)$/u, '$1');
    const closes = /[,;:!?)\]>"”»«]$/.test(token) || /\p{L}{2}\.$/u.test(token);
    const aside = /^["“”„»«]/.test(token) || /^[-–;]$/.test(token);
    const before = run.length;
    if (opened || word === '') { end(); cut = aside && before > 0 && before < 3; }
    const nameWord = /^(?:\p{Lu}[\p{L}'’-]*\.?|(?:\p{Lu}\.){2,3})$/u.test(word) && !isNoNameWord(word.replace(/\.$/, ''));
    if (nameWord) {
      if (run.length === 0) runStarts = startsSentence;
      run.push(word);
    } else if (run.length > 0 && (particle.test(word) || /^(?:al|el|ad|as|an)-\p{Lu}\p{Ll}+$/u.test(word))) run.push(word);
    else if (!(cut && word === '')) { end(/^\p{Lu}/u.test(word) && !opened ? word : ''); cut &&= word === '' || opened; }
    if (closes || word === '') end();
    startsSentence = /[.!?:]$/.test(token) && !/^\p{Lu}\.$/u.test(token) ? !token.endsWith(':') : false;
  }
  end();
  return found;
}
