// Mail that no person writes: out-of-office, receipts, newsletters and delivery reports, as Danish servers send them.
// It refuses to be polite: some carry none of the headers that RFC 3834 asks for, as in life.
import type { BotMail } from '../botmail.ts';
import { danishDay, mailDate, workingDay, dayOf, type Instant } from '../calendar.ts';
import { authentication, compose, domainOf, type Dmarc, type Mailbox, type Post } from './mime.ts';
import type { Person } from './people.ts';

type Given = { readonly id: string; readonly to: Mailbox; readonly about: BotMail; readonly at: Instant; readonly dmarc: Dmarc };

/** An absence note that names somebody else to write to: a trap for who reads names too eagerly. */
export function outOfOffice(given: Given, absent: Person, instead: Person): Promise<Post> {
  const back = danishDay(workingDay(dayOf(given.at), 9));
  return compose({
    id: given.id, from: { name: absent.name, address: absent.email }, to: given.to, date: given.at, subject: `Automatisk svar: ${given.about.subject}`,
    text: `Tak for din mail.\n\nJeg er ikke på kontoret og er tilbage ${back}. Haster det, kan du kontakte ${instead.name} på ${instead.email}.\n\nMed venlig hilsen\n${absent.name}\n`,
    inReplyTo: given.about.messageId, headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', 'X-MS-Exchange-Inbox-Rules-Loop': absent.email },
  }, given.dmarc, '');
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
