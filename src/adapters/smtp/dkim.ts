// Signs mails with DKIM (RFC 6376) as an option: the key read and judged, the domain held against the sender's, and the signature itself.
// It refuses to let a mail go unsigned where a key was given, and never says anything of the key but its kind.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import DKIM from 'nodemailer/lib/dkim';
import type { Finding } from '../../core/campaign.ts';

export type DkimSettings = { readonly domain: string; readonly selector: string; readonly privateKey: string };

/** From the three settings, all or none. Throws with one sentence that says what is wrong and what to do; the key is never in it. */
export function readDkim(given: { readonly DKIM_DOMAIN: string | undefined; readonly DKIM_SELECTOR: string | undefined; readonly DKIM_KEY: string | undefined }): DkimSettings | null {
  const { DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY } = given;
  const missing = Object.entries(given).filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length === 3) return null;
  if (DKIM_DOMAIN === undefined || DKIM_SELECTOR === undefined || DKIM_KEY === undefined) {
    throw new Error(`${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set, without which no mail can be signed; set all of DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY, or none of them`);
  }
  const domain = domainToASCII(DKIM_DOMAIN);
  if (!/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(domain)) throw new Error(`DKIM_DOMAIN is "${DKIM_DOMAIN}", which is no domain; write that of the sender, e.g. DKIM_DOMAIN=lige.dk`);
  if (!/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/i.test(DKIM_SELECTOR)) {
    throw new Error(`DKIM_SELECTOR is "${DKIM_SELECTOR}", which is no selector; write the name before ._domainkey.${domain} in the DNS`);
  }
  return { domain, selector: DKIM_SELECTOR, privateKey: asPem(readKey(DKIM_KEY)) };
}

const howToMake = 'make one with: openssl genrsa -out dkim.pem 2048, and write DKIM_KEY_FILE=dkim.pem';

function readKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    // In an environment file a PEM may stand on one line, with \n for its line ends.
    key = createPrivateKey(text.replaceAll('\\n', '\n'));
  } catch {
    throw new Error(`DKIM_KEY holds no private key in PEM without a passphrase; ${howToMake}`);
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new Error(`DKIM_KEY is a key of kind ${key.asymmetricKeyType}, with which the mail library can't sign, nor do all receivers check it (RFC 8463); use RSA: ${howToMake}`);
  }
  if (bitsOf(key) < 1024) throw new Error(`DKIM_KEY has ${bitsOf(key)} bits, which no receiver accepts (RFC 8301 3.2); ${howToMake}`);
  return key;
}

function asPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function bitsOf(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

/** What is odd about the settings for mails from this address; for `check`. */
export function checkDkim({ domain, privateKey }: DkimSettings, sender: string): readonly Finding[] {
  const bits = bitsOf(createPrivateKey(privateKey));
  return [
    ...(isAligned(domain, sender) ? [] : [{
      level: 'error', what: `DKIM_DOMAIN ${domain} does not fit the sender ${sender}: receivers would not count the signature as the sender's (RFC 7489 3.1.1)`,
      cure: `sign as ${domainToASCII(domainOfAddress(sender))}, with a key that its DNS names, or leave the DKIM_ settings out`,
    } as const]),
    ...(bits >= 2048 ? [] : [{ level: 'notice', what: `DKIM_KEY has ${bits} bits`, cure: 'use 2048 (RFC 8301 3.2)' } as const]),
  ];
}

/**
 * Relaxed alignment (RFC 7489 3.1.1): the same organizational domain. Without the list of public suffixes that is told for .dk, where two labels
 * make it (registries like co.dk aside); elsewhere one domain must be the other or above it.
 */
export function isAligned(domain: string, sender: string): boolean {
  const own = domainToASCII(domainOfAddress(sender)).toLowerCase();
  const signs = domain.toLowerCase();
  if (own === signs) return true;
  const organization = (name: string): string => name.split('.').slice(-2).join('.');
  if (publicInDk.has(organization(own))) return false;
  if (own.endsWith('.dk')) return organization(own) === organization(signs);
  return signs.includes('.') && (own.endsWith(`.${signs}`) || signs.endsWith(`.${own}`));
}

const publicInDk = new Set(['biz.dk', 'co.dk', 'firm.dk', 'reg.dk', 'store.dk']);

function domainOfAddress(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

// RFC 6376 5.4.1: what says who writes to whom, when, in which thread, and how the body is to be read.
const signedFields = 'From:To:Subject:Date:Message-ID:Reply-To:In-Reply-To:References:Auto-Submitted:MIME-Version:Content-Type:Content-Transfer-Encoding';

/** Puts the signature before a mail. There is no time in it and RSA is deterministic (RFC 8017 8.2): the same mail signed again is the same bytes. */
export function createSigner({ domain, selector, privateKey }: DkimSettings): (raw: Uint8Array) => Promise<Uint8Array> {
  const dkim = new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: signedFields });
  return async (raw) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of dkim.sign(Buffer.from(raw)) as AsyncIterable<Uint8Array>) chunks.push(chunk);
    const signed = Buffer.concat(chunks);
    // The library leaves the signature out, silently, with a key that it can't use.
    if (!signed.subarray(0, 16).toString('latin1').startsWith('DKIM-Signature:')) throw new Error('the mail could not be signed with DKIM_KEY');
    return signed;
  };
}
