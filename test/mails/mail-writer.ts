// Writes mails as kommuner's programs do, for the golden mails: headers, text, HTML, attachments.
// It refuses chance: the same input gives the same bytes.
import { Buffer } from 'node:buffer';

export type Part = { readonly name: string; readonly type: string; readonly content: Uint8Array; readonly inline?: boolean };

export type MailInput = {
  readonly from: string;
  readonly subject: string;
  /** Code of the kommune whose letter this answers (In-Reply-To, References). */
  readonly answers?: string;
  readonly text?: string;
  readonly html?: string;
  readonly parts?: readonly Part[];
  /** Header lines put before the usual ones. */
  readonly top?: readonly string[];
  /** Header lines added at the end. */
  readonly more?: readonly string[];
  readonly returnPath?: string | null;
  readonly dmarc?: string | null;
  readonly messageId?: string;
  readonly to?: string;
};

/** One mail as bytes with CRLF. */
export function writeMail(input: MailInput): Buffer {
  const address = /<([^>]+)>/.exec(input.from)?.[1] ?? input.from;
  const domain = address.split('@')[1] ?? 'localhost';
  const head = [
    ...(input.returnPath === null ? [] : [`Return-Path: ${input.returnPath ?? `<${address}>`}`]),
    ...(input.top ?? []),
    ...(input.dmarc === null ? [] : [`Authentication-Results: mx.lige.dk; ${input.dmarc ?? `dmarc=pass header.from=${domain}`}`]),
    `Received: from mail.${domain} (mail.${domain} [192.0.2.10]) by mx.lige.dk; Wed, 07 Feb 2024 09:12:31 +0100`,
    `From: ${words(input.from)}`,
    `To: ${input.to ?? 'Ligestillingsafdelingen <lige@lige.dk>'}`,
    `Subject: ${words(input.subject)}`,
    'Date: Wed, 07 Feb 2024 09:12:30 +0100',
    ...(input.messageId === '' ? [] : [`Message-ID: ${input.messageId ?? `<${checksum(input.subject + (input.text ?? input.html ?? ''))}@${domain}>`}`]),
    ...(input.answers === undefined ? [] : [`In-Reply-To: <letter.2024.${input.answers}@lige.dk>`, `References: <letter.2024.${input.answers}@lige.dk>`]),
    'MIME-Version: 1.0',
    ...(input.more ?? []),
  ];
  const body = bodyOf(input);
  const parts = input.parts ?? [];
  if (parts.length === 0) return bytes([...head, ...body.head], body.content);
  const boundary = '_004_blandet_';
  const content = [
    `--${boundary}`, ...body.head, '', body.content,
    ...parts.flatMap((p) => [
      `--${boundary}`,
      `Content-Type: ${p.type}; name="${words(p.name)}"`,
      `Content-Disposition: ${p.inline ? 'inline' : 'attachment'}; filename="${words(p.name)}"; size=${p.content.length}`,
      'Content-Transfer-Encoding: base64', '', folded(p.content),
    ]),
    `--${boundary}--`, '',
  ].join('\r\n');
  return bytes([...head, `Content-Type: multipart/mixed; boundary="${boundary}"`], content);
}

type Body = { readonly head: readonly string[]; readonly content: string };

function bodyOf({ text, html }: MailInput): Body {
  if (html === undefined) return textPart('text/plain', text ?? '');
  if (text === undefined) return textPart('text/html', html);
  const boundary = '_000_valg_';
  const [a, b] = [textPart('text/plain', text), textPart('text/html', html)];
  return {
    head: [`Content-Type: multipart/alternative; boundary="${boundary}"`],
    content: [`--${boundary}`, ...a.head, '', a.content, `--${boundary}`, ...b.head, '', b.content, `--${boundary}--`, ''].join('\r\n'),
  };
}

function textPart(type: string, text: string): Body {
  return { head: [`Content-Type: ${type}; charset="utf-8"`, 'Content-Transfer-Encoding: base64'], content: folded(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf-8')) };
}

function folded(content: Uint8Array): string {
  return Buffer.from(content).toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
}

/** RFC 2047 where something is not ASCII; the address part stays as it is. */
function words(text: string): string {
  const found = /^(.*?)(\s*<[^>]*>)?$/s.exec(text);
  const [, name = '', address = ''] = found ?? [];
  // oxlint-disable-next-line no-control-regex -- what is not ASCII has to be encoded
  return /[^\x00-\x7f]/.test(name) ? `=?utf-8?B?${Buffer.from(name, 'utf-8').toString('base64')}?=${address}` : text;
}

function checksum(text: string): string {
  let hash = 7;
  for (const c of text) hash = (hash * 31 + (c.codePointAt(0) ?? 0)) % 0xffffffff;
  return `AM0PR04MB${hash.toString(16).toUpperCase().padStart(8, '0')}`;
}

function bytes(head: readonly string[], content: string): Buffer {
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${content}`, 'utf-8');
}

/** What Outlook quotes below an answer to the letter. */
export function quotedLetter(kommune = 'Aarhus', code = '0751'): string {
  return `

Fra: Ligestillingsafdelingen <lige@lige.dk>
Sendt: 30. januar 2024 10:02
Til: ${kommune} Kommune <post@${kommune.toLowerCase()}.dk>
Emne: Indberetning om måltal og politikker for kønssammensætningen i ledelse – Anmodning om kontaktoplysninger mv. [LIGE-2024-${code}]

Til ${kommune} Kommune

Kommunen bedes til brug herfor udfylde vedlagte liste med navn og mailadresse på en kontaktperson i kommunen samt
regional placering. Listen bedes fremsendt til Ligestillingsafdelingen på lige@lige.dk senest den 12. februar 2024.

Spørgsmål kan rettes til Anne Bendixen på mail: anb@lige.dk, mobil: 21 57 06 89.

Med venlig hilsen

Olive Astrid Bove Wagner`;
}
