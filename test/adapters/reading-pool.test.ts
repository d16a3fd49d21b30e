// The pool of reading children: what a file costs that hangs, bursts or fells its reader, what a child may do, and that children stay warm.
// It refuses to trust a timer: each case waits for the pool's own answer.
import { createServer } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createReadingPool } from '../../src/adapters/documents/pool.ts';
import type { Part } from '../../src/adapters/documents/content.ts';

const limits = { processorSeconds: 1, wallSeconds: 5, memoryBytes: 300_000_000 };
const bad = createReadingPool({ size: 2, limits, program: join(import.meta.dirname, '../support/misbehaving-reader.ts') });
const good = createReadingPool({ size: 1 });
afterAll(async () => { await bad.close(); await good.close(); });

const file = (filename: string, content: string | Uint8Array = ''): Part => ({ filename, contentType: 'text/plain', content: typeof content === 'string' ? Buffer.from(content) : content, inline: false });
const sources = async (pool: typeof bad, part: Part) => (await pool.readFile(part)).map((d) => d.source);

describe('a file that breaks its reader costs that file and one child', () => {
  test.each(['hangs', 'waits', 'falls', 'bursts'])('%s', async (name) => {
    const [broken, next] = await Promise.all([bad.readFile(file(name)), bad.readFile(file('beside'))]);
    expect(broken).toMatchObject([{ source: name, readAs: null, unread: 'too-much', tables: [], lines: [] }]);
    expect(next).toMatchObject([{ readAs: 'text' }]);
    expect(await bad.readFile(file('after'))).toMatchObject([{ readAs: 'text' }]);
  });

  test('many files, some of them bad, all come back, each with its own answer', async () => {
    const names = Array.from({ length: 30 }, (_, i) => (i % 10 === 3 ? 'falls' : `good-${i}`));
    const read = await Promise.all(names.map((name) => bad.readFile(file(name))));
    expect(read.map(([d]) => d?.source.split(' ')[0])).toEqual(names);
  });
});

describe('a child', () => {
  test('writes no file', async () => {
    const path = join(tmpdir(), `written-by-a-child-${process.pid}`);
    expect(await sources(bad, file('writes', path))).toEqual(['ERR_ACCESS_DENIED']);
    expect(existsSync(path)).toBe(false);
  });

  test('has no network', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    expect(await sources(bad, file('calls', String(typeof address === 'object' ? address?.port : '')))).toEqual(['ERR_ACCESS_DENIED']);
    server.close();
  });

  test('has none of the program\'s secrets', async () => {
    process.env['RUNDSKRIV_SECRET'] = 'a-secret';
    const [document] = await bad.readFile(file('env'));
    expect(document?.lines.join('')).not.toContain('a-secret');
  });

  test('stays and reads the next file too', async () => {
    const pool = createReadingPool({ size: 1, limits, program: join(import.meta.dirname, '../support/misbehaving-reader.ts') });
    const [first] = await sources(pool, file('x'));
    expect(await sources(pool, file('x'))).toEqual([first]);
    await pool.close();
  });
});

test('a signed mail that hangs its reader costs one child too', async () => {
  await expect(bad.openSigned(new Uint8Array(9))).rejects.toThrow(/more time or memory/);
  expect(await bad.readFile(file('after'))).toMatchObject([{ readAs: 'text' }]);
});

test('what was signed is opened by a child as by the program itself', async () => {
  const { content, verified } = await good.openSigned(readFileSync(join(import.meta.dirname, '../mails/parts/wrap-signed.p7m')));
  expect([verified, Buffer.from(content).includes('Kontaktliste.xlsx')]).toEqual([true, true]);
  await expect(good.openSigned(readFileSync(join(import.meta.dirname, '../mails/parts/wrap-encrypted.p7m')))).rejects.toMatchObject({ unread: 'encrypted' });
});

test('what is being read when the pool closes comes back unread, and nothing waits', async () => {
  const pool = createReadingPool({ size: 1, limits, program: join(import.meta.dirname, '../support/misbehaving-reader.ts') });
  const reads = [pool.readFile(file('waits')), pool.readFile(file('queued'))];
  await pool.close();
  expect((await Promise.all(reads)).flat().map((d) => d.unread)).toEqual(['too-much', 'too-much']);
  expect(await pool.readFile(file('late'))).toMatchObject([{ unread: 'too-much' }]);
});

test('the real child reads a list as the program itself would', async () => {
  const content = readFileSync(join(import.meta.dirname, '../mails/parts/aarhus-libreoffice.xlsx'));
  const [document] = await good.readFile(file('Kontaktliste.xlsx', content));
  expect(document).toMatchObject({ source: 'Kontaktliste.xlsx', readAs: 'xlsx', bytes: content.length, problem: null });
  expect(document?.tables[0]?.rows.at(-1)?.at(3)).toEqual({ at: 'D5', text: 'Mette Holm' });
});
