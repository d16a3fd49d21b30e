// The outward names that need no service: `explain --json`, every `--help`; and the rehearsal, in which every mail goes to one address.
// It refuses an environment for `explain`: it must judge offline.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildHouse, root, until, type House } from '../support/house.ts';

const limit = 120_000;
let house: House;
let dir: string;
beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0630', '0751'] });
  dir = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-explain-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await house?.close();
});

const kinds = z.enum(['contact-list', 'report', 'question', 'login-request', 'decline', 'auto-reply', 'bounce', 'receipt', 'bulk', 'other']);
const code = z.string().regex(/^\d{4}$/);
const lineShape = z.strictObject({
  file: z.string(), messageId: z.string().nullable(), kind: kinds, kommune: code.nullable(), kommuner: z.array(code),
  contacts: z.array(z.strictObject({ kommune: code.nullable(), name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), region: z.string().nullable(), from: z.string().min(1) })),
  outcome: z.enum(['accept', 'clarify', 'review', 'forward', 'ignore']), also: z.array(kinds), missing: z.array(z.enum(['name', 'email', 'region', 'kommune', 'readable-attachment'])),
  problems: z.array(z.string()), text: z.string(),
  attachments: z.array(z.strictObject({ filename: z.string(), contentType: z.string(), bytes: z.int().min(0), readAs: z.string().nullable(), problem: z.string().nullable() })),
  evidence: z.array(z.string()), reasons: z.array(z.string()), ms: z.number().min(0),
});
type Line = z.infer<typeof lineShape>;
const orders = {
  line: ['file', 'messageId', 'kind', 'kommune', 'kommuner', 'contacts', 'outcome', 'also', 'missing', 'problems', 'text', 'attachments', 'evidence', 'reasons', 'ms'],
  contact: ['kommune', 'name', 'email', 'phone', 'region', 'from'], attachment: ['filename', 'contentType', 'bytes', 'readAs', 'problem'],
};

/** Runs it without a single setting; each line is checked for fields and their order. */
async function explain(...paths: readonly string[]): Promise<readonly Line[]> {
  const nothing = Object.fromEntries(Object.keys(house.env).map((name) => [name, undefined]));
  const { code: exit, stdout, stderr } = await house.run(['explain', '--json', ...paths], nothing);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return stdout.split('\n').filter((text) => text !== '').map((text) => {
    const raw = JSON.parse(text) as Line;
    expect(Object.keys(raw)).toEqual(orders.line);
    for (const contact of raw.contacts) expect(Object.keys(contact)).toEqual(orders.contact);
    for (const attachment of raw.attachments) expect(Object.keys(attachment)).toEqual(orders.attachment);
    return lineShape.parse(raw);
  });
}

describe('explain --json', () => {
  test('one line a mail, sorted by name, for a folder; in the order given for files', async () => {
    const mails = path.join(root, 'test/mails');
    const names = readdirSync(mails).filter((name) => name.endsWith('.eml')).toSorted();
    const lines = await explain(mails, path.join(mails, '41-question.eml'), path.join(mails, '08-text-sentence.eml'));
    expect(lines.map((line) => line.file)).toEqual([...names, '41-question.eml', '08-text-sentence.eml']);
    expect(lines.at(-1)).toMatchObject({ messageId: '<AM0PR04MB113545E4@vejle.dk>', kind: 'contact-list', kommune: '0630', kommuner: ['0630'], outcome: 'accept', contacts: [{ name: 'Niels Aagaard', email: 'niaag@vejle.dk' }], missing: [] });
    expect(lines.at(-2)).toMatchObject({ kind: 'question', outcome: 'forward' });
    expect(new Set(lines.map((line) => line.outcome))).toEqual(new Set(['accept', 'clarify', 'review', 'forward', 'ignore']));
  });

  test('a folder of garbage: each is for a person, with its problems; exit 0', async () => {
    const folder = path.join(dir, 'garbage');
    mkdirSync(folder);
    const noise = Buffer.alloc(5_000);
    for (let i = 0, x = 7; i < noise.length; i += 1) { x = (x * 1103515245 + 12345) % 2147483648; noise[i] = x >> 16; }
    const files: Readonly<Record<string, string | Buffer>> = {
      'a-noise.eml': noise, 'b-empty.eml': '', 'c-lines.eml': '\r\n\r\n\r\n', 'd-half.eml': 'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0', 'e-zeroes.eml': Buffer.alloc(2_000),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    const lines = await explain(folder);
    expect(lines.map((line) => line.file)).toEqual(Object.keys(files));
    // Half a PDF may be a contact list; all else is nothing that has a name.
    const shown = lines.map((line) => [line.file, line.file.startsWith('d') ? 'other' : line.kind, line.outcome, line.contacts, line.problems.length + line.attachments.filter((a) => a.problem).length > 0]);
    expect(shown).toEqual(Object.keys(files).map((name) => [name, 'other', 'review', [], true]));
  });

  test('an empty file, and an empty folder', async () => {
    const empty = path.join(dir, 'empty');
    mkdirSync(path.join(dir, 'nothing'));
    writeFileSync(empty, '');
    const lines = await explain(empty, path.join(dir, 'nothing'));
    expect(lines).toEqual([expect.objectContaining({ file: 'empty', messageId: null, kind: 'other', kommune: null, kommuner: [], outcome: 'review', contacts: [] })]);
    expect(lines[0]?.problems).not.toEqual([]);
  });
});

describe('--help', () => {
  test.concurrent.each(['check', 'launch', 'start', 'status', 'forecast', 'explain', 'demo'])('%s', async (command) => {
    const { code: exit, stdout, stderr } = await house.run([command, '--help']);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: (?:bin/)?rundskriv ${command}\\b`));
    if (['check', 'launch', 'status', 'forecast', 'explain'].includes(command)) expect(stdout).toContain('--json');
    const own: Readonly<Record<string, readonly string[]>> = { start: ['--only', 'inbox, intake, letters, clock, web'], launch: ['--yes'], forecast: ['--days'], status: ['KOMMUNE'], demo: ['--headless', '--seed', '--kommuner'] };
    for (const text of own[command] ?? []) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(text);
  });

  test('of the whole program names every setting and exit code', async () => {
    const { code: exit, stdout } = await house.run(['--help']);
    expect(exit).toBe(0);
    for (const name of ['RUNDSKRIV_CAMPAIGN', 'REDIS_URL', 'IMAP_URL', 'SMTP_URL', 'MAIL_OAUTH_', 'RUNDSKRIV_SECRET', 'PORTAL_URL', 'PORTAL_PORT', 'RUNDSKRIV_REDIRECT_TO', 'RUNDSKRIV_CLOCK', 'LOG_LEVEL', 'NAME_FILE']) expect(stdout).toContain(name);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain("0 done; 1 the answer is no or something needs a person; 2 wrong usage; 3 a service can't be reached");
  });
});

test('RUNDSKRIV_REDIRECT_TO sends every mail there, the true recipient in the subject', async () => {
  const env = { RUNDSKRIV_REDIRECT_TO: 'rehearsal@example.dk' };
  expect((await house.run(['check'], env)).stdout).toMatch(/rehearsal: every mail goes to rehearsal@example\.dk/);
  const launch = await house.run(['launch', '--yes'], env);
  expect(launch.stdout).toContain('Rehearsal: every mail goes to rehearsal@example.dk instead.');
  await house.start({ env });
  await until(() => house.left.length >= 2, limit);
  expect(house.left.map((m) => m.to)).toEqual(['rehearsal@example.dk', 'rehearsal@example.dk']);
  const letter = await house.mail('letter.2024.0751@lige.dk');
  expect(letter.subject).toMatch(/post@aarhus\.dk.* \[LIGE-2024-0751\]$/);
  expect(letter.headerLines.filter((l) => l.key === 'to').map((l) => l.line)).toEqual([expect.stringContaining('rehearsal@example.dk')]);
  expect(letter.headerLines.filter((l) => ['to', 'cc', 'bcc'].includes(l.key)).map((l) => l.line).join()).not.toContain('aarhus.dk');
});
