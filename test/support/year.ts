// A simulated year in one process: the real flows, plugged together by workers/compose.ts, over places in memory and a clock that a test moves.
// It refuses to wait: it goes from one instant at which something can happen to the next, and at each works until all is quiet.
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { createFacts } from '../../src/adapters/facts.ts';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { createTokens, type Tokens } from '../../src/adapters/tokens.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import { replay, type CaseState } from '../../src/core/case.ts';
import type { DeskState } from '../../src/core/desk.ts';
import { desk, type CaseEvent, type Event } from '../../src/core/events.ts';
import type { Register } from '../../src/core/kommune.ts';
import type { EventLog } from '../../src/core/log.ts';
import type { Status } from '../../src/core/status.ts';
import { taskOfMessageId } from '../../src/core/task.ts';
import { receiveMail } from '../../src/flows/receive-mail.ts';
import type { Action, Acted } from '../../src/flows/review.ts';
import { act } from '../../src/flows/review.ts';
import { sendLetter, type LetterHold, type SendNeeds } from '../../src/flows/send-letter.ts';
import { readForecast, readStatus } from '../../src/flows/stand.ts';
import { loadDesk, step, type Step, type Stepped } from '../../src/flows/step.ts';
import { tick } from '../../src/flows/tick.ts';
import { syncInbox } from '../../src/flows/watch-inbox.ts';
import { inboxOf, laterOr, receiveNeeds, sendNeeds, tickNeeds, watchNeeds, type Parts, type Settings } from '../../workers/compose.ts';
import { campaign2024, register as allOfDenmark } from './campaign.ts';
import { accepts, createBookPlace, createInboxPlace, createQueuePlace, createSmtpPlace, type Answering, type InboxPlace } from './year/places.ts';
import { headerOf } from './year/raw.ts';
import { openSigned } from '../../src/adapters/documents/smime.ts';

/** A mail of ours as its recipient got it. `lay`: who had written what lay unhandled in INBOX at that moment. */
export type Delivered = {
  readonly at: Temporal.Instant;
  readonly task: string;
  readonly kind: string;
  readonly kommune: string | null;
  readonly to: string;
  readonly messageId: string;
  readonly references: string | null;
  readonly inReplyTo: string | null;
  readonly subject: string;
  readonly raw: Uint8Array;
  readonly lay: readonly string[];
};

/** What was held: a due command of the clock by its type, or a letter by its task. */
export type Held = { readonly at: Temporal.Instant; readonly what: string; readonly kommune: string | null; readonly reason: string };

export type YearOptions = {
  readonly campaign?: Campaign;
  readonly register?: Register;
  /** Kommune code → main mailbox. */
  readonly mailboxes: Readonly<Record<string, string>>;
  /** Where the year begins: the launch, by a person. Local time. */
  readonly launch?: string;
  /** Instead of the real templates. */
  readonly compose?: (settings: Settings, tokens: Tokens) => SendNeeds['compose'];
};

export type Year = Awaited<ReturnType<typeof createYear>>;

const secret = 'a-secret-for-simulated-years';
const minute = 60_000;

export async function createYear(options: YearOptions) {
  const { campaign = campaign2024, register = allOfDenmark, mailboxes } = options;
  /** The world's time, and how far the machine's clock is off from it. */
  let time = instantOf(options.launch ?? '2024-01-29 10:00');
  let skew = Temporal.Duration.from({ minutes: 0 });
  const now = (): Temporal.Instant => time.add(skew);

  const log: EventLog = createMemoryLog();
  const tokens = createTokens(secret);
  const inbox: InboxPlace = createInboxPlace(() => time);
  const book = createBookPlace(now);
  const { queues, intake, letters } = createQueuePlace(now);
  const delivered: Delivered[] = [];
  const holds: Held[] = [];
  const readers: ((mail: Delivered) => void)[] = [];
  const agenda: { readonly at: Temporal.Instant; readonly act: () => unknown }[] = [];
  const machine = { on: true, intake: true, copies: true, answering: accepts as Answering };

  const facts = createFacts(silent);
  const settings = { campaign, register, addressListFile: '', clock: { now, machine: now, rehearsal: false }, config: { secret, portalUrl: 'https://portal.test', redirectTo: null } } as unknown as Settings;
  const parts: Parts = {
    settings, log, book, queues, tokens, mailbox: inbox.mailbox,
    facts: {
      ...facts,
      mailHeld: (f) => void holds.push({ at: now(), what: f.task, kommune: f.kommune, reason: f.reason }),
      dueHeld: (f) => void holds.push({ at: now(), what: f.what, kommune: f.kommune, reason: f.reason }),
    },
  };
  const smtp = createSmtpPlace(() => machine.answering, deliver, (raw) => { if (machine.copies) inbox.put(raw); });
  const needs = {
    receive: receiveNeeds(parts, { readFile, openSigned }), tick: tickNeeds(parts), watch: watchNeeds(parts),
    send: { ...sendNeeds(parts, smtp), ...(options.compose ? { compose: options.compose(settings, tokens) } : {}) },
  };

  function deliver(raw: Uint8Array, to: string): void {
    const messageId = headerOf(raw, 'message-id') ?? '';
    const ours = taskOfMessageId(messageId, 'lige.dk');
    const mail: Delivered = {
      at: now(), task: ours?.id ?? '', kind: ours?.kind ?? '', kommune: ours?.kommune ?? null, to: to.toLowerCase(), messageId, raw,
      references: headerOf(raw, 'references'), inReplyTo: headerOf(raw, 'in-reply-to'), subject: headerOf(raw, 'subject') ?? '',
      lay: inbox.inbox().filter((m) => m.from !== campaign.sender.address).map((m) => m.from),
    };
    delivered.push(mail);
    for (const reader of readers) reader(mail);
  }

  /** INBOX is watched at all times, but while it can't be reached. */
  async function watch(): Promise<void> {
    if (machine.on && !inbox.down) await syncInbox(needs.watch, await inbox.mailbox.state(), 1, true);
  }

  /** One look of every worker; true when something has come of it. */
  async function work(): Promise<boolean> {
    let changed = false;
    await watch();
    for (const uid of machine.intake && !inbox.down ? [...intake] : []) {
      await receiveMail(needs.receive, { uidValidity: '1', uid });
      intake.delete(uid);
      changed = true;
    }
    for (const [task, job] of letters) {
      if (job.at > now().epochMilliseconds) continue;
      const outcome = await sendLetter(needs.send, task, job.tries).catch((error: unknown) => laterOr(error, job.tries));
      if (outcome.outcome === 'ended') {
        letters.delete(task);
        changed = true;
      } else letters.set(task, { tries: job.tries + 1, at: 'reason' in outcome ? lookAgain(outcome.reason, outcome.seconds) : nextMinute(now().epochMilliseconds + (outcome.seconds - 1) * 1000) });
    }
    if (changed) return true;
    if ((await log.due(now().epochMilliseconds, 1)).length === 0) return false;
    return (await tick(needs.tick)).asked > 0;
  }

  /**
   * When a held letter is looked at again (ms). What only an event can end is looked at whenever anything happens; what ends by itself, at
   * its instant. (The real queue looks every minute.)
   */
  function lookAgain(reason: LetterHold, seconds: number): number {
    const ms = now().epochMilliseconds;
    switch (reason) {
      case 'paused':
      case 'awaiting-confirmation':
      case 'review-open':
      case 'question-open':
      case 'bounced':
      case 'content-changed':
        return ms;
      case 'outside-hours':
        return nextMinute(ms);
      case 'one-answer-a-day':
        return now().toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
      case 'clock-behind':
      case 'mail-unread':
      case 'mailbox-unhealthy':
      case 'overtaken':
      case 'awaiting-proof':
      case 'rate-limit':
      case 'server-trouble':
      case 'copy-missing':
        return nextMinute(ms + (seconds - 1) * 1000);
    }
  }

  async function settle(): Promise<void> {
    for (let round = 0; round < 1_000; round += 1) {
      let acted = false;
      while (agenda[0] && Temporal.Instant.compare(agenda[0].at, time) <= 0) {
        await agenda.shift()?.act();
        acted = true;
      }
      const worked = machine.on && await work();
      if (!acted && !worked) return;
    }
    throw new Error(`it does not come to rest at ${local(time)}`);
  }

  /** The next instant at which anything can happen, up to `until`. */
  async function next(until: Temporal.Instant): Promise<Temporal.Instant> {
    const off = time.epochMilliseconds - now().epochMilliseconds;
    const times = [until.epochMilliseconds];
    if (agenda[0]) times.push(agenda[0].at.epochMilliseconds);
    if (machine.on) {
      for (const job of letters.values()) if (job.at > now().epochMilliseconds) times.push(job.at + off);
      times.push(await nextDueMinute(now().epochMilliseconds, until.epochMilliseconds - off) + off);
      if (intake.size > 0 && machine.intake && !inbox.down) times.push(nextMinute(time.epochMilliseconds));
    }
    return Temporal.Instant.fromEpochMilliseconds(Math.min(...times));
  }

  /**
   * The first whole minute after `from` at which a tick would look at a stream that it does not look at now; the next full hour where one
   * is looked at again and again, because something holds it that is no event of its own.
   */
  async function nextDueMinute(from: number, until: number): Promise<number> {
    const dueAt = async (ms: number): Promise<number> => (await log.due(ms, 1_000)).length;
    const now = await dueAt(from);
    const again = now > 0 ? (Math.floor(from / 3_600_000) + 1) * 3_600_000 : Infinity;
    let [low, high] = [nextMinute(from), Math.min(until, again)];
    if (high < low || await dueAt(high) === now) return again;
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (await dueAt(middle) > now) high = middle;
      else low = middle + minute;
    }
    return high;
  }

  async function events(stream: string): Promise<readonly Event[]> {
    return log.load(stream);
  }

  async function state(kommune: string): Promise<CaseState> {
    return replay((await log.load(kommune)) as readonly CaseEvent[]);
  }

  async function must(...steps: readonly Step[]): Promise<Stepped> {
    const stepped = await step(needs.receive, steps);
    if (stepped.outcome === 'done') await queues.addLetters(stepped.tasks.map((t) => t.id));
    return stepped;
  }

  const at = time.toString();
  await must({ stream: desk, command: { type: 'launch', at, by: 'test', redirectTo: null, inbox: { uidValidity: '1', uidNext: 1 }, clock: at } });
  for (const [kommune, mailbox] of Object.entries(mailboxes)) {
    const name = register.kommuner.find((k) => k.code === kommune)?.name ?? kommune;
    await must({ stream: kommune, command: { type: 'open', at, kommune, name, mailbox } });
  }

  return {
    campaign, register, log, tokens, inbox, letters, delivered, holds, machine, now, events, state, must, needs,
    time: () => time,
    /** Every mail of ours, the moment it is delivered. */
    read: (reader: (mail: Delivered) => void) => void readers.push(reader),
    /** Does something at an instant (or "2024-02-12 09:00"); in order of time, and of being asked. */
    at(when: Temporal.Instant | string, act: () => unknown): void {
      const instant = typeof when === 'string' ? instantOf(when) : when;
      const later = agenda.findIndex((a) => Temporal.Instant.compare(a.at, instant) > 0);
      agenda.splice(later < 0 ? agenda.length : later, 0, { at: instant, act });
    },
    /** Sets the machine's clock off from the world's time. */
    setClockOff(by: Temporal.DurationLike): void { skew = Temporal.Duration.from(by); },
    /** Plays from now to before `until`. */
    async play(until: Temporal.Instant | string): Promise<void> {
      const end = typeof until === 'string' ? instantOf(until) : until;
      while (Temporal.Instant.compare(time, end) < 0) {
        await settle();
        time = await next(end);
      }
    },
    desk: async (): Promise<DeskState> => (await loadDesk(log)).state,
    status: async (): Promise<Status> => {
      await watch();
      return readStatus({ campaign, log, now, inbox: inboxOf(settings, log, book, inbox.mailbox), tasks: () => log.tasks() });
    },
    forecast: async (days: number) => {
      await watch();
      return (await readForecast({ campaign, log, now, inbox: inboxOf(settings, log, book, inbox.mailbox) }, days)).mails;
    },
    /** A person's decision on what waits. */
    decide: (stream: string, id: string, action: Action): Promise<Acted> => act({ ...needs.receive, moveFiled: inbox.mailbox.moveFiled, queueLetters: async (tasks) => queues.addLetters(tasks.map((t) => t.id)), log, now }, { stream, id }, action, { by: 'test', note: 'seen' }),
  };
}

export const zone = 'Europe/Copenhagen';

/** "2024-02-12 09:00" in Denmark. */
export function instantOf(localTime: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(localTime.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
}

export function local(at: Temporal.Instant): string {
  return at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

function nextMinute(ms: number): number {
  return (Math.floor(ms / minute) + 1) * minute;
}

const nothing = (): void => undefined;
const silent = { isLevelEnabled: () => false, info: nothing, warn: nothing, debug: nothing, error: nothing, fatal: nothing } as unknown as Parameters<typeof createFacts>[0];
