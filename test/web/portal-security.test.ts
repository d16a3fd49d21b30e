// Every route tried by everybody who should not be there: other kommuner, who was in and is out, used links, forms without their token.
// It refuses a route that it does not know: a new one must be entered in the table below.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { at } from '../support/campaign.ts';
import { bo, csrfIn, entered, eva, is, jens, leadsTo, mette, portalUrl, startWorlds, type Visitor, type World } from './portal-world.ts';

let worlds: Awaited<ReturnType<typeof startWorlds>>;
beforeAll(async () => { worlds = await startWorlds(); });
afterAll(() => worlds.stop());

/** `closed`: for who is logged in; `open`: for anybody; `link`: an activation link; `operators`: own network; `assets`: style sheets. */
type Kind = 'closed' | 'open' | 'link' | 'operators' | 'assets';
const table: Readonly<Record<string, { readonly kind: Kind; readonly post: boolean }>> = {
  '/': { kind: 'open', post: false },
  '/healthz': { kind: 'operators', post: false },
  '/metrics': { kind: 'operators', post: false },
  '/*': { kind: 'assets', post: false },
  '/aktiver/:token': { kind: 'link', post: true },
  '/log-ind': { kind: 'open', post: true },
  '/log-ud': { kind: 'open', post: true },
  '/glemt-adgangskode': { kind: 'open', post: true },
  '/adgangskode': { kind: 'closed', post: true },
  '/kolleger': { kind: 'closed', post: true },
  '/was': { kind: 'open', post: false },
  '/persondata': { kind: 'open', post: false },
  '/indberetning': { kind: 'closed', post: false },
  '/indberetning/grundoplysninger': { kind: 'closed', post: true },
  '/indberetning/ledere': { kind: 'closed', post: true },
  '/indberetning/maaltal': { kind: 'closed', post: true },
  '/indberetning/politik': { kind: 'closed', post: true },
  '/indberetning/kontrol': { kind: 'closed', post: true },
  '/indberetning/kvittering/:number': { kind: 'closed', post: false },
  '/indberetning/Indberetning.xlsx': { kind: 'closed', post: false },
};

const ib = { kommune: '0461', name: 'Ib Bang', email: 'iba@odense.dk', password: '' } as const;

describe('every route', () => {
  let world: World;
  let links: { readonly good: string; readonly used: string; readonly ended: string };
  let inside: { readonly mette: Visitor; readonly bo: Visitor };
  let outside: Readonly<Record<string, Visitor>>;

  beforeAll(async () => {
    world = await worlds.build();
    const used = await world.issued(mette);
    const [before, after, nobody, removed] = [world.visitor(), world.visitor(), world.visitor(), world.visitor()];
    await before.send(used, { password: mette.password, repeat: mette.password });
    // A colleague who was in, and was removed.
    leadsTo(await before.send('/kolleger', { go: 'invite', name: jens.name, email: jens.email }), '/kolleger?gjort=inviteret');
    const invitation = world.queued.at(-1);
    await removed.send(world.linkIn(invitation), { password: jens.password, repeat: jens.password });
    is(await removed.get('/kolleger'), 200);
    is(await before.send('/kolleger', { go: `remove:${invitation?.id}` }), 303);
    // A contact who was in, and is the contact no more.
    const former = await entered(world, eva);
    is(await former.get('/kolleger'), 200);
    await world.registered(ib, '2024-04-02 09:30', eva.email);
    // Who changed her password elsewhere.
    await after.logIn(mette);
    leadsTo(await after.send('/adgangskode', { current: mette.password, password: 'en helt ny adgang', repeat: 'en helt ny adgang' }), '/adgangskode?gjort=skiftet');
    const other = await entered(world, bo);
    const [ended, good] = [world.tokens.loginSecrets(), world.tokens.loginSecrets()];
    await world.take('0461', { type: 'issue-login', at: at('2024-03-14 08:00'), ...ended });
    await world.take('0101', { type: 'forget-password', at: at('2024-04-02 08:00'), email: bo.email, ...good });
    links = { used, ended: `/aktiver/${world.tokens.activation(ended.nonce)}`, good: `/aktiver/${world.tokens.activation(good.nonce)}` };
    inside = { mette: after, bo: other };
    outside = { nobody, removed, former, changed: before };
    // Each has a page of ours open, and so the cookie of its forms.
    for (const visitor of Object.values(outside)) await visitor.get('/was');
  });

  const concrete = (route: string): string => route.replace('/:token', links.good.slice('/aktiver'.length)).replace('/*', '/assets/x').replace(':number', '1');

  test('is in the table', () => {
    expect(routesOf(world.app)).toEqual(Object.fromEntries(Object.entries(table).map(([route, { post }]) => [route, post])));
  });

  test('that is closed sends everybody out who should not be in, at once, and sends her back afterwards', async () => {
    for (const [route] of Object.entries(table).filter(([, { kind }]) => kind === 'closed')) {
      for (const [name, visitor] of Object.entries(outside)) {
        for (const method of ['GET', 'HEAD'] as const) {
          const answer = await world.app.inject({ method, url: concrete(route), headers: { cookie: cookiesOf(visitor) } });
          const next = `/log-ind?naeste=${encodeURIComponent(concrete(route))}${name === 'nobody' ? '' : '&igen=1'}`;
          expect([name, route, answer.statusCode, answer.headers.location, answer.body]).toEqual([name, route, 303, next, '']);
        }
      }
    }
  });

  test('takes no form of anybody who is out', async () => {
    const before = await world.stored();
    for (const [route] of Object.entries(table).filter(([, { kind, post }]) => kind === 'closed' && post)) {
      for (const [name, visitor] of Object.entries(outside)) {
        const typed = { _csrf: csrfIn((await visitor.get('/was')).body), 'u1.level1.women': '4', password: 'secret words' };
        const answer = await visitor.post(route, typed);
        expect([name, route, answer.statusCode]).toEqual([name, route, 403]);
        expect(answer.body).toContain('Log ind igen');
        // What was typed is not lost; a password is never shown.
        expect([answer.body.includes('<td>4</td>'), answer.body.includes('secret words')]).toEqual([true, false]);
        expect((await visitor.post(route, typed, { 'sec-fetch-site': 'cross-site' })).body).not.toContain('<td>4</td>');
      }
    }
    expect(withoutCounters(await world.stored())).toEqual(withoutCounters(before));
  });

  test('shows nothing of one kommune to another', async () => {
    await world.handedIn(mette);
    expect((await inside.mette.get('/indberetning/kvittering/1')).body).toContain('Mette Holm');
    expect((await inside.mette.get('/indberetning/kvittering/1.pdf')).statusCode).toBe(200);
    for (const [route, { kind }] of Object.entries(table)) {
      if (kind === 'operators' || kind === 'assets') continue;
      const answer = await inside.bo.get(concrete(route));
      expect([route, /mette|mho@|aarhus|odense/i.test(answer.body)]).toEqual([route, false]);
      if (kind === 'closed') expect([route, answer.statusCode, answer.body.includes('Københavns Kommune') || answer.body.startsWith('PK')]).toEqual([route, route.includes(':number') ? 404 : 200, true]);
    }
    for (const file of ['1.pdf', '1.xlsx']) expect((await inside.bo.get(`/indberetning/kvittering/${file}`)).statusCode).toBe(404);
    const theirs = (await world.directory.caseOf('0751'))?.state.colleagues[0]?.task ?? '';
    await inside.bo.send('/kolleger', { go: `remove:${theirs}` });
    expect((await inside.bo.send('/kolleger', { go: 'invite', name: 'Jens Lund', email: 'jens@aarhus.dk' })).statusCode).toBe(422);
  });

  test('behind a link that is used, ended or unknown opens nothing, by GET and by POST', async () => {
    for (const [url, status] of [[links.used, 410], [links.ended, 410], [`/aktiver/${'a'.repeat(43)}`, 404], ['/aktiver/', 404]] as const) {
      const visitor = world.visitor();
      const looked = await visitor.get(url);
      const sent = await visitor.post(url, { _csrf: csrfIn((await visitor.get('/log-ind')).body), password: 'syv gule traktorer', repeat: 'syv gule traktorer' });
      expect([url, looked.statusCode, sent.statusCode]).toEqual([url, status, status]);
      expect(visitor.cookies.has('__Host-rundskriv')).toBe(false);
    }
  });

  test('changes nothing on a GET, whoever asks: not the log, not the queues, not a session', async () => {
    const before = await world.stored();
    for (const visitor of [inside.mette, inside.bo, ...Object.values(outside)]) {
      for (const route of [...Object.keys(table).map(concrete), links.used, links.ended, '/kolleger?go=invite', '/log-ud?_csrf=1', '/nowhere']) {
        const answer = await world.app.inject({ method: 'GET', url: route, headers: { cookie: cookiesOf(visitor) } });
        expect([route, answer.statusCode < 500]).toEqual([route, true]);
        if (!/healthz|metrics/.test(route)) expect([route, answer.headers['cache-control']]).toEqual([route, 'no-store']);
      }
    }
    expect(await world.stored()).toEqual(before);
  });

  test('refuses a form without its token, with a wrong one, with one of before, and with that of another person', async () => {
    const before = await world.stored();
    const { mette: she, bo: he } = inside;
    const anonymous = csrfIn((await world.visitor().get('/log-ind')).body);
    const his = csrfIn((await he.get('/kolleger')).body);
    const hers = csrfIn((await she.get('/kolleger')).body);
    const theirForm = { ...Object.fromEntries(she.cookies), '__Host-rundskriv-form': he.cookies.get('__Host-rundskriv-form') ?? '' };
    for (const [route] of Object.entries(table).filter(([, { post }]) => post)) {
      const url = concrete(route);
      const tokens: readonly Readonly<Record<string, string>>[] = [{}, { _csrf: '' }, { _csrf: `${hers.slice(0, -1)}${hers.endsWith('A') ? 'B' : 'A'}` }, { _csrf: anonymous }, { _csrf: his }];
      for (const token of tokens) expect([route, token, (await she.post(url, token)).statusCode]).toEqual([route, token, 403]);
      // Another's cookie planted beside another's token.
      const planted = await she.post(url, { _csrf: his }, { cookie: Object.entries(theirForm).map(([name, value]) => `${name}=${value}`).join('; ') });
      expect([route, planted.statusCode]).toEqual([route, 403]);
      // From elsewhere, even with the right one.
      expect((await she.post(url, { _csrf: hers }, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
      const { statusCode } = await world.app.inject({ method: 'POST', url, payload: `_csrf=${hers}`, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example', cookie: cookiesOf(she) } });
      expect([route, statusCode]).toEqual([route, 403]);
    }
    // The right token does it: the form is read, and found empty.
    expect((await she.post('/kolleger', { _csrf: hers }, { origin: portalUrl })).statusCode).toBe(422);
    expect(withoutCounters(await world.stored())).toEqual(withoutCounters(before));
  });

  test('has the same protection on it, and takes forms only, and not too much', async () => {
    const { mette: she } = inside;
    for (const route of Object.keys(table).filter((r) => !/healthz|metrics/.test(r)).map(concrete)) {
      const { headers } = await she.get(route);
      expect([route, headers]).toMatchObject([route, {
        'content-security-policy': "default-src 'none';style-src 'self';img-src 'self';font-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
        'strict-transport-security': 'max-age=31536000', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY',
      }]);
    }
    const big = await she.post('/kolleger', { name: 'x'.repeat(70_000) });
    expect([big.statusCode, big.body.includes('fylder mere')]).toEqual([413, true]);
    const json = await world.app.inject({ method: 'POST', url: '/log-ind', payload: { email: mette.email, password: mette.password } });
    expect(json.statusCode).toBe(415);
    expect((await world.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '203.0.113.9' })).statusCode).toBe(404);
    expect((await world.app.inject({ method: 'GET', url: '/healthz', headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode).toBe(404);
    expect((await world.app.inject({ method: 'GET', url: '/healthz', remoteAddress: '10.1.2.3' })).statusCode).toBe(200);
  });
});

function cookiesOf(visitor: Visitor): string {
  return [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function withoutCounters(stored: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !key.includes(':requests:')));
}

/** Every route of the app, and whether it takes a POST; by the tree that it prints. */
function routesOf(app: FastifyInstance): Readonly<Record<string, boolean>> {
  const above: string[] = [];
  return Object.fromEntries(app.printRoutes({ commonPrefix: false }).split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    if (part === '') return [];
    const depth = indent.length / 4;
    above.length = depth;
    above.push(part);
    return methods === undefined ? [] : [[above.join(''), methods.includes('POST')] as const];
  }));
}
