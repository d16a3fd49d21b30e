// Reads a mail back from its bytes as a mail program would: both bodies, its pictures put into their places, its attachments.
// It refuses to know how the mail was made: what is not in the bytes is not seen.
import { simpleParser } from 'mailparser';
import { bytesOf, letterOf } from '../letters/build.ts';

export type MailFile = { readonly name: string; readonly type: string; readonly size: number };

export type Mail = {
  readonly name: string;
  readonly subject: string;
  readonly from: string;
  /** The HTML with each cid: picture as a data: URL. */
  readonly html: string;
  /** The same with pictures that can't be shown. */
  readonly bare: string;
  readonly text: string;
  readonly preheader: string;
  /** A person wrote it, and it says so (RFC 3834 5): its first words are hers. */
  readonly byHand: boolean;
  /** The words of the pictures that are parts of the mail, and what is attached to it. */
  readonly pictures: readonly MailFile[];
  readonly attachments: readonly MailFile[];
  /** Sentences about parts that are missing, not used, or no picture. */
  readonly faults: readonly string[];
};

/** A picture's address that no program can show: what stands in its place is its alt text. */
const nothing = 'data:image/png;base64,';

/** One of test/letters/samples.ts, as it would leave. */
export async function mailOf(name: string): Promise<Mail> {
  return await readMail(name, await bytesOf(letterOf(name)));
}

/** Throws where the bytes are no mail with two bodies. */
export async function readMail(name: string, bytes: Uint8Array): Promise<Mail> {
  const read = await simpleParser(Buffer.from(bytes), { keepCidLinks: true, skipHtmlToText: true, skipTextToHtml: true });
  if (!read.html || read.text === undefined) throw new Error(`${name} has ${read.html ? 'no plain text' : 'no HTML'}`);
  const faults: string[] = [];
  const fileOf = (part: (typeof read.attachments)[number]): MailFile => ({ name: part.filename ?? part.cid ?? 'nameless', type: part.contentType, size: part.size });
  const pictures = read.attachments.filter((part) => part.related);
  let html: string = read.html;
  let bare = html;
  for (const part of pictures) {
    if (part.cid === undefined || !html.includes(`cid:${part.cid}`)) faults.push(`the picture ${fileOf(part).name} is carried along and shown nowhere`);
    if (!/^image\/(?:png|jpeg|gif)$/.test(part.contentType)) faults.push(`the part ${fileOf(part).name} is ${part.contentType}, which not every mail program can show`);
    html = html.replaceAll(`cid:${part.cid}`, `data:${part.contentType};base64,${part.content.toString('base64')}`);
    bare = bare.replaceAll(`cid:${part.cid}`, nothing);
  }
  for (const [, cid] of html.matchAll(/\bcid:([^"')\s>]+)/g)) faults.push(`the picture cid:${cid} is shown and not carried along`);
  return {
    name, html, bare, faults, subject: read.subject ?? '', from: read.from?.text ?? '', text: read.text.replaceAll('\r\n', '\n'), preheader: preheaderOf(read.html), byHand: read.headers.get('auto-submitted') === 'no',
    pictures: pictures.map(fileOf), attachments: read.attachments.filter((part) => !part.related).map(fileOf),
  };
}

/** Blanks of no width that keep the next line of a mail out of the preview. */
const filling = /(?:&#(?:847|8199|8203|8204|173|65279|xfeff|x200c|x34f);|&(?:zwnj|shy|nbsp|emsp);|\u034f|[\u00ad\u200b-\u200d\u2007\ufeff])/giu;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

/** What a mail program shows beside the Subject: the first words of the body. */
function preheaderOf(html: string): string {
  const body = html.slice(html.search(/<body\b/i)).replace(/<!--[\s\S]*?-->/g, '');
  for (const [, words = ''] of body.matchAll(/>([^<]+)</g)) {
    const seen = words.replace(filling, ' ').replace(/&([a-z]+|#\w+);/gi, (all, name: string) => entities[name.toLowerCase()] ?? all).replace(/\s+/g, ' ').trim();
    if (seen !== '') return seen;
  }
  return '';
}
