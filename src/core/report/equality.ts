// Whether a group of leaders is equally composed, and which gender is under-represented.
// It refuses to say either of a group too small for it: of one or two persons nobody can be 40 per cent.
import type { EqualityRules, Gender } from './model.ts';

/** Shares in per cent, not rounded. `equal`: null where it is undefined (an empty group, or one smaller than the table's smallest). */
export type Balance = {
  readonly total: number;
  readonly women: number | null;
  readonly men: number | null;
  readonly equal: boolean | null;
  /** null where there are as many women as men, or nobody. */
  readonly underRepresented: Gender | null;
  /** The under-represented gender's share; half where there are as many of both. */
  readonly share: number | null;
  /** The fewest persons of each gender that make a group of this size equal; null where it is undefined. */
  readonly needed: number | null;
};

/**
 * At least 40 % of each gender, or for small groups the number nearest 40 % that does not go over it. The law says 40 % (ligestillingslovens § 11);
 * the table for small groups is derived by us and stands in the campaign file.
 */
export function balanceOf(women: number, men: number, rules: EqualityRules): Balance {
  const total = women + men;
  if (total === 0) return { total, women: null, men: null, equal: null, underRepresented: null, share: null, needed: null };
  const fewer = Math.min(women, men);
  const needed = neededOf(total, rules);
  return {
    total, women: (100 * women) / total, men: (100 * men) / total, share: (100 * fewer) / total, needed,
    underRepresented: women === men ? null : women < men ? 'women' : 'men',
    equal: needed === null ? null : fewer >= needed,
  };
}

function neededOf(total: number, { percent, smallGroups }: EqualityRules): number | null {
  const inTable = smallGroups[total];
  if (inTable !== undefined) return inTable;
  // Smaller than the smallest of the table it is undefined; without a table, of one or two persons.
  if (total < Math.min(...Object.keys(smallGroups).map(Number), 3)) return null;
  return Math.ceil((percent * total) / 100 - 1e-9);
}
