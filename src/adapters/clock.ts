// The program's clock: the machine's own, or for rehearsals one that starts at a given instant or stands where a file says.
// It refuses a rehearsal clock where real mail could leave.
import { readFileSync, statSync } from 'node:fs';
import { BadEnvironment } from './config.ts';

export type Clock = {
  /** The program's time. */
  readonly now: () => Temporal.Instant;
  /** The machine's own time, which no rehearsal moves: for waiting. */
  readonly machine: () => Temporal.Instant;
  readonly rehearsal: boolean;
};

/**
 * `start` (RUNDSKRIV_CLOCK): an ISO instant at which the clock starts and from which it runs on. `file` (RUNDSKRIV_CLOCK_FILE): a file holding
 * an instant, at which the clock stands until a later one is written there. `safe`: mail can't leave the machine, or goes to one address.
 * Throws BadEnvironment when the instant can't be read or when it is not safe.
 */
export function createClock({ start, file, safe }: { readonly start?: string | undefined; readonly file?: string | undefined; readonly safe: boolean }): Clock {
  const machine = (): Temporal.Instant => Temporal.Now.instant();
  if (start === undefined && file === undefined) return { now: machine, machine, rehearsal: false };
  if (!safe) {
    throw new BadEnvironment('RUNDSKRIV_CLOCK is set while SMTP_URL can reach real people; set RUNDSKRIV_REDIRECT_TO to your own address, use a loopback SMTP_URL, or remove RUNDSKRIV_CLOCK');
  }
  if (file !== undefined) {
    const now = standing(file);
    try {
      now();
    } catch (error) {
      if (error instanceof BadEnvironment) throw error;
      throw new BadEnvironment(`RUNDSKRIV_CLOCK_FILE names ${file}, which can't be read; write an instant into it, e.g. 2024-01-30T08:00:00+01:00, or remove RUNDSKRIV_CLOCK_FILE`);
    }
    return { now, machine, rehearsal: true };
  }
  const from = instant(start ?? '', 'RUNDSKRIV_CLOCK');
  const begun = machine();
  return { now: () => from.add(begun.until(machine())), machine, rehearsal: true };
}

/** Reads the file when it has changed. Its clock never goes back. */
function standing(file: string): () => Temporal.Instant {
  let version = '';
  let at: Temporal.Instant | undefined;
  return () => {
    const { mtimeNs, ino } = statSync(file, { bigint: true });
    const current = `${ino}:${mtimeNs}`;
    if (current !== version || at === undefined) {
      const read = instant(readFileSync(file, 'utf8').trim(), 'RUNDSKRIV_CLOCK_FILE');
      at = at === undefined || Temporal.Instant.compare(read, at) > 0 ? read : at;
      version = current;
    }
    return at;
  };
}

function instant(text: string, name: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new BadEnvironment(`${name} is "${text}", which is no instant; write it as 2024-01-30T08:00:00+01:00`);
  }
}
