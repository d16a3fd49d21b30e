// PDFs made by LibreOffice, reportlab, ghostscript and cairo (test/mails/make-pdf-parts.py), and pages laid out here to lead the reader astray.
// It refuses a cell that holds words of two people, and any error but Unreadable.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unreadable, type Content } from '../../src/adapters/documents/content.ts';
import { readPdf } from '../../src/adapters/documents/pdf.ts';

const part = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, '../mails/parts', `pdf-${name}.pdf`));
const rowsOf = ({ tables }: Content) => tables.map((t) => [t.name, ...t.rows.map((row) => row.map((c) => `${c.at}=${c.text}`).join(' | '))]);
const unread = async (bytes: Uint8Array): Promise<string> => readPdf(bytes).then(() => 'read', (error: unknown) => (error instanceof Unreadable ? error.unread : `${String(error)}`));

const header = 'A1=Kommune | B1=Kommunekode | C1=Region | D1=Kontaktperson (navn) | E1=Kontaktperson (e-mail) | F1=Telefon (valgfri)';
const aarhus = 'A2=Aarhus Kommune | B2=0751 | C2=Region Midtjylland | D2=Mette Holm | E2=mho@aarhus.dk | F2=89 40 12 34';
/** The address "anne-grethe.bech.sorensen@viborg.dk" is broken at its hyphen and again inside: it is left out. */
const viborg = 'A3=Viborg Kommune | B3=0791 | C3=Region Midtjylland | D3=Anne-Grethe Bech Sørensen | F3=87 87 00 00';
const broken = 'A2=Aarhus Kommune | B2=0751 | C2=Region Midtjylland | D2=Mette Marie Holm | E2=mette.marie.holm@aarhus.dk | F2=89 40 12 34';
const labels = ['A1=Kommune: | B1=Aarhus Kommune', 'A2=Kontaktperson: | B2=Mette Holm', 'A3=E-mail: | B3=mho@aarhus.dk', 'A4=Telefon: | B4=89 40 12 34'];
const bare = labels.map((row) => row.replace(':', ''));
const named = ['A1=Kommune | B1=Aarhus Kommune', 'A2=Kontaktperson (navn) | B2=Mette Holm', 'A3=Kontaktperson (e-mail) | B3=mho@aarhus.dk', 'A4=Telefon | B4=89 40 12 34', 'A5=Oplysningerne er godkendt | B5=Ja'];
const merged = ['A1=Svar fra Syddjurs Kommune', 'A2=Kommune | B2=Navn | C2=E-mail | D2=Telefon', 'A3=Syddjurs Kommune | B3=Pia Ravn | C3=pira@syddjurs.dk | D3=87 53 50 00', 'A4=Syddjurs Kommune | B4=Bo Krag | C4=bokr@syddjurs.dk'];

describe('tables', () => {
  test.each<[string, readonly (readonly string[])[]]>([
    ['calc-list', [['Side 1', header, aarhus]]],
    ['calc-list-tagged', [['Side 1', header, aarhus]]],
    ['ghostscript', [['Side 1', header, aarhus]]],
    ['rotated', [['Side 1', header, aarhus]]],
    ['turned', [['Side 1', header, aarhus]]],
    ['owner-password', [['Side 1', header, aarhus]]],
    ['calc-wrapped', [['Side 1', header, aarhus, viborg]]],
    ['calc-wrapped-top', [['Side 1', header, aarhus, viborg]]],
    ['calc-borders', [['Side 1', header, aarhus, viborg]]],
    ['writer-table', [['Side 1', header, broken, viborg]]],
    ['writer-table-tagged', [['Side 1', header, broken, viborg]]],
    ['writer-plain-table', [['Side 1', header, broken, viborg]]],
    ['writer-plain-table-tagged', [['Side 1', header, broken, viborg]]],
    ['cairo', [['Side 1', header, broken, viborg]]],
    ['merged', [['Side 1', ...merged]]],
    ['merged-tagged', [['Side 1', ...merged]]],
    ['labels', [['Side 1', 'A1=Kommune: | B1=Aarhus Kommune', 'A2=Region: | B2=Region Midtjylland', 'A3=Kontaktperson: | B3=Mette Holm', 'A4=E-mail: | B4=mho@aarhus.dk', 'A5=Telefon: | B5=89 40 12 34']]],
    // Texts that LibreOffice cut off at the edge of their cell are left out, headings too.
    ['calc-clipped', [['Side 1', 'A1=Kommune | C1=Region | F1=Telefon (valgfri)', aarhus, 'A3=Viborg Kommune | B3=0791 | C3=Region Midtjylland | F3=87 87 00 00']]],
    ['form-libreoffice', [['Formular', ...bare]]],
    ['form-named', [['Formular', ...named]]],
    ['form-empty', [['Formular', ...named.map((row) => row.split(' | ')[0] ?? '')]]],
    ['form-auto-names', [['Side 1', 'A1=Kommune | B1=Aarhus Kommune', 'A2=Navn | B2=Mette Holm', 'A3=E-mail | B3=mho@aarhus.dk', 'A4=Telefon | B4=89 40 12 34', 'A5=Hovedpostkassen må bruges | B5=Ja', 'A6=Region | B6=Region Midtjylland']]],
    ['flat-form', []],
    ['flat-form-notes', [['Side 1', ...bare]]],
    ['dotted-form', []],
    ['dotted-form-notes', [['Side 1', ...labels]]],
    ['empty-table', [['Side 1', header, 'A2=Aarhus Kommune | B2=0751 | C2=Region Midtjylland']]],
    ['empty-table-notes', [['Side 1', header, 'A2=Aarhus Kommune | B2=0751 | C2=Region Midtjylland | D2=Mette\nHolm | E2=mho@aarhus.dk | F2=89401234']]],
    ['letter', []],
    ['two-columns', []],
    ['scan-notes', []],
  ])('%s', async (name, tables) => expect(rowsOf(await readPdf(part(name)))).toEqual(tables));
});

describe('lines', () => {
  const list = ['Kontaktperson for indberetning om måltal og politikker', 'Udfyld de hvide felter og send filen retur til lige@lige.dk senest den 12. februar 2024.',
    'Kommune\tKommunekode\tRegion\tKontaktperson (navn)\tKontaktperson (e-mail)\tTelefon (valgfri)', 'Aarhus Kommune\t0751\tRegion Midtjylland\tMette Holm\tmho@aarhus.dk\t89 40 12 34'];
  test.each<[string, readonly string[]]>([
    ['calc-list', list],
    ['turned', list],
    ['letter', ['Til Ligestillingsafdelingen', '', 'Aarhus Kommune sender hermed oplysninger om kontaktperson til brug for indberetningen om måltal og',
      'politikker for det underrepræsenterede køn i de øverste ledelsesniveauer.', '', 'Kontaktperson: Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34', '',
      'Vi har afholdt flere officielle møder om effekten af offentlige fællesskaber.', '', 'Venlig hilsen', 'Lars Lind', 'HR-konsulent']],
    ['two-columns', ['Nyt fra HR', 'Kommunen har i år arbejdet med at få flere kvinder', 'i ledelse. Arbejdet begyndte i foråret og blev fulgt', 'op i hovedudvalget med en plan for det kommende', 'år.',
      'Kontaktperson for arbejdet er Mette Holm,', 'mho@aarhus.dk. Hun svarer på spørgsmål om', 'tallene og om den politik, som byrådet har vedtaget', 'for området.',
      'Direktør Hans Jensen, haje@aarhus.dk, har', 'ansvaret for den samlede ledelse og for, at', 'måltallene bliver nået inden for den aftalte tid.']],
    ['empty-table-notes', ['Kontaktliste', list[2] ?? '', 'Aarhus Kommune\t0751\tRegion Midtjylland\tMette Holm\tmho@aarhus.dk\t89401234', 'Med venlig hilsen Lars Lind', 'Telefonen er kun åben om formiddagen.']],
    ['dotted-form', ['Oplysninger om kontaktperson', '', 'Kommune:', '', 'Kontaktperson:', '', 'E-mail:', '', 'Telefon:']],
    ['scan-notes', ['Kontaktperson: Mette Holm, mho@aarhus.dk']],
    ['struck-once', ['Kontaktperson: Mette Holm, mho@aarhus.dk', '', 'Kontaktperson: Karen Lund, kalu@aarhus.dk']],
    ['struck', ['Kontaktperson: Mette Holm, mho@aarhus.dk']],
    ['hidden-text', ['Kontaktperson: Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34']],
  ])('%s', async (name, lines) => expect((await readPdf(part(name))).lines).toEqual(lines));
});

describe('what is not read says why', () => {
  test.each([['scan', 'scanned'], ['scan-ocr', 'scanned'], ['scan-stamp', 'scanned'], ['password', 'locked'], ['adobe-form', 'unknown-format']])('%s: %s', async (name, word) => expect(await unread(part(name))).toBe(word));
  test('a sentence for a person', async () => {
    await expect(readPdf(part('scan'))).rejects.toThrow('The PDF holds only pictures (a scan).');
    await expect(readPdf(part('password'))).rejects.toThrow('The PDF is protected with a password.');
    await expect(readPdf(part('calc-list').subarray(0, 9_000))).rejects.toThrow('The PDF is cut short.');
  });
  test('a file that is none, or empty', async () => {
    expect(await unread(new Uint8Array())).toBe('damaged');
    expect(await unread(Buffer.from('%PDF-1.7\n%%EOF'))).toBe('damaged');
    expect(await unread(Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'))).toBe('damaged');
  });
  test('cut anywhere it is damaged', async () => {
    const whole = part('calc-list');
    for (let at = 0; at < whole.length - 10; at += 977) expect(await unread(whole.subarray(0, at))).toBe('damaged');
  });
  test('cut, and ended again as if it were whole, it gives nothing that is not in it', async () => {
    const whole = part('calc-list');
    const words = rowsOf(await readPdf(whole)).flat().join(' ');
    for (let at = 700; at < whole.length; at += 1_311) {
      const cut = Buffer.concat([whole.subarray(0, at), Buffer.from('\n%%EOF\n')]);
      const read = await readPdf(cut).catch((error: unknown) => { expect(error).toBeInstanceOf(Unreadable); return null; });
      for (const cell of read?.tables.flatMap((t) => t.rows.flat()) ?? []) expect(words).toContain(cell.text);
    }
  });
  test('bytes turned over: read or Unreadable, never another error', async () => {
    let seed = 7;
    const chance = (below: number) => { seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31; return seed % below; };
    for (const name of ['calc-list', 'writer-table-tagged', 'form-named', 'flat-form-notes', 'password']) {
      for (let round = 0; round < 12; round++) {
        const bytes = Uint8Array.from(part(name));
        for (let k = 0; k < 20; k++) bytes[chance(bytes.length - 40)] = chance(256);
        expect(['read', 'damaged', 'scanned', 'locked', 'too-much']).toContain(await unread(bytes));
      }
    }
  });
});

test('one after the other and at the same time, in one process', async () => {
  const [a, b] = [await readPdf(part('calc-list')), await readPdf(part('labels'))];
  const again = await Promise.all([readPdf(part('calc-list')), readPdf(part('labels')), readPdf(part('calc-list'))]);
  expect(again).toEqual([a, b, a]);
});

test('the bytes given are left as they were', async () => {
  const bytes = Uint8Array.from(part('calc-list'));
  await readPdf(bytes);
  expect(Buffer.compare(bytes, part('calc-list'))).toBe(0);
});

/** A text on a page, set in Courier, in which every letter is 0.6 of the size wide. */
type Item = { readonly x: number; readonly y: number; readonly text: string; readonly size?: number };

/** A PDF with these texts on its pages, each in a text object of its own, drawn in this order. */
function laidOut(pages: readonly (readonly Item[])[], { before = '', encoding = 'WinAnsiEncoding' } = {}): Uint8Array {
  const escaped = (text: string) => text.replace(/[\\()]/g, '\\$&');
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_p, i) => `${4 + 2 * i} 0 R`).join(' ')}]>>`, `<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/${encoding}>>`];
  pages.forEach((items, i) => {
    const stream = before + items.map((t) => `BT /F ${t.size ?? 10} Tf ${t.x.toFixed(3)} ${(800 - t.y).toFixed(3)} Td (${escaped(t.text)}) Tj ET`).join('\n');
    objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * i} 0 R>>`, `<</Length ${Buffer.byteLength(stream, 'latin1')}>>stream\n${stream}\nendstream`);
  });
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => { const at = Buffer.byteLength(file, 'latin1'); file += `${i + 1} 0 obj${body}endobj\n`; return at; });
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${Buffer.byteLength(file, 'latin1')}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

const width = (text: string, size = 10) => text.length * 0.6 * size;

describe('never two people in one cell', () => {
  const people = [
    ['Aarhus Kommune', '0751', 'Mette Holm', 'mho@aarhus.dk', '89 40 12 34'], ['Viborg Kommune', '0791', 'Lars Lind', 'lali@viborg.dk', '87 87 00 00'],
    ['Tønder Kommune', '0550', 'Åse Bech', 'ab@toender.dk', '74 92 92 92'], ['Ærø Kommune', '0492', 'Bo Krag', 'boka@aeroekommune.dk', '63 52 50 00'],
  ];
  const headings = ['Kommune', 'Kode', 'Navn', 'E-mail', 'Tlf.'];
  const ownerOf = new Map(people.flatMap((row, i) => row.flatMap((cell) => cell.split(' ').filter((w) => w !== 'Kommune' && w !== '00').map((w) => [w, i] as const))));
  
  test('rows at any distance, columns as narrow as their texts, cells left empty, drawn by rows or by columns', async () => {
    await fc.assert(fc.asyncProperty(
      fc.record({
        pitches: fc.array(fc.constantFrom(10, 11, 11.5, 12, 13, 15, 18, 24), { minLength: 5, maxLength: 5 }), gap: fc.constantFrom(6, 9, 12, 20, 40), withHeadings: fc.boolean(),
        empty: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), order: fc.constantFrom('rows', 'columns', 'backwards'), right: fc.boolean(), some: fc.integer({ min: 2, max: 4 }), first: fc.integer({ min: 0, max: 3 }),
      }),
      async ({ pitches, gap, withHeadings, empty, order, right, some, first }) => {
        const rows = [...(withHeadings ? [headings] : []), ...people.slice(0, some)].map((row) => row.slice(first));
        const widths = rows[0]?.map((_h, c) => Math.max(...rows.map((r) => width(r[c] ?? '')))) ?? [];
        let y = 40;
        const placed = rows.flatMap((row, r) => {
          y += pitches[r] ?? 12;
          return row.flatMap((text, c) => {
            const x = 40 + widths.slice(0, c).reduce((sum, w) => sum + w + gap, 0);
            return empty[r * 5 + c] && r > 0 ? [] : [{ x: right ? x + (widths[c] ?? 0) - width(text) : x, y, text, r, c }];
          });
        });
        if (placed.length === 0) return;
        const drawn = order === 'columns' ? placed.toSorted((a, b) => a.c - b.c || a.r - b.r) : order === 'backwards' ? placed.toReversed() : placed;
        const { tables } = await readPdf(laidOut([drawn]));
        for (const cell of tables.flatMap((t) => t.rows.flat())) {
          const owners = new Set(cell.text.split(/\s+/).flatMap((w) => ownerOf.get(w) ?? []));
          expect([cell.text, owners.size]).toEqual([cell.text, Math.min(1, owners.size)]);
          // No cell holds a part of a name or an address.
          for (const w of cell.text.split(/\s+/)) if (w.includes('@')) expect(people.map((p) => p[3])).toContain(w);
        }
        for (const row of tables.flatMap((t) => t.rows)) {
          const owners = new Set(row.flatMap((c) => c.text.split(/\s+/).flatMap((w) => ownerOf.get(w) ?? [])));
          expect([row.map((c) => c.text), owners.size]).toEqual([row.map((c) => c.text), Math.min(1, owners.size)]);
        }
      },
    ), { numRuns: 200, seed: 1 });
  }, 120_000);

  test('a plain list is read whole, at any distance of its rows', async () => {
    for (const pitch of [11, 11.5, 12, 13, 15, 18, 24]) {
      for (const gap of [9, 12, 20, 40]) {
        const table = [headings, ...people];
        const at = headings.map((_h, c) => 40 + headings.slice(0, c).reduce((sum, _x, k) => sum + Math.max(...table.map((r) => width(r[k] ?? ''))) + gap, 0));
        const { tables } = await readPdf(laidOut([table.flatMap((row, r) => row.map((text, c) => ({ x: at[c] ?? 0, y: 60 + r * pitch, text })))]));
        expect([pitch, gap, tables.map((t) => t.rows.map((r) => r.map((c) => c.text)))]).toEqual([pitch, gap, [table]]);
      }
    }
  });

  test('a name that goes on in the next line comes out whole or not at all', async () => {
    await fc.assert(fc.asyncProperty(
      fc.record({ pitch: fc.constantFrom(11, 11.5, 12), between: fc.constantFrom(0, 1, 3, 6), align: fc.constantFrom('top', 'middle', 'bottom'), order: fc.constantFrom('cells', 'lines'), width: fc.constantFrom(72, 84, 100, 130), slack: fc.constantFrom(2, 6, 12) }),
      async ({ pitch, between, align, order, width: wide, slack }) => {
        const table = [['Kommune', 'Navn', 'E-mail', 'Tlf.'], ['Aarhus Kommune', 'Mette Marie Holm', 'mette.marie.holm@aarhus.dk', '89401234'], ['Viborg Kommune', 'Anne Bech Sørensen', 'abs@viborg.dk', '87870000']];
        const items: (Item & { cell: number; row: number })[] = [];
        let top = 60;
        table.forEach((row, r) => {
          const wrapped = row.map((text) => wrap(text, wide - slack));
          const most = Math.max(...wrapped.map((l) => l.length));
          wrapped.forEach((lines, c) => lines.forEach((text, i) => {
            const down = align === 'top' ? i : align === 'bottom' ? most - lines.length + i : (most - lines.length) / 2 + i;
            items.push({ x: 40 + c * wide, y: top + down * pitch, text, cell: c, row: r });
          }));
          top += most * pitch + between;
        });
        const drawn = order === 'cells' ? items : items.toSorted((a, b) => a.y - b.y || a.x - b.x);
        const { tables } = await readPdf(laidOut([drawn]));
        for (const cell of tables.flatMap((t) => t.rows.flat())) {
          const letter = cell.at[0] ?? '';
          const allowed = table.map((row) => row[letter.charCodeAt(0) - 65]?.replace(/\s/g, ''));
          expect([cell.text, allowed.includes(cell.text.replace(/\s/g, ''))]).toEqual([cell.text, true]);
        }
        // Drawn cell by cell, with a little more room between rows than within: all of it can be told.
        if (order === 'cells' && between >= 1 && align !== 'middle') expect(tables.flatMap((t) => t.rows.flat()).map((c) => c.text.replace(/\s+/g, ' '))).toEqual(expect.arrayContaining(['Mette Marie Holm', 'Anne Bech Sørensen', 'Aarhus Kommune']));
      },
    ), { numRuns: 150, seed: 2 });
  }, 120_000);
});

/** Breaks at blanks, and inside a word only where it is wider than the cell, as word processors do. */
function wrap(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line !== '' && width(`${line} ${word}`) > room) { lines.push(line); line = ''; }
    while (width(word) > room) { const fit = Math.floor(room / 6); lines.push(word.slice(0, fit)); word = word.slice(fit); }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

describe('pages laid out here', () => {
  test('a table that goes on over the page gets its headings', async () => {
    const row = (y: number, ...cells: readonly string[]) => cells.map((text, c) => ({ x: 40 + c * 150, y, text }));
    const read = await readPdf(laidOut([[...row(60, 'Kommune', 'Navn', 'E-mail'), ...row(80, 'Aarhus Kommune', '', '')].filter((i) => i.text !== ''), [...row(60, 'Viborg Kommune', 'Lars Lind', 'lali@viborg.dk'), ...row(80, 'Varde Kommune', 'Bo Krag', 'bokr@varde.dk')]]));
    expect(rowsOf(read).at(-1)).toEqual(['Side 2', 'A1=Viborg Kommune | B1=Lars Lind | C1=lali@viborg.dk', 'A2=Varde Kommune | B2=Bo Krag | C2=bokr@varde.dk']);
    const full = await readPdf(laidOut([[...row(60, 'Kommune', 'Navn', 'E-mail'), ...row(80, 'Aarhus Kommune', 'Mette Holm', 'mho@aarhus.dk')], [...row(60, 'Viborg Kommune', 'Lars Lind', 'lali@viborg.dk'), ...row(80, 'Varde Kommune', 'Bo Krag', 'bokr@varde.dk')]]));
    expect(rowsOf(full).at(-1)).toEqual(['Side 2', 'A1=Kommune | B1=Navn | C1=E-mail', 'A2=Viborg Kommune | B2=Lars Lind | C2=lali@viborg.dk', 'A3=Varde Kommune | B3=Bo Krag | C3=bokr@varde.dk']);
  });
  test('also over a page on which only its first columns are filled, and with numbers set to the right', async () => {
    const at = (y: number, ...cells: readonly (readonly [number, string])[]) => cells.map(([x, text]) => ({ x, y, text }));
    const first = [...at(60, [40, 'Kommune'], [190, 'Region'], [320, 'Navn'], [450, 'E-mail'], [620, 'Telefon (valgfri)']), ...at(80, [40, 'Aarhus Kommune'], [190, 'Region Midtjylland']), ...at(100, [40, 'Varde Kommune'], [190, 'Region Syddanmark'])];
    const second = [...at(60, [40, 'Skive Kommune'], [190, 'Region Midtjylland']), ...at(80, [40, 'Vejle Kommune'], [190, 'Region Syddanmark'])];
    const third = [...at(60, [40, 'Samsø Kommune'], [190, 'Region Midtjylland']), ...at(80, [40, 'Viborg Kommune'], [190, 'Region Midtjylland'], [320, 'Lars Lind'], [450, 'lali@viborg.dk'], [674, '87870000'])];
    const headings = 'A1=Kommune | B1=Region | C1=Navn | D1=E-mail | E1=Telefon (valgfri)';
    expect(rowsOf(await readPdf(laidOut([first, second, third]))).slice(1)).toEqual([
      ['Side 2', headings, 'A2=Skive Kommune | B2=Region Midtjylland', 'A3=Vejle Kommune | B3=Region Syddanmark'],
      ['Side 3', headings, 'A2=Samsø Kommune | B2=Region Midtjylland', 'A3=Viborg Kommune | B3=Region Midtjylland | C3=Lars Lind | D3=lali@viborg.dk | E3=87870000'],
    ]);
    // Of other columns, and labels beside values: tables of their own.
    const other = [...at(60, [40, 'Skive Kommune'], [260, 'Bo Krag']), ...at(80, [40, 'Vejle Kommune'], [260, 'Pia Ravn'])];
    const labelled = [...at(60, [40, 'Leder'], [320, 'Bo Krag']), ...at(80, [40, 'E-mail'], [320, 'bokr@varde.dk'])];
    const own = await readPdf(laidOut([first, other, third]));
    expect(rowsOf(own).slice(1).map((table) => table[1])).toEqual(['A1=Skive Kommune | B1=Bo Krag', 'A1=Samsø Kommune | B1=Region Midtjylland']);
    expect(rowsOf(await readPdf(laidOut([first, labelled])))[1]).toEqual(['Side 2', 'A1=Leder | B1=Bo Krag', 'A2=E-mail | B2=bokr@varde.dk']);
  });
  test('a kommune and a region below their headings are a row of their own, however narrow the column and however few its cells', async () => {
    const at = (y: number, size: number, ...cells: readonly (readonly [number, string])[]) => cells.map(([x, text]) => ({ x, y, text, size }));
    const read = await readPdf(laidOut([[...at(60, 11, [40, 'Kommune'], [130, 'Region'], [250, 'Kontaktperson (navn)'], [400, 'E-mail']), ...at(72, 10, [40, 'Greve Kommune'], [130, 'Region Fyn'], [250, 'Finn Friis Dalgaard'])]]));
    expect(rowsOf(read)).toEqual([['Side 1', 'A1=Kommune | B1=Region | C1=Kontaktperson (navn) | D1=E-mail', 'A2=Greve Kommune | B2=Region Fyn | C2=Finn Friis Dalgaard']]);
  });
  test('a word broken at the end of a line is put together, an address with a hyphen there is left out', async () => {
    const lines = ['Vi sender hermed oplysninger om kommunens nye kontakt-', 'person. Mere om HR-', 'og lønafdelingen følger fra Anne-', 'Grethe Bech, anne-', 'grethe@aarhus.dk.'];
    expect((await readPdf(laidOut([lines.map((text, i) => ({ x: 40, y: 60 + 12 * i, text }))]))).lines).toEqual(
      ['Vi sender hermed oplysninger om kommunens nye kontaktperson.', 'Mere om HR-', 'og lønafdelingen følger fra Anne-Grethe', 'Bech, […]', '']);
  });
  test('ligatures are taken apart, and spaces seen that are only gaps', async () => {
    const before = 'BT /F 10 Tf 40 700 Td (o\\336cielle) Tj ET BT /F 10 Tf 40 600 Td [(Mette) -300 (Holm) 20 (berg)] TJ ET ';
    expect((await readPdf(laidOut([[]], { before, encoding: 'MacRomanEncoding' }))).lines).toEqual(['oficielle', '', 'Mette Holmberg']);
  });
  test('what is drawn twice to look bold is read once', async () => {
    expect((await readPdf(laidOut([[{ x: 40, y: 60, text: 'Mette Holm' }, { x: 40.3, y: 60, text: 'Mette Holm' }]]))).lines).toEqual(['Mette Holm']);
  });
  test('pages after the sixtieth are not read', async () => {
    const { lines } = await readPdf(laidOut(Array.from({ length: 62 }, (_, i) => [{ x: 40, y: 60, text: `Side nummer ${i + 1}` }])));
    expect(lines.filter((l) => l !== '')).toHaveLength(60);
  });
  test('more words than any answer has are too much', async () => {
    const many = Array.from({ length: 60 }, (_, p) => Array.from({ length: 70 }, (_r, r) => ({ x: 0, y: r * 12, size: 4, text: `${p}${r} ${'o '.repeat(45)}` })));
    expect(await unread(laidOut(many))).toBe('too-much');
  });
});
