// One look of the clock: which cases are due, what they ask for, and which tasks have no job. Costs nothing when nothing is due.
// It refuses to remember: what is due is computed from state, so a tick that was missed or ran twice changes nothing.
import { dayOf, firstSendingInstant } from '../core/calendar.ts';
import { dueCommands, nextDue, type HoldReason, type InboxState } from '../core/deadlines.ts';
import { caseCommand } from '../core/decide.ts';
import { dueDigests } from '../core/desk.ts';
import { desk, type Stream } from '../core/events.ts';
import { forecastCase, forecastDesk, upcomingOf } from '../core/forecast.ts';
import type { EventLog } from '../core/log.ts';
import { digestFacts } from '../core/status.ts';
import type { Task } from '../core/task.ts';
import { loadAll } from './stand.ts';
import { loadCase, loadDesk, step, type StepNeeds } from './step.ts';

export type TickNeeds = StepNeeds & {
  readonly log: EventLog;
  readonly now: () => Temporal.Instant;
  readonly inbox: () => Promise<InboxState>;
  readonly queueLetters: (tasks: readonly Task[]) => Promise<void>;
  /** 32 characters of chance, new each time. */
  readonly nonce: () => string;
  readonly facts: {
    ticked(fact: { due: number; asked: number; held: number }): void;
    dueHeld(fact: { kommune: string; what: string; reason: HoldReason }): void;
  };
};

export type Ticked = { readonly due: number; readonly asked: number; readonly held: number };

const page = 500;

export async function tick(needs: TickNeeds): Promise<Ticked> {
  const now = needs.now();
  let due = 0;
  let asked = 0;
  let held = 0;
  let inbox: InboxState | undefined;
  const failures: unknown[] = [];
  const seen = new Set<Stream>();
  for (;;) {
    const streams = (await needs.log.due(now.epochMilliseconds, page + seen.size)).filter((stream) => !seen.has(stream));
    if (streams.length === 0) break;
    inbox ??= await needs.inbox();
    const looked = inbox;
    due += streams.length;
    for (const stream of streams) seen.add(stream);
    const results = await Promise.allSettled(streams.map((stream) => (stream === desk ? tickDesk(needs, now) : tickCase(needs, stream, now, looked))));
    for (const result of results) {
      // One case that fails does not keep the next page from its turn; it stays due, and the failure is told at the end.
      if (result.status === 'rejected') failures.push(result.reason);
      else {
        asked += result.value.asked;
        held += result.value.held;
      }
    }
  }
  needs.facts.ticked({ due, asked, held });
  if (failures.length > 0) throw failures[0];
  return { due, asked, held };
}

async function tickCase(needs: TickNeeds, stream: Stream, now: Temporal.Instant, inbox: InboxState): Promise<{ asked: number; held: number }> {
  const loaded = await loadCase(needs.log, stream);
  const { commands, held } = dueCommands(loaded.state, needs.campaign, now, inbox);
  for (const hold of held) needs.facts.dueHeld({ kommune: stream, what: hold.what.type, reason: hold.reason });
  const tasks: Task[] = [];
  for (const [i, due] of commands.entries()) {
    const stepped = await step(needs, [{ stream, command: caseCommand(due, now, needs.nonce()) }], null, i === 0 ? loaded : undefined);
    if (stepped.outcome === 'done') tasks.push(...stepped.tasks);
  }
  if (tasks.length > 0) await needs.queueLetters(tasks);
  else {
    // Nothing to do now. What only INBOX holds is looked at again at the next tick; the rest when its day comes.
    const passing = held.some((h) => h.reason === 'mail-unread' || h.reason === 'mailbox-unhealthy');
    const next = passing ? now : nextDue(loaded.state, needs.campaign, now);
    if (commands.length === 0) await needs.log.reschedule(stream, loaded.length, next?.epochMilliseconds ?? null);
  }
  return { asked: tasks.length, held: held.length };
}

async function tickDesk(needs: TickNeeds, now: Temporal.Instant): Promise<{ asked: number; held: number }> {
  const { state, length } = await loadDesk(needs.log);
  const recipients = dueDigests(state, needs.campaign, now);
  let asked = 0;
  if (recipients.length > 0) {
    const { cases } = await loadAll(needs.log);
    const until = now.add({ hours: 7 * 24 });
    const upcoming = upcomingOf([...cases.flatMap((c) => forecastCase(c, needs.campaign, now, until)), ...forecastDesk(state, needs.campaign, now, until)]);
    for (const recipient of recipients) {
      const facts = digestFacts(cases, state, needs.campaign, now, recipient.every, state.digests[recipient.email] ?? null, upcoming);
      // Daily only when something happened; weekly always.
      if (recipient.every === 'day' && facts.changed.length === 0 && facts.needs.length === 0) continue;
      const stepped = await step(needs, [{ stream: desk, command: { type: 'issue-digest', at: now.toString(), recipient, facts } }]);
      if (stepped.outcome !== 'done') continue;
      await needs.queueLetters(stepped.tasks);
      asked += stepped.tasks.length;
    }
  }
  if (asked === 0) {
    const tomorrow = firstSendingInstant(dayOf(now).add({ days: 1 }), needs.campaign.sending.hours);
    await needs.log.reschedule(desk, length, tomorrow.epochMilliseconds);
  }
  return { asked, held: 0 };
}
