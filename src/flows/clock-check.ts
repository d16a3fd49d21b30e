// Whether the clock can be believed: it must not stand before what has happened already.
// It refuses to guess the right time: it says what is wrong, and everything that is due waits.
import type { Finding } from '../core/campaign.ts';
import { later } from '../core/calendar.ts';
import type { Event } from '../core/events.ts';
import { isClockBehind } from '../core/holds.ts';
import type { EventLog } from '../core/log.ts';

/** Reads every event once; gives the instant (ISO) of the newest, null for an empty log. Throws what the log throws for an event it does not know. */
export async function newestEventAt(log: Pick<EventLog, 'load' | 'streams'>): Promise<string | null> {
  let newest: string | null = null;
  const streams = await log.streams();
  for (let i = 0; i < streams.length; i += 500) {
    for (const at of await Promise.all(streams.slice(i, i + 500).map(async (stream) => lastOf(await log.load(stream))))) {
      if (at !== null && (newest === null || Temporal.Instant.compare(at, newest) > 0)) newest = at;
    }
  }
  return newest;
}

/** What is wrong with the clock, as `check` and the start say it. */
export function checkClock(newest: string | null, now: Temporal.Instant): readonly Finding[] {
  if (newest === null || !isClockBehind(newest, now)) return [];
  return [{
    level: 'error',
    what: `the clock says ${now.toString({ smallestUnit: 'second' })}, but the newest event is of ${Temporal.Instant.from(newest).toString({ smallestUnit: 'second' })}: it was set back, and nothing that is due leaves`,
    cure: 'set the clock right (timedatectl, NTP), or in a rehearsal give a later RUNDSKRIV_CLOCK or another Redis database',
  }];
}

function lastOf(events: readonly Event[]): string | null {
  return events.reduce<string | null>((newest, { at }) => later(newest, at), null);
}
