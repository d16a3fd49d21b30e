// `launch`: once by a person's yes, twice without effect, and never on a log that this version can't read.
// It refuses to look inside: what was launched is asked from `status`.
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { buildHouse, until } from '../support/house.ts';

test('launched twice, the second changes nothing', async () => {
  const house = await buildHouse({ kommuner: ['0630', '0751'], at: '2024-01-29T10:00:00+01:00' });
  onTestFinished(house.close);
  const first = await house.run(['launch', '--yes']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/The letter goes to 2 kommuner, 2024-01-30 08:00:/);
  expect(first.stdout).toMatch(/0751 {2}Aarhus Kommune {2}post@aarhus\.dk/);
  expect(first.stdout).toContain('Launched: 2 cases are open.');
  const before = await Promise.all([house.run(['status', '--json']), house.run(['status', '--json', '0751'])]);
  house.setClock('2024-01-29T11:00:00+01:00');
  const second = await house.run(['launch', '--yes']);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('It was launched before; nothing has changed.');
  expect(JSON.parse((await house.run(['launch', '--json', '--yes'])).stdout)).toMatchObject({ opened: 0, launched: { at: '2024-01-29T09:00:00Z' } });
  const after = await Promise.all([house.run(['status', '--json']), house.run(['status', '--json', '0751'])]);
  const withoutNow = (said: typeof before): unknown => said.map(({ stdout }) => ({ ...(JSON.parse(stdout) as object), now: '' }));
  expect(withoutNow(after)).toEqual(withoutNow(before));
  expect(house.left).toEqual([]);
});

test('nothing leaves before the letter\'s day, and --json alone starts nothing', async () => {
  const house = await buildHouse({ kommuner: ['0751'], at: '2024-01-29T10:00:00+01:00' });
  onTestFinished(house.close);
  const plan = await house.run(['launch', '--json']);
  expect(plan).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(plan.stdout)).toMatchObject({ campaign: '2024', opened: 0, launched: null, at: '2024-01-30T07:00:00Z', letters: [{ kommune: '0751', name: 'Aarhus Kommune', to: 'post@aarhus.dk' }] });
  expect((await house.status()).cases).toEqual([]);
});

test('an event of a later version stops commands and start with one sentence', async () => {
  const house = await buildHouse({ kommuner: ['0751'] });
  onTestFinished(house.close);
  expect((await house.run(['launch', '--yes'])).code).toBe(0);
  const redis = new Redis(house.redis.url);
  await redis.rpush('rundskriv:{2024}:log:0751', JSON.stringify({ type: 'case-frozen', at: '2024-01-30T07:00:00Z' }));
  redis.disconnect();
  for (const { code, stderr } of await Promise.all([house.run(['status']), house.run(['start'])])) {
    expect(stderr).toMatch(/^rundskriv: event 2 of 0751 is an event of type "case-frozen", which this version does not know[^\n]*\n$/);
    expect(code).toBe(1);
  }
  expect(house.left).toEqual([]);
});

test('a campaign that was launched as a rehearsal never becomes real, nor the other way round', async () => {
  const house = await buildHouse({ kommuner: ['0751'] });
  onTestFinished(house.close);
  const rehearsal = { RUNDSKRIV_REDIRECT_TO: 'me@example.dk' };
  expect((await house.run(['launch', '--yes'], rehearsal)).code).toBe(0);
  const said = await Promise.all([house.run(['start']), house.run(['start'], { RUNDSKRIV_REDIRECT_TO: 'somebody.else@example.dk' }), house.run(['launch', '--yes'])]);
  for (const { code, stderr } of said) {
    expect(stderr).toMatch(/^rundskriv: [^\n]*rehearsal[^\n]*\n$/);
    expect(code).toBe(1);
  }
  expect(house.left).toEqual([]);
});

test('a clock that was set back is named by check, by start and by status, and nothing leaves until it is right again', async () => {
  const house = await buildHouse({ kommuner: ['0751'], at: '2024-02-05T10:00:00+01:00' });
  onTestFinished(house.close);
  expect((await house.run(['launch', '--yes'])).code).toBe(0);
  house.setClock('2024-01-31T10:00:00+01:00');
  const checked = await house.run(['check']);
  expect(checked.code).toBe(1);
  expect(`${checked.stdout}${checked.stderr}`).toMatch(/the clock says 2024-01-31T09:00:00Z, but the newest event is of 2024-02-05T09:00:00Z: it was set back/);
  expect((await house.run(['status'])).stdout).toMatch(/the machine's clock stands before what has happened already/);
  const running = await house.start();
  await until(() => running.said('the clock stands behind what has happened: nothing that is due leaves').length > 0, 120_000);
  expect(house.left).toEqual([]);
  house.setClock('2024-02-05T10:01:00+01:00');
  await until(() => house.ids('letter').length === 1, 120_000);
  await running.stop();
});
