// The desk: what belongs to no one kommune. The launch, mails that nobody could place, the ministry's digests.
// It refuses to touch a case: a mail on the desk reaches a kommune only through a person.
import { dayOf, firstSendingInstant, isWorkingDay, later, nextSendingInstant, withinSendingHours, type Day, type Instant } from './calendar.ts';
import type { Campaign, DigestRecipient } from './campaign.ts';
import { desk, ignored, whatWasRead, type Decision, type DeskEvent, type MailRef, type ReviewReason } from './events.ts';
import { closedItem, evolveItems, forgetForward, noItems, noteCaused, type Items } from './items.ts';
import { decideOutgoing, evolveOutgoing, overtake, isOutgoingCommand, nextTaskId, type OutgoingCommand, type OutgoingState } from './outgoing.ts';
import type { Understanding } from './reading.ts';
import { decideQuestion, isQuestionCommand, type QuestionCommand } from './questions.ts';
import { decideReview, isReviewCommand, type ReviewCommand } from './review.ts';
import { decidePause, type PauseCommand } from './steering.ts';
import type { DigestFacts, NoticeFacts, Thread } from './task.ts';

export type DeskState = Items & {
  readonly launched: { readonly at: string; readonly by: string; readonly clock: string; readonly redirectTo: string | null; readonly inbox: { readonly uidValidity: string; readonly uidNext: number } | null } | null;
  readonly mails: Readonly<Record<string, number>>;
  readonly mailsIn: number;
  readonly outgoing: OutgoingState;
  /** Address of the recipient → ISO instant of the newest digest that was due; and of the newest one at all, also one that a person asked for. */
  readonly digests: Readonly<Record<string, string>>;
  readonly told: Readonly<Record<string, string>>;
  /** The same of the newest notice of what newly waits. */
  readonly notices: Readonly<Record<string, string>>;
  /** Addresses that were asked for what is missing, in lower case: each once. */
  readonly asked: readonly string[];
  /** Nothing leaves to a kommune: since when, by whom, why. */
  readonly paused: { readonly at: string; readonly by: string; readonly note: string } | null;
  readonly lastEventAt: string | null;
};

export const newDesk: DeskState = { launched: null, mails: {}, mailsIn: 0, outgoing: {}, digests: {}, told: {}, notices: {}, asked: [], paused: null, lastEventAt: null, ...noItems };

export type DeskCommand = { readonly at: string } & (
  | { readonly type: 'launch'; readonly by: string; readonly redirectTo: string | null; readonly inbox: { readonly uidValidity: string; readonly uidNext: number } | null; readonly clock: string }
  | { readonly type: 'receive-mail'; readonly mail: MailRef; readonly thread: Thread; readonly reading: number; readonly understanding: Understanding; readonly reason: ReviewReason }
  | { readonly type: 'give-up'; readonly mail: MailRef | null; readonly reason: 'could-not-be-handled' | 'letter-failed'; readonly detail: string; readonly reading: number; readonly task?: string }
  /** `force`: a person asks for one more today. */
  | { readonly type: 'issue-digest'; readonly recipient: DigestRecipient; readonly facts: DigestFacts; readonly force: boolean }
  | { readonly type: 'issue-notice'; readonly recipient: DigestRecipient; readonly facts: NoticeFacts }
  | OutgoingCommand
  | ReviewCommand
  | QuestionCommand
  | PauseCommand
);

export function evolveDesk(state: DeskState, event: DeskEvent): DeskState {
  return { ...effect(state, event), lastEventAt: later(state.lastEventAt, event.at) };
}

function effect(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'campaign-launched':
      return { ...state, launched: { at: event.at, by: event.by, clock: event.clock, redirectTo: event.redirectTo, inbox: event.inbox } };
    case 'campaign-paused':
      return { ...state, paused: { at: event.at, by: event.by, note: event.note } };
    case 'campaign-resumed':
      return { ...state, paused: null };
    case 'mail-received':
      return { ...state, mails: { ...state.mails, [event.mail.id]: event.reading }, mailsIn: state.mailsIn + (event.mail.id in state.mails ? 0 : 1) };
    case 'review-opened':
    case 'question-opened':
    case 'review-closed':
      return { ...state, ...evolveItems(state, event) };
    case 'review-reopened': {
      // What closing it asked for and has not left is not wanted any more.
      const tasks = closedItem(state, event.item)?.tasks ?? [];
      return { ...state, ...evolveItems(state, event), outgoing: overtake(state.outgoing, (o) => tasks.includes(o.id), 'taken-back') };
    }
    case 'mail-asked': {
      const asked = { ...state, ...(event.item === undefined ? {} : noteCaused(state, event.item, { task: event.task.id })), outgoing: evolveOutgoing(state.outgoing, event) };
      if (event.task.kind === 'digest') {
        const told = { ...state.told, [event.task.to]: later(state.told[event.task.to] ?? null, event.at) ?? event.at };
        return event.task.atOnce ? { ...asked, told } : { ...asked, told, digests: { ...state.digests, [event.task.to]: event.at } };
      }
      if (event.task.kind === 'notice') return { ...asked, notices: { ...state.notices, [event.task.to]: event.at } };
      if (event.task.kind === 'review') return { ...asked, forwarded: { ...state.forwarded, [event.task.item]: event.task.id } };
      return event.task.kind === 'clarify' ? { ...asked, asked: [...state.asked, event.task.to.toLowerCase()] } : asked;
    }
    case 'mail-intended':
    case 'mail-deferred':
    case 'mail-sent':
    case 'mail-refused':
      return { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
    case 'mail-unwanted':
      return { ...forgetForward(state, event.task), outgoing: evolveOutgoing(state.outgoing, event) };
  }
}

export function decideDesk(command: DeskCommand, state: DeskState, campaign: Campaign): Decision<DeskEvent> {
  if (isOutgoingCommand(command)) return decideOutgoing(command, state.outgoing);
  if (isReviewCommand(command)) return decideReview(command, { ...state, stream: desk, kommune: null, contact: null, contactMail: null, contactAt: null, foreign: [], approved: [] }, campaign);
  if (isQuestionCommand(command)) return decideQuestion(command, { ...state, kommune: null }, campaign, () => null);
  const { at } = command;
  switch (command.type) {
    case 'pause':
    case 'resume':
      return decidePause(command, state);
    case 'launch':
      if (state.launched) return ignored('already-launched');
      return { events: [{ type: 'campaign-launched', at, by: command.by, redirectTo: command.redirectTo, inbox: command.inbox, clock: command.clock }] };
    case 'receive-mail': {
      const { mail, reading, understanding: read, reason } = command;
      if ((state.mails[mail.id] ?? 0) >= reading) return ignored('already-received');
      const outcome = deskOutcome(read, state);
      const received: DeskEvent = { type: 'mail-received', at, mail, reading, kind: read.kind, outcome, reasons: read.reasons };
      switch (outcome) {
        case 'ignore':
          return { events: [received] };
        case 'clarify': {
          const task = {
            id: nextTaskId(state.outgoing, 'clarify', campaign.id, null), kommune: null, to: read.answerTo ?? '', createdAt: at, thread: command.thread,
            kind: 'clarify' as const, missing: read.missing, read: read.contacts, notes: read.notes, unreachable: null,
          };
          return { events: [received, { type: 'mail-asked', at, task }] };
        }
        case 'forward':
          return { events: [received, { type: 'question-opened', at, question: `q${state.opened + 1}`, mail, read: whatWasRead(read, command.thread) }] };
        case 'review':
          return { events: [received, { type: 'review-opened', at, review: `r${state.opened + 1}`, mail, reason, detail: [...read.reasons, ...read.problems].join('; '), read: whatWasRead(read, command.thread) }] };
      }
    }
    // eslint-disable-next-line no-fallthrough -- every outcome above returns
    case 'give-up': {
      const review: DeskEvent = { type: 'review-opened', at, review: `r${state.opened + 1}`, mail: command.mail, reason: command.reason, detail: command.detail, ...(command.task === undefined ? {} : { task: command.task }) };
      if (command.mail === null) return state.reviews.some((r) => r.reason === command.reason && r.detail === command.detail) ? ignored('already-in-review') : { events: [review] };
      if ((state.mails[command.mail.id] ?? 0) >= command.reading) return ignored('already-received');
      return { events: [{ type: 'mail-received', at, mail: command.mail, reading: command.reading, kind: 'other', outcome: 'review', reasons: [command.detail] }, review] };
    }
    case 'issue-digest': {
      const { recipient, facts } = command;
      if (!command.force && isToldToday(state.digests[recipient.email] ?? null, at)) return ignored('already-issued-today');
      const task = {
        id: nextTaskId(state.outgoing, 'digest', campaign.id, null), kommune: null, to: recipient.email, createdAt: at, thread: null,
        kind: 'digest' as const, facts, recipientName: recipient.name, ...(command.force ? { atOnce: true } : {}),
      };
      return { events: [{ type: 'mail-asked', at, task }] };
    }
    case 'issue-notice': {
      const { recipient, facts } = command;
      if (isToldToday(toldUntil(state, recipient, campaign), at)) return ignored('already-issued-today');
      const task = {
        id: nextTaskId(state.outgoing, 'notice', campaign.id, null), kommune: null, to: recipient.email, createdAt: at, thread: null,
        kind: 'notice' as const, facts, recipientName: recipient.name,
      };
      return { events: [{ type: 'mail-asked', at, task }] };
    }
  }
}

/** Until when this recipient knows what waits (ISO instant; null for nothing yet): a digest tells all of it, a notice what stood in the morning. */
export function toldUntil(state: Pick<DeskState, 'told' | 'notices'>, { email }: DigestRecipient, { sending }: Campaign): string | null {
  const [digest, notice] = [state.told[email], state.notices[email]];
  const morning = notice === undefined ? null : firstSendingInstant(dayOf(Temporal.Instant.from(notice)), sending.hours).toString();
  return digest === undefined || morning === null ? digest ?? morning : later(digest, morning);
}

function isToldToday(last: string | null, at: string): boolean {
  return last !== null && Temporal.PlainDate.compare(dayOf(Temporal.Instant.from(last)), dayOf(Temporal.Instant.from(at))) >= 0;
}

/** Without a case nothing is registered. Whoever left the kommune out is asked for it, once; all else but machines' mail waits for a person. */
export function deskOutcome(read: Pick<Understanding, 'kind' | 'outcome' | 'kommuner' | 'answerTo' | 'bounce'>, state: Pick<DeskState, 'asked'>): 'ignore' | 'forward' | 'clarify' | 'review' {
  switch (read.outcome) {
    case 'ignore':
      // A bounce that belongs to no case (a digest's, or one without our Message-ID) says that somebody did not get our mail.
      return read.kind === 'bounce' && read.bounce?.permanent === true ? 'review' : 'ignore';
    case 'forward':
      return read.outcome;
    case 'clarify':
      return read.kommuner.length === 0 && read.answerTo !== null && !state.asked.includes(read.answerTo.toLowerCase()) ? 'clarify' : 'review';
    case 'accept':
    case 'review':
      return 'review';
  }
}

/** The questions at the desk that were not put before the department's contact yet. */
export function dueQuestions(state: DeskState): readonly string[] {
  return state.questions.filter((q) => state.forwarded[q.question] === undefined).map((q) => q.question);
}

/** The recipients whose digest is due at `now`: every week on its first working day, or every working day. */
export function dueDigests(state: DeskState, campaign: Campaign, now: Instant): readonly DigestRecipient[] {
  if (!state.launched || !withinSendingHours(now, campaign.sending.hours)) return [];
  return campaign.digest.filter((recipient) => Temporal.Instant.compare(digestFrom(state, recipient, campaign), now) <= 0);
}

/** Who gets the digest weekly, and can be told today what newly waits: on working days without a digest, at most once. */
export function dueNotices(state: DeskState, campaign: Campaign, now: Instant): readonly DigestRecipient[] {
  if (!state.launched || !withinSendingHours(now, campaign.sending.hours)) return [];
  return campaign.digest.filter((recipient) => recipient.every === 'week'
    && Temporal.Instant.compare(noticeFrom(state, recipient, campaign), now) <= 0 && Temporal.Instant.compare(digestFrom(state, recipient, campaign), now) > 0);
}

/** The next instant at which the desk has something to do, from `now` on; null before the launch. */
export function nextDeskDue(state: DeskState, campaign: Campaign, now: Instant): Instant | null {
  return state.launched && dueQuestions(state).length > 0 ? now : nextWord(state, campaign, now);
}

/** The next instant at which a digest or a notice may be due, from `now` on; null before the launch. */
export function nextWord(state: DeskState, campaign: Campaign, now: Instant): Instant | null {
  if (!state.launched) return null;
  const looks = campaign.digest.flatMap((recipient) => (recipient.every === 'week' ? [morningFrom(noticeFrom(state, recipient, campaign), now, campaign)] : []));
  return [nextDigest(state, campaign, now), ...looks].reduce((a, b) => (a === null || (b !== null && Temporal.Instant.compare(b, a) < 0) ? b : a));
}

/** The next instant at which a digest may be due, from `now` on; null before the launch. */
export function nextDigest(state: DeskState, campaign: Campaign, now: Instant): Instant | null {
  if (!state.launched) return null;
  let next: Instant | null = null;
  for (const recipient of campaign.digest) {
    const at = upFrom(digestFrom(state, recipient, campaign), now, campaign);
    if (next === null || Temporal.Instant.compare(at, next) < 0) next = at;
  }
  return next;
}

/** The instant from which a recipient's next digest is due, counted from the last one or from the launch (or the letter, if that is later). */
function digestFrom(state: DeskState, recipient: DigestRecipient, campaign: Campaign): Instant {
  let day = dayAfter(state, state.digests[recipient.email] ?? null, campaign);
  if (recipient.every === 'week') while (!isFirstWorkingDayOfWeek(day)) day = day.add({ days: 1 });
  return firstSendingInstant(day, campaign.sending.hours);
}

/** The instant from which a recipient may be told of what newly waits: the day after the last word to her. */
function noticeFrom(state: DeskState, recipient: DigestRecipient, campaign: Campaign): Instant {
  return firstSendingInstant(dayAfter(state, toldUntil(state, recipient, campaign), campaign), campaign.sending.hours);
}

/** The day after `last` (ISO instant); without one the day after the launch, or after the letter, if that is later. */
function dayAfter(state: DeskState, last: string | null, campaign: Campaign): Day {
  const launched = dayOf(Temporal.Instant.from(state.launched?.at ?? '1970-01-01T00:00:00Z'));
  const begun = Temporal.PlainDate.compare(launched, campaign.letterDate) < 0 ? campaign.letterDate : launched;
  return (last === null ? begun : dayOf(Temporal.Instant.from(last))).add({ days: 1 });
}

/** Notices are looked for in the morning: a desk at which something happens all day is not looked at each time. */
function morningFrom(from: Instant, now: Instant, { sending }: Campaign): Instant {
  if (Temporal.Instant.compare(from, now) > 0) return from;
  const today = firstSendingInstant(dayOf(now), sending.hours);
  return Temporal.Instant.compare(now, today) <= 0 ? today : firstSendingInstant(dayOf(now).add({ days: 1 }), sending.hours);
}

function upFrom(from: Instant, now: Instant, { sending }: Campaign): Instant {
  return nextSendingInstant(Temporal.Instant.compare(from, now) > 0 ? from : now, sending.hours);
}

/** True on the day on which the week's digests leave. */
export function isFirstWorkingDayOfWeek(day: Day): boolean {
  if (!isWorkingDay(day)) return false;
  for (let before = day.subtract({ days: 1 }); before.dayOfWeek < day.dayOfWeek; before = before.subtract({ days: 1 })) {
    if (isWorkingDay(before)) return false;
  }
  return true;
}
