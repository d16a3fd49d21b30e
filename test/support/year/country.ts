// Random countries: a campaign with dates and rounds of its own, and kommuner whose people and servers do random things on random days.
// It refuses what a campaign file may not say: dates and rounds are only those that `check` finds no error in.
import fc from 'fast-check';
import { checkCampaign, roundDay, type Campaign, type Round } from '../../../src/core/campaign.ts';
import { campaign2024, register } from '../campaign.ts';
import { zone, type Year } from '../year.ts';
import { departmentOf, kommuneOf, strangerWrites, type Kommune } from './people.ts';
import { accepts, unknownUser } from './places.ts';
import { full, gone } from './raw.ts';

const things = [
  'names-mette', 'names-jens', 'names-bo-elsewhere', 'names-half', 'asks', 'names-and-asks', 'thanks', 'asks-for-login', 'says-yes', 'is-away', 'bounces', 'delays',
  'activates', 'begins', 'submits', 'accepted', 'discarded', 'exempted', 'exempted-for-days', 'extends-contact', 'extends-report', 'stranger-asks', 'answered',
] as const;
export type Thing = (typeof things)[number] | 'pause' | 'resume';

/** What happens at a kommune, or to it, at a minute of a day after the launch; a negative day is that of a round, counted from -1. */
export type Happening = { readonly day: number; readonly minute: number; readonly what: Thing };

/** How far a kommune comes by itself, each step so many days after the one before (the first after the letter, the login's after it came). */
export type Story = { readonly steps: readonly Happening[]; readonly troubles: readonly Happening[] };

/** Days from the launch to the letter, from the letter to its deadline, and so on; rounds in working days. */
type Plan = {
  readonly letter: number; readonly contact: number; readonly logins: number; readonly window: number; readonly report: number;
  readonly contactRounds: readonly number[]; readonly reportRounds: readonly number[]; readonly until: string;
};

export type Outage = { readonly day: number; readonly minute: number; readonly hours: number; readonly what: 'machine' | 'intake' | 'mailbox' | 'server' };

export type Country = {
  readonly plan: Plan;
  readonly stories: readonly Story[];
  /** Days from the launch, and how many. */
  readonly pause: { readonly day: number; readonly minute: number; readonly days: number } | null;
  /** How a kommune's server answers its n-th mail: no such user, or so many times later. */
  readonly servers: readonly { readonly kommune: number; readonly nth: number; readonly how: 'refused' | 'later'; readonly times: number }[];
  /** Days from the launch, and for how many hours: the machine is off, nobody reads INBOX, the mailbox can't be reached, or our mail server takes nothing. */
  readonly outages: readonly Outage[];
  /** Hours until the department answers a question; 0 for never. */
  readonly answersAfter: number;
};

const rounds = (from: number, to: number): fc.Arbitrary<readonly number[]> => fc.uniqueArray(fc.integer({ min: from, max: to }), { maxLength: 4 }).map((days) => days.toSorted((a, b) => a - b));

export const launch = '2024-01-08 10:00';
const launchDay = Temporal.PlainDate.from('2024-01-08');

const plan: fc.Arbitrary<Plan> = fc.record({
  letter: fc.integer({ min: 0, max: 9 }), contact: fc.integer({ min: 6, max: 24 }), logins: fc.integer({ min: 8, max: 40 }), window: fc.integer({ min: 0, max: 8 }), report: fc.integer({ min: 18, max: 60 }),
  contactRounds: rounds(-5, 9), reportRounds: rounds(-9, 9), until: fc.constantFrom('12:00', '16:00', '23:00'),
}).filter((one) => checkCampaign(campaignOf({ plan: one })).every((f) => f.level === 'notice'));

export function campaignOf({ plan: { letter, contact, logins, window, report, contactRounds, reportRounds, until } }: Pick<Country, 'plan'>): Campaign {
  const letterDate = launchDay.add({ days: letter });
  const contactDeadline = letterDate.add({ days: contact });
  const from = contactDeadline.add({ days: logins });
  const last = from.add({ days: window });
  const named = (days: readonly number[]): readonly Round[] => days.map((workingDays, i) => ({ name: `${i + 1}`, workingDays }));
  return {
    ...campaign2024, letterDate, contactDeadline, loginWindow: { from, until: last }, reportDeadline: last.add({ days: report }),
    rounds: { contact: named(contactRounds), report: named(reportRounds) }, sending: { ...campaign2024.sending, hours: { from: '08:00', until } },
  };
}

const codes = register.kommuner.filter((k) => k.mailDomains.length > 0).map((k) => k.code);

/** Most things happen in office hours, some at the very minute the hours begin. */
const minute = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 420, max: 1_080 }) }, { weight: 2, arbitrary: fc.constantFrom(479, 480, 481) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 1_439 }) });

const step = (what: fc.Arbitrary<Thing>, min: number, max: number): fc.Arbitrary<Happening> => fc.record({ day: fc.integer({ min, max }), minute, what });
const names = fc.constantFrom<Thing>('names-mette', 'names-mette', 'names-jens', 'names-and-asks', 'names-half', 'names-bo-elsewhere');
/** Who names somebody elsewhere is accepted by a person and asked. */
const confirmed = fc.tuple(step(fc.constant('accepted'), 0, 3), step(fc.constant('says-yes'), 0, 12));
const journey = fc.tuple(step(names, 0, 45), step(names, 1, 10), confirmed, step(fc.constant('activates'), 0, 25), step(fc.constant('begins'), 0, 20), step(fc.constant('submits'), 0, 30), fc.integer({ min: 0, max: 5 }))
  .map(([first, again, [accepted, yes], activates, begins, submits, length]): readonly Happening[] => {
    const named = first.what === 'names-half' ? [first, again] : first.what === 'names-bo-elsewhere' ? [first, accepted, yes] : [first];
    return [...named, activates, begins, submits].slice(0, length);
  });
const onDay = fc.oneof(fc.integer({ min: 0, max: 110 }), fc.integer({ min: -8, max: -1 }));
const trouble = fc.record({ day: onDay, minute, what: fc.constantFrom<Thing>(...things) });
const story: fc.Arbitrary<Story> = fc.record({ steps: journey, troubles: fc.array(trouble, { maxLength: 5 }) });

export const country: fc.Arbitrary<Country> = fc.record({
  plan, answersAfter: fc.constantFrom(0, 2, 20, 90), stories: fc.array(story, { minLength: 2, maxLength: 6 }),
  pause: fc.option(fc.record({ day: fc.integer({ min: 0, max: 90 }), minute, days: fc.integer({ min: 1, max: 9 }) }), { freq: 3 }),
  servers: fc.array(fc.record({ kommune: fc.nat(5), nth: fc.nat(6), how: fc.constantFrom('refused' as const, 'later' as const), times: fc.integer({ min: 1, max: 16 }) }), { maxLength: 6 }),
  outages: fc.array(fc.record({ day: onDay, minute, hours: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 200 })), what: fc.constantFrom('machine' as const, 'intake' as const, 'mailbox' as const, 'server' as const, 'server' as const) }), { maxLength: 3 }),
});

/** Days from the launch until nothing more can come of the calendar. */
export function lengthOf(one: Pick<Country, 'plan'>): number {
  return launchDay.until(campaignOf(one).reportDeadline, { largestUnit: 'day' }).days + 40;
}

export function startOf(day: number): Temporal.Instant {
  return launchDay.add({ days: day }).toZonedDateTime(zone).toInstant();
}

export function mailboxesOf({ stories }: Country): Readonly<Record<string, string>> {
  return Object.fromEntries(codes.slice(0, stories.length).map((code) => [code, `post@${register.kommuner.find((k) => k.code === code)?.mailDomains[0]}`]));
}

/** A day from the launch, or that of a round. */
function dayIn(one: Pick<Country, 'plan'>, on: number): Temporal.PlainDate {
  const { contactDeadline, reportDeadline, rounds: { contact, report } } = campaignOf(one);
  const days = [...contact.map((r) => roundDay(contactDeadline, r)), ...report.map((r) => roundDay(reportDeadline, r))];
  return (on < 0 ? days[(-on - 1) % days.length] : undefined) ?? launchDay.add({ days: Math.abs(on) });
}

export function outageOf(one: Pick<Country, 'plan'>, { day, minute: at, hours, what }: Outage): { readonly from: Temporal.Instant; readonly until: Temporal.Instant; readonly what: Outage['what'] } {
  const from = dayIn(one, day).toZonedDateTime(zone).toInstant().add({ minutes: at });
  // Each try of each mail is two events: a mail server that is away for a day is enough.
  return { from, until: from.add({ hours: what === 'server' ? Math.min(hours, 24) : hours }), what };
}

/** Puts everything that will happen on the agenda. `machines`: gets the Message-IDs of what machines write. */
export function populate(year: Year, one: Country, machines: string[]): void {
  const { stories, servers, answersAfter, pause, outages } = one;
  const department = departmentOf(year);
  if (answersAfter > 0) department.answers({ hours: answersAfter }, 'Hej\n\nJa, det gør de.\n\nHilsen Anne');
  const people = stories.map((_, i) => kommuneOf(year, codes[i] ?? ''));
  const tried = new Map<number, number>();
  let serverIsUp = true;
  year.machine.answering = (to, seen) => {
    if (!serverIsUp) return 'later';
    const kommune = people.findIndex((k) => k.kommune.mailDomains.includes(to.split('@')[1] ?? ''));
    const count = tried.get(kommune) ?? 0;
    tried.set(kommune, count + 1);
    const how = servers.find((s) => s.kommune === kommune && s.nth <= count && (s.how === 'later' ? count < s.nth + s.times : count === s.nth))?.how;
    return how === 'later' ? 'later' : how === 'refused' ? unknownUser : accepts(to, seen);
  };
  for (const { from, until, what } of outages.map((outage) => outageOf(one, outage))) {
    const put = (works: boolean): void => {
      if (what === 'machine') year.machine.on = works;
      else if (what === 'intake') year.machine.intake = works;
      else if (what === 'server') serverIsUp = works;
      else year.inbox.down = !works;
    };
    year.at(from, () => put(false));
    // Something lies there that nobody has read.
    if (what === 'intake') year.at(from, () => strangerWrites(year, 'Hej\n\nHvor kan jeg læse mere om ordningen?'));
    year.at(until, () => put(true));
  }
  const { letterDate, loginWindow } = year.campaign;
  if (pause) {
    const from = startOf(pause.day).add({ minutes: pause.minute });
    year.at(from, () => department.pause());
    year.at(from.add({ hours: 24 * pause.days }), () => department.resume());
  }
  for (const [i, { steps, troubles }] of stories.entries()) {
    const k = people[i];
    if (!k) continue;
    let day = letterDate;
    for (const { day: after, minute: at, what } of steps) {
      if (what === 'activates' && Temporal.PlainDate.compare(day, loginWindow.from) < 0) day = loginWindow.from;
      day = day.add({ days: after });
      happens(day, at, what, k);
    }
    for (const { day: on, minute: at, what } of troubles) {
      happens(dayIn(one, on), at, what, k);
    }
  }

  function happens(day: Temporal.PlainDate, at: number, what: Thing, k: Kommune): void {
    const when = day.toZonedDateTime(zone).toInstant().add({ minutes: at });
    if (Temporal.Instant.compare(when, year.time()) < 0) return;
    const [mette, jens, bo] = [k.person('Mette Holm'), k.person('Jens Lund'), k.person('Bo Berg', 'konsulent.dk')];
    const naming = ({ name, email }: typeof mette): string => `Vores kontaktperson er ${name}, ${email}.`;
    year.at(when, (): unknown => {
      const newest = k.got().at(-1);
      switch (what) {
        case 'names-mette': return k.write(mette, naming(mette));
        case 'names-jens': return k.write(mette, naming(jens));
        case 'names-bo-elsewhere': return k.write(mette, naming(bo));
        case 'names-half': return k.write(mette, 'Vores kontaktperson er Gitte Skov.');
        case 'asks': return k.write(mette, 'Hej\n\nTæller vikarer med i opgørelsen?');
        case 'names-and-asks': return k.write(mette, `${naming(mette)}\n\nHvornår åbner skemaet for indberetning?`);
        case 'thanks': return k.write(jens, 'Hej\n\nJeres brev er havnet i den forkerte afdeling. Jeg har sendt det videre til HR.');
        case 'asks-for-login': return k.write(mette, 'Hej\n\nMit login virker ikke, linket er udløbet.', k.got('login').at(-1));
        case 'says-yes': return k.write(k.main, 'Ja, det er korrekt.', k.got('confirm').at(-1));
        case 'is-away': return newest && machines.push(k.absent(mette, newest));
        case 'bounces': return newest && machines.push(k.bounce(newest, gone));
        case 'delays': return newest && machines.push(k.bounce(newest, full));
        case 'activates': return k.activate();
        case 'begins': return k.begin(mette);
        case 'submits': return k.submit(mette);
        case 'accepted': return department.accept(k.code).catch(() => undefined);
        case 'discarded': return department.discard(k.code);
        case 'exempted': return department.exempt(k.code);
        case 'exempted-for-days':
          year.at(year.time().add({ hours: 100 }), () => department.liftExemption(k.code));
          return department.exempt(k.code);
        case 'extends-contact': return department.extend(k.code, 'contact', year.campaign.contactDeadline.add({ days: 7 }).toString());
        case 'extends-report': return department.extend(k.code, 'report', year.campaign.reportDeadline.add({ days: 14 }).toString());
        case 'pause': return department.pause();
        case 'resume': return department.resume();
        case 'stranger-asks': return strangerWrites(year, 'Hej\n\nHvor kan jeg læse mere om ordningen?');
        case 'answered': {
          const forward = year.delivered.findLast((m) => m.kommune === k.code && m.kind === 'review');
          return forward && department.answer(forward, 'Ja, det gør de.\n\nHilsen Anne');
        }
      }
    });
  }
}
