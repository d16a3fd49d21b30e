// Golden mails cut, mixed and with bytes changed: the reading never throws, and never registers what is not in the mail.
// It refuses chance without a seed: fast-check prints the seed of a failure.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDocuments } from '../../src/adapters/documents/index.ts';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { parseMail } from '../../src/adapters/parse.ts';
import { understand } from '../../src/core/understand.ts';
import { explainContext } from '../../workers/explain.ts';

const context = await explainContext();
const mails = readdirSync(import.meta.dirname).filter((n) => n.endsWith('.eml') && !n.includes('bomb')).map((n) => readFileSync(join(import.meta.dirname, n)));

const damaged = fc.record({
  mail: fc.integer({ min: 0, max: mails.length - 1 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  changes: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.integer({ min: 0, max: 255 }) }), { maxLength: 40 }),
}).map(({ mail, cut, changes }) => {
  const bytes = Buffer.from(mails[mail] ?? Buffer.alloc(0));
  for (const { at, byte } of changes) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = byte;
  return cut === null ? bytes : bytes.subarray(0, Math.floor(cut * bytes.length));
});

test('a damaged mail is read without an error, and what would be registered stands in it', async () => {
  await fc.assert(fc.asyncProperty(damaged, async (raw) => {
    const mail = await parseMail(raw);
    const documents = await readDocuments(mail, readFile);
    const understanding = understand(mail, documents, context);
    if (understanding.outcome !== 'accept') return;
    const written = [mail.text, ...mail.from.map((f) => `${f.name} ${f.address}`), ...documents.flatMap((d) => [...d.lines, ...d.tables.flatMap((t) => t.rows.flatMap((r) => r.map((c) => c.text)))])].join(' ').toLowerCase();
    for (const contact of understanding.contacts) {
      for (const word of [...(contact.name ?? '').split(' '), contact.email ?? '', ...(contact.phone ?? '').split(' ')]) expect(written).toContain(word.toLowerCase());
      expect(contact.kommune).toBe(understanding.kommune);
      expect(contact.name).not.toBeNull();
      expect(contact.email).not.toBeNull();
    }
  }), { numRuns: 400 });
}, 120_000);

test('bytes that are no mail at all are for review or ignored, never registered', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (raw) => {
    const mail = await parseMail(raw);
    expect(understand(mail, await readDocuments(mail, readFile), context).outcome).not.toBe('accept');
  }), { numRuns: 200 });
}, 60_000);
