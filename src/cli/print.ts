// How every command speaks: in lines, each made safe for the terminal in this one place.
// It refuses text of several lines: a line break within a line is a stranger's, and becomes a blank.
import { shownLine } from '../core/shown.ts';

/** Says one line, or several. */
export type Print = (said: string | readonly string[]) => void;

/** The only way to standard output and standard error. */
export function printTo(write: (text: string) => unknown): Print {
  return (said) => {
    write(`${[said].flat().map(shownLine).join('\n')}\n`);
  };
}
