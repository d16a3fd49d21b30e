// From a fetched mail to a mail as data: the bridge between the mailbox and the parser, for whole and for partly fetched mails.
// It refuses to throw for what a mail is: only the mailbox's own trouble passes through.
import libmime from 'libmime';
import type { FetchedMail, FetchedText } from '../core/fetched.ts';
import type { InboundMail } from '../core/mail.ts';
import { decodeBytes } from './charset.ts';
import { parseMail, parseParts, type OpenSigned } from './parse.ts';

/** `unread` says, in one sentence, why nothing but the header was fetched; null when the mail was read. */
export async function readFetched(fetched: FetchedMail, openSigned?: OpenSigned): Promise<{ readonly mail: InboundMail; readonly unread: string | null } | 'gone'> {
  switch (fetched.kind) {
    case 'gone':
      return 'gone';
    case 'whole': {
      const mail = await parseMail(fetched.raw, openSigned);
      return { mail: { ...mail, id: fetched.id }, unread: null };
    }
    case 'parts': {
      const texts = (type: FetchedText['contentType']): string | null => {
        const found = fetched.texts.filter((text) => text.contentType === type);
        return found.length === 0 ? null : found.map(decodeText).join('\n');
      };
      const problems = fetched.texts.some((text) => text.truncated) ? ['The body is very long; only its beginning was read.'] : [];
      const mail = parseParts({ id: fetched.id, headerBlock: fetched.headerBlock, text: texts('text/plain'), html: texts('text/html'), attachments: fetched.attachments, problems });
      return { mail, unread: null };
    }
    case 'oversize': {
      const mail = parseParts({ id: fetched.id, headerBlock: fetched.headerBlock, text: null, html: null, attachments: [] });
      return { mail, unread: `The mail has ${Math.round(fetched.bytes / 1_048_576)} MiB, which is over the limit; nothing but its header was read.` };
    }
  }
}

/** Only the header of a fetched mail, its body not looked at: for a mail whose reading has failed. */
export function readHeader(fetched: FetchedMail): InboundMail | 'gone' {
  if (fetched.kind === 'gone') return 'gone';
  const headerBlock = fetched.kind === 'whole' ? headerOf(fetched.raw) : fetched.headerBlock;
  return parseParts({ id: fetched.id, headerBlock, text: null, html: null, attachments: [] });
}

/** Up to the empty line (RFC 5322 2.1), at most 256 KiB. */
function headerOf(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 262_144)).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  return raw.subarray(0, end ? end.index + end[0].length : text.length);
}

function decodeText(text: FetchedText): string {
  const decoded = decodeBytes(text.content, text.charset ?? undefined).text;
  return text.flowed ? libmime.decodeFlowed(decoded, text.delSp) : decoded;
}
