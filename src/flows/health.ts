// Is the machine at work? One page for monitors and operators, and the gauges behind /metrics.
// It refuses to be optimistic: what was not seen lately counts as dead.
import type { Campaign } from '../core/campaign.ts';
import type { Status } from '../core/status.ts';
import type { Canary } from './copy-watch.ts';

export type Life = Readonly<Record<string, string | number | null>>;

export type HealthNeeds = {
  readonly campaign: Campaign;
  readonly now: () => Temporal.Instant;
  readonly clock: () => Temporal.Instant;
  readonly cursor: () => Promise<{ readonly uidValidity: string; readonly uidNext: number; readonly synced: number } | undefined>;
  readonly counts: () => Promise<{ intake: number; letters: number; clock: number; held: number; retrying: number }>;
  readonly signs: () => Promise<Readonly<Record<string, Life>>>;
  readonly canary: () => Promise<Pick<Canary, 'state' | 'at'> | undefined>;
  readonly status: () => Promise<Status>;
  readonly pendingTasks: () => Promise<number>;
  /** The machine's clock at the launch; null before it. */
  readonly launched: () => Promise<string | null>;
};

export type Health = {
  readonly ok: boolean;
  readonly campaign: string;
  /** The program's clock. */
  readonly now: string;
  /** The program's clock at the last finished tick; null when there was none. */
  readonly lastTick: string | null;
  readonly queues: { readonly intake: number; readonly letters: number; readonly held: number; readonly retrying: number };
  /** Tasks that have no end yet. */
  readonly pending: number;
  /** Mails that were seen in INBOX and are not handled yet. */
  readonly unread: number;
  readonly watch: { readonly uidValidity: string; readonly uidNext: number; readonly secondsAgo: number } | null;
  /** What is not well, one sentence each. */
  readonly trouble: readonly string[];
};

export async function readHealth(needs: HealthNeeds): Promise<Health> {
  const [cursor, counts, signs, pending, launched, canary] = await Promise.all([needs.cursor(), needs.counts(), needs.signs(), needs.pendingTasks(), needs.launched(), needs.canary()]);
  const at = needs.clock().epochMilliseconds;
  const { machine } = needs.campaign;
  const trouble: string[] = [];
  const secondsAgo = cursor ? Math.round((at - cursor.synced) / 1000) : null;
  if (secondsAgo !== null && secondsAgo > 3 * machine.poll) trouble.push(`INBOX was last looked at ${secondsAgo} seconds ago: is the inbox worker running, and does the mail server answer?`);
  if (!cursor && launched !== null && at - Temporal.Instant.from(launched).epochMilliseconds > 3 * machine.poll * 1000) {
    trouble.push('INBOX has not been looked at since the launch: is the inbox worker running, and may it log in to the mail server?');
  }
  const clockSign = signs['clock'];
  const ticked = clockOf(clockSign);
  if (ticked === null) trouble.push('the clock has not ticked yet');
  else if (at - ticked > 5 * machine.tick * 1000) trouble.push(`the last tick was ${Math.round((at - ticked) / 1000)} seconds ago: is the clock worker running?`);
  if (canary?.state === 'missing') {
    trouble.push(`the copy of a mail that left ${Math.round((at - canary.at) / 1000)} seconds ago has not come to our own mailbox, and no other mail leaves until one comes: see that the account receives its own Bcc and that no rule moves or deletes it, then start the program again`);
  }
  return {
    ok: trouble.length === 0,
    campaign: needs.campaign.id,
    now: needs.now().toString(),
    lastTick: typeof clockSign?.['now'] === 'string' ? clockSign['now'] : null,
    queues: { intake: counts.intake, letters: counts.letters, held: counts.held, retrying: counts.retrying },
    pending,
    unread: counts.intake + counts.retrying,
    watch: cursor && secondsAgo !== null ? { uidValidity: cursor.uidValidity, uidNext: cursor.uidNext, secondsAgo } : null,
    trouble,
  };
}

function clockOf(sign: Life | undefined): number | null {
  return typeof sign?.['clock'] === 'number' ? sign['clock'] : null;
}

/** Name → help and values by label; every value is read from the store, so that all processes tell the same. */
export type Gauges = readonly { readonly name: string; readonly help: string; readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[] }[];

export async function readGauges(needs: HealthNeeds): Promise<Gauges> {
  const [health, status] = await Promise.all([readHealth(needs), needs.status()]);
  const one = (value: number): Gauges[number]['values'] => [{ labels: {}, value }];
  const by = (label: string, counts: Readonly<Record<string, number>>): Gauges[number]['values'] => Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
  return [
    { name: 'rundskriv_kommuner', help: 'Kommuner that have reached a phase or carry a flag', values: by('stand', status.counts) },
    { name: 'rundskriv_waiting_for_a_person', help: 'Reviews, questions and refused mails', values: one(status.waiting.length) },
    { name: 'rundskriv_mails_in_total', help: 'Mails received in all cases', values: one(status.cases.reduce((sum, c) => sum + c.mailsIn, 0)) },
    { name: 'rundskriv_mails_out_total', help: 'Mails sent in all cases', values: one(status.cases.reduce((sum, c) => sum + c.mailsOut, 0)) },
    { name: 'rundskriv_queue_jobs', help: 'Jobs in a queue', values: by('queue', health.queues) },
    { name: 'rundskriv_pending_tasks', help: 'Outgoing mails without an end', values: one(health.pending) },
    { name: 'rundskriv_unread_mails', help: 'Mails that were seen in INBOX and are not handled yet', values: one(health.unread) },
    { name: 'rundskriv_seconds_since_inbox', help: 'Seconds since INBOX was last looked at; -1 for never', values: one(health.watch?.secondsAgo ?? -1) },
    { name: 'rundskriv_healthy', help: '1 when nothing is in trouble', values: one(health.ok ? 1 : 0) },
  ];
}
