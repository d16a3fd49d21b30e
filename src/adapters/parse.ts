// Reads one mail's bytes into an InboundMail with mailparser, keeping every oddity as a problem.
// It refuses to throw and to interpret: a mail that cannot be read comes back with what could be read.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import type { Attachment, InboundMail } from '../core/mail.ts';
import { CarefulDecoder, decodeBytes } from './charset.ts';
import { Unreadable } from './documents/content.ts';
import { crossedOut, strayLinks } from './documents/html.ts';
import { openSigned as openHere, type Opened } from './documents/smime.ts';
import { bodyText, lastSegment, takeOutFiles, unixLines } from './parse-body.ts';
import { fromHeaders, headerEnd, headerOf, sentence, splitHeaderBlock, type HeaderLine } from './parse-headers.ts';
import { mended, withHonestLabels, withUtf8Lines } from './parse-mend.ts';
import { readReport } from './parse-report.ts';

/** A mail fetched in part: the header block as bytes, the text parts decoded, attachments with or without content. */
export type MailParts = {
  /** As computed by the caller (design rule 2). */
  readonly id: string;
  /** The header block, up to and with the empty line. */
  readonly headerBlock: Uint8Array;
  /** Content of the text parts after the transfer encoding is undone; a string where the charset is undone too. */
  readonly text: Uint8Array | string | null;
  readonly html: Uint8Array | string | null;
  readonly attachments: readonly Attachment[];
  readonly problems?: readonly string[];
};

/** How a problem begins that says that nothing of the MIME structure was read. */
export const unreadMail = 'The mail could not be read as MIME';

/** Signed in signed in signed: deeper than this is left closed. */
const signedDepth = 4;

/**
 * One mail from its bytes (RFC 5322, MIME RFC 2045 to 2049). Never rejects. `id` is the SHA-256 of the bytes.
 * The charset of a text part is found from its bytes first (see charset.ts): labels are often wrong. A mail that is signed as a whole
 * (S/MIME, RFC 8551 3.5.2) is opened: what was signed takes the place of its body, under the headers of the mail itself.
 */
export async function parseMail(raw: Uint8Array, openSigned: OpenSigned = openHere): Promise<InboundMail> {
  const id = createHash('sha256').update(raw).digest('hex');
  const given = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const problems: string[] = [];
  let bytes = given;
  try {
    bytes = mended(given, problems);
    const { headerLines, ...body } = await readEntity(bytes, { problems, openSigned }, 0);
    const mail = fromHeaders(id, headerLines, problems);
    return { ...mail, ...body, ...shownOtherwise(body.html), report: readReport(headerOf(mail.headers, 'content-type') ?? '', body.attachments), problems: [...new Set(problems)] };
  } catch (error) {
    problems.push(`${unreadMail}: ${sentence(error)}.`);
    return rescue(id, bytes, problems);
  }
}

/** The same InboundMail for a big mail of which only the wanted parts were fetched. Never throws. */
export function parseParts(parts: MailParts): InboundMail {
  const problems = [...(parts.problems ?? [])];
  const header = Buffer.from(parts.headerBlock).toString('latin1');
  const mail = fromHeaders(parts.id, splitHeaderBlock(header), problems);
  const html = asText(parts.html);
  const text = asText(parts.text);
  const body = takeOutFiles(bodyText(text ?? '', html, true, problems), problems);
  return {
    ...mail,
    html,
    ...shownOtherwise(html),
    text: body.text,
    attachments: [...parts.attachments, ...body.attachments],
    report: readReport(headerOf(mail.headers, 'content-type') ?? '', parts.attachments),
    problems: [...new Set(problems)],
  };
}

/** What the HTML shows in another way than the plain part says. */
function shownOtherwise(html: string | null): Pick<InboundMail, 'strayLinks' | 'crossedOut'> {
  if (html === null) return {};
  const [links, crossed] = [strayLinks(html), crossedOut(html)];
  return { ...(links.length === 0 ? {} : { strayLinks: links }), ...(crossed.length === 0 ? {} : { crossedOut: crossed }) };
}

/** Opens a mail that is signed as a whole: in a child process (documents/pool.ts), or right here. */
export type OpenSigned = (bytes: Uint8Array) => Promise<Opened>;

type EntityNeeds = { readonly problems: string[]; readonly openSigned: OpenSigned };

type Entity = Pick<InboundMail, 'text' | 'html' | 'attachments' | 'altered'> & { readonly headerLines: readonly HeaderLine[] };

/** A MIME entity (RFC 2045 2.4): a mail, or what was signed in one. Rejects where the parser does. */
async function readEntity(bytes: Buffer, needs: EntityNeeds, depth: number): Promise<Entity> {
  const { problems } = needs;
  let parsed = await runParser(bytes);
  const lost = lostBytes(parsed);
  if (lost !== null) {
    parsed = await runParser(withHonestLabels(bytes));
    if (lostBytes(parsed) === 'windows-1252') parsed = await runParser(withUtf8Lines(bytes));
    problems.push(`A text part is labelled UTF-8 or not at all but is not UTF-8; it was read as ${lost}.`);
  }
  const headerLines = parsed.headerLines ?? [];
  const attachments = parsed.attachments.map(toAttachment);
  const [only] = attachments;
  if (only?.content && attachments.length === 1 && !parsed.text?.trim() && !parsed.html && isSigned(only) && depth < signedDepth) {
    const inner = await openEntity(only.content, needs, depth);
    if (inner) return { ...inner, headerLines };
  }
  const html = parsed.html || null;
  const alternative = html !== null && /multipart\/alternative/i.test(bytes.toString('latin1'));
  const body = takeOutFiles(bodyText(parsed.text ?? '', html, alternative, problems), problems);
  const nothing = attachments.length === 0 && body.attachments.length === 0 && html === null && body.text.trim() === '';
  const text = nothing ? textBetweenParts(bytes, problems) ?? body.text : body.text;
  return { html, text, attachments: [...attachments, ...body.attachments], headerLines };
}

/** What a multipart holds outside its parts, where it holds nothing inside them: the parser passes over it. */
function textBetweenParts(bytes: Buffer, problems: string[]): string | undefined {
  const raw = bytes.toString('latin1');
  if (!/^content-type:\s*multipart\//im.test(raw.slice(0, headerEnd(raw)))) return undefined;
  const lines = unixLines(decodeBytes(bytes.subarray(headerEnd(raw))).text).split('\n').filter((line) => !/^--|^content-[\w-]+:|^\s+\w+=/i.test(line));
  const text = lines.join('\n').trim();
  if (text === '' || /^This is a multi-?part message in MIME format\.?$/i.test(text)) return undefined;
  problems.push('The parts of the mail are empty; what stands between them was read.');
  return text;
}

/** `application/pkcs7-mime`, or a smime.p7m under a general label (RFC 8551 3.2.1); the certificates of a certs-only are no mail. */
function isSigned({ contentType, filename }: Attachment): boolean {
  return /^application\/(?:x-)?pkcs7-mime$/i.test(contentType) || (/^application\/octet-stream$/i.test(contentType) && /\.p7m$/i.test(filename));
}

async function openEntity(content: Uint8Array, needs: EntityNeeds, depth: number): Promise<Entity | undefined> {
  const { problems, openSigned } = needs;
  try {
    const { content: inner, signer, verified, problem } = await openSigned(content);
    problems.push(`The mail is signed as a whole (S/MIME) and was opened; the signature${signer === null ? '' : ` by ${signer}`} ${verified ? 'fits the content, and who issued it was not checked.' : `was not verified: ${problem ?? 'no reason given'}`}`);
    const entity = await readEntity(mended(Buffer.from(inner), problems), needs, depth + 1);
    return signer !== null && !verified ? { ...entity, altered: true } : entity;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

async function runParser(bytes: Buffer) {
  return simpleParser(bytes, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    keepCidLinks: true,
    checksumAlgo: false,
    maxChildNodes: 300,
    maxHeadSize: 4 * 1024 * 1024,
    // A mail in the mail is an attachment, never text of this mail, whatever its disposition says.
    ignoreEmbedded: true,
    Iconv: CarefulDecoder,
  });
}

/** What the text really is where the parser wrote question marks for its letters, or left the zeros of UTF-16 in; null when all is well. */
function lostBytes(parsed: { text?: string; html?: string | false }): 'windows-1252' | 'UTF-16' | null {
  const texts = [parsed.text, parsed.html].filter((text) => typeof text === 'string');
  if (texts.some((text) => text.includes('\0'))) return 'UTF-16';
  return texts.some((text) => text.includes('\ufffd')) ? 'windows-1252' : null;
}

function toAttachment(part: { filename?: string; contentType: string; content: Buffer; contentDisposition?: string; related?: boolean; contentId?: string }): Attachment {
  return {
    filename: lastSegment(part.filename ?? ''),
    contentType: part.contentType ?? 'application/octet-stream',
    bytes: part.content.length,
    content: part.content,
    inline: part.related === true || part.contentDisposition === 'inline',
  };
}

/** What can be had of a mail the parser gave up on: its header block, and the rest as text. */
function rescue(id: string, bytes: Buffer, problems: string[]): InboundMail {
  const raw = bytes.toString('latin1');
  const end = headerEnd(raw);
  const mail = fromHeaders(id, splitHeaderBlock(raw.slice(0, Math.min(end, 256 * 1024))), problems);
  return { ...mail, text: unixLines(decodeBytes(bytes.subarray(end, end + 256 * 1024)).text).trim(), html: null, attachments: [], report: null, broken: true, problems: [...new Set(problems)] };
}

function asText(part: Uint8Array | string | null): string | null {
  return part === null || typeof part === 'string' ? part : decodeBytes(part).text;
}
