// What a person decides about a whole kommune or the whole campaign: exempted, given a longer deadline, paused, resumed. Each is an event with who and why.
// It refuses to act without a reason given.
import type { Campaign } from './campaign.ts';
import type { CaseState } from './case.ts';
import type { DeskState } from './desk.ts';
import { ignored, type CaseEvent, type Decision, type DeskEvent } from './events.ts';
import type { Deadline } from './task.ts';

/** `by` is the person, `note` the reason. */
type Person = { readonly at: string; readonly by: string; readonly note: string };

export type SteeringCommand = Person & (
  | { readonly type: 'exempt' }
  | { readonly type: 'lift-exemption' }
  /** `until`: ISO day; the campaign's own deadline takes an extension back. */
  | { readonly type: 'extend'; readonly deadline: Deadline; readonly until: string }
);

export type PauseCommand = Person & { readonly type: 'pause' | 'resume' };

export function isSteeringCommand(command: { readonly type: string }): command is SteeringCommand {
  return command.type === 'exempt' || command.type === 'lift-exemption' || command.type === 'extend';
}

export function decideSteering(command: SteeringCommand, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, by, note } = command;
  if (note.trim() === '') return ignored('no-reason-given');
  switch (command.type) {
    case 'exempt':
      return state.exempt ? ignored('already-exempt') : { events: [{ type: 'exempted', at, by, note }] };
    case 'lift-exemption':
      return state.exempt ? { events: [{ type: 'exemption-lifted', at, by, note }] } : ignored('not-exempt');
    case 'extend': {
      const { deadline, until } = command;
      const printed = deadline === 'contact' ? campaign.contactDeadline : campaign.reportDeadline;
      if (Temporal.PlainDate.compare(until, printed) < 0) return ignored('before-the-deadline');
      return (state.extended[deadline] ?? printed.toString()) === until ? ignored('already-so') : { events: [{ type: 'deadline-extended', at, deadline, until, by, note }] };
    }
  }
}

export function decidePause({ type, at, by, note }: PauseCommand, state: Pick<DeskState, 'launched' | 'paused'>): Decision<DeskEvent> {
  if (!state.launched) return ignored('not-launched');
  if (type === 'resume') return state.paused ? { events: [{ type: 'campaign-resumed', at, by, note }] } : ignored('not-paused');
  if (note.trim() === '') return ignored('no-reason-given');
  return state.paused ? ignored('already-paused') : { events: [{ type: 'campaign-paused', at, by, note }] };
}
