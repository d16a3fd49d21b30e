// Golden mails of machines, and of people who only sound like one.
// It refuses to answer any of the first.
import { Buffer } from 'node:buffer';
import { writeMail } from '../mail-writer.ts';
import { aarhus, mette, part, subject, type Golden } from './common.ts';

export const machines: readonly Golden[] = [
  {
    name: '25-out-of-office', why: 'Exchange\'s automatic reply, with the name of a substitute.\nNever answered, and the substitute is no contact.',
    raw: writeMail({ from: mette, subject: 'Automatisk svar: Indberetning om måltal og politikker [LIGE-2024-0751]', answers: '0751', returnPath: '<>', text: 'Tak for din mail. Jeg er på ferie til og med den 19. februar.\nKontaktperson i mit fravær: Lars Lind, lali@aarhus.dk', more: ['Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All'] }),
    expected: { kind: 'auto-reply', outcome: 'ignore', kommune: '0751' },
  },
  {
    name: '26-out-of-office-subject-only', why: 'An automatic reply that only its subject betrays.\nThe phrase stands at the start.',
    raw: writeMail({ from: 'Per Dahl <peda@horsens.dk>', subject: 'Fraværsbesked', text: 'Jeg er ikke på kontoret. Ved spørgsmål kontakt Hanne Gram, hagr@horsens.dk.' }),
    expected: { kind: 'auto-reply', outcome: 'ignore', kommune: '0615' },
  },
  {
    name: '27-receipt', why: 'The main mailbox\'s automatic receipt.\nIt promises an answer and gives none.',
    raw: writeMail({ from: 'Greve Kommune <raadhus@greve.dk>', subject: 'Kvittering for modtagelse af din henvendelse', text: 'Vi har modtaget din henvendelse og vender tilbage hurtigst muligt.\n\nMed venlig hilsen\nGreve Kommune', more: ['Auto-Submitted: auto-replied'] }),
    expected: { kind: 'receipt', outcome: 'ignore', kommune: '0253' },
  },
  {
    name: '28-bounce-dsn', why: 'A delivery status notification with our letter returned.\nThe case is found by the returned Message-ID.',
    raw: bounce(),
    expected: { kind: 'bounce', outcome: 'ignore', kommune: '0825' },
  },
  {
    name: '29-bounce-danish-text', why: 'A bounce without a machine-readable part; only the sender and the words tell.\nThe dead address is found in the text.',
    raw: writeMail({ from: 'Microsoft Outlook <postmaster@fanoe.dk>', subject: 'Kan ikke leveres: Indberetning om måltal og politikker [LIGE-2024-0563]', returnPath: '<>', text: 'Din meddelelse til raadhus@fanoe.dk kunne ikke leveres.\nraadhus@fanoe.dk blev ikke fundet på fanoe.dk.' }),
    expected: { kind: 'bounce', outcome: 'ignore', kommune: '0563' },
  },
  {
    name: '30-read-receipt', why: 'A disposition notification (RFC 8098) with a Danish subject.\nRead is not answered.',
    raw: readReceipt(),
    expected: { kind: 'receipt', outcome: 'ignore', kommune: '0151' },
  },
  {
    name: '31-newsletter', why: 'A newsletter from a kommune, with List-Unsubscribe.\nBulk, whatever it mentions.',
    raw: writeMail({ from: 'Nyt fra Roskilde Kommune <nyhedsbrev@roskilde.dk>', subject: 'Nyhedsbrev februar', text: 'Læs om vores nye kontaktperson for erhvervslivet, Ida Kok, idak@roskilde.dk', more: ['List-Unsubscribe: <https://nyhedsbrev.roskilde.dk/u/1>', 'Precedence: bulk'] }),
    expected: { kind: 'bulk', outcome: 'ignore', kommune: '0265' },
  },
  {
    name: '32-human-mentions-machine-words', why: 'A person mentions an automatic reply and a receipt, and sends the list.\nWords in the text make no machine.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nBeklager, I fik et automatisk svar fra mig i sidste uge, og kvitteringen for modtagelse var en fejl. Her er listen. Jeg er på ferie i uge 8.' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '33-human-answers-auto-reply', why: '"SV: Automatisk svar: …" is a person\'s answer to a machine.\nIts question goes to a person.',
    raw: writeMail({ from: mette, subject: 'SV: Automatisk svar: Ligestilling', text: 'Hej\n\nHvem skal jeg så skrive til?\n\nMvh Mette' }),
    expected: { kind: 'question', outcome: 'forward', kommune: '0751' },
  },
  {
    name: '59-away-without-headers', why: 'Opens like an out-of-office message, has no sign of a machine, and names a contact person.\nA substitute is never registered unseen.',
    raw: writeMail({ from: 'Tom Vig <tvig@faxekommune.dk>', subject: subject('0320'), answers: '0320', text: 'Jeg er på ferie til den 20. februar.\nKontaktperson: Rie Lau, rlau@faxekommune.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0320', contacts: ['Rie Lau <rlau@faxekommune.dk> - @ body:2'] },
  },
  {
    name: '93-away-in-other-words', why: 'An out-of-office text without headers, in words no list of phrases has.\nWith a contact only the text names, absence is a doubt.',
    raw: aarhus({ says: 'Kære afsender. Tak for din mail. Jeg holder vinterferie og er tilbage mandag. Min kontaktperson er Lars Lind, lali@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Lars Lind <lali@aarhus.dk> - @ body:1'] },
  },
  {
    name: '97-no-reply-receipt', why: 'A case system\'s receipt from no-reply, without a header, with a "Kontaktperson".\nA mailbox that takes no answer gets none.',
    raw: writeMail({ from: 'Randers Kommune <noreply@randers.dk>', subject: 'Henvendelse modtaget', text: 'Vi har modtaget din henvendelse.\nKontaktperson: Borgerservice\nMail: borgerservice@randers.dk' }),
    expected: { kind: 'receipt', outcome: 'ignore', kommune: '0730' },
  },
  {
    name: '98-newsletter-without-header', why: 'A newsletter that has no List header and names a contact person.\nIts subject and its way to unsubscribe tell.',
    raw: writeMail({ from: 'Nyt fra Vejle Kommune <nyhedsbrev@vejle.dk>', subject: 'Nyhedsbrev februar 2024', text: 'Ny direktør.\nKontaktperson: Ida Kok, idko@vejle.dk\n\nAfmeld nyhedsbrevet her' }),
    expected: { kind: 'bulk', outcome: 'ignore', kommune: '0630' },
  },
  {
    name: '99-bounce-without-marks', why: 'A bounce from "System Administrator" without a header or a report.\nIts subject tells.',
    raw: writeMail({ from: 'System Administrator <administrator@vejle.dk>', subject: 'Mail kunne ikke leveres', text: 'Følgende modtager kunne ikke nås:\n\n  post@vejle.dk\n   Mailboksen findes ikke. 550 5.1.1' }),
    expected: { kind: 'bounce', outcome: 'ignore', kommune: '0630' },
  },
];

function bounce(): Buffer {
  return Buffer.from(`Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.lige.dk>\r\nTo: lige@lige.dk\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: Wed, 31 Jan 2024 10:02:30 +0100\r\nMessage-ID: <dsn1@mx.lige.dk>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nYour message could not be delivered.\r\n\r\n--b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.lige.dk\r\n\r\nFinal-Recipient: rfc822; kommunen@laesoe.dk\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\nFrom: lige@lige.dk\r\nTo: kommunen@laesoe.dk\r\nSubject: Indberetning [LIGE-2024-0825]\r\nMessage-ID: <letter.2024.0825@lige.dk>\r\n\r\nTil alle kommuner\r\n\r\n--b1--\r\n`);
}

function readReceipt(): Buffer {
  return Buffer.from(`Return-Path: <>\r\nFrom: Ballerup Kommune <borger@balk.dk>\r\nTo: lige@lige.dk\r\nSubject: =?utf-8?Q?L=C3=A6st:_Indberetning?=\r\nDate: Wed, 31 Jan 2024 10:02:30 +0100\r\nMessage-ID: <mdn1@balk.dk>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMeddelelsen blev vist.\r\n\r\n--b1\r\nContent-Type: message/disposition-notification\r\n\r\nReporting-UA: Outlook\r\nFinal-Recipient: rfc822;borger@balk.dk\r\nOriginal-Message-ID: <letter.2024.0151@lige.dk>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b1--\r\n`);
}
