// The roster, read from the log.
// It refuses to change anything.
import type { Register } from '../core/kommune.ts';
import { rosterOf, type RosterRow } from '../core/roster.ts';
import { loadAll, type StandNeeds } from './stand.ts';

export async function readRoster(needs: StandNeeds & { readonly register: Register }): Promise<{ readonly launched: boolean; readonly rows: readonly RosterRow[] }> {
  const { cases, desk } = await loadAll(needs.log);
  return { launched: desk.launched !== null, rows: rosterOf(cases, needs.campaign, needs.register, needs.now()) };
}
