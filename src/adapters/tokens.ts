// What RUNDSKRIV_SECRET signs: the proof in our own mails, the reply token, and the activation link's token derived from its nonce.
// It refuses to store a token: each can be computed again from what is in the log, and by nobody without the secret.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type Tokens = {
  /** Value of the header X-Rundskriv-Proof of the mail with this Message-ID, Date (ISO instant; to the second) and recipient. */
  proof(mail: Proven): string;
  isProof(mail: Proven, proof: string): boolean;
  /** The activation link's token: 256 bits, base64url. */
  activation(task: string, nonce: string): string;
  /** The signed part of a plus address for a kommune. */
  reply(campaign: string, kommune: string): string;
  /** The kommune whose plus address carries this token; undefined when it is not one that we signed. */
  kommuneOfReply(campaign: string, token: string): string | undefined;
  /** 128 bits of chance. */
  nonce(): string;
};

export type Proven = { readonly messageId: string; readonly date: string; readonly to: string };

export const proofHeader = 'X-Rundskriv-Proof';

export function createTokens(secret: string): Tokens {
  const sign = (purpose: string, text: string): Buffer => createHmac('sha256', secret).update(`${purpose}\0${text}`).digest();
  const proof = ({ messageId, date, to }: Proven): string =>
    sign('proof', `${messageId}\0${Math.floor(Temporal.Instant.from(date).epochMilliseconds / 1000)}\0${to.toLowerCase()}`).toString('base64url');
  const reply = (campaign: string, kommune: string): string => `${kommune}-${sign('reply', `${campaign}\0${kommune}`).subarray(0, 10).toString('hex')}`;
  return {
    proof,
    isProof: (mail, given) => isSame(proof(mail), given),
    kommuneOfReply(campaign, token) {
      const kommune = /^(\d{4})-[0-9a-f]{20}$/.exec(token)?.[1];
      return kommune !== undefined && isSame(reply(campaign, kommune), token) ? kommune : undefined;
    },
    activation: (task, nonce) => sign('activation', `${task}\0${nonce}`).toString('base64url'),
    reply,
    nonce: () => randomBytes(16).toString('hex'),
  };
}

/** Compared in a time that does not tell where the two differ. */
function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
