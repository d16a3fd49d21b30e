// How far a kommune has come, in one word (contract.md).
// It refuses to count what has not left: a login that waits in the queue is no login yet.
import type { CaseState } from './case.ts';

/** In order: who has reached one has reached all before it. */
export const phases = ['invited', 'contact', 'login', 'begun', 'submitted'] as const;
export type Phase = (typeof phases)[number];

export function phaseOf(state: CaseState): Phase {
  if (state.submittedAt !== null) return 'submitted';
  if (state.begunAt !== null) return 'begun';
  // A newer link that waits in the queue takes nothing back.
  if (state.login && state.contact?.email === state.login.email && state.logins.some((l) => l.email === state.login?.email && state.outgoing[l.task]?.state === 'sent')) return 'login';
  return state.contact ? 'contact' : 'invited';
}
