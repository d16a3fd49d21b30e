// Opens a mail that is signed as a whole (S/MIME, RFC 8551 3.5.2): a CMS SignedData (RFC 5652 5) that holds what was signed.
// It refuses to decrypt, and to say who the signer is: whether the signature fits the content is told, who issued the certificate is not asked.
import { Buffer } from 'node:buffer';
import type { Certificate, SignedData } from 'pkijs';
import { Unreadable } from './content.ts';

export type Opened = {
  /** The MIME entity that was signed, with its own header. */
  readonly content: Uint8Array;
  /** The address, or else the name, in the signer's certificate; null where there is no certificate. */
  readonly signer: string | null;
  /** The signature fits the content and the certificate that comes with it. Says nothing about who made the certificate. */
  readonly verified: boolean;
  /** Why it was not verified, as a sentence; null when it was. */
  readonly problem: string | null;
};

const encrypted = new Set(['1.2.840.113549.1.7.3', '1.2.840.113549.1.7.4', '1.2.840.113549.1.7.6', '1.2.840.113549.1.9.16.1.23']);
const compressed = '1.2.840.113549.1.9.16.1.9';
const signedData = '1.2.840.113549.1.7.2';
const [emailAddress, commonName] = ['1.2.840.113549.1.9.1', '2.5.4.3'];

/**
 * The content of a signed-data in DER or BER, bare or as PEM or base64. Throws Unreadable: `encrypted` for enveloped, authenticated-enveloped and
 * other encrypted data, `unknown-format` for compressed data, `damaged` for what cannot be read or holds no content.
 */
export async function openSigned(bytes: Uint8Array): Promise<Opened> {
  const der = binaryOf(bytes);
  const type = contentTypeOf(der);
  if (type !== null && encrypted.has(type)) throw new Unreadable('The mail is encrypted (S/MIME) and cannot be opened.', 'encrypted');
  if (type === compressed) throw new Unreadable('The mail is compressed (S/MIME) and is not opened.', 'unknown-format');
  if (type !== null && type !== signedData) throw new Unreadable('The S/MIME part holds nothing that is read.', 'unknown-format');
  // Loaded when the first such mail comes: it is a large library for a rare thing.
  const pkijs = await import('pkijs');
  let signed: SignedData;
  let content: Buffer;
  try {
    signed = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(der).content });
    const held = signed.encapContentInfo.eContent;
    content = Buffer.from(held === undefined ? new ArrayBuffer(0) : held.getValue());
  } catch {
    throw new Unreadable('The signed mail (S/MIME) is damaged.');
  }
  if (content.length === 0) throw new Unreadable('The signed part (S/MIME) holds a signature only and no content.');
  const check = await verify(signed);
  return { content, ...check };
}

async function verify(signed: SignedData): Promise<Pick<Opened, 'signer' | 'verified' | 'problem'>> {
  try {
    const result = await signed.verify({ signer: 0, checkChain: false, extendedMode: true });
    const signer = result.signerCertificate ? nameOf(result.signerCertificate) : null;
    return result.signatureVerified === true ? { signer, verified: true, problem: null } : { signer, verified: false, problem: 'The signature does not fit the content.' };
  } catch (error) {
    const certificate = typeof error === 'object' && error !== null && 'signerCertificate' in error ? (error.signerCertificate as Certificate | null) : null;
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
    return { signer: certificate ? nameOf(certificate) : null, verified: false, problem: `${why}.` };
  }
}

/** The address in the certificate's alternative names or its subject (RFC 8551 3.1), or else its common name. */
function nameOf(certificate: Certificate): string | null {
  for (const extension of certificate.extensions ?? []) {
    if (extension.extnID !== '2.5.29.17') continue;
    const names: readonly { readonly type: number; readonly value: unknown }[] = extension.parsedValue?.altNames ?? [];
    const mail = names.find((name) => name.type === 1);
    if (typeof mail?.value === 'string') return mail.value;
  }
  for (const wanted of [emailAddress, commonName]) {
    const found = certificate.subject.typesAndValues.find((part) => part.type === wanted);
    if (found) return String(found.value.valueBlock.value);
  }
  return null;
}

/** The bytes themselves, or those that PEM or base64 stands for: some gateways encode twice. */
function binaryOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes[0] === 0x30 && (bytes[1] === 0x80 || bytes[1] !== 0x0a)) return new Uint8Array(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(/-----[A-Z0-9 ]+-----/g, '').replace(/\s+/g, '');
  return /^MI[A-Za-z0-9+/]+=*$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : new Uint8Array(bytes);
}

/** The type of a ContentInfo (RFC 5652 3), read from its first bytes: also where the rest is damaged. */
function contentTypeOf(der: Uint8Array): string | null {
  if (der[0] !== 0x30) return null;
  const long = der[1] ?? 0;
  let at = long > 0x80 ? 2 + (long & 0x7f) : 2;
  if (der[at] !== 0x06) return null;
  const length = der[at + 1] ?? 0;
  const arcs: number[] = [];
  let value = 0;
  for (const byte of der.subarray(at + 2, at += 2 + length)) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) { arcs.push(value); value = 0; }
  }
  const [first = 0, ...rest] = arcs;
  return [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40)), ...rest].join('.');
}
