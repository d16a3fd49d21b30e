// Passwords as they are kept: the published vector, round trips, what is no hash of ours, and how many are computed at a time.
// It refuses to trust node:crypto alone: another program's hash must be read too.
import { expect, test } from 'vitest';
import { createPasswords } from '../../src/adapters/passwords.ts';

const passwords = createPasswords();

test("the reference program's hash is read (phc-winner-argon2, src/test.c)", async () => {
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await Promise.all([passwords.verify('password', reference), passwords.verify('passwore', reference), passwords.verify('', reference)])).toEqual([true, false, false]);
});

test('a password is found again, by nobody else, each time under another hash, whichever way its letters are put together', async () => {
  const composed = 'tørvejr på Læsø'.normalize('NFC');
  const stored = await passwords.hash(composed);
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await passwords.hash(composed)).not.toBe(stored);
  expect(await Promise.all([composed, composed.normalize('NFD'), `${composed} `, composed.toUpperCase()].map((password) => passwords.verify(password, stored)))).toEqual([true, true, false, false]);
});

test.each([
  '', 'plain', '$argon2id$', '$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', '$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', '$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHRzb21lc2FsdA$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$', '$2b$12$abcdefghijklmnopqrstuu',
])('what is no hash of ours opens nothing: %s', async (stored) => expect(await passwords.verify('password', stored)).toBe(false));

test('who has no password takes as long as who has the wrong one, and never gets in', async () => {
  const stored = await passwords.hash('syv gule traktorer');
  const times = { wrong: Infinity, nothing: Infinity };
  const timed = async (name: keyof typeof times, work: () => Promise<boolean>): Promise<void> => {
    const begun = performance.now();
    expect(await work()).toBe(false);
    times[name] = Math.min(times[name], performance.now() - begun);
  };
  for (let n = 0; n < 4; n += 1) {
    await timed('wrong', () => passwords.verify('otte gule traktorer', stored));
    await timed('nothing', () => passwords.verifyNothing('otte gule traktorer'));
  }
  expect(times.nothing).toBeGreaterThan(times.wrong / 3);
  expect(times.nothing).toBeLessThan(times.wrong * 3);
});

test('many at once wait in line and all come to an end, in the order they came', async () => {
  const line = createPasswords(1);
  const ended: number[] = [];
  await Promise.all(Array.from({ length: 6 }, async (_, n) => {
    await line.verifyNothing(`password ${n}`);
    ended.push(n);
  }));
  expect(ended).toEqual([0, 1, 2, 3, 4, 5]);
});
