// Passwords as they are kept: argon2id of node:crypto, with the parameters of OWASP's Password Storage Cheat Sheet, written as a PHC string.
// It refuses to be faster for some than for others: an address that is nobody's costs as much as a wrong password.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { createLine } from './line.ts';

export type Passwords = {
  /** "$argon2id$v=19$m=19456,t=2,p=1$salt$hash". */
  hash(password: string): Promise<string>;
  /** False for a wrong password, and for a hash that is none of ours. */
  verify(password: string, stored: string): Promise<boolean>;
  /** Takes as long as verify, for who has no password at all. */
  verifyNothing(password: string): Promise<false>;
};

type Parameters = { readonly memory: number; readonly passes: number; readonly parallelism: number; readonly salt: Buffer; readonly length: number };

const usual = { memory: 19_456, passes: 2, parallelism: 1, length: 32 } as const;
/** At a time. Each takes one of libuv's four threads, which files and names need too, and 19 MiB. */
const lanes = 2;

/** `atOnce`: how many are computed at a time; the rest wait in line. */
export function createPasswords(atOnce: number = lanes): Passwords {
  const inTurn = createLine(atOnce, longestLine);
  const compute = (password: string, { memory, passes, parallelism, salt, length }: Parameters): Promise<Buffer> => inTurn(() => new Promise((resolve, reject) => {
    // The same password, however its letters are put together by the keyboard (RFC 8265 4.2.2).
    argon2('argon2id', { message: password.normalize('NFC'), nonce: salt, memory, passes, parallelism, tagLength: length }, (error, key) => (error ? reject(error) : resolve(key)));
  }));
  const noSalt = randomBytes(16);
  return {
    async hash(password) {
      const salt = randomBytes(16);
      const key = await compute(password, { ...usual, salt });
      return `$argon2id$v=19$m=${usual.memory},t=${usual.passes},p=${usual.parallelism}$${unpadded(salt)}$${unpadded(key)}`;
    },
    async verify(password, stored) {
      const read = parse(stored);
      if (!read) return false;
      return timingSafeEqual(await compute(password, { ...read, length: read.key.length }), read.key);
    },
    async verifyNothing(password) {
      await compute(password, { ...usual, salt: noSalt });
      return false;
    },
  };
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** The parts of a PHC string (RFC 9106 3.1 bounds them); undefined for anything else. */
function parse(stored: string): (Omit<Parameters, 'length'> & { readonly key: Buffer }) | undefined {
  const [, memory, passes, parallelism, salt = '', key = ''] = phc.exec(stored) ?? [];
  const read = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
  const isPossible = read.passes >= 1 && read.parallelism >= 1 && read.memory >= 8 * read.parallelism && read.memory <= 1_048_576;
  return isPossible && read.salt.length >= 8 && read.key.length >= 16 ? read : undefined;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** More than these waiting is no rush of people but somebody's machine. */
const longestLine = 400;
