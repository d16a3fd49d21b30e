// Golden mails in which the list lies inside another file or a signature, and those whose file cannot be opened: locked, scanned, encrypted, broken.
// It refuses to go deeper than four files, and to keep silent about what it could not open.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMail, type Part } from '../mail-writer.ts';
import { aarhus, accepted, mette, part, subject, type Golden } from './common.ts';

const bytes = (file: string): Buffer => readFileSync(join(import.meta.dirname, '../parts', file));
const zip = 'application/zip';
const pdf = 'application/pdf';
const found = (from: string) => ({ kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} 89 40 12 34 @ ${from}`] });
const asked = { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] };
const looked = { kind: 'contact-list', outcome: 'review', kommune: '0751', missing: ['readable-attachment'] };
const cut = (file: string, name: string, type: string, length: number): Part => ({ name, type, content: bytes(file).subarray(0, length) });
/** A signed or encrypted mail of openssl, with the header block that a mail to us has. */
const openssl = (file: string): Buffer => {
  const text = bytes(file).toString('latin1');
  const head = text.slice(0, text.search(/\r?\n\r?\n/)).split(/\r?\n(?![ \t])/).filter((line) => /^(?:MIME|Content)/i.test(line));
  const own = `Return-Path: <mho@aarhus.dk>\r\nAuthentication-Results: mx.lige.dk; dmarc=pass header.from=aarhus.dk\r\nFrom: ${mette}\r\nTo: lige@lige.dk\r\nSubject: Kontaktliste [LIGE-2024-0751]\r\nDate: Wed, 07 Feb 2024 09:12:30 +0100\r\nMessage-ID: <${file}@aarhus.dk>\r\n`;
  return Buffer.from(`${own}${head.join('\r\n')}${text.slice(text.search(/\r?\n\r?\n/))}`, 'latin1');
};
/** A mail whose parts are written out here, for what openssl does not make. */
const pgp = (...body: readonly string[]): Buffer => {
  const [head = ''] = writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: '' }).toString('latin1').split('\r\nContent-Type:');
  return Buffer.from([head, ...body, ''].join('\r\n'), 'latin1');
};

export const wrapped: readonly Golden[] = [
  {
    name: '173-list-in-zip', why: 'The list in a zip, under a name with Danish letters.\nThe zip is opened, and the list in it is a list.',
    raw: aarhus({ parts: [part('nest-list.zip', 'Svar.zip', zip)] }), expected: found('Svar.zip/Kontaktliste udfyldt på kommunen.xlsx!Ark1!D2'),
  },
  {
    name: '174-two-lists-in-zip', why: 'A zip with two lists that name different persons.\nA conflict is never settled by the program.',
    raw: aarhus({ parts: [part('nest-two-lists.zip', 'Svar.zip', zip)] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} 89 40 12 34 @ Svar.zip/Liste 1.xlsx!Ark1!D2`, 'Lars Lind <lali@aarhus.dk> - @ Svar.zip/Liste 2.xlsx!Ark1!D2'] },
  },
  {
    name: '175-list-in-attached-mail', why: 'A colleague\'s mail attached, with the list in it (message/rfc822).\nThe list is the kommune\'s.',
    raw: aarhus({ says: 'Se vedhæftede mail.', parts: [part('nest-list.eml', 'Kontaktliste.eml', 'message/rfc822')] }), expected: found('Kontaktliste.eml/Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '176-mail-saved-as-eml', why: 'The same mail saved and attached as a file of bytes.\nThe content decides that it is a mail.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('nest-list.eml', 'Kontaktliste.eml', 'application/octet-stream')] }), expected: found('Kontaktliste.eml/Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '177-list-in-msg', why: 'Outlook saved the mail as .msg and attached that.\nIts attachment is the list.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [part('wrap-list.msg', 'Kontaktliste.msg', 'application/vnd.ms-outlook')] }), expected: found('Kontaktliste.msg/Kontaktliste for Århus – 2024.xlsx!Ark1!D5'),
  },
  {
    name: '178-winmail-broken', why: 'A winmail.dat of which only the first bytes are right.\nDamaged: asked for again.',
    raw: aarhus({ parts: [part('winmail.dat', 'winmail.dat', 'application/ms-tnef')] }), expected: asked,
  },
  {
    name: '179-winmail-names-another-kommune', why: 'The list in winmail.dat is Aarhus\'s, its file name says Ærø.\nBoth sides are shown to a person.',
    raw: aarhus({ parts: [part('wrap-winmail-list.dat', 'winmail.dat', 'application/ms-tnef')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: 'whatever was read' },
  },
  {
    name: '180-four-deep', why: 'A zip in a zip, a mail in that, a zip in the mail, the list in it.\nFour files deep are opened.',
    raw: aarhus({ parts: [part('nest-4.zip', 'a.zip', zip)] }), expected: found('a.zip/b.zip/c.eml/d.zip/Kontaktliste.xlsx!Ark1!D2'),
  },
  {
    name: '181-five-deep', why: 'One file deeper.\nNot opened: the sender need not mend it, a person looks.',
    raw: aarhus({ parts: [part('nest-5.zip', 'a.zip', zip)] }), expected: looked,
  },
  {
    name: '182-signed-detached', why: 'S/MIME with the signature beside the text (openssl).\nThe signature is no file to read; the list is read.',
    raw: openssl('wrap-signed-detached.eml'), expected: found('Kontaktliste.xlsx!Ark1!D5'),
  },
  {
    name: '183-signed-opaque', why: 'S/MIME with everything inside the signature (openssl).\nIt is opened like a wrapper.',
    raw: openssl('wrap-signed-opaque.eml'), expected: found('Kontaktliste.xlsx!Ark1!D5'),
  },
  {
    name: '184-encrypted-smime', why: 'An encrypted mail.\nWe hold no key: a person looks.',
    raw: openssl('wrap-encrypted.eml'), expected: looked,
  },
  {
    name: '185-encrypted-pgp', why: 'A mail encrypted with PGP (RFC 3156).\nWe hold no key: a person looks.',
    raw: pgp('Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="p"', '', '--p', 'Content-Type: application/pgp-encrypted', '', 'Version: 1', '', '--p', 'Content-Type: application/octet-stream; name="encrypted.asc"', '', '-----BEGIN PGP MESSAGE-----', '', 'hQEMA0ppZ2xsZWJlYQEIALq3bYxvV4m1u0lkc2Zqc2tkZmpsa3NkZmpsa2pzZGxm', '=abcd', '-----END PGP MESSAGE-----', '', '--p--'), expected: looked,
  },
  {
    name: '186-signed-pgp', why: 'A sentence signed with PGP, the signature as a file.\nThe signature needs no reading.',
    raw: pgp('Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="p"', '', '--p', 'Content-Type: text/plain; charset=us-ascii', '', 'Kontaktperson: Gitte Skov, gisk@aarhus.dk', '', '--p', 'Content-Type: application/pgp-signature; name="signature.asc"', '', '-----BEGIN PGP SIGNATURE-----', '', 'iQEzBAEBCAAdFiEE', '=abcd', '-----END PGP SIGNATURE-----', '', '--p--'),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    name: '187-locked-xls', why: 'An old Excel file with a password (LibreOffice).\nSaid so, and asked for again.',
    raw: aarhus({ parts: [part('office-locked.xls', 'Kontaktliste.xls', 'application/vnd.ms-excel')] }), expected: asked,
  },
  {
    name: '188-locked-ods', why: 'An OpenDocument sheet with a password.\nIts table of contents can be read, the list cannot.',
    raw: aarhus({ parts: [part('office-locked.ods', 'Kontaktliste.ods', 'application/vnd.oasis.opendocument.spreadsheet')] }), expected: asked,
  },
  {
    name: '189-locked-doc', why: 'An old Word file with a password.\nIts bytes are not taken for text.',
    raw: aarhus({ parts: [part('office-locked.doc', 'Kontaktliste.doc', 'application/msword')] }), expected: asked,
  },
  {
    name: '190-locked-pdf', why: 'A PDF that opens only with a password (qpdf).\nAsked for again.',
    raw: aarhus({ parts: [part('pdf-password.pdf', 'Kontaktliste.pdf', pdf)] }), expected: asked,
  },
  {
    name: '191-owner-password-pdf', why: 'A PDF that opens without a password and only forbids copying.\nIt is read.',
    raw: aarhus({ parts: [part('pdf-owner-password.pdf', 'Kontaktliste.pdf', pdf)] }), expected: found('Kontaktliste.pdf!Side 1!D2'),
  },
  {
    name: '192-locked-zip', why: 'A zip with a password (Info-ZIP).\nAsked for again.',
    raw: aarhus({ parts: [part('wrap-locked.zip', 'Kontaktliste.zip', zip)] }), expected: asked,
  },
  {
    name: '193-scan-png', why: 'A photo of the filled list.\nPictures are not read: asked for.',
    raw: aarhus({ parts: [part('list-scan.png', 'IMG_0412.png', 'image/png')] }), expected: asked,
  },
  {
    name: '194-scan-pdf', why: 'A PDF from the scanner, without text.\nA picture in other clothes: asked for.',
    raw: aarhus({ parts: [part('pdf-scan.pdf', 'Scan_2024-02-07.pdf', pdf)] }), expected: asked,
  },
  {
    name: '195-truncated-docx', why: 'A letter of which the second half is missing.\nDamaged: asked for again.',
    raw: aarhus({ says: 'Hermed vores kontaktliste.', parts: [cut('list-table.docx', 'Brev.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 18_000)] }), expected: asked,
  },
  {
    name: '196-truncated-pdf', why: 'A PDF of which the last third is missing.\nHalf a table is no list: asked for again.',
    raw: aarhus({ parts: [cut('pdf-calc-list.pdf', 'Kontaktliste.pdf', pdf, 600)] }), expected: asked,
  },
  {
    name: '197-archive-7z', why: 'The list in a 7z.\nOnly zip is opened: asked for.',
    raw: aarhus({ parts: [part('wrap-list.7z', 'Kontaktliste.7z', 'application/x-7z-compressed')] }), expected: asked,
  },
];
