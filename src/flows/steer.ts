// What a person decides about the whole campaign or one kommune (paused, resumed, exempted, included, given a longer deadline), and what follows.
// It refuses a way of its own into a case: every decision is a step, and what follows is asked of the same rules as the clock's.
import { forecastCase, type ForecastMail } from '../core/forecast.ts';
import { desk } from '../core/events.ts';
import type { EventLog } from '../core/log.ts';
import { mailOutcomes } from '../core/outcome.ts';
import type { SteeringCommand } from '../core/steering.ts';
import type { CaseState } from '../core/case.ts';
import { readStatus } from './stand.ts';
import { loadCase, loadDesk, step, type StepNeeds } from './step.ts';

export type SteerNeeds = StepNeeds & {
  readonly log: EventLog;
  readonly now: () => Temporal.Instant;
  /** Held letters are looked at now. */
  readonly wakeLetters: () => Promise<void>;
};

/** `note` is the reason. */
export type Who = { readonly by: string; readonly note: string };

type Ignored = { readonly outcome: 'ignored'; readonly reason: string };
/** `held`: how many mails the pause holds, or held until now. */
export type CampaignSteered = { readonly outcome: 'done'; readonly held: number } | Ignored;

/** Without `at`, `by` and `note`, which come with every decision. */
export type KommuneAction =
  | { readonly type: 'exempt' | 'lift-exemption' }
  | { readonly type: 'extend'; readonly deadline: Extract<SteeringCommand, { type: 'extend' }>['deadline']; readonly until: string };

export type KommuneSteered =
  | {
      readonly outcome: 'done';
      readonly state: CaseState;
      /** How many mails that were on their way are not wanted any more. */
      readonly dropped: number;
      /** The next mail to the kommune if nothing happens. */
      readonly next: ForecastMail | null;
      readonly paused: boolean;
    }
  | Ignored;

export async function steerCampaign(needs: SteerNeeds, type: 'pause' | 'resume', who: Who): Promise<CampaignSteered> {
  const heldNow = async (): Promise<number> => (await readStatus({ ...needs, tasks: needs.log.tasks })).cases.flatMap((c) => c.holds).filter((hold) => hold.reason === 'paused').length;
  const before = type === 'resume' ? await heldNow() : 0;
  const stepped = await step(needs, [{ stream: desk, command: { type, at: needs.now().toString(), ...who } }]);
  if (stepped.outcome === 'ignored') return { outcome: 'ignored', reason: stepped.ignored[0] ?? 'nothing-to-do' };
  if (type === 'pause') return { outcome: 'done', held: await heldNow() };
  await needs.wakeLetters();
  return { outcome: 'done', held: before };
}

export async function steerKommune(needs: SteerNeeds, kommune: string, action: KommuneAction, who: Who): Promise<KommuneSteered> {
  const stepped = await step(needs, [{ stream: kommune, command: { ...action, at: needs.now().toString(), ...who } }]);
  if (stepped.outcome === 'ignored') return { outcome: 'ignored', reason: stepped.ignored[0] ?? 'nothing-to-do' };
  const { state } = await loadCase(needs.log, kommune);
  const tasks = (await needs.log.tasks()).filter((task) => task.kommune === kommune);
  const paused = (await loadDesk(needs.log)).state.paused !== null;
  const now = needs.now();
  const around = { inbox: 'quiet', paused } as const;
  const dropped = mailOutcomes(state, [], tasks, needs.campaign, now, around).filter((mail) => mail.outcome === 'unwanted' && tasks.some((task) => task.id === mail.task)).length;
  // Far enough to see the last round of any deadline.
  const ahead = forecastCase(state, needs.campaign, now, now.add({ hours: 24 * 400 }), around, tasks);
  return { outcome: 'done', state, dropped, next: ahead.find((mail) => mail.kind !== 'review') ?? null, paused };
}
