// The rules about contacts and their logins: who gets one and when, who is told that theirs is void, and what is asked of the main mailbox.
// It refuses to open a link: it compares them.
import { compareDays, dayOf, roundDays, shortMoment, withinHours, workingDay, type Calendar, type Day } from '../calendar.ts';
import { takenAll, type Broken, type Evidence, type Player, type Posted, type Rule } from './evidence.ts';
import { isRenewal } from './reminder-rules.ts';
import { isDead, lifeOf, standingsOn, takenIn, type Moment, type Standing } from './standing.ts';
import { broken, described, hasLink, linkOf, named, same, unless } from './words.ts';

export const loginRules: readonly Rule[] = [
  { name: 'logins: on the window\'s first day or at once for late contacts, to the registered and confirmed contact, each with a link of its own', judge: (e) => [...each(e, logins), ...links(e)] },
  { name: 'a request for a login is answered once and at once, to the contact only', judge: (e) => each(e, requests) },
  { name: 'a former contact who had a login is told once that it is void, and nobody else', judge: (e) => each(e, closed) },
  { name: 'an address elsewhere is confirmed by the main mailbox, asked again in each round of the report', judge: (e) => each(e, confirmed) },
  { name: 'the main mailbox is asked for another contact when this one can\'t be reached', judge: (e) => each(e, askedAnew) },
  { name: 'no reminder and no login goes to an address that is known to be dead', judge: (e) => each(e, deadAddresses) },
];

type Case = { readonly calendar: Calendar; readonly player: Player; readonly life: readonly Moment[] };

function each(evidence: Evidence, judge: (one: Case) => readonly Broken[]): readonly Broken[] {
  const { calendar } = evidence;
  return evidence.players.flatMap((player) => judge({ calendar, player, life: lifeOf(evidence, player) }));
}

function logins({ calendar, player: { code, name, truth }, life }: Case): readonly Broken[] {
  const { from } = calendar.loginWindow;
  const list = takenIn(life).filter(({ o }) => o.mail.kind === 'login');
  const end = life.at(-1)?.after;
  return [
    ...unless((end?.login ?? null) !== null === truth.login, code, `${name} ended ${truth.login ? 'without a login' : 'with a login'}`),
    ...list.flatMap(({ o, before }) => {
      const day = dayOf(o.at);
      const due = before.ready === null || compareDays(dayOf(before.ready), from) < 0 ? from : dayOf(before.ready);
      return [
        ...unless(before.contact !== null && same(o.address, before.contact.email), code, `${name}'s login went to ${o.address}, not to ${before.contact?.email ?? 'nobody'}`),
        ...unless(before.ready !== null, code, `${name}'s login went to ${o.address} before the kommune had confirmed the address`),
        ...unless(before.login !== null || day.equals(due), code, `${name} got its first login ${shortMoment(o.at)}, not on ${due}`),
      ];
    }),
  ];
}

function links(evidence: Evidence): readonly Broken[] {
  const known = new Set<string | null>([null]);
  return takenAll(evidence).filter((t) => t.mail.kind === 'login').flatMap((t) => {
    const link = linkOf(t.mail);
    const isOwn = !known.has(link);
    known.add(link);
    return unless(isOwn, t.kommune, `${named(t)} has no link of its own in text and HTML`);
  });
}

function requests({ player: { code }, life }: Case): readonly Broken[] {
  const list = takenIn(life).filter(({ o }) => o.mail.kind === 'login');
  const posts = life.flatMap(({ o, before }) => (o.what === 'posted' ? [{ post: o, before }] : []));
  const asked = posts.filter(({ post }) => post.effect === 'login').flatMap(({ post, before }) => {
    const answers = list.filter(({ o }) => o.mail.inReplyTo === post.messageId && same(o.address, before.contact?.email ?? '') && atOnce(post, o.at));
    return unless(answers.length === 1, code, `${described(post)} was answered with ${answers.length} logins in its thread, not 1`);
  });
  const unasked = list.filter(({ o, before }) => before.login !== null && !before.forgot && !isRenewal(before, o, life))
    .filter(({ o }) => !posts.some(({ post }) => post.effect === 'login' && post.messageId === o.mail.inReplyTo)).map(({ o }) => broken(code, `${named(o)} answers somebody who may not get a login`));
  return [...asked, ...unasked];
}

/** Within the moment in which it was posted. */
export function atOnce(post: Pick<Posted, 'at'>, at: Temporal.Instant): boolean {
  return post.at.until(at).total('minutes') <= 15;
}

function closed({ calendar, player: { code, name }, life }: Case): readonly Broken[] {
  const told = takenIn(life).filter(({ o }) => o.mail.kind === 'closed');
  const former = life.flatMap(({ before, after }) => (before.contact && before.login && after.contact && !same(before.contact.email, after.contact.email) ? [{ email: before.contact.email, dead: isDead(before, before.contact.email) }] : []));
  return [
    ...former.flatMap(({ email, dead }) => {
      const mine = told.filter(({ o }) => same(o.address, email));
      // Telling a dead mailbox helps nobody and harms nobody.
      return unless(mine.length === 1 || (dead && mine.length === 0), code, `${email} of ${name}, contact no more, was told ${mine.length} times that the login is void, not once`);
    }),
    ...told.filter(({ o }) => !former.some(({ email }) => same(email, o.address))).map(({ o }) => broken(code, `${named(o)} went to somebody who has no void login`)),
    ...told.filter(({ o }) => hasLink(o.mail) || !withinHours(o.at, calendar.hours)).map(({ o }) => broken(code, `${named(o)} has a link, or left outside the sending hours`)),
  ];
}

function confirmed(one: Case): readonly Broken[] {
  const asks = takenIn(one.life).filter(({ o }) => o.mail.kind === 'confirm');
  return asked(one, asks, 'whether an address elsewhere is meant', (s) => s.contact !== null && s.ready === null);
}

function askedAnew(one: Case): readonly Broken[] {
  const posts = new Set(one.life.flatMap(({ o }) => (o.what === 'posted' ? [o.messageId] : [])));
  const asks = takenIn(one.life).filter(({ o }) => o.mail.kind === 'clarify' && !posts.has(o.mail.inReplyTo ?? ''));
  return asked(one, asks, 'for another contact', (s) => s.contact !== null && isDead(s, s.contact.email) && !isDead(s, s.mailbox));
}

/** Asked of the main mailbox, within the hours: when the reason comes up, and again in each round of the report while it lasts. */
function asked({ calendar, player: { code, name, mailbox }, life }: Case, asks: ReturnType<typeof takenIn>, what: string, lasts: (s: Standing) => boolean): readonly Broken[] {
  const due: Day[] = life.flatMap(({ o, before, after }) => (!lasts(before) && lasts(after) ? [workingDay(dayOf(o.at), 0)] : []));
  const first = due[0];
  for (const { day } of first ? roundDays(calendar, 'report') : []) {
    if (first && compareDays(day, first) > 0 && compareDays(day, calendar.end) <= 0 && standingsOn(life, day, calendar).slice(0, 1).every(lasts)) due.push(day);
  }
  const days = asks.map(({ o }) => dayOf(o.at).toString());
  return [
    ...unless(days.join() === due.map(String).join(), code, `${name} was asked ${what} on ${days.join(', ') || 'no day'}, not on ${due.map(String).join(', ') || 'any'}`),
    ...asks.filter(({ o }) => !same(o.address, mailbox) || !withinHours(o.at, calendar.hours)).map(({ o }) => broken(code, `${named(o)} went to another address than ${mailbox}, or outside the sending hours`)),
  ];
}

function deadAddresses({ player: { code }, life }: Case): readonly Broken[] {
  return takenIn(life).filter(({ o, before }) => isDead(before, o.address) && (o.mail.kind === 'reminder' || o.mail.kind === 'login')).map(({ o }) => broken(code, `${named(o)} went to an address that was reported dead`));
}
