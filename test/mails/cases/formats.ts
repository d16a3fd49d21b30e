// Golden mails with the same list in every format that is read, one file each, and whole mails written by swaks and s-nail.
// It refuses to trust names and labels: some of the files carry a wrong one.
import type { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aarhus, accepted, csv, part, type Golden } from './common.ts';

const raw = (file: string): Buffer => readFileSync(join(import.meta.dirname, '../parts', file));
const withPhone = (from: string) => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} 89 40 12 34 @ ${from}`] });
const bare = (from: string) => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ ${from}`] });
const word = 'application/msword';
const pdf = 'application/pdf';

export const formats: readonly Golden[] = [
  {
    name: '141-xlsx-openpyxl', why: 'The list as a script writes it (openpyxl): inline order, no cached values, no styles to speak of.\nA third program\'s xlsx.',
    raw: aarhus({ parts: [part('list-openpyxl.xlsx')] }), expected: withPhone('Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '142-xls-libreoffice', why: 'The old Excel format, saved by LibreOffice.\nMany kommuner still send it.',
    raw: aarhus({ parts: [part('list-calc.xls', 'Kontaktliste.xls', 'application/vnd.ms-excel')] }), expected: withPhone('Kontaktliste.xls!Ark1!D2'),
  },
  {
    name: '143-ods-libreoffice', why: 'An OpenDocument sheet from LibreOffice.\nRead like any other sheet.',
    raw: aarhus({ parts: [part('list-calc.ods', 'Kontaktliste.ods', 'application/vnd.oasis.opendocument.spreadsheet')] }), expected: withPhone('Kontaktliste.ods!Ark1!D2'),
  },
  {
    name: '144-html-saved-as-xls', why: 'An HTML page named .xls, as case systems export "Excel".\nThe content decides, not the name.',
    raw: aarhus({ parts: [part('list-calc.html', 'Kontaktliste.xls', 'application/vnd.ms-excel')] }), expected: withPhone('Kontaktliste.xls!Tabel 1!D2'),
  },
  {
    name: '145-csv-comma-quoted', why: 'A csv with commas and quotation marks around all.\nThe separator is found out.',
    raw: aarhus({ parts: [csv('"Kommune","Kontaktperson","E-mail","Telefon"\r\n"Aarhus Kommune","Mette Holm","mho@aarhus.dk","89 40 12 34"\r\n')] }), expected: withPhone('Svar.csv!B2'),
  },
  {
    name: '146-csv-tab-utf8-bom', why: 'Tabs and a UTF-8 byte order mark.\nThe mark is no part of the first heading.',
    raw: aarhus({ parts: [csv('\ufeffKontaktperson\tE-mail\tKommune\r\nMette Holm\tmho@aarhus.dk\tAarhus Kommune\r\n', 'Svar.txt')] }), expected: bare('Svar.txt!A2'),
  },
  {
    name: '147-csv-pipe', why: 'Bars between the columns, as a database prints them.\nA separator too.',
    raw: aarhus({ parts: [csv('Kommune|Kontaktperson|E-mail\nAarhus Kommune|Mette Holm|mho@aarhus.dk\n')] }), expected: bare('Svar.csv!B2'),
  },
  {
    name: '148-csv-sep-line', why: 'Excel\'s line "sep=;" above the headings, in windows-1252.\nIt is no row of the list.',
    raw: aarhus({ parts: [csv('sep=;\r\nKommune;Kontaktperson;E-mail;Bemærkning\r\nAarhus Kommune;Mette Holm;mho@aarhus.dk;\r\n', 'Svar.csv', 'latin1')] }), expected: bare('Svar.csv!B2'),
  },
  {
    name: '149-csv-utf16-no-mark', why: 'UTF-16 without a byte order mark.\nThe zero bytes tell.',
    raw: aarhus({ parts: [csv('Kommune;Kontaktperson;E-mail\r\nAarhus Kommune;Mette Holm;mho@aarhus.dk\r\n', 'Svar.csv', 'utf16le')] }), expected: bare('Svar.csv!B2'),
  },
  {
    name: '150-docx-table', why: 'A letter with a table (python-docx), signed by a colleague.\nThe table is the list; who signs the letter is not the contact.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-table.docx', 'Brev.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')] }), expected: withPhone('Brev.docx!Tabel 1!B2'),
  },
  {
    name: '151-docx-sentence', why: 'A letter that names the contact in a sentence.\nA sentence in a file counts like one in the mail.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-sentence.docx', 'Brev.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')] }), expected: withPhone('Brev.docx:2'),
  },
  {
    name: '152-doc-table', why: 'The same table in the old Word format (LibreOffice).\nIts cells are found in order.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-table.doc', 'Brev.doc', word)] }), expected: withPhone('Brev.doc!Tabel 1!B2'),
  },
  {
    name: '153-doc-sentence', why: 'The same sentence in the old Word format.\nRead as text.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-sentence.doc', 'Brev.doc', word)] }), expected: withPhone('Brev.doc:2'),
  },
  {
    name: '154-odt-table', why: 'The same table as OpenDocument text.\nOther XML, the same facts.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-table.odt', 'Brev.odt', 'application/vnd.oasis.opendocument.text')] }), expected: withPhone('Brev.odt!Tabel 1!B2'),
  },
  {
    name: '155-rtf-table', why: 'The same table as rtf, labelled as Word.\nWhat it is, its bytes say.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-table.rtf', 'Brev.rtf', word)] }), expected: withPhone('Brev.rtf!Tabel 1!B2'),
  },
  {
    name: '156-rtf-named-doc', why: 'The sentence as rtf under the name .doc, as old Word templates give.\nThe name is not believed.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('list-sentence.rtf', 'Brev.doc', word)] }), expected: withPhone('Brev.doc:2'),
  },
  {
    name: '157-pdf-untagged-table', why: 'The sheet printed to PDF without tags.\nColumns are found by position.',
    raw: aarhus({ parts: [part('pdf-calc-list.pdf', 'Kontaktliste.pdf', pdf)] }), expected: withPhone('Kontaktliste.pdf!Side 1!D2'),
  },
  {
    name: '158-pdf-rotated', why: 'The same page turned by a quarter, as a scanner program leaves it.\nText has its own direction.',
    raw: aarhus({ parts: [part('pdf-rotated.pdf', 'Kontaktliste.pdf', pdf)] }), expected: withPhone('Kontaktliste.pdf!Side 1!D2'),
  },
  {
    name: '159-pdf-labels', why: 'Labels and values side by side in a PDF.\nNo table, but lines of labels.',
    raw: aarhus({ parts: [part('pdf-labels.pdf', 'Svar.pdf', pdf)] }), expected: withPhone('Svar.pdf!Side 1!B3'),
  },
  {
    name: '160-pdf-letter', why: 'A letter as PDF, signed by a colleague, with the contact in a line of its own.\nThe rest of the letter takes nothing back.',
    raw: aarhus({ says: 'Se vedhæftede brev.', parts: [part('pdf-letter.pdf', 'Brev.pdf', pdf)] }), expected: withPhone('Brev.pdf:6'),
  },
  {
    name: '161-pdf-form-named', why: 'A form whose fields carry names and hints (AcroForm).\nWhat was typed belongs to its field.',
    raw: aarhus({ parts: [part('pdf-form-named.pdf', 'Skema.pdf', pdf)] }), expected: withPhone('Skema.pdf!Formular!B2'),
  },
  {
    name: '162-pdf-form-auto-names', why: 'A form whose fields are called Text1 to Text4, with the labels printed beside them.\nThe label is found by position.',
    raw: aarhus({ parts: [part('pdf-form-auto-names.pdf', 'Skema.pdf', pdf)] }), expected: withPhone('Skema.pdf!Side 1!B2'),
  },
  {
    name: '163-pdf-typed-onto', why: 'A flat form with comments typed onto it (FreeText), as Preview and Acrobat do.\nThe comments are the answer.',
    raw: aarhus({ parts: [part('pdf-flat-form-notes.pdf', 'Skema.pdf', pdf)] }), expected: withPhone('Skema.pdf!Side 1!B2'),
  },
  {
    name: '164-pdf-empty-form', why: 'The form comes back with empty fields.\nBoth are asked for.',
    raw: aarhus({ parts: [part('pdf-form-empty.pdf', 'Skema.pdf', pdf)] }), expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['name', 'email'] },
  },
  {
    name: '165-xlsx-labelled-pdf', why: 'A workbook that is named .pdf and labelled as a PDF.\nThe content decides.',
    raw: aarhus({ parts: [part('list-openpyxl.xlsx', 'Kontaktliste.pdf', pdf)] }), expected: withPhone('Kontaktliste.pdf!Ark1!D2'),
  },
  {
    name: '166-pdf-labelled-octet-stream', why: 'A PDF without ending, labelled as bytes.\nThe content decides.',
    raw: aarhus({ parts: [part('pdf-calc-list-tagged.pdf', 'Kontaktliste', 'application/octet-stream')] }), expected: withPhone('Kontaktliste!Side 1!D2'),
  },
  {
    name: '167-swaks-utf8', why: 'swaks puts UTF-8 on the line and labels nothing; name and address are a colleague\'s.\nThe bytes say which charset it is.',
    raw: raw('raw-swaks-utf8.eml'), expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Søren Bæk Østergård <sbo@aarhus.dk> - @ body:3'] },
  },
  {
    name: '168-swaks-1252', why: 'The same in windows-1252, again without a label.\nNo letter of the name may be lost.',
    raw: raw('raw-swaks-1252.eml'), expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Søren Bæk Østergård <sbo@aarhus.dk> - @ body:3'] },
  },
  {
    name: '169-swaks-list', why: 'swaks attaches the list, without thread and tag.\nThe sender\'s domain is enough.',
    raw: raw('raw-swaks-list.eml'), expected: withPhone('Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '170-nail-sentence', why: 's-nail: quoted-printable, the address broken over two lines of it, a dash in the subject.\nA real mail program that is not ours.',
    raw: raw('raw-nail-sentence.eml'), expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Søren Bæk Østergård <sbo@aarhus.dk> - @ body:3'] },
  },
  {
    name: '171-nail-letter', why: 's-nail attaches a letter, and the text points to it.\n"Fremgår af vedhæftede brev" leads to the file.',
    raw: raw('raw-nail-letter.eml'), expected: withPhone('list-table.docx!Tabel 1!B2'),
  },
  {
    name: '172-nail-list-and-picture', why: 's-nail attaches the list as ods, and a photo of it.\nBeside a whole contact a picture is decoration.',
    raw: raw('raw-nail-reply.eml'), expected: withPhone('list-calc.ods!Ark1!D2'),
  },
];
