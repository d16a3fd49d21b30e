// The simulated country: which kommune behaves how, what they have got in their mailboxes, and what they post when.
// It refuses to judge and to hurry: it posts and goes where it is due at the moment it is asked for, never before.
import type { BotMail, Kind } from '../botmail.ts';
import { compareDays, dayOf, workingDay, type Calendar, type Day, type Instant } from '../calendar.ts';
import { chanceOf } from '../random.ts';
import { behaviours, type Behaviour } from './behaviours.ts';
import { biggest, mainMailbox, regionName, type Kommune, type RegisterFile } from './kommuner.ts';
import { domainOf, type Post } from './mime.ts';
import { inventPerson } from './people.ts';
import { drawReport } from '../reports/draw.ts';
import { dealStyles } from './reporting/deal.ts';
import type { Errand } from './reporting/errands.ts';
import { writeSheet, type Brought } from './reporting/mail.ts';
import { createReporting, errandDone, readyErrand, takeMail, waitsFor, type Reporting } from './reporting/reporters.ts';
import { reportingDays } from './reporting/styles.ts';
import { act, type Act, type Cast, type Deed, type Script, type Slot } from './script.ts';

/** A kommune with its part in the play. `reporting`: null where nobody ever gets a login. */
export type Player = { readonly kommune: Kommune; readonly mailbox: string; readonly behaviour: string; readonly cast: Cast; readonly script: Script; readonly reporting: Reporting | null };

/** One mail posted by an act; with `report`, what its form says. */
export type Posting = { readonly player: Player; readonly act: Act; readonly post: Post; readonly report: Brought | null };

/** An errand to the portal that is due. */
export type Visit = { readonly player: Player; readonly reporting: Reporting; readonly errand: Extract<Errand, { way: 'portal' }>; /** A password that she would choose. */ readonly password: string };

/** How an errand ended: done, cut off by a portal that did not answer, or never to be done and why. */
export type Settled = 'done' | 'cut-off' | { readonly stuck: string };

/** Something that the department does about a kommune on the command line. */
export type DueDeed = { readonly player: Player; readonly deed: Deed };

export type Country = {
  readonly players: readonly Player[];
  /** The kommune that has this address, or undefined when nobody has it. */
  readonly owner: (address: string) => Player | undefined;
  /** A mail of the bot reached a kommune's server. */
  readonly take: (player: Player, address: string, mail: BotMail) => void;
  /** Everything due at a slot of a day, in a fixed order; each is posted once. */
  readonly post: (at: Instant, slot: Slot) => Promise<readonly Posting[]>;
  /** What is due of the report: sheets that are posted, and errands to the portal, each of which is settled before the next. */
  readonly report: (at: Instant) => Promise<{ readonly postings: readonly Posting[]; readonly visits: readonly Visit[] }>;
  readonly settle: (visit: Visit, at: Instant, how: Settled) => void;
  /** Who could not do what they meant to about the report by that day, and why. */
  readonly stuck: (day: Day) => readonly { readonly player: Player; readonly why: string }[];
  /** What the department has to do in the morning of that day, in a fixed order; each once. */
  readonly deeds: (day: Day) => readonly DueDeed[];
  /** True when somebody will act in the afternoon of that day. */
  readonly busyAfternoon: (day: Day) => boolean;
};

/** Every behaviour once, the rest by weight (in a country too small for all, the commonest ones); who gets which depends on the seed alone. */
export function castBehaviours(register: RegisterFile, seed: number): readonly (readonly [Kommune, Behaviour])[] {
  const { kommuner } = register;
  const chance = chanceOf(seed, 'behaviours');
  const given = kommuner.length < behaviours.length ? behaviours.toSorted((a, b) => b.weight - a.weight).slice(0, kommuner.length) : [...behaviours];
  const count = new Map(behaviours.map((b) => [b, 1]));
  while (given.length < kommuner.length) {
    // The one furthest behind its share comes next (Sainte-Laguë), so that every size of country has the same mix.
    const next = behaviours.reduce((best, b) => (b.weight / (2 * (count.get(b) ?? 0) + 1) > best.weight / (2 * (count.get(best) ?? 0) + 1) ? b : best));
    count.set(next, (count.get(next) ?? 0) + 1);
    given.push(next);
  }
  const mixed = chance.shuffle(given);
  return kommuner.map((kommune, i) => [kommune, mixed[i] as Behaviour] as const);
}

export function createPlayers(register: RegisterFile, calendar: Calendar, seed: number): { readonly players: readonly Player[]; readonly addresses: ReadonlyMap<string, Player> } {
  const addresses = new Map<string, Player>();
  const cast = castBehaviours(register, seed).map(([kommune, behaviour]): Player => {
    const chance = chanceOf(seed, kommune.code, 'cast');
    const mailbox = mainMailbox(kommune, seed);
    const taken = new Set<string>([mailbox]);
    // Aarhus has a subdomain in the register: its people write from there.
    const domain = kommune.mailDomains.at(-1) ?? '';
    const contact = inventPerson(chance, domain, taken);
    const colleague = inventPerson(chance, domain, taken);
    const consultant = inventPerson(chanceOf(seed, kommune.code, 'consultant'), `raadgiver-${kommune.code}.test`, taken);
    const one: Cast = {
      kommune, region: regionName(register, kommune), kommuner: register.kommuner, mailbox: { name: kommune.name, address: mailbox },
      ministry: { name: 'Ligestillingsafdelingen', address: 'lige@lige.dk' }, chance, calendar, contact, colleague, consultant, dmarc: chance.happens(0.75) ? 'pass' : 'none',
    };
    return { kommune, mailbox, behaviour: behaviour.name, cast: one, script: behaviour.script(one), reporting: null };
  });
  const players = withReporting(cast, calendar, seed);
  for (const player of players) {
    const { contact, colleague, consultant } = player.cast;
    for (const address of [player.mailbox, contact.email, colleague.email, consultant.email]) addresses.set(address.toLowerCase(), player);
  }
  return { players, addresses };
}

/** Each kommune that gets a login, with what it has to report and how it goes about it. */
function withReporting(cast: readonly Player[], calendar: Calendar, seed: number): readonly Player[] {
  const days = reportingDays(calendar);
  const contactOf = ({ script: { truth }, cast: { contact, colleague, consultant } }: Player) => [contact, colleague, consultant].find((person) => truth.login && person.email === truth.contact?.email);
  const dealt = dealStyles(cast.flatMap((player) => {
    const person = contactOf(player);
    if (!person) return [];
    const { kommune: { code, mailDomains }, cast: { contact } } = player;
    return [{ code, big: biggest.includes(code), ownDomain: mailDomains.includes(domainOf(person.email)), colleague: person === contact }];
  }), chanceOf(seed, 'styles'));
  return cast.map((player) => {
    const style = dealt.get(player.kommune.code);
    const person = contactOf(player);
    if (!style || !person) return player;
    const chance = chanceOf(seed, player.kommune.code, 'report');
    const errands = style.errands({ meant: drawReport(player.kommune, chance), days, chance });
    return { ...player, reporting: createReporting(style.name, errands, person, player.cast.colleague) };
  });
}

type Waiting = { readonly player: Player; readonly act: Act; readonly index: number; readonly about: BotMail | null; readonly day: Day; readonly slot: Slot };

type Mailbag = { letter: BotMail | null; newest: BotMail | null; readonly kinds: Set<Kind>; posted: number };

const order: Readonly<Record<Slot, number>> = { night: 0, morning: 1, afternoon: 2 };

export function createCountry(register: RegisterFile, calendar: Calendar, seed: number): Country {
  const { players, addresses } = createPlayers(register, calendar, seed);
  const bags = new Map(players.map((player): [Player, Mailbag] => [player, { letter: null, newest: null, kinds: new Set(), posted: 0 }]));
  let waiting: Waiting[] = [];
  let undone: (DueDeed & { readonly day: Day })[] = [];

  const bagOf = (player: Player): Mailbag => bags.get(player) ?? { letter: null, newest: null, kinds: new Set(), posted: 0 };

  const take = (player: Player, address: string, mail: BotMail): void => {
    const bag = bagOf(player);
    const first = mail.kind !== null && !bag.kinds.has(mail.kind);
    const atMailbox = address.toLowerCase() === player.mailbox.toLowerCase();
    if (mail.kind !== null) bag.kinds.add(mail.kind);
    if (mail.kind === 'letter') bag.letter ??= mail;
    if (mail.kind === 'letter' || mail.kind === 'reminder') bag.newest = mail;
    if (player.reporting) takeMail(player.reporting, address, mail);
    const today = dayOf(mail.at);
    for (const [index, act] of player.script.acts.entries()) {
      const { due } = act;
      const add = (day: Day, slot: Slot, about: BotMail | null): number => waiting.push({ player, act, index, about, day, slot });
      if (due.on === 'every-mail' && atMailbox) add(today, 'morning', mail);
      else if (due.on === 'mail' && first && due.kind === mail.kind) add(due.workingDays === 0 ? today : workingDay(today, due.workingDays), 'morning', mail);
      else if (due.on === 'day' && first && mail.kind === 'letter') add(compareDays(due.day, today) < 0 ? today : due.day, due.slot, null);
    }
  };

  const post = async (at: Instant, slot: Slot): Promise<readonly Posting[]> => {
    const today = dayOf(at);
    const isDue = (w: Waiting): boolean => {
      const days = compareDays(w.day, today);
      if (slot === 'night') return days === 0 && w.slot === 'night';
      return days < 0 || (days === 0 && order[w.slot] <= order[slot]);
    };
    const due = waiting.filter(isDue).sort((a, b) => a.player.kommune.code.localeCompare(b.player.kommune.code) || a.index - b.index);
    waiting = waiting.filter((w) => !due.includes(w));
    const postings: Posting[] = [];
    for (const { player, act, index, about } of due) {
      const bag = bagOf(player);
      const { letter } = bag;
      if (!letter) throw new Error(`${player.kommune.name} acts without ever having got the letter`);
      bag.posted += 1;
      for (const deed of player.script.deeds) if (deed.after === index) undone.push({ player, deed, day: workingDay(dayOf(at), deed.workingDays) });
      const id = `${at.toString().slice(0, 10).replaceAll('-', '')}.${player.kommune.code}.${index + 1}.${bag.posted}`;
      const chance = chanceOf(seed, player.kommune.code, index, about?.messageId ?? '');
      postings.push({ player, act, post: await act.write({ id, letter, about: about ?? bag.newest ?? letter, at, chance }), report: null });
    }
    return postings;
  };

  const report = async (at: Instant): Promise<{ readonly postings: readonly Posting[]; readonly visits: readonly Visit[] }> => {
    const today = dayOf(at);
    const postings: Posting[] = [];
    const visits: Visit[] = [];
    for (const player of players) {
      const { reporting, kommune: { code } } = player;
      const errand = reporting && readyErrand(reporting, today);
      if (!reporting || !errand) continue;
      const me = reporting.people[errand.who];
      if (errand.way === 'portal') {
        visits.push({ player, reporting, errand, password: passwordOf(seed, me.person.email, me.done.has('forgot')) });
        continue;
      }
      const id = `${at.toString().slice(0, 10).replaceAll('-', '')}.${code}.report.${reporting.at + 1}`;
      const { post: sent, brought } = await writeSheet(player.cast, reporting, me, errand.sheet, { id, at, chance: chanceOf(seed, code, 'sheet', reporting.at) });
      errandDone(reporting, today);
      // Somebody's own sheet is closed the next morning: the contact hands in.
      if (errand.sheet.effect === 'review') undone.push({ player, deed: { after: 0, workingDays: 1, does: 'discard' }, day: workingDay(today, 1) });
      postings.push({ player, act: act(errand.label, { on: 'day', day: errand.day, slot: 'morning' }, errand.sheet.effect, () => Promise.resolve(sent)), post: sent, report: brought });
    }
    return { postings, visits };
  };

  return {
    players, report,
    settle: ({ reporting }, at, how) => {
      reporting.tried += 1;
      if (how === 'done') errandDone(reporting, dayOf(at));
      else if (how !== 'cut-off') reporting.stuck = how.stuck;
      else if (reporting.tried > mostTries) reporting.stuck = `the portal did not answer ${mostTries} times`;
    },
    stuck: (day) => players.flatMap((player) => {
      const { reporting } = player;
      const errand = reporting?.errands[reporting.at];
      if (!reporting || !errand || compareDays(errand.day, day) > 0) return [];
      // Who never got a login is another rule's business; a login without a form is this one's.
      const hasLogin = reporting.at > 0 || (errand.needs === 'form' && reporting.people.contact.link !== null);
      const waits = reporting.stuck ?? (hasLogin ? waitsFor(reporting, errand) : null);
      return waits === null ? [] : [{ player, why: `"${errand.label}": ${waits}` }];
    }),
    owner: (address) => addresses.get(address.toLowerCase()),
    take, post,
    deeds: (day) => {
      const due = undone.filter((d) => compareDays(d.day, day) <= 0).sort((a, b) => a.player.kommune.code.localeCompare(b.player.kommune.code));
      undone = undone.filter((d) => !due.includes(d));
      return due;
    },
    busyAfternoon: (day) => waiting.some((w) => w.slot === 'afternoon' && compareDays(w.day, day) === 0),
  };
}

/** How often somebody tries again when the portal does not answer. */
const mostTries = 20;

/** Long enough, and nobody's first guess; another one where the first was forgotten. */
function passwordOf(seed: number, email: string, second: boolean): string {
  const chance = chanceOf(seed, email, second ? 'second password' : 'password');
  const [color, thing, place] = [chance.pick(['grønne', 'blå', 'røde', 'stribede']), chance.pick(['paraplyer', 'cykler', 'løvetænder', 'æbleskiver']), chance.pick(['Ærø', 'Møn', 'Samsø', 'Fur'])];
  return `${chance.int(3, 99)} ${color} ${thing} på ${place}`;
}
