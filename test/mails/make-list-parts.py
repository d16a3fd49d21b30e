# Makes the lists of parts/ that the golden mails of the other formats carry (list-*), with openpyxl, python-docx, Pillow and LibreOffice, and wraps some of
# them (nest-*). Run by hand with Debian's python3, the results are committed. It refuses to overwrite: delete a file in parts/ to have it made anew.
import io
import json
import pathlib
import subprocess
import tempfile
import zipfile
from email.message import EmailMessage

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import Image, ImageDraw, ImageFont

HERE = pathlib.Path(__file__).parent
PARTS = HERE / 'parts'
WORK = pathlib.Path(tempfile.mkdtemp(prefix='list-parts-'))
HEADER = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)']
AARHUS = ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette Holm', 'mho@aarhus.dk', '89 40 12 34']


def make(name, content):
    path = PARTS / name
    if not path.exists():
        path.write_bytes(content())


def sheet(rows, change=None, name='Ark1'):
    book = openpyxl.Workbook()
    first = book.active
    first.title = name
    for row in rows:
        first.append(row)
    if change:
        change(book, first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def office(name, content, target):
    """What LibreOffice makes of a file: `target` is the ending, with its filter behind a colon where needed."""
    source = WORK / name
    source.write_bytes(content)
    subprocess.run(['soffice', f'-env:UserInstallation=file://{WORK}/profile', '--headless', '--convert-to', target, '--outdir', WORK / 'out', source], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (WORK / 'out' / (source.stem + '.' + target.split(':')[0])).read_bytes()


# ---- sheets of openpyxl ----
make('list-openpyxl.xlsx', lambda: sheet([HEADER, AARHUS]))


def country():
    kommuner = json.loads((HERE / '../../config/kommuner.json').read_text('utf-8'))
    rows = kommuner if isinstance(kommuner, list) else kommuner['kommuner']
    return [HEADER] + [AARHUS if k['code'] == '0751' else [k['name'], k['code'], '', '', '', ''] for k in rows]


make('list-98-rows.xlsx', lambda: sheet(country()))
make('list-transposed.xlsx', lambda: sheet([[a, b] for a, b in zip(HEADER, AARHUS)]))
make('list-transposed-right.xlsx', lambda: sheet([['Skema til Ligestillingsafdelingen'], [], [None, 'Kommune:', None, 'Aarhus Kommune'], [None, 'Kontaktperson:', None, 'Mette Holm'], [None, 'Mailadresse:', None, 'mho@aarhus.dk']]))
make('list-one-cell.xlsx', lambda: sheet([['Kommune: Aarhus Kommune'], ['Kontaktperson: Mette Holm'], ['E-mail: mho@aarhus.dk'], ['Telefon: 89 40 12 34']]))
make('list-surname-first.xlsx', lambda: sheet([['Kommune', 'Kontaktperson', 'E-mail'], ['Aarhus Kommune', 'Holm, Mette', 'mho@aarhus.dk']]))
make('list-three-names.xlsx', lambda: sheet([['Kommune', 'Fornavn', 'Mellemnavn', 'Efternavn', 'Mailadresse'], ['Aarhus Kommune', 'Mette', 'Bæk', 'Holm', 'mebh@aarhus.dk']]))
make('list-more-columns.xlsx', lambda: sheet([['Nr.', 'Kommune', 'Direktørområde', 'Kontaktperson', 'Stilling', 'Afdeling', 'Arbejdsmail', 'Telefonnr.', 'EAN-nr.', 'Dato'], [1, 'Aarhus Kommune', 'HR', 'Mette Holm', 'HR-konsulent', 'HR og Udvikling', 'mho@aarhus.dk', 89401234, 5798000000000, '2024-02-07']]))


def hide_column(_book, first):
    first.column_dimensions['B'].hidden = True
    first.column_dimensions['C'].hidden = True


make('list-hidden-column.xlsx', lambda: sheet([['Kommune', 'Kontaktperson 2023', 'E-mail 2023', 'Kontaktperson', 'E-mail'], ['Aarhus Kommune', 'Bent Gammel', 'bega@aarhus.dk', 'Mette Holm', 'mho@aarhus.dk']], hide_column))


def hide_sheet(book, _first):
    old = book.create_sheet('2023')
    for row in [HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Bent Gammel', 'bega@aarhus.dk', '']]:
        old.append(row)
    old.sheet_state = 'hidden'


make('list-hidden-sheet.xlsx', lambda: sheet([HEADER, AARHUS], hide_sheet))


def second_sheet(book, _first):
    more = book.create_sheet('Vejledning')
    for row in [['Sådan udfyldes listen'], ['Skriv navn og e-mail på kontaktpersonen i ark 1.'], ['Spørgsmål: lige@lige.dk']]:
        more.append(row)


make('list-guide-sheet.xlsx', lambda: sheet([HEADER, AARHUS], second_sheet))


def strike(_book, first):
    for cell in first[2]:
        cell.font = Font(strike=True)


make('list-struck.xlsx', lambda: sheet([HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Bent Gammel', 'bega@aarhus.dk', '89 40 00 00'], AARHUS], strike))
make('list-example-above.xlsx', lambda: sheet([['Eksempel:', 'Byby Kommune', 'Anders Andersen', 'aan@byby.dk'], [], ['', 'Kommune', 'Kontaktperson', 'E-mail'], ['', 'Aarhus Kommune', 'Mette Holm', 'mho@aarhus.dk']]))
make('list-deputy.xlsx', lambda: sheet([['Kommune', 'Kontaktperson', 'E-mail', 'Stedfortræder', 'E-mail stedfortræder'], ['Aarhus Kommune', 'Mette Holm', 'mho@aarhus.dk', 'Lars Lind', 'lali@aarhus.dk']]))
make('list-first-name.xlsx', lambda: sheet([HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette', 'mho@aarhus.dk', '']]))
make('list-email-only.xlsx', lambda: sheet([HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', None, 'mho@aarhus.dk', '']]))
make('list-name-only.xlsx', lambda: sheet([HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette Holm', None, '']]))
make('list-formula.xlsx', lambda: sheet([HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', "=HYPERLINK(\"http://ond.example\",\"Mette Holm\")", 'mho@aarhus.dk', '']]))
SHORT = ['Kommune', 'Kontaktperson', 'E-mail']
BENT = ['Aarhus Kommune', 'Bent Gammel', 'bega@aarhus.dk']
GITTE = ['Aarhus Kommune', 'Gitte Skov', 'gisk@aarhus.dk']
make('list-comment.xlsx', lambda: sheet([SHORT, BENT], lambda _book, first: setattr(first['B2'], 'comment', Comment('Er stoppet, ny er Gitte Skov', 'Mette Holm'))))
make('list-retired-sheet.xlsx', lambda: sheet([SHORT, BENT], name='Udgåede'))
make('list-no-height.xlsx', lambda: sheet([SHORT, BENT, GITTE], lambda _book, first: setattr(first.row_dimensions[2], 'height', 0.05)))


def filtered(_book, first):
    first.auto_filter.ref = 'A1:C3'
    first.auto_filter.add_filter_column(1, ['Gitte Skov'])
    first.row_dimensions[2].hidden = True


make('list-filtered.xlsx', lambda: sheet([SHORT, BENT, GITTE], filtered))


# ---- other formats by LibreOffice ----
for ending, how in [('xls', 'xls:MS Excel 97'), ('ods', 'ods'), ('html', 'html:HTML (StarCalc)')]:
    make(f'list-calc.{ending}', lambda: office('list-calc.xlsx', sheet([HEADER, AARHUS]), how))


# ---- letters ----
def letter(build):
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_table(document):
    document.add_heading('Kontaktperson', 1)
    table = document.add_table(rows=2, cols=4)
    for column, (head, value) in enumerate([('Kommune', 'Aarhus Kommune'), ('Navn', 'Mette Holm'), ('E-mail', 'mho@aarhus.dk'), ('Telefon', '89 40 12 34')]):
        table.cell(0, column).text = head
        table.cell(1, column).text = value
    document.add_paragraph('Med venlig hilsen')
    document.add_paragraph('Lars Lind')


def with_sentence(document):
    document.add_paragraph('Til Ligestillingsafdelingen')
    document.add_paragraph('Aarhus Kommunes kontaktperson for indberetningen er Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34.')
    document.add_paragraph('Med venlig hilsen')
    document.add_paragraph('Lars Lind')


def with_two(document):
    document.add_paragraph('Kontaktperson for Magistratsafdelingen for Kultur: Lars Lind, lali@aarhus.dk')
    document.add_paragraph('Kontaktperson for Magistratsafdelingen for Teknik: Ida Kok, idko@aarhus.dk')


def tracked(document):
    """The old contact deleted, the new one inserted, both not yet accepted (Word's tracked changes)."""
    paragraph = document.add_paragraph('Kontaktperson: ')
    for tag, inner, words in [('w:del', 'w:delText', 'Bent Gammel, bega@aarhus.dk'), ('w:ins', 'w:t', 'Gitte Skov, gisk@aarhus.dk')]:
        change, run, text = OxmlElement(tag), OxmlElement('w:r'), OxmlElement(inner)
        change.set(qn('w:id'), '1' if tag == 'w:del' else '2')
        change.set(qn('w:author'), 'Mette Holm')
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)


def struck_row(document):
    table = document.add_table(rows=3, cols=3)
    for row, values in enumerate([SHORT, BENT, GITTE]):
        for column, value in enumerate(values):
            run = table.cell(row, column).paragraphs[0].add_run(value)
            run.font.strike = row == 1


make('list-tracked.docx', lambda: letter(tracked))
make('list-struck-row.docx', lambda: letter(struck_row))
make('list-table.docx', lambda: letter(with_table))
make('list-sentence.docx', lambda: letter(with_sentence))
make('list-two-parts.docx', lambda: letter(with_two))
for ending, how in [('doc', 'doc:MS Word 97'), ('odt', 'odt'), ('rtf', 'rtf')]:
    make(f'list-table.{ending}', lambda: office('list-table.docx', letter(with_table), how))
    make(f'list-sentence.{ending}', lambda: office('list-sentence.docx', letter(with_sentence), how))


# ---- a picture of the list, as a phone or a scanner gives it ----
def picture():
    image = Image.new('L', (1000, 500), 250)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', 26)
    for i, line in enumerate(['Kontaktliste', 'Kommune: Aarhus Kommune', 'Navn: Mette Holm', 'E-mail: mho@aarhus.dk']):
        pen.text((60, 60 + 60 * i), line, fill=20, font=font)
    out = io.BytesIO()
    image.save(out, 'PNG')
    return out.getvalue()


make('list-scan.png', picture)


# ---- files in files ----
def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo(name, (2024, 2, 7, 9, 12, 30)), content)
    return out.getvalue()


def mailed(name, content, says='Se vedhæftede.'):
    mail = EmailMessage()
    mail['From'], mail['To'], mail['Subject'], mail['Date'], mail['Message-ID'] = 'Lars Lind <lali@aarhus.dk>', 'Mette Holm <mho@aarhus.dk>', 'Kontaktliste', 'Tue, 06 Feb 2024 10:00:00 +0100', '<indre.1@aarhus.dk>'
    mail.set_content(says)
    if content is not None:
        mail.add_attachment(content, maintype='application', subtype='octet-stream', filename=name)
    mail.set_boundary('=_indre_') if mail.is_multipart() else None
    return mail.as_bytes()


LIST = sheet([HEADER, AARHUS])


def two_lists():
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo('Liste 1.xlsx', (2024, 2, 7, 9, 0, 0)), LIST)
        z.writestr(zipfile.ZipInfo('Liste 2.xlsx', (2024, 2, 7, 9, 0, 0)), sheet([HEADER, ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Lars Lind', 'lali@aarhus.dk', '']]))
    return out.getvalue()


make('nest-list.eml', lambda: mailed('Kontaktliste.xlsx', LIST))
make('nest-contact-in-text.eml', lambda: mailed('', None, 'Kontaktperson: Ida Kok, idko@aarhus.dk'))
make('nest-list.zip', lambda: zipped('Kontaktliste udfyldt på kommunen.xlsx', LIST))
make('nest-4.zip', lambda: zipped('b.zip', zipped('c.eml', mailed('d.zip', zipped('Kontaktliste.xlsx', LIST)))))
make('nest-5.zip', lambda: zipped('b.zip', zipped('c.eml', mailed('d.zip', zipped('e.zip', zipped('Kontaktliste.xlsx', LIST))))))
make('nest-two-lists.zip', lambda: two_lists())
