// The readers of office formats on files of LibreOffice, SheetJS and python-docx, on what Word writes, and on what is locked, damaged, hostile or mere pictures.
// It refuses to trust a reader to end: whatever bytes it is given, it reads them wholly or says in one word why not.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unreadable, type Content, type Reader } from '../../src/adapters/documents/content.ts';
import { readDoc } from '../../src/adapters/documents/doc.ts';
import { readDocx } from '../../src/adapters/documents/docx.ts';
import { edgeTable } from '../../src/adapters/documents/edge-table.ts';
import { readHtml } from '../../src/adapters/documents/html.ts';
import { kindOfFile } from '../../src/adapters/documents/kind-of-file.ts';
import { readOds } from '../../src/adapters/documents/ods.ts';
import { readOdt } from '../../src/adapters/documents/odt.ts';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { readRtf } from '../../src/adapters/documents/rtf.ts';
import { readExcelXml, readXls, readXlsb } from '../../src/adapters/documents/workbook-sheetjs.ts';
import { readXlsx } from '../../src/adapters/documents/xlsx.ts';
import { writeZip } from '../support/zip.ts';

const folder = join(import.meta.dirname, '../mails/parts');
const part = (name: string): Buffer => readFileSync(join(folder, `office-${name}`));
const shown = ({ tables }: Content) => tables.map((t) => t.rows.map((r) => r.map((c) => `${c.at}=${c.text}`)));
const names = ({ tables }: Content) => tables.map((t) => `${t.name}${t.hidden ? ' (hidden)' : ''}`);
const refusal = (word: string, sentence = /./) => expect.objectContaining({ unread: word, message: expect.stringMatching(sentence) });
const zip = (files: Readonly<Record<string, string>>) => writeZip(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));

const readers: Readonly<Record<string, Reader>> = { docx: readDocx, doc: readDoc, odt: readOdt, fodt: readOdt, rtf: readRtf, xls: readXls, ods: readOds, fods: readOds, xlsx: readXlsx, xlsb: readXlsb, xml: readExcelXml };
const readerOf = (name: string): Reader => readers[name.split('.').at(-1) ?? ''] as Reader;

// SheetJS names records it does not know on standard error.
beforeAll(() => { vi.spyOn(console, 'error').mockImplementation(() => {}); });

describe('workbooks', () => {
  const list = (formula: string[]) => [
    ['A1=Kontaktperson for indberetning – Ærø, Åbenrå & Østjylland'],
    ['A3=Kommune', 'B3=Kommunekode', 'C3=Kontaktperson (navn)', 'D3=Kontaktperson (e-mail)', 'E3=Telefon', 'F3=Dato', 'H3=Bemærkning'],
    ['A4=Aarhus Kommune', 'B4=751', 'C4=Mette Holm', 'D4=mho@aarhus.dk', 'E4=89401234', 'F4=2024-02-08', 'H4=Første linje\nanden linje'],
    ['A5=Aarhus Kommune', 'B5=751', 'C5=Lars Lind', 'D5=lali@aarhus.dk', 'E5=12345.5', 'H5=SAND'],
    ['A7=Randers Kommune', 'B7=730', 'C7=Ulla Friis', ...formula, 'F7=0.4'],
  ];
  // LibreOffice stores 0 for a formula whose value is a text when it writes xls.
  test.each([
    ['workbook.ods', ['D7=ulla.friis@randers.dk']], ['workbook.fods', ['D7=ulla.friis@randers.dk']], ['workbook.xlsx', ['D7=ulla.friis@randers.dk']], ['workbook.xls', ['D7=0']], ['sheetjs.xlsb', ['D7=0']], ['sheetjs-2003.xml', ['D7=0']],
  ])('%s: every cell in its place, hidden row and column left out, a hidden sheet marked', async (name, formula) => {
    const content = await readerOf(name)(part(name));
    expect(names(content)).toEqual(['Kontaktliste', 'Sidste år (hidden)', 'Skema']);
    expect(shown(content)).toEqual([
      list(formula),
      [['A1=Navn', 'B1=Bent Gammelgaard'], ['A2=E-mail', 'B2=bega@aarhus.dk']],
      [['B4=Kommune', 'C4=Tønder Kommune'], ['B5=Kontaktperson', 'C5=Åse Thomsen'], ['B6=E-mail', 'C6=ath@toender.dk']],
    ]);
  });

  test('xls of Excel 5 (BIFF5)', async () => {
    const content = await readXls(part('sheetjs-biff5.xls'));
    expect(shown(content)[0]?.[2]?.slice(0, 6)).toEqual(['A4=Aarhus Kommune', 'B4=751', 'C4=Mette Holm', 'D4=mho@aarhus.dk', 'E4=89401234', 'F4=2024-02-08']);
  });

  test('Excel 2003 XML of LibreOffice, which does not say where the cells beside a merge stand, is refused and not shifted', async () => {
    await expect(readExcelXml(part('workbook-2003.xml'))).rejects.toEqual(refusal('damaged', /Merged cells/));
  });

  const ods = (sheets: string) => zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': `<office:document-content><office:body><office:spreadsheet>${sheets}</office:spreadsheet></office:body></office:document-content>` });
  test('ods: repeated cells and rows, notes passed over, errors empty', async () => {
    const content = await readOds(ods(`<table:table table:name="A"><table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
      <table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p></table:table-cell><table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table>`));
    expect(shown(content)).toEqual([[['B1048001=a  b', 'C1048001=a  b'], ['B1048002=a  b', 'C1048002=a  b']]]);
  });
  test('ods: a cell repeated a million times is too much', async () => {
    const bytes = ods('<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>');
    await expect(readOds(bytes)).rejects.toEqual(refusal('too-much', /200000 filled cells/));
  });
});

describe('letters', () => {
  const tables = [
    [
      ['A1=Kommune', 'B1=Navn', 'C1=E-mail', 'D1=Telefon'],
      ['A2=Aarhus Kommune', 'B2=Mette Holm', 'C2=mho@aarhus.dk', 'D2=89 40 12 34'],
      ['A3=Aarhus Kommune', 'B3=Lars Lind\n(stedfortræder)', 'C3=lali@aarhus.dk'],
      ['A4=Samlet bemærkning', 'C4=Gælder fra 1. marts'],
    ],
    [['A1=Kommune', 'B1=Tønder Kommune'], ['A2=Kontaktperson', 'B2=Åse Thomsen'], ['A3=E-mail', 'B3=ath@toender.dk']],
  ];
  test.each(['letter.docx', 'letter.doc', 'letter.odt', 'letter.fodt', 'letter.rtf'])('%s: tables with merges, the text around them, frame, header, footer; nothing deleted, hidden or struck out', async (name) => {
    const content = await readerOf(name)(part(name));
    expect(shown(content)).toEqual(tables);
    expect(content.lines).toEqual(expect.arrayContaining([
      'Aarhus Kommune, Personale', 'Rådhuset, 8000 Aarhus C', 'Kontaktpersoner i Aarhus Kommune', 'Kære Ligestillingsafdeling', 'Hermed vores liste, jf. brev nr. 2024-17.',
      'Før listen, fra Ærøskøbing:', 'Mellem tabellerne.', 'Med venlig hilsen', 'Karen Lund, HR', 'I en ramme: hr@aarhus.dk', 'Til sidst.', 'Aarhus Kommune\tMette Holm\tmho@aarhus.dk\t89 40 12 34',
    ]));
    expect(content.lines.join('\n')).toMatch(/Se også bilaget\./);
    expect(JSON.stringify(content)).not.toMatch(/Slettet|besl@|Streget|Usynlig/);
  });

  test.each(['nested.docx', 'nested.doc', 'nested.odt', 'nested.rtf'])('%s: a table within a table', async (name) => {
    const content = await readerOf(name)(part(name));
    expect(shown(content)).toEqual([[['A1=Navn', 'B1=Pia Ravn'], ['A2=Mail', 'B2=pira@syddjurs.dk']], [['A1=Ydre A', 'B1=efter'], ['A2=Nederst', 'B2=Slut']]]);
    expect(content.lines.at(-1)).toBe('Bagefter.');
  });

  test('python-docx: merges, a header, and lines with tabulators, which make a table too', async () => {
    const content = await readDocx(part('python-docx.docx'));
    expect(shown(content)).toEqual([
      [['A1=Rolle', 'B1=Navn', 'C1=Mail'], ['A2=Kontaktperson', 'B2=Pia Ravn', 'C2=pira@syddjurs.dk'], ['A3=Kontaktperson', 'B3=Gælder begge forvaltninger']],
      [['A1=Navn:', 'B1=Pia Ravn'], ['A2=Mail:', 'B2=pira@syddjurs.dk']],
    ]);
    expect(content.lines).toEqual(expect.arrayContaining(['Syddjurs Kommune', 'Kontaktperson', 'Navn:\tPia Ravn']));
  });
});

describe('flat OpenDocument files', () => {
  const root = (type: string, body: string, prefix = 'office') => `<${prefix}:document xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ${prefix}:mimetype="application/vnd.oasis.opendocument.${type}">${body}</${prefix}:document>`;
  const sheet = root('spreadsheet', '<office:master-styles><style:header><text:p>Sidehoved</text:p></style:header></office:master-styles><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell><text:p>Åse Bæk</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>');
  const letter = (body: string) => root('text', `<office:body><office:text>${body}</office:text></office:body>`);
  const kind = (bytes: Uint8Array) => kindOfFile(bytes, 'text/xml', 'Kontaktliste.xml');
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

  test.each<[string, Uint8Array]>([
    ['nothing before it', Buffer.from(sheet)],
    ['a byte order mark and a declaration', Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n\r\n${sheet}`)],
    ['comments and instructions', Buffer.from(`<?xml version="1.0"?><!-- <html> --><?mso-application progid="x"?>\n<!--${' '.repeat(9_000)}-->${sheet}`)],
    ['UTF-16', utf16(`<?xml version="1.0" encoding="UTF-16"?>${sheet}`)],
    ['ISO 8859-1', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${sheet}`, 'latin1')],
    ['a wrong label', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${sheet}`)],
  ])('known by the root element: %s', async (_before, bytes) => {
    expect(kind(bytes)).toBe('flat-ods');
    expect(shown(await readOds(bytes))).toEqual([[['A1=Åse Bæk']]]);
  });
  test('what they are says their mimetype; other XML is no such file', () => {
    expect([kind(Buffer.from(letter(''))), kind(Buffer.from(root('text-template', ''))), kind(Buffer.from(root('presentation', ''))), kind(part('workbook.fods')), kind(part('letter.fodt'))]).toEqual(['flat-odt', 'flat-odt', 'flat-odf', 'flat-ods', 'flat-odt']);
    expect([kind(Buffer.from(sheet.replace('xmlns:office=', 'xmlns:other='))), kind(Buffer.from(`Se her: ${sheet}`)), kind(Buffer.from('<document/>'))]).toEqual(['text', 'text', 'text']);
  });
  test.each([['office-workbook.fods', 'ods'], ['office-letter.fodt', 'odt']])('%s is read as %s, whatever it is called', async (filename, readAs) => {
    const [document] = await readFile({ filename: 'liste.xml', contentType: 'text/xml', inline: false, content: part(filename.replace('office-', '')) });
    expect(document).toMatchObject({ readAs, problem: null });
    expect(JSON.stringify(document)).toContain('mho@aarhus.dk');
  });
  test('a document type is refused, and prefixes under which no hidden row would be known as one', async () => {
    const typed = Buffer.from(`<?xml version="1.0"?><!DOCTYPE office:document [<!ENTITY a "b">]>${sheet}`);
    expect(kind(typed)).toBe('flat-ods');
    await expect(readOds(typed)).rejects.toEqual(refusal('damaged', /document type/));
    const renamed = Buffer.from(root('spreadsheet', '<o:body/>', 'o'));
    expect(kind(renamed)).toBe('flat-ods');
    await expect(readOds(renamed)).rejects.toEqual(refusal('unknown-format'));
    await expect(readOds(Buffer.from(sheet.replaceAll(/\btable:(?!1\.0)/g, 't:').replace('xmlns:table=', 'xmlns:t=')))).rejects.toEqual(refusal('unknown-format'));
  });
  test('more than a package may unfold to is too much', async () => {
    await expect(readOdt(Buffer.concat([Buffer.from(letter('')), Buffer.alloc(50_000_000, ' ')]))).rejects.toEqual(refusal('too-much', /50 MB/));
  });
  test('a tracked deletion whose text stands in its place is left out over paragraphs, an insertion is not; without an end it is damaged', async () => {
    const region = (id: string, what: string) => `<text:changed-region text:id="${id}"><text:${what}/></text:changed-region>`;
    const text = `<text:tracked-changes>${region('a', 'deletion')}${region('b', 'insertion')}</text:tracked-changes><text:p>Kontakt: <text:change-start text:change-id="a"/>Karl Slettet,</text:p><text:p>kasl@aarhus.dk<text:change-end text:change-id="a"/><text:change-start text:change-id="b"/>Mette Holm<text:change-end text:change-id="b"/></text:p>`;
    expect((await readOdt(Buffer.from(letter(text)))).lines).toEqual(['Kontakt:', 'Mette Holm']);
    await expect(readOdt(Buffer.from(letter(text.replace('<text:change-end text:change-id="a"/>', ''))))).rejects.toEqual(refusal('damaged', /deleted text/));
  });
  test('the letters of a picture and of a document in it are no text; only a picture is a scan', async () => {
    const frame = '<draw:frame><draw:image><office:binary-data>TWV0dGUgSG9sbQ==</office:binary-data></draw:image></draw:frame><draw:object><office:document><office:body><text:p>Indlejret</text:p></office:body></office:document></draw:object>';
    expect((await readOdt(Buffer.from(letter(`<text:p>Hej ${frame}</text:p>`)))).lines).toEqual(['Hej']);
    await expect(readOdt(Buffer.from(letter(`<text:p>${frame}</text:p>`)))).rejects.toEqual(refusal('scanned'));
  });
});

describe('docx as Word writes it', () => {
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
  const relations = (target: string) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`;
  const docx = (body: string, more: Readonly<Record<string, string>> = {}, name = 'word/document.xml') => zip({ '[Content_Types].xml': types, '_rels/.rels': relations(name), [name]: `<?xml version="1.0"?><w:document ${w}><w:body>${body}</w:body></w:document>`, ...more });
  const run = (text: string, properties = '') => `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
  const p = (inner: string) => `<w:p>${inner}</w:p>`;

  test('content controls, checkboxes, tracked changes, hidden and struck out text, non-breaking hyphens', async () => {
    const { lines } = await readDocx(docx([
      p(`<w:sdt><w:sdtPr/><w:sdtContent>${run('Mette Holm')}</w:sdtContent></w:sdt>`),
      p(`<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>${run('☒')}</w:sdtContent></w:sdt>${run(' Ja')}`),
      p(`${run('mho')}<w:del>${`<w:r><w:delText>.gammel</w:delText></w:r>`}</w:del><w:ins>${run('@aarhus.dk')}</w:ins>`),
      p(`${run('vises')}${run('skjult', '<w:vanish/>')}${run('skjult', '<w:strike w:val="0"/><w:vanish w:val="true"/>')}${run('streget', '<w:strike/>')}${run('dobbelt', '<w:dstrike/>')}${run(' stadig', '<w:vanish w:val="0"/>')}`),
      p(`${run('Anne')}<w:r><w:noBreakHyphen/></w:r>${run('Grethe')}`),
    ].join('')));
    expect(lines).toEqual(['Mette Holm', '☒ Ja', 'mho@aarhus.dk', 'vises stadig', 'Anne-Grethe']);
  });
  test('an unfilled placeholder says nothing', async () => {
    const styles = `<w:styles ${w}><w:style w:type="character" w:styleId="Pladsholdertekst"><w:name w:val="Placeholder Text"/></w:style></w:styles>`;
    expect((await readDocx(docx(p(`${run('Navn: ')}${run('Klik her for at skrive', '<w:rStyle w:val="Pladsholdertekst"/>')}`), { 'word/styles.xml': styles }))).lines).toEqual(['Navn:']);
  });
  test('a text box is read once, a deleted row not at all', async () => {
    const box = (text: string) => `<w:txbxContent>${p(run(text))}</w:txbxContent>`;
    const content = await readDocx(docx(`${p(`<w:r><mc:AlternateContent><mc:Choice Requires="wps">${box('I boksen')}</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${box('I boksen')}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`)}
      <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>${p(run('slettet'))}</w:tc></w:tr><w:tr><w:tc>${p(run('a'))}</w:tc><w:tc>${p(run('b'))}</w:tc></w:tr></w:tbl>`));
    expect(content.lines.filter((l) => l === 'I boksen')).toHaveLength(1);
    expect(shown(content)).toEqual([[['A1=a', 'B1=b']]]);
  });
  test('the body under another name (document2.xml)', async () => {
    expect((await readDocx(docx(p(run('Hej')), {}, 'word/document2.xml'))).lines).toEqual(['Hej']);
  });
  test('only a picture', async () => {
    await expect(readDocx(docx(p(''), { 'word/media/image1.png': 'x' }))).rejects.toEqual(refusal('scanned', /^The document holds only pictures\.$/));
  });
  test('a document type, and too much XML', async () => {
    await expect(readDocx(zip({ '_rels/.rels': relations('word/document.xml'), 'word/document.xml': `<!DOCTYPE x [<!ENTITY a "b">]><w:document ${w}/>` }))).rejects.toEqual(refusal('damaged', /document type/));
    await expect(readDocx(docx(p(run('a'.repeat(9_000_000)))))).rejects.toEqual(refusal('too-much', /3 MB/));
  });
});

describe('rtf as Word and Outlook write it', () => {
  const rtf = (text: string) => Buffer.from(`{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}{\\f1\\fnil\\fcharset204 Arial;}}{\\*\\generator Riched20;}${text}}`, 'latin1');
  test('Unicode with its stand-ins, code pages, symbols, fields, deleted and hidden text', async () => {
    const { lines } = await readRtf(rtf(String.raw`\uc1 K\u230?re \u197\'c5se\line \'c6r\'f8sk\'f8bing, {\f1 \'cf}\par \uc2 Bj\u248\'f8\'3frn\uc0\u8217 s\par{\uc0\u8211}{\deleted Slettet}{\v skjult}\strike streget\strike0  anne\_grethe@aarhus.dk\par {\field{\*\fldinst HYPERLINK "mailto:x@y.dk"}{\fldrslt mho@aarhus.dk}}{\pict\pngblip 00ff}{\*\bkmkstart a}\tab fri\par`));
    expect(lines).toEqual(['Kære Åse', 'Ærøskøbing, П', 'Bjørn’s', '– anne-grethe@aarhus.dk', 'mho@aarhus.dk\tfri']);
  });
  test('a table with merges downwards and a short row, measured by its edges', async () => {
    const cut = (flags: string, ...edges: readonly number[]) => `\\trowd\\trleft0${edges.map((e, i) => `${i === 0 ? flags : ''}\\cellx${e}`).join('')}`;
    const content = await readRtf(rtf([
      `${cut('', 2000, 5000, 9000)}\\pard\\intbl Kommune\\cell Navn\\cell Mail\\cell\\row`,
      `${cut('\\clvmgf', 2000, 5000, 9000)}\\pard\\intbl Aarhus\\cell Mette Holm\\par HR\\cell mho@aarhus.dk\\cell\\row`,
      `${cut('\\clvmrg', 2000, 5000, 9000)}\\pard\\intbl\\cell Lars Lind\\cell lali@aarhus.dk\\cell\\row`,
      `${cut('', 5000, 9000)}\\pard\\intbl Begge\\cell samme@aarhus.dk\\cell\\row`,
      '\\pard Efter.\\par',
    ].join('')));
    expect(shown(content)).toEqual([[
      ['A1=Kommune', 'B1=Navn', 'C1=Mail'], ['A2=Aarhus', 'B2=Mette Holm\nHR', 'C2=mho@aarhus.dk'], ['A3=Aarhus', 'B3=Lars Lind', 'C3=lali@aarhus.dk'], ['A4=Begge', 'C4=samme@aarhus.dk'],
    ]]);
    expect(content.lines.at(-1)).toBe('Efter.');
  });
  test('only a picture', async () => {
    await expect(readRtf(rtf('{\\pict\\pngblip 89504e47}\\par'))).rejects.toEqual(refusal('scanned'));
  });
});

test('a border that was dragged in one row makes no new column', () => {
  const cells = (...edges: readonly number[]) => ({ left: 0, cells: edges.map((edge, i) => ({ edge, html: `${edge}/${i}`, down: 'none' as const, across: 'none' as const })) });
  expect(readHtml(edgeTable([cells(1000, 2000, 3000), cells(1400, 2600, 3000), cells(2050, 3000)])).tables[0]?.rows.map((r) => r.filter((c) => c.text !== '').map((c) => c.at))).toEqual([['A1', 'B1', 'C1'], ['A2', 'B2', 'C2'], ['A3', 'C3']]);
});

describe('what cannot be read', () => {
  test.each(['locked.xls', 'locked.ods', 'locked.doc', 'locked.odt'])('%s', async (name) => {
    await expect(readerOf(name)(part(name))).rejects.toEqual(refusal('locked', /^The file is protected with a password\.$/));
  });

  const files = ['letter.docx', 'letter.doc', 'letter.odt', 'letter.fodt', 'workbook.fods', 'letter.rtf', 'workbook.xls', 'workbook.ods', 'workbook.xlsx', 'sheetjs-biff5.xls', 'sheetjs.xlsb', 'sheetjs-2003.xml'];
  test.each(files)('%s cut short is damaged, never half of it; altered bytes make no reader throw otherwise or go on for long', async (name) => {
    const whole = part(name);
    const read = readerOf(name);
    const full = JSON.stringify(await read(whole));
    for (let i = 1; i < 24; i++) {
      const cut = await read(whole.subarray(0, Math.floor((whole.length * i) / 24))).catch((error: unknown) => error);
      if (cut instanceof Error) expect(cut).toBeInstanceOf(Unreadable);
      else expect(JSON.stringify(cut)).toBe(full);
    }
    let seed = 7;
    const random = (below: number) => Math.floor(((seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff) / 0x8000_0000) * below);
    for (let i = 0; i < 60; i++) {
      const altered = Buffer.from(whole);
      for (let k = 0; k <= i % 6; k++) altered[random(whole.length)] = random(256);
      const started = performance.now();
      const outcome = await read(altered).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Unreadable);
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });

  const heads: Readonly<Record<string, string>> = { docx: 'PK\x03\x04', odt: 'PK\x03\x04', ods: 'PK\x03\x04', xlsx: 'PK\x03\x04', xlsb: 'PK\x03\x04', xls: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', doc: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', rtf: '{\\rtf1 ', xml: '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>' };
  test.each(Object.entries(heads))('5 MB of garbage that begins as %s', async (format, head) => {
    let seed = 3;
    const bytes = Buffer.alloc(5_000_000);
    for (let i = 0; i < bytes.length; i += 4) bytes.writeInt32LE(seed = (Math.imul(seed, 1_103_515_245) + 12_345) | 0, i);
    bytes.write(head, 0, 'latin1');
    const started = performance.now();
    await expect(readers[format]?.(bytes)).rejects.toBeInstanceOf(Unreadable);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
  test.each([
    ['docx', readDocx, { 'word/document.xml': 'x' }], ['odt', readOdt, { 'content.xml': 'x' }], ['ods', readOds, { 'content.xml': 'x' }], ['xlsb', readXlsb, { 'xl/workbook.bin': 'x' }],
  ] as const)('a bomb in a %s', async (_format, read, files_) => {
    const bytes = writeZip(Object.fromEntries(Object.keys(files_).map((name) => [name, Buffer.alloc(60_000_000, ' ')])));
    const started = performance.now();
    await expect(read(bytes)).rejects.toEqual(refusal('too-much', /MB|times its size/));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
  test('groups of rtf that nest without end', async () => {
    await expect(readRtf(Buffer.from(`{\\rtf1 ${'{'.repeat(1_000_000)}`))).rejects.toEqual(refusal('too-much'));
  });
  test('more text than a letter holds', async () => {
    await expect(readRtf(Buffer.from(`{\\rtf1 ${'Mette Holm '.repeat(300_000)}}`))).rejects.toEqual(refusal('too-much', /2 million/));
  });
});
