// What must not be lost or blocked on the portal: answers behind a "no", the password of a colleague who becomes the contact, and everybody else's time.
// It refuses a socket and a mock: the app is a value, behind it are a real Redis and real hashes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bo, csrfIn, entered, jens, leadsTo, mette, startWorlds, type Answer, type Visitor, type World } from './portal-world.ts';

let worlds: Awaited<ReturnType<typeof startWorlds>>;
beforeAll(async () => { worlds = await startWorlds(); });
afterAll(() => worlds.stop());

/** Fills in a page of the report as it stands. */
async function fill(visitor: Visitor, url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const { body } = await visitor.get(url);
  return visitor.post(url, { _csrf: csrfIn(body), revision: /name="revision" value="(\d+)"/.exec(body)?.[1] ?? '', ...fields });
}

async function savedAnswers(world: World, kommune: string): Promise<Readonly<Record<string, string>>> {
  return (await world.directory.caseOf(kommune))?.state.draft?.answers ?? {};
}

describe('answers', () => {
  const basics = '/indberetning/grundoplysninger';
  const counts = { 'u1.level1.women': '1', 'u1.level1.men': '0', 'u1.level2.women': '1', 'u1.level2.men': '6' };
  const target = { 'u1.level2.hasTarget': 'yes', 'u1.level2.percent': '40', 'u1.level2.year': '2027', 'u1.level2.status': 'not-due' };

  test('are kept behind "fewer than 50" said by mistake, all the way back and on', async () => {
    const world = await worlds.build();
    const visitor = await entered(world, mette);
    await fill(visitor, basics, { referenceDate: '31-12-2023', fiftyOrMore: 'yes', go: 'next' });
    await fill(visitor, '/indberetning/ledere', { 'u1.name': 'Aarhus Kommune', ...counts, go: 'next' });
    await fill(visitor, '/indberetning/maaltal', { ...target, go: 'next' });
    await fill(visitor, basics, { referenceDate: '31-12-2023', fiftyOrMore: 'no', go: 'next' });
    leadsTo(await fill(visitor, '/indberetning/politik', { go: 'back' }), basics);
    for (const page of ['maaltal', 'ledere']) expect((await fill(visitor, `/indberetning/${page}`, { go: 'back' })).statusCode).toBe(303);
    await fill(visitor, basics, { referenceDate: '31-12-2023', fiftyOrMore: 'yes', go: 'next' });
    expect(await savedAnswers(world, '0751')).toMatchObject({ ...counts, ...target });
  });

  test('about a target are kept while a number is wrong', async () => {
    const world = await worlds.build();
    const visitor = await entered(world, mette);
    await fill(visitor, '/indberetning/ledere', { 'u1.name': 'Aarhus Kommune', ...counts, go: 'stay' });
    await fill(visitor, '/indberetning/maaltal', { ...target, go: 'stay' });
    await fill(visitor, '/indberetning/ledere', { 'u1.name': 'Aarhus Kommune', ...counts, 'u1.level2.men': '0', go: 'stay' });
    const hidden = Object.fromEntries([...(await visitor.get('/indberetning/maaltal')).body.matchAll(/<textarea name="([^"]+)" hidden>\n([^<]*)<\/textarea>/g)].map(([, name = '', value = '']) => [name, value]));
    expect(hidden).toEqual(target);
  });

  test('can be given where a report without leaders is corrected', async () => {
    const world = await worlds.build();
    const visitor = await entered(world, bo);
    const at = world.clock.now;
    await world.take('0101', { type: 'save-report', at, by: bo.email, section: 'leaders', answers: {}, revision: 99, start: {} });
    await fill(visitor, basics, { referenceDate: '31-12-2023', fiftyOrMore: 'yes', go: 'next' });
    const page = await visitor.get('/indberetning/ledere');
    expect([page.body.includes('name="u1.level1.women"'), page.body.includes('Tilføj enhed'), page.body.includes('færre end 50')]).toEqual([true, true, false]);
    await fill(visitor, '/indberetning/ledere', { 'u1.name': 'Økonomiforvaltningen', ...counts, go: 'stay' });
    expect(await savedAnswers(world, '0101')).toMatchObject({ 'u1.name': 'Økonomiforvaltningen', ...counts });
  });

  test('written otherwise than they were handed in are no correction that waits', async () => {
    const world = await worlds.build();
    const visitor = await entered(world, mette);
    await world.handedIn(mette);
    const { policy = '', comment = '', policyLink = '', policyDate = '', reportedOn = '' } = await savedAnswers(world, '0751');
    const asItWas = { policy, policyLink, policyDate, reportedOn, go: 'stay' };
    await fill(visitor, '/indberetning/politik', { ...asItWas, comment: `${comment}  ` });
    expect((await visitor.get('/indberetning')).body).toContain('Indberetningen er indsendt');
    await fill(visitor, '/indberetning/politik', { ...asItWas, comment: `${comment} Mere.` });
    expect((await visitor.get('/indberetning')).body).toContain('Der er rettelser, som ikke er indsendt');
  });

  test('that come after the session ended are shown with their level, as they read', async () => {
    const world = await worlds.build();
    const { body } = await world.visitor().post('/indberetning/maaltal', { 'u1.level2.status': 'not-due', 'u1.name': 'x'.repeat(50_000) });
    expect(body).toMatch(/x, næste ledelsesniveau: Status for måltallet<\/th><td>Ikke forfaldent endnu</);
    expect(body.length).toBeLessThan(10_000);
  });
});

test('a colleague who becomes the contact keeps her password', async () => {
  const world = await worlds.build();
  const contact = await entered(world, mette);
  leadsTo(await contact.send('/kolleger', { go: 'invite', name: jens.name, email: jens.email }), '/kolleger?gjort=inviteret');
  const invitation = world.queued.at(-1);
  const successor = world.visitor();
  await successor.send(world.linkIn(invitation), { password: jens.password, repeat: jens.password });
  await world.registered({ ...jens, kommune: '0751' }, '2024-04-02 08:00', mette.email);
  expect((await successor.get('/kolleger')).body).not.toContain('Fjern');
  await successor.send('/kolleger', { go: `remove:${invitation?.id}` });
  expect((await world.visitor().logIn(jens)).statusCode).toBe(303);
});

test('an invitation greets with a name and nothing else; a page is not asked for words that it does not have', async () => {
  const world = await worlds.build();
  const contact = await entered(world, mette);
  for (const name of ['Se lige-dk.com', 'WWW.EVIL.DK', 'Ring 70 10 20 30']) expect([name, (await contact.send('/kolleger', { go: 'invite', name, email: jens.email })).statusCode]).toEqual([name, 422]);
  for (const gjort of ['constructor', '__proto__']) expect((await contact.get(`/kolleger?gjort=${gjort}`)).statusCode).toBe(200);
  leadsTo(await contact.send('/kolleger', { go: 'invite', name: "Anne-Sofie J.P. d'Aubigné", email: jens.email }), '/kolleger?gjort=inviteret');
});

describe('nobody holds up the others', () => {
  test('with versions without end, each with its mails', async () => {
    const world = await worlds.build();
    const [hers, his] = [await entered(world, mette), await entered(world, bo)];
    const form = { _csrf: csrfIn((await hers.get('/indberetning/kontrol')).body), revision: '7' };
    const statuses = [];
    for (let n = 0; n < 31; n += 1) statuses.push((await hers.post('/indberetning/kontrol', form)).statusCode);
    expect([statuses.filter((status) => status === 409).length, statuses.at(-1)]).toEqual([30, 429]);
    expect((await fill(his, '/indberetning/kontrol', {})).statusCode).toBe(409);
  });

  const timed = async (work: Promise<Answer>): Promise<readonly [number, boolean]> => {
    const begun = performance.now();
    const { statusCode } = await work;
    return [statusCode, performance.now() - begun < 1_500];
  };

  test('with a text that takes for ever to read, or with a million fields', async () => {
    const world = await worlds.build();
    const visitor = await entered(world, mette);
    const spaces = ' '.repeat(2_000);
    expect(await timed(fill(visitor, '/indberetning/grundoplysninger', { referenceDate: `1${spaces}1${spaces}x`, fiftyOrMore: 'yes', go: 'next' }))).toEqual([422, true]);
    const payload = Array.from({ length: 1_000_000 }, (_, n) => `${n.toString(36)}=`).join('&');
    expect(await timed(world.app.inject({ method: 'POST', url: '/indberetning/politik', payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } }))).toEqual([403, true]);
  });

  test('behind a proxy on the network between containers: each has an address of its own, and it is the one that the proxy saw', async () => {
    const world = await worlds.build();
    const get = (forwarded?: string) => world.app.inject({ method: 'GET', url: '/healthz', remoteAddress: '172.18.0.1', headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } });
    expect((await Promise.all([get(), get('203.0.113.9'), get('127.0.0.1, 203.0.113.9'), get('unknown')])).map((a) => a.statusCode)).toEqual([200, 404, 404, 404]);
    const proxy = world.visitor('172.18.0.1');
    const honest = await Promise.all(Array.from({ length: 210 }, (_, n) => proxy.post('/log-ind', {}, { 'x-forwarded-for': `198.51.100.${n}` })));
    expect(new Set(honest.map((a) => a.statusCode))).toEqual(new Set([403]));
  });
});
