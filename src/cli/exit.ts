// How commands end: exit codes of contract.md, and one sentence on standard error.
// It refuses stack traces for what a person can mend.

export const exit = { done: 0, no: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** A command ends with this code and this one sentence: what, why, what to do. */
export class Ends extends Error {
  override name = 'Ends';
  readonly code: ExitCode;
  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}
