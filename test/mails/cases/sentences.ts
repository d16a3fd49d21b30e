// Golden mails in the words people use for who it is, as they were met since; each is read and registered.
// It refuses to be clever: for nearly each of them doubts-in-words.ts holds the same words with another meaning.
import { Buffer } from 'node:buffer';
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { aarhus, accepted, mette, part, sign, subject, type Golden } from './common.ts';

const gitte = (line: number, phone = '-') => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`Gitte Skov <gisk@aarhus.dk> ${phone} @ body:${line}`] });
const hers = { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ from`] };
const html = (says: string): Buffer => writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: `<html><body>${says}</body></html>` });

export const sentences: readonly Golden[] = [
  {
    name: '217-you-can-write-to', why: '"I kan skrive til N på M": no word "kontaktperson".\nIn an answer to the letter that asks for her, it names her.',
    raw: aarhus({ says: 'Hej\n\nI kan skrive til Gitte Skov på gisk@aarhus.dk.' }), expected: gitte(3),
  },
  {
    name: '218-name-and-address-only', why: 'One line: a name and an address.\nThe whole answer of a busy person.',
    raw: aarhus({ says: 'Gitte Skov gisk@aarhus.dk' }), expected: gitte(1),
  },
  {
    name: '219-that-will-be-me', why: '"Det bliver mig.", signed.\nName from From and signature, which agree; address from From.',
    raw: aarhus({ says: 'Hej\n\nDet bliver mig.' }), expected: hers,
  },
  {
    name: '220-new-contact-former-named', why: 'The former contact is named as having stopped, the new one with her address.\nThe former one is not mixed up with her.',
    raw: aarhus({ says: 'Hej\n\nBent Gammel er stoppet hos os. Ny kontaktperson er Gitte Skov, gisk@aarhus.dk.' }), expected: gitte(3),
  },
  {
    name: '221-typed-in-haste', why: '"kontaktprson", and no capital at the start.\nA slip of the key is no other word.',
    raw: aarhus({ says: 'hej\n\nvores kontaktprson er Gitte Skov, gisk@aarhus.dk' }), expected: gitte(3),
  },
  {
    name: '222-english', why: 'An English answer with a phone.\nNot everybody in a kommune writes Danish.',
    raw: aarhus({ says: 'Dear colleagues,\n\nOur contact person is Gitte Skov (gisk@aarhus.dk), phone +45 89 40 11 22.\n\nKind regards' }), expected: gitte(3, '+45 89 40 11 22'),
  },
  {
    name: '223-swedish', why: 'A Swedish answer.\nThe words are near enough to be known.',
    raw: aarhus({ says: 'Hej!\n\nVår kontaktperson är Gitte Skov, gisk@aarhus.dk.' }), expected: gitte(3),
  },
  {
    name: '224-correction', why: '"Rettelse:" before the sentence.\nWhether it replaces an earlier answer, the register decides.',
    raw: aarhus({ says: 'Rettelse: Kontaktpersonen er Gitte Skov, gisk@aarhus.dk.' }), expected: gitte(1),
  },
  {
    name: '225-between-quoted-lines', why: 'The answer stands between two quoted lines of our letter.\nThe quoted lines around it are ours and old.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej, se nedenfor.\n\nDen 30-01-2024 kl. 10:02 skrev Ligestillingsafdelingen:\n> Kommunen bedes oplyse navn og mailadresse på en kontaktperson.\n\nVores kontaktperson er Gitte Skov, gisk@aarhus.dk.\n\n> Listen bedes fremsendt senest den 12. februar 2024.${sign}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    name: '226-emoji', why: 'Emoji in the greeting and between name and address.\nThey say nothing.',
    raw: aarhus({ says: 'Hej 😊\n\nVores kontaktperson er Gitte Skov 👍 gisk@aarhus.dk' }), expected: gitte(3),
  },
  {
    name: '227-soft-hyphens', why: 'Word left soft hyphens and a zero-width space in the words and in the address.\nNobody sees them, so they are no letters.',
    raw: aarhus({ says: 'Hej\n\nVores kontakt\u00adperson er Gitte Skov, gisk@aar\u00adhus.dk\u200b.' }), expected: gitte(3),
  },
  {
    name: '228-semicolon-line', why: 'One row of the list copied out as text, without its headings.\nKommune, name, address and phone are what they look like.',
    raw: aarhus({ says: 'Aarhus Kommune;0751;Region Midtjylland;Gitte Skov;gisk@aarhus.dk;89 40 11 22' }), expected: gitte(1, '89 40 11 22'),
  },
  {
    name: '229-bullets', why: 'Labels behind bullets.\nA bullet is no part of a label.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson i Aarhus Kommune:\n• Navn: Gitte Skov\n• E-mail: gisk@aarhus.dk\n• Telefon: 89 40 11 22' }), expected: gitte(4, '89 40 11 22'),
  },
  {
    name: '230-address-in-a-link', why: 'Outlook\'s HTML shows the name, and the address is in the link behind it.\nA link to write to her is her address.',
    raw: html('<p>Hej</p><p>Vores kontaktperson er <a href="mailto:gisk@aarhus.dk">Gitte Skov</a>.</p><p>Med venlig hilsen</p><p>Mette Holm</p>'), expected: gitte(2),
  },
  {
    name: '231-address-twice', why: 'Outlook\'s plain text repeats the address with "mailto:".\nOnce or twice, it is one address.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson: Gitte Skov <gisk@aarhus.dk<mailto:gisk@aarhus.dk>>' }), expected: gitte(3),
  },
  {
    name: '232-from-a-phone', why: 'Typed on a phone, the phone\'s own line below.\n"Sendt fra min iPhone" takes nothing back.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Gitte Skov, gisk@aarhus.dk, er vores kontaktperson\n\nSendt fra min iPhone${quotedLetter()}` }), expected: gitte(1),
  },
  {
    name: '233-format-flowed', why: 'format=flowed: the sentence is broken by soft line ends (RFC 3676).\nThe lines are joined before they are read.',
    raw: Buffer.from('Return-Path: <mho@aarhus.dk>\r\nAuthentication-Results: mx.lige.dk; dmarc=pass header.from=aarhus.dk\r\nFrom: Mette Holm <mho@aarhus.dk>\r\nTo: lige@lige.dk\r\nSubject: Kontaktperson [LIGE-2024-0751]\r\nDate: Wed, 07 Feb 2024 09:12:30 +0100\r\nMessage-ID: <flowed.1@aarhus.dk>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHej\r\n\r\nAarhus Kommune har udpeget Gitte Skov som kontaktperson for  \r\nindberetningen. Hun kan kontaktes på gisk@  \r\naarhus.dk.\r\n\r\nMed venlig hilsen\r\n\r\nMette Holm\r\n'.replace('gisk@  \r\n', 'gisk@ \r\n'), 'utf-8'), expected: gitte(3),
  },
  {
    name: '234-appointed-with-title', why: 'A formal sentence with a title, a department and what it is for.\nThe words around the name are all understood.',
    raw: aarhus({ says: 'Kære Ligestillingsafdeling\n\nAarhus Kommune har udpeget chefkonsulent Gitte Skov, HR og Udvikling, som kontaktperson for indberetningen om måltal og politikker. Gitte kan træffes på gisk@aarhus.dk eller tlf. 89 40 11 22.' }), expected: gitte(3, '89 40 11 22'),
  },
  {
    name: '235-on-holiday-and-contact', why: 'She names the contact and adds when she herself is away.\nHer own holiday takes nothing back.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte Skov, gisk@aarhus.dk.\n\nGod vinterferie til jer.' }), expected: gitte(3),
  },
  {
    name: '236-contact-and-question', why: 'A contact in a sentence, and a question below.\nRegistered, and the question goes to a person.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte Skov, gisk@aarhus.dk.\n\nHvornår åbner skemaet for indberetning?' }), expected: { ...gitte(3), also: ['question'] },
  },
  {
    name: '310-say-if-anything-is-missing', why: 'A list, and the commonest courtesy of all: "Sig til, hvis der mangler noget, eller I har spørgsmål."\nIts "eller" and "spørgsmål" doubt nothing.',
    raw: aarhus({ says: 'Hej\n\nSe venligst vedhæftede. Sig til, hvis der mangler noget, eller I har spørgsmål.', parts: [part('list-openpyxl.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D2`] },
  },
  {
    name: '311-changed-since-last-year', why: 'A list, and the remark that it is somebody else this year.\nThat the contact is new takes nothing back.',
    raw: aarhus({ says: 'Hej\n\nVi har ændret kontaktperson siden sidste år, se vedhæftede.', parts: [part('list-openpyxl.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D2`] },
  },
  {
    name: '312-please-register', why: 'English: "Please register N (M) as our contact person."\nA request that says it plainly.',
    raw: aarhus({ says: 'Please register Gitte Skov (gisk@aarhus.dk) as our contact person.' }), expected: gitte(1),
  },
  {
    name: '313-privacy-notice', why: 'Below the contact, the notice that every mail of the kommune carries, with the address of its data protection officer.\nA notice of the house is no second contact.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Kontaktperson: Gitte Skov, gisk@aarhus.dk${sign}\n\nAarhus Kommune behandler personoplysninger, se www.aarhus.dk/databeskyttelse. Kontakt vores databeskyttelsesrådgiver på dpo@aarhus.dk.${quotedLetter()}` }), expected: gitte(1),
  },
];
