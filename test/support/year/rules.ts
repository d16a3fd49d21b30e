// What must hold of every mail of ours in any year, judged afterwards from what was delivered and from the log (design rules 4 to 8).
// It refuses to ask the code that decides: working days are those of date-holidays, and who is owed what is read from the events alone.
import Holidays from 'date-holidays';
import { evolve, newCase, type CaseState } from '../../../src/core/case.ts';
import { desk, type CaseEvent } from '../../../src/core/events.ts';
import type { Task } from '../../../src/core/task.ts';
import { local, zone, type Delivered, type Year } from '../year.ts';

const known = new Holidays('DK');
const closedOffices = new Set(['06-05', '12-24', '12-31']);
const holidays = new Map<number, ReadonlySet<string>>();

/** Working days by another program's calendar, and the three days on which offices are closed. */
export function isOffice(day: Temporal.PlainDate): boolean {
  if (!holidays.has(day.year)) holidays.set(day.year, new Set(known.getHolidays(day.year).filter((h) => h.type === 'public').map((h) => h.date.slice(0, 10))));
  return day.dayOfWeek <= 5 && holidays.get(day.year)?.has(day.toString()) !== true && !closedOffices.has(day.toString().slice(5));
}

/** A mail of ours with its task, and the case as it was when it left; null for the desk's own. */
type Left = Delivered & { readonly is: Task | undefined; readonly stood: CaseState | null; readonly events: readonly CaseEvent[] };

/** Every rule that was broken, one sentence each. `machines`: the Message-IDs of what machines sent. */
export async function brokenRules(year: Year, machines: readonly string[] = []): Promise<readonly string[]> {
  const left = await allThatLeft(year);
  const broken: string[] = [];
  const say = (mail: Delivered, what: string): void => void broken.push(`${mail.task} to ${mail.to} at ${local(mail.at)} ${what}`);
  const once = new Set<string>();
  const days = new Set<string>();
  const minutes = new Map<string, number>();
  const pauses = await pausesOf(year);
  for (const mail of left) {
    const { is, stood, to, at } = mail;
    const day = local(at).slice(0, 10);
    if (!is) say(mail, 'was never asked for');
    if (seen(once, `${mail.messageId} ${to}`)) say(mail, 'left twice');
    if (begunByUs(mail, year) && !isOpen(at, year)) say(mail, 'left outside sending hours');
    minutes.set(local(at), (minutes.get(local(at)) ?? 0) + 1);
    const answers = mail.inReplyTo !== null && (is?.thread ?? null) !== null;
    if (answers && (mail.kind === 'ack' || mail.kind === 'clarify') && seen(days, `${mail.kind} ${to} ${day}`)) say(mail, 'is the second answer of its kind on that day');
    if (mail.kind === 'reminder' && seen(days, `reminder ${mail.kommune} ${to} ${day}`)) say(mail, 'is the second reminder on that day');
    if (answers && machines.some((id) => mail.inReplyTo === id || (mail.references ?? '').includes(id))) say(mail, 'answers a machine');
    if (stood === null) continue;
    if (mail.kind !== 'review' && pauses.some(([from, until]) => Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, until) < 0)) say(mail, 'left while the campaign was paused');
    if (is?.kind === 'login' && stood.contact?.email !== to) say(mail, 'is a login to somebody who is not the contact');
    if (is?.kind === 'reminder' && hasAnswered(is, stood)) say(mail, 'reminds of what is there');
    const asks = is?.kind === 'reminder' || is?.kind === 'confirm' || (is?.kind === 'clarify' && is.unreachable !== null);
    if (asks && (stood.reviews.length > 0 || stood.questions.length > 0 || mail.lay.length > 0)) say(mail, 'left while we owe');
    const unasked = asks || is?.kind === 'letter' || is?.kind === 'login';
    if (unasked && stood.exempt !== null) say(mail, 'left to an exempted kommune');
    if ((asks || is?.kind === 'login') && stood.dead.includes(to)) say(mail, 'left to a dead address');
  }
  for (const [minute, count] of minutes) if (count > year.campaign.sending.perMinute) broken.push(`${count} mails left at ${minute}`);
  for (const task of await year.log.tasks()) if (!year.letters.has(task.id) || !year.holds.some((h) => h.what === task.id)) broken.push(`${task.id} has no end, and nothing says why`);
  return [...broken, ...await endsOf(year)];
}

async function allThatLeft(year: Year): Promise<readonly Left[]> {
  const streams = new Map<string, { events: readonly CaseEvent[]; tasks: Map<string, Task>; stood: Map<string, CaseState> }>();
  for (const stream of await year.log.streams()) {
    const events = (await year.events(stream)) as readonly CaseEvent[];
    const tasks = new Map(events.flatMap((e) => (e.type === 'mail-asked' ? [[e.task.id, e.task] as const] : [])));
    const stood = new Map<string, CaseState>();
    let state = newCase;
    if (stream !== desk) {
      for (const event of events) {
        if (event.type === 'mail-intended') stood.set(event.task, state);
        state = evolve(state, event);
      }
    }
    streams.set(stream, { events, tasks, stood });
  }
  return year.delivered.map((mail) => {
    const found = streams.get(mail.kommune ?? desk);
    return { ...mail, is: found?.tasks.get(mail.task), stood: found?.stood.get(mail.task) ?? null, events: found?.events ?? [] };
  });
}

function seen(set: Set<string>, key: string): boolean {
  const before = set.has(key);
  set.add(key);
  return before;
}

function isOpen(at: Temporal.Instant, { campaign }: Year): boolean {
  const here = at.toZonedDateTimeISO(zone);
  const time = here.toPlainTime();
  const { from, until } = campaign.sending.hours;
  return isOffice(here.toPlainDate()) && Temporal.PlainTime.compare(time, from) >= 0 && Temporal.PlainTime.compare(time, until) < 0;
}

/** A contact who came after the login window opened waits for the login: it leaves at any hour. */
function begunByUs({ is, events }: Left, { campaign }: Year): boolean {
  switch (is?.kind) {
    case undefined:
    case 'ack':
    case 'review':
    case 'answer':
    case 'receipt':
    case 'correct':
    case 'invitation':
      return false;
    case 'clarify':
      return is.unreachable !== null;
    case 'login': {
      const opens = campaign.loginWindow.from.toZonedDateTime({ timeZone: zone, plainTime: campaign.sending.hours.from }).toInstant();
      const came = events.some((e) => (e.type === 'contact-registered' || e.type === 'address-approved') && Temporal.Instant.compare(e.at, opens) > 0 && Temporal.Instant.compare(e.at, is.createdAt) <= 0);
      return is.thread === null && !is.forgotten && !came;
    }
    case 'letter':
    case 'reminder':
    case 'confirm':
    case 'closed':
    case 'digest':
    case 'notice':
      return true;
  }
}

function hasAnswered(task: Extract<Task, { kind: 'reminder' }>, { contact, submittedAt, login, begunAt }: CaseState): boolean {
  if (submittedAt !== null) return true;
  switch (task.about) {
    case 'contact':
      return contact !== null;
    case 'login':
      return (login?.activatedAt ?? null) !== null || begunAt !== null;
    case 'report':
      return begunAt !== null;
    case 'begun':
      return false;
  }
}

async function pausesOf(year: Year): Promise<readonly (readonly [Temporal.Instant, Temporal.Instant])[]> {
  const pauses: [Temporal.Instant, Temporal.Instant][] = [];
  for (const event of await year.events(desk)) {
    if (event.type === 'campaign-paused') pauses.push([Temporal.Instant.from(event.at), year.now()]);
    const open = pauses.at(-1);
    if (event.type === 'campaign-resumed' && open) open[1] = Temporal.Instant.from(event.at);
  }
  return pauses;
}

/** Each task ends once, and what is noted as sent was delivered. */
async function endsOf(year: Year): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const stream of await year.log.streams()) {
    const ends = new Map<string, string[]>();
    for (const event of await year.events(stream)) {
      if (event.type === 'mail-asked') ends.set(event.task.id, []);
      if (event.type === 'mail-sent' || event.type === 'mail-refused' || event.type === 'mail-unwanted') ends.set(event.task, [...(ends.get(event.task) ?? []), event.type]);
    }
    for (const [task, how] of ends) {
      const times = year.delivered.filter((m) => m.task === task).length;
      if (how.length > 1) broken.push(`${task} ended ${how.length} times: ${how.join()}`);
      if (how[0] === 'mail-sent' ? times !== 1 : how.length === 1 && times !== 0) broken.push(`${task} ended as ${how.join()} and was delivered ${times} times`);
    }
  }
  return broken;
}
