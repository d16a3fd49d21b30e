// Golden mails damaged in many ways (damage.ts): the reading never throws, never hangs, and never registers what is not in the mail or is two persons' in one.
// It refuses chance without a seed: fast-check prints the seed of a failure.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { readDocuments } from '../../src/adapters/documents/index.ts';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { parseMail } from '../../src/adapters/parse.ts';
import { foldName } from '../../src/core/kommune.ts';
import type { Document, InboundMail } from '../../src/core/mail.ts';
import { understand } from '../../src/core/understand.ts';
import { explainContext } from '../../workers/explain.ts';
import { damagedOf } from './damage.ts';

/** Processor time that one mail may take, in seconds. */
const patience = 2;
const context = await explainContext();
const names = readdirSync(import.meta.dirname).filter((n) => n.endsWith('.eml'));
const mails = names.map((n) => readFileSync(join(import.meta.dirname, n)));

type Expected = { readonly outcome: string; readonly contacts: readonly { readonly name: string | null; readonly email: string | null }[] };

/** Who has which address, by the mails that are accepted as they are. */
const owners = new Map<string, Set<string>>();
for (const name of readdirSync(import.meta.dirname).filter((n) => n.endsWith('.expected.json'))) {
  const { outcome, contacts } = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf-8')) as Expected;
  for (const { name: who, email } of outcome === 'accept' ? contacts : []) if (who !== null && email !== null) owners.set(email, (owners.get(email) ?? new Set()).add(foldName(who)));
}
for (const [who, email] of [['Lars Lind', 'lali@aarhus.dk'], ['Bent Gammel', 'bega@aarhus.dk'], ['Ida Kok', 'idko@aarhus.dk'], ['Hans Jensen', 'haje@aarhus.dk']] as const) owners.set(email, (owners.get(email) ?? new Set()).add(foldName(who)));
const everyone = new Set([...owners.values()].flatMap((who) => [...who]));

async function read(raw: Uint8Array) {
  const before = process.cpuUsage();
  const mail = await parseMail(raw);
  const documents = await readDocuments(mail, readFile);
  const understanding = understand(mail, documents, context);
  const { user, system } = process.cpuUsage(before);
  return { mail, documents, understanding, seconds: (user + system) / 1e6 };
}

/** What stands in each document; what the sender says of herself stands in the header and the body together. */
function written(mail: InboundMail, documents: readonly Document[]): readonly string[] {
  const from = mail.from.map((f) => `${f.name} ${f.address}`).join(' ');
  return documents.map((d) => [...(d.source === 'body' ? [from, mail.text, mail.html ?? ''] : []), ...d.lines, ...d.tables.flatMap((t) => t.rows.flatMap((r) => r.map((c) => c.text)))].join('\n').toLowerCase());
}

/** Letters and digits alone: soft hyphens, blanks in numbers and line ends are no part of a fact. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}@.-]/gu, '');

/** What the sheets of the undamaged mails say. */
const reports = new Set<string>();

// The libraries of rare formats are loaded with the first such file: that is no mail's own time.
beforeAll(async () => {
  for (const mail of mails) {
    const { report } = (await read(mail)).understanding;
    if (report) reports.add(JSON.stringify(report.answers));
  }
}, 120_000);

type Registered = { readonly name: string; readonly email: string; readonly phone: string };

/** The words of a contact that no document of the mail holds together; empty where one holds them all. */
function invented({ name, email, phone }: Registered, documents: readonly string[]): readonly string[] {
  const facts = [...name.split(' '), email, phone].map(bare).filter((f) => f !== '');
  const missing = documents.map((text) => facts.filter((fact) => !bare(text).includes(fact)));
  return missing.reduce((least, one) => (one.length < least.length ? one : least), facts);
}

/** True where the address of one whom the golden mails know is given to another of them. */
function isTwoPersons({ name, email }: Registered): boolean {
  const owner = owners.get(email);
  return owner !== undefined && !owner.has(foldName(name)) && everyone.has(foldName(name));
}

test('a damaged mail is read without an error and in time, and what would be registered stands in one document of it', async () => {
  let accepted = 0;
  await fc.assert(fc.asyncProperty(damagedOf(mails), async ({ raw, whole }) => {
    const { mail, documents, understanding, seconds } = await read(raw);
    expect(seconds).toBeLessThan(patience);
    if (understanding.outcome !== 'accept') return;
    // A report counts as it was written or not at all.
    if (understanding.report) {
      expect(reports).toContain(JSON.stringify(understanding.report.answers));
      return;
    }
    accepted += 1;
    expect(understanding.contacts).toHaveLength(1);
    const [contact] = understanding.contacts;
    const registered = { name: contact?.name ?? '', email: contact?.email ?? '', phone: contact?.phone ?? '' };
    expect(contact?.kommune).toBe(understanding.kommune);
    expect(registered.name).toMatch(/^(?:[\p{Script=Latin}\p{M}'’.-]+ ?){2,}$/u);
    expect(registered.email).toMatch(/^[^\s@]+@[\w.-]+\.\w+$/);
    expect({ ...registered, invented: invented(registered, written(mail, documents)) }).toEqual({ ...registered, invented: [] });
    if (whole) expect({ ...registered, isTwoPersons: isTwoPersons(registered) }).toEqual({ ...registered, isTwoPersons: false });
  }), { numRuns: 4_000 });
  // A check that never meets a registration would hold for a program that registers nothing.
  expect(accepted).toBeGreaterThan(100);
}, 120_000);

test('the checks themselves see what is invented, and two persons in one', () => {
  expect(invented({ name: 'Mette Holm', email: 'mho@aarhus.dk', phone: '89 40 12 34' }, ['kontaktperson: mette holm', 'mho@aarhus.dk 89401234'])).toEqual(['mho@aarhus.dk', '89401234']);
  expect(invented({ name: 'Mette Holm', email: 'mho@aarhus.dk', phone: '89 40 12 34' }, ['', 'mette holm <mho@aarhus.dk> 89 40\n12 34'])).toEqual([]);
  expect([isTwoPersons({ name: 'Gitte Skov', email: 'mho@aarhus.dk', phone: '' }), isTwoPersons({ name: 'Gitte Skov', email: 'gisk@aarhus.dk', phone: '' })]).toEqual([true, false]);
});

test('bytes that are no mail at all are for review or ignored, never registered', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (raw) => {
    expect((await read(raw)).understanding.outcome).not.toBe('accept');
  }), { numRuns: 200 });
}, 60_000);

test('an undamaged mail takes no longer either', async () => {
  const slow: string[] = [];
  for (const [i, mail] of mails.entries()) {
    const { seconds } = await read(mail);
    if (seconds >= patience) slow.push(`${names[i]}: ${seconds} s`);
  }
  expect(slow).toEqual([]);
});
