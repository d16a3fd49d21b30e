// Golden mails with sheets that are laid out in their own way: sideways, in one cell, with hidden, struck out or example rows, names in parts.
// It refuses what the sender could not see or has struck out.
import { aarhus, accepted, csv, part, type Golden } from './common.ts';

const whole = (from: string) => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} 89 40 12 34 @ ${from}`] });
const bare = (from: string) => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ ${from}`] });
const gitte = (from: string) => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`Gitte Skov <gisk@aarhus.dk> - @ ${from}`] });

export const tables: readonly Golden[] = [
  {
    name: '198-all-98-rows', why: 'All 98 kommuner stand in the sheet, one row is filled in.\nThe empty rows are no answer and no contradiction.',
    raw: aarhus({ parts: [part('list-98-rows.xlsx')] }), expected: whole('Kontaktliste.xlsx!Ark1!D83'),
  },
  {
    name: '199-transposed', why: 'Our headings downwards, the answers beside them.\nThe sheet is read sideways.',
    raw: aarhus({ parts: [part('list-transposed.xlsx')] }), expected: whole('Kontaktliste.xlsx!Ark1!B4'),
  },
  {
    name: '200-transposed-with-gap', why: 'Labels in the second column, an empty one, values in the fourth.\nThe value is the next cell that holds something.',
    raw: aarhus({ parts: [part('list-transposed-right.xlsx')] }), expected: bare('Kontaktliste.xlsx!Ark1!D4'),
  },
  {
    name: '201-label-and-value-in-one-cell', why: '"Kontaktperson: Mette Holm" in one cell, the next label below.\nA cell may hold a line of a letter.',
    raw: aarhus({ parts: [part('list-one-cell.xlsx')] }), expected: whole('Kontaktliste.xlsx!Ark1!A2'),
  },
  {
    name: '202-surname-first', why: '"Holm, Mette" in the column of the contact.\nTurned around: a login greets Mette Holm.',
    raw: aarhus({ parts: [part('list-surname-first.xlsx')] }), expected: bare('Kontaktliste.xlsx!Ark1!B2'),
  },
  {
    name: '203-three-columns-of-names', why: 'First, middle and last name in three columns.\nAll three make the name.',
    raw: aarhus({ parts: [part('list-three-names.xlsx')] }), expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Bæk Holm <mebh@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!B2'] },
  },
  {
    name: '204-more-columns', why: 'Ten columns: number, title, department, EAN, date.\nWhat is no name, address or phone is left out.',
    raw: aarhus({ parts: [part('list-more-columns.xlsx')] }), expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} 89401234 @ Kontaktliste.xlsx!Ark1!D2`] },
  },
  {
    name: '205-hidden-columns', why: 'Last year\'s contact stands in two hidden columns.\nWhat nobody saw is not taken.',
    raw: aarhus({ parts: [part('list-hidden-column.xlsx')] }), expected: bare('Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '206-hidden-sheet-beside-filled', why: 'The visible sheet is filled in, a hidden one has last year\'s contact.\nThe visible one is the answer.',
    raw: aarhus({ parts: [part('list-hidden-sheet.xlsx')] }), expected: whole('Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '207-guide-sheet', why: 'A second sheet explains how to fill in the list and gives our address.\nOur address is no contact.',
    raw: aarhus({ parts: [part('list-guide-sheet.xlsx')] }), expected: whole('Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '208-struck-out-row', why: 'The old contact is struck out in the sheet, the new one stands below.\nWhat is struck out is not read.',
    raw: aarhus({ parts: [part('list-struck.xlsx')] }), expected: whole('Kontaktliste.xlsx!Ark1!D3'),
  },
  {
    name: '209-struck-out-pdf', why: 'A PDF with two lines struck out by hand, one of them by a drawn line.\nThe line that is left counts.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('pdf-struck.pdf', 'Svar.pdf', 'application/pdf')] }), expected: bare('Svar.pdf:1'),
  },
  {
    name: '210-example-above-headings', why: 'An example of their own above the headings.\nWhat stands above the headings is no row.',
    raw: aarhus({ parts: [part('list-example-above.xlsx')] }), expected: bare('Kontaktliste.xlsx!Ark1!C4'),
  },
  {
    name: '211-deputy-columns', why: 'Contact and deputy, each with an address under a heading of its own.\nThe contact is registered, not the deputy.',
    raw: aarhus({ parts: [part('list-deputy.xlsx')] }), expected: bare('Kontaktliste.xlsx!Ark1!B2'),
  },
  {
    name: '212-name-without-cached-value', why: 'The name is a formula that no program has computed.\nWhat the sheet does not show is asked for.',
    raw: aarhus({ parts: [part('list-formula.xlsx')] }), expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['- <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!E2'], missing: ['name'] },
  },
  {
    name: '213-formula-injection', why: 'The name begins with "=" and calls a program when a register is opened in Excel.\nNo such name is registered unseen.',
    raw: aarhus({ parts: [csv('Kommune;Kontaktperson;E-mail\nAarhus Kommune;=cmd|\'/c calc\'!A1;mho@aarhus.dk\n')] }), expected: { kind: 'contact-list', outcome: 'clarify|review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '214-two-parts-of-the-kommune', why: 'A letter that names a contact for each of two departments.\nThe letter asks for one of the kommune.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-two-parts.docx', 'Brev.docx', 'application/octet-stream')] }), expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '215-same-list-twice', why: 'The list as xlsx and, printed, as PDF.\nThey agree, so it is one contact.',
    raw: aarhus({ parts: [part('list-openpyxl.xlsx'), part('pdf-calc-list-tagged.pdf', 'Kontaktliste.pdf', 'application/pdf')] }), expected: whole('Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '216-list-against-pdf', why: 'The xlsx names Mette Holm, the PDF beside it two others and her.\nA conflict is never settled by the program.',
    raw: aarhus({ parts: [part('list-openpyxl.xlsx'), part('list-two-parts.docx', 'Brev.docx', 'application/octet-stream')] }), expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '319-comment-on-a-cell', why: 'A comment on the cell of the name says that he has stopped and who is new.\nA comment is part of what the sender wrote: a person looks.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-comment.xlsx')] }), expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '320-sheet-of-the-retired', why: 'The only sheet is called "Udgåede".\nThe name of a sheet is part of what is said.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-retired-sheet.xlsx')] }), expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '321-row-without-height', why: 'The old contact\'s row has no height.\nWhat nobody saw is not taken, however it was hidden.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-no-height.xlsx')] }), expected: gitte('Kontaktliste.xlsx!Ark1!B3'),
  },
  {
    name: '322-filtered-rows', why: 'The sheet is filtered, so that the old contact\'s row is not shown.\nWhat nobody saw is not taken.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-filtered.xlsx')] }), expected: gitte('Kontaktliste.xlsx!Ark1!B3'),
  },
  {
    name: '323-tracked-changes', why: 'Word: the old contact deleted and the new one inserted as tracked changes, not yet accepted.\nWhat was deleted is not read.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-tracked.docx', 'Brev.docx', 'application/octet-stream')] }), expected: gitte('Brev.docx:1'),
  },
  {
    name: '324-struck-out-row-in-word', why: 'Word: the old contact\'s row of the table is struck out.\nWhat is struck out is not read.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('list-struck-row.docx', 'Brev.docx', 'application/octet-stream')] }), expected: gitte('Brev.docx!Tabel 1!B3'),
  },
];
