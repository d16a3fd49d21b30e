// The simulated country: which kommune behaves how, what they have got in their mailboxes, and what they post when.
// It refuses to judge and to hurry: it posts what is due at the moment it is asked for, never before.
import type { BotMail, Kind } from '../botmail.ts';
import { compareDays, dayOf, workingDay, type Calendar, type Day, type Instant } from '../calendar.ts';
import { chanceOf } from '../random.ts';
import { behaviours, type Behaviour } from './behaviours.ts';
import { mainMailbox, regionName, type Kommune, type RegisterFile } from './kommuner.ts';
import type { Post } from './mime.ts';
import { inventPerson } from './people.ts';
import type { Act, Cast, Deed, Script, Slot } from './script.ts';

/** A kommune with its part in the play. */
export type Player = { readonly kommune: Kommune; readonly mailbox: string; readonly behaviour: string; readonly script: Script };

/** One mail posted by an act. */
export type Posting = { readonly player: Player; readonly act: Act; readonly post: Post };

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
  const players = castBehaviours(register, seed).map(([kommune, behaviour]) => {
    const chance = chanceOf(seed, kommune.code, 'cast');
    const mailbox = mainMailbox(kommune, seed);
    const taken = new Set<string>([mailbox]);
    // Aarhus has a subdomain in the register: its people write from there.
    const domain = kommune.mailDomains.at(-1) ?? '';
    const contact = inventPerson(chance, domain, taken);
    const colleague = inventPerson(chance, domain, taken);
    const consultant = inventPerson(chanceOf(seed, kommune.code, 'consultant'), `raadgiver-${kommune.code}.test`, taken);
    const cast: Cast = {
      kommune, region: regionName(register, kommune), kommuner: register.kommuner, mailbox: { name: kommune.name, address: mailbox },
      ministry: { name: 'Ligestillingsafdelingen', address: 'lige@lige.dk' }, chance, calendar, contact, colleague, consultant, dmarc: chance.happens(0.75) ? 'pass' : 'none',
    };
    const player: Player = { kommune, mailbox, behaviour: behaviour.name, script: behaviour.script(cast) };
    for (const address of [mailbox, contact.email, colleague.email, consultant.email]) addresses.set(address.toLowerCase(), player);
    return player;
  });
  return { players, addresses };
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
      postings.push({ player, act, post: await act.write({ id, letter, about: about ?? bag.newest ?? letter, at, chance }) });
    }
    return postings;
  };

  return {
    players,
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
