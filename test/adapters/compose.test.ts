// From a task to the bytes of its mail: the same in every process and on every day, and never saying more than it should.
// It refuses to look at wording: that is in test/letters.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { createComposer, type ComposeSettings } from '../../src/adapters/compose.ts';
import { createTokens, proofHeader } from '../../src/adapters/tokens.ts';
import type { Task, TaskBody } from '../../src/core/task.ts';
import { parseTask } from '../../src/adapters/event-schema.ts';
import { newDesk } from '../../src/core/desk.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { deskWanted } from '../../src/core/wanted.ts';
import { beside, question, samples } from '../letters/samples.ts';
import { campaign2024, campaignWith, register } from '../support/campaign.ts';

const secret = 'compose-0123456789abcdef';
const at = '2024-03-13T07:00:00Z';
const composer = (change: Partial<ComposeSettings> = {}) => createComposer({ campaign: campaign2024, register, tokens: createTokens(secret), portalUrl: 'https://portal.example.dk', redirectTo: null, ...change });
const contact = { kommune: '0751', name: 'Mette Sørensen Kjær', email: 'mesk@aarhus.dk', phone: null, region: '1082' };
const task = (body: TaskBody, change: Partial<Task> = {}): Task => ({ id: `${body.kind}.2024.0751`, kommune: '0751', to: 'post@aarhus.dk', createdAt: at, thread: null, ...body, ...change }) as Task;
const letter = task({ kind: 'letter' });
const login = task({ kind: 'login', contact, userName: 'mesk@aarhus.dk', nonce: '0123456789abcdef0123456789abcdef', tokenHash: '', expires: '2024-05-31T21:59:59Z', again: false }, { to: 'mesk@aarhus.dk' });
/** With its pictures and its list. */
const digest = samples['digest']?.task ?? letter;
const textOf = (raw: Uint8Array): string => Buffer.from(raw).toString('latin1');
const proofOf = (raw: Uint8Array): string | undefined => new RegExp(`^${proofHeader}: (\\S+)\r$`, 'm').exec(textOf(raw))?.[1];

describe('the same task and instant give the same bytes', () => {
  const both = [composer(), composer()] as const;
  test.each(Object.keys(samples))('%s, by two composers', async (name) => {
    const sample = samples[name]?.task ?? letter;
    const [one, two] = [await both[0](sample, at), await both[1](sample, at)];
    expect(Buffer.compare(one.raw, two.raw)).toBe(0);
    expect(one.sha256).toBe(two.sha256);
  });

  test('in two processes, whatever their time zone, language and place', async () => {
    const here = path.resolve(import.meta.dirname, '../..');
    const script = `
      import { createComposer } from '${here}/src/adapters/compose.ts';
      import { createTokens } from '${here}/src/adapters/tokens.ts';
      import { loadCampaignFile } from '${here}/src/adapters/campaign-file.ts';
      import { loadRegister } from '${here}/src/adapters/register.ts';
      const { campaign } = await loadCampaignFile('${here}/config/campaigns/2024.yaml');
      const compose = createComposer({ campaign, register: await loadRegister('${here}/config/kommuner.json'), tokens: createTokens('${secret}'), portalUrl: 'https://portal.example.dk', redirectTo: null });
      const hashes = [];
      for (const task of ${JSON.stringify([letter, login, digest])}) hashes.push((await compose(task, '${at}')).sha256);
      console.log(JSON.stringify(hashes));
    `;
    const run = async (env: Record<string, string>): Promise<unknown> => JSON.parse((await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script], { cwd: '/', env: { PATH: process.env['PATH'] ?? '', ...env } })).stdout);
    const mine = await Promise.all([letter, login, digest].map(async (one) => (await both[0](one, at)).sha256));
    expect(await run({ TZ: 'America/Los_Angeles', LANG: 'en_US.UTF-8' })).toEqual(mine);
    expect(await run({ TZ: 'Asia/Tokyo', LC_ALL: 'C' })).toEqual(mine);
  });

  test('and another instant another date', async () => {
    const [one, two] = [await composer()(letter, at), await composer()(letter, '2024-03-13T07:00:01Z')];
    expect(one.sha256).not.toBe(two.sha256);
    expect((await simpleParser(Buffer.from(two.raw))).date?.toISOString()).toBe('2024-03-13T07:00:01.000Z');
  });
});

test('a digest that an older version asked for can be read and built, and is not wanted any more', async () => {
  const old = {
    id: 'digest.2024.0000.4', kommune: null, to: 'anb@lige.dk', createdAt: at, thread: null, kind: 'digest', recipientName: 'Anne Bendixen',
    facts: {
      day: '2024-03-11', every: 'week', invited: 5, contact: 3, login: 0, begun: 0, submitted: 0, total: 5, bounced: 0, overdue: 2, needs: [{ kommune: null, name: '', what: 'question', since: at }],
      changed: [{ kommune: '0751', name: 'Aarhus Kommune', what: 'contact', at }], waiting: ['Fanø Kommune'], upcoming: [{ day: '2024-03-12', what: 'reminder', count: 2 }],
    },
  };
  const read = parseTask(JSON.stringify(old), old.id);
  expect(read).toMatchObject({ facts: { at: '2024-03-11T00:00:00Z', asked: 5, list: [] } });
  expect((await composer()(read, at)).raw.length).toBeGreaterThan(10_000);
  expect(deskWanted(read, newDesk, campaign2024, Temporal.Instant.from(at), allQuiet)).toEqual({ unwanted: 'older-version' });
});

describe('another secret', () => {
  const other = { tokens: createTokens('another-0123456789abcdef') };
  test('changes the proof alone in a letter', async () => {
    const [one, two] = [(await composer()(letter, at)).raw, (await composer(other)(letter, at)).raw];
    const [a = '', b = ''] = [proofOf(one), proofOf(two)];
    expect(a).not.toBe(b);
    expect(textOf(two).replace(b, a)).toBe(textOf(one));
    const proven = { messageId: '<letter.2024.0751@lige.dk>', date: at, to: 'post@aarhus.dk' };
    const { isProof } = createTokens(secret);
    expect([isProof(proven, a), isProof({ ...proven, to: 'Post@Aarhus.dk' }, a)]).toEqual([true, true]);
    expect(isProof(proven, b)).toBe(false);
    for (const change of [{ messageId: '<letter.2024.0101@lige.dk>' }, { date: '2024-03-13T07:00:01Z' }, { to: 'post@kk.dk' }]) expect(isProof({ ...proven, ...change }, a)).toBe(false);
    for (const given of ['', `${a}=`, a.slice(1)]) expect(isProof(proven, given)).toBe(false);
    expect((await composer()(letter, at)).proof).toBe(a);
  });

  test('changes the proof and the link alone in a login', async () => {
    const shown = async (settings: Partial<ComposeSettings>): Promise<{ text: string; html: string; links: readonly string[]; head: string }> => {
      const { raw } = await composer(settings)(login, at);
      const mail = await simpleParser(Buffer.from(raw));
      const both = `${mail.text}${mail.html || ''}`;
      const links = [...new Set(both.match(/https:\/\/portal\.example\.dk\/aktiver\/[\w-]+/g))];
      const without = (text: string): string => links.reduce((left, link) => left.replaceAll(link, 'LINK'), text);
      return { text: without(mail.text ?? ''), html: without(mail.html || ''), links, head: (textOf(raw).split('\r\n\r\n', 1)[0] ?? '').replace(proofOf(raw) ?? '', 'PROOF') };
    };
    const [one, two] = [await shown({}), await shown(other)];
    expect(one.links).toEqual([`https://portal.example.dk/aktiver/${createTokens(secret).activation('0123456789abcdef0123456789abcdef')}`]);
    expect(one.links[0]?.split('/').at(-1)).toMatch(/^[\w-]{43}$/);
    expect(two.links).not.toEqual(one.links);
    expect({ ...two, links: [] }).toEqual({ ...one, links: [] });
    expect(one.text).not.toMatch(/adgangskode:|password:/i);
  });
});

describe('what only we can make', () => {
  const nonce = '0123456789abcdef0123456789abcdef';
  const reminder: TaskBody = { kind: 'reminder', about: 'login', of: 'report', round: 'before', step: 1, deadline: '2024-05-31', overdue: false, login: { task: 'login.2024.0751', nonce, expires: '2024-05-31T21:59:59Z' }, copyOf: null };
  const mailOf = async (sent: Task, settings: Partial<ComposeSettings> = {}) => simpleParser(Buffer.from((await composer(settings)(sent, at)).raw));

  test('a reminder has the link of the login it reminds of; the copy to the main mailbox has none', async () => {
    const url = `https://portal.example.dk/aktiver/${createTokens(secret).activation(nonce)}`;
    const mail = await mailOf(task(reminder, { to: 'mesk@aarhus.dk' }));
    expect([mail.text?.includes(url), String(mail.html).includes(`href="${url}"`)]).toEqual([true, true]);
    expect((await mailOf(login)).text).toContain(url);
    const copy = await composer()(task({ ...reminder, copyOf: { name: 'Mette Sørensen Kjær', email: 'mesk@aarhus.dk' } }), at);
    const read = await simpleParser(Buffer.from(copy.raw));
    expect(`${read.text}${read.html}`).not.toMatch(/\/aktiver\/|portal\.example/);
    expect(read.text).toContain('Mette Sørensen Kjær');
  });

  test('a forwarded question has its own code, in its last line and in References', async () => {
    const forward = (id: string): Task => task({ kind: 'review', item: 'q1', recipientName: 'Anne Bendixen', question, beside }, { id, to: 'anb@lige.dk' });
    for (const id of ['review.2024.0751', 'review.2024.0751.2']) {
      const mail = await mailOf(forward(id));
      const code = createTokens(secret).answerCode(id);
      expect(mail.text?.trimEnd().split('\n').at(-1)).toBe(`Svarkode: ${code}`);
      expect([mail.references, mail.inReplyTo]).toEqual([`<svar.${code}@lige.dk>`, undefined]);
    }
    expect(createTokens(secret).answerCode('review.2024.0751')).not.toBe(createTokens(secret).answerCode('review.2024.0751.2'));
  });
});

describe('where it goes', () => {
  test('to whom the task says', async () => {
    const { raw, to } = await composer()(letter, at);
    expect(to).toBe('post@aarhus.dk');
    expect(await simpleParser(Buffer.from(raw))).toMatchObject({ messageId: '<letter.2024.0751@lige.dk>', subject: expect.stringMatching(/ \[LIGE-2024-0751\]$/) as string });
  });

  test('in a rehearsal to one address, the true one in the subject, and nowhere in the envelope or To', async () => {
    const { raw, to } = await composer({ redirectTo: 'me@example.dk' })(letter, at);
    const mail = await simpleParser(Buffer.from(raw));
    expect(to).toBe('me@example.dk');
    expect(mail.subject).toMatch(/post@aarhus\.dk.* \[LIGE-2024-0751\]$/);
    expect(mail.headerLines.filter((l) => l.key === 'to').map((l) => l.line).join()).toMatch(/^(?!.*aarhus\.dk).*me@example\.dk/);
  });

  test('with plus addresses the answer comes to one that only we can make', async () => {
    const campaign = campaignWith({ sender: { ...campaign2024.sender, replyTo: 'plus' } });
    const { raw } = await composer({ campaign })(letter, at);
    const { replyTo } = await simpleParser(Buffer.from(raw));
    expect(replyTo?.value[0]?.address).toBe(`lige+${createTokens(secret).reply('2024', '0751')}@lige.dk`);
  });

  test('the region is that of the day the mail is dated', async () => {
    const compose = composer();
    const list = async (when: string): Promise<string> => (await simpleParser(Buffer.from((await compose(task({ kind: 'letter' }, { id: 'letter.2024.0101', kommune: '0101', to: 'post@kk.dk' }), when)).raw))).attachments.map((a) => a.content.toString('base64')).join();
    expect(await list('2026-12-30T09:00:00Z')).not.toBe(await list('2027-01-04T09:00:00Z'));
  });
});
