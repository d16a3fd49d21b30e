// Logging in, links and forgotten passwords on the portal: cookies, guessing, replaying, and what nobody is told.
// It refuses a socket and a mock: the app is a value, behind it are a real Redis and real hashes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bare, bo, csrfIn, entered, jens, mette, startWorlds, type Answer } from './portal-world.ts';

let worlds: Awaited<ReturnType<typeof startWorlds>>;
beforeAll(async () => { worlds = await startWorlds(); });
afterAll(() => worlds.stop());

describe('logging in', () => {
  test('gives a new id each time, in a cookie that only this host gets back and no script reads; logging out ends it', async () => {
    const world = await worlds.build();
    const first = await entered(world, mette);
    const stolen = first.cookies.get('__Host-rundskriv') ?? '';
    const again = world.visitor();
    again.cookies.set('__Host-rundskriv', stolen);
    await first.send('/log-ud', {});
    again.cookies.set('__Host-rundskriv', 'a'.repeat(43));
    const answer = await again.logIn(mette, '?naeste=%2Fkolleger');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/kolleger']);
    expect(answer.headers['set-cookie']).toMatch(/^__Host-rundskriv=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const mine = again.cookies.get('__Host-rundskriv') ?? '';
    expect([mine === stolen, mine === 'a'.repeat(43)]).toEqual([false, false]);
    const stored = JSON.stringify(await world.stored());
    expect([stored.includes(mine), stored.includes(mette.password)]).toEqual([false, false]);
    // One more log-in in the same browser ends the session of before.
    await again.logIn(mette);
    const thief = world.visitor();
    for (const cookie of [stolen, mine]) {
      thief.cookies.set('__Host-rundskriv', cookie);
      expect((await thief.get('/kolleger')).statusCode).toBe(303);
    }
    expect(await world.directory.byEmail(mette.email)).toMatchObject({ account: { kommune: '0751', role: 'contact' } });
    expect((await world.log.load('0751')).filter((event) => event.type === 'portal-entered')).toHaveLength(3);
    expect(world.facts.filter((fact) => fact.startsWith('portalEntered'))).toEqual(Array.from({ length: 3 }, () => 'portalEntered {"kommune":"0751","role":"contact","client":"127.0.0.1"}'));
  });

  test('never leads elsewhere afterwards', async () => {
    const world = await worlds.build();
    await entered(world, mette);
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/%2F%2Fevil.example', 'javascript:alert(1)', '/log-ud', '']) {
      expect((await world.visitor().logIn(mette, `?naeste=${encodeURIComponent(next)}`)).headers.location).toBe('/indberetning');
    }
    expect((await world.visitor().logIn(mette, '?naeste=/kolleger&naeste=//evil.example')).headers.location).toBe('/indberetning');
  });

  test('says the same, and takes the same time, for a wrong password, an address that is nobody\'s and a login that is not activated', async () => {
    const world = await worlds.build();
    await entered(world, mette);
    await world.issued(bo);
    const answers = new Map<string, Answer>();
    const fastest = new Map<string, number>();
    for (let n = 0; n < 3; n += 1) {
      for (const email of [mette.email, 'nobody@aarhus.dk', bo.email]) {
        const visitor = world.visitor();
        const token = csrfIn((await visitor.get('/log-ind')).body);
        const begun = performance.now();
        answers.set(email, await visitor.post('/log-ind', { _csrf: token, email, password: 'forkert adgangskode' }));
        fastest.set(email, Math.min(fastest.get(email) ?? Infinity, performance.now() - begun));
      }
    }
    const seen = [...answers].map(([email, { statusCode, headers, body }]) => [statusCode, Object.keys(headers).toSorted(), bare(body).replaceAll(email, 'EMAIL')]);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]?.[0]).toBe(422);
    const [wrong = 0, ...others] = [...fastest.values()];
    for (const time of others) expect(time).toBeGreaterThan(wrong / 3);
    expect(world.facts.filter((fact) => fact.startsWith('portalRefused'))).toHaveLength(9);
  });

  test('is closed for a while after ten wrong passwords, alike for an address that is nobody\'s, and for that address only', async () => {
    const world = await worlds.build();
    await entered(world, mette);
    const visitor = world.visitor();
    const guess = (email: string) => world.visitor().logIn({ email, password: 'forkert adgangskode' });
    const ends: Answer[] = [];
    for (const email of [mette.email, 'nobody@aarhus.dk']) {
      // All at once: none slips through between the counting and the looking.
      const answers = await Promise.all(Array.from({ length: 12 }, () => guess(email)));
      expect(answers.map((a) => a.statusCode).toSorted()).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
      ends.push(await visitor.logIn({ email: email.toUpperCase(), password: mette.password }));
      // Who tries from another machine is not kept out by them.
      expect((await world.visitor('10.9.8.7').logIn({ email, password: mette.password })).statusCode).toBe(email === mette.email ? 303 : 422);
    }
    expect(ends.map((a) => [a.statusCode, bare(a.body)])).toEqual(ends.map(() => [429, bare(ends[0]?.body ?? '')]));
    expect(ends[0]?.body).toContain('15 minutter');
    expect(ends[0]?.headers['retry-after']).toBe('900');
    await world.issued(bo);
    expect((await guess(bo.email)).statusCode).toBe(422);
  });

  test('is closed for a while after two hundred forms a minute from one address, whatever it says of a proxy', async () => {
    const world = await worlds.build();
    const visitor = world.visitor('203.0.113.7');
    const answers = await Promise.all(Array.from({ length: 201 }, (_, n) => visitor.post('/glemt-adgangskode', {}, { 'x-forwarded-for': `198.51.100.${n}` })));
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([...Array.from({ length: 200 }, () => 403), 429]);
    expect(answers.find((a) => a.statusCode === 429)?.body).toContain('Prøv igen om et minut');
    // By the proxy of this machine each has its own address.
    expect((await world.visitor().post('/glemt-adgangskode', {}, { 'x-forwarded-for': '203.0.113.8' })).statusCode).toBe(403);
  });
});

describe('a link', () => {
  test('used twice at once lets one in, whose password is the one that works', async () => {
    const world = await worlds.build();
    const link = await world.issued(mette);
    const passwords = ['den foerste vandt her', 'den anden vandt her'];
    const answers = await Promise.all(passwords.map((password) => world.visitor().send(link, { password, repeat: password })));
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([303, 410]);
    const works = await Promise.all(passwords.map(async (password) => (await world.visitor().logIn({ email: mette.email, password })).statusCode));
    expect(works).toEqual(answers.map((a) => (a.statusCode === 303 ? 303 : 422)));
    expect(await world.redis.hlen(world.keys.credentials)).toBe(1);
    expect((await world.visitor().send(link, { password: 'en tredje adgang', repeat: 'en tredje adgang' })).statusCode).toBe(410);
  });

  test('refuses a bad password in a sentence at its field, and is good until a better one is chosen', async () => {
    const world = await worlds.build();
    const link = await world.issued(mette);
    const visitor = world.visitor();
    for (const [password, repeat, says] of [['kort', 'kort', 'mindst 12 tegn'], ['mho@aarhus.dk!', 'mho@aarhus.dk!', 'din mailadresse'], [mette.password, 'noget andet', 'ikke ens']] as const) {
      const answer = await visitor.send(link, { password, repeat });
      expect([answer.statusCode, answer.body.includes(says), answer.body.includes(`value="${password}"`)]).toEqual([422, true, false]);
    }
    expect(await world.redis.hlen(world.keys.credentials)).toBe(0);
    expect((await visitor.send(link, { password: mette.password, repeat: mette.password })).statusCode).toBe(303);
  });

  test('for a forgotten password goes to the contact only; the old password works until it is used, and not after', async () => {
    const world = await worlds.build();
    const inside = await entered(world, mette);
    await inside.send('/kolleger', { go: 'invite', name: jens.name, email: jens.email });
    await world.visitor().send(world.linkIn(world.queued.at(-1)), { password: jens.password, repeat: jens.password });
    const before = await world.queues.counts();
    const ask = async (email: string): Promise<readonly [number, string]> => {
      const { statusCode, body } = await world.visitor().send('/glemt-adgangskode', { email });
      return [statusCode, bare(body)];
    };
    const [known, colleague, nobody] = await Promise.all(['MHO@aarhus.dk', jens.email, 'nobody@aarhus.dk'].map(ask));
    expect([colleague, nobody]).toEqual([known, known]);
    expect(known).toEqual([200, expect.stringContaining('Er adressen registreret') as string]);
    const asked = world.queued.filter((task) => task.kind === 'login');
    expect(asked).toMatchObject([{ to: mette.email, forgotten: true }]);
    expect((await world.queues.counts()).letters).toBe(before.letters + 1);
    expect((await world.visitor().logIn(mette)).statusCode).toBe(303);
    const password = 'ni nye kander te';
    expect((await world.visitor().send(world.linkIn(asked[0]), { password, repeat: password })).statusCode).toBe(303);
    expect((await world.visitor().logIn(mette)).statusCode).toBe(422);
    expect((await world.visitor().logIn({ email: mette.email, password })).statusCode).toBe(303);
    expect((await inside.get('/kolleger')).statusCode).toBe(303);
  });
});

test('a colleague can do all but invite and remove', async () => {
  const world = await worlds.build();
  const contact = await entered(world, mette);
  await contact.send('/kolleger', { go: 'invite', name: jens.name, email: jens.email });
  const colleague = world.visitor();
  await colleague.send(world.linkIn(world.queued.at(-1)), { password: jens.password, repeat: jens.password });
  const page = await colleague.get('/kolleger');
  expect([page.statusCode, page.body.includes('Invitér'), page.body.includes(mette.email)]).toEqual([200, false, true]);
  const invited = (await world.directory.caseOf('0751'))?.state.colleagues[0]?.task;
  for (const fields of [{ go: 'invite', name: 'Ea Dam', email: 'eda@aarhus.dk' }, { go: `remove:${invited}` }]) expect((await colleague.send('/kolleger', fields)).statusCode).toBe(403);
  expect(world.queued.filter((task) => task.kind === 'invitation')).toHaveLength(1);
  expect((await colleague.get('/kolleger')).statusCode).toBe(200);
});
