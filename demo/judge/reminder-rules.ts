// The rules about reminders: who is reminded of what, in which round, and what holds it.
// It refuses to know when the bot looked: a day counts only when nothing changed in it.
import { compareDays, dayOf, isWorkingDay, shortMoment, withinHours, type Day, type RoundDay } from '../calendar.ts';
import type { Broken, Evidence, Observation, Player, Rule, Taken } from './evidence.ts';
import { isDead, isHeld, isJustAnswered, lifeOf, owes, roundsOf, standingsOn, takenIn, type Moment, type Owed, type Standing } from './standing.ts';
import { broken, described, hasLink, linkOf, named, same, unless } from './words.ts';

export const reminderRules: readonly Rule[] = [
  { name: 'reminders: working days within the hours, only to those who owe and to whom we owe nothing, everybody who owes in each round', judge: (e) => each(e, reminded) },
  { name: 'a reminder of a login brings a link that is good, or a new login comes in its place', judge: (e) => each(e, linked) },
  { name: 'the last round is told to the main mailbox too, without the link', judge: (e) => each(e, told) },
];

/** Days for which a link is good. */
const good = { hours: 14 * 24 } as const;

/** A reminder, or a new login in its place. */
type Nudge = { readonly taken: Taken; readonly before: Standing };

type Case = { readonly evidence: Evidence; readonly player: Player; readonly life: readonly Moment[]; readonly nudges: readonly Nudge[]; readonly copies: readonly Nudge[] };

function each(evidence: Evidence, judge: (one: Case) => readonly Broken[]): readonly Broken[] {
  return evidence.players.flatMap((player) => {
    const life = lifeOf(evidence, player);
    const sent = takenIn(life).filter(({ o, before }) => o.mail.kind === 'reminder' || (o.mail.kind === 'login' && isRenewal(before, o, life))).map(({ o, before }) => ({ taken: o, before }));
    return judge({ evidence, player, life, nudges: sent.filter((n) => !isCopy(n)), copies: sent.filter(isCopy) });
  });
}

/** A login for one who has had one, and who has not asked for it, by mail or on the portal. */
export function isRenewal(before: Standing, login: Taken, life: readonly Moment[]): boolean {
  return before.login !== null && !before.forgot && !life.some(({ o }) => o.what === 'posted' && o.messageId === login.mail.inReplyTo);
}

/** A reminder at the main mailbox of a kommune that has a contact elsewhere. */
export function isCopy({ taken, before }: { readonly taken: Taken; readonly before: Standing }): boolean {
  return taken.mail.kind === 'reminder' && before.contact !== null && same(taken.address, before.mailbox) && !same(before.contact.email, before.mailbox);
}

function reminded({ evidence, player, life, nudges }: Case): readonly Broken[] {
  const { calendar } = evidence;
  const { code, name } = player;
  const bad = nudges.flatMap(({ taken, before }) => {
    const when = `${name} was reminded ${shortMoment(taken.at)}`;
    const owed = owes(before);
    const to = before.contact?.email ?? before.mailbox;
    return [
      ...unless(withinHours(taken.at, calendar.hours), code, `${when}, outside the sending hours`),
      ...unless(owed !== null && !isHeld(before), code, `${when} ${before.paused ? 'while the campaign was paused' : `after ${whatSettled(life, taken)}`}`),
      ...unless(same(taken.address, to), code, `${name} was reminded at ${taken.address}, not at ${to}`),
    ];
  });
  const windows = (['contact', 'report'] as const).flatMap((owed) => windowsOf(evidence, life, owed));
  const rounds = windows.flatMap(({ owed, round, until }) => {
    const mine = nudges.filter(({ taken, before }) => dueOf(before) === owed && compareDays(dayOf(taken.at), round.day) >= 0 && compareDays(dayOf(taken.at), until) < 0);
    const must = firstFreeDay(evidence, life, owed, round, until);
    const late = mine.filter(({ taken }) => must !== undefined && compareDays(dayOf(taken.at), must) > 0);
    return [
      ...unless(mine.length <= 1, code, `${name} was reminded ${mine.length} times in round "${round.name}" (${round.day})`),
      ...unless(must === undefined || mine.length > late.length, code, `${name} owed an answer and was not reminded in round "${round.name}" (${must ?? ''})`),
      ...mine.filter(({ before }) => isJustAnswered(before, round.day)).map(({ taken }) => broken(code, `${name} was reminded ${shortMoment(taken.at)}, before a working day had gone by since we answered`)),
      ...late.map(({ taken }) => broken(code, `${name} was reminded ${shortMoment(taken.at)}, on the day of no round`)),
    ];
  });
  const stray = nudges.filter(({ taken, before }) => !windows.some(({ owed, round, until }) => dueOf(before) === owed && compareDays(dayOf(taken.at), round.day) >= 0 && compareDays(dayOf(taken.at), until) < 0))
    .filter(({ before }) => owes(before) !== null).map(({ taken }) => broken(code, `${name} was reminded ${shortMoment(taken.at)}, on the day of no round`));
  return [...bad, ...rounds, ...stray];
}

/** What a round is about: the contact, or the report with all that comes before it. */
type Due = Exclude<Owed, 'login'>;

function dueOf(s: Standing): Due | null {
  const owed = owes(s);
  return owed === 'login' ? 'report' : owed;
}

type Window = { readonly owed: Due; readonly round: RoundDay; readonly until: Day };

/** Each round, until the next one or the end of the play: what was held on its day may leave later. */
function windowsOf({ calendar }: Evidence, life: readonly Moment[], owed: Due): readonly Window[] {
  const rounds = roundsOf(calendar, life, owed === 'contact' ? ['contact', 'report'] : ['report']);
  const end = calendar.end.add({ days: 1 });
  return rounds.filter((r) => compareDays(r.day, end) < 0).map((round, i) => ({ owed, round, until: rounds[i + 1]?.day ?? end }));
}

/** The first working day from the round on through all of which this was owed, and nothing held its reminder. */
function firstFreeDay({ calendar }: Evidence, life: readonly Moment[], owed: Due, round: RoundDay, until: Day): Day | undefined {
  const counts = (s: Standing): boolean => {
    const since = owed === 'contact' ? s.letter : s.login?.first ?? null;
    return dueOf(s) === owed && !isHeld(s) && !isJustAnswered(s, round.day) && since !== null && compareDays(dayOf(since), round.day) < 0;
  };
  for (let day = round.day; compareDays(day, until) < 0; day = day.add({ days: 1 })) {
    if (isWorkingDay(day) && standingsOn(life, day, calendar).every(counts)) return day;
  }
  return undefined;
}

function whatSettled(life: readonly Moment[], taken: Taken): string {
  const settles = ({ o }: Moment): boolean => (o.what === 'posted' && (o.asks !== null || ['register', 'review', 'bounce', 'report'].includes(o.effect))) || (o.what === 'turned-away' && o.code >= 500) || o.what === 'decided' || (o.what === 'visited' && o.did.did === 'handed-in');
  const o: Observation | undefined = life.slice(0, life.findIndex((m) => m.o === taken)).findLast(settles)?.o;
  if (o?.what === 'posted') return `${described(o)} had come`;
  if (o?.what === 'visited') return `the report had been handed in (${shortMoment(o.at)})`;
  return o?.what === 'turned-away' ? 'its server had refused our mail' : o?.what === 'decided' ? `it was decided to ${o.deed.does}` : 'nothing was owed';
}

function linked({ player, nudges }: Case): readonly Broken[] {
  return nudges.filter(({ before }) => owes(before) === 'login').flatMap(({ taken, before }) => {
    const link = linkOf(taken.mail);
    if (link === null) return [broken(player.code, `${named(taken)} has no link in text and HTML`)];
    if (taken.mail.kind === 'login' || !before.login) return [];
    return [
      ...unless(link === before.login.link, player.code, `${named(taken)} has another link than the login before it`),
      ...unless(Temporal.Instant.compare(taken.at, before.login.at.add(good)) < 0, player.code, `${named(taken)} has a link that had ended`),
    ];
  });
}

function told({ evidence, player, life, nudges, copies }: Case): readonly Broken[] {
  const last = windowsOf(evidence, life, 'report').find((w) => w.round.last);
  const inLast = (n: Nudge): boolean => last !== undefined && compareDays(dayOf(n.taken.at), last.round.day) >= 0 && compareDays(dayOf(n.taken.at), last.until) < 0;
  const due = nudges.filter((n) => inLast(n) && dueOf(n.before) === 'report' && !same(n.before.contact?.email ?? '', n.before.mailbox) && !isDead(n.before, n.before.mailbox));
  return [
    ...unless(copies.length === due.length, player.code, `the main mailbox of ${player.name} was told ${copies.length} times of the last round, not ${due.length}`),
    ...copies.filter((c) => !inLast(c)).map(({ taken }) => broken(player.code, `${named(taken)} went to the main mailbox, and it was not the last round`)),
    ...copies.filter(({ taken }) => hasLink(taken.mail)).map(({ taken }) => broken(player.code, `${named(taken)} brings a link to the main mailbox`)),
  ];
}
