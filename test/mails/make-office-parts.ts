// Makes the office files of parts/ (office-*) with LibreOffice, SheetJS, openpyxl and python-docx; run by hand, the results are committed.
// It refuses to overwrite: delete a file in parts/ to have it made anew.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sheetjs from '@e965/xlsx';

const folder = join(import.meta.dirname, 'parts');
const work = mkdtempSync(join(tmpdir(), 'office-parts-'));
const profile = `-env:UserInstallation=file://${work}/profile`;
const missing = (name: string) => !existsSync(join(folder, name));

/** Converts `source` (in the working folder) with LibreOffice and keeps the result under `name`. */
function convert(source: string, filter: string, name: string): void {
  if (!missing(name)) return;
  const out = join(work, 'out');
  mkdirSync(out, { recursive: true });
  execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', out, join(work, source)], { stdio: 'ignore' });
  copyFileSync(join(out, source.replace(/\.\w+$/, `.${filter.split(':')[0]}`)), join(folder, name));
}

/** Stores `source` with a password, by a Basic macro: LibreOffice has no option for it on its command line. */
function lock(source: string, filter: string, name: string): void {
  if (!missing(name)) return;
  const basic = join(work, 'profile/user/basic/Standard');
  mkdirSync(basic, { recursive: true });
  writeFileSync(join(basic, 'script.xlb'), '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="StoreLocked"/></library:library>');
  writeFileSync(join(basic, 'dialog.xlb'), '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"/>');
  writeFileSync(join(basic, 'StoreLocked.xba'), `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n<script:module xmlns:script="http://openoffice.org/2000/script" script:name="StoreLocked" script:language="StarBasic">
Sub StoreLocked(source, target, filter)
  Dim none(0) As New com.sun.star.beans.PropertyValue
  none(0).Name = "Hidden" : none(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, none())
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = filter
  how(1).Name = "Password" : how(1).Value = "hemmeligt"
  doc.storeToURL(target, how())
  doc.close(True)
End Sub
</script:module>`);
  execFileSync('soffice', [profile, '--headless', `macro:///Standard.StoreLocked.StoreLocked("file://${work}/${source}","file://${folder}/${name}","${filter}")`], { stdio: 'ignore', timeout: 60_000 });
}

const namespaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"';

// --- a workbook: a list below a merged title, a merge downwards, a hidden row, a hidden column, a hidden sheet ---------------------------
const text = (t: string, more = '') => `<table:table-cell office:value-type="string"${more}><text:p>${t}</text:p></table:table-cell>`;
const number = (n: number) => `<table:table-cell office:value-type="float" office:value="${n}"><text:p>${n}</text:p></table:table-cell>`;
const empty = (times = 1) => `<table:table-cell table:number-columns-repeated="${times}"/>`;
const row = (cells: readonly string[], more = '') => `<table:table-row${more}>${cells.join('')}</table:table-row>`;
const covered = '<table:covered-table-cell/>';

writeFileSync(join(work, 'workbook.fods'), `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${namespaces} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
 <number:date-style style:name="N1"><number:day number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style>
 <style:style style:name="date" style:family="table-cell" style:data-style-name="N1"/>
 <style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>
 <style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="Kontaktliste" table:style-name="shown">
 <table:table-column table:number-columns-repeated="6"/><table:table-column table:visibility="collapse"/><table:table-column/>
 ${row([text('Kontaktperson for indberetning – Ærø, Åbenrå &amp; Østjylland', ' table:number-columns-spanned="6"'), covered, covered, covered, covered, covered])}
 ${row([empty(8)])}
 ${row(['Kommune', 'Kommunekode', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon', 'Dato', 'Intern note', 'Bemærkning'].map((t) => text(t)))}
 ${row([text('Aarhus Kommune', ' table:number-rows-spanned="2"'), number(751), text('Mette Holm'), '<table:table-cell office:value-type="string"><text:p><text:a xlink:href="mailto:mho@aarhus.dk">mho@aarhus.dk</text:a></text:p></table:table-cell>', number(89401234), '<table:table-cell table:style-name="date" office:value-type="date" office:date-value="2024-02-08"><text:p>08-02-2024</text:p></table:table-cell>', text('Skjult Søjle'), '<table:table-cell office:value-type="string"><text:p>Første linje</text:p><text:p>anden linje</text:p></table:table-cell>'])}
 ${row([covered, number(751), text('Lars Lind'), text('lali@aarhus.dk'), number(12345.5), empty(2), '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>SAND</text:p></table:table-cell>'])}
 ${row([text('Aarhus Kommune'), number(751), text('Bent Gammelgaard'), text('bega@aarhus.dk')], ' table:visibility="collapse"')}
 ${row([text('Randers Kommune'), number(730), text('Ulla Friis'), '<table:table-cell table:formula="of:=&quot;ulla.friis&quot;&amp;&quot;@randers.dk&quot;" office:value-type="string" office:string-value="ulla.friis@randers.dk"><text:p>ulla.friis@randers.dk</text:p></table:table-cell>', '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>', '<table:table-cell office:value-type="percentage" office:value="0.4"><text:p>40%</text:p></table:table-cell>'])}
</table:table>
<table:table table:name="Sidste år" table:style-name="hidden"><table:table-column table:number-columns-repeated="2"/>
 ${row([text('Navn'), text('Bent Gammelgaard')])}${row([text('E-mail'), text('bega@aarhus.dk')])}
</table:table>
<table:table table:name="Skema" table:style-name="shown"><table:table-column table:number-columns-repeated="3"/>
 ${row([empty(3)], ' table:number-rows-repeated="3"')}
 ${row([empty(), text('Kommune'), text('Tønder Kommune')])}${row([empty(), text('Kontaktperson'), text('Åse Thomsen')])}${row([empty(), text('E-mail'), text('ath@toender.dk')])}
</table:table>
</office:spreadsheet></office:body></office:document>`);

// --- a letter: text around a list, a sheet of labels, a table in a table, a text box, a footer, a tracked deletion ---------------------------
const p = (t: string) => `<text:p>${t}</text:p>`;
const cell = (t: string, more = '') => `<table:table-cell office:value-type="string"${more}>${t.startsWith('<') ? t : p(t)}</table:table-cell>`;
const table = (name: string, columns: number, rows: readonly (readonly string[])[]) => `<table:table table:name="${name}"><table:table-column table:number-columns-repeated="${columns}"/>${rows.map((r) => row(r)).join('')}</table:table>`;

writeFileSync(join(work, 'letter.fodt'), `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${namespaces} office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
 <style:style style:name="struck" style:family="text"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
 <style:style style:name="unseen" style:family="text"><style:text-properties text:display="none"/></style:style>
 <style:style style:name="box" style:family="graphic"><style:graphic-properties style:wrap="none"/></style:style>
 <style:page-layout style:name="page"><style:page-layout-properties/><style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"><style:header>${p('Aarhus Kommune, Personale')}</style:header><style:footer>${p('Rådhuset, 8000 Aarhus C')}</style:footer></style:master-page></office:master-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region text:id="ct1"><text:deletion><office:change-info><dc:creator>X</dc:creator><dc:date>2024-01-05T10:00:00</dc:date></office:change-info>${p('Bent Slettet, besl@aarhus.dk')}</text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Kontaktpersoner i Aarhus Kommune</text:h>
${p('Kære Ligestillingsafdeling<text:line-break/>Hermed vores liste, jf. brev nr. 2024‑17.')}
${p('Før<text:change text:change-id="ct1"/> listen, <text:span text:style-name="struck">Peter Streget</text:span><text:span text:style-name="unseen">Ulrik Usynlig</text:span> fra Ærøskøbing:')}
${table('Liste', 4, [
  ['Kommune', 'Navn', 'E-mail', 'Telefon'].map((t) => cell(t)),
  [cell('Aarhus Kommune', ' table:number-rows-spanned="2"'), cell('Mette Holm'), cell('<text:p><text:a xlink:type="simple" xlink:href="mailto:mho@aarhus.dk">mho@aarhus.dk</text:a></text:p>'), cell('89 40 12 34')],
  [covered, cell(p('Lars Lind') + p('(stedfortræder)')), cell('lali@aarhus.dk'), cell('')],
  [cell('Samlet bemærkning', ' table:number-columns-spanned="2"'), covered, cell('Gælder fra 1. marts'), cell('')],
])}
${p('Mellem tabellerne.')}
${table('Skema', 2, [[cell('Kommune'), cell('Tønder Kommune')], [cell('Kontaktperson'), cell('Åse Thomsen')], [cell('E-mail'), cell('ath@toender.dk')]])}
${p('Med venlig hilsen')}
<text:list><text:list-item>${p('Karen Lund, HR')}</text:list-item><text:list-item>${p('Fodnote<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Se også bilaget.</text:p></text:note-body></text:note>')}</text:list-item></text:list>
${p('<draw:frame draw:style-name="box" text:anchor-type="paragraph" svg:width="6cm" svg:height="2cm"><draw:text-box><text:p>I en ramme: hr@aarhus.dk</text:p></draw:text-box></draw:frame>Til sidst.')}
</office:text></office:body></office:document>`);
writeFileSync(join(work, 'nested.fodt'), `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${namespaces} office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
${table('Ydre', 2, [[cell('Ydre A'), cell(table('Indre', 2, [[cell('Navn'), cell('Pia Ravn')], [cell('Mail'), cell('pira@syddjurs.dk')]]) + p('efter'))], [cell('Nederst'), cell('Slut')]])}${p('Bagefter.')}
</office:text></office:body></office:document>`);

for (const [filter, name] of [['xls:MS Excel 97', 'office-workbook.xls'], ['ods', 'office-workbook.ods'], ['xlsx:Calc MS Excel 2007 XML', 'office-workbook.xlsx'], ['xml:MS Excel 2003 XML', 'office-workbook-2003.xml'], ['fods', 'office-workbook.fods']] as const) convert('workbook.fods', filter, name);
for (const [filter, name] of [['docx:MS Word 2007 XML', 'office-letter.docx'], ['doc:MS Word 97', 'office-letter.doc'], ['odt', 'office-letter.odt'], ['rtf', 'office-letter.rtf'], ['fodt', 'office-letter.fodt']] as const) convert('letter.fodt', filter, name);
for (const [filter, name] of [['docx:MS Word 2007 XML', 'office-nested.docx'], ['doc:MS Word 97', 'office-nested.doc'], ['odt', 'office-nested.odt'], ['rtf', 'office-nested.rtf']] as const) convert('nested.fodt', filter, name);

for (const [source, filter, name] of [
  ['workbook.fods', 'MS Excel 97', 'office-locked.xls'], ['workbook.fods', 'calc8', 'office-locked.ods'],
  ['nested.fodt', 'MS Word 97', 'office-locked.doc'], ['nested.fodt', 'writer8', 'office-locked.odt'],
] as const) lock(source, filter, name);

// --- formats that LibreOffice does not write, by SheetJS ---------------------------
for (const [bookType, name] of [['biff5', 'office-sheetjs-biff5.xls'], ['xlsb', 'office-sheetjs.xlsb'], ['xlml', 'office-sheetjs-2003.xml']] as const) {
  if (!missing(name)) continue;
  const book = sheetjs.read(readFileSync(join(folder, 'office-workbook.xls')), { cellStyles: true, cellDates: false, cellNF: true });
  writeFileSync(join(folder, name), sheetjs.write(book, { type: 'buffer', bookType }) as Uint8Array);
}

// --- python-docx: the docx of a script, without LibreOffice's habits ---------------------------
if (missing('office-python-docx.docx')) {
  execFileSync(process.env['PYTHON'] ?? 'python3', ['-c', `
import sys, docx
d = docx.Document()
d.sections[0].header.paragraphs[0].text = 'Syddjurs Kommune'
d.add_heading('Kontaktperson', 1)
t = d.add_table(rows=3, cols=3)
for c, w in enumerate(['Rolle', 'Navn', 'Mail']): t.cell(0, c).text = w
t.cell(1, 0).merge(t.cell(2, 0)).text = 'Kontaktperson'
t.cell(1, 1).text = 'Pia Ravn'
t.cell(1, 2).text = 'pira@syddjurs.dk'
t.cell(2, 1).merge(t.cell(2, 2)).text = 'Gælder begge forvaltninger'
d.add_paragraph('Navn:\\tPia Ravn')
d.add_paragraph('Mail:\\tpira@syddjurs.dk')
d.save(sys.argv[1])`, join(folder, 'office-python-docx.docx')]);
}

rmSync(work, { recursive: true, force: true });
