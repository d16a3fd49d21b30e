// A stranger's words on the terminal: a mail whose every field is full of control sequences is listed, shown, decided and told, and none of them acts.
// It refuses to be content with silence: each command must have shown the words it is tested with.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printTo } from '../../src/cli/print.ts';
import { table } from '../../src/cli/table.ts';
import { writeMail } from '../mails/mail-writer.ts';
import { buildHouse, root, until, type Answered, type House, type Running } from '../support/house.ts';

const limit = 120_000;
/** CSI and OSC as ESC and as C1, a bell, a backspace, a line end of each kind, bidi override and isolate, zero width, a tag. */
const evil = 'Ond\u001b[31m\u001b]0;x\u0007\u009b2J\u0008\u0085\u2028\u202e\u2066\u200b\u2060\ufeff\u{e0041}e ord';
const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const said = /Ond[^\n]*e ord/;
const word = (text: string): string => `=?utf-8?B?${Buffer.from(text, 'utf-8').toString('base64')}?=`;

const mail = writeMail({
  from: `${word(`Mette ${evil}`)} <mette@gmail.com>`, subject: word(`SV: ${evil}\n0851  forged line`), answers: '0751', messageId: '<ond-1@gmail.com>', dmarc: 'dmarc=pass header.from=gmail.com',
  text: `Hej\n\nKontaktperson: Mette ${evil}, mho@aarhus.dk, tlf. 89 40 12 34\n\n${evil}\n`,
  parts: [{ name: `${evil}\n.xlsx`, type: 'application/pdf', content: Buffer.from('%PDF-1.4 no pdf at all') }],
});
let house: House;
let running: Running;
let file: string;

beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0751', '0851'] });
  file = path.join(house.dir, 'ond.eml');
  writeFileSync(file, mail);
  // A server's words are a stranger's too.
  house.smtp().behave.recipient = (address) => (address === 'post@aalborg.dk' ? { code: 550, text: `5.1.1 ${evil}` } : undefined);
  await house.run(['launch', '--yes']);
  running = await house.start({ env: { LOG_LEVEL: 'debug' } });
  await until(() => house.ids('letter').length === 1, limit);
  house.deliver(mail);
  await until(async () => ((await house.folders())['Rundskriv/Til gennemsyn'] ?? []).includes('<ond-1@gmail.com>'), limit);
  await until(async () => (await house.status()).waiting.some((w) => w.what.startsWith('refused')), limit);
}, 60_000);
afterAll(() => house?.close());

/** What it said, each line of it free of what acts and none of them the stranger's. */
function safe({ stdout, stderr }: Answered): string {
  for (const line of `${stdout}${stderr}`.split('\n')) {
    expect(line).not.toMatch(acts);
    expect(line).not.toMatch(/^\s*0851 {2}forged line/);
  }
  return stdout + stderr;
}

describe('for people', () => {
  test.each(['review', 'review show 0751/r1', 'status', 'status 0751', 'status 0851'])('%s', async (command) => {
    expect(safe(await house.run(command.split(' ')))).toMatch(said);
  });

  test('explain', async () => {
    const shown = safe(await house.run(['explain', file]));
    expect(shown.split('\n').filter((line) => said.test(line)).length).toBeGreaterThanOrEqual(2);
  });

  test('forecast', async () => {
    safe(await house.run(['forecast', '--days', '30']));
  });

  test('an error', async () => {
    expect(safe(await house.run(['explain', `/nowhere/${evil}`]))).toMatch(/^rundskriv: there is no file or folder \/nowhere\/Ond.*e ord;/);
    expect(safe(await house.run(['status', '--such', evil]))).toMatch(/unknown option/);
  });
});

describe('as JSON, every character is escaped and none lost', () => {
  test.each(['review --json', 'review show 0751/r1 --json', 'status --json', 'status 0751 --json'])('%s', async (command) => {
    const answered = await house.run(command.split(' '));
    expect(safe(answered)).toMatch(said);
    expect(JSON.stringify(JSON.parse(answered.stdout))).toContain('\u202e\u2066');
  });

  test('explain', async () => {
    const answered = await house.run(['explain', '--json', file]);
    safe(answered);
    expect((JSON.parse(answered.stdout) as { attachments: readonly { filename: string }[] }).attachments[0]?.filename).toContain('\u202e');
  });
});

test('decisions, and what followed them', async () => {
  const by = ['--by', evil, '--note', evil];
  const answers: string[] = [];
  for (const args of [['accept', '0751/r1', '--name', 'Mette Holm', '--email', 'mho@aarhus.dk', '--yes', ...by], ['accept', '0751/r1', '--yes'], ['undo', '0751/r1', ...by], ['assign', '0751/r1', '0851', ...by], ['discard', '0851/r1', ...by], ['show', '0851/r1']]) {
    answers.push(safe(await house.run(['review', ...args])));
  }
  const [accepted, again, undone, assigned, discarded, shown] = answers;
  expect(accepted).toMatch(/The mail "SV: Ond[^\n]* lies in Rundskriv\/Behandlet now\.\n$/);
  expect(again).toMatch(/^rundskriv: 0751\/r1 is closed already \(accepted by Ond[^\n]*e ord, /);
  expect([undone, discarded]).toEqual([expect.stringMatching(said), expect.stringMatching(said)]);
  expect(assigned).toBe('0751/r1 is assigned.\nIt waits as 0851/r1 now.\n');
  expect(shown).toMatch(/discarded by Ond[^\n]*e ord, [^\n]*: Ond/);
  expect(safe(await house.run(['status', '0751']))).toMatch(/r1 accepted by Ond[^\n]*e ord: Ond/);
});

test('a line break of a stranger makes no line', () => {
  let written = '';
  const print = printTo((text) => { written += text; });
  print(['one', 'two\r\n0851  forged', 'three\u2028']);
  print(table([['id', 'from'], ['r1', `${evil}\n`], ['r2', 'x']]));
  expect(written.split('\n')).toEqual(['one', 'two 0851  forged', 'three ', 'id  from', 'r1  Ond [31m ]0;x 2J e ord', 'r2  x', '']);
});

test('the log is JSON in which nothing acts', async () => {
  // An error's sentence may quote a mail; the logger writes to standard output itself, so it is asked in a process of its own.
  const script = `
    import { createFacts, createLogger } from '${root}/src/adapters/facts.ts';
    createFacts(createLogger('debug')).trouble({ queue: 'intake', job: 'x', attempt: 1, error: new Error(${JSON.stringify(evil)}) });
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script]);
  for (const line of stdout.split('\n')) expect(line).not.toMatch(acts);
  expect(JSON.parse(stdout)).toMatchObject({ error: evil, queue: 'intake' });
  for (const line of running.log().split('\n')) expect(line).not.toMatch(acts);
});
