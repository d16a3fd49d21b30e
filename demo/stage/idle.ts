// Waits until the bot has done all there is to do at the moment its clock shows.
// It refuses to believe a single glance: idle is what was seen so twice in a row, and what is held must have been held for a while, but in a pause.
import type { Instant } from '../calendar.ts';
import type { Bot, Health } from './bot.ts';
import type { Eyes } from './eyes.ts';

export type IdleNeeds = { readonly bot: Bot; readonly eyes: Eyes; readonly putOff: () => readonly string[]; readonly paused: () => boolean; readonly recovery: Readonly<Record<'up' | 'held' | 'proof' | 'all', number>>; readonly limitMs: number };

/** The bot was not idle in time, or is gone; the message has the last that was seen and the end of its log. */
export class NotIdle extends Error {
  override name = 'NotIdle';
}

export async function untilIdle({ bot, eyes, putOff, paused, recovery, limitMs }: IdleNeeds, clock: Instant, when: string): Promise<void> {
  const begun = performance.now();
  let seen = 0;
  let held = '';
  let heldSince = begun;
  let last = 'its health page did not answer';
  for (;;) {
    const died = bot.died();
    if (died !== undefined) throw new NotIdle(`The bot is gone at ${when}: ${died}. The end of its log (${bot.log}):\n${bot.tail()}`);
    const killed = bot.killedAt() ?? Number.NEGATIVE_INFINITY;
    const sinceKill = performance.now() - killed;
    const isRecovering = sinceKill < recovery.all;
    if (performance.now() - Math.max(begun, killed) > limitMs) {
      throw new NotIdle(`The bot was not idle within ${Math.round(limitMs / 1000)} s at ${when}: ${last}. The end of its log (${bot.log}):\n${bot.tail()}`);
    }
    const health = await bot.health();
    const holding = health === null ? '' : `${health.queues['held'] ?? 0} of ${health.pending}`;
    if (holding !== held) heldSince = performance.now();
    held = holding;
    const isPassing = (health?.queues['held'] ?? 0) > 0 && (isRecovering || !paused()) && performance.now() - heldSince < (isRecovering ? recovery.proof : recovery.held);
    const busy = health === null ? 'its health page did not answer'
      : sinceKill < recovery.up ? 'it was killed a moment ago'
      : isPassing ? `it holds ${held} mails, perhaps for a moment only`
      : await whatIsLeft(health, clock, eyes, putOff());
    if (busy !== undefined) last = busy;
    seen = busy === undefined ? seen + 1 : 0;
    if (seen === 2) return;
    await new Promise<void>((resolve) => { setTimeout(resolve, 15); });
  }
}

async function whatIsLeft(health: Health, clock: Instant, eyes: Eyes, putOff: readonly string[]): Promise<string | undefined> {
  const { lastTick, queues, pending, unread } = health;
  if (lastTick === null || Temporal.Instant.compare(Temporal.Instant.from(lastTick), clock) < 0) return `its last tick was for ${lastTick ?? 'no time at all'}, and its clock shows ${clock.toString()}`;
  const { intake = 0, letters = 0, retrying = 0, held = 0 } = queues;
  if (intake + letters + retrying > 0) return `its queues hold ${intake} mails to read, ${letters} to send and ${retrying} to send again`;
  if (pending > held) return `${pending - held} mails that were asked for wait for nothing`;
  if (unread > 0) return `it knows of ${unread} mails in INBOX that it has not handled`;
  if (putOff.length > 0) return `the mail that was put off has not come again to ${putOff.join(', ')}`;
  const inbox = await eyes.inbox();
  return inbox > 0 ? `${inbox} mails lie in INBOX` : undefined;
}
