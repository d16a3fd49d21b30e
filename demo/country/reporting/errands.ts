// What people of a kommune do about the report: errands to the portal and sheets by mail, each on its day, one after the other.
// It refuses to do them: who goes, and what must have come before, is all that stands here.
import type { Day } from '../../calendar.ts';
import type { Meant } from '../../reports/meant.ts';
import type { Line } from '../../reports/form.ts';

/** Who goes: the registered contact, or a colleague of hers. */
export type Who = 'contact' | 'colleague';

/** What an errand waits for: a link that opens, the login mail with the form, word about what is wrong with a sheet. */
export type Needs = 'link' | 'form' | 'clarify' | null;

/** One thing done on the portal. */
export type Step =
  /** With a link a password is chosen, otherwise the chosen one is used. */
  | { readonly do: 'enter' }
  /** The first so many pages of the form are saved, as far as they have been filled in. */
  | { readonly do: 'save'; readonly meant: Meant; readonly pages: number }
  /** The form is filled in and handed in. `correction`: the reason, after the deadline. */
  | { readonly do: 'hand-in'; readonly meant: Meant; readonly correction: string; readonly clicks: 1 | 2 }
  /** The last page is open twice: what is saved in one is not what is typed in the other. */
  | { readonly do: 'two-tabs'; readonly meant: Meant; readonly draft: Meant }
  | { readonly do: 'invite' }
  | { readonly do: 'forget' }
  /** The newest receipt is read again, on the page and in its files. */
  | { readonly do: 'look' };

/** A sheet by mail. `effect` as for all mails; `to`: which mail of ours it answers and whose form it fills in. */
export type Sheet = {
  readonly effect: 'report' | 'faulty' | 'review';
  readonly meant: Meant;
  readonly correction: string;
  /** Lines typed in place of the right ones. */
  readonly slips: readonly Line[];
  readonly to: 'login' | 'clarify' | 'receipt';
  /** Saved by another program. */
  readonly byHand: boolean;
  /** Somebody elsewhere writes in her name: DMARC fails (RFC 7489). */
  readonly forged: boolean;
};

export type Errand = {
  readonly label: string;
  readonly who: Who;
  readonly day: Day;
  readonly needs: Needs;
  /** May follow the errand before on its very day. */
  readonly sameDay: boolean;
} & ({ readonly way: 'portal'; readonly steps: readonly Step[] } | { readonly way: 'mail'; readonly sheet: Sheet });

type More = { readonly who?: Who; readonly needs?: Needs; readonly sameDay?: boolean };

export function visit(label: string, day: Day, steps: readonly Step[], { who = 'contact', needs = 'link', sameDay = false }: More = {}): Errand {
  return { way: 'portal', label, day, steps, who, needs, sameDay };
}

export function sheet(label: string, day: Day, meant: Meant, how: Partial<Omit<Sheet, 'meant'>> & More = {}): Errand {
  const { effect = 'report', correction = '', slips = [], to = 'login', byHand = false, forged = false, who = 'contact', needs = 'form', sameDay = false } = how;
  return { way: 'mail', label, day, who, needs, sameDay, sheet: { effect, meant, correction, slips, to, byHand, forged } };
}

export const enter: Step = { do: 'enter' };
export const look: Step = { do: 'look' };

export function saves(meant: Meant, pages: number): Step {
  return { do: 'save', meant, pages };
}

export function handsIn(meant: Meant, correction = '', clicks: 1 | 2 = 1): Step {
  return { do: 'hand-in', meant, correction, clicks };
}
