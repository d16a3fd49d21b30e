// A report that was handed in, as its event and its receipt hold it: frozen, with the answers word for word.
// It refuses to point elsewhere: a receipt can be made again from it alone.
import type { Answers, Report } from './model.ts';

export type HandedIn = {
  readonly via: 'portal' | 'mail';
  /** Who handed it in: an address. */
  readonly by: string;
  readonly report: Report;
  readonly answers: Answers;
  /** Why it was corrected after the deadline; '' where nobody had to say. */
  readonly correction: string;
  /** Version, ISO instant and way of the report that this one takes the place of. */
  readonly replaces: { readonly number: number; readonly at: string; readonly via: 'portal' | 'mail' } | null;
};

/** A fault with the place in the sheet where it stands ("felt 3.1, celle C12"); null where it has none. */
export type PlacedFault = { readonly place: string | null; readonly label: string; readonly text: string };
