// Mail that machines write or wrap: out-of-office, receipts, newsletters, bounces and encrypted mail, as Danish servers send them.
// It refuses to be polite: some carry none of the headers that RFC 3834 asks for, as in life.
import type { BotMail } from '../botmail.ts';
import { danishDay, mailDate, workingDay, dayOf, type Instant } from '../calendar.ts';
import { paper } from './files.ts';
import { authentication, compose, domainOf, type Dmarc, type Mailbox, type Post } from './mime.ts';
import type { Person } from './people.ts';

type Given = { readonly id: string; readonly to: Mailbox; readonly about: BotMail; readonly at: Instant; readonly dmarc: Dmarc };

export type Language = 'da' | 'sv' | 'en';

/** An absence note that names somebody else to write to: a trap for who reads names too eagerly. The English one has nothing but its words. */
export function outOfOffice(given: Given, absent: Person, instead: Person, language: Language): Promise<Post> {
  const back = workingDay(dayOf(given.at), 9);
  const { subject, messageId } = given.about;
  const common = { id: given.id, from: { name: absent.name, address: absent.email }, to: given.to, date: given.at } as const;
  switch (language) {
    case 'da':
      return compose({
        ...common, subject: `Automatisk svar: ${subject}`,
        text: `Tak for din mail.\n\nJeg er ikke på kontoret og er tilbage ${danishDay(back)}. Haster det, kan du kontakte ${instead.name} på ${instead.email}.\n\nMed venlig hilsen\n${absent.name}\n`,
        inReplyTo: messageId, headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', 'X-MS-Exchange-Inbox-Rules-Loop': absent.email },
      }, given.dmarc, '');
    case 'sv':
      return compose({
        ...common, subject: `Autosvar: ${subject}`,
        text: `Hej!\n\nJag är föräldraledig och åter den ${back.toString()}. Under tiden är ${instead.name} kontaktperson, ${instead.email}.\n\nVänliga hälsningar\n${absent.name}\n`,
        inReplyTo: messageId, headers: { Precedence: 'bulk', 'X-Autoreply': 'yes', 'Auto-Submitted': 'auto-replied' },
      }, given.dmarc, '');
    case 'en':
      return compose({
        ...common, subject: `Automatic reply: ${subject}`,
        text: `Thank you for your e-mail.\n\nI am out of the office until ${back.toString()} with limited access to e-mail. Please contact my colleague ${instead.name}, ${instead.email}, who is the contact person in my absence.\n\nKind regards\n${absent.name}\n`,
        inReplyTo: messageId,
      }, given.dmarc);
  }
}

/** A bounce that a server's keeper made up: plain text without a form, from the postmaster. It may carry the header of our mail. */
export function postmaster(given: Given, recipient: string, namesOurMail: boolean): Promise<Post> {
  const { subject, messageId, at } = given.about;
  const header = `\n\n----- Oprindelig meddelelse -----\nMessage-ID: ${messageId}\nDato: ${mailDate(at)}\nTil: ${recipient}\nEmne: ${subject}\n`;
  return compose({
    id: given.id, from: { name: 'Postmaster', address: `postmaster@${domainOf(recipient)}` }, to: given.to, date: given.at, subject: `Kan ikke leveres: ${subject}`,
    text: `Din meddelelse kunne ikke leveres til følgende modtager:\n\n    ${recipient}\n\nPostkassen er nedlagt. Kontakt kommunens omstilling, hvis du har brug for hjælp.${namesOurMail ? header : '\n'}`,
  }, 'none', '');
}

/** A mail that is encrypted whole (S/MIME, RFC 8551 3.3): one part of type enveloped-data. */
export function encrypted(given: Given, from: Person): Promise<Post> {
  return compose({
    id: given.id, from: { name: from.name, address: from.email }, to: given.to, date: given.at, subject: `SV: ${given.about.subject}`, inReplyTo: given.about.messageId, references: given.about.references,
    attachments: [{ filename: 'smime.p7m', contentType: 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', content: paper('encrypted.p7m') }],
  }, given.dmarc);
}

/** The receipt of a main mailbox: with the headers that mark it, or with its words only. */
export function receipt(given: Given, from: Mailbox, marked: boolean): Promise<Post> {
  const text = `Kvittering for modtagelse\n\nTak for din henvendelse til ${from.name}. Vi har modtaget din mail og sender den videre til rette afdeling.\n\n`
    + 'Denne mail er sendt automatisk og kan ikke besvares.\n\nVenlig hilsen\n' + `${from.name}\n`;
  return compose({
    id: given.id, from, to: given.to, date: given.at, text,
    subject: marked ? `Autosvar: ${given.about.subject}` : 'Kvittering for modtagelse af din henvendelse',
    inReplyTo: marked ? given.about.messageId : null,
    headers: marked ? { 'Auto-Submitted': 'auto-generated', Precedence: 'auto_reply' } : {},
  }, given.dmarc, marked ? '' : from.address);
}

/** A newsletter of the kommune that has our address on its list. */
export function newsletter(given: Omit<Given, 'about'>, kommune: string, domain: string, editor: Person): Promise<Post> {
  const text = `Nyt fra ${kommune}\n\nVinterferie i svømmehallen: se åbningstiderne.\nNy plan for cykelstier i høring.\n\nRedaktør: ${editor.name}, ${editor.email}\n\nAfmeld nyhedsbrevet: https://${domain}/afmeld\n`;
  return compose({
    id: given.id, from: { name: `${kommune} – nyhedsbrev`, address: `nyhedsbrev@${domain}` }, to: given.to, date: given.at, subject: `Nyt fra ${kommune}, uge 6`, text,
    html: `<html><body><h1>Nyt fra ${kommune}</h1><p>Vinterferie i svømmehallen: se åbningstiderne.</p><p>Redaktør: ${editor.name}, ${editor.email}</p><p><a href="https://${domain}/afmeld">Afmeld nyhedsbrevet</a></p></body></html>`,
    headers: { 'List-Unsubscribe': `<https://${domain}/afmeld>`, 'List-Id': `Nyhedsbrev <nyhedsbrev.${domain}>`, Precedence: 'bulk' },
  }, given.dmarc, `bounce-4711@${domain}`);
}

export type Failure = { readonly action: 'failed' | 'delayed'; readonly status: string; readonly diagnostic: string };

export const unknownUser: Failure = { action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table' };
export const notYet: Failure = { action: 'delayed', status: '4.4.1', diagnostic: '451 4.4.1 Connection timed out; will keep trying until message is 2 days old' };

/**
 * A delivery status notification (RFC 3464) about `recipient`: multipart/report (RFC 6522) with a text for people, the
 * status for machines, and the mail it is about, whole or its header only.
 */
export function deliveryReport(given: Omit<Given, 'dmarc'>, recipient: string, failure: Failure, whole: boolean): Post {
  const domain = domainOf(recipient);
  const mta = `mx1.${domain}`;
  const from = `MAILER-DAEMON@${mta}`;
  const messageId = `<${given.id}@${mta}>`;
  const boundary = `=_${given.id.replaceAll(/[^A-Za-z0-9]/g, '')}/${mta}`;
  const original = Buffer.from(given.about.raw).toString('latin1').replaceAll(/\r?\n/g, '\r\n');
  const header = `${original.split('\r\n\r\n')[0] ?? ''}\r\n`;
  const words = failure.action === 'failed'
    ? `This is the mail system at host ${mta}.\r\n\r\nI'm sorry to have to inform you that your message could not\r\nbe delivered to one or more recipients. It's attached below.\r\n`
    : `This is the mail system at host ${mta}.\r\n\r\n####################################################################\r\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\r\n####################################################################\r\n\r\nYour message could not be delivered for more than 4 hour(s).\r\nIt will be retried until it is 2 day(s) old.\r\n`;
  const lines = [
    `Date: ${mailDate(given.at)}`,
    `From: ${from} (Mail Delivery System)`,
    `Subject: ${failure.action === 'failed' ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)'}`,
    `To: ${given.to.address}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    `\tboundary="${boundary}"`,
    `Message-Id: ${messageId}`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    words,
    `<${recipient}>: ${failure.diagnostic}`,
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${mta}`,
    `Arrival-Date: ${mailDate(given.about.at)}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Recipient: rfc822;${recipient}`,
    `Action: ${failure.action}`,
    `Status: ${failure.status}`,
    `Diagnostic-Code: smtp; ${failure.diagnostic}`,
    ...(failure.action === 'delayed' ? [`Will-Retry-Until: ${mailDate(given.at.add({ hours: 48 }))}`] : []),
    '',
    `--${boundary}`,
    `Content-Description: Undelivered Message${whole ? '' : ' Headers'}`,
    `Content-Type: ${whole ? 'message/rfc822' : 'text/rfc822-headers'}`,
    ...(/[\u0080-\u00ff]/.test(whole ? original : header) ? ['Content-Transfer-Encoding: 8bit'] : []),
    '',
    `${whole ? original : header}`,
    `--${boundary}--`,
    '',
  ];
  return {
    raw: Buffer.from(lines.join('\r\n'), 'latin1'), messageId, from, envelopeFrom: '', helo: mta,
    authenticationResults: authentication('none', mta, ''),
  };
}
