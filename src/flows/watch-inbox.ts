// From "something changed in INBOX" to jobs in the intake queue, from an own cursor; \Seen plays no part.
// It refuses to trust a notice or to count on order: after a reconnect or a new UIDVALIDITY all of INBOX is handed over again, and handling is what counts once.
import type { InboxRef } from './receive-mail.ts';

export type Listed = { readonly uid: number; readonly from: string; readonly messageId: string | null; readonly internalDate: string | null };
export type Cursor = { readonly uidValidity: string; readonly uidNext: number; readonly fence: number; readonly synced: number };

export type WatchNeeds = {
  /** INBOX as it was at the launch, with the instants (program's and machine's clock); undefined before the launch. */
  readonly launched: () => Promise<{ readonly inbox: { readonly uidValidity: string; readonly uidNext: number } | null; readonly at: string; readonly clock: string } | undefined>;
  readonly cursor: () => Promise<Cursor | undefined>;
  /** False when another watcher has taken over. */
  readonly advance: (cursor: Cursor, unread: readonly string[]) => Promise<boolean>;
  /** The mails of INBOX with this UID or a higher one. */
  readonly list: (fromUid: number) => Promise<readonly Listed[]>;
  readonly queueIntake: (refs: readonly InboxRef[]) => Promise<void>;
  readonly ownAddress: string;
  readonly clock: () => Temporal.Instant;
  readonly facts: {
    inboxSynced(fact: { uidValidity: string; uidNext: number; queued: number; full: boolean }): void;
    uidValidityChanged(fact: { from: string; to: string }): void;
    leftAlone(fact: { count: number }): void;
  };
};

export type Change = { readonly uidValidity: string; readonly uidNext: number };

/**
 * Hands over what is new. `full`: all that lies in INBOX (at start, after a reconnect), because a job may have been lost with its Redis or its
 * mail given back by a person. Returns how many were queued, or 'superseded' when another watcher has taken over.
 */
export async function syncInbox(needs: WatchNeeds, change: Change, fence: number, full: boolean): Promise<number | 'superseded' | 'not-launched'> {
  const launched = await needs.launched();
  if (!launched) return 'not-launched';
  const before = await needs.cursor();
  const changed = before !== undefined && before.uidValidity !== change.uidValidity;
  if (changed) needs.facts.uidValidityChanged({ from: before.uidValidity, to: change.uidValidity });
  const whole = full || before === undefined || changed;
  const sameAsAtLaunch = launched.inbox?.uidValidity === change.uidValidity;
  const floor = sameAsAtLaunch ? launched.inbox?.uidNext ?? 1 : 1;
  const from = whole ? floor : Math.max(before.uidNext, floor);
  const lies = !whole && change.uidNext <= from ? [] : (await needs.list(from)).filter((mail) => mail.uid >= from);
  const ours = lies.filter((mail) => sameAsAtLaunch || !isFromBefore(mail, launched));
  if (ours.length < lies.length) needs.facts.leftAlone({ count: lies.length - ours.length });
  const refs = ours.map(({ uid }) => ({ uidValidity: change.uidValidity, uid }));
  // Queued first, then the cursor: a crash in between queues the same mails again, which is harmless.
  if (refs.length > 0) await needs.queueIntake(refs);
  const unread = ours.filter((mail) => mail.from.toLowerCase() !== needs.ownAddress.toLowerCase()).map(({ uid }) => unreadKey({ uidValidity: change.uidValidity, uid }));
  const uidNext = Math.max(change.uidNext, ...ours.map((mail) => mail.uid + 1));
  const advanced = await needs.advance({ uidValidity: change.uidValidity, uidNext, fence, synced: needs.clock().epochMilliseconds }, unread);
  if (!advanced) return 'superseded';
  if (refs.length > 0 || full) needs.facts.inboxSynced({ uidValidity: change.uidValidity, uidNext, queued: refs.length, full: whole });
  return refs.length;
}

export function unreadKey(ref: InboxRef): string {
  return `${ref.uidValidity}:${ref.uid}`;
}

/**
 * Under a new UIDVALIDITY the UIDs of the launch say nothing: a mail that reached the server more than an hour before the launch, by either
 * clock, is last year's business and is left alone.
 */
function isFromBefore(mail: Listed, launched: { readonly at: string; readonly clock: string }): boolean {
  if (mail.internalDate === null) return false;
  const earliest = Math.min(Temporal.Instant.from(launched.at).epochMilliseconds, Temporal.Instant.from(launched.clock).epochMilliseconds);
  return Temporal.Instant.from(mail.internalDate).epochMilliseconds < earliest - 3_600_000;
}

export type QuietNeeds = {
  readonly cursor: () => Promise<Cursor | undefined>;
  readonly unread: () => Promise<number>;
  readonly state: () => Promise<Change>;
  readonly list: (fromUid: number) => Promise<readonly Listed[]>;
  readonly ownAddress: string;
  readonly clock: () => Temporal.Instant;
  /** After so many seconds without a look at INBOX the mailbox counts as unhealthy. */
  readonly patience: number;
};

/** Is there a mail that nobody has handled (design rule 7)? Looks at the mailbox itself, now. */
export async function inboxState(needs: QuietNeeds): Promise<'quiet' | 'unread' | 'unhealthy'> {
  const cursor = await needs.cursor();
  if (!cursor || needs.clock().epochMilliseconds - cursor.synced > needs.patience * 1000) return 'unhealthy';
  if ((await needs.unread()) > 0) return 'unread';
  let now: Change;
  try {
    now = await needs.state();
  } catch {
    return 'unhealthy';
  }
  if (now.uidValidity !== cursor.uidValidity) return 'unread';
  if (now.uidNext <= cursor.uidNext) return 'quiet';
  const lies = await needs.list(cursor.uidNext);
  return lies.some((mail) => mail.from.toLowerCase() !== needs.ownAddress.toLowerCase()) ? 'unread' : 'quiet';
}
