// Which cell styles of a workbook show dates, and which cross out what they show.
// It refuses to read more of a style than that.
import { Buffer } from 'node:buffer';
import { eachTagIn } from '../xml.ts';
import type { Zip } from '../zip.ts';
import { isStruck } from './values.ts';

/** Which cell styles show a date: built-in formats 14 to 22 and 45 to 47, or an own format with day, month or year in it. */
export async function readDateStyles(zip: Zip, path: string): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellXfs = false;
  await eachTagIn(zip, path, {
    open(name, a) {
      if (name === 'numFmt') own.set(Number(a('numFmtId')), showsDate(a('formatCode') ?? ''));
      else if (name === 'cellXfs') inCellXfs = true;
      else if (name === 'xf' && inCellXfs) {
        const id = Number(a('numFmtId') ?? 0);
        styles.push(own.get(id) ?? ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47)));
      }
    },
    close(name) { if (name === 'cellXfs') inCellXfs = false; },
  });
  return styles;
}

/** The styles whose font is struck through (ECMA-376 18.4.10): what is crossed out is not said. Read only where the word stands at all. */
export async function readStruckStyles(zip: Zip, path: string): Promise<ReadonlySet<number>> {
  const struck = new Set<number>();
  const bytes = await zip.read(path);
  if (bytes === undefined || !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('strike')) return struck;
  const fonts: boolean[] = [];
  let style = -1;
  let within = '';
  await eachTagIn(zip, path, {
    open(name, a) {
      if (name === 'fonts' || name === 'cellXfs') within = name;
      else if (name === 'font' && within === 'fonts') fonts.push(false);
      else if (name === 'strike' && within === 'fonts') fonts[fonts.length - 1] = isStruck(a('val'));
      else if (name === 'xf' && within === 'cellXfs') {
        style += 1;
        if (fonts[Number(a('fontId') ?? 0)] === true) struck.add(style);
      }
    },
    close(name) { if (name === within) within = ''; },
  });
  return struck;
}

function showsDate(format: string): boolean {
  return /[dy]|m{1,4}(?!.*[0#])/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')) && !/general/i.test(format);
}
