// Where a case stands, as it is put beside a question for the department's contact.
// It refuses more than she needs to answer: no wording, no secrets, the newest few mails only.
import type { Campaign } from './campaign.ts';
import type { CaseState } from './case.ts';
import { phaseOf } from './phase.ts';
import { deadlineOf } from './rounds.ts';
import type { CaseBeside } from './task.ts';

/** Frozen at the moment of asking, so that the mail can be made again byte for byte. */
export function caseBeside(state: CaseState, campaign: Campaign): CaseBeside {
  const out = Object.values(state.outgoing).filter((o) => o.state === 'sent').map((o) => ({ at: o.at, direction: 'out' as const, what: o.kind as string, who: o.to }));
  const come = state.lastMails.map((m) => ({ at: m.at, direction: 'in' as const, what: m.kind as string, who: m.from }));
  return {
    name: state.name, phase: phaseOf(state), contact: state.contact && { name: state.contact.name, email: state.contact.email }, mailbox: state.mailbox,
    reminders: state.reminded.filter((r) => state.outgoing[r.task]?.state === 'sent').length,
    contactDeadline: deadlineOf(campaign, state, 'contact').toString(), reportDeadline: deadlineOf(campaign, state, 'report').toString(),
    mails: [...out, ...come].sort((a, b) => Temporal.Instant.compare(a.at, b.at)).slice(-8),
  };
}
