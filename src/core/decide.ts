// What may happen to a kommune's case: a command and the state give events, or nothing with a named reason.
// It refuses to know more than the command and the state: time, chance and what others did come with the command.
import { decideAccount, isAccountCommand, type AccountCommand } from './accounts.ts';
import { asking, type Ask } from './asking.ts';
import { dayOfIso, isDayAfter, lastDayInTime, type Day, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { formerWithLogin, isBounced, isUnconfirmed, letterOf, type CaseState } from './case.ts';
import { caseBeside } from './beside.ts';
import type { DueCommand } from './deadlines.ts';
import { ignored, type CaseEvent, type Decision, type MailRef } from './events.ts';
import { issueLogin, renewLogin, type LoginSecrets } from './logins.ts';
import { decideOutgoing, isOutgoingCommand, type OutgoingCommand } from './outgoing.ts';
import { decideQuestion, isQuestionCommand, type QuestionCommand } from './questions.ts';
import { receiveMail, type Receive } from './receive.ts';
import { acceptReport } from './report/accept.ts';
import { decideReport, isReportCommand, type ReportCommand } from './report/decide.ts';
import { decideReview, isReviewCommand, type ReviewCommand } from './review.ts';
import { aboutOf, deadlineOf, isLastRound, isMailboxDead } from './rounds.ts';
import { decideSteering, isSteeringCommand, type SteeringCommand } from './steering.ts';
import type { Deadline, NamedAddress, ReminderAbout } from './task.ts';

/** All instants (`at`, `expires`) are ISO strings in UTC. */
export type CaseCommand =
  | ({ readonly at: string } & (
    | { readonly type: 'open'; readonly kommune: string; readonly name: string; readonly mailbox: string }
    | { readonly type: 'invite' }
    /** Handling this kommune's mail failed again and again: a person takes it. */
    | { readonly type: 'give-up'; readonly mail: MailRef | null; readonly reason: 'could-not-be-handled' | 'letter-failed'; readonly detail: string; readonly reading: number; readonly task?: string }
    | ({ readonly type: 'issue-login' } & LoginSecrets)
    | ({ readonly type: 'renew-login'; readonly of: Deadline; readonly round: string } & LoginSecrets)
    | { readonly type: 'close-login'; readonly former: NamedAddress }
    | { readonly type: 'confirm-contact' }
    | { readonly type: 'ask-new-contact' }
    | { readonly type: 'remind'; readonly about: ReminderAbout; readonly of: Deadline; readonly round: string }
  ))
  | Receive | OutgoingCommand | ReviewCommand | QuestionCommand | SteeringCommand | AccountCommand | ReportCommand;

export function decide(command: CaseCommand, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  if (command.type === 'open') {
    if (state.kommune !== null) return ignored('already-open');
    const { at, kommune, name, mailbox } = command;
    return { events: [{ type: 'case-opened', at, kommune, name, mailbox }] };
  }
  if (isOutgoingCommand(command)) return decideOutgoing(command, state.outgoing);
  if (state.kommune === null) return ignored('not-open');
  if (command.type === 'accept-report') return acceptReport(command, state, campaign);
  if (isReviewCommand(command)) return decideReview(command, { ...state, stream: state.kommune }, campaign);
  if (isQuestionCommand(command)) return decideQuestion(command, state, campaign, () => caseBeside(state, campaign));
  if (isSteeringCommand(command)) return decideSteering(command, state, campaign);
  if (isAccountCommand(command)) return decideAccount(command, state, campaign);
  if (isReportCommand(command)) return decideReport(command, state, campaign);
  const { at } = command;
  const ask = asking(state, campaign, at);
  switch (command.type) {
    case 'invite':
      if (letterOf(state)) return ignored('already-invited');
      return { events: [ask({ kind: 'letter' }, state.mailbox)] };
    case 'receive-mail':
      return receiveMail(command, state, campaign);
    case 'give-up': {
      const review: CaseEvent = { type: 'review-opened', at, review: `r${state.opened + 1}`, mail: command.mail, reason: command.reason, detail: command.detail, ...(command.task === undefined ? {} : { task: command.task }) };
      if (command.mail === null) return state.reviews.some((r) => r.reason === command.reason && r.detail === command.detail) ? ignored('already-in-review') : { events: [review] };
      if ((state.mails[command.mail.id] ?? 0) >= command.reading) return ignored('already-received');
      return { events: [{ type: 'mail-received', at, mail: command.mail, reading: command.reading, kind: 'other', outcome: 'review', reasons: [command.detail] }, review] };
    }
    case 'issue-login':
      return issueLogin(state, campaign, at, { nonce: command.nonce, tokenHash: command.tokenHash });
    case 'renew-login': {
      const renewed = renewLogin(state, campaign, at, { nonce: command.nonce, tokenHash: command.tokenHash });
      if ('ignored' in renewed || !isLastRound(campaign, command.of, command.round)) return renewed;
      return { events: [...renewed.events, ...copyToMailbox(ask, { ...command, about: 'login' }, state, campaign)] };
    }
    case 'close-login': {
      const former = formerWithLogin(state);
      if (!state.contact || former?.email !== command.former.email) return ignored('already-told');
      return { events: [ask({ kind: 'closed', former: command.former, contact: state.contact }, former.email)] };
    }
    case 'confirm-contact':
      if (!state.contact || !isUnconfirmed(state)) return ignored('nothing-to-confirm');
      return { events: [ask({ kind: 'confirm', contact: state.contact }, state.mailbox)] };
    case 'ask-new-contact': {
      const { contact } = state;
      if (!contact || !isBounced(state)) return ignored('contact-is-reachable');
      return { events: [ask({ kind: 'clarify', missing: ['name', 'email'], read: [], notes: [], unreachable: { name: contact.name, email: contact.email } }, state.mailbox)] };
    }
    case 'remind':
      return remind(command, state, campaign);
  }
}

type Remind = Extract<CaseCommand, { type: 'remind' }>;

function remind(command: Remind, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, about, of, round } = command;
  const missing = aboutOf(state);
  if (about === 'contact' && state.contact) return ignored('already-answered');
  if (missing === null) return ignored(state.submittedAt !== null ? 'already-submitted' : state.exempt ? 'exempt' : 'nothing-to-remind-of');
  if (missing !== about) return ignored('no-longer-missing');
  const { deadline, body } = reminderBody(command, state, campaign);
  if (state.reminded.some((r) => r.of === of && r.round === round && r.deadline === deadline.toString())) return ignored('already-reminded');
  const login = about === 'login' && state.login && state.login.tokenHash !== '' ? { task: state.login.task, nonce: state.login.nonce, expires: state.login.expires } : null;
  const ask = asking(state, campaign, at);
  const events = [ask({ ...body, login, copyOf: null }, state.contact?.email ?? state.mailbox)];
  return { events: isLastRound(campaign, of, round) ? [...events, ...copyToMailbox(ask, command, state, campaign)] : events };
}

/** The last round is told to the main mailbox too, where somebody else was reminded. */
function copyToMailbox(ask: Ask, command: Omit<Remind, 'type'>, state: CaseState, campaign: Campaign): readonly CaseEvent[] {
  const { contact, mailbox } = state;
  if (!contact || contact.email.toLowerCase() === mailbox.toLowerCase() || isMailboxDead(state)) return [];
  const { body } = reminderBody(command, state, campaign);
  return [ask({ ...body, login: null, copyOf: { name: contact.name, email: contact.email } }, mailbox)];
}

function reminderBody({ at, about, of, round }: Omit<Remind, 'type'>, state: CaseState, campaign: Campaign) {
  const deadline = deadlineOf(campaign, state, of);
  const step = state.reminded.length + 1;
  return { deadline, body: { kind: 'reminder' as const, about, of, round, step, deadline: deadline.toString(), overdue: isPast(lastDayInTime(deadline), at) } };
}

/** A due command as the case takes it, with the instant and, for a login, its secrets. */
export function caseCommand(due: DueCommand, at: Instant, secrets: () => LoginSecrets): CaseCommand {
  switch (due.type) {
    case 'invite':
    case 'close-login':
    case 'confirm-contact':
    case 'ask-new-contact':
    case 'remind':
    case 'forward-question':
      return { ...due, at: at.toString() };
    case 'issue-login':
    case 'renew-login':
      return { ...due, at: at.toString(), ...secrets() };
  }
}

function isPast(day: Day, at: string): boolean {
  return isDayAfter(dayOfIso(at), day);
}
