// How the judge names what it saw, and compares what people read: addresses, texts, links.
// It refuses to decide anything.
import { shortMoment } from '../calendar.ts';
import { linkIn, type BotMail } from '../botmail.ts';
import type { Broken, Posted, Taken } from './evidence.ts';

export function broken(kommune: string | null, what: string): Broken {
  return { kommune, what };
}

/** `what` when `ok` is false. */
export function unless(ok: boolean, kommune: string | null, what: string): readonly Broken[] {
  return ok ? [] : [broken(kommune, what)];
}

export function named(taken: Taken): string {
  return `${taken.mail.kind ?? 'a mail'} ${taken.mail.messageId ?? `"${taken.mail.subject}"`} (${shortMoment(taken.at)} to ${taken.address})`;
}

export function described(post: Posted): string {
  return `"${post.label}" from ${post.from} (${shortMoment(post.at)})`;
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Line breaks of the wrapped text part don't hide a name. */
export function holds(text: string, value: string): boolean {
  return text.replaceAll(/\s+/g, ' ').includes(value.replaceAll(/\s+/g, ' '));
}

/** True in text and HTML. */
export function says(mail: BotMail, value: string): boolean {
  return holds(mail.text, value) && holds(plainOf(mail.html), value);
}

export function plainOf(html: string): string {
  return html.replaceAll(/<(?:style|title)[\s\S]*?<\/(?:style|title)>/gi, ' ').replaceAll(/<[^>]*>/g, ' ').replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d+);/g, (_, n: string) => String.fromCodePoint(Number(n))).replaceAll('&nbsp;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** The link that a mail carries in text and HTML; null where it has none in one of them. */
export function linkOf(mail: BotMail): string | null {
  const link = linkIn(mail);
  return link !== undefined && mail.html.includes(`href="${link}"`) ? link : null;
}

/** True where a mail has any link to follow. */
export function hasLink(mail: BotMail): boolean {
  return /https?:\/\//.test(mail.text) || /href="https?:\/\//.test(mail.html);
}
