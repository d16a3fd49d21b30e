// The one door to a case: load, replay, decide, append, all or nothing; again from the start when somebody else was faster.
// It refuses a second way in: every mail, tick, command and form goes through here (design, "One line from mail to mail").
import type { Campaign } from '../core/campaign.ts';
import { evolve, replay, type CaseState } from '../core/case.ts';
import { nextDue } from '../core/deadlines.ts';
import { decide, type CaseCommand } from '../core/decide.ts';
import { decideDesk, evolveDesk, newDesk, nextDeskDue, type DeskCommand, type DeskState } from '../core/desk.ts';
import { desk, endedTasks, tasksFor, type CaseEvent, type DeskEvent, type Event, type Stream } from '../core/events.ts';
import type { Append, EventLog, MailRecord } from '../core/log.ts';
import type { Task } from '../core/task.ts';

export type StepNeeds = {
  readonly campaign: Campaign;
  readonly log: Pick<EventLog, 'load' | 'append'>;
};

/** A stream as it was read: its state and its length. Passed back in, it saves a read; a conflict reads again. */
export type Loaded<S> = { readonly state: S; readonly length: number };

/** The mail behind a step. Its record is written with the events, because they decide in which folder it ends. */
export type StepMail = { readonly id: string; readonly record: (events: readonly Event[]) => MailRecord };

export type CaseStep = { readonly stream: Stream; readonly command: CaseCommand };
export type DeskStep = { readonly stream: typeof desk; readonly command: DeskCommand };
export type Step = CaseStep | DeskStep;

export type Stepped =
  | { readonly outcome: 'done'; readonly events: readonly Event[]; readonly tasks: readonly Task[]; readonly ignored: readonly string[] }
  /** Nothing happened; every command was ignored, each for its reason. */
  | { readonly outcome: 'ignored'; readonly ignored: readonly string[] };

const attempts = 50;

export async function loadCase(log: Pick<EventLog, 'load'>, stream: Stream): Promise<Loaded<CaseState>> {
  const events = await log.load(stream);
  return { state: replay(events as readonly CaseEvent[]), length: events.length };
}

export async function loadDesk(log: Pick<EventLog, 'load'>): Promise<Loaded<DeskState>> {
  const events = await log.load(desk);
  return { state: (events as readonly DeskEvent[]).reduce(evolveDesk, newDesk), length: events.length };
}

/**
 * Takes commands for one or several streams and appends what they cause in one atomic step, together with the tasks they ask for and
 * the record of the mail behind them. A mail that was handled already (same reading) is `ignored: ["mail-known"]`.
 * Throws when the store can't be reached, and when fifty attempts in a row met a conflict.
 */
export async function step(needs: StepNeeds, steps: readonly Step[], mail: StepMail | null = null, hint?: Loaded<CaseState>): Promise<Stepped> {
  return stepUntilAppended(needs, steps, mail, hint, false);
}

/** Like step, but when one of the commands is ignored, nothing happens at all: what leaves one stream must arrive in the other. */
export async function stepTogether(needs: StepNeeds, steps: readonly Step[]): Promise<Stepped> {
  return stepUntilAppended(needs, steps, null, undefined, true);
}

async function stepUntilAppended(needs: StepNeeds, steps: readonly Step[], mail: StepMail | null, hint: Loaded<CaseState> | undefined, allOrNothing: boolean): Promise<Stepped> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const results = await Promise.all(steps.map((one) => decideStep(needs, one, attempt === 0 && steps.length === 1 ? hint : undefined)));
    const events = results.flatMap((r) => r.events);
    const ignored = results.flatMap((r) => (r.ignored === null ? [] : [r.ignored]));
    if (allOrNothing && ignored.length > 0) return { outcome: 'ignored', ignored };
    // A known mail without events still gets its record, so that it is filed and not read again.
    if (events.length === 0 && mail === null) return { outcome: 'ignored', ignored };
    const tasks = tasksFor(events);
    const appended = await needs.log.append({
      streams: results.map((r) => r.append).filter((a) => a.events.length > 0),
      tasks,
      ended: endedTasks(events),
      mail: mail && { id: mail.id, record: mail.record(events) },
    });
    if (appended === 'mail-known') return { outcome: 'ignored', ignored: ['mail-known'] };
    if (appended === 'appended') return events.length === 0 ? { outcome: 'ignored', ignored } : { outcome: 'done', events, tasks, ignored };
  }
  throw new Error(`${steps.map((s) => s.stream).join(', ')}: ${attempts} attempts met another writer each time`);
}

/**
 * Takes one command for a stream exactly as it was when the caller asked its questions of it. If anything has happened since, nothing is
 * done and the answer is 'overtaken': the caller asks again. (An answer that came in meanwhile must stop a reminder, not be decided around.)
 */
export async function stepExactly(needs: StepNeeds, one: Step, length: number, hint?: Loaded<CaseState>): Promise<Stepped | { readonly outcome: 'overtaken' }> {
  const { append, events, ignored } = await decideStep(needs, one, hint);
  if (append.expected !== length) return { outcome: 'overtaken' };
  if (ignored !== null) return { outcome: 'ignored', ignored: [ignored] };
  const appended = await needs.log.append({ streams: [append], tasks: tasksFor(events), ended: endedTasks(events), mail: null });
  return appended === 'appended' ? { outcome: 'done', events, tasks: tasksFor(events), ignored: [] } : { outcome: 'overtaken' };
}

/** What one case is asked to do at an instant, on its state as it was read: several commands are decided one after the other and appended together. */
export type Turn = { readonly stream: Stream; readonly loaded: Loaded<CaseState>; readonly at: Temporal.Instant; readonly commands: readonly CaseCommand[] };

/** `due`: when the case is to be looked at again (ms). */
export type Turned = (Stepped & { readonly due: number | null }) | { readonly outcome: 'overtaken' };

/**
 * Turns of many cases in one go, each for itself as by stepExactly: one that fails, or that somebody else was faster at ('overtaken'), changes
 * nothing for the others. Nothing is tried again here.
 */
export async function stepMany(needs: Pick<StepNeeds, 'campaign'> & { readonly log: Pick<EventLog, 'appendMany'> }, turns: readonly Turn[]): Promise<readonly PromiseSettledResult<Turned>[]> {
  const decidedTurns = turns.map((turn) => settled(() => decideTurn(needs.campaign, turn)));
  const toAppend = decidedTurns.flatMap((one) => (one.status === 'fulfilled' && one.value.turned.outcome === 'done' ? [one.value.append] : []));
  const answers = (await needs.log.appendMany(toAppend)).values();
  return decidedTurns.map((one): PromiseSettledResult<Turned> => {
    if (one.status === 'rejected') return one;
    const { turned } = one.value;
    const answer = turned.outcome === 'done' ? answers.next().value : undefined;
    if (answer?.status === 'rejected') return answer;
    return { status: 'fulfilled', value: answer === undefined || answer.value === 'appended' ? turned : { outcome: 'overtaken' } };
  });
}

function settled<T>(make: () => T): PromiseSettledResult<T> {
  try {
    return { status: 'fulfilled', value: make() };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

function decideTurn(campaign: Campaign, { stream, loaded, at, commands }: Turn): { readonly append: Append; readonly turned: Exclude<Turned, { outcome: 'overtaken' }> } {
  let { state } = loaded;
  const events: CaseEvent[] = [];
  const ignored: string[] = [];
  for (const command of commands) {
    const decision = decide(command, state, campaign);
    if ('ignored' in decision) ignored.push(decision.ignored);
    else {
      events.push(...decision.events);
      state = decision.events.reduce(evolve, state);
    }
  }
  const due = nextDue(state, campaign, at)?.epochMilliseconds ?? null;
  const tasks = tasksFor(events);
  return {
    append: { streams: [{ stream, expected: loaded.length, events, due }], tasks, ended: endedTasks(events), mail: null },
    turned: events.length === 0 ? { outcome: 'ignored', ignored, due } : { outcome: 'done', events, tasks, ignored, due },
  };
}

type Decided = { readonly append: Append['streams'][number]; readonly events: readonly Event[]; readonly ignored: string | null };

async function decideStep(needs: StepNeeds, one: Step, hint: Loaded<CaseState> | undefined): Promise<Decided> {
  const { campaign } = needs;
  const now = Temporal.Instant.from(one.command.at);
  if (isDeskStep(one)) {
    const { state, length } = await loadDesk(needs.log);
    const decision = decideDesk(one.command, state, campaign);
    const events = 'ignored' in decision ? [] : decision.events;
    const due = nextDeskDue(events.reduce(evolveDesk, state), campaign, now);
    return decided(desk, length, events, due, decision);
  }
  const { state, length } = hint ?? await loadCase(needs.log, one.stream);
  const decision = decide(one.command, state, campaign);
  const events = 'ignored' in decision ? [] : decision.events;
  const due = nextDue(events.reduce(evolve, state), campaign, now);
  return decided(one.stream, length, events, due, decision);
}

function decided(stream: Stream, expected: number, events: readonly Event[], due: Temporal.Instant | null, decision: object): Decided {
  return {
    append: { stream, expected, events, due: due?.epochMilliseconds ?? null },
    events,
    ignored: 'ignored' in decision ? String(decision.ignored) : null,
  };
}

function isDeskStep(one: Step): one is DeskStep {
  return one.stream === desk;
}

/** The state of a case after these events, without reading it again. */
export function after(loaded: Loaded<CaseState>, events: readonly Event[]): Loaded<CaseState> {
  return { state: (events as readonly CaseEvent[]).reduce(evolve, loaded.state), length: loaded.length + events.length };
}

/** Where a task's events lie: its kommune's case, or the desk. */
export function streamOf(task: Pick<Task, 'kommune'>): Stream {
  return task.kommune ?? desk;
}
