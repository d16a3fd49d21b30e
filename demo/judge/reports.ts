// The reports of a kommune as they were seen from outside: each version that was handed in, on the portal or by mail, in order of time.
// It refuses to count what the kommune did not mean to hand in.
import type { Meant } from '../reports/meant.ts';
import { postedAll, visitedAll, type Evidence, type Posted, type Visited } from './evidence.ts';

export type Version = {
  readonly at: Temporal.Instant;
  readonly way: 'portal' | 'mail';
  readonly meant: Meant;
  readonly correction: string;
  /** Who handed it in; and the mail that brought it. */
  readonly by: string;
  readonly mail: Posted | null;
  readonly visit: Visited | null;
};

export function versionsOf(evidence: Evidence, code: string): readonly Version[] {
  const sheets = postedAll(evidence).filter((p) => p.kommune === code && p.effect === 'report' && p.report)
    .map((mail): Version => ({ at: mail.at, way: 'mail', meant: (mail.report as NonNullable<Posted['report']>).meant, correction: mail.report?.correction ?? '', by: mail.from, mail, visit: null }));
  const visits = visitedAll(evidence).flatMap((visit): readonly Version[] => {
    const { did, at, by } = visit;
    return visit.kommune === code && did.did === 'handed-in' ? [{ at, way: 'portal', meant: did.meant, correction: did.correction, by, mail: null, visit }] : [];
  });
  return [...sheets, ...visits].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
}

/** How far a kommune has come by what its people did: the phase that the bot must name. */
export function phaseReached(evidence: Evidence, code: string): 'begun' | 'submitted' | null {
  if (versionsOf(evidence, code).length > 0) return 'submitted';
  return visitedAll(evidence).some((v) => v.kommune === code && v.did.did === 'saved') ? 'begun' : null;
}
