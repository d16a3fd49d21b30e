// One task from the queue to its end: asked once more, intended, sent, noted. A crash anywhere in between sends nothing twice.
// It refuses to send again on a guess: without knowing that an attempt failed, it looks for the copy first, and waits.
import { dayOf } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { CaseState } from '../core/case.ts';
import type { Around, HoldReason, InboxState } from '../core/holds.ts';
import type { Stream } from '../core/events.ts';
import type { EventLog } from '../core/log.ts';
import type { Outgoing, OutgoingCommand } from '../core/outgoing.ts';
import { desk } from '../core/events.ts';
import { messageIdOf, type Task } from '../core/task.ts';
import type { DeskState } from '../core/desk.ts';
import { asksInbox, deskWanted, stillWanted } from '../core/wanted.ts';
import type { CopyWatch } from './copy-watch.ts';
import { domain } from './receive-mail.ts';
import { after, loadCase, loadDesk, step, stepExactly, streamOf, type Loaded, type Step, type StepNeeds } from './step.ts';

/** What the mail server said. Passing trouble is a value too, because it decides whether the mail may have left. */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly response: string }
  | { readonly outcome: 'refused'; readonly stage: 'recipient' | 'content'; readonly code: number; readonly response: string }
  | { readonly outcome: 'trouble'; readonly code: number | null; readonly response: string; readonly maybeLeft: boolean };

/** The bytes of a mail, their SHA-256 in hex, and the proof that stands in its header. */
export type Composed = { readonly raw: Uint8Array; readonly sha256: string; readonly to: string; readonly proof: string };

export type SendNeeds = StepNeeds & {
  readonly campaign: Campaign;
  readonly log: EventLog;
  /** A function of task and instant (ISO) alone. */
  readonly compose: (task: Task, at: string) => Promise<Composed>;
  /** Sends, or gives up before the content when it can't begin within `seconds`. */
  readonly send: (raw: Uint8Array, to: string, seconds: number) => Promise<SendResult>;
  /** True when the very mail with this proof lies in our mailbox: then it left. */
  readonly hasCopy: (messageId: string, proof: string) => Promise<boolean>;
  /** Whether our mailbox is known to receive the copies. */
  readonly copies: CopyWatch;
  /** Takes a place of this minute (sending.perMinute); otherwise how many seconds to wait. */
  readonly allowance: () => Promise<number>;
  /** What lies unhandled in INBOX, looked at now. */
  readonly inbox: () => Promise<InboxState>;
  /** True while a person has paused the campaign. */
  readonly paused: () => Promise<boolean>;
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

export type LetterHold = HoldReason | 'awaiting-proof' | 'content-changed' | 'copy-missing' | 'one-answer-a-day' | 'server-trouble' | 'overtaken' | 'rate-limit';

export type LetterOutcome =
  | { readonly outcome: 'ended'; readonly how: 'sent' | 'refused' | 'unwanted' | 'already' }
  /** Look again after so many seconds of the machine's clock. */
  | { readonly outcome: 'held'; readonly reason: LetterHold; readonly seconds: number };

/** `tries`: how often this task was tried before, for the back-off. */
export async function sendLetter(needs: SendNeeds, id: string, tries: number): Promise<LetterOutcome> {
  const task = await needs.log.task(id);
  if (!task) return { outcome: 'ended', how: 'already' };
  const about = { task: id, kind: task.kind, kommune: task.kommune };
  const held = (reason: LetterHold, seconds: number): LetterOutcome => {
    needs.facts.mailHeld({ ...about, reason });
    return { outcome: 'held', reason, seconds };
  };
  // INBOX first, the case afterwards: what intake finishes in between is seen in the case.
  const around: Around = { inbox: asksInbox(task) ? await needs.inbox() : 'quiet', paused: await needs.paused() };
  const { loaded, length, outgoing, desk: atDesk } = await load(needs, task);
  if (!outgoing || (outgoing.state !== 'asked' && outgoing.state !== 'intended')) return { outcome: 'ended', how: 'already' };
  const at = outgoing.intent?.at ?? needs.now().toString();
  const { raw, sha256, to, proof } = await needs.compose(task, at);

  const messageId = messageIdOf(id, domain(needs.campaign));
  if (outgoing.intent) {
    // An earlier attempt may have left: look for the copy, and wait for it, before anything else is considered.
    if (await needs.hasCopy(messageId, proof)) {
      await needs.copies.seen(messageId, proof);
      await note(needs, task, { type: 'note-sent', proof: 'copy', response: 'the copy lies in our mailbox' });
      needs.facts.mailSent({ ...about, proof: 'copy' });
      return { outcome: 'ended', how: 'sent' };
    }
    const waited = Temporal.Instant.from(outgoing.intent.clock).until(needs.clock()).total('seconds');
    const { proofWait } = needs.campaign.machine;
    if (waited < proofWait) return held('awaiting-proof', Math.max(1, Math.ceil(proofWait - waited)));
  }

  // From here on it has not left, and everything is asked as for the first time.
  const wanted = atDesk ? deskWanted(task, atDesk, needs.campaign, needs.now(), around) : stillWanted(task, loaded?.state ?? null, needs.campaign, needs.now(), around);
  if ('unwanted' in wanted) {
    await note(needs, task, { type: 'note-unwanted', reason: wanted.unwanted, copyRuledOut: outgoing.intent !== null });
    needs.facts.mailUnwanted({ ...about, reason: wanted.unwanted });
    return { outcome: 'ended', how: 'unwanted' };
  }
  if ('held' in wanted) return held(wanted.held, untilNextLook(wanted.held, tries));
  if (outgoing.intent && outgoing.intent.sha256 !== sha256) {
    await giveUpOnLetter(needs, task, `a first attempt at ${outgoing.intent.at} may have left, and the mail would read differently now: send it by hand, or discard it`);
    return held('content-changed', 3_600);
  }
  // Until a copy has shown that our mailbox receives them, one mail leaves alone.
  const me = { task: id, attempt: outgoing.attempts };
  const turn = await needs.copies.turn(me);
  if (turn === 'wait') return held('copy-missing', Math.min(30, 2 ** Math.min(tries, 5)));
  const day = dayOf(needs.now()).toString();
  const answers = task.thread !== null && (task.kind === 'ack' || task.kind === 'clarify');
  const [claimed, wait] = await Promise.all([answers ? needs.claimAnswer(task.kind, task.to, day, id) : true, needs.allowance()]);
  if (!claimed) return held('one-answer-a-day', backOff(tries, 600));
  if (wait > 0) return held('rate-limit', wait);
  if (turn === 'first' && !(await needs.copies.claim({ ...me, messageId, proof }))) return held('copy-missing', 1);

  const attempt = outgoing.attempts + 1;
  const intent = stepFor(task, { type: 'note-intent', at, task: id, sha256, clock: needs.clock().toString(), attempt: outgoing.attempts });
  // Exactly the state that was asked, or nothing: an answer that came in meanwhile must stop a reminder.
  const intended = await stepExactly(needs, intent, length, loaded);
  if (intended.outcome !== 'done') {
    if (turn === 'first') await needs.copies.release(me);
    return held('overtaken', 1);
  }

  const known = loaded && after(loaded, intended.events);
  // Half the wait for proof: a worker that was frozen after its intent finds its time is up before another one begins.
  const result = await needs.send(raw, to, needs.campaign.machine.proofWait / 2);
  switch (result.outcome) {
    case 'accepted':
      await note(needs, task, { type: 'note-sent', proof: 'accepted', response: result.response }, known);
      needs.facts.mailSent({ ...about, proof: 'accepted' });
      if (turn === 'first') await needs.copies.accepted(me);
      return { outcome: 'ended', how: 'sent' };
    case 'refused':
      await note(needs, task, { type: 'note-refused', attempt, stage: result.stage, code: result.code, response: result.response }, known);
      needs.facts.mailRefused({ ...about, code: result.code });
      if (turn === 'first') await needs.copies.release(me);
      return { outcome: 'ended', how: 'refused' };
    case 'trouble':
      needs.facts.mailDeferred({ ...about, code: result.code, maybeLeft: result.maybeLeft });
      // It keeps its claim where it may have left: one mail in doubt is enough.
      if (result.maybeLeft) return held('awaiting-proof', needs.campaign.machine.proofWait);
      if (turn === 'first') await needs.copies.release(me);
      await note(needs, task, { type: 'note-deferred', attempt, code: result.code, response: result.response }, known);
      // By how often it was sent, not by how often it was looked at: a night of waiting must not make of a greylisting an hour.
      return held('server-trouble', backOff(outgoing.attempts, 2));
  }
}

/** A letter that a person must look at: said once, at the case or at the desk. */
export async function giveUpOnLetter(needs: SendNeeds, task: Task, detail: string): Promise<void> {
  const at = needs.now().toString();
  await step(needs, [{ stream: streamOf(task), command: { type: 'give-up', at, mail: null, reason: 'letter-failed', detail: `${task.id}: ${detail}`, reading: 0, task: task.id } } as Step]);
}

/** How soon to look again at what holds a letter: soon for what passes by itself, at rest for what waits for a person. */
function untilNextLook(reason: HoldReason, tries: number): number {
  switch (reason) {
    case 'mail-unread':
      return Math.min(30, 2 ** Math.min(tries, 5));
    case 'mailbox-unhealthy':
      return 30;
    case 'clock-behind':
    case 'paused':
    case 'awaiting-confirmation':
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

async function load(needs: SendNeeds, task: Task): Promise<{ loaded: Loaded<CaseState> | undefined; desk: DeskState | undefined; length: number; outgoing: Outgoing | undefined }> {
  const stream: Stream = streamOf(task);
  if (stream === desk) {
    const { state, length } = await loadDesk(needs.log);
    return { loaded: undefined, desk: state, length, outgoing: state.outgoing[task.id] };
  }
  const loaded = await loadCase(needs.log, stream);
  return { loaded, desk: undefined, length: loaded.length, outgoing: loaded.state.outgoing[task.id] };
}

type Note =
  | { readonly type: 'note-sent'; readonly proof: 'accepted' | 'copy'; readonly response: string }
  | { readonly type: 'note-refused'; readonly attempt: number; readonly stage: 'recipient' | 'content'; readonly code: number; readonly response: string }
  | { readonly type: 'note-deferred'; readonly attempt: number; readonly code: number | null; readonly response: string }
  | { readonly type: 'note-unwanted'; readonly reason: string; readonly copyRuledOut: boolean };

async function note(needs: SendNeeds, task: Task, what: Note, hint?: Loaded<CaseState>): Promise<void> {
  await step(needs, [stepFor(task, { ...what, at: needs.now().toString(), task: task.id })], null, hint);
}

function stepFor(task: Task, command: OutgoingCommand): Step {
  return task.kommune === null ? { stream: desk, command } : { stream: task.kommune, command };
}
