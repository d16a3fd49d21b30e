// Who is who on the portal: each kommune's case as it stands now, and whose an address or a link is.
// It refuses to be stale, and to change anything: each question reads what has been appended since the last, and mail scanners open every link.
import { accountOf, colleagueOf, linkOfToken, type Account, type Role } from '../../core/accounts.ts';
import { newCase, type CaseState } from '../../core/case.ts';
import { desk, type CaseEvent, type Event, type Stream } from '../../core/events.ts';
import type { EventLog } from '../../core/log.ts';
import { after, type Loaded } from '../step.ts';

/** Somebody whose address is known: the contact or a colleague, whether or not she can log in. */
export type Known = { readonly kommune: string; readonly name: string; readonly email: string; readonly role: Role; readonly account: Account | undefined; readonly loaded: Loaded<CaseState> };

/** What a link opens, and for whom. `void`: a newer one was sent, or it was taken back. */
export type Link = NonNullable<ReturnType<typeof linkOfToken>> & { readonly kommune: string; readonly loaded: Loaded<CaseState> };

export type Directory = {
  /** Undefined where the kommune has no case. */
  caseOf(kommune: string): Promise<Loaded<CaseState> | undefined>;
  /** Undefined when the address is nobody's, or when two kommuner claim it: then it proves neither. */
  byEmail(email: string): Promise<Known | undefined>;
  /** `tokenHash`: SHA-256 of the token in hex; `at`: ISO instant. */
  byToken(tokenHash: string, at: string): Promise<Link | undefined>;
};

/** Keeps the cases in memory; looks at one case that overlap are done one after another. A failure of the store throws. */
export function createDirectory(log: Pick<EventLog, 'load' | 'streams'>): Directory {
  const known = new Map<Stream, Promise<Loaded<CaseState>>>();
  const look = (stream: Stream): Promise<Loaded<CaseState>> => {
    const before = known.get(stream) ?? Promise.resolve({ state: newCase, length: 0 });
    const next = before.then(async (loaded) => grown(loaded, await log.load(stream, loaded.length)));
    // What was known stays known when the store is away for a moment.
    known.set(stream, next.catch(() => before));
    return next;
  };
  const all = async (): Promise<readonly (Loaded<CaseState> & { readonly kommune: string })[]> => {
    const cases = await Promise.all((await log.streams()).filter((stream) => stream !== desk).map(look));
    return cases.flatMap((loaded) => (loaded.state.kommune === null ? [] : [{ ...loaded, kommune: loaded.state.kommune }]));
  };
  return {
    async caseOf(kommune) {
      if (!/^\d{4}$/.test(kommune)) return undefined;
      const loaded = await look(kommune);
      return loaded.state.kommune === null ? undefined : loaded;
    },
    async byEmail(email) {
      const found = (await all()).flatMap(({ kommune, ...loaded }) => personOf(kommune, loaded, email) ?? []);
      return found.length === 1 ? found[0] : undefined;
    },
    async byToken(tokenHash, at) {
      for (const { kommune, ...loaded } of await all()) {
        const link = linkOfToken(loaded.state, tokenHash, at);
        if (link) return { ...link, kommune, loaded };
      }
      return undefined;
    },
  };
}

function grown(loaded: Loaded<CaseState>, events: readonly Event[]): Loaded<CaseState> {
  return events.length === 0 ? loaded : after(loaded, events as readonly CaseEvent[]);
}

function personOf(kommune: string, loaded: Loaded<CaseState>, email: string): Known | undefined {
  const { state } = loaded;
  const account = accountOf(state, email);
  const { contact } = state;
  if (contact?.email.toLowerCase() === email.toLowerCase()) return { kommune, name: contact.name, email: contact.email, role: 'contact', account, loaded };
  const colleague = colleagueOf(state, email);
  return colleague ? { kommune, name: colleague.name, email: colleague.email, role: 'colleague', account, loaded } : undefined;
}
