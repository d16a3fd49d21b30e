// Finds the newest text of a mail: what its sender wrote now, without what is quoted below, between or above it.
// It refuses to cut at a mere "Fra:" or a greater-than sign in a sentence: a head needs its companions, a quotation its mark.

export type NewestText = {
  /** The newest text, signature kept, blank lines at both ends dropped. */
  readonly text: string;
  /** The same without the signature. */
  readonly body: string;
  /** The closing phrase and everything after it; '' when there is none. */
  readonly signature: string;
  /** True when something was quoted or forwarded below. */
  readonly quotes: boolean;
};

/**
 * The newest text of a mail's plain text. Heads of quotation are known in Danish, English, Swedish, Norwegian and German, as Outlook, Gmail,
 * Apple Mail, Thunderbird and webmail write them (data of real mails from kommuner; see the golden mails). `sender` is the name in the From
 * header, by which a signature without a closing phrase is known.
 */
export function newestText(whole: string, sender: string | null = null): NewestText {
  const lines = whole.replace(/\r\n?/g, '\n').replace(/[\u00ad\u200b\u200c\u2060\u200e\u200f\ufeff]/g, '').replace(/\u00a0/g, ' ').split('\n');
  const fresh = freshLines(lines);
  const text = trimLines(lines.filter((_line, i) => fresh[i]));
  return { text, ...splitSegments(segmentsOf(lines, fresh), sender), quotes: fresh.includes(false) };
}

/** The runs of newest text, one before, between and after what is quoted. */
function segmentsOf(lines: readonly string[], fresh: readonly boolean[]): readonly string[] {
  const segments: string[][] = [];
  for (const [i, line] of lines.entries()) {
    if (!fresh[i]) continue;
    if (i === 0 || !fresh[i - 1]) segments.push([]);
    segments.at(-1)?.push(withoutMailto(line));
  }
  return segments.map(trimLines).filter((segment) => segment !== '');
}

/** Who answers between the quoted lines signs above them: what stands below the signature and a quotation is text again. */
function splitSegments(segments: readonly string[], sender: string | null): { readonly body: string; readonly signature: string } {
  const split = segments.map((segment) => splitSignature(segment, sender));
  const join = (part: 'body' | 'signature') => split.map((s) => s[part]).filter((s) => s !== '').join('\n\n');
  return { body: join('body'), signature: join('signature') };
}

/** For each line whether it is newest text: false for a quotation and for the head of one. */
export function freshLines(lines: readonly string[]): readonly boolean[] {
  const fresh = lines.map(() => false);
  for (let i = 0; i < lines.length;) {
    if (isMarked(lines[i] ?? '')) {
      i += 1;
      continue;
    }
    const head = quotationHead(lines, i);
    if (head === 0) {
      fresh[i] = true;
      i += 1;
      continue;
    }
    const next = firstFilled(lines, i + head);
    // "N skrev:" over lines marked with ">" ends with them: the answer may stand below. Below any other head, or without marks, everything is old.
    if (next === undefined || !isMarked(lines[next] ?? '') || wroteHead(lines, i) === 0) break;
    i = next;
  }
  return fresh;
}

/** "mho@aarhus.dk<mailto:mho@aarhus.dk>" says one address once; where the link leads elsewhere, both stay to be seen. */
function withoutMailto(line: string): string {
  if (!/mailto:/i.test(line)) return line;
  return line.replace(/(\S*?)\s?[<[(]\s*mailto:([^\s<>()[\]?]+)(?:\?[^\s<>()[\]]*)?\s*[>\])]/gi, (_all, before: string, address: string) =>
    (before.toLowerCase().includes(address.toLowerCase()) ? before : `${before} <${address}>`));
}

/** True where the foot of our own mails (templates/mail/parts/footer) stands: what holds it in its newest text quotes us without a mark. */
export function holdsOurMail(text: string): boolean {
  return /svar\s+på\s+denne\s+mail\s+går\s+til|lad\s+gerne\s+referencen\s+blive\s+stående/i.test(text);
}

/** True for a line that may belong to the head of a quotation, alone no proof of one. */
export function mayBeHead(line: string): boolean {
  return from.test(line) || companions.test(line) || ruled.test(line) || forwardHead.test(line) || dated.test(line) || /^\s*_{10,}\s*$/.test(line);
}

/** The text before the closing phrase ("Med venlig hilsen"), and the closing phrase with all that follows. */
export function splitSignature(text: string, sender: string | null = null): { readonly body: string; readonly signature: string } {
  const lines = text.split('\n');
  const at = lines.findIndex((line, i) => closing.test(line.trim()) || (i > 0 && /^\s*[/–-]\s?\p{Lu}[\p{L}.-]+(?: \p{Lu}[\p{L}.-]+){0,3}\s*$/u.test(line)) || line === '-- ' || line === '--' || (i > 0 && (isSigned(lines, i, sender) || deviceLine.test(line.trim()))));
  if (at < 0) return { body: text, signature: '' };
  return { body: trimLines(lines.slice(0, at)), signature: trimLines(lines.slice(at)) };
}

/** The sender's name alone in a line, below a finished sentence: a signature without a closing phrase. */
function isSigned(lines: readonly string[], i: number, sender: string | null): boolean {
  if (sender === null || (lines[i] ?? '').trim() !== sender) return false;
  const before = lines.slice(0, i).findLast((line) => line.trim() !== '') ?? '';
  return /[.!?)]\s*$/.test(before) && !/kontakt-?\s?person\p{L}*[.!?)]?\s*$/iu.test(before);
}

/** "Sendt fra min iPhone", "Hent Outlook til iOS": what the program puts below a text that has no signature. */
const deviceLine = /^(?:sendt|sent|hent|get|skickat) (?:fra|from|med|outlook|via|från)(?!\p{L})[^.:@?]{0,40}$/iu;

/** A closing phrase alone in its line, perhaps with a name behind it ("Mvh Mette", "Venlig hilsen / Best regards"). */
const closing = /^(?:(?:på forhånd tak (?:og|samt)\s+)?(?:med\s+)?(?:de\s+)?(?:(?:rigtig|aller)\s?)?(?:venlige?(?:ste?)?|vennlige?|bedste|mange|kærlige?|kollegiale?|varme?|gode?|beste)\s+(?:\p{L}+\s+)?(?:hils(?:en|ner)|hilsninger)|hils(?:en|ner)|m\.?v\.?h\.?|v\.?h\.?|b\.?h\.?|d\.?b\.?h\.?|k\.?h\.?|de\s+bedste|(?:with\s+)?(?:best|kind(?:est)?|warm(?:est)?|many)(?:\s+(?:regards|wishes|greetings))|mojn|ses|regards|sincerely(?:\s+yours)?|yours\s+sincerely|mit\s+freundlichen\s+gr(?:ü|ue)(?:ß|ss)en|(?:med\s+)?vänlig(?:a)?\s+hälsning(?:ar)?|mvh)(?=$|[\s,.!/|–-])(?:[\s,.!/|–-]+[^.:@?]{0,60})?$/iu;

function isMarked(line: string): boolean {
  return /^\s{0,3}>/.test(line);
}

const from = /^[\s*_]*(?:fra|from|von|från|frå|de)[*_]*\s*:/i;
const companions = /^[\s*_]*(?:sendt|sent|gesendet|skickat|dato|date|datum|til|to|an|till|emne|subject|betreff|ämne|cc|kopi|kopie|bcc|svar til|reply-to|besvar til|vedhæftet|vedhæftede filer|attachments|prioritet|importance)[*_]*\s*:/i;
const ruled = /^[\s>]*[-_=]{2,}\s*(?:oprindelig(?:e)?\s+(?:meddelelse|besked|mail|e-mail)|original\s+(?:message|appointment)|ursprüngliche\s+nachricht|ursprungligt\s+meddelande|opprinnelig\s+melding|videresendt\s+(?:meddelelse|besked|mail)|forwarded\s+message|vidarebefordrat\s+meddelande|weitergeleitete\s+nachricht|videresendt\s+melding)\s*[-_=]*\s*$/i;
const forwardHead = /^\s*(?:start på videresendt besked|begin forwarded message|videresendt (?:meddelelse|besked)|vidarebefordrat meddelande|anfang der weitergeleiteten nachricht|start på videresendt melding)\s*:?\s*$/i;

/** How many lines of a quotation head begin at line `i`; 0 when none does. */
function quotationHead(lines: readonly string[], i: number): number {
  const line = lines[i] ?? '';
  if (line.trim() === '') return 0;
  if (ruled.test(line) || forwardHead.test(line)) return 1;
  if (/^\s*_{10,}\s*$/.test(line)) {
    const next = firstFilled(lines, i + 1);
    return next !== undefined && next - i <= 4 && outlookHead(lines, next) > 0 ? next - i + outlookHead(lines, next) : 0;
  }
  return outlookHead(lines, i) || wroteHead(lines, i);
}

/** "Fra: … / Sendt: … / Til: … / Emne: …": a from line with at least two of its companions in the lines after it. */
export function outlookHead(lines: readonly string[], i: number): number {
  if (!from.test(lines[i] ?? '')) return 0;
  let seen = 0;
  let last = i;
  for (let j = i + 1; j < Math.min(i + 12, lines.length); j++) {
    if (companions.test(lines[j] ?? '')) {
      seen += 1;
      last = j;
    }
  }
  return seen >= 2 ? last - i + 1 : 0;
}

const dated = /^\s*(?:den|d\.|on|am|på|il|le|(?:man|tir|tirs|ons|tor|tors|fre|lør|søn|mån|tis|lör|sön|mon|tue|wed|thu|fri|sat|sun)[a-zæøåäö]*\.?,?)\s.*\d/i;
const wrote = /\b(?:skrev|wrote|schrieb|skrev følgende|har skrevet)\b/i;

/** "Den man. 5. feb. 2024 kl. 10.15 skrev Lige <lige@lige.dk>:", in one line or wrapped over up to four. */
function wroteHead(lines: readonly string[], i: number): number {
  if (!dated.test(lines[i] ?? '')) return plainWroteHead(lines[i] ?? '');
  let joined = '';
  for (let j = i; j < Math.min(i + 4, lines.length); j++) {
    const line = lines[j] ?? '';
    if (line.trim() === '') return 0;
    joined += ` ${line.trim()}`;
    if (joined.length > 400) return 0;
    if (wrote.test(joined) && (/:\s*$/.test(joined) || (/^ d\. ?\d/i.test(joined) && /["»>]\s*$/.test(joined)))) return j - i + 1;
  }
  return 0;
}

/** "Lige <lige@lige.dk> skrev:" and "lige@lige.dk wrote on …:": an address and the verb at the end of a line. */
function plainWroteHead(line: string): number {
  return /^[^.?!]{0,100}<?\S+@\S+>?\s+(?:skrev|wrote|schrieb)\b[^.?!]{0,60}:\s*$/i.test(line) ? 1 : 0;
}

function firstFilled(lines: readonly string[], start: number): number | undefined {
  for (let i = start; i < lines.length; i++) if ((lines[i] ?? '').trim() !== '') return i;
  return undefined;
}

function trimLines(lines: readonly string[]): string {
  let start = 0;
  let end = lines.length;
  while (start < end && (lines[start] ?? '').trim() === '') start += 1;
  while (end > start && (lines[end - 1] ?? '').trim() === '') end -= 1;
  return lines.slice(start, end).map((l) => l.trimEnd()).join('\n');
}
