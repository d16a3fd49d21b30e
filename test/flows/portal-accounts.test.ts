// The flows of accounts without a page: who is who as the log grows, which passwords may be chosen, who is invited, and what is left when it fails.
// It refuses Redis: the log lies in memory, and hashes in a map.
import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { createTokens } from '../../src/adapters/tokens.ts';
import type { Account } from '../../src/core/accounts.ts';
import type { CaseCommand } from '../../src/core/decide.ts';
import type { Task } from '../../src/core/task.ts';
import { createAccounts } from '../../src/flows/portal/accounts.ts';
import { createDirectory } from '../../src/flows/portal/directory.ts';
import { passwordFault, repeatFault } from '../../src/flows/portal/password-rules.ts';
import { step } from '../../src/flows/step.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { mailRef, reading, receive } from '../support/given.ts';

const tokens = createTokens('0123456789abcdef0123456789abcdef');
const password = 'syv gule traktorer';

async function world() {
  const log = createMemoryLog();
  let away = false;
  const loads: string[] = [];
  const watched = {
    ...log,
    load: async (stream: string, from = 0) => {
      if (away) throw new Error('the store is away');
      loads.push(`${stream} ${from}`);
      return log.load(stream, from);
    },
  };
  const needs = { campaign: campaign2024, log };
  const take = async (stream: string, command: CaseCommand) => step(needs, [{ stream, command }]);
  await step(needs, [{ stream: 'desk', command: { type: 'launch', at: at('2024-01-29 09:00'), by: 'anb', redirectTo: null, inbox: null, clock: at('2024-01-29 09:00') } }]);
  for (const code of ['0101', '0751']) {
    await take(code, { type: 'open', at: at('2024-01-29 10:00'), kommune: code, name: `Kommune ${code}`, mailbox: `post@${code}.dk` });
    await take(code, { type: 'invite', at: at('2024-01-30 08:00') });
  }
  await take('0751', receive());
  const hashes = new Map<string, string>();
  const facts: string[] = [];
  const letters: Task[] = [];
  const clock = { now: at('2024-04-02 09:00') };
  const fact = (name: string) => (detail: object) => { facts.push(`${name} ${JSON.stringify(detail)}`); };
  const directory = createDirectory(watched);
  const accounts = createAccounts({
    ...needs, register, directory, tokenHash: tokens.tokenHash, secrets: tokens.loginSecrets, now: () => Temporal.Instant.from(clock.now),
    passwords: { hash: async (text) => `hash of ${text}`, verify: async (text, stored) => stored === `hash of ${text}`, verifyNothing: async () => false },
    credentials: {
      add: async (hash) => {
        const id = `c${facts.length}-${hashes.size}-${letters.length}-${Math.random()}`;
        hashes.set(id, hash);
        return id;
      },
      find: async (id) => hashes.get(id),
      remove: async (id) => { hashes.delete(id); },
    },
    attempts: { begin: async () => ({ wait: null }), forgive: async () => undefined },
    queueLetters: async (tasks) => { letters.push(...tasks); },
    facts: { portalEntered: fact('entered'), portalRefused: fact('refused'), passwordChosen: fact('chosen'), passwordForgotten: fact('forgotten'), colleagueInvited: fact('invited'), colleagueRemoved: fact('removed') },
  });
  const issue = async (when = '2024-03-26 08:00'): Promise<string> => {
    const secrets = tokens.loginSecrets();
    await take('0751', { type: 'issue-login', at: at(when), ...secrets });
    return tokens.activation(secrets.nonce);
  };
  const chosen = (text: string) => ({ password: text, repeat: text });
  const enter = async (): Promise<Account> => {
    const done = await accounts.activate(await issue(), chosen(password), '192.0.2.1');
    if (done.is !== 'in') throw new Error(done.is);
    return done.account;
  };
  return { log, needs, take, directory, accounts, hashes, facts, letters, clock, issue, chosen, enter, loads, setAway: (is: boolean) => { away = is; } };
}

describe('the directory', () => {
  test('finds a link by the hash of its token over all cases, in each of its states, and nothing is changed by looking', async () => {
    const { log, take, directory, issue } = await world();
    const [token, unknown] = [await issue('2024-03-13 08:00'), tokens.activation(tokens.loginSecrets().nonce)];
    const look = async (of: string, when: string) => (await directory.byToken(tokens.tokenHash(of), at(when)))?.is;
    const before = (await log.load('0751')).length;
    expect(await directory.byToken(tokens.tokenHash(token), at('2024-03-14 08:00'))).toMatchObject({ is: 'good', kommune: '0751', role: 'contact', who: { name: 'Mette Holm' } });
    expect(await look(token, '2024-03-27 08:00')).toBe('ended');
    expect(await look(unknown, '2024-03-14 08:00')).toBeUndefined();
    expect((await log.load('0751')).length).toBe(before);
    await take('0751', { type: 'activate-login', at: at('2024-03-14 09:00'), tokenHash: tokens.tokenHash(token) });
    expect(await look(token, '2024-03-14 10:00')).toBe('used');
  });

  test('knows an address however it is written, with or without a login, until two kommuner claim it', async () => {
    const { take, directory, enter } = await world();
    expect(await directory.byEmail('MHO@AARHUS.dk')).toMatchObject({ kommune: '0751', role: 'contact', account: undefined });
    await enter();
    expect(await directory.byEmail('mho@aarhus.dk')).toMatchObject({ account: { email: 'mho@aarhus.dk' } });
    expect(await directory.byEmail('nobody@aarhus.dk')).toBeUndefined();
    const same = { kommune: '0101', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: null, from: 'body:1' };
    await take('0101', receive({ mail: mailRef({ from: 'post@kk.dk' }), reading: reading({ kommune: '0101', kommuner: ['0101'], contacts: [same] }) }));
    expect((await directory.caseOf('0101'))?.state.contact?.email).toBe('mho@aarhus.dk');
    expect(await directory.byEmail('mho@aarhus.dk')).toBeUndefined();
  });

  test('reads only what has come since, one look after another, and is right again after the store was away', async () => {
    const { take, directory, loads, setAway } = await world();
    const length = (await directory.caseOf('0751'))?.length ?? 0;
    loads.length = 0;
    await take('0751', { type: 'issue-login', at: at('2024-03-13 08:00'), ...tokens.loginSecrets() });
    const [a, b] = await Promise.all([directory.caseOf('0751'), directory.caseOf('0751')]);
    expect([a?.length, b?.length, a?.state.logins.length, b?.state.logins.length]).toEqual([length + 1, length + 1, 1, 1]);
    expect(loads).toEqual([`0751 ${length}`, `0751 ${length + 1}`]);
    setAway(true);
    await expect(directory.caseOf('0751')).rejects.toThrow('away');
    await expect(directory.byEmail('mho@aarhus.dk')).rejects.toThrow('away');
    setAway(false);
    expect((await directory.caseOf('0751'))?.length).toBe(length + 1);
    expect([await directory.caseOf('0999'), await directory.caseOf('desk')]).toEqual([undefined, undefined]);
  });
});

describe('a password', () => {
  const mette = { email: 'mette.holm@aarhus.dk', name: 'Mette Holm', kommune: 'Aarhus Kommune' };
  test.each([
    ['', 'Skriv en'], ['elleve tegn', 'mindst 12'], ['lang'.repeat(51), 'højst have 200'], ['aaaaaaaaaaaa', 'igen og igen'], ['abababababab', 'igen og igen'], ['123456789012', 'række'], ['abcdefghijkl', 'række'], ['qwertyuiopas', 'række'], ['987654321098', 'række'],
    ['mette.holm@aarhus.dk', 'din mailadresse'], ['Mette.Holm12', 'din mailadresse'], ['METTEHOLM2024!', 'din mailadresse'], ['Aarhus Kommune', 'kommunens navn'], ['aarhusaarhus1', 'kommunens navn'], ['Password1234', 'alle prøver'], ['adgangskode!!', 'alle prøver'], ['2024sommer2024', 'alle prøver'],
  ])('%s is refused in a sentence', (text, says) => expect(passwordFault(text, mette)).toContain(says));
  test.each([password, 'Kaffe-før-mødet 7', 'ærø i februar', 'jeg hedder mette og bor i aarhus', '🐄🐄🐖🐖🐑🐑🐓🐓🐕🐕🐈🐈', 'x7'.repeat(20) + 'hest', 'ø'.normalize('NFD').repeat(3) + ' og åer i vest'])('%s may be chosen', (text) => expect(passwordFault(text, mette)).toBeNull());
  test('is counted in characters as they are read, and repeated whichever way they are put together', () => {
    expect(passwordFault('åååøøøæææbc'.normalize('NFD'), mette)).toContain('mindst 12');
    expect([repeatFault('på'.normalize('NFC'), 'på'.normalize('NFD')), repeatFault('a', 'b')]).toEqual([null, 'De to adgangskoder er ikke ens.']);
  });
});

describe('an account', () => {
  test('is made by its link once; two at once leave one hash, and it is the one that counts', async () => {
    const { accounts, issue, chosen, hashes, facts } = await world();
    const token = await issue();
    const done = await Promise.all([accounts.activate(token, chosen(password), 'a'), accounts.activate(token, chosen('otte gule traktorer'), 'b')]);
    expect(done.map((one) => one.is).toSorted()).toEqual(['dead', 'in']);
    const won = done[0]?.is === 'in' ? password : 'otte gule traktorer';
    expect([...hashes.values()]).toEqual([`hash of ${won}`]);
    expect(await accounts.activate(token, chosen(password), 'a')).toEqual({ is: 'dead', why: 'used' });
    expect(facts.map((fact) => fact.split(' ')[0])).toEqual(['chosen', 'entered']);
  });

  test('whose password is changed forgets the one of before, and refuses a wrong one, the same one and a bad one', async () => {
    const { accounts, enter, hashes, chosen } = await world();
    const account = await enter();
    expect(await accounts.changePassword(account, 'forkert', chosen('kort'), 'a')).toMatchObject({ is: 'faults', current: expect.stringContaining('ikke din nuværende') as string, password: expect.stringContaining('mindst 12') as string, repeat: null });
    expect(await accounts.changePassword(account, password, chosen(password), 'a')).toMatchObject({ is: 'faults', current: null, password: expect.stringContaining('en anden') as string });
    expect(await accounts.changePassword(account, password, { password: 'ni nye kander te', repeat: 'ni nye' }, 'a')).toMatchObject({ is: 'faults', current: null, password: null, repeat: expect.stringContaining('ikke ens') as string });
    const changed = await accounts.changePassword(account, password, chosen('ni nye kander te'), 'a');
    expect(changed).toMatchObject({ is: 'changed', account: { email: account.email } });
    expect([...hashes.values()]).toEqual(['hash of ni nye kander te']);
    expect([(await accounts.logIn(account.email, password, 'a')).is, (await accounts.logIn(account.email, 'ni nye kander te', 'a')).is]).toEqual(['wrong', 'in']);
  });

  test.each([
    ['', 'jlu@aarhus.dk', 'name'], ['x'.repeat(81), 'jlu@aarhus.dk', 'name'], ['Jens\nBcc: alle', 'jlu@aarhus.dk', 'name'], ['<b>Jens', 'jlu@aarhus.dk', 'name'], ['Se https://evil.example', 'jlu@aarhus.dk', 'name'], ['Jens\u202e', 'jlu@aarhus.dk', 'name'],
    ['Jens Lund', '', 'email'], ['Jens Lund', 'jlu@kk.dk', 'email'], ['Jens Lund', 'jlu@gmail.com', 'email'], ['Jens Lund', 'jlu@aarhus.dk.evil.example', 'email'], ['Jens Lund', 'jlu@aarhus.dk, x@evil.example', 'email'], ['Jens Lund', 'jlu@aarhus.dk\nBcc: x@evil.example', 'email'], ['Jens Lund', '"a b"@aarhus.dk', 'email'], ['Jens Lund', 'MHO@aarhus.dk', 'email'],
  ] as const)('of a colleague is not made for %j %j', async (name, email, where) => {
    const { accounts, enter, letters } = await world();
    const done = await accounts.invite(await enter(), { name, email }, 'a');
    expect(done).toMatchObject({ is: 'faults', [where]: expect.stringMatching(/\.$/) as string });
    expect(letters).toEqual([]);
  });

  test('of a colleague is made by an invitation and ends with her removal, her hash with it', async () => {
    const { accounts, enter, letters, hashes, chosen } = await world();
    const account = await enter();
    expect(await accounts.invite(account, { name: '  Jens   Lund ', email: ' jlu@mtm.aarhus.dk ' }, 'a')).toEqual({ is: 'invited' });
    const [invitation] = letters;
    expect(invitation).toMatchObject({ kind: 'invitation', to: 'jlu@mtm.aarhus.dk', colleague: { name: 'Jens Lund' } });
    const token = invitation?.kind === 'invitation' ? tokens.activation(invitation.nonce) : '';
    const done = await accounts.activate(token, chosen('otte gule traktorer'), 'b');
    expect(done).toMatchObject({ is: 'in', account: { role: 'colleague', kommune: '0751' } });
    const jens = done.is === 'in' ? done.account : account;
    expect([await accounts.invite(jens, { name: 'Ea Dam', email: 'eda@aarhus.dk' }, 'b'), await accounts.removeColleague(jens, invitation?.id ?? '', 'b')]).toEqual([{ is: 'not-the-contact' }, { is: 'not-the-contact' }]);
    expect(await accounts.removeColleague(account, 'invitation.2024.0101', 'a')).toEqual({ is: 'no-such-colleague' });
    expect(await accounts.removeColleague(account, invitation?.id ?? '', 'a')).toEqual({ is: 'removed', name: 'Jens Lund' });
    expect([...hashes.values()]).toEqual([`hash of ${password}`]);
    expect((await accounts.logIn(jens.email, 'otte gule traktorer', 'b')).is).toBe('wrong');
  });

  test('of the contact is sent a link when she asks, three times a day; nobody else is sent anything', async () => {
    const { accounts, enter, letters, facts } = await world();
    await enter();
    for (const email of ['MHO@aarhus.dk', 'nobody@aarhus.dk', 'mho@aarhus.dk', 'mho@aarhus.dk', 'mho@aarhus.dk']) await accounts.forget(email, '192.0.2.7');
    expect(letters.map((task) => [task.kind, task.to])).toEqual(Array.from({ length: 3 }, () => ['login', 'mho@aarhus.dk']));
    expect(facts.filter((fact) => fact.startsWith('forgotten')).map((fact) => (JSON.parse(fact.slice('forgotten '.length)) as { outcome: string }).outcome)).toEqual(['sent', 'unknown', 'sent', 'sent', 'asked-too-often']);
    expect(facts.join()).not.toContain('@');
  });
});
