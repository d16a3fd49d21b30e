// Who was the contact of each kommune in the campaign before: read once, since that campaign is over.
// It refuses to change anything there.
import type { EventLog } from '../core/log.ts';
import type { LastYearsContact } from '../core/match.ts';
import { desk } from '../core/events.ts';
import { loadCase } from './step.ts';

/** The contacts by kommune code. `log` is that campaign's own. */
export async function contactsBefore(campaign: string, log: Pick<EventLog, 'load' | 'streams'>): Promise<ReadonlyMap<string, LastYearsContact>> {
  const contacts = new Map<string, LastYearsContact>();
  for (const stream of await log.streams()) {
    if (stream === desk) continue;
    const { contact } = (await loadCase(log, stream)).state;
    if (contact) contacts.set(stream, { campaign, name: contact.name, email: contact.email, phone: contact.phone });
  }
  return contacts;
}
