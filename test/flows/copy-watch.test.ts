// One mail proves the mailbox before the others follow, whatever order the server, the copy and the workers come in; in memory.
// It refuses a clock that runs: time passes when a test says so.
import { describe, expect, test } from 'vitest';
import { createCopyWatch, type CopyWatch } from '../../src/flows/copy-watch.ts';
import { memoryCanary } from '../support/canary.ts';

const proofWait = 120;

/** A mailbox, and as many workers as are asked for, each with a watch of its own. */
function world() {
  let clock = Temporal.Instant.from('2026-01-01T00:00:00Z');
  const book = memoryCanary(() => clock);
  const facts: string[] = [];
  const mailbox = { copies: new Set<string>(), searches: 0, away: false };
  const needs = {
    ...book, proofWait, clock: () => clock,
    hasCopy: async (messageId: string, proof: string) => {
      mailbox.searches += 1;
      if (mailbox.away) throw new Error('the mailbox is away');
      return mailbox.copies.has(`${messageId} ${proof}`);
    },
    released: async () => void facts.push('released'),
    facts: { copyMissing: (f: { task: string; seconds: number }) => void facts.push(`missing ${f.task} ${f.seconds}`), copyCame: (f: { task: string }) => void facts.push(`came ${f.task}`) },
  };
  return {
    facts, mailbox, needs, book,
    worker: () => createCopyWatch(needs),
    wait: (seconds: number) => { clock = clock.add({ seconds }); },
    copyOf: (task: string) => { mailbox.copies.add(`<${task}> p-${task}`); },
  };
}

const mail = (task: string, attempt = 0) => ({ task, attempt, messageId: `<${task}>`, proof: `p-${task}` });

/** The mail leaves as the first and is accepted. */
async function leaves(watch: CopyWatch, task: string): Promise<void> {
  expect(await watch.turn(mail(task))).toBe('first');
  expect(await watch.claim(mail(task))).toBe(true);
  await watch.accepted(mail(task));
}

describe('an unproved mailbox', () => {
  test('lets one mail leave; when its copy is seen, all follow', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    expect(await watch.turn(mail('b'))).toBe('wait');
    expect(w.facts).toEqual([]);
    w.copyOf('a');
    w.wait(1);
    expect(await watch.turn(mail('b'))).toBe('go');
    expect(await watch.turn(mail('c'))).toBe('go');
    expect(w.facts).toEqual(['released']);
  });

  test('of several that ask at once one is first, in one process or two', async () => {
    const w = world();
    const [one, two] = [w.worker(), w.worker()];
    const mails = ['a', 'b', 'c', 'd'].map((task) => mail(task));
    const watches = [one, two, one, two];
    expect(await Promise.all(mails.map((m, i) => watches[i]?.turn(m)))).toEqual(['first', 'first', 'first', 'first']);
    expect((await Promise.all(mails.map((m, i) => watches[i]?.claim(m)))).filter(Boolean)).toHaveLength(1);
    expect(await two.turn(mail('e'))).toBe('wait');
  });

  test('holds the others while the first is still under way', async () => {
    const w = world();
    const watch = w.worker();
    await watch.claim(mail('a'));
    expect(await watch.turn(mail('b'))).toBe('wait');
    expect(await watch.claim(mail('b'))).toBe(false);
    expect(w.mailbox.searches).toBe(0);
  });

  test('is said to be one once, in time, by one of two processes; held it stays, until the copy comes', async () => {
    const w = world();
    const [one, two] = [w.worker(), w.worker()];
    await leaves(one, 'a');
    w.wait(proofWait - 1);
    expect([await one.turn(mail('b')), await two.turn(mail('c'))]).toEqual(['wait', 'wait']);
    expect(w.facts).toEqual([]);
    w.wait(1);
    expect(await Promise.all([one.turn(mail('b')), two.turn(mail('c'))])).toEqual(['wait', 'wait']);
    w.wait(3_600);
    expect(await Promise.all([one.turn(mail('b')), two.turn(mail('c')), one.turn(mail('d'))])).toEqual(['wait', 'wait', 'wait']);
    expect(w.facts).toEqual([`missing a ${proofWait}`]);
    expect(await w.book.canary()).toMatchObject({ state: 'missing', task: 'a' });
    w.copyOf('a');
    w.wait(1);
    expect(await two.turn(mail('c'))).toBe('go');
    expect(w.facts).toEqual([`missing a ${proofWait}`, 'came a', 'released']);
  });

  test('is found out also when no other mail asks', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    w.wait(proofWait);
    await watch.look();
    expect(w.facts).toEqual([`missing a ${proofWait}`]);
  });

  test('is searched at most once a second, however many wait', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    w.wait(1);
    const all = async (): Promise<unknown> => Promise.all(Array.from({ length: 50 }, (_, i) => watch.turn(mail(`b${i}`))));
    await all();
    await all();
    expect(w.mailbox.searches).toBe(1);
    w.wait(1);
    await all();
    expect(w.mailbox.searches).toBe(2);
  });

  test('that can\'t be asked is no missing copy: the trouble is passed on, and nothing leaves', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    w.mailbox.away = true;
    w.wait(2 * proofWait);
    await expect(watch.turn(mail('b'))).rejects.toThrow('away');
    expect(w.facts).toEqual([]);
  });
});

describe('the copy', () => {
  test('of another mail, or with another proof, proves nothing', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    await watch.seen('<b>', 'p-b');
    await watch.seen('<a>', 'p-of-a-rehearsal');
    expect(await watch.turn(mail('b'))).toBe('wait');
    await watch.seen('<a>', 'p-a');
    expect(await watch.turn(mail('b'))).toBe('go');
  });

  test('may be met before the server has said that it took the mail', async () => {
    const w = world();
    const watch = w.worker();
    await watch.claim(mail('a'));
    await watch.seen('<a>', 'p-a');
    await watch.accepted(mail('a'));
    expect(await w.book.canary()).toMatchObject({ state: 'seen' });
    expect(await watch.turn(mail('b'))).toBe('go');
  });

  test('met in the very moment in which the server says so is not lost', async () => {
    for (const order of [[0, 1], [1, 0]]) {
      const w = world();
      const watch = w.worker();
      await watch.claim(mail('a'));
      const both = [() => watch.seen('<a>', 'p-a'), () => watch.accepted(mail('a'))];
      await Promise.all(order.map((i) => both[i]?.()));
      expect(await w.book.canary()).toMatchObject({ state: 'seen' });
    }
  });

  test('is proof for ten minutes; then the next mail shows it again', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    await watch.seen('<a>', 'p-a');
    w.wait(599);
    expect(await watch.turn(mail('b'))).toBe('go');
    w.wait(1);
    expect(await watch.turn(mail('c'))).toBe('first');
  });
});

describe('the first mail', () => {
  test('that did not leave gives its place back; one that is not the first has none to give', async () => {
    const w = world();
    const watch = w.worker();
    await watch.claim(mail('a'));
    await watch.release(mail('b'));
    await watch.release(mail('a', 1));
    expect(await watch.turn(mail('b'))).toBe('wait');
    await watch.release(mail('a'));
    expect(await watch.turn(mail('b'))).toBe('first');
  });

  test('that was accepted gives nothing back', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    await watch.release(mail('a'));
    expect(await watch.turn(mail('b'))).toBe('wait');
  });

  test('keeps its place for its next attempt, but not for a twin of this one', async () => {
    const w = world();
    const watch = w.worker();
    await watch.claim(mail('a'));
    expect(await watch.turn(mail('a'))).toBe('wait');
    expect(await watch.claim(mail('a'))).toBe(false);
    w.wait(proofWait);
    expect(await watch.turn(mail('a', 1))).toBe('first');
    expect(await watch.claim(mail('a', 1))).toBe(true);
    w.wait(2 * proofWait - 1);
    expect(await watch.turn(mail('b'))).toBe('wait');
  });

  test('whose worker was killed blocks the others no longer than it could still leave', async () => {
    const w = world();
    await w.worker().claim(mail('a'));
    const other = w.worker();
    w.wait(2 * proofWait - 1);
    expect(await other.turn(mail('b'))).toBe('wait');
    w.wait(1);
    expect(await other.turn(mail('b'))).toBe('first');
  });

  test('once accepted is waited for without end', async () => {
    const w = world();
    const watch = w.worker();
    await leaves(watch, 'a');
    w.wait(30 * 86_400);
    expect(await watch.turn(mail('b'))).toBe('wait');
  });
});

describe('a worker that starts', () => {
  test('wants it shown again', async () => {
    const w = world();
    const before = w.worker();
    await leaves(before, 'a');
    await before.seen('<a>', 'p-a');
    expect(await before.turn(mail('b'))).toBe('go');
    expect(await w.worker().turn(mail('b'))).toBe('first');
  });

  test('waits for the copy of a mail that has just left, and for one under way', async () => {
    const w = world();
    await w.worker().claim(mail('a'));
    expect(await w.worker().turn(mail('b'))).toBe('wait');
    await w.worker().accepted(mail('a'));
    w.wait(proofWait - 1);
    expect(await w.worker().turn(mail('b'))).toBe('wait');
  });

  test('begins again where a copy never came: somebody may have mended the mailbox', async () => {
    const w = world();
    const before = w.worker();
    await leaves(before, 'a');
    w.wait(proofWait);
    await before.look();
    const watch = w.worker();
    await leaves(watch, 'b');
    expect(await watch.turn(mail('c'))).toBe('wait');
    w.copyOf('b');
    w.wait(1);
    expect(await watch.turn(mail('c'))).toBe('go');
  });

  test('and whose store is away at first begins when it is back', async () => {
    const w = world();
    await leaves(w.worker(), 'a');
    let away = true;
    const watch = createCopyWatch({ ...w.needs, canary: async () => { if (away) throw new Error('the store is away'); return w.book.canary(); } });
    await expect(watch.turn(mail('b'))).rejects.toThrow('the store is away');
    away = false;
    expect(await watch.turn(mail('b'))).toBe('wait');
  });
});
