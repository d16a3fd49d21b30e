// One task from the queue to its end: asked once more, intended, sent, noted. A crash anywhere in between sends nothing twice.
// It refuses to send again on a guess: without knowing that an attempt failed, it looks for the copy first, and waits.
import { dayOf } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { CaseState } from '../core/case.ts';
import type { HoldReason, InboxState } from '../core/deadlines.ts';
import type { Stream } from '../core/events.ts';
import type { EventLog } from '../core/log.ts';
import type { Outgoing, OutgoingCommand } from '../core/outgoing.ts';
import { desk } from '../core/events.ts';
import { messageIdOf, type Task } from '../core/task.ts';
import { asksInbox, stillWanted } from '../core/wanted.ts';
import { domain } from './receive-mail.ts';
import { after, loadCase, loadDesk, step, streamOf, type Loaded, type Step, type StepNeeds } from './step.ts';

/** What the mail server said. Passing trouble is a value too, because it decides whether the mail may have left. */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly response: string }
  | { readonly outcome: 'refused'; readonly code: number; readonly response: string }
  | { readonly outcome: 'trouble'; readonly code: number | null; readonly response: string; readonly maybeLeft: boolean };

export type SendNeeds = StepNeeds & {
  readonly campaign: Campaign;
  readonly log: EventLog;
  /** The bytes of the mail, a function of task and instant (ISO) alone, and their SHA-256 in hex. */
  readonly compose: (task: Task, at: string) => Promise<{ readonly raw: Uint8Array; readonly sha256: string; readonly to: string }>;
  readonly send: (raw: Uint8Array, to: string) => Promise<SendResult>;
  /** True when the copy of the mail lies in our mailbox: the proof that it left. */
  readonly hasCopy: (messageId: string) => Promise<boolean>;
  /** What lies unhandled in INBOX, looked at now. */
  readonly inbox: () => Promise<InboxState>;
  /** Claims the one automatic answer of a kind to an address on a day (design rule 5). */
  readonly claimAnswer: (kind: string, address: string, day: string, task: string) => Promise<boolean>;
  readonly now: () => Temporal.Instant;
  /** The machine's own clock, which a rehearsal does not move. */
  readonly clock: () => Temporal.Instant;
  readonly facts: {
    mailSent(fact: { task: string; kind: string; kommune: string | null; proof: string }): void;
    mailRefused(fact: { task: string; kind: string; kommune: string | null; code: number }): void;
    mailDeferred(fact: { task: string; kind: string; kommune: string | null; code: number | null; maybeLeft: boolean }): void;
    mailHeld(fact: { task: string; kind: string; kommune: string | null; reason: string }): void;
    mailUnwanted(fact: { task: string; kind: string; kommune: string | null; reason: string }): void;
  };
};

export type LetterHold = HoldReason | 'awaiting-proof' | 'content-changed' | 'one-answer-a-day' | 'server-trouble' | 'store-changed';

export type LetterOutcome =
  | { readonly outcome: 'ended'; readonly how: 'sent' | 'refused' | 'unwanted' | 'already' }
  /** Look again after so many seconds of the machine's clock. */
  | { readonly outcome: 'held'; readonly reason: LetterHold; readonly seconds: number };

/** `tries`: how often this task was tried before, for the back-off. */
export async function sendLetter(needs: SendNeeds, id: string, tries: number): Promise<LetterOutcome> {
  const task = await needs.log.task(id);
  if (!task) return { outcome: 'ended', how: 'already' };
  const about = { task: id, kind: task.kind, kommune: task.kommune };
  const { loaded, outgoing } = await load(needs, task);
  if (!outgoing || (outgoing.state !== 'asked' && outgoing.state !== 'intended')) return { outcome: 'ended', how: 'already' };
  const held = (reason: LetterHold, seconds: number): LetterOutcome => {
    needs.facts.mailHeld({ ...about, reason });
    return { outcome: 'held', reason, seconds };
  };

  if (outgoing.intent) {
    // An earlier attempt may have left: look for the copy, wait for it, and only then send the same bytes again.
    if (await needs.hasCopy(messageIdOf(id, domain(needs.campaign)))) {
      await note(needs, task, { type: 'note-sent', proof: 'copy', response: 'the copy lies in our mailbox' });
      needs.facts.mailSent({ ...about, proof: 'copy' });
      return { outcome: 'ended', how: 'sent' };
    }
    const waited = Temporal.Instant.from(outgoing.intent.clock).until(needs.clock()).total('seconds');
    if (waited < needs.campaign.machine.proofWait) return held('awaiting-proof', Math.max(1, Math.ceil(needs.campaign.machine.proofWait - waited)));
  } else {
    const wanted = stillWanted(task, loaded?.state ?? null, needs.campaign, needs.now(), asksInbox(task) ? await needs.inbox() : 'quiet');
    if ('unwanted' in wanted) {
      await note(needs, task, { type: 'note-unwanted', reason: wanted.unwanted });
      needs.facts.mailUnwanted({ ...about, reason: wanted.unwanted });
      return { outcome: 'ended', how: 'unwanted' };
    }
    if ('held' in wanted) return held(wanted.held, untilNextLook(wanted.held, tries));
    const day = dayOf(needs.now()).toString();
    if ((task.kind === 'ack' || task.kind === 'clarify') && !(await needs.claimAnswer(task.kind, task.to, day, id))) return held('one-answer-a-day', backOff(tries, 600));
  }

  const at = outgoing.intent?.at ?? needs.now().toString();
  const { raw, sha256, to } = await needs.compose(task, at);
  if (outgoing.intent && outgoing.intent.sha256 !== sha256) {
    await giveUpOnLetter(needs, task, `a first attempt at ${outgoing.intent.at} may have left, and the mail would read differently now: send it by hand, or discard it`);
    return held('content-changed', 3_600);
  }
  const intent: OutgoingCommand = { type: 'note-intent', at, task: id, sha256, clock: needs.clock().toString(), attempt: outgoing.attempts };
  const intended = await step(needs, [stepFor(task, intent)], null, loaded);
  if (intended.outcome === 'ignored') return held('store-changed', 1);

  const result = await needs.send(raw, to);
  const known = loaded && after(loaded, intended.events);
  switch (result.outcome) {
    case 'accepted':
      await note(needs, task, { type: 'note-sent', proof: 'accepted', response: result.response }, known);
      needs.facts.mailSent({ ...about, proof: 'accepted' });
      return { outcome: 'ended', how: 'sent' };
    case 'refused':
      await note(needs, task, { type: 'note-refused', code: result.code, response: result.response }, known);
      needs.facts.mailRefused({ ...about, code: result.code });
      return { outcome: 'ended', how: 'refused' };
    case 'trouble':
      needs.facts.mailDeferred({ ...about, code: result.code, maybeLeft: result.maybeLeft });
      if (result.maybeLeft) return held('awaiting-proof', needs.campaign.machine.proofWait);
      await note(needs, task, { type: 'note-deferred', code: result.code, response: result.response }, known);
      return held('server-trouble', backOff(tries, 2));
  }
}

/** A letter that a person must look at: said once, at the case or at the desk. */
export async function giveUpOnLetter(needs: SendNeeds, task: Task, detail: string): Promise<void> {
  const at = needs.now().toString();
  await step(needs, [{ stream: streamOf(task), command: { type: 'give-up', at, mail: null, reason: 'letter-failed', detail: `${task.id}: ${detail}`, reading: 0 } } as Step]);
}

/** How soon to look again at what holds a letter: soon for what passes by itself, at rest for what waits for a person. */
function untilNextLook(reason: HoldReason, tries: number): number {
  switch (reason) {
    case 'mail-unread':
      return Math.min(30, 2 ** Math.min(tries, 5));
    case 'mailbox-unhealthy':
      return 30;
    case 'review-open':
    case 'question-open':
    case 'bounced':
    case 'outside-hours':
      return 60;
  }
}

/** Doubles from `first` seconds up to an hour. */
function backOff(tries: number, first: number): number {
  return Math.min(3_600, first * 2 ** Math.min(tries, 11));
}

async function load(needs: SendNeeds, task: Task): Promise<{ loaded: Loaded<CaseState> | undefined; outgoing: Outgoing | undefined }> {
  const stream: Stream = streamOf(task);
  if (stream === desk) return { loaded: undefined, outgoing: (await loadDesk(needs.log)).state.outgoing[task.id] };
  const loaded = await loadCase(needs.log, stream);
  return { loaded, outgoing: loaded.state.outgoing[task.id] };
}

type Note =
  | { readonly type: 'note-sent'; readonly proof: 'accepted' | 'copy'; readonly response: string }
  | { readonly type: 'note-refused'; readonly code: number; readonly response: string }
  | { readonly type: 'note-deferred'; readonly code: number | null; readonly response: string }
  | { readonly type: 'note-unwanted'; readonly reason: string };

async function note(needs: SendNeeds, task: Task, what: Note, hint?: Loaded<CaseState>): Promise<void> {
  await step(needs, [stepFor(task, { ...what, at: needs.now().toString(), task: task.id })], null, hint);
}

function stepFor(task: Task, command: OutgoingCommand): Step {
  return task.kommune === null ? { stream: desk, command } : { stream: task.kommune, command };
}
