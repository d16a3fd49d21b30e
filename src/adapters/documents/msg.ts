// Takes an Outlook message file (.msg, MS-OXMSG) apart with msgreader: its body, its attachments, and messages laid into it.
// It refuses a file whose sectors run in circles: the library would follow them for ever.
import { Buffer } from 'node:buffer';
import reader, { type FieldsData } from '@kenjiuno/msgreader';
import { decodeBytes } from '../charset.ts';
import { limits, Unreadable, type Part, type Wrapped } from './content.ts';
import { readOle } from './ole.ts';
import { outlookBody } from './outlook-body.ts';
import { charsetOf } from './rtf-html.ts';

/** The package is CommonJS: Node gives its exports as the default, a bundler the default among them. */
const MsgReader = ('default' in reader ? reader.default : reader) as typeof reader.default;

/**
 * Body and attachments of a message; a message laid into it is a part that is a .msg itself. Subject and sender are no lines, as with an
 * attached mail: they are somebody's, but no answer. Throws Unreadable (`damaged`, `too-much`).
 */
export async function unwrapMsg(bytes: Uint8Array): Promise<Wrapped> {
  try {
    readOle(bytes);
    return unwrap(bytes);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('The Outlook message is damaged.');
  }
}

function unwrap(bytes: Uint8Array): Wrapped {
  let { message, fields } = open(bytes, 'windows-1252');
  // Strings that are not Unicode are in the code page that the message names (PidTagMessageCodepage), known only once it has been read.
  const codePage = fields.messageCodepage ?? fields.internetCodepage ?? 1252;
  if (codePage !== 1252 && codePage !== 65001) ({ message, fields } = open(bytes, charsetOf(codePage)));
  const attachments = fields.attachments ?? [];
  if (attachments.length > limits.parts) throw new Unreadable(`The message holds more than ${limits.parts} files.`, 'too-much');
  const html = fields.html ? decodeBytes(fields.html, charsetOf(fields.internetCodepage ?? 1252)).text : fields.bodyHtml ?? '';
  const content = outlookBody({ plain: fields.body ?? '', html, rtf: fields.compressedRtf ?? null });
  return { ...content, parts: attachments.map((attachment) => toPart(message, attachment)) };
}

function open(bytes: Uint8Array, ansiEncoding: string): { message: InstanceType<typeof MsgReader>; fields: FieldsData } {
  const message = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  message.parserConfig = { ansiEncoding };
  const fields = message.getFileData();
  if (fields.error !== undefined || fields.dataType !== 'msg') throw new Unreadable('The file is no Outlook message.');
  return { message, fields };
}

function toPart(message: InstanceType<typeof MsgReader>, attachment: FieldsData): Part {
  if (attachment.innerMsgContent) {
    const name = attachment.innerMsgContentFields?.subject || attachment.name || 'besked';
    return { filename: `${name.replace(/[/\\]/g, '-')}.msg`, contentType: 'application/vnd.ms-outlook', content: message.getAttachment(attachment).content, inline: false };
  }
  const filename = attachment.fileName || attachment.fileNameShort || attachment.name || '';
  // A link to a file elsewhere, or an object of another program, has no content here; the empty part says that something was attached.
  const content = attachment.dataId === undefined ? new Uint8Array() : message.getAttachment(attachment).content;
  return {
    filename: filename.split(/[/\\]/).at(-1) ?? '', contentType: attachment.attachMimeTag || 'application/octet-stream',
    content: Buffer.from(content), inline: attachment.attachmentHidden === true || Boolean(attachment.pidContentId),
  };
}
