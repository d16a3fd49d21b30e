// The strings that the cells of a workbook share.
// It refuses phonetic guides and what is crossed out: neither is said.
import { Unreadable } from '../content.ts';
import { eachTagIn } from '../xml.ts';
import type { Zip } from '../zip.ts';
import { isStruck, unescapeOoxml } from './values.ts';

/** Characters that the cells of a workbook may hold together. */
export const maxText = 10_000_000;

/** The shared strings, rich text joined, phonetic guides left out. */
export async function readSharedStrings(zip: Zip, path: string): Promise<readonly string[]> {
  let left = maxText;
  const strings: string[] = [];
  let text = '';
  let within = false;
  let phonetic = 0;
  let crossedOut = false;
  await eachTagIn(zip, path, {
    open(name, a) {
      if (name === 'si') text = '';
      else if (name === 'r') crossedOut = false;
      else if (name === 'strike') crossedOut = isStruck(a('val'));
      else if (name === 't') within = phonetic === 0;
      else if (name === 'rPh') phonetic += 1;
    },
    text(piece) { if (within && !crossedOut) text += piece; },
    close(name) {
      if (name === 'r') crossedOut = false;
      if (name === 'si') {
        strings.push(unescapeOoxml(text));
        left -= text.length + 10;
        if (left < 0) throw tooMuchText();
      }
      else if (name === 't') within = false;
      else if (name === 'rPh') phonetic -= 1;
    },
  });
  return strings;
}

export function tooMuchText(): Unreadable {
  return new Unreadable(`The workbook holds more than ${maxText / 1_000_000} million characters.`, 'too-much');
}
