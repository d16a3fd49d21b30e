// Every mail that will leave in the days ahead if nobody does anything: the tick's own rules, played forward.
// It refuses to send and to know better than the tick: what is held is shown as held, with its reason.
import { dayOf, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { evolve, type CaseState } from './case.ts';
import { dueCommands, nextDue, type DueCommand, type HoldReason, type InboxState } from './deadlines.ts';
import { caseCommand, decide } from './decide.ts';
import { dueDigests, evolveDesk, nextDigest, type DeskState } from './desk.ts';
import type { DigestFacts, TaskKind } from './task.ts';

export type ForecastMail = {
  /** ISO instant. */
  readonly at: string;
  readonly kommune: string | null;
  readonly kind: TaskKind;
  readonly to: string;
  readonly why: string;
  readonly held: HoldReason | null;
};

/** The mails of one case that leave from `from` to before `until`, in order of time. */
export function forecastCase(state: CaseState, campaign: Campaign, from: Instant, until: Instant, inbox: InboxState = 'quiet'): readonly ForecastMail[] {
  const mails: ForecastMail[] = Object.values(state.outgoing)
    .filter((o) => o.state === 'asked' || o.state === 'intended')
    .map((o) => ({ at: from.toString(), kommune: state.kommune, kind: o.kind, to: o.to, why: 'waiting to be sent', held: null }));
  for (const { what, reason } of dueCommands(state, campaign, from, inbox).held) {
    mails.push({ at: from.toString(), kommune: state.kommune, ...described(what, state), held: reason });
  }
  let now = from;
  let at: Instant | null;
  let played = state;
  while ((at = nextDue(played, campaign, now)) !== null && Temporal.Instant.compare(at, until) < 0) {
    const { commands, held } = dueCommands(played, campaign, at, 'quiet');
    for (const hold of held) mails.push({ at: at.toString(), kommune: played.kommune, ...described(hold.what, played), held: hold.reason });
    for (const command of commands) {
      mails.push({ at: at.toString(), kommune: played.kommune, ...described(command, played), held: null });
      played = play(played, command, campaign, at);
    }
    // Nothing new may come of the same instant twice.
    now = commands.length > 0 ? at : at.add({ minutes: 1 });
  }
  return mails;
}

/** The digests that leave from `from` to before `until`. */
export function forecastDesk(desk: DeskState, campaign: Campaign, from: Instant, until: Instant): readonly ForecastMail[] {
  const mails: ForecastMail[] = [];
  let played = desk;
  let at: Instant | null;
  let now = from;
  while ((at = nextDigest(played, campaign, now)) !== null && Temporal.Instant.compare(at, until) < 0) {
    for (const recipient of dueDigests(played, campaign, at)) {
      mails.push({ at: at.toString(), kommune: null, kind: 'digest', to: recipient.email, why: recipient.every === 'week' ? 'weekly digest' : 'daily digest, if something has happened', held: null });
      played = evolveDesk(played, {
        type: 'mail-asked', at: at.toString(),
        task: { id: `forecast-${mails.length}`, kind: 'digest', kommune: null, to: recipient.email, createdAt: at.toString(), thread: null, recipientName: recipient.name, facts: noFacts },
      });
    }
    now = at.add({ minutes: 1 });
  }
  return mails;
}

/** Days with the number of mails of a kind, in order: what the digest shows of the week ahead. */
export function upcomingOf(mails: readonly ForecastMail[]): DigestFacts['upcoming'] {
  const counts = new Map<string, { day: string; what: string; count: number }>();
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

function play(state: CaseState, due: DueCommand, campaign: Campaign, at: Instant): CaseState {
  const decision = decide(caseCommand(due, at, 'forecast'), state, campaign);
  if ('ignored' in decision) return state;
  let played = decision.events.reduce(evolve, state);
  for (const event of decision.events) {
    if (event.type !== 'mail-asked') continue;
    const id = event.task.id;
    played = evolve(played, { type: 'mail-intended', at: at.toString(), task: id, sha256: '', clock: at.toString() });
    played = evolve(played, { type: 'mail-sent', at: at.toString(), task: id, proof: 'accepted', response: '' });
  }
  return played;
}

function described(due: DueCommand, state: CaseState): { kind: TaskKind; to: string; why: string } {
  const to = state.contact?.email ?? state.mailbox;
  switch (due.type) {
    case 'invite':
      return { kind: 'letter', to: state.mailbox, why: 'the letter has not left yet' };
    case 'issue-login':
      return { kind: 'login', to, why: 'a contact is registered and has no login yet' };
    case 'remind':
      return { kind: 'reminder', to, why: `no ${due.about === 'contact' ? 'contact list' : 'report'} yet: round "${due.round}"` };
  }
}

const noFacts: DigestFacts = {
  day: '', every: 'week', invited: 0, contact: 0, login: 0, begun: 0, submitted: 0, total: 0, bounced: 0, overdue: 0, needs: [], changed: [], waiting: [], upcoming: [],
};
