#!/usr/bin/python3
"""Makes the PDFs of the tests in parts/pdf-*: LibreOffice, reportlab, pikepdf, qpdf, ghostscript and poppler; run by hand, the results are committed.
It refuses to overwrite: delete a file in parts/ to have it made anew. Debian: libreoffice, python3-reportlab, python3-pikepdf, python3-pil, qpdf, ghostscript, poppler-utils.
"""
import io, pathlib, subprocess, tempfile
from xml.sax.saxutils import escape

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

PARTS = pathlib.Path(__file__).parent / 'parts'
WORK = pathlib.Path(tempfile.mkdtemp(prefix='pdf-parts-'))
HEADER = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)']
AARHUS = ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette Holm', 'mho@aarhus.dk', '89 40 12 34']
VIBORG = ['Viborg Kommune', '0791', 'Region Midtjylland', 'Anne-Grethe Bech Sørensen', 'anne-grethe.bech.sorensen@viborg.dk', '87 87 00 00']
NS = ' '.join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in
              [('office', 'office'), ('style', 'style'), ('text', 'text'), ('table', 'table'), ('form', 'form')])
NS += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
NS += ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'


def make(name, content):
    path = PARTS / name
    if not path.exists():
        path.write_bytes(content())
        print(name, path.stat().st_size)


def office(xml, kind, tagged=False, **options):
    """A flat OpenDocument text as PDF by LibreOffice."""
    source = WORK / f'document.{kind}'
    source.write_text(xml)
    options = {'UseTaggedPDF': tagged, 'ExportFormFields': False, **options}
    parts = ','.join('"%s":{"type":"%s","value":"%s"}' % (k, 'boolean' if isinstance(v, bool) else 'string', str(v).lower() if isinstance(v, bool) else v) for k, v in options.items())
    filter_name = 'calc_pdf_Export' if kind == 'fods' else 'writer_pdf_Export'
    subprocess.run(['soffice', f'-env:UserInstallation=file://{WORK}/profile', '--headless', '--convert-to', f'pdf:{filter_name}:{{{parts}}}', '--outdir', WORK, source],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (WORK / 'document.pdf').read_bytes()


def document(kind, automatic, body, orientation='portrait'):
    width, height = ('21cm', '29.7cm') if orientation == 'portrait' else ('29.7cm', '21cm')
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document {NS} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.{kind}">
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Sans" fo:font-family="Liberation Sans" fo:font-size="10pt" fo:language="da" fo:country="DK"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"><style:text-properties fo:font-family="Liberation Sans" fo:font-size="10pt"/></style:style></office:styles>
<office:automatic-styles><style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="{width}" fo:page-height="{height}" style:print-orientation="{orientation}" fo:margin="2cm"/>
<style:header-style/><style:footer-style/></style:page-layout>{automatic}</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"/><style:master-page style:name="Default" style:page-layout-name="pm"/></office:master-styles>
<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>'''


def sheet(rows, widths, borders=False, wrap=False, align='bottom'):
    """A Calc sheet: a title, a line of help, an empty row, and the rows."""
    columns = ''.join(f'<style:style style:name="co{i}" style:family="table-column"><style:table-column-properties style:column-width="{w}cm"/></style:style>' for i, w in enumerate(widths))
    cell = ('fo:border="0.5pt solid #000000" ' if borders else '') + ('fo:wrap-option="wrap" ' if wrap else '') + f'style:vertical-align="{align}"'
    styles = columns + f'<style:style style:name="ro" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style><style:style style:name="ce" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties {cell}/></style:style>'
    def one(text, style=''):
        return f'<table:table-cell {style} office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>' if text else f'<table:table-cell {style}/>'
    body = '<table:table table:name="Ark1">' + ''.join(f'<table:table-column table:style-name="co{i}"/>' for i in range(len(widths)))
    for title in ['Kontaktperson for indberetning om måltal og politikker', 'Udfyld de hvide felter og send filen retur til lige@lige.dk senest den 12. februar 2024.', '']:
        body += f'<table:table-row table:style-name="ro">{one(title)}</table:table-row>'
    for row in rows:
        body += '<table:table-row table:style-name="ro">' + ''.join(one(t, 'table:style-name="ce"') for t in row) + '</table:table-row>'
    return document('spreadsheet', styles, body + '</table:table>', 'landscape')


TEXT_STYLES = '''<style:style style:name="P" style:family="paragraph"><style:text-properties fo:font-family="Liberation Sans" fo:font-size="10pt"/></style:style>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties><style:tab-stops><style:tab-stop style:position="5cm"/></style:tab-stops></style:paragraph-properties><style:text-properties fo:font-family="Liberation Sans" fo:font-size="10pt"/></style:style>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:text-align="justify"/><style:text-properties fo:font-family="Liberation Sans" fo:font-size="10pt" fo:hyphenate="false"/></style:style>
<style:style style:name="bordered" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #000000"/></style:style>
<style:style style:name="plain" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm"/></style:style>
<style:style style:name="two" style:family="section"><style:section-properties text:dont-balance-text-columns="false"><style:columns fo:column-count="2" fo:column-gap="1cm"/></style:section-properties></style:style>'''


def paragraph(text, style='P'):
    return f'<text:p text:style-name="{style}">{escape(text).replace(chr(9), "<text:tab/>").replace(chr(10), "<text:line-break/>")}</text:p>'


def table(rows, widths, style):
    """A Writer table; a text given as a tuple spans that many rows or columns: (text, columns, rows)."""
    columns = ''.join(f'<table:table-column table:style-name="w{i}"/>' for i in range(len(widths)))
    styles = ''.join(f'<style:style style:name="w{i}" style:family="table-column"><style:table-column-properties style:column-width="{w}cm"/></style:style>' for i, w in enumerate(widths))
    styles += f'<style:style style:name="tab" style:family="table"><style:table-properties style:width="{sum(widths)}cm" table:align="left"/></style:style>'
    def cell(value):
        if value is None: return '<table:covered-table-cell/>'
        text, across, down = value if isinstance(value, tuple) else (value, 1, 1)
        return f'<table:table-cell table:style-name="{style}" table:number-columns-spanned="{across}" table:number-rows-spanned="{down}" office:value-type="string">' + ''.join(paragraph(t) for t in text.split('\f')) + '</table:table-cell>'
    return styles, '<table:table table:name="Tabel1" table:style-name="tab">' + columns + ''.join('<table:table-row>' + ''.join(map(cell, r)) + '</table:table-row>' for r in rows) + '</table:table>'


def text(body, styles=''):
    return document('text', TEXT_STYLES + styles, body)


LETTER = [
    'Til Ligestillingsafdelingen', '', 'Aarhus Kommune sender hermed oplysninger om kontaktperson til brug for indberetningen om måltal og politikker for det underrepræsenterede køn i de øverste ledelsesniveauer.', '',
    'Kontaktperson: Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34', '', 'Vi har afholdt flere officielle møder om effekten af offentlige fællesskaber.', '', 'Venlig hilsen', 'Lars Lind', 'HR-konsulent']
LABELS = [('Kommune:', 'Aarhus Kommune'), ('Region:', 'Region Midtjylland'), ('Kontaktperson:', 'Mette Holm'), ('E-mail:', 'mho@aarhus.dk'), ('Telefon:', '89 40 12 34')]


def writer_table(rows, widths, style, tagged, before=('Kontaktliste',)):
    styles, body = table(rows, widths, style)
    return office(text(''.join(map(paragraph, before)) + body + paragraph('Med venlig hilsen Lars Lind'), styles), 'fodt', tagged)


make('pdf-calc-list.pdf', lambda: office(sheet([HEADER, AARHUS], [4, 3, 4, 4.5, 5, 3.5]), 'fods'))
make('pdf-calc-list-tagged.pdf', lambda: office(sheet([HEADER, AARHUS], [4, 3, 4, 4.5, 5, 3.5]), 'fods', True))
# Columns too narrow: texts wrap in their cells, without and with borders.
NARROW = [3.2, 2.6, 3.6, 2.6, 3.4, 2.4]
make('pdf-calc-wrapped.pdf', lambda: office(sheet([HEADER, AARHUS, VIBORG], NARROW, wrap=True), 'fods'))
make('pdf-calc-wrapped-top.pdf', lambda: office(sheet([HEADER, AARHUS, VIBORG], NARROW, wrap=True, align='top'), 'fods'))
make('pdf-calc-borders.pdf', lambda: office(sheet([HEADER, AARHUS, VIBORG], NARROW, borders=True, wrap=True), 'fods'))
# Columns too narrow without wrapping: what does not fit is clipped on paper.
make('pdf-calc-clipped.pdf', lambda: office(sheet([HEADER, AARHUS, VIBORG], [3, 2, 3, 3, 3, 3]), 'fods'))
make('pdf-letter.pdf', lambda: office(text(''.join(paragraph(l, 'B') for l in LETTER)), 'fodt'))
make('pdf-labels.pdf', lambda: office(text(''.join(paragraph(f'{a}\t{b}', 'T') for a, b in LABELS)), 'fodt'))
BROKEN = ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette Marie Holm', 'mette.marie.holm@aarhus.dk', '89 40 12 34']
TABLE = [HEADER, BROKEN, VIBORG]
WIDTHS = [2.6, 2.6, 2.8, 2.6, 3.2, 2.6]
make('pdf-writer-table.pdf', lambda: writer_table(TABLE, WIDTHS, 'bordered', False))
make('pdf-writer-table-tagged.pdf', lambda: writer_table(TABLE, WIDTHS, 'bordered', True))
make('pdf-writer-plain-table.pdf', lambda: writer_table(TABLE, WIDTHS, 'plain', False))
make('pdf-writer-plain-table-tagged.pdf', lambda: writer_table(TABLE, WIDTHS, 'plain', True))
MERGED = [[('Svar fra Syddjurs Kommune', 4, 1), None, None, None], ['Kommune', 'Navn', 'E-mail', 'Telefon'],
          [('Syddjurs Kommune', 1, 2), 'Pia Ravn', 'pira@syddjurs.dk', '87 53 50 00'], [None, 'Bo Krag', 'bokr@syddjurs.dk', '']]
make('pdf-merged.pdf', lambda: writer_table(MERGED, [4, 4, 5, 3], 'bordered', False))
make('pdf-merged-tagged.pdf', lambda: writer_table(MERGED, [4, 4, 5, 3], 'bordered', True))
COLUMNS = ['Kommunen har i år arbejdet med at få flere kvinder i ledelse. Arbejdet begyndte i foråret og blev fulgt op i hovedudvalget med en plan for det kommende år.',
           'Kontaktperson for arbejdet er Mette Holm, mho@aarhus.dk. Hun svarer på spørgsmål om tallene og om den politik, som byrådet har vedtaget for området.',
           'Direktør Hans Jensen, haje@aarhus.dk, har ansvaret for den samlede ledelse og for, at måltallene bliver nået inden for den aftalte tid.']
make('pdf-two-columns.pdf', lambda: office(text(paragraph('Nyt fra HR') + '<text:section text:style-name="two" text:name="S">' + ''.join(map(paragraph, COLUMNS)) + '</text:section>'), 'fodt'))


# ---- forms ----
def libre_form():
    labels = [('Kommune', 'Aarhus Kommune'), ('Kontaktperson', 'Mette Holm'), ('E-mail', 'mho@aarhus.dk'), ('Telefon', '89 40 12 34')]
    controls = ''.join(f'<form:text form:name="{n}" form:control-implementation="ooo:com.sun.star.form.component.TextField" xml:id="c{i}" form:id="c{i}" form:current-value="{v}" form:title="{n}"/>' for i, (n, v) in enumerate(labels))
    forms = f'<office:forms form:automatic-focus="false"><form:form form:name="Form" form:control-implementation="ooo:com.sun.star.form.component.Form">{controls}</form:form></office:forms>'
    lines = ''.join(f'<text:p text:style-name="P">{n}: <draw:control text:anchor-type="as-char" svg:width="8cm" svg:height="0.7cm" draw:control="c{i}"/></text:p>' for i, (n, _v) in enumerate(labels))
    return office(document('text', TEXT_STYLES, forms + lines).replace('<office:document ', '<office:document xmlns:ooo="http://openoffice.org/2004/office" '), 'fodt', True, ExportFormFields=True)


def draw(paint, size=(595, 842), **options):
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=size, invariant=1, **options)
    paint(c)
    c.save()
    return out.getvalue()


def auto_form(c):
    """Fields as a form program names them, labels printed beside them."""
    c.setFont('Helvetica', 11)
    c.drawString(60, 780, 'Oplysninger om kontaktperson')
    for i, (label, value) in enumerate([('Kommune', 'Aarhus Kommune'), ('Navn', 'Mette Holm'), ('E-mail', 'mho@aarhus.dk'), ('Telefon', '89 40 12 34')]):
        c.drawString(60, 740 - 30 * i, label)
        c.acroForm.textfield(name=f'Text{i + 1}', value=value, x=200, y=734 - 30 * i, width=250, height=20, fontSize=11, borderWidth=0)
    c.drawString(60, 620, 'Hovedpostkassen må bruges')
    c.acroForm.checkbox(name='Check Box5', x=200, y=616, size=14, checked=True)
    c.drawString(60, 590, 'Region')
    c.acroForm.choice(name='Dropdown6', value='Region Midtjylland', options=['Region Nordjylland', 'Region Midtjylland'], x=200, y=584, width=200, height=20, fontSize=11)


def named_form(c, filled=True):
    c.setFont('Helvetica', 11)
    for i, (name, tip, value) in enumerate([('komm', 'Kommune', 'Aarhus Kommune'), ('felt_2', 'Kontaktperson (navn)', 'Mette Holm'), ('felt_3', 'Kontaktperson (e-mail)', 'mho@aarhus.dk'), ('Telefon', '', '89 40 12 34')]):
        c.acroForm.textfield(name=name, tooltip=tip or None, value=value if filled else '', x=200, y=734 - 30 * i, width=250, height=20, fontSize=11)
    c.acroForm.checkbox(name='enig', tooltip='Oplysningerne er godkendt', x=200, y=600, size=14, checked=filled)
    c.drawString(60, 780, 'Skema for kontaktperson')


make('pdf-form-libreoffice.pdf', libre_form)
make('pdf-form-auto-names.pdf', lambda: draw(auto_form))
make('pdf-form-named.pdf', lambda: draw(named_form))
make('pdf-form-empty.pdf', lambda: draw(lambda c: named_form(c, False)))


# ---- scans ----
def picture():
    image = Image.new('1', (1240, 1754), 1)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', 28)
    for i, line in enumerate(LETTER):
        pen.text((150, 150 + 50 * i), line[:60], fill=0, font=font)
    return ImageReader(image.convert('L'))


def scan(c, ocr=False, stamp=False):
    c.drawImage(picture(), 0, 0, 595, 842)
    if ocr:
        for i, line in enumerate(LETTER):
            t = c.beginText(72, 760 - 24 * i)
            t.setTextRenderMode(3)
            t.setFont('Helvetica', 13)
            t.textLine(line)
            c.drawText(t)
    if stamp:
        c.setFont('Helvetica', 8)
        c.drawString(400, 20, 'Scanned with CamScanner')


make('pdf-scan.pdf', lambda: draw(scan, pageCompression=1))
make('pdf-scan-ocr.pdf', lambda: draw(lambda c: scan(c, ocr=True), pageCompression=1))
make('pdf-scan-stamp.pdf', lambda: draw(lambda c: scan(c, stamp=True), pageCompression=1))


# ---- turned, typed onto, struck out ----
def changed(name, change, **options):
    out = io.BytesIO()
    with pikepdf.open(PARTS / name) as pdf:
        change(pdf)
        pdf.save(out, static_id=True, **options)
    return out.getvalue()


def note(pdf, rect, contents, size=11, subtype='/FreeText', **more):
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), Rect=rect, Contents=contents, F=4, **more)
    if subtype == '/FreeText':
        annotation.DA = pikepdf.String(f'0 0 0 rg /Helv {size} Tf')
    page = pdf.pages[0]
    if '/Annots' not in page:
        page.Annots = pdf.make_indirect(pikepdf.Array())
    page.Annots.append(pdf.make_indirect(annotation))


def flat_form(c, boxes=True):
    """A form on paper: labels with boxes beside them, or with dotted lines."""
    c.setFont('Helvetica', 11)
    c.drawString(60, 780, 'Oplysninger om kontaktperson')
    for i, label in enumerate(['Kommune', 'Kontaktperson', 'E-mail', 'Telefon']):
        y = 740 - 30 * i
        if boxes:
            c.rect(55, y - 8, 140, 24)
            c.rect(195, y - 8, 300, 24)
        c.drawString(60, y, label if boxes else label + ': ' + '.' * 60)


def typed_onto(pdf):
    for i, value in enumerate(['Aarhus Kommune', 'Mette Holm', 'mho@aarhus.dk', '89 40 12 34']):
        note(pdf, [203, 735 - 30 * i, 400, 752 - 30 * i], value)


make('pdf-flat-form.pdf', lambda: draw(flat_form))
make('pdf-flat-form-notes.pdf', lambda: changed('pdf-flat-form.pdf', typed_onto))
make('pdf-dotted-form.pdf', lambda: draw(lambda c: flat_form(c, False)))
make('pdf-dotted-form-notes.pdf', lambda: changed('pdf-dotted-form.pdf', typed_onto))


def list_with_notes(pdf):
    # An empty list in a bordered table; one box of text for two lines of a cell, and a sticky note.
    for x, width, value in [(286, 66, 'Mette\rHolm'), (358, 80, 'mho@aarhus.dk'), (449, 60, '89401234')]:
        note(pdf, [x, 708, x + width, 738], value, 9)
    note(pdf, [500, 760, 520, 780], 'Telefonen er kun åben om formiddagen.', subtype='/Text', T='Lars Lind')


make('pdf-empty-table.pdf', lambda: writer_table([HEADER, ['Aarhus Kommune\f', '0751', 'Region Midtjylland', '', '', '']], WIDTHS, 'bordered', True))
make('pdf-empty-table-notes.pdf', lambda: changed('pdf-empty-table.pdf', list_with_notes))
make('pdf-scan-notes.pdf', lambda: changed('pdf-scan.pdf', lambda pdf: note(pdf, [60, 300, 400, 320], 'Kontaktperson: Mette Holm, mho@aarhus.dk')))
make('pdf-rotated.pdf', lambda: changed('pdf-calc-list.pdf', lambda pdf: pdf.pages[0].rotate(90, True)))


def turned(pdf):
    page = pdf.pages[0]
    width, height = float(page.MediaBox[2]), float(page.MediaBox[3])
    page.contents_add(f'q 0 1 -1 0 {height} 0 cm'.encode(), prepend=True)
    page.contents_add(b'Q')
    page.MediaBox = [0, 0, height, width]


make('pdf-turned.pdf', lambda: changed('pdf-calc-list.pdf', turned))


def struck(c):
    c.setFont('Helvetica', 11)
    for i, line in enumerate(['Kontaktperson: Bent Gammel, bega@aarhus.dk', 'Kontaktperson: Mette Holm, mho@aarhus.dk', 'Kontaktperson: Karen Lund, kalu@aarhus.dk']):
        c.drawString(60, 740 - 30 * i, line)
    c.line(60, 743.5, 60 + c.stringWidth('Kontaktperson: Bent Gammel, bega@aarhus.dk', 'Helvetica', 11), 743.5)


def struck_annotation(pdf):
    note(pdf, [60, 676, 300, 692], '', subtype='/StrikeOut', QuadPoints=[60, 692, 300, 692, 60, 676, 300, 676])


make('pdf-struck-once.pdf', lambda: draw(struck))
make('pdf-struck.pdf', lambda: changed('pdf-struck-once.pdf', struck_annotation))


def hidden(c):
    c.setFont('Helvetica', 11)
    c.drawString(60, 740, 'Kontaktperson: Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34')
    t = c.beginText(60, 700)
    t.setTextRenderMode(3)
    t.textLine('Kontaktperson: Bent Gammel, bega@aarhus.dk')
    c.drawText(t)


make('pdf-hidden-text.pdf', lambda: draw(hidden))


# ---- locked, other writers, an Adobe form ----
def qpdf(name, *options):
    subprocess.run(['qpdf', PARTS / name, '--deterministic-id' if '--encrypt' not in options else '--static-id', *options, WORK / 'out.pdf'], check=True)
    return (WORK / 'out.pdf').read_bytes()


make('pdf-password.pdf', lambda: qpdf('pdf-calc-list.pdf', '--encrypt', 'hemmelig', 'ejer', '256', '--'))
make('pdf-owner-password.pdf', lambda: qpdf('pdf-calc-list.pdf', '--encrypt', '', 'ejer', '128', '--use-aes=y', '--extract=n', '--'))


def other_writer(*command):
    subprocess.run([*command], check=True, stdout=subprocess.DEVNULL)
    return (WORK / 'out.pdf').read_bytes()


make('pdf-ghostscript.pdf', lambda: other_writer('gs', '-q', '-dBATCH', '-dNOPAUSE', '-sDEVICE=pdfwrite', f'-sOutputFile={WORK}/out.pdf', str(PARTS / 'pdf-calc-list-tagged.pdf')))
make('pdf-cairo.pdf', lambda: other_writer('pdftocairo', '-pdf', str(PARTS / 'pdf-writer-table.pdf'), f'{WORK}/out.pdf'))


def please_wait(c):
    c.setFont('Helvetica', 11)
    c.drawString(60, 740, 'Please wait...')
    c.drawString(60, 720, 'If this message is not eventually replaced by the proper contents of the document, your PDF viewer may not be able to display this type of document.')


def adobe_form():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(draw(please_wait))) as pdf:
        xfa = pdf.make_stream(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>')
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=xfa)
        pdf.Root.NeedsRendering = True
        pdf.save(out, static_id=True)
    return out.getvalue()


make('pdf-adobe-form.pdf', adobe_form)
