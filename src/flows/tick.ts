// One look of the clock: which cases are due, what they ask for, and which tasks have no job. Costs nothing when nothing is due.
// It refuses to remember: what is due is computed from state, so a tick that was missed or ran twice changes nothing.
import { dayOf, firstSendingInstant } from '../core/calendar.ts';
import { replay } from '../core/case.ts';
import { dueCommands, nextDue, type Around, type Held, type HoldReason, type InboxState } from '../core/deadlines.ts';
import { caseCommand } from '../core/decide.ts';
import { dueQuestions, type DeskCommand } from '../core/desk.ts';
import { desk, type CaseEvent, type Event, type Stream } from '../core/events.ts';
import type { DuePlace, EventLog, LookAgain } from '../core/log.ts';
import type { LoginSecrets } from '../core/logins.ts';
import type { Task } from '../core/task.ts';
import { dueWords, type DigestNeeds } from './digest.ts';
import { loadDesk, step, stepMany, type StepNeeds, type Turn } from './step.ts';

export type TickNeeds = StepNeeds & DigestNeeds & {
  readonly log: EventLog;
  readonly now: () => Temporal.Instant;
  readonly inbox: () => Promise<InboxState>;
  /** True while a person has paused the campaign. */
  readonly paused: () => Promise<boolean>;
  readonly queueLetters: (tasks: readonly Task[]) => Promise<void>;
  /** The chance a login's link is made of, new each time. */
  readonly secrets: () => LoginSecrets;
  readonly facts: {
    ticked(fact: { due: number; asked: number; held: number }): void;
    dueHeld(fact: { kommune: string; what: string; reason: HoldReason }): void;
  };
};

export type Ticked = { readonly due: number; readonly asked: number; readonly held: number };

/** So many cases are read, decided and appended in one go; no more than two pages are held in memory. */
const pageSize = 250;

/** Looks at everything that is due, page by page, and asks for what it asks for. Throws, at the end, the first failure. */
export async function tick(needs: TickNeeds): Promise<Ticked> {
  const now = needs.now();
  const look: Look = { needs, now, around: { inbox: 'quiet', paused: false }, sums: { due: 0, asked: 0, held: 0 }, failures: [], stillDue: new Set(), asked: [], queueing: Promise.resolve() };
  const first = await needs.log.due(now.epochMilliseconds, pageSize);
  if (first.length > 0) {
    look.around = { inbox: await needs.inbox(), paused: await needs.paused() };
    try {
      await takePages(look, first);
    } finally {
      await queueAsked(look);
      await look.queueing;
    }
  }
  needs.facts.ticked({ ...look.sums });
  if (look.failures.length > 0) throw look.failures[0];
  return look.sums;
}

type Look = {
  readonly needs: TickNeeds;
  readonly now: Temporal.Instant;
  around: Around;
  readonly sums: { due: number; asked: number; held: number };
  /** One case that fails does not keep the others from their turn; it stays due, and the first failure is told at the end. */
  readonly failures: unknown[];
  /** What was looked at and is due again at once: it waits for the next tick. Hardly ever anything. */
  readonly stillDue: Set<Stream>;
  /** Tasks of the page before, which have no job yet: they are queued while the store appends this page and we decide the next. */
  asked: readonly Task[];
  queueing: Promise<void>;
};

/**
 * While a page is decided and appended the next one is read already, and its successor is asked for. What was looked at and stays due lies
 * before the place of its page, and is not met again.
 */
async function takePages(look: Look, first: readonly DuePlace[]): Promise<void> {
  let reading: Promise<Page> | undefined = readPage(look, first);
  let next = placesAfter(look, first);
  while (reading) {
    const [page, places]: [Page, readonly DuePlace[]] = await Promise.all([reading, next]);
    reading = places.length > 0 ? heardLater(readPage(look, places)) : undefined;
    next = heardLater(placesAfter(look, places));
    await takePage(look, page);
  }
}

type Page = readonly { readonly stream: Stream; readonly read: PromiseSettledResult<readonly Event[]> | null }[];

async function readPage({ needs }: Look, places: readonly DuePlace[]): Promise<Page> {
  const streams = places.map((place) => place.stream);
  const cases = streams.filter((stream) => stream !== desk);
  const read = (await needs.log.loadMany(cases)).values();
  return streams.map((stream) => ({ stream, read: stream === desk ? null : read.next().value ?? null }));
}

async function placesAfter({ needs, now }: Look, places: readonly DuePlace[]): Promise<readonly DuePlace[]> {
  return places.length < pageSize ? [] : needs.log.due(now.epochMilliseconds, pageSize, places.at(-1));
}

async function takePage(look: Look, page: Page): Promise<void> {
  const { turns, looks } = lookAtAll(look, page);
  const appending = append(look, turns, looks);
  await queueAsked(look);
  look.asked = await appending;
  look.sums.asked += look.asked.length;
  if (page.some(({ stream }) => stream === desk) && !look.stillDue.has(desk)) {
    look.stillDue.add(desk);
    try {
      look.sums.asked += await tickDesk(look.needs, look.now);
    } catch (error) {
      look.failures.push(error);
    }
  }
}

function lookAtAll(look: Look, page: Page): { readonly turns: readonly Turn[]; readonly looks: readonly LookAgain[] } {
  const { sums, failures, stillDue } = look;
  const turns: Turn[] = [];
  const looks: LookAgain[] = [];
  for (const { stream, read } of page) {
    if (stillDue.has(stream)) continue;
    sums.due += 1;
    if (read === null) continue;
    try {
      if (read.status === 'rejected') throw read.reason;
      const { turn, again, held } = lookAt(look, stream, read.value as readonly CaseEvent[]);
      sums.held += held;
      if (turn) turns.push(turn);
      if (again) looks.push(again);
    } catch (error) {
      failures.push(error);
    }
  }
  return { turns, looks };
}

/** Gives the tasks that were asked for; does not throw. What somebody else was faster at, or what was ignored, stays due. */
async function append({ needs, now, failures, stillDue }: Look, turns: readonly Turn[], looks: readonly LookAgain[]): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  const put = (stream: Stream, due: number | null): void => {
    if (due !== null && due <= now.epochMilliseconds) stillDue.add(stream);
  };
  try {
    const [turned] = await Promise.all([stepMany(needs, turns), needs.log.reschedule(looks)]);
    for (const { stream, due } of looks) put(stream, due);
    for (const [i, one] of turned.entries()) {
      if (one.status === 'rejected') failures.push(one.reason);
      else if (one.value.outcome === 'done') {
        tasks.push(...one.value.tasks);
        put(turns[i]?.stream ?? '', one.value.due);
      }
    }
  } catch (error) {
    failures.push(error);
  }
  return tasks;
}

/** Never more than one page of jobs on its way. A task whose job did not get there is found by the sweep of the pending tasks. */
async function queueAsked(look: Look): Promise<void> {
  await look.queueing;
  const { asked } = look;
  look.asked = [];
  if (asked.length > 0) look.queueing = look.needs.queueLetters(asked).catch((error: unknown) => void look.failures.push(error));
}

/** What a case asks for now; when it asks for nothing, when it is to be looked at again. */
function lookAt({ needs, now, around }: Look, stream: Stream, events: readonly CaseEvent[]): { turn?: Turn; again?: LookAgain; held: number } {
  const loaded = { state: replay(events), length: events.length };
  const { commands, held } = dueCommands(loaded.state, needs.campaign, now, around);
  // A pause is no news about this kommune.
  for (const hold of held) if (hold.reason !== 'paused') needs.facts.dueHeld({ kommune: stream, what: hold.what.type, reason: hold.reason });
  if (commands.length > 0) return { held: held.length, turn: { stream, loaded, at: now, commands: commands.map((due) => caseCommand(due, now, needs.secrets)) } };
  // What nothing in the case holds stays due and is looked at again at the next tick; the rest when its day comes.
  if (held.some(isPassing)) return { held: held.length };
  return { held: held.length, again: { stream, expected: loaded.length, due: nextDue(loaded.state, needs.campaign, now)?.epochMilliseconds ?? null } };
}

/** Held by nothing in the case itself, so no event of it will end the hold. */
function isPassing({ reason }: Held): boolean {
  return reason === 'mail-unread' || reason === 'mailbox-unhealthy' || reason === 'paused' || reason === 'clock-behind';
}

async function tickDesk(needs: TickNeeds, now: Temporal.Instant): Promise<number> {
  const { state, length } = await loadDesk(needs.log);
  let asked = 0;
  const take = async (command: DeskCommand): Promise<void> => {
    const stepped = await step(needs, [{ stream: desk, command }]);
    if (stepped.outcome !== 'done') return;
    await needs.queueLetters(stepped.tasks);
    asked += stepped.tasks.length;
  };
  for (const question of state.launched ? dueQuestions(state) : []) await take({ type: 'forward-question', at: now.toString(), question });
  for (const word of await dueWords({ ...needs, now: () => now }, state)) await take(word);
  if (asked === 0) {
    const tomorrow = firstSendingInstant(dayOf(now).add({ days: 1 }), needs.campaign.sending.hours);
    await needs.log.reschedule([{ stream: desk, expected: length, due: tomorrow.epochMilliseconds }]);
  }
  return asked;
}

/** A promise whose failure is heard where it is awaited, which is later. */
function heardLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
