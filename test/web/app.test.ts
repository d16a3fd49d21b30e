// The web app as a value, called without a socket: health, metrics, the page behind an activation link, and what is not there. (Who gets in: portal-security.test.ts.)
// It refuses a running program: what the pages are told is given here.
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp, type WebNeeds } from '../../src/web/app.ts';
import { newCase } from '../../src/core/case.ts';
import { bare } from './portal-world.ts';

type Health = Awaited<ReturnType<WebNeeds['health']>>;
const well: Health = {
  ok: true, campaign: '2024', now: '2024-02-05T09:00:00Z', lastTick: '2024-02-05T09:00:00Z', queues: { intake: 0, letters: 0, held: 0, retrying: 0 }, pending: 0, unread: 0,
  watch: { uidValidity: '1', uidNext: 2, secondsAgo: 1 }, trouble: [],
};
const frame = { department: 'Ligestillings<b>afdelingen', ministry: 'Ministeriet', title: 'Måltal & "politikker"', questions: { name: 'Anna <i>Bo', email: 'anb"onload=x@lige.dk', phone: null } };
type Portal = WebNeeds['portal'];
type Link = NonNullable<Awaited<ReturnType<Portal['accounts']['look']>>>;
const linkThat = (is: Link['is']): Link => ({ is, task: 'login.2024.0751', role: 'contact', kommune: '0751', who: { name: 'Mette <b>Holm', email: 'mho@aarhus.dk' }, loaded: { state: { ...newCase, kommune: '0751', name: 'Aarhus Kommune' }, length: 1 } });
const gauge = (value: number): Awaited<ReturnType<WebNeeds['gauges']>> => [
  { name: 'rundskriv_kommuner', help: 'Kommuner', values: [{ labels: { stand: 'invited' }, value: 98 }, { labels: { stand: 'contact' }, value }] },
  { name: 'rundskriv_pending_tasks', help: 'Tasks', values: [{ labels: {}, value: 3 }] },
];

async function appWith(change: Partial<WebNeeds> = {}, link: () => Promise<Link | undefined> = async () => linkThat('good')) {
  const asked: string[] = [];
  const failed: object[] = [];
  const nobody = async () => undefined;
  const app = await createApp({
    frame, reportYear: 2023, failed: (fact) => { failed.push(fact); },
    security: { formKey: '0123456789abcdef', portalUrl: 'https://indberetning.example.dk', counters: { redis: undefined, prefix: 'test' } },
    portal: { accounts: { look: async (token) => (token === '' ? undefined : link()) } as Partial<Portal['accounts']> as Portal['accounts'], sessions: { open: async () => '', find: nobody, close: nobody }, caseOf: nobody, routes: () => undefined },
    health: async () => { asked.push('health'); return well; },
    gauges: async () => { asked.push('gauges'); return gauge(1); },
    ...change,
  });
  onTestFinished(() => app.close());
  return { app, asked, failed, get: (url: string) => app.inject({ method: 'GET', url }) };
}

describe('/healthz', () => {
  test('is 200 with what is known, and never from a cache', async () => {
    const answer = await (await appWith()).get('/healthz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(well);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': expect.stringContaining('application/json') as string });
  });

  test('is 503 with the reasons', async () => {
    const ill: Health = { ...well, ok: false, trouble: ['the clock has not ticked yet'] };
    const answer = await (await appWith({ health: async () => ill })).get('/healthz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual(ill);
  });

  test('is an error, and no secret, when the store is away', async () => {
    const answer = await (await appWith({ health: async () => { throw new Error('redis://user:kodeord@127.0.0.1 is away'); } })).get('/healthz');
    expect(answer.statusCode).toBeGreaterThanOrEqual(500);
    expect(answer.body).not.toContain('kodeord');
  });
});

describe('/metrics', () => {
  test('has the gauges with their labels, the newest values, and the process itself', async () => {
    let value = 1;
    const { get } = await appWith({ gauges: async () => gauge(value) });
    expect((await get('/metrics')).body.split('\n')).toEqual(expect.arrayContaining(['# TYPE rundskriv_kommuner gauge', 'rundskriv_kommuner{stand="invited"} 98', 'rundskriv_kommuner{stand="contact"} 1', 'rundskriv_pending_tasks 3']));
    value = 7;
    const again = await get('/metrics');
    expect(again.statusCode).toBe(200);
    expect(again.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(again.body).toContain('rundskriv_kommuner{stand="contact"} 7');
    expect(again.body).not.toContain('rundskriv_kommuner{stand="contact"} 1\n');
    expect(again.body).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  test('a label that is gone is shown no more', async () => {
    let values = gauge(1);
    const { get } = await appWith({ gauges: async () => values });
    await get('/metrics');
    values = [{ name: 'rundskriv_kommuner', help: 'Kommuner', values: [{ labels: { stand: 'invited' }, value: 5 }] }];
    expect((await get('/metrics')).body).not.toContain('stand="contact"');
  });

  test('two apps in one process do not mind each other', async () => {
    const [a, b] = [await appWith(), await appWith()];
    expect((await a.get('/metrics')).statusCode + (await b.get('/metrics')).statusCode).toBe(400);
  });
});

const token = 'q2x_Xg-0123456789abcdefghijklmnopqrstuvwxyzAB';
const safety = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'content-security-policy': expect.stringMatching(/^default-src 'none'(?=.*form-action 'self')(?=.*frame-ancestors 'none')(?!.*unsafe)/) as string };

describe('the page behind an activation link', () => {
  test('is in Danish, says what to do, and is neither kept nor indexed', async () => {
    const answer = await (await appWith()).get(`/aktiver/${token}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ ...safety, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-robots-tag': expect.stringContaining('noindex') as string });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-rundskriv-form=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.body).toMatch(/^<!doctype html>\n<html lang="da">/);
    expect(answer.body).toContain('<title>');
    expect(answer.body).toContain('Vælg en adgangskode');
  });

  test.each([['used', 410, 'allerede brugt'], ['ended', 410, 'udløbet'], ['void', 410, 'erstattet'], ['unknown', 404, 'Siden findes ikke']] as const)('of a link that is %s says so, and what to do', async (is, code, says) => {
    const answer = await (await appWith({}, async () => (is === 'unknown' ? undefined : linkThat(is)))).get(`/aktiver/${token}`);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([code, 'no-store']);
    expect(answer.headers).toMatchObject(safety);
    expect(answer.body).toContain(says);
    if (is !== 'unknown') expect(answer.body).toContain('»nyt login«');
  });

  test('escapes what it is told, and never repeats the token', async () => {
    const { body } = await (await appWith()).get(`/aktiver/${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(body).not.toMatch(/<script|<b>|<i>|"onload|alert\(1\)/);
    expect(body).toContain('Ligestillings&lt;b&gt;afdelingen');
    expect(body).toContain('Mette &lt;b&gt;Holm');
    expect((await (await appWith()).get(`/aktiver/${token}`)).body).not.toContain(token);
  });

  test('says the same however often it is opened, and to a scanner that only asks for the head', async () => {
    const { app, asked, get } = await appWith();
    const first = await get(`/aktiver/${token}`);
    expect(bare((await get(`/aktiver/${token}`)).body)).toBe(bare(first.body));
    const head = await app.inject({ method: 'HEAD', url: `/aktiver/${token}` });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(asked).toEqual([]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'] as const)('%s of a machine does nothing', async (method) => {
    const { app, asked } = await appWith();
    const answer = await app.inject({ method, url: `/aktiver/${token}`, payload: method === 'DELETE' ? undefined : { password: 'x' } } as never);
    expect([403, 404, 405, 415]).toContain(answer.statusCode);
    expect(asked).toEqual([]);
  });

  test('has its styles, and nothing from elsewhere', async () => {
    const { get } = await appWith();
    const { body } = await get(`/aktiver/${token}`);
    const addresses = [...body.matchAll(/<(?:link|img|script)[^>]*(?:src|href)="([^"]*)"/g)].map((m) => m[1] ?? '');
    expect(addresses.filter((url) => !url.startsWith('/assets/'))).toEqual([]);
    for (const url of addresses) {
      const { statusCode, headers } = await get(url);
      expect([url, statusCode, headers['cache-control'], headers['x-content-type-options']]).toEqual([url, 200, 'public, max-age=31536000, immutable', 'nosniff']);
    }
  });

  test('says in Danish that something went wrong inside, and tells the log what, without the token', async () => {
    const { failed, get } = await appWith({}, async () => { throw new Error('redis://user:kodeord@127.0.0.1 is away'); });
    const answer = await get(`/aktiver/${token}`);
    expect([answer.statusCode, answer.body.includes('Noget gik galt'), answer.body.includes('kodeord')]).toEqual([500, true, false]);
    expect(answer.headers).toMatchObject(safety);
    expect(failed).toEqual([{ route: 'GET /aktiver/:token', error: 'redis://user:kodeord@127.0.0.1 is away' }]);
  });
});

test.each(['/aktiver', '/aktiver/', '/aktiver/a/b', '/admin', '/healthz/../.env', '/%3Cscript%3E'])('%s is not there, said in Danish', async (url) => {
  const answer = await (await appWith()).get(url);
  expect(answer.statusCode).toBe(404);
  expect(answer.headers).toMatchObject({ ...safety, 'content-type': 'text/html; charset=utf-8' });
  expect(answer.body).toContain('Siden findes ikke');
  expect(answer.body).not.toContain('script');
});

test.each([`/aktiver/${'a'.repeat(400)}`, '/aktiver/%E0%A4%A', '/aktiver/%'])('a link that nobody made is refused and not repeated: %s', async (url) => {
  const answer = await (await appWith()).get(url);
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(answer.statusCode).toBeLessThan(500);
  expect(answer.headers).toMatchObject(safety);
  expect(answer.body).not.toMatch(/a{300}|Linket virker/);
});
