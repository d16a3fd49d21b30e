// A mail of the bot as its receivers see it: what any mail program shows, and what its Message-ID says.
// It refuses to trust: kind and kommune are read from the mail itself, and a mail that says neither is kept as a stranger.
import { simpleParser, type Headers } from 'mailparser';
import type { Instant } from './calendar.ts';

export const kinds = ['letter', 'ack', 'clarify', 'login', 'reminder', 'receipt', 'answer', 'digest', 'notice', 'review', 'confirm', 'closed', 'invitation'] as const;
export type Kind = (typeof kinds)[number];

export type BotMail = {
  readonly messageId: string | null;
  /** From the Message-ID `<KIND.CAMPAIGN.KKKK[.N]@DOMAIN>`; null when it has another form. */
  readonly kind: Kind | null;
  /** Kommune code from the Message-ID; null for the ministry's own papers. */
  readonly kommune: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly hasTextPart: boolean;
  readonly hasHtmlPart: boolean;
  readonly autoSubmitted: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly attachments: readonly { readonly filename: string; readonly content: Uint8Array }[];
  readonly raw: Uint8Array;
  /** The simulated moment at which it came. */
  readonly at: Instant;
};

export async function readBotMail(raw: Uint8Array, at: Instant): Promise<BotMail> {
  const mail = await simpleParser(Buffer.from(raw), { skipTextToHtml: true, skipHtmlToText: true, skipTextLinks: true });
  const messageId = mail.messageId ?? null;
  const identity = /^<([a-z]+)\.[^.@\s]+\.(\d{4,6})(?:\.\d+)?@[^@\s]+>$/.exec(messageId ?? '');
  const kind = kinds.find((k) => k === identity?.[1]) ?? null;
  const code = identity?.[2] ?? null;
  const references = mail.references ?? [];
  return {
    messageId, kind, kommune: code === '0000' ? null : code,
    from: mail.from?.value[0]?.address ?? '',
    to: [mail.to ?? []].flat().flatMap((list) => list.value.map((a) => a.address ?? '')).filter((a) => a !== ''),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: typeof mail.html === 'string' ? mail.html : '',
    hasTextPart: typeof mail.text === 'string' && mail.text.trim() !== '',
    hasHtmlPart: typeof mail.html === 'string' && mail.html.trim() !== '',
    autoSubmitted: header(mail.headers, 'auto-submitted'),
    inReplyTo: mail.inReplyTo ?? null,
    references: typeof references === 'string' ? [references] : references,
    attachments: mail.attachments.map((a) => ({ filename: a.filename ?? '', content: a.content })),
    raw, at,
  };
}

/** The first link in the text of a mail; undefined where it has none. */
export function linkIn({ text }: Pick<BotMail, 'text'>): string | undefined {
  return /https?:\/\/[^\s<>"]+/.exec(text)?.[0];
}

function header(headers: Headers, name: string): string | null {
  const value = headers.get(name);
  return typeof value === 'string' ? value : null;
}
