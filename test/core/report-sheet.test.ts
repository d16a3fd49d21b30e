// Indberetning.xlsx read back: as it was sent, moved about, damaged, and not ours at all.
// It refuses made-up sheets: each begins as the form that the writer makes and the reader of mails reads.
import { Buffer } from 'node:buffer';
import { writeXlsx } from 'hucre/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { reportFormName, writeReportForm } from '../../src/adapters/report-form.ts';
import { balanceOf } from '../../src/core/report/equality.ts';
import { levelNames, partsOf, type Answers, type ReportRules } from '../../src/core/report/model.ts';
import { columnAt, columnLetters, fieldLines, formSheet, metaSheet, pathOfLine, sheetBlocks, unitColumns } from '../../src/core/report/sheet-layout.ts';
import { wordsOf } from '../../src/core/report/fields.ts';
import { problemsOf, readReportForm, type FormRead } from '../../src/core/report/sheet.ts';
import type { Cell, Document, Table } from '../../src/core/mail.ts';
import { aarhus, campaign } from '../letters/samples.ts';

const rules: ReportRules = { reportYear: 2023, equality: { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4 } }, perUnit: ['0101', '0751'], units: {} };
const answers: Answers = {
  referenceDate: '31-12-2023', fiftyOrMore: 'yes', 'u1.name': 'Kultur', 'u1.level1.women': '0', 'u1.level1.men': '1', 'u1.level2.women': '1', 'u1.level2.men': '4', 'u1.level2.hasTarget': 'yes', 'u1.level2.number': '2',
  'u1.level2.percent': '33,3', 'u1.level2.year': '2026', 'u1.level2.status': 'not-due', 'u2.name': 'Teknik', 'u2.level1.women': '1', 'u2.level1.men': '0', 'u2.level2.women': '2', 'u2.level2.men': '2', policy: 'yes', policyDate: '01-03-2023', comment: 'Første linje\nAnden linje',
};

async function written(typed: Answers = answers, lastYear: Answers | null = null): Promise<Document> {
  const content = await writeReportForm({ campaign, kommune: aarhus, rules, answers: typed, lastYear, at: '2024-03-14T07:00:00Z' });
  const [document] = await readFile({ filename: reportFormName, contentType: '', content, inline: false });
  if (!document) throw new Error('the form was not read');
  return document;
}

const whole = await written(answers, { ...answers, 'u1.level1.women': '7', comment: 'Fra sidste år' });
const read = (...documents: readonly Document[]): FormRead => {
  const form = readReportForm(documents, 2023);
  if (!form) throw new Error('no form was found');
  return form;
};

/** The form with the rows of its sheet changed, each numbered anew as it then stands. */
function changed(change: (rows: readonly (readonly Cell[])[]) => readonly (readonly Cell[])[], name = formSheet): Document {
  const renumbered = (rows: readonly (readonly Cell[])[]) => rows.map((row, index) => row.map((cell) => ({ ...cell, at: cell.at.replace(/\d+$/u, String(index + 1)) })));
  return { ...whole, tables: whole.tables.map((table) => (table.name === formSheet ? { ...table, name, rows: renumbered(change(table.rows)) } : table)) };
}
const rowOf = (number: string) => (row: readonly Cell[]): boolean => row[0]?.text === number;
const without = (name: string) => (document: Document): Document => ({ ...document, tables: document.tables.filter((table) => table.name !== name) });

describe('the form as it was sent', () => {
  it('gives back every answer, its cell, and whose it is; last year stays out of it', () => {
    const form = read(whole);
    expect(form).toMatchObject({ source: reportFormName, campaign: '2024', kommune: '0751', answers, problems: [] });
    expect(Object.keys(form.answers).length).toBe(Object.keys(answers).length);
    expect(form.places['u2.level2.men']).toBe(form.places['u1.level2.men']?.replace('C', 'D'));
    const cellAt = (at = '') => whole.tables[0]?.rows.flat().find((cell) => cell.at === at)?.text;
    expect([cellAt(form.places['u2.name']), cellAt(form.places['comment']), cellAt(form.places['u1.level2.percent'])]).toEqual(['Teknik', answers['comment'], '33.3']);
    // An empty field has its place too: what is missing is asked for by its cell.
    expect(form.places['policyLink']).toMatch(/^C\d+$/u);
  });

  it('asks where "no" would leave out the figures that stand in the sheet', async () => {
    const slip = read(await written({ ...answers, fiftyOrMore: 'no' }));
    expect(problemsOf(slip)).toEqual([{ place: slip.places['fiftyOrMore'], text: 'Der er svaret nej til, at kommunen har 50 eller flere ansatte, men der er udfyldt tal for ledere. Svar ja, eller slet tallene.' }]);
    expect(problemsOf(read(await written({ referenceDate: '31-12-2023', fiftyOrMore: 'no', 'u1.name': 'Kultur' })))).toEqual([]);
  });

  it('never looks at more columns than a report has units, whatever the hidden sheet says', () => {
    const hidden = whole.tables.map((table) => (table.name === metaSheet ? { ...table, rows: table.rows.map((row) => row.map((cell, index) => (row[0]?.text === 'columns' && index === 1 ? { ...cell, text: '900000000' } : cell))) } : table));
    expect(Object.keys(read({ ...whole, tables: hidden }).places)).not.toContain('u31.name');
  });

  it('says so when a sheet and its copy differ, and reads the one that is filled in', () => {
    const [form] = whole.tables;
    const copy = (name: string, change: (rows: Table['rows']) => Table['rows']): Table => ({ ...(form as Table), name, rows: change((form as Table).rows) });
    expect(read({ ...whole, tables: [...whole.tables, copy('Kopi', (rows) => rows)] }).problems).toEqual([]);
    const blank = copy('Tom', (rows) => rows.map((row) => row.filter((cell) => columnAt(cell.at) < 2)));
    const both = read({ ...whole, tables: [blank, ...whole.tables] });
    expect([both.answers['u1.level2.men'], both.problems]).toEqual(['4', [{ place: null, text: 'Skemaet står flere gange i filen med forskellige svar (arkene »Indberetning« og »Tom«). Lad kun det ark stå, der gælder.' }]]);
  });

  it('gives back whatever was typed', async () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom('=1+1', '+45 1', '-', '_x0041_', 'Ja', '1.1', '3.1 ', '40%', '31-12-2023', '1. Grundoplysninger', 'Kvinder', 'a\nb', '  ', '\u0007', '0', '007', '@SUM(A1)', '<b>&amp;</b>')).map((typed) => typed.replace(/\p{Cc}(?<!\n)/gu, '').trim());
    const odd = fc.constantFrom('ved ikke', '-3', '2 (vakant)', '007', '1.000,5', '3,5');
    const count = fc.oneof(fc.nat(300).map(String), odd);
    const typedAt = (path: string): fc.Arbitrary<string> => {
      const words = wordsOf(path, 2023);
      switch (words.kind) {
        case 'whole': case 'year': return count;
        case 'percent': return fc.oneof(fc.integer({ min: 1, max: 999 }).map((tenths) => String(tenths / 10).replace('.', ',')), odd);
        case 'day': return fc.oneof(fc.constantFrom('29-02-2024', '01-01-1901', '31-12-2023', '30-02-2023', '31/12 2023'), odd);
        case 'choice': return fc.oneof(fc.constantFrom(...words.options.map(({ value }) => value)), odd);
        case 'text': case 'long': case 'link': return text;
      }
    };
    const arbitrary = fc.integer({ min: 1, max: 4 }).chain((units) => fc.record(Object.fromEntries(fieldLines.flatMap((line) => (line.of === 'report' ? [1] : Array.from({ length: units }, (_, index) => index + 1)).map((unit) => [pathOfLine(line, `u${unit}`), typedAt(pathOfLine(line, `u${unit}`))])))));
    await fc.assert(fc.asyncProperty(arbitrary, async (typed) => {
      const form = read(await written(typed));
      // Empty fields are left out, but for the name of a unit of which anything is told.
      const units = new Set(Object.keys(typed).filter((path) => typed[path] !== '' && path.includes('.')).map((path) => path.split('.')[0]));
      expect(form.answers).toEqual(Object.fromEntries(Object.entries(typed).filter(([path, said]) => said !== '' || (path.endsWith('.name') && units.has(path.split('.')[0])))));
      expect(form.problems.length).toBe(Object.entries(typed).filter(([path, said]) => said !== '' && wordsOf(path, 2023).kind === 'choice' && !wordsOf(path, 2023).options.some(({ value }) => value === said)).length);
    }), { numRuns: 40 });
  });

  it('puts units side by side, whatever they were called', async () => {
    const form = read(await written({ ...answers, ...Object.fromEntries(Object.entries(answers).filter(([path]) => path.startsWith('u2.')).map(([path, typed]) => [path.replace('u2', 'u17'), typed])), 'u2.name': 'Sundhed' }));
    expect([form.answers['u2.name'], form.answers['u3.name'], form.answers['u3.level2.women'], form.problems]).toEqual(['Sundhed', 'Teknik', '2', []]);
  });

  it('has room for more units than are known, and a line for every field', () => {
    const known = (count: number): Answers => Object.fromEntries(Array.from({ length: count }, (_, index) => [`u${index + 1}.name`, '']));
    expect([unitColumns('0101', rules, known(7)), unitColumns('0101', rules, known(9)), unitColumns('0147', rules, known(1)), unitColumns('0147', rules, known(2)), unitColumns('0101', rules, known(30))]).toEqual([10, 12, 4, 5, 30]);
    expect(new Set(fieldLines.map(({ number }) => number)).size).toBe(fieldLines.length);
    expect(fieldLines.every((line) => partsOf(pathOfLine(line, 'u1')) !== undefined && !/\.\d\d/u.test(line.number))).toBe(true);
    expect([columnLetters(2), columnLetters(31), columnAt('AF12')]).toEqual(['C', 'AF', 31]);
  });
});

describe('the form moved about', () => {
  it.each([
    ['sorted from the bottom up', changed((rows) => rows.toReversed())],
    ['with rows put in', changed((rows) => rows.flatMap((row) => [row, [{ at: 'A1', text: 'Vores egen note' }]]))],
    ['with the sheet renamed and the hidden sheets gone', without(metaSheet)(changed((rows) => rows, 'Ark1'))],
    ['with column A emptied', changed((rows) => rows.map((row) => row.filter((cell) => columnAt(cell.at) > 0 || sheetBlocks.some(({ title }) => title === cell.text))))],
    ['with column A taken out', changed((rows) => rows.map((row) => row.filter((cell) => columnAt(cell.at) > 0 || sheetBlocks.some(({ title }) => title === cell.text)).map((cell) => ({ ...cell, at: columnLetters(Math.max(columnAt(cell.at) - 1, 0)) + 1 }))))],
    ['with a column put in front', changed((rows) => rows.map((row) => row.map((cell) => ({ ...cell, at: columnLetters(columnAt(cell.at) + 1) + 1 }))))],
    ['with numbers written the Danish way and labels gone', changed((rows) => rows.map((row) => row.flatMap((cell) => (/^\d\.\d$/u.test(cell.text) ? [{ ...cell, text: cell.text.replace('.', ',') }] : columnAt(cell.at) === 1 && rowOf('3.1')(row) ? [] : [cell]))))],
    ['with a line twice that says the same', changed((rows) => [...rows, ...rows.filter(rowOf('5.5'))])],
  ])('%s, it says the same', (_, document) => {
    const form = read(document);
    expect(form.answers).toEqual(answers);
    expect(form.problems).toEqual([]);
  });

  it('says which line is gone, and leaves what can be read', () => {
    const form = read(changed((rows) => rows.filter((row) => !rowOf('4.1')(row))));
    expect(form.problems).toEqual([{ place: null, text: 'Felt 4.1 »Kvinder« under »4. Næste ledelsesniveau« findes ikke i arket eller er skjult. Brug en uændret Indberetning.xlsx fra vores mail, og udfyld den igen.' }]);
    const { 'u1.level2.women': _, 'u2.level2.women': __, ...rest } = answers;
    expect(form.answers).toEqual(rest);
  });

  it('says which line stands twice with different answers', () => {
    const form = read(changed((rows) => [...rows, ...rows.filter(rowOf('5.5')).map((row) => row.map((cell, index) => (index === 2 ? { ...cell, text: 'Noget andet' } : cell)))]));
    expect(form.problems.map(({ text }) => text)).toEqual([expect.stringMatching(/^Felt 5\.5 »Bemærkninger \(valgfrit\)« står flere gange i arket med forskellige svar \(række \d+ og \d+\)\./u)]);
    expect(form.answers['comment']).toBe(answers['comment']);
  });

  it('names the cell of an answer that stands where none is asked for', () => {
    const beside = (number: string, text: string, at: string) => changed((rows) => rows.map((row) => (rowOf(number)(row) ? [...row.filter((cell) => columnAt(cell.at) < 2), { at: `${at}1`, text }] : row)));
    const shifted = read(beside('1.1', '2023-12-31', 'D'));
    expect(shifted.answers['referenceDate']).toBe(undefined);
    expect(shifted.problems).toEqual([{ place: expect.stringMatching(/^D\d+$/u), text: expect.stringMatching(/^»2023-12-31« i D(\d+) står uden for skemaets felter\. Svaret på felt 1\.1 »Opgørelsesdato« skal stå i celle C\1\.$/u) }]);
    expect(read(beside('3.1', '2', 'Z')).problems).toEqual([{ place: expect.stringMatching(/^Z\d+$/u), text: expect.stringContaining('en af kolonnerne C til L, under enhedens navn') }]);
    expect(read(changed((rows) => rows.flatMap((row) => (rowOf('3.2')(row) ? [row, [{ at: 'C1', text: '5' }]] : [row])))).problems).toEqual([{ place: expect.stringMatching(/^C\d+$/u), text: expect.stringMatching(/^»5« i C\d+ hører ikke til noget felt\./u) }]);
  });

  it('takes a unit to the right of those it has room for, if it has a name', () => {
    const more = read(changed((rows) => rows.map((row) => (rowOf('2.1')(row) ? [...row, { at: 'N1', text: 'Sundhed' }] : rowOf('3.1')(row) ? [...row, { at: 'N1', text: '2' }] : row))));
    expect([more.problems, more.answers['u12.name'], more.answers['u12.level1.women']]).toEqual([[], 'Sundhed', '2']);
  });
});

describe('what stands in the cells', () => {
  const typed = (number: string, text: string): FormRead => read(changed((rows) => rows.map((row) => (rowOf(number)(row) ? [...row.slice(0, 2), { at: 'C1', text }] : row))));

  it.each([
    ['1.2', ' ja ', 'fiftyOrMore', 'yes'], ['1.2', 'FALSK', 'fiftyOrMore', 'no'], ['5.1', 'ikke påkrævet.', 'policy', 'not-required'], ['4.7', 'IKKE NÅET', 'u1.level2.status', 'not-reached'],
    ['4.5', '40%', 'u1.level2.percent', '40'], ['4.5', '33,3 pct.', 'u1.level2.percent', '33,3'], ['4.5', '33.3', 'u1.level2.percent', '33,3'], ['4.5', '0.4', 'u1.level2.percent', '40'], ['4.5', '0.3333333333333333', 'u1.level2.percent', '33,333'],
    ['4.1', '2.5', 'u1.level2.women', '2,5'], ['1.1', '2023-12-31', 'referenceDate', '31-12-2023'], ['1.1', '45291', 'referenceDate', '31-12-2023'], ['1.1', '31/12 2023', 'referenceDate', '31/12 2023'],
  ])('%s: %j is read as %s %s', (number, text, path, expected) => {
    const form = typed(number, text);
    expect([form.answers[path], form.problems]).toEqual([expected, []]);
  });

  it('names a choice that is none, and keeps what was typed', () => {
    const form = typed('4.7', 'Næsten');
    expect(form.answers['u1.level2.status']).toBe('Næsten');
    expect(form.problems).toEqual([{ place: form.places['u1.level2.status'], text: expect.stringMatching(/^»Næsten« i C\d+ kan ikke vælges i felt 4\.7 »Status for måltallet« under »4\. Næste ledelsesniveau«\. Vælg »Nået«, »Ikke nået« eller »Ikke forfaldent endnu«\.$/u) }]);
  });
});

describe('which document is the form', () => {
  it('says so when there are two that differ, and is silent when they do not', async () => {
    const other = { ...await written({ ...answers, comment: 'En anden' }), source: 'Kopi.xlsx' };
    expect(read(whole, { ...whole, source: 'Igen.xlsx' }).problems).toEqual([]);
    expect(read({ ...await written({ 'u1.name': 'Kultur' }), source: 'Tom.xlsx' }, whole)).toMatchObject({ source: reportFormName, answers, problems: [] });
    expect(read(whole, other)).toMatchObject({ source: reportFormName, answers, problems: [{ place: null, text: 'Der er flere forskellige indberetninger i mailen (»Indberetning.xlsx« og »Kopi.xlsx«). Send kun den, der gælder.' }] });
  });

  it('takes none that is not ours, and never throws', async () => {
    const rows = [['1.1', 'Kvinder', 3], ['1.2', 'Mænd', 4], ['2.1', 'Andel', 40], ['3.1', 'Kvinder', 1], ['3.2', 'Mænd', 2], ['3.3', 'I alt', 3], ['4.1', 'x', 1], ['4.2', 'y', 2], ['5.1', 'z', 1], ['5.2', 'z', 1]];
    const [stranger] = await readFile({ filename: reportFormName, contentType: '', content: await writeXlsx({ sheets: [{ name: formSheet, rows }] }), inline: false });
    const [garbage] = await readFile({ filename: reportFormName, contentType: '', content: Buffer.from('PK\u0003\u0004 no zip at all'), inline: false });
    expect(readReportForm([stranger, garbage].flatMap((document) => (document ? [document] : [])), 2023)).toBe(undefined);
    expect(readReportForm([], 2023)).toBe(undefined);
    const bare: Table = { name: metaSheet, hidden: true, rows: [[{ at: 'A1', text: 'form' }, { at: 'B1', text: 'report' }]] };
    expect(read({ ...whole, tables: [bare] })).toMatchObject({ answers: {}, problems: [{ place: null, text: expect.stringContaining('Skemaets felter kan ikke findes i filen »Indberetning.xlsx«.') }] });
    const cell = fc.record({ at: fc.oneof(fc.constantFrom('A1', 'B2', 'C3', 'AF40', ''), fc.string()), text: fc.oneof(fc.string(), fc.constantFrom('1.1', '3.1', 'Kvinder', 'form', 'report', '4. Næste ledelsesniveau', '99999', '0.5', '__proto__')) });
    fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 12 }), fc.constantFrom(formSheet, metaSheet, 'Ark1', ''), (garbled, name) => {
      const form = readReportForm([{ ...whole, tables: [{ name, hidden: false, rows: garbled }, ...whole.tables.slice(1)] }], 2023);
      expect(form === undefined || Array.isArray(form.problems)).toBe(true);
    }));
  });

  it('agrees with the rules about what stands in the sheet as reckoned', () => {
    const row = whole.tables[0]?.rows.filter((cells) => cells[0]?.text === 'Ligelig fordeling (beregnes)') ?? [];
    const expected = levelNames.map((level) => ['u1', 'u2'].map((unit) => balanceOf(Number(answers[`${unit}.${level}.women`]), Number(answers[`${unit}.${level}.men`]), rules.equality).equal));
    expect(row.map((cells) => cells.slice(1).map(({ text }) => ({ Ja: true, Nej: false, 'Opgøres ikke': null })[text]))).toEqual(expected);
  });
});
