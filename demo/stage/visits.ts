// People at their browsers: carries out the errands to the portal that are due, several at a time, and says what was done.
// It refuses to wait for the portal: whoever is cut off tries again a minute later.
import type { Instant } from '../calendar.ts';
import type { Country, Visit } from '../country/country.ts';
import type { Observation } from '../judge/evidence.ts';
import { createBrowser, Interrupted } from '../portal/browser.ts';
import { visitPortal, type Did } from '../portal/visit.ts';

export type Visits = {
  /** Resolves when all are home again. */
  readonly go: (visits: readonly Visit[]) => Promise<void>;
};

export type VisitsNeeds = { readonly portal: string; readonly now: () => Instant; readonly see: (o: Observation) => void; readonly settle: Country['settle'] };

/** So many people at once. */
const atOnce = 12;

export function createVisits({ portal, now, see, settle }: VisitsNeeds): Visits {
  const one = async (visit: Visit): Promise<void> => {
    const { player: { kommune: { code } }, reporting, errand, password } = visit;
    const me = reporting.people[errand.who];
    const at = now();
    const saw = (did: Did): void => see({ what: 'visited', at, kommune: code, label: errand.label, by: me.person.email, did });
    try {
      await visitPortal({ browser: createBrowser(portal, addressOf(code)), me, colleague: reporting.people.colleague, password, again: reporting.tried > 0, see: saw }, errand.steps);
      settle(visit, at, 'done');
    } catch (error) {
      settle(visit, at, error instanceof Interrupted ? 'cut-off' : { stuck: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    go: async (visits) => {
      const waiting = [...visits];
      const person = async (): Promise<void> => {
        for (let visit = waiting.shift(); visit; visit = waiting.shift()) await one(visit);
      };
      await Promise.all(Array.from({ length: atOnce }, person));
    },
  };
}

/** The kommune's own address (RFC 5737 has too few for 98). */
function addressOf(code: string): string {
  return `10.98.${Math.floor(Number(code) / 200)}.${1 + (Number(code) % 200)}`;
}
