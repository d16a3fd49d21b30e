// The ministry's own mails: the digest, and the notice of what newly needs a person.
// It refuses to count anything itself: the facts were frozen when the mail was decided.
import { danishDate, danishDay, type Day } from '../calendar.ts';
import { digestChanges, type DigestFacts, type DigestNeed, type NoticeFacts } from '../digest/facts.ts';
import { domainOf } from '../kommune.ts';
import { phases } from '../phase.ts';
import { isAfter, sharedFields, type Body, type LetterContext, type TaskOf } from './body.ts';
import { counted, danishDateOf } from './danish.ts';
import { changeInDanish, commandFor, holdInDanish, needInDanish, standingInDanish } from './digest-words.ts';
import type { DigestFields, NeedFields } from './template.ts';
import { countedMails } from './words.ts';

/** Longer lists are cut here and stand whole in the attached sheet: a mail of more than 102 kB is cut by Gmail. */
const longestNeeds = 25;
const longestNames = 30;

export function digestBody(task: TaskOf<'digest'>, context: LetterContext): Body {
  const { facts } = task;
  const fields = digestFields(task, context);
  return {
    subject: `${fields.headline} – status ${danishDate(dayIn(facts.day))}`,
    toName: task.recipientName,
    digest: { facts, pictures: fields.pictures },
    template: { name: 'digest', fields },
  };
}

export function noticeBody(task: TaskOf<'notice'>, context: LetterContext): Body {
  const { facts, recipientName } = task;
  return {
    subject: `${noticeHeadline(facts)} – ${danishDate(dayIn(facts.day))}`,
    toName: recipientName,
    template: { name: 'notice', fields: {
      ...sharedFields(task, context), headline: noticeHeadline(facts), recipient: recipientName, ...needsOf(facts.needs), before: facts.before === 0 ? '' : counted(facts.before, 'sag', 'sager'),
    } },
  };
}

export function noticeHeadline({ needs }: NoticeFacts): string {
  return `${counted(needs.length, 'ny sag', 'nye sager')} venter på en medarbejder`;
}

/** The sentence that matters most: that nothing moves, then what waits for a person, then how far the kommuner have come. */
export function digestHeadline(facts: DigestFacts): string {
  const { needs, paused } = facts;
  if (paused) return `Kampagnen er sat på pause, og der sendes intet til kommunerne${needs.length > 0 ? `; ${counted(needs.length, 'sag', 'sager')} venter på en medarbejder` : ''}`;
  const stand = standing(facts);
  return needs.length > 0 ? `${counted(needs.length, 'sag', 'sager')} venter på en medarbejder, og ${stand}` : `${stand.slice(0, 1).toUpperCase()}${stand.slice(1)}`;
}

function standing(facts: DigestFacts): string {
  const { invited, contact, submitted, asked, total, waiting } = facts;
  if (asked === 0 && total > 0) return 'alle kommuner er fritaget';
  if (invited === 0) return 'brevet er ikke sendt endnu';
  if (submitted >= asked) return asked === 1 ? 'kommunen har indberettet' : `alle ${asked} kommuner har indberettet`;
  if (isReporting(facts)) {
    const without = waiting.length > 0 ? `, ${waiting.length} mangler også en kontaktperson` : '';
    return `${submitted} af ${counted(asked, 'kommune', 'kommuner')} har indberettet${without} (${deadlineWords(facts.deadlines.report, facts.day)})`;
  }
  if (contact >= asked) return asked === 1 ? 'kommunen har oplyst en kontaktperson' : `alle ${asked} kommuner har oplyst en kontaktperson`;
  return `${asked - contact} af ${counted(asked, 'kommune', 'kommuner')} mangler at oplyse en kontaktperson (${deadlineWords(facts.deadlines.contact, facts.day)})`;
}

/** From the first report on, or when logins are out and the time for contacts is over, the report is what counts. */
function isReporting({ submitted, login, day, deadlines }: DigestFacts): boolean {
  return submitted > 0 || (login > 0 && isAfter(dayIn(day), dayIn(deadlines.contact)));
}

function deadlineWords(deadline: string, today: string): string {
  if (deadline === today) return 'fristen er i dag';
  return `fristen ${isAfter(dayIn(today), dayIn(deadline)) ? 'var' : 'er'} ${danishDay(dayIn(deadline))}`;
}

function digestFields(task: TaskOf<'digest'>, context: LetterContext): DigestFields {
  const { facts } = task;
  const of = (n: number): string => `${n} af ${facts.asked}`;
  const exempt = facts.total - facts.asked;
  const reporting = isReporting(facts) && facts.submitted < facts.asked;
  const changes = changesOf(facts);
  const health = healthOf(facts);
  return {
    ...sharedFields(task, context),
    headline: digestHeadline(facts),
    day: danishDay(dayIn(facts.day)),
    weekly: facts.every === 'week',
    recipient: task.recipientName,
    ...needsOf(facts.needs),
    sinceDay: facts.since === null ? '' : danishDateOf(facts.since),
    hasChanged: changes.length > 0,
    changed: changes,
    numbers: [
      { label: 'Har fået brevet', value: of(facts.invited) },
      { label: 'Har oplyst en kontaktperson', value: of(facts.contact) },
      { label: 'Har fået login', value: of(facts.login) },
      { label: 'Er begyndt at indberette', value: of(facts.begun) },
      { label: 'Har indberettet', value: of(facts.submitted) },
      { label: 'Har overskredet en frist', value: String(facts.overdue) },
      { label: 'Kan ikke nås med mail', value: String(facts.bounced) },
      ...(exempt > 0 ? [{ label: 'Er fritaget', value: String(exempt) }] : []),
    ],
    curve: curveInWords(facts),
    map: mapInWords(facts),
    pictures: `${task.id}@${domainOf(context.campaign.sender.address)}`,
    hasWaiting: facts.waiting.length > 0,
    waitingCount: counted(facts.waiting.length, 'kommune', 'kommuner'),
    waiting: names(facts.waiting, ' (se den vedhæftede liste)'),
    hasUnreported: reporting && facts.unreported.length > 0,
    unreportedCount: reporting ? counted(facts.unreported.length, 'kommune', 'kommuner') : '',
    unreported: reporting ? names(facts.unreported, ' (se den vedhæftede liste)') : '',
    hasUpcoming: facts.upcoming.length > 0,
    upcoming: facts.upcoming.map((u) => ({ day: danishDay(dayIn(u.day)), what: countedMails(u.what, u.count) })),
    hasHeld: facts.held.length > 0,
    held: facts.held.map((h) => ({ what: countedMails(h.what, h.count), why: holdInDanish(h.reason), names: names(h.names, '', 10) })),
    hasHealth: health.length > 0,
    health,
    hasTrouble: facts.health.trouble.length > 0,
    trouble: facts.health.trouble,
  };
}

function needsOf(needs: readonly DigestNeed[]): NeedFields {
  const left = needs.length - longestNeeds;
  return {
    hasNeeds: needs.length > 0,
    needs: needs.slice(0, longestNeeds).map((n) => ({
      kommune: n.name === '' ? 'Uden kommune' : n.name, what: needInDanish(n.what), from: n.from !== null && n.kommune === null ? n.from : '', since: danishDateOf(n.since), command: commandFor(n.id, n.kommune),
    })),
    moreNeeds: left > 0 ? counted(left, 'anden sag', 'andre sager') : '',
  };
}

function changesOf({ changed }: DigestFacts): DigestFields['changed'] {
  const byKind = Map.groupBy(changed, (c) => c.what);
  return digestChanges.flatMap((what) => {
    const those = byKind.get(what) ?? [];
    if (those.length === 0) return [];
    const said = [...new Set(those.map((c) => (c.name === '' && c.kommune === null ? `den ${danishDateOf(c.at)}` : what === 'extended' ? `${c.name} (${danishDateOf(c.detail)})` : c.name)))];
    const [placed, unplaced] = [those.filter((c) => c.kommune !== null), those.filter((c) => c.kommune === null)];
    const count = new Set(placed.map((c) => c.kommune)).size + unplaced.length;
    return [{ what: changeInDanish(what), count: String(count), names: names(said.toSorted((a, b) => a.localeCompare(b, 'da'))) }];
  });
}

function healthOf({ health: { inbox, pending, trouble } }: DigestFacts): readonly string[] {
  const said: string[] = [];
  if (inbox === 'quiet') said.push('Postkassen er læst, og alle mails i den er behandlet.');
  if (inbox === 'unread') said.push('Der ligger mails i postkassen, som ikke er behandlet endnu.');
  if (inbox === 'unhealthy') said.push('Postkassen kan ikke læses lige nu.');
  if (pending !== null) said.push(pending === 0 ? 'Ingen mails venter på at blive sendt.' : `${counted(pending, 'mail', 'mails')} venter på at blive sendt.`);
  if (trouble.length === 0 && said.length > 0 && inbox !== 'unhealthy') said.push('Systemet har ikke meldt om fejl.');
  return said;
}

/** What the curve shows, for those who don't see it. */
function curveInWords({ progress, asked, deadlines }: DigestFacts): string {
  // Its own figures: the last of the curve.
  const { contact, submitted } = progress.at(-1) ?? { contact: 0, submitted: 0 };
  return `Kurven viser, at ${contact === 0 ? 'ingen' : contact} af ${asked === 1 ? 'den ene kommune' : `de ${asked} kommuner`} har oplyst en kontaktperson (frist ${danishDay(dayIn(deadlines.contact))}), og at ${submitted === 0 ? 'ingen' : submitted} har indberettet (frist ${danishDay(dayIn(deadlines.report))}).`;
}

/** What the map shows: how many have come so far and no further. */
function mapInWords({ list }: DigestFacts): string {
  const asked = list.filter((row) => row.exempt === null);
  const stands = phases.toReversed().flatMap((phase) => {
    const there = asked.filter((row) => row.phase === phase);
    const late = phase === 'invited' ? there.filter((row) => row.overdue).length : 0;
    const rest = there.length - late;
    return [...(rest > 0 ? [`${rest} ${standingInDanish(phase)}`] : []), ...(late > 0 ? [`${late} har ikke svaret i tide`] : [])];
  });
  const exempt = list.length - asked.length;
  return `Kortet viser, hvor langt hver kommune er nået: ${clauses([...stands, ...(exempt > 0 ? [`${exempt} er fritaget`] : [])])}.`;
}

/** Whole clauses: a comma before their "og" as well. */
function clauses(all: readonly string[]): string {
  const last = all.at(-1) ?? 'ingen kommuner endnu';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')}, og ${last}`;
}

/** At most so many names; the rest is counted. `where`: where it stands. */
function names(all: readonly string[], where = '', longest = longestNames): string {
  const said = all.map((name) => (name === '' ? 'uden kommune' : name));
  const rest = said.length - longest;
  return rest <= 0 ? said.join(', ') : `${said.slice(0, longest).join(', ')} og ${rest === 1 ? 'én anden' : `${rest} andre`}${where}`;
}

function dayIn(iso: string): Day {
  return Temporal.PlainDate.from(iso);
}
