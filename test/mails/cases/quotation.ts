// Golden mails with quotations: what is quoted is old, whatever program quotes it.
// It refuses a contact that only a quotation names.
import { Buffer } from 'node:buffer';
import { writeMail } from '../mail-writer.ts';
import { aarhus, mette, sign, subject, type Golden } from './common.ts';

/** Of whom the quoted table speaks. */
const oldTable = '<p>Vi har registreret følgende kontaktperson:</p><table><tr><td><p>Kommune</p></td><td><p>Navn</p></td><td><p>E-mail</p></td></tr><tr><td><p>Aarhus Kommune</p></td><td><p>Bent Gammel</p></td><td><p>bega@aarhus.dk</p></td></tr></table><p>Med venlig hilsen<br>Ligestillingsafdelingen</p>';
const outlookFields = '<b>Fra:</b> Ligestillingsafdelingen &lt;lige@lige.dk&gt;<br><b>Sendt:</b> 30. januar 2024 10:02<br><b>Til:</b> Aarhus Kommune &lt;post@aarhus.dk&gt;<br><b>Emne:</b> Indberetning [LIGE-2024-0751]';
/** How mail programs quote in HTML. */
const htmlQuotes = {
  outlook: (says: string, old: string) => `<html><body lang=DA><div class=WordSection1>${says}<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${outlookFields}</p></div></div>${old}</div></body></html>`,
  'outlook-web': (says: string, old: string) => `<html><body dir="ltr"><div class="elementToProof">${says}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>${outlookFields}</font><div>&nbsp;</div></div><div>${old}</div></body></html>`,
  'outlook-rule': (says: string, old: string) => `<html><body>${says}<p>-----Oprindelig meddelelse-----</p><div>${old}</div></body></html>`,
  'outlook-mac': (says: string, old: string) => `<html><body><div>${says}</div><span id="OLK_SRC_BODY_SECTION"><div>${old}</div></span></body></html>`,
  'outlook-new': (says: string, old: string) => `<html><body><div>${says}</div><div id="mail-editor-reference-message-container"><div>${old}</div></div></body></html>`,
  gmail: (says: string, old: string) => `<div dir="ltr">${says}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Den tirs. 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen &lt;<a href="mailto:lige@lige.dk">lige@lige.dk</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">${old}</blockquote></div>`,
  'apple-mail': (says: string, old: string) => `<html><body dir="auto">${says}<div><br><blockquote type="cite"><div>Den 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen &lt;lige@lige.dk&gt;:</div><br></blockquote></div><blockquote type="cite"><div dir="ltr">${old}</div></blockquote></body></html>`,
  thunderbird: (says: string, old: string) => `<html><body>${says}<div class="moz-cite-prefix">Den 30.01.2024 kl. 10.02 skrev Ligestillingsafdelingen:<br></div><blockquote type="cite" cite="mid:letter.2024.0751@lige.dk">${old}</blockquote></body></html>`,
  webmail: (says: string, old: string) => `<html><body>${says}<div><p>Den 30. januar 2024 kl. 10.02 skrev Ligestillingsafdelingen &lt;lige@lige.dk&gt;:</p></div><div>${old}</div></body></html>`,
} satisfies Readonly<Record<string, (says: string, old: string) => string>>;

export const quotation: readonly Golden[] = [
  {
    name: '58-forwarded-below', why: 'The main mailbox forwards a colleague\'s answer without a word of its own.\nForwarded text is not the sender\'s: a person looks.',
    raw: writeMail({ from: 'Odder Kommune <odder.kommune@odder.dk>', subject: 'VS: Indberetning [LIGE-2024-0727]', answers: '0727', text: '\n\nFra: Jytte Bak <jytte.bak@odder.dk>\nSendt: 5. februar 2024 11:20\nTil: Odder Kommune <odder.kommune@odder.dk>\nEmne: SV: Indberetning\n\nKontaktperson: Jytte Bak, jytte.bak@odder.dk\n' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0727' },
  },
  {
    name: '60-answer-below-quotation', why: 'Thunderbird: the quotation above, the answer below it.\nThe newest text stands at the end.',
    raw: writeMail({ from: 'Finn Ry <fry@skanderborg.dk>', subject: subject('0746'), answers: '0746', text: 'Den 30-01-2024 kl. 10:02 skrev Ligestillingsafdelingen:\n> Til Skanderborg Kommune\n>\n> Spørgsmål kan rettes til Anne Bendixen på mail: anb@lige.dk\n\nVores kontaktperson er Finn Ry.\n\n-- \nFinn Ry\nSkanderborg Kommune\n' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0746', contacts: ['Finn Ry <fry@skanderborg.dk> - @ body:1'] },
  },
  {
    name: '86-last-years-answer', why: 'Last year\'s answer, told in the line above.\nWhat leads up to a contact has to be understood.',
    raw: aarhus({ says: 'Hej\n\nHer er, hvad vi skrev sidste år:\nKontaktperson: Bent Gammel, bega@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:4'] },
  },
  {
    name: '87-taken-back-below', why: 'The next sentence takes it back.\nThe rest of the text counts.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov, gisk@aarhus.dk\n\nHovsa, jeg mener Lars Lind.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    name: '94-struck-out', why: 'The old contact is struck out and the new one written behind.\nWhat is struck out is not read.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: '<p>Hej</p><p>Kontaktperson: <s>Bent Gammel, bega@aarhus.dk</s> Mette Holm, mho@aarhus.dk</p><div style="display:none">Kontaktperson: Skjult Person, skpe@aarhus.dk</div>' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ body:2'] },
  },
  {
    name: '95-blockquote-without-head', why: 'A quotation that only HTML marks as one.\nIts contact is old.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: '<div>Vi vender tilbage.</div><blockquote type="cite">Kontaktperson: Bent Gammel, bega@aarhus.dk</blockquote>' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  // Quotations in HTML: the table below the head is old, whatever program quotes it.
  ...Object.entries(htmlQuotes).map(([program, quote], i) => ({
    name: `${103 + i}-quoted-table-${program}`, why: `${program}: an HTML answer that repeats the quoted contact's name, above a quoted table with his old address.\nA quoted table is never an answer: nothing but the new text counts.`,
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej\n\nBent Gammel, bega@aarhus.dk, er her ikke mere. Vi skriver igen.${sign}`, html: quote('<p>Hej</p><p>Bent Gammel, bega@aarhus.dk, er her ikke mere. Vi skriver igen.</p>', oldTable) }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  })),
  ...Object.entries(htmlQuotes).map(([program, quote], i) => ({
    name: `${112 + i}-table-above-quoted-table-${program}`, why: `${program}: the answer is a table, and the quotation below has one too.\nThe new one is registered, the old one is not seen.`,
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: quote('<p>Hej</p><p>Her er oplysningerne:</p><table><tr><td><p>Navn</p></td><td><p>E-mail</p></td></tr><tr><td><p>Gitte Skov</p></td><td><p>gisk@aarhus.dk</p></td></tr></table>', oldTable) }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body!Tabel 1!A2'] },
  })),
  {
    name: '121-typed-into-quoted-form', why: '"Svar nedenfor", and the answer stands in the quoted table of ours.\nWhose words those are cannot be told: a person looks.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: htmlQuotes['outlook']('<p>Hej</p><p>Se svar nedenfor i skemaet.</p>', oldTable) }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    name: '122-quotation-in-a-layout-table', why: 'A gateway laid a table around the whole mail, head of the quotation and all, in HTML alone.\nThe head is found in a cell too.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: `<table><tr><td>${htmlQuotes['outlook']('<p>Hej</p><p>Tak for mailen.</p>', oldTable)}</td></tr></table>` }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    name: '123-our-mail-without-a-head', why: 'Our own acknowledgement quoted without any head or mark, the answer above it.\nThe foot of our mails tells that old and new cannot be told apart.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej\n\nTak.\n\nVi har registreret:\n\nNavn: Bent Gammel\nE-mail: bega@aarhus.dk\n\nSvar på denne mail går til lige@lige.dk. Lad gerne referencen blive\nstående i emnefeltet.` }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:7'] },
  },
  {
    name: '124-bottom-posted-below-outlook', why: 'Outlook quotes a mail that itself quoted first and answered below.\nBelow an Outlook head everything is old, marked or not.',
    raw: aarhus({ says: 'Tak for mailen.\n\nFra: Lars Lind <lali@aarhus.dk>\nSendt: 1. februar 2024 10:00\nTil: Mette Holm\nEmne: SV: Kontaktperson\n\n> Hvem er kontaktperson?\n\nKontaktperson: Bent Gammel, bega@aarhus.dk' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    name: '125-saved-mail-as-text-file', why: 'A saved mail comes as a text file, with an old contact in its quotation.\nA quotation in a file is as old as one in the mail.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [{ name: 'mail.txt', type: 'text/plain', content: Buffer.from('Vi vender tilbage.\n\nFra: Lars Lind\nSendt: 1. februar 2023\nTil: Mette Holm\nEmne: Kontaktperson\n\nKontaktperson: Bent Gammel, bega@aarhus.dk\n') }] }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
];
