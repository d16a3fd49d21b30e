// Spoils a sound workbook in one place at a time, to see that each fault is told.
// It refuses to test the program: this looks after the looker (test/support/ooxml.ts).
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createContactLists } from '../../src/adapters/contact-list.ts';
import { openZip } from '../../src/adapters/documents/zip.ts';
import { theRegister } from '../letters/build.ts';
import { aarhus, campaign } from '../letters/samples.ts';
import { faultsOf } from '../support/ooxml.ts';
import { writeZip } from '../support/zip.ts';

const [sound] = await createContactLists({ campaign, register: await theRegister() }).attachmentsOf({ date: '2024-01-30T07:00:00Z', attachments: [{ kind: 'contact-list', kommune: aarhus, regionName: 'Region Midtjylland' }] });
const sheet = 'xl/worksheets/sheet1.xml';

/** The workbook with one text of a part replaced, or without the part. */
async function spoilt(part: string, from: string | RegExp, to: string | null): Promise<Uint8Array> {
  const zip = await openZip(sound?.content ?? new Uint8Array());
  const files: Record<string, Uint8Array> = {};
  for (const name of zip.names) if (name !== part || to !== null) files[name] = await zip.read(name) ?? new Uint8Array();
  if (to !== null) {
    const before = Buffer.from(files[part] ?? []).toString('utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${part} does not hold ${from}`);
    files[part] = Buffer.from(after);
  }
  return writeZip(files);
}

describe('a look through a workbook', () => {
  it('finds nothing in a sound one', async () => {
    expect(await faultsOf(sound?.content ?? new Uint8Array())).toEqual([]);
  });

  it.each<[what: string, part: string, from: string | RegExp, to: string | null]>([
    ['mergeCells may not come after dataValidations', sheet, /(<mergeCells.*<\/mergeCells>)(<dataValidations.*<\/dataValidations>)/u, '$2$1'],
    ['/worksheet may not hold nonsense', sheet, '<pageMargins', '<nonsense/><pageMargins'],
    ['has a style that is not there', sheet, '<c r="D4" s="5"/>', '<c r="D4" s="99"/>'],
    ['stands where it should not', sheet, '<c r="D4" s="5"/>', '<c r="B4" s="5"/>'],
    ['row 3 comes after row 3', sheet, '<row r="4"', '<row r="3"'],
    ['holds a formula: 1+1', sheet, '<c r="D4" s="5"/>', '<c r="D4" s="5"><f>1+1</f></c>'],
    ['can\'t hold 999', sheet, '<v>9</v>', '<v>999</v>'],
    ['error of E4 is longer than 255', sheet, /error="Det ligner/u, `error="${'x'.repeat(256)}`],
    ['promptTitle of F4 is longer than 32', sheet, 'promptTitle="Telefon"', `promptTitle="${'x'.repeat(33)}"`],
    ['a rule stands nowhere: 4E', sheet, 'sqref="E4"', 'sqref="4E"'],
    ['a rule can\'t be read: =1', sheet, /<formula1>1</u, '<formula1>=1<'],
    ['row 4 is too high', sheet, 'ht="48"', 'ht="410"'],
    ['xl/theme/theme1.xml has no content type', '[Content_Types].xml', /<Override PartName="\/xl\/theme\/theme1\.xml"[^>]*>/u, ''],
    ['the content type of /xl/theme/theme1.xml is one of no part', 'xl/theme/theme1.xml', '', null],
    ['names xl/worksheets/sheet2.xml, which is not there', 'xl/worksheets/sheet2.xml', '', null],
    ['docProps/app.xml is missing', 'docProps/app.xml', '', null],
    ['points outside: https://x.example/', 'xl/_rels/workbook.xml.rels', /Target="[^"]*"/u, 'Target="https://x.example/" TargetMode="External"'],
    ['a sheet may not be called a/b', 'xl/workbook.xml', 'name="Ark1"', 'name="a/b"'],
    ['the sheet that opens (1) can\'t be seen', 'xl/workbook.xml', 'activeTab="0"', 'activeTab="1"'],
    ['sheet stands twice: ark1', 'xl/workbook.xml', 'name="_lister"', 'name="ARK1"'],
    ['style 1 points to nothing', 'xl/styles.xml', 'fontId="1"', 'fontId="9"'],
    ['style 4 has a format that is not there', 'xl/styles.xml', 'numFmtId="164" fontId', 'numFmtId="165" fontId'],
    ['docProps/core.xml: created is no time: i går', 'docProps/core.xml', /(<dcterms:created[^>]*>)[^<]*/u, '$1i går'],
    ['docProps/core.xml has no title', 'docProps/core.xml', /<dc:title>[^<]*/u, '<dc:title>'],
  ])('finds that %s', async (what, part, from, to) => {
    expect((await faultsOf(await spoilt(part, from, to))).join('\n')).toContain(what);
  });

  it('throws at what is not well-formed', async () => {
    await expect(faultsOf(await spoilt(sheet, '</worksheet>', ''))).rejects.toThrow(/unclosed tag/u);
  });
});
