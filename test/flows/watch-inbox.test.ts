// From notices to intake jobs, against an INBOX and a book in memory.
import { describe, expect, test } from 'vitest';
import { inboxState, syncInbox, type Cursor, type Listed, type WatchNeeds } from '../../src/flows/watch-inbox.ts';

function world(launchUid = 5) {
  const mails: Listed[] = [];
  const queued: number[] = [];
  const box = { uidValidity: '1', uidNext: launchUid, cursor: undefined as Cursor | undefined, launched: true, changes: 0, leftAlone: 0 };
  const needs: WatchNeeds = {
    launched: async () => (box.launched ? { inbox: { uidValidity: '1', uidNext: launchUid }, at: '2024-01-29T09:00:00Z', clock: '2026-01-01T09:00:00Z' } : undefined),
    cursor: async () => box.cursor,
    advance: async (cursor) => {
      if (box.cursor && box.cursor.fence > cursor.fence) return false;
      box.cursor = cursor;
      return true;
    },
    list: async (from) => mails.filter((m) => m.uid >= from),
    queueIntake: async (refs) => void queued.push(...refs.map((r) => r.uid)),
    clock: () => Temporal.Instant.from('2026-01-01T10:00:00Z'),
    facts: { inboxSynced: () => undefined, uidValidityChanged: () => { box.changes += 1; }, leftAlone: (f) => { box.leftAlone += f.count; } },
  };
  const add = (uid: number, change: Partial<Listed> = {}): void => {
    mails.push({ uid, from: 'mho@aarhus.dk', messageId: null, internalDate: '2026-01-01T09:30:00Z', ...change });
    box.uidNext = Math.max(box.uidNext, uid + 1);
  };
  return { needs, mails, queued, box, add, sync: (full = false, fence = 1) => syncInbox(needs, { uidValidity: box.uidValidity, uidNext: box.uidNext }, fence, full) };
}

test('nothing happens before the launch', async () => {
  const w = world();
  w.box.launched = false;
  w.add(6);
  expect(await w.sync(true)).toBe('not-launched');
  expect(w.queued).toEqual([]);
});

test('what is new is queued once', async () => {
  const w = world();
  w.add(5);
  expect(await w.sync()).toBe(1);
  w.add(6);
  w.add(7);
  expect(await w.sync()).toBe(2);
  expect(await w.sync()).toBe(0);
  expect(w.queued).toEqual([5, 6, 7]);
});

test('mails from before the launch are left alone, also in a full look', async () => {
  const w = world();
  w.add(3);
  w.add(5);
  await w.sync(true);
  expect(w.queued).toEqual([5]);
});

test('a full look hands over again what still lies in INBOX', async () => {
  const w = world();
  w.add(5);
  await w.sync();
  await w.sync(true);
  expect(w.queued).toEqual([5, 5]);
});

test('a new UIDVALIDITY hands all of INBOX over again, but for what came before the launch', async () => {
  const w = world();
  w.add(9);
  await w.sync();
  w.mails.length = 0;
  w.box.uidValidity = '2';
  w.box.uidNext = 1;
  w.add(1, { internalDate: '2019-05-01T09:30:00Z' });
  w.add(2, { internalDate: '2024-02-01T09:30:00Z' });
  w.add(3);
  await w.sync();
  expect([w.queued, w.box.changes, w.box.leftAlone]).toEqual([[9, 2, 3], 1, 1]);
});

test('a superseded watcher changes nothing', async () => {
  const w = world();
  w.add(5);
  await w.sync(false, 2);
  w.add(6);
  expect(await w.sync(false, 1)).toBe('superseded');
  expect(w.box.cursor?.uidNext).toBe(6);
});

describe('is INBOX quiet?', () => {
  const state = async (w: ReturnType<typeof world>, change: { seconds?: number; fails?: boolean } = {}) => inboxState({
    launched: w.needs.launched, cursor: w.needs.cursor, list: w.needs.list, ownAddress: 'lige@lige.dk', patience: 90,
    clock: () => Temporal.Instant.from('2026-01-01T10:00:00Z').add({ seconds: change.seconds ?? 0 }),
    state: async () => {
      if (change.fails) throw new Error('down');
      return { uidValidity: w.box.uidValidity, uidNext: w.box.uidNext };
    },
  });
  test('not before it was ever looked at', async () => expect(await state(world())).toBe('unhealthy'));
  test('quiet when all is handled', async () => {
    const w = world();
    await w.sync(true);
    expect(await state(w)).toBe('quiet');
  });
  test('unread while a mail lies there, whether its job is queued, lost or done; quiet when it has left', async () => {
    const w = world();
    w.add(5);
    await w.sync();
    expect(await state(w)).toBe('unread');
    w.mails.length = 0;
    expect(await state(w)).toBe('quiet');
  });
  test('what lay there before the launch does not count', async () => {
    const w = world();
    w.add(3);
    await w.sync(true);
    expect(await state(w)).toBe('quiet');
  });
  test('unread when a mail lies there that the watch has not seen; our own copy does not count', async () => {
    const w = world();
    await w.sync(true);
    w.add(5, { from: 'LIGE@lige.dk' });
    expect(await state(w)).toBe('quiet');
    w.add(6);
    expect(await state(w)).toBe('unread');
  });
  test('unhealthy when nobody has looked for long, or the server is away', async () => {
    const w = world();
    await w.sync(true);
    expect(await state(w, { seconds: 91 })).toBe('unhealthy');
    expect(await state(w, { fails: true })).toBe('unhealthy');
  });
  test('under another UIDVALIDITY what came before the launch does not count, the rest does', async () => {
    const w = world();
    await w.sync(true);
    w.box.uidValidity = '2';
    w.add(1, { internalDate: '2019-05-01T09:30:00Z' });
    expect(await state(w)).toBe('quiet');
    w.add(2);
    expect(await state(w)).toBe('unread');
  });
});
