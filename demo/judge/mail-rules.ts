// The rules about mails: who gets which, when, how often, and what each must carry.
// It refuses to guess a reason: a broken rule says what was seen, no more.
import { compareDays, dayOf, isWorkingDay, shortMoment, weekBegins, withinHours } from '../calendar.ts';
import type { Named } from '../country/script.ts';
import { decidedAll, postedAll, takenAll, takenBy, type Broken, type Evidence, type Rule, type Taken } from './evidence.ts';
import { broken, described, named, same, says } from './words.ts';

export const mailRules: readonly Rule[] = [
  { name: 'each kommune gets exactly one letter, from its day on, within the hours', judge: oneLetter },
  { name: 'no mail and no Message-ID goes out twice', judge: nothingTwice },
  { name: 'mail goes only to addresses that somebody has', judge: knownAddresses },
  { name: 'each right answer is acknowledged once, to the sender, with name and e-mail', judge: acknowledged },
  { name: 'what is missing is asked for once, from the sender', judge: clarified },
  { name: 'machines, strangers and forgeries are never answered', judge: unanswered },
  { name: 'every mail is marked as automatic, has text and HTML, and carries its tag', judge: form },
  { name: 'the ministry gets its digest each week, on the first working day, within the hours', judge: digest },
  { name: 'what newly waits for the ministry is told at most once a day, and on no day of a digest', judge: notice },
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
  const accepted = acceptedIn(evidence);
  const answers = postedAll(evidence).flatMap((post) => {
    const contact = post.effect === 'register' ? post.contact : accepted.get(post.messageId);
    return contact ? [{ post, contact }] : [];
  });
  const bad = answers.flatMap(({ post, contact }) => {
    const acks = ofKind(takenBy(evidence, post.kommune), 'ack').filter((a) => a.mail.inReplyTo === post.messageId);
    if (acks.length !== 1) return [broken(post.kommune, `${described(post)} got ${acks.length} acknowledgements in its thread, not 1`)];
    return acks.flatMap((ack) => [
      ...(same(ack.address, post.from) ? [] : [broken(post.kommune, `the acknowledgement of ${described(post)} went to ${ack.address}, not to its sender`)]),
      ...[contact.name, contact.email].filter((value) => !says(ack.mail, value))
        .map((value) => broken(post.kommune, `the acknowledgement of ${described(post)} does not say "${value}" in text and HTML`)),
    ]);
  });
  const many = evidence.players.flatMap(({ code, name, truth }) => {
    const acks = ofKind(takenBy(evidence, code), 'ack').length;
    return acks > truth.acks ? [broken(code, `${name} got ${acks} acknowledgements, not ${truth.acks}`)] : [];
  });
  return [...bad, ...many];
}

/** Message-ID of an answer that a person accepted → whom it named. */
function acceptedIn(evidence: Evidence): ReadonlyMap<string, Named> {
  return new Map(decidedAll(evidence).flatMap(({ deed, mail }) => (deed.does === 'accept' && mail !== null ? [[mail, deed.contact]] : [])));
}

function clarified(evidence: Evidence): readonly Broken[] {
  // A faulty report is told about cell by cell, which has a rule of its own.
  const posts = new Set(postedAll(evidence).filter((p) => p.effect !== 'faulty').map((p) => p.messageId));
  const bad = postedAll(evidence).filter((p) => p.effect === 'clarify').flatMap((post) => {
    const asked = ofKind(takenBy(evidence, post.kommune), 'clarify').filter((c) => c.mail.inReplyTo === post.messageId && same(c.address, post.from));
    return asked.length === 1 ? [] : [broken(post.kommune, `${described(post)} was asked ${asked.length} times for what is missing, not once`)];
  });
  const many = evidence.players.flatMap(({ code, name, truth }) => {
    const asked = ofKind(takenBy(evidence, code), 'clarify').filter((c) => posts.has(c.mail.inReplyTo ?? '')).length;
    return asked > truth.clarifies ? [broken(code, `${name} was asked ${asked} times for what is missing, not ${truth.clarifies}`)] : [];
  });
  return [...bad, ...many];
}

function unanswered(evidence: Evidence): readonly Broken[] {
  const accepted = acceptedIn(evidence);
  const quiet = postedAll(evidence).filter((p) => p.machine || (p.effect === 'review' && !accepted.has(p.messageId)));
  const byId = new Map(quiet.map((p) => [p.messageId, p]));
  return takenAll(evidence).flatMap((taken) => {
    const post = taken.mail.inReplyTo === null ? undefined : byId.get(taken.mail.inReplyTo);
    return post ? [broken(post.kommune, `${described(post)} was answered by ${named(taken)}`)] : [];
  });
}

function form(evidence: Evidence): readonly Broken[] {
  return takenAll(evidence).flatMap((taken) => {
    const { mail } = taken;
    const kommune = taken.kommune ?? mail.kommune;
    const tag = kommune === null ? null : `[LIGE-${evidence.calendar.campaign}-${kommune}]`;
    const faults = [
      ...(mail.messageId === null || mail.kind === null ? ['has no Message-ID of the agreed form'] : []),
      // A person wrote the answer (RFC 3834 5).
      ...(mail.autoSubmitted === null || (mail.autoSubmitted === 'no') !== (mail.kind === 'answer') ? ['is not marked by Auto-Submitted as what it is'] : []),
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
  const days = digests.map((d) => dayOf(d.at).toString());
  const due = weekBegins(evidence.calendar).map(String);
  return [
    ...due.filter((day) => days.filter((d) => d === day).length !== 1).map((day) => broken(null, `the ministry got ${days.filter((d) => d === day).length} digests on ${day}, not one`)),
    ...digests.filter((d) => !due.includes(dayOf(d.at).toString()) || !withinHours(d.at, evidence.calendar.hours)).map((d) => broken(null, `a digest left ${shortMoment(d.at)}, on another day than the week's first working day, or outside the sending hours`)),
  ];
}

/** Between two digests the ministry is told what newly waits for it: at most once a day, on a working day within the hours, and on no day of a digest. */
function notice(evidence: Evidence): readonly Broken[] {
  const notices = takenAll(evidence).filter((t) => t.mail.kind === 'notice');
  const digests = weekBegins(evidence.calendar).map(String);
  return notices.flatMap((t, at) => {
    const day = dayOf(t.at);
    return [
      ...(t.place === 'ministry' ? [] : [broken(null, `a notice went to ${t.address}`)]),
      ...(isWorkingDay(day) && withinHours(t.at, evidence.calendar.hours) ? [] : [broken(null, `a notice left ${shortMoment(t.at)}, outside the sending hours`)]),
      ...(digests.includes(day.toString()) || notices.slice(0, at).some((before) => dayOf(before.at).equals(day)) ? [broken(null, `a second word to the ministry on ${day.toString()}`)] : []),
    ];
  });
}

function ofKind(list: readonly Taken[], kind: string): readonly Taken[] {
  return list.filter((t) => t.mail.kind === kind);
}
