// How many kommuner had named a contact and submitted a report by the end of each day: the two curves of a digest.
// It refuses to smooth what went back: a registration or a report that was withdrawn lowers the count of its day.
import { dayOfIso } from '../calendar.ts';
import type { Stream } from './changes.ts';
import type { DigestDay } from './facts.ts';

/** Only days on which a number changed, and `today` (ISO day in Denmark), in order. */
export function progressOf(streams: readonly Stream[], today: string): readonly DigestDay[] {
  const steps = new Map<string, { contact: number; submitted: number }>();
  const step = (at: string, what: 'contact' | 'submitted', by: 1 | -1): void => {
    const day = dayOfIso(at).toString();
    const known = steps.get(day) ?? { contact: 0, submitted: 0 };
    known[what] += by;
    steps.set(day, known);
  };
  for (const { events } of streams) {
    let contact = false;
    const versions = new Set<number>();
    let came = 0;
    for (const event of events) {
      const has: boolean = event.type === 'contact-registered' ? true : event.type === 'contact-withdrawn' ? event.restored !== null : contact;
      if (has !== contact) step(event.at, 'contact', has ? 1 : -1);
      contact = has;
      const counted = versions.size;
      if (event.type === 'report-submitted') versions.add(++came);
      if (event.type === 'report-withdrawn') versions.delete(event.number);
      if ((counted > 0) !== (versions.size > 0)) step(event.at, 'submitted', versions.size > 0 ? 1 : -1);
    }
  }
  steps.set(today, steps.get(today) ?? { contact: 0, submitted: 0 });
  const days: DigestDay[] = [];
  let now = { contact: 0, submitted: 0 };
  for (const [day, { contact, submitted }] of [...steps].sort(([a], [b]) => a.localeCompare(b))) {
    now = { contact: now.contact + contact, submitted: now.submitted + submitted };
    if (contact !== 0 || submitted !== 0 || day === today) days.push({ day, ...now });
  }
  return days;
}
