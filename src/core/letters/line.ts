// Text made safe for one line of a mail: names, addresses, subjects and Message-IDs that came from outside.
// It refuses to pass on line breaks, control characters and marks that turn the direction of writing.

/** C0 and C1 controls and the line and paragraph separators: each becomes a space (RFC 5322 2.2: no CR or LF within a header field). */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Format characters and what is shown as nothing (Unicode TR 36, 3.2): bidi marks, zero-width characters, soft hyphens, tags, fillers. */
const tricks = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The text as one line without control and bidi characters; runs of blanks become one. */
export function line(text: string): string {
  return text.toWellFormed().replace(tricks, '').replace(controls, ' ').replace(/\s+/gu, ' ').trim();
}

/** The text as one line of at most `length` characters, cut at a word, with an ellipsis. */
export function shortLine(text: string, length: number): string {
  const clean = line(text);
  if (clean.length <= length) return clean;
  const cut = clean.slice(0, length - 1).toWellFormed().replace(/\ufffd$/u, '');
  return `${cut.replace(/\s+\S{0,20}$/u, '')}…`;
}

/** An address that can stand alone in To (RFC 5321 4.1.2, without quoted local parts), or undefined. */
export function plainAddress(text: string): string | undefined {
  const address = text.trim();
  return address.length <= 254 && /^[^\s<>()[\]\\,;:"@\p{C}]+@[^\s<>()[\]\\,;:"@\p{C}]+$/u.test(address) ? address : undefined;
}

/** The Message-IDs in a list that are whole ones (RFC 5322 3.6.4), each once; of very long threads the first and the newest twenty. */
export function messageIds(ids: readonly string[]): readonly string[] {
  const whole = [...new Set(ids.map((id) => id.trim()).filter((id) => id.length <= 500 && /^<[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(id)))];
  return whole.length <= 21 ? whole : [...whole.slice(0, 1), ...whole.slice(-20)];
}

const prefixes = /^(?:\s*(?:re|sv|vs|fw|fwd|aw|wg|antw)\s*(?:\[\d+\])?\s*:)+\s*/i;
const tags = /\s*\[LIGE-[A-Za-z0-9-]+\]/gi;

/** A subject without its prefixes ("SV: ", "Re: ") and our tags; '' where nothing else stands in it. */
export function bareSubject(subject: string): string {
  return line(line(subject).replace(tags, ' ').replace(prefixes, ''));
}

/** "SV: " and the subject of the mail that is answered, without its own prefixes and tags; `otherwise` where it has no subject. */
export function answerSubject(subject: string, otherwise: string): string {
  const bare = bareSubject(subject);
  return `SV: ${shortLine(bare === '' ? otherwise : bare, 150)}`;
}

/** The tag that ends every subject (contract: mail identity); without kommune for the ministry's own papers. */
export function tagOf(campaign: string, kommune: string | null): string {
  return kommune === null ? `LIGE-${campaign}` : `LIGE-${campaign}-${kommune}`;
}
