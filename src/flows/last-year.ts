// What each kommune answered in the campaign before: its contact and its report, read once, since that campaign is over.
// It refuses to change anything there.
import type { EventLog } from '../core/log.ts';
import type { LastYearsContact } from '../core/match.ts';
import { desk } from '../core/events.ts';
import type { Answers } from '../core/report/model.ts';
import { loadCase } from './step.ts';

/** By kommune code. `reports`: the newest version, as it was typed. */
export type LastYear = { readonly contacts: ReadonlyMap<string, LastYearsContact>; readonly reports: ReadonlyMap<string, Answers> };

export const noLastYear: LastYear = { contacts: new Map(), reports: new Map() };

/** `log` is that campaign's own. */
export async function readLastYear(campaign: string, log: Pick<EventLog, 'load' | 'streams'>): Promise<LastYear> {
  const contacts = new Map<string, LastYearsContact>();
  const answers = new Map<string, Answers>();
  for (const stream of await log.streams()) {
    if (stream === desk) continue;
    const { contact, reports } = (await loadCase(log, stream)).state;
    if (contact) contacts.set(stream, { campaign, name: contact.name, email: contact.email, phone: contact.phone });
    const newest = reports.findLast((r) => r.report !== null && r.withdrawnAt === null);
    if (newest) answers.set(stream, newest.answers);
  }
  return { contacts, reports: answers };
}
