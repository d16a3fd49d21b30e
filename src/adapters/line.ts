// A line in which work waits for its turn: so much at a time, the rest in the order in which it came.
// It refuses to grow without end where an end is given.

/** `longest`: how much may wait. The work's own answer or error comes back; throws where the line is too long. */
export function createLine(atOnce: number, longest = Number.POSITIVE_INFINITY): <T>(work: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else if (waiting.length >= longest) throw new Error(`${longest} wait in line already`);
    else await new Promise<void>((resolve) => { waiting.push(resolve); });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
