// Servers that are away, refuse or forget while the program runs: nothing is lost, nothing is sent twice, and a person is told.
// It refuses to wait for time: each test waits for the fact it is about.
import path from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { startRedis } from '../../demo/servers/index.ts';
import { answer, buildHouse, mailboxOf, own, until, type House, type Running } from '../support/house.ts';

const kommuner = ['0101', '0630', '0751'];
const limit = 120_000;
const letters = kommuner.map((code) => `letter.2024.${code}@lige.dk`);
const folders = ['Rundskriv/Automatisk', 'Rundskriv/Behandlet', 'Rundskriv/Journal', 'Rundskriv/Sendt', 'Rundskriv/Til gennemsyn'];

async function launched({ onTestFinished }: TestContext): Promise<House> {
  const house = await buildHouse({ kommuner });
  onTestFinished(house.close);
  expect((await house.run(['launch', '--yes'])).code).toBe(0);
  return house;
}

/** Every letter left once, its copy is filed, and INBOX is empty. */
async function allLettersOnce(house: House): Promise<void> {
  await until(() => house.ids('letter').length >= kommuner.length, limit);
  await until(async () => (await house.folders())['Rundskriv/Sendt']?.length === kommuner.length, limit);
  expect(house.ids().toSorted()).toEqual(letters);
  expect((await house.folders())['INBOX']).toEqual([]);
}

const filed = async (house: House, folder: string, id: string): Promise<boolean> => (await house.folders())[folder]?.includes(id) ?? false;

describe.concurrent('folders', () => {
  test('missing at start are made; deleted while it runs they are made again, and the mail is not lost', async (context) => {
    const house = await launched(context);
    const person = await house.imap();
    for (const folder of [...folders, 'Rundskriv']) await person.mailboxDelete(folder).catch(() => undefined);
    expect((await person.list()).map((f) => f.path)).toEqual(['INBOX']);
    await house.start();
    await until(async () => (await person.list()).filter((f) => folders.includes(f.path) && f.subscribed).length === folders.length, limit);
    await allLettersOnce(house);

    await person.mailboxDelete('Rundskriv/Behandlet');
    await person.mailboxDelete('Rundskriv/Sendt');
    const { id, raw } = answer('0751');
    house.deliver(raw);
    await until(() => filed(house, 'Rundskriv/Behandlet', id), limit);
    await until(() => filed(house, 'Rundskriv/Sendt', '<ack.2024.0751@lige.dk>'), limit);
    expect((await house.folders())['INBOX']).toEqual([]);
    expect(house.ids('ack')).toEqual(['ack.2024.0751@lige.dk']);
  });
});

describe.concurrent('the SMTP server', () => {
  test('away when the letters leave: they are held, tried again, and each leaves once', async (context) => {
    const house = await launched(context);
    await house.smtpAway();
    const running = await house.start();
    await until(() => new Set(running.said('mail deferred').map((line) => line['task'])).size === kommuner.length, limit);
    expect(running.said('mail deferred').map((line) => line['maybeLeft'])).not.toContain(true);
    expect((await running.health())?.body).toMatchObject({ pending: kommuner.length });
    expect((await house.status()).counts).toMatchObject({ invited: 0, bounced: 0 });
    expect((await house.run(['status', '0751'])).stdout).toMatch(/letter\.2024\.0751 deferred: .*\S/);
    await house.smtpBack();
    await allLettersOnce(house);
    expect((await house.status()).counts).toMatchObject({ invited: kommuner.length, bounced: 0, review: 0 });
  });

  test('refuses one recipient for good and puts another off: the first is shown to a person, the second gets its letter once', async (context) => {
    const house = await launched(context);
    const asked = new Map<string, number>();
    house.smtp().behave = {
      recipient: (address) => {
        const times = (asked.get(address) ?? 0) + 1;
        asked.set(address, times);
        if (address === mailboxOf('0101')) return { code: 550, text: `5.1.1 <${address}>: no such user Ditte Lang` };
        return address === mailboxOf('0630') && times <= 2 ? { code: 451, text: `4.7.1 <${address}> greylisted` } : undefined;
      },
    };
    const running = await house.start();
    await until(() => house.ids('letter').length === 2, limit);
    expect(house.ids().toSorted()).toEqual(['letter.2024.0630@lige.dk', 'letter.2024.0751@lige.dk']);
    await until(async () => (await running.health())?.body.pending === 0, limit);
    const status = await house.status();
    expect(status.counts).toMatchObject({ invited: 2, bounced: 1 });
    expect(status.cases.map((c) => [c.kommune, c.flags, c.mailsOut])).toEqual([['0101', ['bounced'], 0], ['0630', [], 1], ['0751', [], 1]]);
    expect(status.waiting).toEqual([expect.objectContaining({ kommune: '0101', what: expect.stringMatching(/refused: letter to post@kk\.dk \(550 .*5\.1\.1/) as string })]);
    const { stdout } = await house.run(['status', '0101', '--json']);
    expect((JSON.parse(stdout) as { events: readonly object[] }).events).toContainEqual(expect.objectContaining({ type: 'mail-refused', task: 'letter.2024.0101', code: 550 }));
    expect((await house.run(['status'])).stdout).toMatch(/1 wait for a person:[^]*0101\/letter\.2024\.0101/);
    expect(asked.get(mailboxOf('0101'))).toBe(1);
    expect(asked.get(mailboxOf('0630'))).toBe(3);
    expect(running.said('mail refused for good')).toHaveLength(1);
    expect(running.log()).not.toMatch(/@|Ditte Lang/);
  });

  test('refuses our own mailbox: nothing leaves without its proof, and the log says why', async (context) => {
    const house = await launched(context);
    house.smtp().behave = { recipient: (address) => (address === own ? { code: 550, text: 'mailbox full' } : undefined) };
    const running = await house.start();
    await until(() => running.log().includes('refuses our own mailbox'), limit);
    expect(house.left).toEqual([]);
    expect((await house.status()).counts).toMatchObject({ invited: 0, bounced: 0 });
    house.smtp().behave = {};
    await allLettersOnce(house);
  });
});

/** The mail server takes every mail and never brings us our copy: what is said, and that one letter left. */
async function copyMissing(house: House, ...running: readonly Running[]): Promise<void> {
  const said = (): readonly unknown[] => running.flatMap((one) => one.said('mail held').filter((line) => line['reason'] === 'copy-missing').map((line) => line['task']));
  await until(() => running.some((one) => /its copy has not come to our own mailbox, and no other mail leaves until one comes.*see that the account receives its own Bcc/.test(one.log())), limit);
  await until(() => new Set(said()).size === kommuner.length - 1, limit);
  const after = said().length;
  await until(() => said().length > after, limit);
  expect(house.left).toHaveLength(1);
  expect((await house.status()).counts).toMatchObject({ invited: 1, bounced: 0, review: 0 });
  expect(running.map((one) => one.log().split('its copy has not come').length - 1).reduce((a, b) => a + b)).toBe(1);
}

const losesOurs = { loses: (address: string) => address === own };

describe.concurrent('a mail server that takes every mail and never brings us the copy', () => {
  test('takes one letter from us, and two workers say so once; when the copy comes after all, the rest leaves', async (context) => {
    const house = await buildHouse({ kommuner });
    context.onTestFinished(house.close);
    house.smtp().behave = losesOurs;
    const [one, two] = [await house.start({ any: true }), await house.start({ parts: 'letters' })];
    expect((await house.run(['launch', '--yes'])).code).toBe(0);
    await copyMissing(house, one, two);
    const health = await one.health();
    expect(health).toMatchObject({ status: 503, body: { ok: false, pending: kommuner.length - 1 } });
    expect(health?.body.trouble).toEqual([expect.stringMatching(/^the copy of a mail that left \d+ seconds ago has not come to our own mailbox, and no other mail leaves until one comes: see that /) as string]);
    house.smtp().behave = {};
    house.deliver(house.left[0]?.raw ?? '', { from: own });
    await allLettersOnce(house);
    await until(async () => (await one.health())?.status === 200, limit);
    expect([...one.said('the copy came to our own mailbox: mails leave again'), ...two.said('the copy came to our own mailbox: mails leave again')]).toHaveLength(1);
  });

  test('is mended, and the program started again: the rest leaves, and the first not once more', async (context) => {
    const house = await launched(context);
    house.smtp().behave = losesOurs;
    const running = await house.start({ any: true });
    await copyMissing(house, running);
    expect(await running.stop()).toBe(0);
    house.smtp().behave = {};
    const again = await house.start();
    await until(() => house.ids('letter').length >= kommuner.length, limit);
    await until(async () => (await again.health())?.body.pending === 0, limit);
    expect(house.ids().toSorted()).toEqual(letters);
    await until(async () => (await house.folders())['Rundskriv/Sendt']?.length === kommuner.length - 1, limit);
  });

  test('whoever waits is not held by a worker that was killed with the first letter on its way', async (context) => {
    const house = await launched(context);
    let cuts = 0;
    house.smtp().behave = { cut: () => { cuts += 1; return 'silence'; } };
    const running = await house.start({ any: true });
    await until(() => cuts > 0, limit);
    await running.kill();
    expect(cuts).toBe(1);
    house.smtp().behave = {};
    await house.start();
    await allLettersOnce(house);
  });
});

describe.concurrent('the IMAP server', () => {
  test('away at start: it keeps trying and says so; when the server comes, everything comes right', async (context) => {
    const house = await launched(context);
    await house.dovecot.kill();
    const running = await house.start({ any: true });
    await until(() => running.said('mailbox watch-trouble').some((line) => /can't be reached .*IMAP_URL/.test(String(line['error']))), limit);
    // One letter leaves; whether its copy comes can't be seen, so the others wait. Its answer comes in meanwhile.
    await until(() => house.ids('letter').length > 0, limit);
    const first = house.ids('letter')[0]?.slice('letter.2024.'.length, -'@lige.dk'.length) ?? '';
    const { raw, id } = answer(first);
    house.deliver(raw);
    await until(async () => (await running.health())?.body.lastTick !== null, limit);
    expect(house.ids()).toHaveLength(1);
    await house.dovecot.restart();
    await until(() => filed(house, 'Rundskriv/Behandlet', id), limit);
    await until(() => house.ids('ack').length > 0, limit);
    await until(async () => (await running.health())?.status === 200, limit);
    await until(async () => (await house.folders())['INBOX']?.length === 0, limit);
    await until(() => house.ids('letter').length >= kommuner.length, limit);
    expect(house.ids().toSorted()).toEqual([`ack.2024.${first}@lige.dk`, ...letters]);
  });

  test('refuses the login at start: no reason for optimism, and the password stays secret', async (context) => {
    const house = await launched(context);
    const wrong = await house.start({ any: true, env: { IMAP_URL: `imap://lige%40lige.dk:forkert@127.0.0.1:${house.dovecot.port}` } });
    await until(() => wrong.said('mailbox watch-trouble').some((line) => /refuses the login .*: check user and password in IMAP_URL/.test(String(line['error']))), limit);
    expect(wrong.log()).not.toContain('forkert');
    // The clock has ticked, so what is wrong is INBOX alone.
    await until(async () => (await wrong.health())?.body.lastTick !== null, limit);
    // It counts as trouble once INBOX could have been looked at three times since the launch.
    await until(async () => (await wrong.health())?.body.trouble.some((sentence) => /INBOX|mailbox/i.test(sentence)) ?? false, limit);
    expect((await wrong.health())?.body).toMatchObject({ ok: false });
    expect(await wrong.stop()).toBe(0);
    await house.start();
    await allLettersOnce(house);
  });
});

describe.concurrent('Redis', () => {
  test('killed in the middle of the letters, and again when an answer comes: nothing is lost, nothing leaves twice', async (context) => {
    const house = await launched(context);
    const { dir, redis: { port, kill } } = house;
    let killing: Promise<void> | undefined;
    house.smtp().behave = { recipient: () => { killing ??= kill(); return undefined; } };
    const running: Running = await house.start({ any: true });
    await until(() => killing !== undefined, limit);
    await killing;
    const second = await startRedis({ dir: path.join(dir, 'redis'), port });
    context.onTestFinished(() => second.stop());
    await until(() => house.ids('letter').length >= kommuner.length, limit);
    await until(async () => (await running.health())?.body.pending === 0, limit);

    await second.kill();
    const { raw, id } = answer('0751');
    house.deliver(raw);
    const third = await startRedis({ dir: path.join(dir, 'redis'), port });
    context.onTestFinished(() => third.stop());
    await until(() => filed(house, 'Rundskriv/Behandlet', id), limit);
    await until(async () => house.ids('ack').length > 0 && (await running.health())?.body.pending === 0, limit);
    expect(house.ids().toSorted()).toEqual(['ack.2024.0751@lige.dk', ...letters]);
    expect(await running.stop()).toBe(0);
  });
});
