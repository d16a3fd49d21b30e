// The play: day by day the clock is moved, the bot does what is due, kommuner and department do what they have to do, by mail and on the portal, until all is quiet.
// It refuses to hurry on: a day ends when the bot has nothing left to do.
import { dayOf, instantAt, pauseOf, playedDays, roundDays, shortDay, shortMoment, type Calendar, type Day, type Instant } from '../calendar.ts';
import type { Country } from '../country/country.ts';
import type { Department } from '../country/department.ts';
import type { Slot } from '../country/script.ts';
import type { Observation } from '../judge/evidence.ts';
import type { Internet } from './internet.ts';
import type { Killer } from './killer.ts';
import type { Office } from './office.ts';
import type { Visits } from './visits.ts';
import { reportingDays } from '../country/reporting/styles.ts';

export type PlayNeeds = {
  readonly calendar: Calendar;
  readonly country: Country;
  readonly department: Department;
  readonly office: Office;
  readonly internet: Internet;
  readonly visits: Visits;
  readonly killer: Killer;
  readonly setClock: (at: Instant) => void;
  readonly idle: (clock: Instant, when: string) => Promise<void>;
  /** A day is over: what was seen in it. */
  readonly dayOver: (day: Day, seen: readonly Observation[]) => void | Promise<void>;
  /** Where the play is now, for a line that lives. */
  readonly now: (when: string) => void;
};

const morning = '08:30';
const afternoon = '13:00';

/** The moment before the first day, at which the campaign is launched. */
export function curtain(calendar: Calendar): Instant {
  return instantAt(playedDays(calendar)[0] ?? calendar.letterDate, '08:00');
}

/** Days on which much happens: the letter, the reminder rounds, the logins, the reports. */
export function busySteps(calendar: Calendar): readonly number[] {
  const days = playedDays(calendar);
  const rounds = [...roundDays(calendar, 'contact'), ...roundDays(calendar, 'report')].map((r) => r.day);
  return [calendar.letterDate, ...rounds, calendar.loginWindow.from, ...Object.values(reportingDays(calendar))].map((day) => days.findIndex((d) => d.equals(day))).filter((i) => i >= 0);
}

export async function play(needs: PlayNeeds): Promise<void> {
  const { calendar, country, department, internet, killer, office, dayOver } = needs;
  const pause = pauseOf(calendar);
  for (const [index, day] of playedDays(calendar).entries()) {
    const before = internet.seen.length;
    const isPaused = dayOf(pause.until).equals(day);
    killer.step(index);
    if (isPaused) {
      // Outside the hours: nothing leaves between the two.
      needs.setClock(pause.from);
      await office.pause();
    }
    // What came in the night lies in INBOX when the day's first tick comes: nobody waits for the bot here.
    const night = await country.post(instantAt(day, '06:00'), 'night');
    for (const posting of night) internet.carry(posting);
    let last = await step(needs, instantAt(day, morning), 'morning', night.length > 0);
    if (isPaused || country.busyAfternoon(day) || department.busyAfternoon(day)) last = await step(needs, instantAt(day, afternoon), 'afternoon', false);
    if (isPaused) {
      needs.setClock(pause.until);
      await office.resume();
      last = await step(needs, pause.until, 'afternoon', true);
    }
    if (await killer.finish()) await needs.idle(last, `the end of ${shortDay(day)}, after a kill`);
    await dayOver(day, internet.seen.slice(before));
  }
}

/** Posts and answers within one moment come to an end: a kommune's machines answer the bot, the bot never answers machines. Whom a kill cut off tries again. */
const rounds = 25;

/**
 * One moment of a day, and what follows from it. After mail was handled a minute passes, so that the bot's clock has looked again at what
 * is due: what it held back because of a mail it had not read yet leaves then. Gives the moment at which all was quiet.
 */
async function step({ country, department, internet, office, visits, setClock, idle, now }: PlayNeeds, begin: Instant, slot: Slot, came: boolean): Promise<Instant> {
  let at = begin;
  const tick = async (what: string): Promise<void> => {
    const when = `${shortMoment(at)}${what}`;
    now(when);
    setClock(at);
    await idle(at, when);
  };
  await tick('');
  let changed = came;
  for (let round = 1; ; round += 1) {
    const deeds = country.deeds(dayOf(at));
    await office.decide(deeds);
    const due = await country.report(at);
    const postings = [...await country.post(at, slot), ...due.postings];
    const replies = await department.post(at, slot);
    const mails = postings.length + replies.length;
    if (mails + deeds.length + due.visits.length === 0 && !changed) return at;
    if (round > rounds) throw new Error(`at ${shortMoment(at)} mails went to and fro ${rounds} times: ${[...postings.map((p) => `${p.act.label} of ${p.player.kommune.name}`), ...due.visits.map((v) => `${v.errand.label} of ${v.player.kommune.name}`)].join(', ')}`);
    for (const posting of postings) internet.carry(posting);
    for (const reply of replies) internet.carryReply(reply);
    await visits.go(due.visits);
    if (mails + due.visits.length > 0) await idle(at, `${shortMoment(at)}, after ${mails} mails and ${due.visits.length} visits`);
    at = at.add({ minutes: 1 });
    await tick('');
    changed = false;
  }
}
