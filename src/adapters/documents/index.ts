// Reads the documents of a mail: the body with its tables, and each attachment through the file reader it is given.
// It refuses to guess at what it cannot read: such a file comes back with a sentence saying so.
import type { Attachment, Document, InboundMail } from '../../core/mail.ts';
import { freshLines } from '../../core/newest-text.ts';
import type { Part } from './content.ts';
import { tabbedTables } from './csv.ts';
import { readHtml } from './html.ts';
import { kindOfFile } from './kind-of-file.ts';
import { harmless, isLogo, notRead, unnamed } from './read-file.ts';

/** The documents of one file, itself first: in a child process (pool.ts), or right here (read-file.ts). Never rejects. */
export type FileReader = (part: Part) => Promise<readonly Document[]>;

/** Every document of a mail: the body first (source 'body', with the tables of its newest part), then each attachment in its order. Never rejects. */
export async function readDocuments(mail: InboundMail, readFile: FileReader): Promise<Document[]> {
  const attachments = await Promise.all(mail.attachments.map((attachment) => readAttachment(attachment, mail, readFile)));
  return [readBody(mail), ...attachments.flat()];
}

function readBody(mail: InboundMail): Document {
  const lines = mail.text.split('\n');
  const base = { source: 'body', contentType: mail.html === null ? 'text/plain' : 'text/html', bytes: mail.text.length, lines, problem: null };
  const asText = (): Document => {
    const fresh = freshLines(lines);
    return { ...base, readAs: 'text', tables: tabbedTables(lines.map((line, i) => (fresh[i] ? line : '—'))) };
  };
  if (mail.html === null || !/<t(?:able|d)\b/i.test(mail.html)) return asText();
  try {
    return { ...base, readAs: 'html', tables: readHtml(mail.html).tables };
  } catch {
    return asText();
  }
}

async function readAttachment(attachment: Attachment, mail: InboundMail, readFile: FileReader): Promise<readonly Document[]> {
  const { content, contentType, filename } = attachment;
  const base = { source: filename || unnamed(contentType), contentType, bytes: attachment.bytes };
  if (content === null) {
    if (/^(?:audio|video)\//i.test(contentType)) return [{ ...base, ...harmless }];
    // Pictures are not fetched; what is small is a logo.
    if (/^image\//i.test(contentType)) return [{ ...base, ...(isLogo(attachment) ? harmless : notRead('scanned', 'A picture is not read.')) }];
    return [{ ...base, ...notRead('not-fetched', 'The attachment was not fetched because it is too big.') }];
  }
  // The mail that a report returns is ours: the report says what there is to know of it.
  if (mail.report !== null && kindOfFile(content, contentType, filename) === 'mail') return [{ ...base, ...harmless }];
  return readFile({ filename, contentType, content, inline: attachment.inline });
}
