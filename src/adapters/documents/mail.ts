// Reads a mail that lies in a mail or in a file (message/rfc822, .eml, a mbox of one mail): its text, the tables of its HTML, its attachments.
// It refuses to give sender, date or subject as text: they are somebody's, but no answer.
import { freshLines } from '../../core/newest-text.ts';
import { parseMail, unreadMail } from '../parse.ts';
import { limits, Unreadable, type Wrapped } from './content.ts';
import { tabbedTables } from './csv.ts';
import { readHtml } from './html.ts';
import { openSigned } from './smime.ts';

/** Text, tables and attachments of a mail. Throws Unreadable (`damaged`, `too-much`) where it cannot be read as MIME. */
export async function unwrapMail(bytes: Uint8Array): Promise<Wrapped> {
  const mail = await parseMail(bytes);
  if (mail.problems.some((problem) => problem.startsWith(unreadMail))) throw new Unreadable('The mail inside is damaged or has too many parts.');
  if (mail.attachments.length > limits.parts) throw new Unreadable(`The mail inside holds more than ${limits.parts} files.`, 'too-much');
  const lines = mail.text.trim() === '' ? [] : mail.text.split('\n');
  const fresh = freshLines(lines);
  return {
    lines,
    tables: mail.html !== null && /<t(?:able|d)\b/i.test(mail.html) ? readHtml(mail.html).tables : tabbedTables(lines.map((line, i) => (fresh[i] ? line : '—'))),
    parts: mail.attachments.flatMap(({ filename, contentType, content, inline }) => (content === null ? [] : [{ filename, contentType, content, inline }])),
  };
}

/** What was signed in an S/MIME part that lies in a mail or a file (smime.p7m). Throws Unreadable as openSigned does. */
export async function unwrapSigned(bytes: Uint8Array): Promise<Wrapped> {
  return unwrapMail((await openSigned(bytes)).content);
}
