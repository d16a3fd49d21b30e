// From "something changed in INBOX" to jobs in the intake queue, from an own cursor; \Seen plays no part.
// It refuses to trust a notice or to count on order: what still lies in INBOX is handed over again and again, and handling is what counts once.
import type { InboxRef } from './receive-mail.ts';

export type Listed = { readonly uid: number; readonly from: string; readonly messageId: string | null; readonly internalDate: string | null };
export type Cursor = { readonly uidValidity: string; readonly uidNext: number; readonly since: number; readonly fence: number; readonly synced: number };

/** INBOX as it was at the launch, with the instants (program's and machine's clock). */
export type Launched = { readonly inbox: { readonly uidValidity: string; readonly uidNext: number } | null; readonly at: string; readonly clock: string };
export type Change = { readonly uidValidity: string; readonly uidNext: number };

export type WatchNeeds = {
  /** Undefined before the launch. */
  readonly launched: () => Promise<Launched | undefined>;
  readonly cursor: () => Promise<Cursor | undefined>;
  /** False when another watcher has taken over. */
  readonly advance: (cursor: Cursor) => Promise<boolean>;
  /** The mails of INBOX with this UID or a higher one. */
  readonly list: (fromUid: number) => Promise<readonly Listed[]>;
  readonly queueIntake: (refs: readonly InboxRef[]) => Promise<void>;
  readonly clock: () => Temporal.Instant;
  readonly facts: {
    inboxSynced(fact: { uidValidity: string; uidNext: number; queued: number; full: boolean }): void;
    uidValidityChanged(fact: { from: string; to: string }): void;
    leftAlone(fact: { count: number }): void;
  };
};

/**
 * Hands over what is new. `full`: all that lies in INBOX, because a job may have been lost, or a mail may have come in behind the cursor.
 * Returns how many were queued, or 'superseded' when another watcher has taken over.
 */
export async function syncInbox(needs: WatchNeeds, change: Change, fence: number, full: boolean): Promise<number | 'superseded' | 'not-launched'> {
  const [launched, before] = await Promise.all([needs.launched(), needs.cursor()]);
  if (!launched) return 'not-launched';
  const changed = before !== undefined && before.uidValidity !== change.uidValidity;
  if (changed) needs.facts.uidValidityChanged({ from: before.uidValidity, to: change.uidValidity });
  const whole = full || before === undefined || changed;
  const from = whole ? floorOf(launched, change) : Math.max(before.uidNext, floorOf(launched, change));
  const lies = !whole && change.uidNext <= from ? [] : (await needs.list(from)).filter((mail) => mail.uid >= from);
  const ours = lies.filter((mail) => concerns(mail, launched, change));
  if (changed && ours.length < lies.length) needs.facts.leftAlone({ count: lies.length - ours.length });
  const refs = ours.map(({ uid }) => ({ uidValidity: change.uidValidity, uid }));
  // Queued first, then the cursor: a crash in between queues the same mails again, which is harmless.
  if (refs.length > 0) await needs.queueIntake(refs);
  const uidNext = Math.max(change.uidNext, ...ours.map((mail) => mail.uid + 1));
  const since = before === undefined || changed ? change.uidNext : before.since;
  const advanced = await needs.advance({ uidValidity: change.uidValidity, uidNext, since, fence, synced: needs.clock().epochMilliseconds });
  if (!advanced) return 'superseded';
  if (refs.length > 0) needs.facts.inboxSynced({ uidValidity: change.uidValidity, uidNext, queued: refs.length, full: whole });
  return refs.length;
}

/** The first UID that can concern the campaign: what lay in INBOX at the launch is other people's mail. */
function floorOf(launched: Launched, now: Pick<Change, 'uidValidity'>): number {
  return launched.inbox?.uidValidity === now.uidValidity ? launched.inbox.uidNext : 1;
}

/**
 * Under another UIDVALIDITY than at the launch UIDs say nothing: a mail that reached the server more than an hour before the launch, by
 * either clock, is last year's business and is left alone.
 */
function concerns(mail: Listed, launched: Launched, now: Pick<Change, 'uidValidity'>): boolean {
  if (launched.inbox?.uidValidity === now.uidValidity || mail.internalDate === null) return true;
  const earliest = Math.min(Temporal.Instant.from(launched.at).epochMilliseconds, Temporal.Instant.from(launched.clock).epochMilliseconds);
  return Temporal.Instant.from(mail.internalDate).epochMilliseconds >= earliest - 3_600_000;
}

export type QuietNeeds = {
  readonly launched: () => Promise<Launched | undefined>;
  readonly cursor: () => Promise<Cursor | undefined>;
  readonly state: () => Promise<Change>;
  readonly list: (fromUid: number) => Promise<readonly Listed[]>;
  readonly ownAddress: string;
  readonly clock: () => Temporal.Instant;
  /** After so many seconds without a look at INBOX the mailbox counts as unhealthy. */
  readonly patience: number;
};

/**
 * Is there a mail that nobody has handled (design rule 7)? INBOX itself is asked, now: every handled mail has left it, so a mail that lies
 * there is unhandled, but for our own copies and what lay there before the launch.
 */
export async function inboxState(needs: QuietNeeds): Promise<'quiet' | 'unread' | 'unhealthy'> {
  const [launched, cursor] = await Promise.all([needs.launched(), needs.cursor()]);
  if (!launched || !cursor || needs.clock().epochMilliseconds - cursor.synced > needs.patience * 1000) return 'unhealthy';
  try {
    const now = await needs.state();
    const from = floorOf(launched, now);
    if (now.uidNext <= from) return 'quiet';
    const unhandled = (await needs.list(from)).filter((mail) => concerns(mail, launched, now) && mail.from.toLowerCase() !== needs.ownAddress.toLowerCase());
    return unhandled.length > 0 ? 'unread' : 'quiet';
  } catch {
    return 'unhealthy';
  }
}
