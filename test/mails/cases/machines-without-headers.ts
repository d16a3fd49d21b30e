// Golden mails of machines that carry no header to tell them by: case systems, calendars, mail servers of other kinds; and of a person who opens like one.
// It refuses to answer any machine, and to take the person for one.
import { Buffer } from 'node:buffer';
import { aarhus, part, subject, type Golden } from './common.ts';
import { writeMail } from '../mail-writer.ts';

const ignored = (kind: string, kommune: string | null) => ({ kind, outcome: 'ignore', kommune });
/** Not registered; whether it is seen as a machine's or looked at makes no difference. */
const caseWorker = { kind: 'receipt|contact-list|other', outcome: 'ignore|review', kommune: '0751', contacts: 'whatever was read' } as const;
const lines = (...all: readonly string[]): Buffer => Buffer.from([...all, ''].join('\r\n'), 'utf-8');

export const machinesWithoutHeaders: readonly Golden[] = [
  {
    name: '274-journal-receipt', why: 'A case system has journalised our letter and says when to expect an answer.\nA receipt, though nothing but its words tells.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: 'Vi har modtaget din henvendelse – sagsnr. 24/001234', text: 'Kære afsender\n\nTak for din henvendelse, som er modtaget og journaliseret på sag 24/001234. Du kan forvente svar inden for 10 hverdage.\n\nDenne mail kan ikke besvares.\n\nMed venlig hilsen\nAarhus Kommune' }), expected: ignored('receipt', '0751'),
  },
  {
    name: '275-journal-receipt-with-case-worker', why: 'A journal receipt that names a case worker as "kontaktperson".\nWho handles our letter is not who reports.',
    raw: writeMail({ from: 'Odense Kommune <odense@odense.dk>', subject: 'Kvittering: Indberetning om måltal og politikker [LIGE-2024-0461]', answers: '0461', text: 'Dette er en automatisk kvittering.\n\nVi har modtaget jeres brev. Det er oprettet på sag 24/4711.\nKontaktperson: Sagsbehandler Ida Kok, idko@odense.dk' }), expected: ignored('receipt', '0461'),
  },
  {
    name: '276-calendar-reply', why: 'Outlook\'s answer to a meeting invitation (RFC 5546, METHOD:REPLY).\nIt accepts a meeting and says nothing else.',
    raw: lines('Return-Path: <mho@aarhus.dk>', 'From: Mette Holm <mho@aarhus.dk>', 'To: lige@lige.dk', 'Subject: =?utf-8?Q?Accepteret:_M=C3=B8de_om_indberetning?=', 'Date: Wed, 07 Feb 2024 09:12:30 +0100', 'Message-ID: <cal.1@aarhus.dk>', 'MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary="c"', '',
      '--c', 'Content-Type: text/plain; charset=utf-8', '', '', '--c', 'Content-Type: text/calendar; charset=utf-8; method=REPLY', '', 'BEGIN:VCALENDAR', 'METHOD:REPLY', 'PRODID:Microsoft Exchange Server 2010', 'VERSION:2.0', 'BEGIN:VEVENT', 'ATTENDEE;PARTSTAT=ACCEPTED;CN=Mette Holm:mailto:mho@aarhus.dk', 'UID:1', 'SUMMARY:Accepteret: Møde', 'DTSTART:20240212T090000Z', 'END:VEVENT', 'END:VCALENDAR', '--c--'),
    expected: ignored('auto-reply|receipt', '0751'),
  },
  {
    name: '277-read-it-says-a-person', why: 'A person begins the subject with "Læst:" and names a contact.\nA machine would not name one.',
    raw: writeMail({ from: 'Mette Holm <mho@aarhus.dk>', subject: 'Læst: jeres brev om måltal', answers: '0751', text: 'Hej\n\nKontaktperson: Gitte Skov, gisk@aarhus.dk\n\nMvh\nMette Holm' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    name: '278-bounce-danish-exchange', why: 'Exchange in Danish, as one text part, without an empty Return-Path.\nSender and words tell.',
    raw: writeMail({ from: 'Mail Delivery Subsystem <postmaster@randers.dk>', subject: 'Ikke leveret: Indberetning om måltal og politikker [LIGE-2024-0730]', text: 'Levering til følgende modtagere eller grupper mislykkedes:\n\nkommunen@randers.dk\nDen mailadresse, du har angivet, blev ikke fundet. Kontroller mailadressen, og prøv at sende meddelelsen igen.\n\nDiagnosticeringsoplysninger til administratorer:\n#550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup##' }), expected: ignored('bounce', '0730'),
  },
  {
    name: '279-bounce-qmail', why: 'qmail\'s form: "failure notice", the address in angle brackets, our mail below a line of dashes.\nNot multipart, and still a bounce.',
    raw: lines('Return-Path: <>', 'From: MAILER-DAEMON@mail.laesoe.dk', 'To: lige@lige.dk', 'Subject: failure notice', 'Date: 30 Jan 2024 10:03:00 -0000', '', 'Hi. This is the qmail-send program at mail.laesoe.dk.', "I'm afraid I wasn't able to deliver your message to the following addresses.", "This is a permanent error; I've given up. Sorry it didn't work out.", '', '<kommunen@laesoe.dk>:', '192.0.2.5 does not like recipient.', 'Remote host said: 550 5.1.1 User unknown', 'Giving up on 192.0.2.5.', '', '--- Below this line is a copy of the message.', '', 'Return-Path: <lige@lige.dk>', 'From: lige@lige.dk', 'To: kommunen@laesoe.dk', 'Subject: Indberetning [LIGE-2024-0825]', 'Message-ID: <letter.2024.0825@lige.dk>', '', 'Til alle kommuner'),
    expected: ignored('bounce', '0825'),
  },
  {
    name: '280-bounce-exim', why: 'Exim\'s form, with X-Failed-Recipients.\nNot multipart, and still a bounce.',
    raw: lines('Return-Path: <>', 'X-Failed-Recipients: kommunen@samsoe.dk', 'Auto-Submitted: auto-replied', 'From: Mail Delivery System <Mailer-Daemon@mx.samsoe.dk>', 'To: lige@lige.dk', 'Subject: Mail delivery failed: returning message to sender', 'Date: Tue, 30 Jan 2024 10:03:00 +0100', 'Message-ID: <E1rU-0001@mx.samsoe.dk>', '', 'This message was created automatically by mail delivery software.', '', 'A message that you sent could not be delivered to one or more of its', 'recipients. This is a permanent error. The following address(es) failed:', '', '  kommunen@samsoe.dk', '    Unrouteable address', '', '------ This is a copy of the message, including all the headers. ------', '', 'From: lige@lige.dk', 'To: kommunen@samsoe.dk', 'Subject: Indberetning [LIGE-2024-0741]', 'Message-ID: <letter.2024.0741@lige.dk>', '', 'Til alle kommuner'),
    expected: ignored('bounce', '0741'),
  },
  {
    name: '281-delay-warning', why: 'A warning that our letter is delayed (Postfix, 4.x.x).\nA passing trouble, and no answer.',
    raw: lines('Return-Path: <>', 'From: MAILER-DAEMON@mx.lige.dk (Mail Delivery System)', 'To: lige@lige.dk', 'Subject: Delayed Mail (still being retried)', 'Date: Tue, 30 Jan 2024 14:03:00 +0100', 'Message-ID: <delay.1@mx.lige.dk>', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', 'Content-Type: text/plain', '', 'Your message could not be delivered for 4 hours. It will be retried.', '', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.lige.dk', '', 'Final-Recipient: rfc822; kommunen@samsoe.dk', 'Action: delayed', 'Status: 4.4.1', '', '--b', 'Content-Type: text/rfc822-headers', '', 'From: lige@lige.dk', 'Message-ID: <letter.2024.0741@lige.dk>', '', '--b--'),
    expected: ignored('bounce', '0741'),
  },
  {
    name: '282-away-in-swedish', why: 'A Swedish automatic reply, by its subject alone, that names somebody.\nThe somebody is no contact.',
    raw: writeMail({ from: 'Mette Holm <mho@aarhus.dk>', subject: 'Autosvar: Indberetning om måltal', text: 'Hej!\n\nJag är på semester. Kontaktperson: Lars Lind, lali@aarhus.dk' }), expected: ignored('auto-reply', '0751'),
  },
  {
    name: '283-away-with-the-whole-letter', why: 'An automatic reply that quotes our letter and ends in a signature with a phone.\nMarked by its header, whatever it holds.',
    raw: aarhus({ says: 'Jeg har barselsorlov indtil august. Skriv til Lars Lind, lali@aarhus.dk.', subject: subject('0751'), more: ['X-Auto-Response-Suppress: DR, OOF, AutoReply', 'Auto-Submitted: auto-replied'] }), expected: ignored('auto-reply', '0751'),
  },
  {
    name: '284-machine-that-brings-a-list', why: 'A scanner or case system sends the filled list on, marked as automatic.\nNever answered by the program, and never thrown away: a person looks.',
    raw: aarhus({ parts: [part('list-openpyxl.xlsx')], more: ['Auto-Submitted: auto-generated'] }), expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: 'whatever was read' },
  },
  {
    name: '285-delivery-report', why: 'A relayed report that our letter was delivered (Action: delivered).\nNo bounce: nothing is wrong.',
    raw: lines('Return-Path: <>', 'From: postmaster@aarhus.dk', 'To: lige@lige.dk', 'Subject: Leveret: Indberetning', 'Date: Tue, 30 Jan 2024 10:03:00 +0100', 'Message-ID: <delivered.1@aarhus.dk>', 'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', 'Meddelelsen er leveret til følgende modtagere.', '', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mail.aarhus.dk', '', 'Final-Recipient: rfc822; post@aarhus.dk', 'Action: delivered', 'Status: 2.0.0', '', '--b', 'Content-Type: text/rfc822-headers', '', 'From: lige@lige.dk', 'Message-ID: <letter.2024.0751@lige.dk>', '', '--b--'),
    expected: ignored('receipt', '0751'),
  },
  {
    name: '314-receipt-with-name-and-mail', why: 'A receipt that thanks for "din henvendelse" and gives name and mail of whom got the case.\nWho handles our letter is not who reports.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: 'Kvittering', text: 'Tak for din henvendelse.\n\nNavn: Ida Kok\nMail: idko@aarhus.dk' }), expected: caseWorker,
  },
  {
    name: '315-receipt-with-your-contact', why: '"Vi har modtaget din henvendelse. Din kontaktperson er …".\n"Din" contact is ours in their case, not the kommune\'s in our matter.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: 'Bekræftelse på modtagelse', text: 'Vi har modtaget din henvendelse. Din kontaktperson er Ida Kok, idko@aarhus.dk.' }), expected: caseWorker,
  },
  {
    name: '316-your-contact-in-the-case', why: '"Din kontaktperson i sagen er …", from a case system that says nothing else.\nThe same without a word of receipt.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: 'Vi behandler din sag', text: 'Din kontaktperson i sagen er Ida Kok, idko@aarhus.dk.' }), expected: caseWorker,
  },
  {
    name: '317-press-release', why: 'A press release with a contact person for the press, to all, without a header.\nIt answers nothing: neither thread, nor tag, nor a word of the matter.',
    raw: writeMail({ from: 'Aarhus Kommune <presse@aarhus.dk>', subject: 'Pressemeddelelse: Ny direktør', text: 'Aarhus Kommune får ny direktør. Kontaktperson: Ida Kok, idko@aarhus.dk' }), expected: { kind: 'contact-list|bulk|other', outcome: 'review|ignore', kommune: '0751', contacts: 'whatever was read' },
  },
];
