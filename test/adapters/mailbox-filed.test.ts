// Mails in the bot's folders, found again by their identity on a real IMAP server: moved there and back, whatever their header says.
import { expect, test } from 'vitest';
import { letter, mailboxRoom } from '../support/mailbox.ts';

const room = mailboxRoom();
const review = 'Rundskriv/Til gennemsyn';
const done = 'Rundskriv/Behandlet';

/** A mailbox with these mails in `Til gennemsyn`, and their identities. */
async function filed(...mails: readonly string[]) {
  const { user, mailbox, deliver } = room.fresh();
  await mailbox.ensureFolders();
  for (const raw of mails) deliver(raw);
  const { uidValidity, mails: listed } = await mailbox.list();
  const ids: string[] = [];
  for (const { uid } of listed) {
    const fetched = await mailbox.fetch(uidValidity, uid);
    ids.push(fetched.kind === 'gone' ? '' : fetched.id);
    await mailbox.move({ uidValidity, uid }, review);
  }
  const inFolder = async (folder: string): Promise<number> => {
    const client = await room.otherProgram(user);
    return (await client.mailboxOpen(folder, { readOnly: true })).exists;
  };
  return { mailbox, ids, inFolder };
}

test('moved by identity, back again, and a second time without effect', async () => {
  const { mailbox, ids: [first = '', second = ''], inFolder } = await filed(letter(1), letter(2));
  const mail = { id: second, messageId: '<m2@aarhus.dk>' };
  expect(await mailbox.moveFiled(mail, review, done)).toBe('moved');
  expect(await mailbox.moveFiled(mail, review, done)).toBe('there');
  expect([await inFolder(review), await inFolder(done)]).toEqual([1, 1]);
  expect(await mailbox.fetchFiled(mail, done)).toMatchObject({ kind: 'whole', id: second });
  expect(await mailbox.fetchFiled(mail, review)).toMatchObject({ kind: 'gone' });
  expect(await mailbox.moveFiled(mail, done, review)).toBe('moved');
  expect(await mailbox.fetchFiled({ id: first, messageId: '<m1@aarhus.dk>' }, review)).toMatchObject({ id: first });
});

test('of two mails with the same Message-ID the right one', async () => {
  const { mailbox, ids, inFolder } = await filed(letter(1, 'Den ene\r\n'), letter(1, 'Den anden\r\n'), letter(1, 'Den tredje\r\n'));
  const mail = { id: ids[1] ?? '', messageId: '<m1@aarhus.dk>' };
  expect(await mailbox.moveFiled(mail, review, done)).toBe('moved');
  expect(await mailbox.fetchFiled(mail, done)).toMatchObject({ id: ids[1] });
  expect([await inFolder(review), await inFolder(done)]).toEqual([2, 1]);
});

test('without a Message-ID it is found by its bytes', async () => {
  const bare = (n: number): string => letter(n).replace(/Message-ID:.*\r\n/, '');
  const { mailbox, ids } = await filed(bare(1), bare(2), letter(3));
  expect(await mailbox.moveFiled({ id: ids[0] ?? '', messageId: null }, review, done)).toBe('moved');
  expect(await mailbox.fetchFiled({ id: ids[0] ?? '', messageId: null }, done)).toMatchObject({ id: ids[0] });
});

test('what lies nowhere is gone, also where there is no folder', async () => {
  const { mailbox } = await filed(letter(1));
  expect(await mailbox.moveFiled({ id: 'x', messageId: '<m1@aarhus.dk>' }, review, done)).toBe('gone');
  expect(await mailbox.fetchFiled({ id: 'x', messageId: null }, 'Rundskriv/Findes ikke')).toMatchObject({ kind: 'gone' });
});

test('a folder that is missing is made, and the mail moved into it', async () => {
  const { user, mailbox, deliver } = room.fresh();
  await mailbox.ensureFolders([review]);
  deliver(letter(1));
  const { uidValidity, mails: [listed] } = await mailbox.list();
  const fetched = await mailbox.fetch(uidValidity, listed?.uid ?? 0);
  if (fetched.kind === 'gone') throw new Error('gone');
  await mailbox.move({ uidValidity, uid: listed?.uid ?? 0 }, review);
  expect(await mailbox.moveFiled({ id: fetched.id, messageId: '<m1@aarhus.dk>' }, review, done)).toBe('moved');
  expect((await (await room.otherProgram(user)).mailboxOpen(done)).exists).toBe(1);
});
