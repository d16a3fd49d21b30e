// What RUNDSKRIV_SECRET signs: the proof in our own mails, the reply token, the activation link's token derived from its nonce, and the portal's forms.
// It refuses to store a token: each can be computed again from what is in the log, and by nobody without the secret.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type Tokens = {
  /** Value of the header X-Rundskriv-Proof of the mail with this Message-ID, Date (ISO instant; to the second) and recipient. */
  proof(mail: Proven): string;
  isProof(mail: Proven, proof: string): boolean;
  /** A new login's chance (256 bits, hex) and the SHA-256 of the token that comes of it. Only these two are stored. */
  loginSecrets(): { readonly nonce: string; readonly tokenHash: string };
  /** The activation link's token, made from its nonce: 256 bits, base64url. Without RUNDSKRIV_SECRET nobody can make it from what is stored. */
  activation(nonce: string): string;
  /** What the portal looks for when a link is opened: SHA-256 of the token, in hex. */
  tokenHash(token: string): string;
  /** The key that binds the token in a form to who is logged in. */
  readonly formKey: string;
  /** The code in a forwarded question (task id), by which its answer is known: 80 bits, a-z and 2-7. */
  answerCode(task: string): string;
  /** The signed part of a plus address for a kommune. */
  reply(campaign: string, kommune: string): string;
  /** The kommune whose plus address carries this token; undefined when it is not one that we signed. */
  kommuneOfReply(campaign: string, token: string): string | undefined;
};

export type Proven = { readonly messageId: string; readonly date: string; readonly to: string };

export const proofHeader = 'X-Rundskriv-Proof';

export function createTokens(secret: string): Tokens {
  const sign = (purpose: string, text: string): Buffer => createHmac('sha256', secret).update(`${purpose}\0${text}`).digest();
  const proof = ({ messageId, date, to }: Proven): string =>
    sign('proof', `${messageId}\0${Math.floor(Temporal.Instant.from(date).epochMilliseconds / 1000)}\0${to.toLowerCase()}`).toString('base64url');
  const reply = (campaign: string, kommune: string): string => `${kommune}-${sign('reply', `${campaign}\0${kommune}`).subarray(0, 10).toString('hex')}`;
  const activation = (nonce: string): string => sign('activation', nonce).toString('base64url');
  return {
    proof,
    isProof: (mail, given) => isSame(proof(mail), given),
    kommuneOfReply(campaign, token) {
      const kommune = /^(\d{4})-[0-9a-f]{20}$/.exec(token)?.[1];
      return kommune !== undefined && isSame(reply(campaign, kommune), token) ? kommune : undefined;
    },
    loginSecrets() {
      const nonce = randomBytes(32).toString('hex');
      return { nonce, tokenHash: hashOf(activation(nonce)) };
    },
    activation,
    tokenHash: hashOf,
    formKey: sign('form', 'key').toString('base64url'),
    answerCode: (task) => base32(sign('answer', task).subarray(0, 10)),
    reply,
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** RFC 4648 6, in small letters and without padding. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** Compared in a time that does not tell where the two differ. */
function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
