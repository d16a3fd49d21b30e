// The program at work as processes: several at once, stopped in the middle, in pieces, watched by a monitor; and what its log may say.
// It refuses to trust one process's word: what happened is read from the mails that left and the folders.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { answer, buildHouse, own, registerFile, root, until, type House, type Running } from '../support/house.ts';

const limit = 120_000;
const codes = (count: number): readonly string[] => registerFile.kommuner.slice(0, count).map((k) => k.code);

async function launched({ onTestFinished }: TestContext, kommuner?: readonly string[]): Promise<House> {
  const house = await buildHouse(kommuner ? { kommuner } : {});
  onTestFinished(house.close);
  expect((await house.run(['launch', '--yes'])).code).toBe(0);
  return house;
}

/** Every letter and one ack for each of these kommuner have left, each once, and every mail lies where it belongs. */
async function allDone(house: House, running: Running, kommuner: readonly string[], answered: readonly string[]): Promise<void> {
  await until(() => house.ids('letter').length >= kommuner.length && house.ids('ack').length >= answered.length, limit);
  await until(async () => { const folders = await house.folders(); return folders['INBOX']?.length === 0 && folders['Rundskriv/Behandlet']?.length === answered.length; }, limit);
  await until(async () => (await running.health())?.body.pending === 0, limit);
  expect(house.ids().toSorted()).toEqual([...answered.map((c) => `ack.2024.${c}@lige.dk`), ...kommuner.map((c) => `letter.2024.${c}@lige.dk`)]);
}

/** UIDs in the order in which mails were received, by all processes together. */
const received = (...all: readonly Running[]): readonly unknown[] => all.flatMap((r) => r.said('mail received').map((line) => line['uid']));

describe.concurrent('processes', () => {
  test('two at once: one watches, every reply is handled once, and when the watcher is killed the other takes over', async (context) => {
    const kommuner = codes(12);
    const house = await launched(context, kommuner);
    // A lease that a busy machine does not lose by being slow.
    const env = { RUNDSKRIV_CAMPAIGN: house.campaign('long-lease', (c) => c.setIn(['machine', 'lock'], 10)) };
    const [a, b] = await Promise.all([house.start({ env }), house.start({ env })]);
    await until(() => house.ids('letter').length >= kommuner.length, limit);
    await until(() => [a, b].some((r) => r.said('another process watches INBOX; waiting').length > 0), limit);
    expect([a, b].flatMap((r) => r.said('watching INBOX'))).toHaveLength(1);
    const [last = '', ...first] = kommuner.toReversed();
    for (const code of first) house.deliver(answer(code).raw);
    await allDone(house, a, kommuner, first.toReversed());
    expect(new Set(received(a, b)).size).toBe(first.length);
    expect(received(a, b)).toHaveLength(first.length);

    const [watcher, other] = a.said('watching INBOX').length > 0 ? [a, b] : [b, a];
    await watcher.kill();
    house.deliver(answer(last).raw);
    await allDone(house, other, kommuner, kommuner);
    expect(Number(other.said('watching INBOX')[0]?.['fence'])).toBeGreaterThan(Number(watcher.said('watching INBOX')[0]?.['fence']));
    expect(received(a, b)).toHaveLength(kommuner.length);
    expect((await house.status()).counts).toMatchObject({ invited: 12, contact: 12, review: 0, bounced: 0 });
  });

  test('SIGTERM in the middle of a burst ends it in good order, and a second start finishes everything', async (context) => {
    const kommuner = codes(40);
    const house = await launched(context, kommuner);
    const first = await house.start();
    await until(() => house.ids('letter').length >= kommuner.length, limit);
    let acks = 0;
    let stopped: Promise<number | null> | undefined;
    house.smtp().behave = { recipient: (address) => { if (address.startsWith('mho@') && (acks += 1) === 3) stopped = first.stop(); return undefined; } };
    for (const code of kommuner) house.deliver(answer(code).raw);
    await until(() => stopped !== undefined, limit);
    expect(await stopped).toBe(0);
    expect(first.said('stopping')).toMatchObject([{ signal: 'SIGTERM' }]);
    expect(first.said('stopped')).toHaveLength(1);
    expect(first.log()).not.toMatch(/\n\s+at /);
    expect(house.ids('ack').length).toBeLessThan(kommuner.length);
    house.smtp().behave = {};
    const second = await house.start();
    await allDone(house, second, kommuner, kommuner);
    expect((await house.status()).counts).toMatchObject({ invited: 40, contact: 40, review: 0 });
    expect(await second.stop()).toBe(0);
  });

  test('SIGKILL in the middle of the letters: a second start sends the rest, and none twice', async (context) => {
    const kommuner = codes(20);
    const house = await launched(context, kommuner);
    const first = await house.start({ any: true, parts: 'letters,clock,web' });
    await until(() => house.ids('letter').length >= 5, limit);
    await first.kill();
    const second = await house.start({ any: true });
    await allDone(house, second, kommuner, []);
  });

  test('in pieces they work together; /healthz and /metrics tell how it stands, also without the mail server', async (context) => {
    const kommuner = codes(5);
    const house = await launched(context, kommuner);
    const [, , , , web] = await Promise.all(['inbox', 'intake', 'letters', 'clock', 'web'].map((parts) => house.start({ parts }))) as [Running, Running, Running, Running, Running];
    await until(() => house.ids('letter').length >= kommuner.length, limit);
    house.deliver(answer('0101').raw);
    await allDone(house, web, kommuner, ['0101']);
    await until(async () => { const health = await web.health(); return health?.status === 200 && health.body.ok && health.body.trouble.length + health.body.unread + health.body.pending === 0; }, limit);

    const metricsOf = async (): Promise<string> => (await fetch(`${web.url}/metrics`)).text();
    let metrics = '';
    await until(async () => { metrics = await metricsOf(); return metrics.includes('\nrundskriv_healthy 1\n'); }, limit);
    for (const line of [
      'rundskriv_kommuner{stand="invited"} 5', 'rundskriv_kommuner{stand="contact"} 1', 'rundskriv_kommuner{stand="overdue"} 0', 'rundskriv_waiting_for_a_person 0', 'rundskriv_mails_in_total 1',
      'rundskriv_mails_out_total 6', 'rundskriv_queue_jobs{queue="letters"} 0', 'rundskriv_pending_tasks 0', 'rundskriv_unread_mails 0',
    ]) expect(metrics.split('\n')).toContain(line);
    expect(metrics).toMatch(/^rundskriv_seconds_since_inbox \d+$/m);
    expect(metrics).not.toMatch(/@|Mette/);

    await house.dovecot.kill();
    await until(async () => (await web.health())?.status === 503, limit);
    expect((await web.health())?.body).toMatchObject({ ok: false, trouble: expect.arrayContaining([expect.stringMatching(/^INBOX was last looked at \d+ seconds ago/)]) as unknown });
    expect(await metricsOf()).toMatch(/^rundskriv_healthy 0$/m);
    await house.dovecot.restart();
    await until(async () => (await web.health())?.status === 200, limit);
    // Where the links of the logins lead; this one nobody made.
    const page = await fetch(`${web.url}/aktiver/abc`);
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([404, 'noindex']);
  });
});

type Expected = { readonly contacts: readonly { readonly name: string | null; readonly email: string | null; readonly phone: string | null }[]; readonly text: string };

test('every golden mail is handled and filed, and the log at info names nobody', async (context) => {
  const house = await launched(context);
  house.smtp().behave = { recipient: (address) => (address === 'post@kk.dk' ? { code: 550, text: `5.1.1 <${address}> is unknown to Ditte Lang` } : undefined) };
  const running = await house.start();
  await until(() => house.ids('letter').length >= 97, limit);
  const folder = path.join(root, 'test/mails');
  const mails = readdirSync(folder).filter((name) => name.endsWith('.eml')).toSorted();
  for (const name of mails) house.deliver(readFileSync(path.join(folder, name)));
  await until(async () => (await house.folders())['INBOX']?.length === 0 && (await running.health())?.body.unread === 0, limit);
  await house.dovecot.kill();
  await until(() => running.said('mailbox watch-trouble').length > 0, limit);
  await house.dovecot.restart();
  await until(async () => (await running.health())?.status === 200, limit);
  const filed = await house.folders();
  const count = (name: string): number => filed[`Rundskriv/${name}`]?.length ?? 0;
  expect(count('Behandlet') + count('Til gennemsyn') + count('Automatisk')).toBe(mails.length);
  expect(await running.stop()).toBe(0);

  const log = running.log();
  expect(received(running)).toHaveLength(mails.length);
  expect(log.match(/\S*@\S*/g) ?? []).toEqual([]);
  const expected = mails.map((name) => JSON.parse(readFileSync(path.join(folder, name.replace(/\.eml$/, '.expected.json')), 'utf8')) as Expected);
  const people = new Set(expected.flatMap((e) => e.contacts.flatMap((c) => [c.name, c.phone, ...(c.name ?? '').split(/[\s-]+/)])).filter((text) => text !== null && text.length > 3));
  expect(people.size).toBeGreaterThan(40);
  const sentences = expected.flatMap((e) => e.text.split('\n')).map((line) => line.trim()).filter((line) => line.length > 20);
  expect([...people, 'Ditte Lang', own, 'Anne Bendixen', ...sentences].filter((text) => text !== null && log.includes(text))).toEqual([]);
});
