// What a person can get wrong before anything runs: environment, campaign file, address list, Redis, commands. Each gets one sentence and the right exit code.
// It refuses stack traces, hangs and half deeds: a command that says no has changed nothing.
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answers, freePort, startRedis, type RedisServer } from '../../demo/servers/index.ts';
import { buildHouse, registerFile, secret, type Answered, type Env, type House } from '../support/house.ts';

let house: House;
let forgetful: RedisServer;
let replica: RedisServer;
const busy = net.createServer();

beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0101', '0630', '0751'] });
  forgetful = await startRedis({ dir: path.join(house.dir, 'forgetful'), args: ['--appendonly', 'no'] });
  replica = await startRedis({ dir: path.join(house.dir, 'replica'), args: ['--replicaof', `127.0.0.1 ${house.redis.port}`] });
  await new Promise<void>((resolve) => { busy.listen(0, '127.0.0.1', resolve); });
});
afterAll(async () => {
  busy.close();
  await Promise.all([forgetful?.stop(), replica?.stop()]);
  await house?.close();
});

/** One sentence on standard error, for a person: what, why, what to do. */
function saysNo({ code, stderr }: Answered, expected: number, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd(), 'one line, and no stack').toMatch(/^rundskriv: (?!\w*Error: )[^\n]+$/);
  expect(code).toBe(expected);
}

/** `check` names the fault on standard output and says no with exit 1. */
function checkSays(answered: Answered, area: RegExp, sentence: RegExp): void {
  expect(answered.stdout).toMatch(sentence);
  expect(answered.stdout).not.toMatch(/^\s+at /m);
  saysNo(answered, 1, area);
}

/** Commands that start write to a database of their own, so that the house's own stays empty. */
const elsewhere = (): Env => ({ REDIS_URL: `${house.redis.url}/7` });
const nothingHappened = async (): Promise<void> => {
  expect(await answers(house.redis.port, 'DBSIZE\r\n', ':0\r\n')).toBe(true);
  expect(house.left).toEqual([]);
};
const file = (name: string, text: string): string => {
  const where = path.join(house.dir, name);
  writeFileSync(where, text);
  return where;
};
const far = 'smtps://lige:x@smtp.example.dk';
const clock = '2024-01-30T08:00:00+01:00';

describe.concurrent('the environment', () => {
  test.each(['RUNDSKRIV_CAMPAIGN', 'REDIS_URL', 'IMAP_URL', 'SMTP_URL', 'RUNDSKRIV_SECRET'])('without %s', async (name) => {
    saysNo(await house.run(['start'], { ...elsewhere(), [name]: undefined }), 2, new RegExp(`${name} is not set; set it, e\\.g\\. ${name}=\\S`));
  });

  test('none at all', async () => {
    const none = Object.fromEntries(Object.keys(house.env).map((name) => [name, undefined]));
    checkSays(await house.run(['check'], none), /configuration/, /\w+ is not set; set it, e\.g\. /);
    saysNo(await house.run(['status'], { ...none, RUNDSKRIV_SECRET: '' }), 2, /RUNDSKRIV_CAMPAIGN is not set/);
  });

  test.each<[string, Env, RegExp]>([
    ['a short secret', { RUNDSKRIV_SECRET: 'kort' }, /RUNDSKRIV_SECRET has 4 characters; use at least 16/],
    ['an IMAP_URL that is no address', { IMAP_URL: 'imap.lige.dk' }, /IMAP_URL is not an address: write IMAP_URL=imaps:\/\//],
    ['an SMTP_URL that is no address', { SMTP_URL: 'smtp.lige.dk', RUNDSKRIV_CLOCK_FILE: undefined }, /SMTP_URL is not an address: write SMTP_URL=smtps:\/\//],
    ['OAuth half set up', { MAIL_OAUTH_TENANT: 't', MAIL_OAUTH_CLIENT_ID: 'c' }, /OAuth is half set up: set MAIL_OAUTH_CLIENT_SECRET/],
    ['a port that is no port', { PORTAL_PORT: 'http' }, /PORTAL_PORT is "http", which is no port; write/],
    ['a PORTAL_URL that is no address', { PORTAL_URL: 'indberetning' }, /PORTAL_URL/],
    ['a redirection to no address', { RUNDSKRIV_REDIRECT_TO: 'mig' }, /RUNDSKRIV_REDIRECT_TO/],
    ['an unknown LOG_LEVEL', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
    ['a secret file that is not there', { RUNDSKRIV_SECRET_FILE: '/nowhere/secret' }, /RUNDSKRIV_SECRET_FILE names \/nowhere\/secret, which can't be read; correct/],
    ['a clock that is no instant', { RUNDSKRIV_CLOCK: 'yesterday', RUNDSKRIV_CLOCK_FILE: undefined }, /RUNDSKRIV_CLOCK is "yesterday", which is no instant; write it as/],
    ['a clock file that is not there', { RUNDSKRIV_CLOCK_FILE: '/nowhere/clock' }, /RUNDSKRIV_CLOCK_FILE/],
    ['a rehearsal clock where mail can reach people', { RUNDSKRIV_CLOCK: clock, RUNDSKRIV_CLOCK_FILE: undefined, SMTP_URL: far }, /RUNDSKRIV_CLOCK is set while SMTP_URL can reach real people; set RUNDSKRIV_REDIRECT_TO/],
    ['a rehearsal clock file where mail can reach people', { SMTP_URL: far }, /RUNDSKRIV_CLOCK\w* is set while SMTP_URL can reach real people; set RUNDSKRIV_REDIRECT_TO/],
  ])('%s', async (_what, env, sentence) => {
    saysNo(await house.run(['start', '--only', 'letters,clock'], { ...elsewhere(), ...env }), 2, sentence);
  });

  test('a rehearsal clock is taken where every mail is redirected', async () => {
    const { code, stdout } = await house.run(['status', '--json'], { RUNDSKRIV_CLOCK: clock, RUNDSKRIV_CLOCK_FILE: undefined, SMTP_URL: far, RUNDSKRIV_REDIRECT_TO: 'me@example.dk' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/"now":"2024-01-30T07:0/);
  });

  test('every secret may stand in a file, and its text reaches no output', async () => {
    const env: Env = {
      REDIS_URL: undefined, REDIS_URL_FILE: file('redis-url', `${house.redis.url}\n`), IMAP_URL: undefined, IMAP_URL_FILE: file('imap-url', `${house.env['IMAP_URL']}\n`),
      SMTP_URL: undefined, SMTP_URL_FILE: file('smtp-url', house.env['SMTP_URL'] ?? ''), RUNDSKRIV_SECRET: undefined, RUNDSKRIV_SECRET_FILE: file('secret', `${secret}\n`),
    };
    const { code, stdout, stderr } = await house.run(['check'], env);
    expect(stderr + stdout).not.toMatch(/WRONG|ligestilling%2F|house-0123/);
    expect(code).toBe(0);
  });

  test('MAIL_OAUTH_CLIENT_SECRET too', async () => {
    const url = `imap://lige%40lige.dk@127.0.0.1:${house.dovecot.port}`;
    const { stdout, stderr } = await house.run(['check'], { IMAP_URL: url, MAIL_OAUTH_TENANT: 't', MAIL_OAUTH_CLIENT_ID: 'c', MAIL_OAUTH_TOKEN_URL: `http://127.0.0.1:${await freePort()}/`, MAIL_OAUTH_CLIENT_SECRET_FILE: file('oauth', 'hemmelig\n') });
    expect(stdout + stderr).not.toMatch(/half set up|hemmelig/);
    expect(stdout).toMatch(/token server.*can't be reached/);
  });

  test('a port that is taken', async () => {
    saysNo(await house.run(['start', '--only', 'web'], { ...elsewhere(), PORTAL_PORT: String((busy.address() as net.AddressInfo).port) }), 1, /PORTAL_PORT|port \d+/);
  });
});

describe.concurrent('the campaign file', () => {
  test('is not there', async () => {
    const env = { RUNDSKRIV_CAMPAIGN: '/nowhere/2024.yaml' };
    const sentence = /campaign file \/nowhere\/2024\.yaml can't be read; correct RUNDSKRIV_CAMPAIGN/;
    saysNo(await house.run(['status'], env), 1, sentence);
    checkSays(await house.run(['check'], env), /configuration/, sentence);
  });

  test('has faults: all of them are named, each with its place', async () => {
    const env = { RUNDSKRIV_CAMPAIGN: house.campaign('faults', (c) => { c.set('letterDay', '2024-01-30'); c.delete('signer'); c.set('contactDeadline', '2024-02-30'); c.setIn(['sender', 'address'], 'lige'); }) };
    saysNo(await house.run(['status'], env), 1, /campaign file \S+faults\.yaml is not right: (?=.*contactDeadline: "2024-02-30" is no day; write it as 2024-01-30)(?=.*sender\.address: is no e-mail address)(?=.*signer: )(?=.*letterDay)/);
  });

  test('is no YAML', async () => {
    saysNo(await house.run(['launch', '--yes'], { RUNDSKRIV_CAMPAIGN: file('no.yaml', 'id: "2024\nrounds: [') }), 1, /campaign file \S+no\.yaml is no YAML: /);
  });

  test('carries the letter\'s printed date: refused by check and by launch, and nothing happens', async () => {
    const env = { RUNDSKRIV_CAMPAIGN: house.campaign('printed', (c) => c.set('letterDate', '2025-01-30')) };
    const [check, launch] = await Promise.all([house.run(['check'], env), house.run(['launch', '--yes'], env)]);
    checkSays(check, /campaign 2024/, /letterDate 2025-01-30 is not before contactDeadline 2024-02-12: correct one of the two dates/);
    saysNo(launch, 1, /not launched: letterDate 2025-01-30 is not before contactDeadline 2024-02-12: correct/);
    await nothingHappened();
  });
});

describe.concurrent('the address list', () => {
  const withList = (name: string): Env => ({ RUNDSKRIV_CAMPAIGN: house.campaign(name, (c) => { c.setIn(['recipients', 'addressList'], `${name}.csv`); c.delete('register'); }) });
  const blocked = async (env: Env, ...sentences: readonly RegExp[]): Promise<void> => {
    const [check, launch] = await Promise.all([house.run(['check'], env), house.run(['launch', '--yes'], env)]);
    for (const sentence of sentences) {
      checkSays(check, /address list/, sentence);
      saysNo(launch, 1, sentence);
    }
    await nothingHappened();
  };

  test('is not there', async () => blocked(withList('absent'), /the address list \S+absent\.csv is not there: put it there, or correct recipients\.addressList/));

  test('lacks mailboxes: each is named', async () => {
    const lines = registerFile.kommuner.map((k) => `${k.code};${k.name};${k.code === '0751' || k.code === '0825' ? '' : `post@${k.mailDomains[0]}`}`);
    file('two-missing.csv', `Kommunekode;Kommune;Hovedpostkasse\n${lines.join('\n')}\n`);
    await blocked(withList('two-missing'), /2 kommuner have no main mailbox: (?=.*Aarhus \(0751\))(?=.*Læsø \(0825\)).*: add them to the address list/);
  });

  test('has lines that say nothing certain', async () => {
    file('odd.csv', 'Kommunekode;Kommune;Hovedpostkasse\n0751;Vejle;post@vejle.dk\n9999;Atlantis;post@atlantis.dk\n0630;Vejle;post at vejle\n');
    await blocked(withList('odd'), /line 2 of odd\.csv has the code 0751, which is Aarhus Kommune's, with the name "Vejle"/, /line 3 of odd\.csv has the code "9999"/, /line 4 of odd\.csv has "post at vejle" for Vejle Kommune/);
  });
});

describe.concurrent('Redis', () => {
  test('can\'t be reached', async () => {
    const env = { REDIS_URL: `redis://user:kodeord@127.0.0.1:${await freePort()}` };
    const sentence = /Redis at redis:\/\/127\.0\.0\.1:\d+ can't be reached \(.*\); start it, or correct REDIS_URL/;
    const said = await Promise.all([['status'], ['launch', '--yes'], ['start']].map((args) => house.run(args, env)));
    for (const answered of said) saysNo(answered, 3, sentence);
    const check = await house.run(['check'], env);
    checkSays(check, /Redis/, sentence);
    expect([...said, check].map((s) => s.stdout + s.stderr).join('')).not.toContain('kodeord');
  });

  test.each<[string, () => RedisServer, RegExp]>([
    ['keeps no journal', () => forgetful, /appendonly is "no": Redis would forget what happened when it stops: set "appendonly yes"/],
    ['is a read-only replica', () => replica, /this Redis is a read-only replica: point REDIS_URL at its master/],
  ])('%s: check, start and launch say so', async (_what, server, sentence) => {
    const env = { REDIS_URL: server().url };
    const [check, start, launch] = await Promise.all([house.run(['check'], env), house.run(['start'], env), house.run(['launch', '--yes'], env)]);
    checkSays(check, /Redis/, sentence);
    saysNo(start, 1, sentence);
    saysNo(launch, 1, sentence);
    expect(await answers(server().port, 'DBSIZE\r\n', ':0\r\n')).toBe(true);
  });
});

describe.concurrent('the mailbox', () => {
  test('refuses the login', async () => {
    const env = { IMAP_URL: `imap://lige%40lige.dk:forkert@127.0.0.1:${house.dovecot.port}` };
    const sentence = /mailbox lige@lige\.dk at 127\.0\.0\.1:\d+ refuses the login \(.*\): check user and password in IMAP_URL/;
    const [check, launch] = await Promise.all([house.run(['check'], env), house.run(['launch', '--yes'], env)]);
    checkSays(check, /IMAP/, sentence);
    saysNo(launch, 1, sentence);
    expect(JSON.stringify([check, launch])).not.toContain('forkert');
    await nothingHappened();
  });

  test('and the mail server can\'t be reached', async () => {
    const port = await freePort();
    const env = { IMAP_URL: `imap://lige%40lige.dk:x@127.0.0.1:${port}`, SMTP_URL: `smtp://127.0.0.1:${port}` };
    const [check, launch] = await Promise.all([house.run(['check'], env), house.run(['launch', '--yes'], env)]);
    checkSays(check, /IMAP, SMTP/, /mail server 127\.0\.0\.1:\d+ can't be reached .*: check that it is up and that host and port in SMTP_URL are right/);
    saysNo(launch, 3, /mailbox lige@lige\.dk at 127\.0\.0\.1:\d+ can't be reached \(.*\): check that the server is up and that host and port in IMAP_URL/);
    await nothingHappened();
  });
});

describe.concurrent('commands', () => {
  test.each<[readonly string[], RegExp]>([
    [['status', 'Atlantis'], /"Atlantis" is no kommune; give a code such as 0751 or a name such as Aarhus/],
    [['start', '--only', 'inbox,kitchen'], /--only takes a list of inbox, intake, letters, clock, web, not kitchen/],
    [['explain', '/nowhere.eml'], /there is no file or folder \/nowhere\.eml; give the path/],
    [['launch'], /nobody is at the terminal to type yes; give --yes/],
  ])('%j: wrong usage', async (args, sentence) => {
    saysNo(await house.run(args), 2, sentence);
    await nothingHappened();
  });

  test.each<[readonly string[], RegExp]>([
    [['sttus'], /^error: unknown command 'sttus'/], [['status', '--jsn'], /^error: unknown option '--jsn'/], [['explain'], /^error: missing required argument/],
    [['forecast', '--days', '0'], /^error: .*give a number of days from 1 to 400/], [['status', 'Aarhus', 'Odense'], /^error: too many arguments/],
  ])('%j: unknown', async (args, sentence) => {
    const { code, stderr } = await house.run(args);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/\(.*--help shows how\)\n$/);
    expect(code).toBe(2);
  });

  test('a kommune without a case: the answer is no', async () => saysNo(await house.run(['status', 'aarhus']), 1, /Aarhus Kommune has no case in campaign 2024; the campaign has not been launched/));
});
