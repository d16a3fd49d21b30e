// Golden mails in which one word beside a sound name and address changes everything: a matter, a column, a subject, a file name, somebody else's phone.
// It refuses each of them to the register, except where only the word itself has to be left out.
import type { Buffer } from 'node:buffer';
import { writeMail, type MailInput } from '../mail-writer.ts';
import { csv, mette, part, subject, type Golden } from './common.ts';

const says = (text: string, more: Partial<MailInput> = {}): Buffer => writeMail({ from: mette, subject: subject('0751'), answers: '0751', text, ...more });
const looked = { kind: 'contact-list|other', outcome: 'review', kommune: '0751', contacts: 'whatever was read' } as const;
const gitte = { kind: 'contact-list', outcome: 'accept', kommune: '0751' } as const;

export const nearMisses: readonly Golden[] = [
  {
    name: '291-whistleblower', why: 'A label "Kontaktperson for whistleblowerordningen".\nAnother matter: only the matter of the letter may stand behind "for".',
    raw: says('Kontaktperson for whistleblowerordningen: Gitte Skov, gisk@aarhus.dk'), expected: looked,
  },
  {
    name: '292-invoices', why: 'A label "Kontaktperson ved fakturering", as in a signature block.\nAnother matter.',
    raw: says('Kontaktperson ved fakturering: Gitte Skov, gisk@aarhus.dk'), expected: looked,
  },
  {
    name: '293-questions-about-this-mail', why: 'Whom to ask about this mail, not who reports.\nAnother matter.',
    raw: says('Kontaktperson ved spørgsmål til denne mail: Gitte Skov, gisk@aarhus.dk'), expected: looked,
  },
  {
    name: '294-data-protection-in-english', why: 'A contact person for data protection, in English.\nAnother matter in any language.',
    raw: says('Our contact person for data protection is Gitte Skov, gisk@aarhus.dk.'), expected: looked,
  },
  {
    name: '295-sent-to', why: 'One line that only says whom it was sent to.\nName and address, and no answer.',
    raw: says('Sendt til: Gitte Skov gisk@aarhus.dk'), expected: looked,
  },
  {
    name: '296-try-her', why: '"Prøv Gitte Skov", in one line with the address.\nA hint is no answer, and "Prøv" is no name.',
    raw: says('Prøv Gitte Skov gisk@aarhus.dk'), expected: looked,
  },
  {
    name: '297-when-she-is-employed', why: 'She will be the contact once she is employed.\nA condition is no answer.',
    raw: says('Ny kontaktperson bliver Gitte Skov, gisk@aarhus.dk, når hun er ansat.'), expected: looked,
  },
  {
    name: '298-unsure-of-the-address', why: 'The sender doubts the address below.\nA login must not go to a guess.',
    raw: says('Kontaktperson: Gitte Skov, gisk@aarhus.dk\n\nJeg er usikker på mailen.'), expected: looked,
  },
  {
    name: '299-a-test', why: '"TEST TEST" above a contact.\nWhat leads up to a contact has to be understood.',
    raw: says('TEST TEST\nKontaktperson: Gitte Skov, gisk@aarhus.dk'), expected: looked,
  },
  {
    name: '300-draft-by-subject', why: 'The subject says that it is a draft.\nThe subject is part of what is said.',
    raw: says('Kontaktperson: Gitte Skov, gisk@aarhus.dk', { subject: 'UDKAST: Kontaktperson' }), expected: looked,
  },
  {
    name: '301-recalled', why: 'Outlook\'s "Tilbagekald:": the sender wants the mail back.\nWhat is called back is not registered.',
    raw: says('Mette Holm vil tilbagekalde meddelelsen "Kontaktperson".\n\nKontaktperson: Gitte Skov, gisk@aarhus.dk', { subject: 'Tilbagekald: Kontaktperson' }), expected: { ...looked, kind: 'contact-list|other' },
  },
  {
    name: '302-draft-by-file-name', why: 'The file is called "UDKAST kontaktliste".\nThe name of a file is part of what is said.',
    raw: says('Se vedhæftede.', { parts: [csv('Kommune;Kontaktperson;E-mail\nAarhus Kommune;Gitte Skov;gisk@aarhus.dk\n', 'UDKAST kontaktliste.csv')] }), expected: looked,
  },
  {
    name: '303-old-year-in-file-name', why: 'The file is called "Kontaktliste 2019".\nAn old list may have been picked by mistake.',
    raw: says('Se vedhæftede.', { parts: [csv('Kommune;Kontaktperson;E-mail\nAarhus Kommune;Gitte Skov;gisk@aarhus.dk\n', 'Kontaktliste 2019.csv')] }), expected: looked,
  },
  {
    name: '304-column-to-delete', why: 'A column "Slettes" with a cross beside the contact.\nCells beside a contact are read too.',
    raw: says('Se vedhæftede.', { parts: [csv('Kommune;Kontaktperson;E-mail;Slettes\nAarhus Kommune;Gitte Skov;gisk@aarhus.dk;x\n')] }), expected: looked,
  },
  {
    name: '305-column-valid-until', why: 'A column "Gyldig til" with a day that is past.\nCells beside a contact are read too.',
    raw: says('Se vedhæftede.', { parts: [csv('Kommune;Kontaktperson;E-mail;Gyldig til\nAarhus Kommune;Gitte Skov;gisk@aarhus.dk;31-12-2023\n')] }), expected: looked,
  },
  {
    name: '306-code-of-another-kommune', why: 'A row as text: Aarhus Kommune, with the code of Randers.\nOne of the two is wrong.',
    raw: says('Aarhus Kommune;0730;Region Midtjylland;Gitte Skov;gisk@aarhus.dk'), expected: { ...looked, kommune: null },
  },
  {
    name: '307-title-before-the-name', why: 'A case worker\'s title before the name.\nIt is no part of the name.',
    raw: says('Kontaktperson: Sagsbehandler Ida Kok, idko@aarhus.dk'), expected: { ...gitte, contacts: ['Ida Kok <idko@aarhus.dk> - @ body:1'] },
  },
  {
    name: '308-phone-of-the-town-hall', why: 'Found by damaging mails: the lines below the sentence are the town hall\'s, with its phone, without a closing phrase.\nThe contact of the list is registered, and the phone is not taken for his.',
    raw: says('Kontaktpersonen er Lars Lind.\n\nRådhuset, 8000 Aarhus C\nTlf. 89 40 12 34', { parts: [part('two-contacts.xlsx')] }), expected: { ...gitte, contacts: ['Lars Lind <lali@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    name: '309-row-with-headings-as-text', why: 'Two lines of the list as text, with headings and semicolons.\nA table needs no file.',
    raw: says('Navn;Mail\nGitte Skov;gisk@aarhus.dk'), expected: { ...gitte, contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body!Tabel 1!A2'] },
  },
];
