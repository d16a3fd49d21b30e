// Golden mails with files that can, can only partly, or cannot be read, and with letters that could be lost on the way.
// It refuses silence about a file: what is not read is asked for or looked at.
import { Buffer } from 'node:buffer';
import { accepted, aarhus, part, type Golden } from './common.ts';

export const files: readonly Golden[] = [
  {
    name: '34-pdf-only', why: 'The list printed to PDF by LibreOffice, tagged, and nothing in the text.\nThe tags give the table cell by cell, so it is registered.',
    raw: aarhus({ parts: [part('pdf-calc-list-tagged.pdf', 'Kontaktliste.pdf', 'application/pdf')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.pdf!Side 1!D2'] },
  },
  {
    name: '35-text-and-pdf', why: 'A contact in the text, and a PDF that names the same one.\nThey agree, so it is registered; the text came first.',
    raw: aarhus({ parts: [part('pdf-calc-list-tagged.pdf', 'Svar.pdf', 'application/pdf')], says: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Svar.pdf!Side 1!D2'] },
  },
  {
    name: '36-locked-list', why: 'The list is protected with a password.\nSaid so, and asked for again.',
    raw: aarhus({ parts: [part('locked.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    name: '37-winmail', why: 'Outlook wrapped the list into winmail.dat.\nIt is unwrapped, and the list in it is registered.',
    raw: aarhus({ parts: [part('list-winmail.dat', 'winmail.dat', 'application/ms-tnef')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ winmail.dat/Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '38-bomb', why: 'An xlsx of 59 kB that unfolds to 60 MB.\nRefused before it unfolds; sending it again would not help, so a person looks.',
    raw: aarhus({ parts: [part('bomb.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    name: '39-old-xls-and-ods', why: 'The same list as xls and as ods.\nBoth are read and agree.',
    raw: aarhus({ parts: [part('old.xls', 'Kontaktliste.xls', 'application/vnd.ms-excel'), part('open.ods', 'Kontaktliste.ods', 'application/vnd.oasis.opendocument.spreadsheet')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ Kontaktliste.xls!Ark1!D5'] },
  },
  {
    name: '53-mislabelled-charset', why: 'windows-1252 labelled UTF-8, quoted-printable missing.\nNo letter of the name may be lost.',
    raw: Buffer.from(`Return-Path: <soby@soroe.dk>\r\nFrom: Soeren Byg <soby@soroe.dk>\r\nTo: lige@lige.dk\r\nSubject: Kontaktperson\r\nDate: Wed, 07 Feb 2024 09:12:30 +0100\r\nMessage-ID: <1@soroe.dk>\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nKontaktperson for Sorø Kommune: Søren Østerbye, soby@soroe.dk\r\n`, 'latin1'),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0340', contacts: ['Søren Østerbye <soby@soroe.dk> - @ body:1'] },
  },
  {
    name: '64-garbage', why: 'Bytes that are no mail.\nStill one line of facts, for a person.',
    raw: Buffer.from([0, 255, 254, 1, 2, 3, 10, 13, 200, 201, 66, 58, 0, 0, 13, 10]),
    expected: { kind: 'other', outcome: 'review', kommune: null },
  },
  {
    name: '65-cut-short', why: 'The connection broke in the middle of the attachment.\nThe list is damaged: asked for again.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')] }).subarray(0, 6200),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    name: '137-text-against-pdf', why: 'The text names one, the PDF another, both whole.\nA conflict is never settled by the program.',
    raw: aarhus({ parts: [part('pdf-calc-list-tagged.pdf', 'Svar.pdf', 'application/pdf')], says: 'Kontaktperson: Lars Lind, lali@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '138-text-and-scan', why: 'A contact in the text, and a PDF from the scanner.\nThe scan may say otherwise: a person looks.',
    raw: aarhus({ parts: [part('pdf-scan.pdf', 'Svar.pdf', 'application/pdf')], says: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} - @ body:1`] },
  },
  {
    name: '139-scan-with-text-under-it', why: 'A scan with the text that a scanner program recognised and laid under it.\nSuch text is a guess of the scanner: never registered unseen.',
    raw: aarhus({ parts: [part('pdf-scan-ocr.pdf', 'Svar.pdf', 'application/pdf')] }),
    expected: { kind: 'contact-list', outcome: 'clarify|review', kommune: '0751', contacts: 'whatever was read', missing: ['readable-attachment'] },
  },
  {
    name: '140-hidden-text-in-pdf', why: 'A PDF that shows one contact and holds another in text that cannot be seen.\nWhat nobody saw is not taken.',
    raw: aarhus({ parts: [part('pdf-hidden-text.pdf', 'Svar.pdf', 'application/pdf')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Svar.pdf:1'] },
  },
];
