// The outgoing mails of one stream: where each stands between asked and its end. Shared by the cases and the desk.
// It refuses a second end: a mail that is sent, refused or unwanted stays so.
import { ignored, type Decision, type OutgoingEvent } from './events.ts';
import { idKind, taskId, type Task, type TaskKind } from './task.ts';

export type Outgoing = {
  readonly id: string;
  readonly kind: TaskKind;
  readonly to: string;
  /** It answers a mail, in its thread. */
  readonly answers: boolean;
  readonly state: 'asked' | 'intended' | 'sent' | 'refused' | 'unwanted';
  /** ISO instant of the last change. */
  readonly at: string;
  readonly askedAt: string;
  /** While intended: hash of the bytes, the mail's Date, and the machine's clock when the attempt began. */
  readonly intent: { readonly sha256: string; readonly at: string; readonly clock: string } | null;
  readonly attempts: number;
  /** Why it is refused or unwanted; otherwise the last answer of the server. */
  readonly note: string;
  /** Why the case has gone on without it (answered, taken back) before it left. */
  readonly overtaken: string | null;
};

export type OutgoingState = Readonly<Record<string, Outgoing>>;

export type OutgoingCommand = { readonly at: string } & (
  /** `attempt`: how many attempts the writer knew of. Two workers with the same task can't both begin the next one. */
  | { readonly type: 'note-intent'; readonly task: string; readonly sha256: string; readonly clock: string; readonly attempt: number }
  /** `attempt`: which attempt failed (the first is 1). A late word about an older attempt says nothing of the newer one. */
  | { readonly type: 'note-deferred'; readonly task: string; readonly attempt: number; readonly code: number | null; readonly response: string }
  | { readonly type: 'note-sent'; readonly task: string; readonly proof: 'accepted' | 'copy'; readonly response: string }
  | { readonly type: 'note-refused'; readonly task: string; readonly attempt: number; readonly stage: 'recipient' | 'content'; readonly code: number; readonly response: string }
  /** `copyRuledOut`: the copy of an earlier attempt was looked for, waited for, and is not there. */
  | { readonly type: 'note-unwanted'; readonly task: string; readonly reason: string; readonly copyRuledOut: boolean }
);

export const outgoingCommandTypes = ['note-intent', 'note-deferred', 'note-sent', 'note-refused', 'note-unwanted'] as const;

/** Never throws: an event about a task that was never asked for (a cut log) changes nothing. */
export function evolveOutgoing(state: OutgoingState, event: OutgoingEvent & { at: string }): OutgoingState {
  switch (event.type) {
    case 'mail-asked': {
      const { id, kind, to, thread } = event.task;
      return { ...state, [id]: { id, kind, to, answers: thread !== null, state: 'asked', at: event.at, askedAt: event.at, intent: null, attempts: 0, note: '', overtaken: null } };
    }
    case 'mail-intended':
      return change(state, event.task, (o) => ({
        ...o, state: 'intended', at: event.at, attempts: o.attempts + 1, intent: { sha256: event.sha256, at: event.at, clock: event.clock },
      }));
    case 'mail-deferred':
      return change(state, event.task, (o) => ({ ...o, state: 'asked', at: event.at, intent: null, note: event.response }));
    case 'mail-sent':
      return change(state, event.task, (o) => ({ ...o, state: 'sent', at: event.at, note: event.response }));
    case 'mail-refused':
      return change(state, event.task, (o) => ({ ...o, state: 'refused', at: event.at, note: `${event.code} ${event.response}` }));
    case 'mail-unwanted':
      return change(state, event.task, (o) => ({ ...o, state: 'unwanted', at: event.at, note: event.reason }));
  }
}

/** The stream has gone on without these mails; one that has not left yet is not wanted any more. */
export function overtake(outgoing: OutgoingState, which: (o: Outgoing) => boolean, why: string): OutgoingState {
  const waits = Object.values(outgoing).filter((o) => (o.state === 'asked' || o.state === 'intended') && which(o));
  return waits.length === 0 ? outgoing : { ...outgoing, ...Object.fromEntries(waits.map((o) => [o.id, { ...o, overtaken: why }])) };
}

function change(state: OutgoingState, id: string, to: (o: Outgoing) => Outgoing): OutgoingState {
  const now = state[id];
  return now ? { ...state, [id]: to(now) } : state;
}

/** The one road from asked to an end. A second end, or an intent beside an intent, is ignored by name. */
export function decideOutgoing(command: OutgoingCommand, state: OutgoingState): Decision<OutgoingEvent & { at: string }> {
  const now = state[command.task];
  if (!now) return ignored('unknown-task');
  if (now.state === 'sent' || now.state === 'refused' || now.state === 'unwanted') return ignored(`already-${now.state}`);
  const { at, task } = command;
  switch (command.type) {
    case 'note-intent':
      if (now.attempts !== command.attempt) return ignored('other-attempt');
      return now.intent && now.intent.sha256 !== command.sha256
        ? ignored('content-changed')
        : { events: [{ type: 'mail-intended', at: now.intent?.at ?? at, task, sha256: command.sha256, clock: command.clock }] };
    case 'note-deferred':
      if (now.attempts !== command.attempt) return ignored('other-attempt');
      return { events: [{ type: 'mail-deferred', at, task, code: command.code, response: command.response }] };
    case 'note-sent':
      return now.state === 'intended' ? { events: [{ type: 'mail-sent', at, task, proof: command.proof, response: command.response }] } : ignored('never-intended');
    case 'note-refused':
      if (now.attempts !== command.attempt) return ignored('other-attempt');
      return { events: [{ type: 'mail-refused', at, task, stage: command.stage, code: command.code, response: command.response }] };
    case 'note-unwanted':
      // A mail that may have left already is not called back: its proof is looked for first.
      return now.state === 'intended' && !command.copyRuledOut ? ignored('may-have-left') : { events: [{ type: 'mail-unwanted', at, task, reason: command.reason }] };
  }
}

/** The id of the next task of a kind in this stream; `beyond`: so many of the kind are asked for in the same decision already. */
export function nextTaskId(state: OutgoingState, kind: Task['kind'], campaign: string, kommune: string | null, beyond = 0): string {
  const n = Object.values(state).filter((o) => idKind(o.kind) === idKind(kind)).length + 1 + beyond;
  return taskId(idKind(kind), campaign, kommune, n);
}

export function isOutgoingCommand(command: { readonly type: string }): command is OutgoingCommand {
  return (outgoingCommandTypes as readonly string[]).includes(command.type);
}
