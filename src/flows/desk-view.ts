// The desk as it stands now, for questions asked before every mail: only what has been appended since the last look is read.
// It refuses to be stale: each look asks the log.
import { evolveDesk, newDesk, type DeskState } from '../core/desk.ts';
import { desk, type DeskEvent } from '../core/events.ts';
import type { EventLog } from '../core/log.ts';

/** A function that gives the desk's newest state; looks that overlap are done one after another. */
export function createDeskView(log: Pick<EventLog, 'load'>): () => Promise<DeskState> {
  let state = newDesk;
  let length = 0;
  let looking: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<DeskState> => {
    const events = (await log.load(desk, length)) as readonly DeskEvent[];
    state = events.reduce(evolveDesk, state);
    length += events.length;
    return state;
  };
  return () => {
    const next = looking.then(look);
    looking = next.catch(() => undefined);
    return next;
  };
}
