// The start of a campaign: what would be sent is shown, and after a person's yes every kommune's case is opened.
// It refuses to start on a campaign with errors, or twice; the letters themselves leave on the letter's day, by the clock.
import { checkAddressList, checkCampaign, type AddressList, type Finding } from '../core/campaign.ts';
import { nextSendingInstant, firstSendingInstant } from '../core/calendar.ts';
import { desk } from '../core/events.ts';
import type { Register } from '../core/kommune.ts';
import type { EventLog } from '../core/log.ts';
import { loadDesk, step, type StepNeeds } from './step.ts';

export type LaunchNeeds = StepNeeds & {
  readonly register: Register;
  readonly addresses: AddressList;
  /** Problems met while reading the address list. */
  readonly addressProblems: readonly string[];
  /** Rehearsal: every mail goes here. */
  readonly redirectTo: string | null;
  readonly templates: () => Promise<readonly Finding[]>;
  readonly log: EventLog;
  readonly now: () => Temporal.Instant;
  readonly clock: () => Temporal.Instant;
  /** INBOX as it is now: mails that lie there before the launch are left alone. */
  readonly inbox: () => Promise<{ readonly uidValidity: string; readonly uidNext: number }>;
};

export type Plan = {
  readonly findings: readonly Finding[];
  readonly letters: readonly { readonly kommune: string; readonly name: string; readonly to: string }[];
  /** ISO instant at which the letters leave. */
  readonly at: string;
  readonly launched: { readonly at: string; readonly by: string } | null;
};

export async function planLaunch(needs: LaunchNeeds): Promise<Plan> {
  const { campaign, register, addresses } = needs;
  const { state } = await loadDesk(needs.log);
  const letterDay = firstSendingInstant(campaign.letterDate, campaign.sending.hours);
  const now = needs.now();
  const at = nextSendingInstant(Temporal.Instant.compare(letterDay, now) > 0 ? letterDay : now, campaign.sending.hours);
  return {
    findings: [
      ...checkRehearsal(state.launched, needs.redirectTo, campaign.id),
      ...checkCampaign(campaign),
      ...needs.addressProblems.map((what) => ({ level: 'error' as const, what, cure: 'correct the address list that the campaign names' })),
      ...checkAddressList(register, addresses),
      ...await needs.templates(),
    ],
    letters: register.kommuner.flatMap((k) => {
      const to = addresses.get(k.code);
      return to === undefined ? [] : [{ kommune: k.code, name: k.name, to }];
    }),
    at: at.toString(),
    launched: state.launched && { at: state.launched.at, by: state.launched.by },
  };
}

/**
 * A rehearsal never becomes the real thing in the same store, nor the other way: its letters count as sent. Found by `launch` and at start.
 */
export function checkRehearsal(launched: { readonly redirectTo: string | null } | null, redirectTo: string | null, campaign: string): readonly Finding[] {
  if (!launched || launched.redirectTo === redirectTo) return [];
  const was = launched.redirectTo === null ? 'for real' : `as a rehearsal to ${launched.redirectTo}`;
  return [{
    level: 'error',
    what: `campaign ${campaign} was launched in this Redis ${was}, and RUNDSKRIV_REDIRECT_TO is now ${redirectTo ?? 'not set'}`,
    cure: launched.redirectTo === null ? 'remove RUNDSKRIV_REDIRECT_TO, or rehearse with another Redis database' : 'use another Redis database (REDIS_URL=redis://host/1) for the real campaign',
  }];
}

/**
 * Records the launch with INBOX as it is, then opens every case. Cut off in between, it is simply run again: what is recorded and open
 * already is left alone. `by` is the person who said yes. `progress` is called after each kommune.
 */
export async function launch(needs: LaunchNeeds, plan: Plan, by: string, progress: (done: number, of: number) => void): Promise<{ opened: number }> {
  const at = needs.now().toString();
  await step(needs, [{ stream: desk, command: { type: 'launch', at, by, redirectTo: needs.redirectTo, inbox: await needs.inbox(), clock: needs.clock().toString() } }]);
  let opened = 0;
  for (const [i, { kommune, name, to }] of plan.letters.entries()) {
    const stepped = await step(needs, [{ stream: kommune, command: { type: 'open', at, kommune, name, mailbox: to } }]);
    if (stepped.outcome === 'done') opened += 1;
    progress(i + 1, plan.letters.length);
  }
  return { opened };
}
