// Whatever a stranger writes: on a terminal it stays on its line and does nothing, in JSON it stays what it was.
// It refuses to trust a list of bad characters: every character there is goes through.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapedJson, shownJson, shownLine } from '../../src/core/shown.ts';

/** What may not reach a terminal: controls, line ends, bidi marks, what is shown as nothing, halves of characters. */
const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;
const everyCharacter = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('a line for a terminal', () => {
  test.each([
    ['\u001b[2J\u001b]0;titel\u0007Mette', ' [2J ]0;titel Mette'], ['\u009b31mMette', ' 31mMette'], ['Mette\r\n0751  Aarhus\nok', 'Mette 0751  Aarhus ok'], ['a\u2028b\u0085c', 'a b c'],
    ['Mette \u202emloH\u202c', 'Mette mloH'], ['\u2066a\u2069\u200f', 'a'], ['Met\u200b\u200d\u2060\u00ad\ufeffte', 'Mette'], ['Met\u{e0041}\u3164te', 'Mette'], ['half \ud83d', 'half \ufffd'],
    ['  Søren  Kjær, Nuuk ', '  Søren  Kjær, Nuuk '],
  ])('%j is shown as %j', (text, shown) => {
    expect(shownLine(text)).toBe(shown);
  });

  test('holds no character that acts, and every other one', () => {
    for (const char of everyCharacter) {
      const shown = shownLine(`a${char}b`);
      if (acts.test(char)) expect(shown).not.toMatch(acts);
      else if (shown !== `a${char}b`) expect.fail(`U+${char.codePointAt(0)?.toString(16)} is lost`);
    }
  });

  test('shown twice is the same', () => {
    fc.assert(fc.property(anyText, (text) => shownLine(shownLine(text)) === shownLine(text)));
  });
});

describe('JSON', () => {
  test('is one line without a character that acts, and loses nothing', () => {
    const json = shownJson(everyCharacter);
    expect(json).not.toMatch(acts);
    expect(JSON.parse(json)).toEqual(everyCharacter);
    expect(shownJson({ name: 'Søren\u202e \u{e0041}\u009b' })).toBe('{"name":"Søren\\u202e \\udb40\\udc41\\u009b"}');
  });

  test('is printed as it is', () => {
    fc.assert(fc.property(fc.dictionary(anyText, fc.array(anyText)), (value) => {
      expect(shownLine(shownJson(value))).toBe(shownJson(value));
      expect(JSON.parse(shownJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });

  test('that was written already keeps its line ends', () => {
    expect(escapedJson('{\n "a": "\u202e"\n}\n')).toBe('{\n "a": "\\u202e"\n}\n');
  });
});
