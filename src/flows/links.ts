// What an activation link opens: looked up by the hash of its token, over all cases.
// It refuses to change anything: mail scanners open every link.
import type { CaseEvent } from '../core/events.ts';
import { evolve, newCase } from '../core/case.ts';
import { desk } from '../core/events.ts';
import type { EventLog } from '../core/log.ts';
import { loginOfToken } from '../core/logins.ts';

export type LinkNeeds = { readonly log: Pick<EventLog, 'load' | 'streams'>; readonly now: () => Temporal.Instant };

/** `unknown`: no login has this token. `void`: a newer one was sent, or somebody else is the contact. */
export type LinkState = { readonly is: 'good' | 'used' | 'ended' | 'void' | 'unknown'; readonly kommune: string | null };

/** `tokenHash`: SHA-256 of the token in hex. */
export async function lookAtLink(needs: LinkNeeds, tokenHash: string): Promise<LinkState> {
  const at = needs.now().toString();
  for (const stream of (await needs.log.streams()).filter((s) => s !== desk)) {
    const state = ((await needs.log.load(stream)) as readonly CaseEvent[]).reduce(evolve, newCase);
    const login = loginOfToken(state, tokenHash, at);
    if (login) return { is: login.is, kommune: state.kommune };
  }
  return { is: 'unknown', kommune: null };
}
