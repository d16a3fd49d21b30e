// Every mail that will leave in the days ahead if nobody does anything: the tick's own rules, played forward.
// It refuses to send and to know better than the tick: what is held is shown as held, with its reason.
import { dayOf, firstSendingInstant, nextSendingInstant, withinSendingHours, type Instant } from './calendar.ts';
import type { Campaign, DigestRecipient } from './campaign.ts';
import { evolve, type CaseState } from './case.ts';
import { tasksFor } from './events.ts';
import { dueCommands, nextDue, type DueCommand } from './deadlines.ts';
import { caseCommand, decide } from './decide.ts';
import { dueDigests, dueNotices, dueQuestions, evolveDesk, nextWord, toldUntil, type DeskState } from './desk.ts';
import { allQuiet, isClockBehind, type Around, type HoldReason } from './holds.ts';
import type { DigestFacts, ReminderAbout, Task, TaskKind } from './task.ts';
import { asksInbox, stillWanted, type Wanted } from './wanted.ts';

export type ForecastMail = {
  /** ISO instant. */
  readonly at: string;
  readonly kommune: string | null;
  readonly kind: TaskKind;
  readonly to: string;
  readonly why: string;
  readonly held: HoldReason | null;
};

type Shown = { readonly kind: TaskKind; readonly to: string; readonly why: string };

/**
 * The mails of one case that leave from `from` to before `until`, in order of time, and what is held. `pending`: its tasks that have no end yet.
 * What INBOX or a pause holds is shown as held and played on as if it left: the one ends within minutes, the other when a person says so.
 */
export function forecastCase(state: CaseState, campaign: Campaign, from: Instant, until: Instant, around: Around = allQuiet, pending: readonly Task[] = []): readonly ForecastMail[] {
  const mails: ForecastMail[] = [];
  const told = new Set<string>();
  const tell = (at: Instant, shown: Shown, held: HoldReason | null): void => {
    mails.push({ at: at.toString(), kommune: state.kommune, ...shown, held });
  };
  const hold = (at: Instant, shown: Shown, reason: HoldReason, once: string): void => {
    if (told.has(once)) return;
    told.add(once);
    tell(at, shown, reason);
  };
  if (isClockBehind(state.lastEventAt, from)) {
    for (const { what, reason } of dueCommands(state, campaign, from, around).held) tell(from, shownOf(what, state), reason);
    for (const task of pending) tell(from, { kind: task.kind, to: task.to, why: 'waiting to be sent' }, 'clock-behind');
    return mails;
  }
  let played = state;
  let queue = pending.map((task) => ({ task, why: 'waiting to be sent' }));
  let at: Instant | null = from;
  let before: Instant = from;
  let rounds = 0;
  while (at !== null && Temporal.Instant.compare(at, until) < 0) {
    const now: Instant = at;
    const { commands, held } = dueCommands(played, campaign, now);
    for (const { what, reason } of held) hold(now, shownOf(what, played), reason, `${JSON.stringify(what)} ${reason}`);
    let asks = 0;
    for (const command of commands) {
      const asked = ask(played, command, campaign, now);
      asks += asked.tasks.length;
      played = asked.state;
      queue.push(...asked.tasks.map((task) => ({ task, why: whyOf(command) })));
    }
    const left: typeof queue = [];
    let waits = false;
    for (const one of queue) {
      const { task, why } = one;
      // A mail that was given up on waits for a person, whatever else is so.
      const verdict: Wanted = played.reviews.some((r) => r.task === task.id) ? { held: 'review-open' } : stillWanted(task, played, campaign, now, allQuiet);
      const shown: Shown = { kind: task.kind, to: task.to, why };
      if ('unwanted' in verdict) played = evolve(played, { type: 'mail-unwanted', at: now.toString(), task: task.id, reason: verdict.unwanted });
      else if ('held' in verdict) {
        left.push(one);
        if (verdict.held === 'outside-hours') waits = true;
        else hold(now, shown, verdict.held, `${task.id} ${verdict.held}`);
      } else {
        tell(now, shown, heldBy(task, around, now.equals(from)));
        played = sent(played, task.id, now);
      }
    }
    rounds = at.equals(before) ? rounds + 1 : 0;
    before = at;
    // What is asked for and not wanted in the same minute, again and again, comes to no mail: time goes on.
    const progress = (asks > 0 || left.length < queue.length) && rounds < 10;
    queue = left;
    at = next(played, campaign, now, waits, progress);
  }
  return mails;
}

/** When something may leave again: at once after a change, otherwise at the next due instant or when the hours begin. */
function next(state: CaseState, campaign: Campaign, now: Instant, waits: boolean, progress: boolean): Instant | null {
  if (progress) return now;
  const later = now.add({ minutes: 1 });
  const due = nextDue(state, campaign, later);
  // What the case itself holds counts for nothing in nextDue, and shows only in the hours.
  const opens = waits || !withinSendingHours(now, campaign.sending.hours) ? nextSendingInstant(later, campaign.sending.hours) : null;
  if (due === null || opens === null) return due ?? opens;
  return Temporal.Instant.compare(due, opens) < 0 ? due : opens;
}

/** What holds a mail that the case itself would let go. */
function heldBy(task: Task, around: Around, isNow: boolean): HoldReason | null {
  if (around.paused && task.kind !== 'review' && task.kind !== 'digest' && task.kind !== 'notice') return 'paused';
  if (!isNow || !asksInbox(task) || around.inbox === 'quiet') return null;
  return around.inbox === 'unread' ? 'mail-unread' : 'mailbox-unhealthy';
}

/** The digests and notices that leave from `from` to before `until`. `waiting`: since when (ISO instants) what needs a person at an instant does so. */
export function forecastDesk(desk: DeskState, campaign: Campaign, from: Instant, until: Instant, waiting: (at: Instant) => readonly string[] = () => []): readonly ForecastMail[] {
  const mails: ForecastMail[] = desk.launched === null ? [] : dueQuestions(desk).map((question) => (
    { at: from.toString(), kommune: null, kind: 'review', to: campaign.questions.email, why: whyOf({ type: 'forward-question', question }), held: null }));
  for (const o of Object.values(desk.outgoing)) {
    if (o.state !== 'asked' && o.state !== 'intended') continue;
    // A digest that waits leaves in sending hours only, as it would have before.
    const isPaper = o.kind === 'digest' || o.kind === 'notice';
    const at = isPaper ? nextSendingInstant(from, campaign.sending.hours) : from;
    const held = desk.paused !== null && !isPaper && o.kind !== 'review' ? 'paused' : null;
    if (Temporal.Instant.compare(at, until) < 0) mails.push({ at: at.toString(), kommune: null, kind: o.kind, to: o.to, why: 'waiting to be sent', held });
  }
  let played = desk;
  let at: Instant | null;
  let now = from;
  const ask = (kind: 'digest' | 'notice', recipient: DigestRecipient, why: string, when: Instant): void => {
    const told = when.toString();
    mails.push({ at: told, kommune: null, kind, to: recipient.email, why, held: null });
    const task = { id: `forecast-${mails.length}`, kommune: null, to: recipient.email, createdAt: told, thread: null, recipientName: recipient.name };
    played = evolveDesk(played, { type: 'mail-asked', at: told, task: kind === 'digest' ? { ...task, kind, facts: noFacts } : { ...task, kind, facts: { day: '', needs: [], before: 0 } } });
  };
  while ((at = nextWord(played, campaign, now)) !== null && Temporal.Instant.compare(at, until) < 0) {
    const when = at;
    const notices = dueNotices(played, campaign, when);
    for (const recipient of dueDigests(played, campaign, when)) ask('digest', recipient, recipient.every === 'week' ? 'weekly digest' : 'daily digest, if something has happened', when);
    for (const recipient of notices) {
      const told = toldUntil(played, recipient, campaign);
      const morning = firstSendingInstant(dayOf(when), campaign.sending.hours);
      if (waiting(when).some((since) => (told === null || Temporal.Instant.compare(since, told) > 0) && Temporal.Instant.compare(since, morning) <= 0)) ask('notice', recipient, 'something newly needs a person', when);
    }
    // Who was not told anything is looked at again on the next morning.
    now = notices.length > 0 ? firstSendingInstant(dayOf(when).add({ days: 1 }), campaign.sending.hours) : when.add({ minutes: 1 });
  }
  return mails;
}

/** Days with the number of mails of a kind, in order: what the digest shows of the week ahead. */
export function upcomingOf(mails: readonly ForecastMail[]): DigestFacts['upcoming'] {
  const counts = new Map<string, { day: string; what: TaskKind; count: number }>();
  for (const mail of mails) {
    if (mail.held) continue;
    const day = dayOf(Temporal.Instant.from(mail.at)).toString();
    const key = `${day} ${mail.kind}`;
    const entry = counts.get(key) ?? { day, what: mail.kind, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return [...counts.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, entry]) => entry);
}

function ask(state: CaseState, due: DueCommand, campaign: Campaign, at: Instant): { readonly state: CaseState; readonly tasks: readonly Task[] } {
  const decision = decide(caseCommand(due, at, () => ({ nonce: 'forecast', tokenHash: 'forecast' })), state, campaign);
  if ('ignored' in decision) return { state, tasks: [] };
  return { state: decision.events.reduce(evolve, state), tasks: tasksFor(decision.events) };
}

function sent(state: CaseState, task: string, now: Instant): CaseState {
  const at = now.toString();
  return evolve(evolve(state, { type: 'mail-intended', at, task, sha256: '', clock: at }), { type: 'mail-sent', at, task, proof: 'accepted', response: '' });
}

/** A due command as the mail that would come of it. */
function shownOf(due: DueCommand, state: CaseState): Shown {
  const contact = state.contact?.email ?? state.mailbox;
  const why = whyOf(due);
  switch (due.type) {
    case 'invite':
      return { kind: 'letter', to: state.mailbox, why };
    case 'issue-login':
    case 'renew-login':
      return { kind: 'login', to: contact, why };
    case 'close-login':
      return { kind: 'closed', to: due.former.email, why };
    case 'confirm-contact':
      return { kind: 'confirm', to: state.mailbox, why };
    case 'ask-new-contact':
      return { kind: 'clarify', to: state.mailbox, why };
    case 'remind':
      return { kind: 'reminder', to: contact, why };
    case 'forward-question':
      return { kind: 'review', to: '', why };
  }
}

const missing: Readonly<Record<ReminderAbout, string>> = {
  contact: 'no contact list yet', login: 'the login was not used yet', report: 'the report was not begun yet', begun: 'the report was begun and not submitted yet',
};

function whyOf(due: DueCommand): string {
  switch (due.type) {
    case 'invite':
      return 'the letter has not left yet';
    case 'issue-login':
      return 'a contact is registered and has no login yet';
    case 'renew-login':
      return `the login was not used, and its link has ended: round "${due.round}"`;
    case 'close-login':
      return 'somebody else is the contact now, the old login is void';
    case 'confirm-contact':
      return "the contact's address is outside the kommune's domains";
    case 'ask-new-contact':
      return 'the contact cannot be reached';
    case 'remind':
      return `${missing[due.about]}: round "${due.round}"`;
    case 'forward-question':
      return `question ${due.question} waits for an answer`;
  }
}

const noFacts: DigestFacts = {
  day: '', at: '', every: 'week', since: null, launched: true, paused: null, invited: 0, contact: 0, login: 0, begun: 0, submitted: 0, asked: 0, total: 0, bounced: 0, overdue: 0,
  deadlines: { letter: '', contact: '', report: '' }, needs: [], changed: [], waiting: [], unreported: [], upcoming: [], held: [], health: { inbox: null, pending: null, trouble: [] }, progress: [], list: [],
};
