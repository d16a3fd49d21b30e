// The year's clock in its bad hours: a machine that was off over a round, a pause, both clock changes, and a clock that jumps back.
// It refuses a campaign of its own making: dates that differ from 2024's are checked as the program checks them.
import { describe, expect, test } from 'vitest';
import { checkCampaign, type Campaign } from '../../src/core/campaign.ts';
import { campaignWith } from '../support/campaign.ts';
import { departmentOf, kommuneOf, type Kommune } from '../support/year/people.ts';
import { plainComposer } from '../support/year/compose.ts';
import { full } from '../support/year/raw.ts';
import { brokenRules } from '../support/year/rules.ts';
import { createYear } from '../support/year.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

async function begin(campaign?: Campaign, launch?: string) {
  if (campaign) expect(checkCampaign(campaign).filter((f) => f.level === 'error')).toEqual([]);
  const year = await createYear({ ...(campaign ? { campaign } : {}), ...(launch ? { launch } : {}), mailboxes: { '0751': 'post@aarhus.dk', '0851': 'post@aalborg.dk' }, compose: plainComposer });
  return { year, department: departmentOf(year), k: kommuneOf(year, '0751'), other: kommuneOf(year, '0851') };
}
const names = (k: Kommune): string => k.write(k.person('Mette Holm'), `Vores kontaktperson er Mette Holm, ${k.person('Mette Holm').email}.`);
const reminders = async (k: Kommune): Promise<readonly string[]> => (await k.mails()).filter((m) => m.includes('reminder')).map((m) => m.replace('reminder contact ', ''));

/** The list is due on Monday 25 March; Easter is from Thursday 28 March to Monday 1 April 2024, and summer time begins on the 31st. */
const easter = campaignWith({ letterDate: day('2024-03-04'), contactDeadline: day('2024-03-25'), loginWindow: { from: day('2024-04-17'), until: day('2024-04-24') } });

describe('over Easter and the beginning of summer time', () => {
  test('rounds skip the holidays and leave at eight, in winter and in summer', async () => {
    const { year, k } = await begin(easter, '2024-03-01 10:00');
    await year.play('2024-04-12 00:00');
    expect(await reminders(k)).toEqual(['2024-03-21 08:00 contact/before main', '2024-03-25 08:00 contact/on main', '2024-04-02 08:00 contact/after main', '2024-04-09 08:00 contact/last main']);
    expect(k.got('reminder').map((m) => m.at.toString())).toEqual(['2024-03-21T07:00:00Z', '2024-03-25T07:00:00Z', '2024-04-02T06:00:00Z', '2024-04-09T06:00:00Z']);
    expect(await brokenRules(year)).toEqual([]);
  });

  test('a machine that was off for a week sends the newest round only, and reads first what had come', async () => {
    const { year, k, other } = await begin(easter, '2024-03-01 10:00');
    year.at('2024-03-24 18:00', () => { year.machine.on = false; });
    year.at('2024-03-26 10:00', () => names(other));
    // Back at noon, and INBOX is read an hour later only: nobody is reminded meanwhile.
    year.at('2024-04-02 12:00', () => { year.machine.on = true; year.machine.intake = false; });
    year.at('2024-04-02 13:00', () => { year.machine.intake = true; });
    await year.play('2024-04-12 00:00');
    expect(await reminders(k)).toEqual(['2024-03-21 08:00 contact/before main', '2024-04-02 13:00 contact/after main', '2024-04-09 08:00 contact/last main']);
    expect(await other.mails()).toEqual(['2024-03-04 08:00 letter main', '2024-03-21 08:00 reminder contact contact/before main', '2024-04-02 13:00 ack mette']);
    expect(year.holds.map((h) => h.reason)).toContain('mail-unread');
    expect(await brokenRules(year)).toEqual([]);
  });

  test('one that comes back on Easter Monday waits for Tuesday', async () => {
    const { year, k } = await begin(easter, '2024-03-01 10:00');
    year.at('2024-03-24 18:00', () => { year.machine.on = false; });
    year.at('2024-04-01 09:00', () => { year.machine.on = true; });
    await year.play('2024-04-04 00:00');
    expect((await reminders(k)).slice(1)).toEqual(['2024-04-02 08:00 contact/after main']);
  });

  test('one that was off over the last round and everything after sends that one, and no backlog', async () => {
    const { year, k } = await begin(easter, '2024-03-01 10:00');
    year.at('2024-03-04 12:00', () => { year.machine.on = false; });
    year.at('2024-05-03 10:00', () => { year.machine.on = true; });
    await year.play('2024-05-10 00:00');
    expect(await reminders(k)).toEqual(['2024-05-03 10:00 contact/last main']);
  });
});

/** The list is due on the Monday after the night in which summer time ends (27 October 2024). */
const autumn = campaignWith({ letterDate: day('2024-10-07'), contactDeadline: day('2024-10-28'), loginWindow: { from: day('2024-11-13'), until: day('2024-11-20') }, reportDeadline: day('2024-12-16'), rounds: {
  contact: [{ name: 'before', workingDays: -2 }, { name: 'on', workingDays: 0 }, { name: 'last', workingDays: 3 }], report: [{ name: 'soon', workingDays: -2 }, { name: 'after', workingDays: 8 }],
} });

describe('over the end of summer time', () => {
  test('rounds leave at eight on both sides, and once in the hour that comes twice', async () => {
    const { year, k, other } = await begin(autumn, '2024-10-01 10:00');
    // Half past two in the night, the first and the second time.
    year.at(Temporal.Instant.from('2024-10-27T00:30:00Z'), () => names(other));
    year.at(Temporal.Instant.from('2024-10-27T01:30:00Z'), () => other.write(other.person('Mette Holm'), `Rettelse: Kontaktpersonen er Jens Lund, ${other.person('Jens Lund').email}.`));
    await year.play('2024-11-15 00:00');
    expect(k.got('reminder').map((m) => m.at.toString())).toEqual(['2024-10-24T06:00:00Z', '2024-10-28T07:00:00Z', '2024-10-31T07:00:00Z']);
    // The first answer is acknowledged at once; the corrected one on the same day waits until the day is over.
    expect(other.got().slice(2).map((m) => `${m.at} ${m.kind} ${m.to}`)).toEqual([
      '2024-10-27T00:30:00Z ack mette.holm@aalborg.dk', '2024-10-27T23:00:00Z ack mette.holm@aalborg.dk', '2024-11-13T07:00:00Z login jens.lund@aalborg.dk',
    ]);
    expect(await brokenRules(year)).toEqual([]);
  });

  test('the days between the years are no days for reminders', async () => {
    const { year, k } = await begin(autumn, '2024-10-01 10:00');
    await year.play('2025-01-10 00:00');
    // Eight working days after 16 December: 17, 18, 19, 20, 23, 27, 30 December and 2 January.
    expect((await reminders(k)).at(-1)).toBe('2025-01-02 08:00 report/after main');
    expect(await brokenRules(year)).toEqual([]);
  });
});

describe('a campaign that is paused for a week', () => {
  test('sends nothing to a kommune, forwards questions all the same, and afterwards sends the newest round only', async () => {
    const { year, k, other, department } = await begin();
    year.at('2024-02-09 12:00', () => department.pause());
    year.at('2024-02-10 12:00', () => other.write(other.person('Mette Holm'), `Hej\n\nVores kontaktperson er Mette Holm, ${other.person('Mette Holm').email}.\n\nHvornår åbner skemaet for indberetning?`));
    year.at('2024-02-12 10:00', () => { const forward = year.delivered.findLast((m) => m.kind === 'review'); if (forward) department.answer(forward, 'I april.\n\nHilsen Anne'); });
    year.at('2024-02-16 12:00', () => department.resume());
    await year.play('2024-02-14 12:00');
    expect((await year.status()).paused).toMatchObject({ by: 'anb', note: 'aftalt på telefon' });
    // Each round of the pause is shown; the newest will leave when a person resumes.
    expect((await year.forecast(1)).map((m) => `${m.at.slice(0, 10)} ${m.kommune} ${m.kind} ${m.held}`).sort()).toEqual(['2024-02-14 0751 reminder paused', '2024-02-14 0851 ack paused', '2024-02-14 0851 answer paused', '2024-02-15 0751 reminder paused']);
    await year.play('2024-02-24 00:00');
    expect(await reminders(k)).toEqual(['2024-02-08 08:00 contact/before main', '2024-02-16 12:00 contact/after main', '2024-02-22 08:00 contact/last main']);
    expect((await other.mails()).slice(2)).toEqual(['2024-02-16 12:00 ack mette', '2024-02-16 12:00 answer mette']);
    expect(year.delivered.filter((m) => m.kind === 'review' || m.kind === 'digest').map((m) => `${m.at} ${m.kind}`)).toEqual([
      '2024-02-05T07:00:00Z digest', '2024-02-10T11:00:00Z review', '2024-02-12T07:00:00Z digest', '2024-02-19T07:00:00Z digest',
    ]);
    expect(await brokenRules(year)).toEqual([]);
  });

  test('over a night keeps the hours: what was held leaves in the morning', async () => {
    const { year, k, department } = await begin();
    year.at('2024-02-12 07:00', () => department.pause());
    year.at('2024-02-12 19:00', () => department.resume());
    await year.play('2024-02-14 00:00');
    expect((await reminders(k)).at(-1)).toBe('2024-02-13 08:00 contact/on main');
  });
});

describe('a clock that jumps back', () => {
  test('holds what is due, by name, and lets it go when it is right again', async () => {
    const { year, k, department } = await begin();
    year.at('2024-02-12 07:00', () => department.pause());
    year.at('2024-02-12 12:00', () => { const mail = k.got('letter')[0]; if (mail) k.bounce(mail, full); });
    year.at('2024-02-12 12:05', () => year.setClockOff({ hours: -2 }));
    year.at('2024-02-12 12:06', () => department.resume());
    await year.play('2024-02-12 13:00');
    expect((await year.status()).cases.find((c) => c.kommune === k.code)?.holds.map((h) => `${h.what} ${h.reason}`)).toEqual(['remind clock-behind']);
    expect((await year.forecast(1)).filter((m) => m.kommune === k.code).map((m) => `${m.kind} ${m.held}`)).toEqual(['reminder clock-behind']);
    year.at('2024-02-12 13:30', () => year.setClockOff({ hours: 0 }));
    await year.play('2024-02-14 00:00');
    expect(await reminders(k)).toEqual(['2024-02-08 08:00 contact/before main', '2024-02-12 13:30 contact/on main']);
    expect(await brokenRules(year)).toEqual([]);
  });

  test('over a round that has left does not send it again', async () => {
    const { year, k } = await begin();
    year.at('2024-02-12 12:00', () => year.setClockOff({ hours: -96 }));
    await year.play('2024-02-16 11:00');
    expect(await reminders(k)).toEqual(['2024-02-08 08:00 contact/before main', '2024-02-12 08:00 contact/on main']);
    year.at('2024-02-16 12:00', () => year.setClockOff({ hours: 0 }));
    await year.play('2024-02-17 00:00');
    expect((await reminders(k)).at(-1)).toBe('2024-02-16 12:00 contact/after main');
  });
});
