// The rules about mails: who gets which, when, how often, and what each must carry.
// It refuses to guess a reason: a broken rule says what was seen, no more.
import { compareDays, dayOf, shortMoment, withinHours, type Day } from '../calendar.ts';
import { postedAll, takenAll, takenBy, type Broken, type Evidence, type Observation, type Player, type Posted, type Rule, type Taken } from './evidence.ts';

export const mailRules: readonly Rule[] = [
  { name: 'each kommune gets exactly one letter, from its day on, within the hours', judge: oneLetter },
  { name: 'no mail and no Message-ID goes out twice', judge: nothingTwice },
  { name: 'mail goes only to addresses that somebody has', judge: knownAddresses },
  { name: 'each right answer is acknowledged once, to the sender, with name and e-mail', judge: acknowledged },
  { name: 'what is missing is asked for once, from the sender', judge: clarified },
  { name: 'machines, strangers and forgeries are never answered', judge: unanswered },
  { name: 'reminders: working days within the hours, only to those who owe, everybody who owes in each round', judge: reminders },
  { name: 'logins: in the window, to the registered contact, once, with a link', judge: logins },
  { name: 'every mail is marked as automatic, has text and HTML, and carries its tag', judge: form },
  { name: 'the ministry gets its digest, within the hours', judge: digest },
];

function oneLetter(evidence: Evidence): readonly Broken[] {
  return evidence.players.flatMap(({ code, name, door, mailbox }) => {
    const letters = ofKind(takenBy(evidence, code), 'letter');
    const expected = door === 'refuses' ? 0 : 1;
    if (letters.length !== expected) return [broken(code, `${name} got ${letters.length} letters, not ${expected}`)];
    return letters.flatMap((l) => [
      ...(same(l.address, mailbox) ? [] : [broken(code, `the letter to ${name} went to ${l.address}, not to ${mailbox}`)]),
      ...(withinHours(l.at, evidence.calendar.hours) && compareDays(dayOf(l.at), evidence.calendar.letterDate) >= 0 ? [] : [broken(code, `the letter to ${name} left ${shortMoment(l.at)}, before its day or outside the sending hours`)]),
    ]);
  });
}

function nothingTwice(evidence: Evidence): readonly Broken[] {
  const count = new Map<string, Taken[]>();
  for (const taken of takenAll(evidence)) {
    const key = taken.mail.messageId ?? `no Message-ID: ${taken.mail.subject}`;
    count.set(key, [...(count.get(key) ?? []), taken]);
  }
  return [...count].flatMap(([id, list]) => (list.length < 2 ? [] : [broken(list[0]?.kommune ?? null, `${id} was sent ${list.length} times: ${list.map((t) => `${shortMoment(t.at)} to ${t.address}`).join(', ')}`)]));
}

function knownAddresses(evidence: Evidence): readonly Broken[] {
  return takenAll(evidence).filter((t) => t.place === 'nowhere').map((t) => broken(t.mail.kommune, `${named(t)} went to ${t.address}, which nobody has`));
}

function acknowledged(evidence: Evidence): readonly Broken[] {
  const answers = postedAll(evidence).filter((p) => p.effect === 'register');
  const bad = answers.flatMap((post) => {
    const acks = ofKind(takenBy(evidence, post.kommune), 'ack').filter((a) => a.mail.inReplyTo === post.messageId);
    if (acks.length !== 1) return [broken(post.kommune, `${described(post)} got ${acks.length} acknowledgements in its thread, not 1`)];
    return acks.flatMap((ack) => [
      ...(same(ack.address, post.from) ? [] : [broken(post.kommune, `the acknowledgement of ${described(post)} went to ${ack.address}, not to its sender`)]),
      ...[post.contact?.name ?? '', post.contact?.email ?? ''].filter((value) => !holds(ack.mail.text, value) || !holds(plainOf(ack.mail.html), value))
        .map((value) => broken(post.kommune, `the acknowledgement of ${described(post)} does not say "${value}" in text and HTML`)),
    ]);
  });
  const many = evidence.players.flatMap(({ code, name, truth }) => {
    const acks = ofKind(takenBy(evidence, code), 'ack').length;
    return acks > truth.acks ? [broken(code, `${name} got ${acks} acknowledgements, not ${truth.acks}`)] : [];
  });
  return [...bad, ...many];
}

function clarified(evidence: Evidence): readonly Broken[] {
  const bad = postedAll(evidence).filter((p) => p.effect === 'clarify').flatMap((post) => {
    const asked = ofKind(takenBy(evidence, post.kommune), 'clarify').filter((c) => c.mail.inReplyTo === post.messageId && same(c.address, post.from));
    return asked.length === 1 ? [] : [broken(post.kommune, `${described(post)} was asked ${asked.length} times for what is missing, not once`)];
  });
  const many = evidence.players.flatMap(({ code, name, truth }) => {
    const asked = ofKind(takenBy(evidence, code), 'clarify').length;
    return asked > truth.clarifies ? [broken(code, `${name} was asked ${asked} times for what is missing, not ${truth.clarifies}`)] : [];
  });
  return [...bad, ...many];
}

function unanswered(evidence: Evidence): readonly Broken[] {
  const quiet = postedAll(evidence).filter((p) => p.machine || p.effect === 'review');
  const byId = new Map(quiet.map((p) => [p.messageId, p]));
  return takenAll(evidence).flatMap((taken) => {
    const post = taken.mail.inReplyTo === null ? undefined : byId.get(taken.mail.inReplyTo);
    return post ? [broken(post.kommune, `${described(post)} was answered by ${named(taken)}`)] : [];
  });
}

/** What ends a kommune's debt, or makes it the department's turn. */
function settles(o: Observation): boolean {
  return (o.what === 'posted' && ['register', 'review', 'question', 'bounce'].includes(o.effect)) || (o.what === 'turned-away' && o.code >= 500);
}

function reminders(evidence: Evidence): readonly Broken[] {
  const { calendar, players, seen } = evidence;
  return players.flatMap((player) => {
    const own = seen.filter((o) => o.kommune === player.code);
    const settled = own.findIndex(settles);
    const list = own.flatMap((o, i) => (o.what === 'taken' && o.mail.kind === 'reminder' ? [{ taken: o, late: settled >= 0 && settled < i }] : []));
    const bad = list.flatMap(({ taken, late }) => [
      ...(withinHours(taken.at, calendar.hours) ? [] : [broken(player.code, `${player.name} was reminded ${shortMoment(taken.at)}, outside the sending hours`)]),
      ...(late ? [broken(player.code, `${player.name} was reminded ${shortMoment(taken.at)} after ${whatSettled(own[settled])}`)] : []),
      ...(calendar.rounds.some((r) => compareDays(r.day, dayOf(taken.at)) === 0) ? [] : [broken(player.code, `${player.name} was reminded ${shortMoment(taken.at)}, on the day of no round`)]),
      ...(same(taken.address, player.mailbox) ? [] : [broken(player.code, `${player.name} was reminded at ${taken.address}, not at ${player.mailbox}`)]),
    ]);
    const rounds = calendar.rounds.flatMap(({ name, day }) => {
      const count = list.filter(({ taken }) => compareDays(dayOf(taken.at), day) === 0).length;
      if (count > 1) return [broken(player.code, `${player.name} was reminded ${count} times in round "${name}"`)];
      return count === 0 && owesThroughout(own, day) ? [broken(player.code, `${player.name} owed an answer and was not reminded in round "${name}" (${day})`)] : [];
    });
    return [...bad, ...rounds];
  });
}

/** True when the letter came before `day`, and nothing settled it until the day was over. */
function owesThroughout(own: readonly Observation[], day: Day): boolean {
  const invited = own.some((o) => o.what === 'taken' && o.mail.kind === 'letter' && compareDays(dayOf(o.at), day) < 0);
  return invited && !own.some((o) => settles(o) && compareDays(dayOf(o.at), day) <= 0);
}

function whatSettled(o: Observation | undefined): string {
  if (o?.what === 'posted') return `${described(o)} had come`;
  return 'its server had refused our mail';
}

function logins(evidence: Evidence): readonly Broken[] {
  const { from, until } = evidence.calendar.loginWindow;
  return evidence.players.flatMap((player: Player) => {
    const { code, name, truth } = player;
    const list = ofKind(takenBy(evidence, code), 'login');
    return [
      ...(list.length === truth.logins ? [] : [broken(code, `${name} got ${list.length} logins, not ${truth.logins}`)]),
      ...list.flatMap((login) => [
        ...(compareDays(dayOf(login.at), from) >= 0 && compareDays(dayOf(login.at), until) <= 0 ? [] : [broken(code, `${name} got a login ${shortMoment(login.at)}, outside the window ${from} to ${until}`)]),
        ...(truth.contact && same(login.address, truth.contact.email) ? [] : [broken(code, `${name}'s login went to ${login.address}, not to ${truth.contact?.email ?? 'nobody'}`)]),
        ...(/https?:\/\/\S+/.test(login.mail.text) && /href="https?:\/\//.test(login.mail.html) ? [] : [broken(code, `${name}'s login has no link in text and HTML`)]),
      ]),
    ];
  });
}

function form(evidence: Evidence): readonly Broken[] {
  return takenAll(evidence).flatMap((taken) => {
    const { mail, kommune } = taken;
    const tag = kommune === null ? null : `[LIGE-${evidence.calendar.campaign}-${kommune}]`;
    const faults = [
      ...(mail.messageId === null || mail.kind === null ? ['has no Message-ID of the agreed form'] : []),
      ...(mail.autoSubmitted === null || mail.autoSubmitted === 'no' ? ['has no Auto-Submitted'] : []),
      ...(mail.hasTextPart ? [] : ['has no text part']),
      ...(mail.hasHtmlPart ? [] : ['has no HTML part']),
      ...(tag === null || mail.subject.endsWith(tag) ? [] : [`has a subject that does not end in ${tag}`]),
      ...(same(mail.from, 'lige@lige.dk') ? [] : [`is from ${mail.from}`]),
      ...(kommune === null || mail.kommune === kommune ? [] : [`is about kommune ${mail.kommune ?? 'none'} but went to ${kommune}`]),
    ];
    return faults.map((fault) => broken(kommune, `${named(taken)} ${fault}`));
  });
}

function digest(evidence: Evidence): readonly Broken[] {
  const digests = takenAll(evidence).filter((t) => t.place === 'ministry' && t.mail.kind === 'digest');
  if (digests.length === 0) return [broken(null, 'the ministry got no digest')];
  return digests.filter((d) => !withinHours(d.at, evidence.calendar.hours)).map((d) => broken(null, `a digest left ${shortMoment(d.at)}, outside the sending hours`));
}

function ofKind(list: readonly Taken[], kind: string): readonly Taken[] {
  return list.filter((t) => t.mail.kind === kind);
}

function broken(kommune: string | null, what: string): Broken {
  return { kommune, what };
}

function named(taken: Taken): string {
  return `${taken.mail.kind ?? 'a mail'} ${taken.mail.messageId ?? `"${taken.mail.subject}"`} (${shortMoment(taken.at)} to ${taken.address})`;
}

function described(post: Posted): string {
  return `"${post.label}" from ${post.from} (${shortMoment(post.at)})`;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Line breaks of the wrapped text part don't hide a name. */
function holds(text: string, value: string): boolean {
  return text.replaceAll(/\s+/g, ' ').includes(value.replaceAll(/\s+/g, ' '));
}

function plainOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d+);/g, (_, n: string) => String.fromCodePoint(Number(n))).replaceAll('&nbsp;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
