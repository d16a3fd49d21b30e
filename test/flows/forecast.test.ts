// The forecast is what really happens: random countries are played day by day, and every mail is compared with the forecast of the evening before.
// It refuses a tolerance: minute, kind and recipient are the same, up to the instant at which somebody outside does something.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { desk, type Event } from '../../src/core/events.ts';
import type { ForecastMail } from '../../src/core/forecast.ts';
import { plainComposer } from '../support/year/compose.ts';
import { campaignOf, country, launch, lengthOf, mailboxesOf, outageOf, populate, startOf, type Country } from '../support/year/country.ts';
import { accepts } from '../support/year/places.ts';
import { brokenRules } from '../support/year/rules.ts';
import { createYear, local, type Delivered, type Year } from '../support/year.ts';

/** More and other years, and the smallest that fails: YEARS=500 SEED=7 SHRINK=1 npx vitest run test/flows/forecast.test.ts */
const years = Number(process.env['YEARS'] ?? 40);
const seed = Number(process.env['SEED'] ?? 2024);

/** What the years held, so that the countries can't become harmless unnoticed. */
const met = new Set<string>();

/** Plays a country; gives the first day on which something was not as forecast, or else every rule that was broken. */
async function surprises(one: Country): Promise<readonly string[]> {
  const year = await createYear({ campaign: campaignOf(one), mailboxes: mailboxesOf(one), launch, compose: plainComposer });
  const machines: string[] = [];
  populate(year, one, machines);
  for (let day = 1; day <= lengthOf(one); day += 1) {
    await year.play(startOf(day));
    const evening: Evening = {
      forecast: (await year.forecast(2)).filter((m) => Temporal.Instant.compare(m.at, startOf(day + 1)) < 0),
      lengths: await lengthsOf(year), sent: year.delivered.length, putOff: await putOff(year),
      outage: Math.min(...one.outages.map((outage) => outageOf(one, outage)).filter(({ until }) => Temporal.Instant.compare(until, startOf(day)) >= 0).map(({ from }) => from.epochMilliseconds)),
    };
    await year.play(startOf(day + 1));
    const found = await compare(year, evening);
    if (found.length > 0) return found;
  }
  await note(year);
  return brokenRules(year, machines);
}

/** What is known when a day begins. `lengths`: of the streams; `outage`: when the next one begins (ms); `putOff`: see there. */
type Evening = { readonly forecast: readonly ForecastMail[]; readonly lengths: ReadonlyMap<string, number>; readonly sent: number; readonly putOff: ReadonlySet<string>; readonly outage: number };

async function compare(year: Year, { forecast, lengths, sent, putOff: waiting, outage }: Evening): Promise<readonly string[]> {
  const found: string[] = [];
  const fresh = async (stream: string): Promise<readonly Event[]> => (await year.events(stream)).slice(lengths.get(stream) ?? 0);
  const steered = (await fresh(desk)).filter((e) => e.type === 'campaign-paused' || e.type === 'campaign-resumed');
  const streams = await year.log.streams();
  // What newly waits for a person is told of all of them, so an event of any of them may change a notice.
  const anything = Math.min(...(await Promise.all(streams.map(fresh))).flat().filter(isOutside).map((e) => Temporal.Instant.from(e.at).epochMilliseconds));
  for (const stream of streams) {
    const kommune = stream === desk ? null : stream;
    const outside = [...(await fresh(stream)).filter(isOutside), ...(kommune === null ? [] : steered)].map((e) => Temporal.Instant.from(e.at).epochMilliseconds);
    const until = waiting.has(stream) ? 0 : Math.min(...outside, outage);
    const before = (lines: readonly Line[]): readonly string[] => lines.filter((l) => l.at.epochMilliseconds < (l.text.includes(' notice ') ? Math.min(until, anything) : until)).map((l) => l.text).sort();
    const mine = forecast.filter((m) => m.kommune === kommune);
    // What is shown as held is not among them: had it left without an event of the day, it would be one too many here.
    const told = before(mine.filter((m) => m.held === null).map(ofForecast));
    const was = before(year.delivered.slice(sent).filter((m) => m.kommune === kommune).map(ofMail));
    if (JSON.stringify(told) !== JSON.stringify(was)) {
      found.push(`${stream}: forecast [${told.join('; ')}], sent [${was.join('; ')}], held [${mine.filter((m) => m.held !== null).map((m) => `${ofForecast(m).text} ${m.held}`).join('; ')}]`);
    }
  }
  return found;
}

type Line = { readonly at: Temporal.Instant; readonly text: string };
const ofMail = (m: Delivered): Line => ({ at: m.at, text: `${local(m.at)} ${m.kind} ${m.to}` });
const ofForecast = (m: ForecastMail): Line => ({ at: Temporal.Instant.from(m.at), text: `${local(Temporal.Instant.from(m.at))} ${m.kind} ${m.to}` });

/** Somebody outside: a mail, a person, the portal, the mail server's word. What the bot itself notes changes no forecast. */
function isOutside({ type }: Event): boolean {
  return type !== 'mail-asked' && type !== 'mail-intended' && type !== 'mail-sent' && type !== 'mail-unwanted' && type !== 'case-opened';
}

async function lengthsOf(year: Year): Promise<ReadonlyMap<string, number>> {
  return new Map(await Promise.all((await year.log.streams()).map(async (s) => [s, (await year.events(s)).length] as const)));
}

/** The streams with a mail that waits for its server, or for its proof: when it leaves is the server's to say. What waits for anything else is forecast. */
async function putOff(year: Year): Promise<ReadonlySet<string>> {
  const servers = ['server-trouble', 'awaiting-proof', 'copy-missing', 'rate-limit'];
  const waiting = (await year.log.tasks()).filter((task) => servers.includes(year.holds.findLast((h) => h.what === task.id)?.reason ?? ''));
  return new Set(waiting.map((task) => task.kommune ?? desk));
}

async function note(year: Year): Promise<void> {
  for (const { kind } of year.delivered) met.add(kind);
  for (const { what, reason } of year.holds) met.add(`held ${what.replace(/\..*/, '')} ${reason}`);
  for (const stream of await year.log.streams()) {
    for (const event of await year.events(stream)) met.add(event.type === 'mail-asked' && event.task.kind === 'reminder' ? `reminder ${event.task.about}${event.task.copyOf ? ' copy' : ''}` : event.type);
  }
}

describe('at the desk', () => {
  /** Its server puts the digest of Monday morning off until the evening, so that it waits over the night. */
  test('a digest that waits is shown for the hours in which it will leave', async () => {
    const year = await createYear({ mailboxes: { '0751': 'post@aarhus.dk' }, compose: plainComposer });
    year.at('2024-02-05 07:00', () => { year.machine.answering = () => 'later'; });
    year.at('2024-02-05 20:00', () => { year.machine.answering = accepts; });
    await year.play('2024-02-05 22:00');
    expect((await year.forecast(1)).filter((m) => m.kommune === null).map((m) => `${m.at} ${m.kind} ${m.held}`)).toEqual(['2024-02-06T07:00:00Z digest null']);
    await year.play('2024-02-07 00:00');
    expect(year.delivered.filter((m) => m.kind === 'digest').map((m) => m.at.toString())).toEqual(['2024-02-06T07:00:00Z']);
  });
});

describe('random countries', () => {
  test('every mail leaves as the forecast of the evening before said, and no rule is broken', async () => {
    await fc.assert(fc.asyncProperty(country, async (one) => {
      expect(await surprises(one)).toEqual([]);
    }), { numRuns: years, seed, endOnFailure: process.env['SHRINK'] === undefined });
  }, 300_000);

  test('had all of it: every kind of mail, every reminder, every reason to hold, every kind of event', () => {
    expect([...met]).toEqual(expect.arrayContaining([
      'letter', 'ack', 'clarify', 'login', 'reminder', 'confirm', 'closed', 'review', 'answer', 'receipt', 'notice', 'digest',
      'reminder contact', 'reminder login', 'reminder login copy', 'reminder report', 'reminder report copy', 'reminder begun', 'reminder begun copy',
      'held remind review-open', 'held remind question-open', 'held remind bounced', 'held remind mail-unread', 'held remind mailbox-unhealthy', 'held issue-login awaiting-confirmation', 'held ack paused', 'held ack server-trouble',
      'contact-registered', 'address-approved', 'login-activated', 'report-begun', 'report-submitted', 'exempted', 'exemption-lifted', 'deadline-extended', 'campaign-paused', 'campaign-resumed',
      'bounce-noted', 'mail-refused', 'mail-deferred', 'mail-unwanted', 'review-closed', 'question-opened',
    ]));
  });
});
