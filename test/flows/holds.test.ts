// Each reason for which a mail is held: named in status and in the forecast while it lasts, and released by itself when it ends (design rules 7 and 8).
// It refuses to reach into the case: each reason begins and ends as it does in life, by a mail, a person, a server or the clock.
import { describe, expect, test } from 'vitest';
import { addressOf } from '../support/year/raw.ts';
import { departmentOf, kommuneOf } from '../support/year/people.ts';
import { accepts } from '../support/year/places.ts';
import { plainComposer } from '../support/year/compose.ts';
import { brokenRules } from '../support/year/rules.ts';
import { createYear } from '../support/year.ts';

const aarhus = '0751';

async function begin() {
  const year = await createYear({ mailboxes: { [aarhus]: 'post@aarhus.dk', '0851': 'post@aalborg.dk' }, compose: plainComposer });
  return { year, department: departmentOf(year), k: kommuneOf(year, aarhus), neighbour: kommuneOf(year, '0851') };
}
type World = Awaited<ReturnType<typeof begin>>;

/** What status and forecast say of Aarhus now: "remind question-open", and the mails shown as held. */
async function told({ year }: World) {
  const holds = (await year.status()).cases.find((c) => c.kommune === aarhus)?.holds.map((h) => `${h.what} ${h.reason}`);
  const forecast = (await year.forecast(1)).filter((m) => m.kommune === aarhus && m.held !== null).map((m) => `${m.kind} ${m.held}`);
  return { holds, forecast };
}

const names = ({ k }: World): string => k.write(k.person('Mette Holm'), `Vores kontaktperson er Mette Holm, ${k.person('Mette Holm').email}.`);

type Reason = { readonly begins: (w: World) => unknown; readonly ends: (w: World) => unknown; /** The reminder that leaves when it has ended. */ readonly left?: string };

const reasons: Readonly<Record<string, Reason>> = {
  'mail-unread': { begins: ({ year, neighbour }) => { year.machine.intake = false; neighbour.write(neighbour.person('Jens Lund'), 'Hej\n\nTæller vikarer med?'); }, ends: ({ year }) => { year.machine.intake = true; } },
  'mailbox-unhealthy': { begins: ({ year }) => { year.inbox.down = true; }, ends: ({ year }) => { year.inbox.down = false; } },
  'review-open': { begins: ({ k }) => k.write(k.person('Jens Lund'), 'Hej\n\nJeres brev er havnet i den forkerte afdeling.'), ends: ({ department }) => department.discard(aarhus) },
  'question-open': {
    begins: ({ k }) => k.write(k.person('Jens Lund'), 'Hej\n\nTæller vikarer med?'),
    ends: ({ year, department }) => { const forward = year.delivered.findLast((m) => m.kind === 'review'); if (forward) department.answer(forward, 'Ja.\n\nHilsen Anne'); },
    // Who was answered gets a working day to act on it: the next round is the first that comes.
    left: '2024-02-15 08:00 reminder contact contact/after main',
  },
  paused: { begins: ({ department }) => department.pause(), ends: ({ department }) => department.resume() },
  bounced: {
    begins: ({ k }) => { const mail = k.got().at(-1); if (mail) k.bounce(mail); },
    // Whoever writes from there is reached there again.
    ends: ({ k, department, year }) => { k.write(k.main, 'Hej\n\nJeres brev er havnet i den forkerte afdeling.'); year.at('2024-02-12 14:31', () => department.discard(aarhus)); }, left: '2024-02-12 14:31 reminder contact contact/on main',
  },
};

describe('the reminder on the day of the deadline is held', () => {
  test.each(Object.entries(reasons))('%s', async (reason, { begins, ends, left = '2024-02-12 14:30 reminder contact contact/on main' }) => {
    const world = await begin();
    const { year, k } = world;
    year.at('2024-02-12 07:30', () => begins(world));
    await year.play('2024-02-12 14:00');
    expect(await told(world)).toEqual({ holds: [`remind ${reason}`], forecast: [`reminder ${reason}`] });
    expect((await k.mails()).filter((m) => m.startsWith('2024-02-12') && m.includes('reminder'))).toEqual([]);
    // The log says so too; a pause is no news of a kommune, and stands at the desk.
    if (reason !== 'paused') expect(year.holds.filter((h) => h.kommune === aarhus).map((h) => `${h.what} ${h.reason}`)).toContain(`remind ${reason}`);
    year.at('2024-02-12 14:30', () => ends(world));
    await year.play(`${left.slice(0, 10)} 14:40`);
    expect((await k.mails()).filter((m) => m.includes('reminder')).at(-1)).toBe(left);
    expect((await told(world)).holds).toEqual([]);
    expect(await brokenRules(year)).toEqual([]);
  });

  test('by the very mail that answers it: then it is not sent at all', async () => {
    const world = await begin();
    const { year, k } = world;
    year.at('2024-02-12 07:59', () => { year.machine.intake = false; names(world); });
    await year.play('2024-02-12 12:00');
    expect(await told(world)).toEqual({ holds: ['remind mail-unread'], forecast: ['reminder mail-unread'] });
    year.at('2024-02-12 12:30', () => { year.machine.intake = true; });
    await year.play('2024-02-23 00:00');
    expect((await k.mails()).slice(-2)).toEqual(['2024-02-08 08:00 reminder contact contact/before main', '2024-02-12 12:30 ack mette']);
  });

  test('over the end of the day: it leaves on the next morning, as the newest round', async () => {
    const world = await begin();
    const { year, k } = world;
    year.at('2024-02-12 07:30', () => reasons['review-open']?.begins(world));
    year.at('2024-02-12 20:00', () => reasons['review-open']?.ends(world));
    await year.play('2024-02-14 00:00');
    expect((await k.mails()).at(-1)).toBe('2024-02-13 08:00 reminder contact contact/on main');
  });
});

describe('a mail that was asked for already is held just before it leaves', () => {
  /** Its server puts the reminder of the day off until `until`; `meanwhile` something happens. */
  async function putOff(until: string, meanwhile: (w: World) => unknown = () => undefined, at = '2024-02-12 09:00') {
    const world = await begin();
    const { year, k } = world;
    year.at('2024-02-12 07:00', () => { year.machine.answering = (to, seen) => (to === k.main.email ? 'later' : accepts(to, seen)); });
    year.at(until, () => { year.machine.answering = accepts; });
    year.at(at, () => meanwhile(world));
    return world;
  }
  const last = async ({ k }: World) => (await k.mails()).at(-1);

  test('outside-hours: what the server would take at night waits for the morning', async () => {
    const world = await putOff('2024-02-12 18:00');
    await world.year.play('2024-02-12 23:00');
    expect((await world.year.forecast(1)).filter((m) => m.kommune === aarhus).map((m) => [m.at, m.kind, m.held])).toEqual([['2024-02-13T07:00:00Z', 'reminder', null]]);
    await world.year.play('2024-02-14 00:00');
    expect(world.year.holds.map((h) => h.reason)).toContain('outside-hours');
    expect(await last(world)).toBe('2024-02-13 08:00 reminder contact contact/on main');
  });
  test.each(['review-open', 'question-open', 'paused'])('%s', async (reason) => {
    const world = await putOff('2024-02-12 09:30', (w) => reasons[reason]?.begins(w));
    await world.year.play('2024-02-12 13:00');
    expect(world.year.holds.filter((h) => h.what === 'reminder.2024.0751.2').at(-1)?.reason).toBe(reason);
    expect((await told(world)).forecast).toEqual([`reminder ${reason}`]);
    world.year.at('2024-02-12 13:30', () => reasons[reason]?.ends(world));
    await world.year.play('2024-02-12 23:00');
    expect((await world.k.mails()).filter((m) => m.includes('reminder')).at(-1)).toBe('2024-02-12 13:30 reminder contact contact/on main');
  });
  test('and is not wanted any more when the answer comes meanwhile', async () => {
    const world = await putOff('2024-02-12 12:30', names);
    await world.year.play('2024-02-12 23:00');
    expect(await last(world)).toBe('2024-02-12 09:00 ack mette');
    expect((await world.year.events(aarhus)).flatMap((e) => (e.type === 'mail-unwanted' ? [[e.task, e.reason]] : []))).toEqual([['reminder.2024.0751.2', 'already-answered']]);
  });
  test('nor when the address is dead', async () => {
    const world = await putOff('2024-02-12 12:30', ({ k }) => { const mail = k.got()[0]; if (mail) k.bounce(mail); });
    await world.year.play('2024-02-12 23:00');
    expect((await world.year.events(aarhus)).flatMap((e) => (e.type === 'mail-unwanted' ? [[e.task, e.reason]] : []))).toEqual([['reminder.2024.0751.2', 'bounced']]);
    expect((await world.year.status()).waiting.map((w) => w.what)).toEqual(['bounced: post@aarhus.dk']);
  });
});

describe('a login is held', () => {
  test('awaiting-confirmation: until the main mailbox has said that an address elsewhere is meant', async () => {
    const world = await begin();
    const { year, k, department } = world;
    const bo = k.person('Bo Berg', 'konsulent.dk');
    k.at('2024-02-05 09:00', () => k.write(k.person('Mette Holm'), `Vores kontaktperson er ${bo.name}, ${bo.email}.`));
    k.at('2024-02-05 13:00', () => department.accept(aarhus));
    await year.play('2024-03-13 12:00');
    expect(await told(world)).toEqual({ holds: ['issue-login awaiting-confirmation'], forecast: ['login awaiting-confirmation'] });
    await year.play('2024-03-13 22:00');
    expect((await told(world)).forecast).toEqual(['login awaiting-confirmation']);
    k.at('2024-03-14 20:00', () => k.write(k.main, 'Ja, det er korrekt.', k.got('confirm').at(-1)));
    await year.play('2024-03-15 00:00');
    expect((await k.mails()).at(-1)).toBe('2024-03-14 20:00 login bo');
  });
  test('bounced: when it becomes known that nobody is reached there, until she writes from there', async () => {
    const world = await begin();
    const { year, k } = world;
    const mette = k.person('Mette Holm');
    year.at('2024-02-05 09:00', () => names(world));
    year.at('2024-03-13 07:00', () => { year.machine.answering = () => 'later'; });
    year.at('2024-03-13 09:00', () => { const mail = k.got('ack')[0]; if (mail) k.bounce(mail); year.machine.answering = (to, seen) => (to === mette.email ? 'later' : accepts(to, seen)); });
    year.at('2024-03-13 09:30', () => { year.machine.answering = accepts; });
    await year.play('2024-03-13 13:00');
    expect(year.holds.filter((h) => h.what === 'login.2024.0751').at(-1)?.reason).toBe('bounced');
    expect((await k.mails()).slice(2)).toEqual(['2024-03-13 09:00 clarify main']);
    year.at('2024-03-13 14:00', () => names(world));
    await year.play('2024-03-14 00:00');
    expect((await k.mails()).at(-1)).toBe('2024-03-13 14:00 login mette');
    expect(await brokenRules(year)).toEqual([]);
  });
  test('review-open: while it is disputed who the contact is', async () => {
    const world = await begin();
    const { year, k, department } = world;
    year.at('2024-02-05 09:00', () => names(world));
    year.at('2024-03-12 09:00', () => k.write(k.person('Jens Lund'), `Vores kontaktperson er Per Dahl, ${k.person('Per Dahl').email}.`));
    await year.play('2024-03-13 12:00');
    expect((await told(world)).holds).toEqual(['issue-login review-open']);
    year.at('2024-03-14 09:00', () => department.accept(aarhus));
    await year.play('2024-03-15 00:00');
    expect((await k.mails()).slice(-2).sort()).toEqual(['2024-03-14 09:00 ack jens', '2024-03-14 09:00 login per']);
    expect(addressOf(k.got('login').at(-1)?.to ?? '')).toBe('per.dahl@aarhus.dk');
  });
});
