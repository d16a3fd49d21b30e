// Golden mails that sound like those of sentences.ts and mean something else, or whose sender must not be believed.
// It refuses every one of them to the register, whatever was read; a person looks.
import { Buffer } from 'node:buffer';
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { aarhus, mette, sign, subject, type Golden } from './common.ts';

const looked = { kind: 'contact-list|other', outcome: 'review', kommune: '0751', contacts: 'whatever was read' } as const;

export const doubtsInWords: readonly Golden[] = [
  {
    name: '237-not-any-longer', why: 'Name, address and "kontaktperson", with "ikke længere".\nA negation turns it around.',
    raw: aarhus({ says: 'Hej\n\nGitte Skov, gisk@aarhus.dk, er ikke længere vores kontaktperson.' }), expected: looked,
  },
  {
    name: '238-until', why: '"Indtil vi har fundet en ny".\nOnly for now: a person decides.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte Skov, gisk@aarhus.dk, indtil vi har fundet en ny.' }), expected: looked,
  },
  {
    name: '239-if', why: '"Hvis direktionen godkender det".\nA condition is no answer.',
    raw: aarhus({ says: 'Hej\n\nKontaktpersonen er Gitte Skov, gisk@aarhus.dk, hvis direktionen godkender det.' }), expected: looked,
  },
  {
    name: '240-two-persons', why: 'Two persons with an address each.\nThe letter asks for one.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktpersoner er Gitte Skov, gisk@aarhus.dk, og Lars Lind, lali@aarhus.dk.' }), expected: looked,
  },
  {
    name: '241-either-or', why: '"Gitte Skov eller Lars Lind", and one address.\nWhich of them, nobody knows.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov eller Lars Lind, gisk@aarhus.dk' }), expected: looked,
  },
  {
    name: '242-together-with', why: '"Sammen med Lars Lind", with his address only.\nHis address is not hers.',
    raw: aarhus({ says: 'Hej\n\nGitte Skov er kontaktperson sammen med Lars Lind, lali@aarhus.dk.' }), expected: looked,
  },
  {
    name: '243-data-protection', why: 'A contact person for data protection.\nAnother matter.',
    raw: aarhus({ says: 'Hej\n\nKommunens kontaktperson for databeskyttelse (DPO) er Gitte Skov, gisk@aarhus.dk.' }), expected: looked,
  },
  {
    name: '244-address-reads-like-another', why: 'The name is Gitte Skov, the address spells Lars Lind.\nOne of the two is wrong.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte Skov, lars.lind@aarhus.dk.' }), expected: looked,
  },
  {
    name: '245-write-to-dmarc-fail', why: '"I kan skrive til …" in a mail of which our server found that DMARC failed.\nAnyone can write so.',
    raw: aarhus({ says: 'Hej\n\nI kan skrive til Gitte Skov på gisk@aarhus.dk.', dmarc: 'spf=fail smtp.mailfrom=aarhus.dk; dmarc=fail header.from=aarhus.dk' }), expected: looked,
  },
  {
    name: '246-of-another-kommune', why: 'Aarhus names the contact of Randers, with an address there.\nA contradiction: both sides are shown.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson for Randers Kommune er Ulla Friis, ulla.friis@randers.dk.' }), expected: { ...looked, kommune: null },
  },
  {
    name: '247-write-to-about-something-else', why: '"I kan skrive til N på M", if it is about a local plan.\nAnother matter.',
    raw: aarhus({ says: 'Hej\n\nI kan skrive til Gitte Skov på gisk@aarhus.dk, hvis I har spørgsmål til lokalplanen.' }), expected: looked,
  },
  {
    name: '248-that-will-not-be-me', why: '"Det bliver ikke mig."\nA negation turns it around.',
    raw: aarhus({ says: 'Hej\n\nDet bliver ikke mig.' }), expected: looked,
  },
  {
    name: '249-that-will-be-me-who-finds', why: '"Det bliver mig, der finder ud af, hvem det skal være."\nShe finds the contact, she is not the contact.',
    raw: aarhus({ says: 'Hej\n\nDet bliver mig, der finder ud af, hvem det skal være.' }), expected: looked,
  },
  {
    name: '250-have-asked-her', why: 'She has been asked whether she will.\nNobody has said yes.',
    raw: aarhus({ says: 'Hej\n\nJeg har spurgt Gitte Skov, gisk@aarhus.dk, om hun vil være kontaktperson.' }), expected: looked,
  },
  {
    name: '251-former-contact', why: '"Vores tidligere kontaktperson", with address.\nThe word before tells.',
    raw: aarhus({ says: 'Hej\n\nVores tidligere kontaktperson var Gitte Skov, gisk@aarhus.dk.' }), expected: looked,
  },
  {
    name: '252-was-in-english', why: '"Was" in English.\nThe past is no answer in any language.',
    raw: aarhus({ says: 'Hi,\n\nOur contact person was Gitte Skov, gisk@aarhus.dk, but she has left.' }), expected: looked,
  },
  {
    name: '253-from-a-later-day', why: 'She will be the contact from a day after the login goes out.\nWho it is until then is not said.',
    raw: aarhus({ says: 'Hej\n\nFra 1. maj 2024 er kontaktpersonen Gitte Skov, gisk@aarhus.dk.' }), expected: looked,
  },
  {
    name: '254-in-copy', why: 'A line that only says who has got a copy.\nName and address, and no answer.',
    raw: aarhus({ says: 'Hej\n\nVi vender tilbage.\n\nCc: Gitte Skov gisk@aarhus.dk' }), expected: looked,
  },
  {
    name: '255-row-with-two', why: 'A row of the list as text, with two persons in it.\nWhich of them, nobody knows.',
    raw: aarhus({ says: 'Aarhus Kommune;Gitte Skov;gisk@aarhus.dk;Lars Lind;lali@aarhus.dk' }), expected: looked,
  },
  {
    name: '256-letter-that-looks-alike', why: 'The domain is spelled with a Cyrillic letter.\nIt is not the kommune\'s, however it looks: looked at or asked for.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov, gisk@a\u0430rhus.dk' }), expected: { ...looked, outcome: 'review|clarify' },
  },
  {
    name: '257-domain-that-begins-alike', why: 'The sender\'s domain only begins like the kommune\'s.\nA domain is read from its end.',
    raw: writeMail({ from: 'Mette Holm <mho@aarhus.dk.svar.example>', subject: subject('0751'), answers: '0751', text: `Kontaktperson: Mette Holm, mho@aarhus.dk${sign}${quotedLetter()}` }), expected: looked,
  },
  {
    name: '258-name-that-is-an-address', why: 'A private mailbox whose display name is an address of the kommune.\nThe display name proves nothing.',
    raw: writeMail({ from: '"mho@aarhus.dk" <kontakt.aarhus@gmail.com>', subject: subject('0751'), answers: '0751', text: `Kontaktperson: Mette Holm, mho@aarhus.dk${sign}${quotedLetter()}` }), expected: looked,
  },
  {
    name: '259-mail-of-another-attached', why: 'An attached mail of a colleague says who it is; the mail itself says nothing.\nForwarded words are not the sender\'s: a person looks.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [{ name: 'SV Kontaktperson.eml', type: 'message/rfc822', content: Buffer.from('From: Lars Lind <lali@aarhus.dk>\r\nTo: Mette Holm <mho@aarhus.dk>\r\nSubject: SV: Hvem er det?\r\nDate: Tue, 06 Feb 2024 10:00:00 +0100\r\nMessage-ID: <x.1@aarhus.dk>\r\n\r\nMåske skal de bare skrive til Ida Kok, idko@aarhus.dk.\r\n') }] }), expected: looked,
  },
  {
    name: '260-written-by-a-trainee-signed-by-another', why: '"Det bliver mig", from one person\'s mailbox and signed by another.\nWho "me" is, nobody knows.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej\n\nDet bliver mig.\n\nMed venlig hilsen\n\nLars Lind\nPersonalechef${quotedLetter()}` }), expected: looked,
  },
  {
    name: '318-dmarc-pass-of-another-domain', why: 'Our server\'s own result says "dmarc=pass", but for another domain than the one in From.\nA pass proves only the domain it names (RFC 8601 2.7, header.from).',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov, gisk@aarhus.dk', dmarc: 'dmarc=pass header.from=ond.example' }), expected: looked,
  },
];
