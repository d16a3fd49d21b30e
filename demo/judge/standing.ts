// Where a kommune stands after each thing that was seen of it: what it owes us, what we owe it, who the contact is.
// It refuses to ask the bot: everything follows from what the kommune, the department and the mail servers did.
import { compareDays, dayOf, instantAt, roundDays, workingDay, type Calendar, type Day, type Deadline, type Instant, type RoundDay } from '../calendar.ts';
import type { BotMail } from '../botmail.ts';
import type { Named } from '../country/script.ts';
import { seenOf, type Evidence, type Observation, type Player } from './evidence.ts';
import { linkOf, same } from './words.ts';

export type Standing = {
  readonly mailbox: string;
  /** When the letter came. */
  readonly letter: Instant | null;
  readonly contact: Named | null;
  /** Since when a login may go to the contact: registered and, with an address elsewhere, confirmed. */
  readonly ready: Instant | null;
  /** Logins that came to this contact: when the first and the newest, the newest one's link, and whether any was used. */
  readonly login: { readonly first: Instant; readonly at: Instant; readonly link: string | null; readonly used: boolean } | null;
  /** A new link was asked for on the portal and has not come yet. */
  readonly forgot: boolean;
  /** How far the report has come: somebody has saved a page, or handed it in. */
  readonly begun: boolean;
  readonly handedIn: boolean;
  /** When we answered or asked back last: the kommune has a working day to act on it. */
  readonly spoke: Instant | null;
  /** Addresses that nobody reads. */
  readonly dead: readonly string[];
  /** How many questions and reviews wait for the department. */
  readonly open: number;
  readonly exempt: boolean;
  readonly paused: boolean;
};

/** One observation with the standing before and after it. */
export type Moment = { readonly o: Observation; readonly before: Standing; readonly after: Standing };

const lives = new WeakMap<readonly Observation[], Map<string, readonly Moment[]>>();

/** The kommune's moments in order, pauses of the campaign among them. */
export function lifeOf(evidence: Evidence, player: Player): readonly Moment[] {
  const known = lives.get(evidence.seen) ?? new Map<string, readonly Moment[]>();
  lives.set(evidence.seen, known);
  const life = known.get(player.code) ?? lived(evidence, player);
  known.set(player.code, life);
  return life;
}

function lived(evidence: Evidence, player: Player): readonly Moment[] {
  let standing = begin(player.mailbox);
  return seenOf(evidence, player.code).map((o) => {
    const before = standing;
    standing = follow(standing, o);
    return { o, before, after: standing };
  });
}

/** Where a kommune stands before anything has happened. */
export function begin(mailbox: string): Standing {
  return { mailbox, letter: null, contact: null, ready: null, login: null, forgot: false, begun: false, handedIn: false, spoke: null, dead: [], open: 0, exempt: false, paused: false };
}

/** Where it stands after one thing more. */
export function follow(s: Standing, o: Observation): Standing {
  switch (o.what) {
    case 'taken':
      if (o.mail.kind === 'answer' || (o.mail.kind === 'clarify' && isReply(o.mail))) return { ...s, spoke: o.at };
      if (o.mail.kind === 'letter') return { ...s, letter: s.letter ?? o.at };
      return o.mail.kind === 'login' && s.contact && same(o.address, s.contact.email) ? { ...s, forgot: false, login: { first: s.login?.first ?? o.at, at: o.at, link: linkOf(o.mail), used: s.login?.used ?? false } } : s;
    case 'turned-away':
      return o.code >= 500 ? { ...s, dead: [...s.dead, o.address.toLowerCase()] } : s;
    case 'posted': {
      const open = s.open + (o.effect === 'review' || o.asks !== null ? 1 : 0);
      if (o.effect === 'register' && o.contact) return { ...named(s, o.contact), open, ready: o.at };
      if (o.effect === 'bounce' && o.dead !== null) return { ...s, open, dead: [...s.dead, o.dead.toLowerCase()] };
      if (o.effect === 'report') return { ...s, open, begun: true, handedIn: true };
      return o.effect === 'confirm' ? { ...s, open, ready: o.at } : { ...s, open };
    }
    case 'visited':
      switch (o.did.did) {
        case 'activated': return { ...s, login: s.login && same(o.by, s.contact?.email ?? '') ? { ...s.login, used: true } : s.login };
        case 'saved': return { ...s, begun: true };
        case 'handed-in': return { ...s, begun: true, handedIn: true };
        case 'forgot': return { ...s, forgot: true };
        case 'invited': case 'conflict': case 'looked': return s;
      }
    // eslint-disable-next-line no-fallthrough -- everything done above returns
    case 'answered':
      return { ...s, open: s.open - 1 };
    case 'decided':
      switch (o.deed.does) {
        case 'accept':
          return { ...named(s, o.deed.contact), open: s.open - 1, ready: null };
        case 'discard':
          return { ...s, open: s.open - 1 };
        case 'exempt':
          return { ...s, exempt: true };
        case 'extend':
          return s;
      }
    // eslint-disable-next-line no-fallthrough -- every deed above returns
    case 'paused':
      return { ...s, paused: true };
    case 'resumed':
      return { ...s, paused: false };
  }
}

/** In answer to a mail of theirs; what follows up a mail of ours begins by itself (RFC 3834 5). */
function isReply(mail: BotMail): boolean {
  return mail.autoSubmitted === 'auto-replied';
}

/** Somebody is the contact from now on; another one has no login yet. */
function named(s: Standing, contact: Named): Standing {
  return { ...s, contact, login: s.contact && same(s.contact.email, contact.email) ? s.login : null };
}

export function isDead(s: Standing, address: string): boolean {
  return s.dead.includes(address.toLowerCase());
}

export type Owed = 'contact' | 'login' | 'report';

/** What a reminder would ask for now; null where there is nothing to ask, or nobody to ask it of. */
export function owes(s: Standing): Owed | null {
  if (s.letter === null || s.exempt) return null;
  if (s.contact === null) return isDead(s, s.mailbox) ? null : 'contact';
  if (s.handedIn || s.login === null || isDead(s, s.contact.email)) return null;
  return s.login.used || s.begun ? 'report' : 'login';
}

/** True while a reminder would have to wait. */
export function isHeld(s: Standing): boolean {
  return s.open > 0 || s.paused;
}

/** True when a round on that day comes before a working day has gone by since we spoke. */
export function isJustAnswered(s: Standing, round: Day): boolean {
  return s.spoke !== null && compareDays(workingDay(dayOf(s.spoke), 1), round) >= 0;
}

/** The rounds of reminders that this kommune has, its longer deadlines kept, in order of time. */
export function roundsOf(calendar: Calendar, life: readonly Moment[], of: readonly Deadline[]): readonly RoundDay[] {
  return of.flatMap((deadline) => {
    const until = life.flatMap(({ o }) => (o.what === 'decided' && o.deed.does === 'extend' && o.deed.deadline === deadline ? [o.deed.until] : [])).at(-1);
    return roundDays(calendar, deadline, until);
  }).sort((a, b) => compareDays(a.day, b.day));
}

const bounds = new Map<string, { readonly begin: number; readonly end: number }>();

/** In epoch milliseconds: when the sending hours of a day begin, and when the day ends. */
function boundsOf(day: Day, calendar: Calendar): { readonly begin: number; readonly end: number } {
  const key = `${day.toString()} ${calendar.hours.from}`;
  const known = bounds.get(key) ?? { begin: instantAt(day, calendar.hours.from).epochMilliseconds, end: instantAt(day.add({ days: 1 }), '00:00').epochMilliseconds };
  bounds.set(key, known);
  return known;
}

/** The standings of a day: the one with which the sending hours begin, and every later one. */
export function standingsOn(life: readonly Moment[], day: Day, calendar: Calendar): readonly Standing[] {
  const { begin, end } = boundsOf(day, calendar);
  const first = life.findLast((m) => m.o.at.epochMilliseconds < begin)?.after ?? life[0]?.before;
  return [...(first ? [first] : []), ...life.filter((m) => m.o.at.epochMilliseconds >= begin && m.o.at.epochMilliseconds < end).map((m) => m.after)];
}

/** The moments at which a mail of the bot came to the kommune. */
export function takenIn(life: readonly Moment[]): readonly (Moment & { readonly o: Extract<Observation, { what: 'taken' }> })[] {
  return life.flatMap((m) => (m.o.what === 'taken' ? [{ ...m, o: m.o }] : []));
}
