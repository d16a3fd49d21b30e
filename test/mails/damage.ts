// Ways to damage a mail, as fast-check arbitraries: bytes changed, cut, two mails spliced or their texts mixed, base64 chunks changed
// inside attachments, false charset labels.
// It refuses to know what a mail says: damage is done to bytes, lines and MIME parts alone.
import { Buffer } from 'node:buffer';
import fc from 'fast-check';

/** A damaged mail; `whole` is false where two texts may have been cut in the middle of a sentence and joined. */
export type Damaged = { readonly raw: Buffer; readonly whole: boolean; readonly how: string };

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const charsets = ['utf-8', 'iso-8859-1', 'windows-1252', 'us-ascii', 'utf-16le', 'utf-7', 'cp850', 'koi8-r', 'iso-2022-jp', 'x-ukendt', '"', ''];
const encodings = ['base64', 'quoted-printable', '8bit', '7bit', 'x-uuencode', 'binary', ''];

/** One of the mails, damaged in one way or in several. */
export function damagedOf(mails: readonly Buffer[]): fc.Arbitrary<Damaged> {
  const one = fc.constantFrom(...mails);
  const damage = fc.oneof(
    fc.record({ how: fc.constant('bytes' as const), changes: fc.array(fc.tuple(share, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 40 }) }),
    fc.record({ how: fc.constant('cut' as const), at: share }),
    fc.record({ how: fc.constant('splice' as const), other: one, at: share, from: share }),
    fc.record({ how: fc.constant('part' as const), other: one, at: share, which: share }),
    fc.record({ how: fc.constant('swap' as const), other: one, at: share, which: share }),
    fc.record({ how: fc.constant('mix' as const), other: one, at: share, from: share, to: share }),
    fc.record({ how: fc.constant('chunks' as const), changes: fc.array(fc.tuple(share, fc.constantFrom('drop', 'twice', 'turn', 'space', 'zero')), { minLength: 1, maxLength: 6 }) }),
    fc.record({ how: fc.constant('charset' as const), label: fc.constantFrom(...charsets) }),
    fc.record({ how: fc.constant('encoding' as const), at: share, label: fc.constantFrom(...encodings) }),
    fc.record({ how: fc.constant('lines' as const), at: share, to: share }),
  );
  type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;
  const apply = (raw: Buffer, d: Damage): Buffer => {
    switch (d.how) {
      case 'bytes': {
        const bytes = Buffer.from(raw);
        for (const [at, byte] of d.changes) bytes[Math.floor(at * bytes.length)] = byte;
        return bytes;
      }
      case 'cut': return raw.subarray(0, Math.floor(d.at * raw.length));
      case 'splice': return Buffer.concat([raw.subarray(0, lineStart(raw, d.at)), d.other.subarray(lineStart(d.other, d.from))]);
      case 'part': return inserted(raw, d.at, oneOf(partsOf(d.other), d.which));
      case 'swap': return swapped(raw, d.at, oneOf(partsOf(d.other), d.which));
      case 'mix': return mixed(raw, d.other, d.at, d.from, d.to);
      case 'chunks': return d.changes.reduce((bytes, [at, what]) => chunkChanged(bytes, at, what), raw);
      case 'charset': return latin1(text(raw).replace(/charset="?[\w-]+"?/gi, `charset=${d.label}`));
      case 'encoding': return labelled(raw, d.at, d.label);
      case 'lines': return moved(raw, d.at, d.to);
    }
  };
  return fc.tuple(one, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([mail, damages]) => ({
    raw: damages.reduce(apply, mail), how: damages.map((d) => d.how).join(' '),
    whole: damages.every((d) => d.how !== 'splice' && d.how !== 'mix' && d.how !== 'chunks' && d.how !== 'lines'),
  }));
}

const text = (raw: Buffer): string => raw.toString('latin1');
const latin1 = (written: string): Buffer => Buffer.from(written, 'latin1');

function lineStart(raw: Buffer, at: number): number {
  return raw.lastIndexOf('\n', Math.floor(at * raw.length)) + 1;
}

function oneOf<T>(all: readonly T[], at: number): T | undefined {
  return all[Math.floor(at * all.length)];
}

const boundaryOf = (written: string): string | undefined => /boundary="?([^"\r\n;]+)"?/i.exec(written)?.[1];

/** The MIME parts at the outermost level, each with its own header block; a mail without parts is one, with the content fields of its header. */
function partsOf(raw: Buffer): readonly string[] {
  const written = text(raw);
  const boundary = boundaryOf(written);
  if (boundary !== undefined) return written.split(`--${boundary}`).slice(1, -1).map((part) => part.replace(/^\r?\n/, ''));
  const end = /\r?\n\r?\n/.exec(written);
  if (!end) return [];
  const content = written.slice(0, end.index).split(/\r?\n(?![ \t])/).filter((field) => /^content-/i.test(field));
  return [`${content.join('\r\n')}${written.slice(end.index)}\r\n`];
}

/** Puts a part of another mail before one of this mail's; a mail without parts becomes one with two. */
function inserted(raw: Buffer, at: number, part: string | undefined): Buffer {
  if (part === undefined) return raw;
  const written = text(raw);
  const boundary = boundaryOf(written);
  if (boundary === undefined) {
    const end = /\r?\n\r?\n/.exec(written);
    const head = written.slice(0, end?.index ?? 0).split(/\r?\n(?![ \t])/).filter((field) => !/^content-/i.test(field)).join('\r\n');
    return latin1(`${head}\r\nContent-Type: multipart/mixed; boundary="splejset"\r\n\r\n--splejset\r\n${partsOf(raw)[0] ?? ''}\r\n--splejset\r\n${part}\r\n--splejset--\r\n`);
  }
  const pieces = written.split(`--${boundary}`);
  const place = 1 + Math.floor(at * Math.max(1, pieces.length - 1));
  return latin1([...pieces.slice(0, place), `\r\n${part}`, ...pieces.slice(place)].join(`--${boundary}`));
}

/** Puts a part of another mail in place of one of this mail's. */
function swapped(raw: Buffer, at: number, part: string | undefined): Buffer {
  const written = text(raw);
  const boundary = boundaryOf(written);
  if (part === undefined || boundary === undefined) return raw;
  const pieces = written.split(`--${boundary}`);
  if (pieces.length < 3) return raw;
  pieces[1 + Math.floor(at * (pieces.length - 2))] = `\r\n${part}`;
  return latin1(pieces.join(`--${boundary}`));
}

const encodedText = /(Content-Type: text\/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n)([A-Za-z0-9+/=\r\n]+)/;

function linesOf(raw: Buffer): readonly string[] {
  return Buffer.from(encodedText.exec(text(raw))?.[2] ?? '', 'base64').toString('utf-8').split(/\r?\n/);
}

/** Puts some lines of another mail's text between those of this mail's. */
function mixed(raw: Buffer, other: Buffer, at: number, from: number, to: number): Buffer {
  const [own, theirs] = [linesOf(raw), linesOf(other)];
  // The answer stands at the top; what is quoted below it is the same letter everywhere.
  const [i, a, b] = [at, from, to].map((share) => Math.floor(share * share * Math.min(own.length, theirs.length, 12))) as [number, number, number];
  const lines = [...own.slice(0, i), ...theirs.slice(Math.min(a, b), Math.max(a, b) + 1), ...own.slice(i)];
  return latin1(text(raw).replace(encodedText, (_all, head: string) => `${head}${Buffer.from(lines.join('\r\n'), 'utf-8').toString('base64').replace(/.{76}(?=.)/g, '$&\r\n')}`));
}

/** Changes one line of base64. */
function chunkChanged(raw: Buffer, at: number, what: string): Buffer {
  const lines = text(raw).split('\n');
  const chunks = lines.flatMap((line, i) => (/^[A-Za-z0-9+/]{60,76}\r?$/.test(line) ? [i] : []));
  const i = oneOf(chunks, at);
  if (i === undefined) return raw;
  const line = lines[i] ?? '';
  const changed = { drop: [], twice: [line, line], turn: [[...line.trim()].reverse().join('')], space: [`${line.slice(0, 20)} \t${line.slice(20)}`], zero: ['A'.repeat(line.trim().length)] }[what] ?? [line];
  return latin1([...lines.slice(0, i), ...changed, ...lines.slice(i + 1)].join('\n'));
}

function labelled(raw: Buffer, at: number, label: string): Buffer {
  const written = text(raw);
  const field = oneOf([...written.matchAll(/^Content-Transfer-Encoding:.*$/gim)], at);
  return field === undefined ? raw : latin1(`${written.slice(0, field.index)}Content-Transfer-Encoding: ${label}${written.slice(field.index + field[0].length)}`);
}

/** Moves one line to another place. */
function moved(raw: Buffer, at: number, to: number): Buffer {
  const lines = text(raw).split('\n');
  const [line] = lines.splice(Math.floor(at * lines.length), 1);
  lines.splice(Math.floor(to * (lines.length + 1)), 0, line ?? '');
  return latin1(lines.join('\n'));
}
