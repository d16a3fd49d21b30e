// Checks a DKIM signature as a receiver does (RFC 6376 6.1), relaxed/relaxed and rsa-sha256, with nothing but the platform's cryptography.
// It refuses to ask the DNS: the public key is given.
import { createHash, createPublicKey, verify } from 'node:crypto';

export type Checked = { readonly ok: boolean; readonly why: string; readonly tags: Readonly<Record<string, string>> };

/** The first signature in a mail; `key`: the value of p= in its DNS record, base64. */
export function checkDkimSignature(raw: Uint8Array, key: string, selector?: string): Checked {
  const text = Buffer.from(raw).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const body = text.slice(end + 4);
  const signature = fields.find((field) => /^dkim-signature:/i.test(field) && (selector === undefined || tagsOf(field)['s'] === selector));
  if (signature === undefined) return { ok: false, why: 'not signed', tags: {} };
  const tags = tagsOf(signature);
  const no = (why: string): Checked => ({ ok: false, why, tags });
  if (tags['v'] !== '1' || tags['a'] !== 'rsa-sha256' || tags['c'] !== 'relaxed/relaxed') return no('another kind of signature');
  if (createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64') !== tags['bh']) return no('body');
  // RFC 6376 5.4.2: each name in h= takes the lowest field of that name that is not taken yet.
  const left = fields.filter((field) => field !== signature);
  const signed = (tags['h'] ?? '').split(':').flatMap((name) => {
    const at = left.findLastIndex((field) => nameOf(field) === name.trim().toLowerCase());
    return at < 0 ? [] : left.splice(at, 1).map(relaxedField);
  });
  const own = relaxedField(signature.replace(/([;\s]b=)[^;]*/, '$1'));
  const data = Buffer.from([...signed, own].join('\r\n'), 'latin1');
  const ok = verify('sha256', data, createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }), Buffer.from(tags['b'] ?? '', 'base64'));
  return ok ? { ok, why: '', tags } : no('header');
}

function tagsOf(field: string): Record<string, string> {
  const list = field.slice(field.indexOf(':') + 1).split(';').map((tag) => tag.trim()).filter((tag) => tag !== '');
  return Object.fromEntries(list.map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replaceAll(/\s+/g, '')]));
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(':')).trimEnd().toLowerCase();
}

/** RFC 6376 3.4.2. */
function relaxedField(field: string): string {
  return `${nameOf(field)}:${field.slice(field.indexOf(':') + 1).replaceAll('\r\n', '').replaceAll(/[ \t]+/g, ' ').replaceAll(/^ | $/g, '')}`;
}

/** RFC 6376 3.4.4. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}
