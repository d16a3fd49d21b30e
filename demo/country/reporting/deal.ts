// Deals the styles of reporting to the kommuner that get a login: every style once where it fits, the rest by weight, by the seed alone.
// It refuses a style to whom it does not fit: a form by mail needs an address of the kommune's own, a colleague must be there to be invited.
import type { Chance } from '../../random.ts';
import { styles, type Fit, type Style } from './styles.ts';

/** Somebody to deal to. `big`: hands in whatever happens. */
export type Dealt = Fit & { readonly code: string; readonly big: boolean };

/** Kommune code → style. */
export function dealStyles(players: readonly Dealt[], chance: Chance): ReadonlyMap<string, Style> {
  const free = new Set(chance.shuffle(players));
  const given = new Map<string, Style>();
  const count = new Map(styles.map((style) => [style, 0]));
  const suits = (style: Style, player: Dealt): boolean => style.fits(player) && (style.handsIn || !player.big);
  const give = (style: Style, player: Dealt): void => {
    given.set(player.code, style);
    free.delete(player);
    count.set(style, (count.get(style) ?? 0) + 1);
  };
  // The hardest to place first; in a country too small for all of them, the commonest.
  const choosy = (style: Style): number => players.filter((player) => suits(style, player)).length;
  const once = styles.toSorted((a, b) => b.weight - a.weight).slice(0, players.length).toSorted((a, b) => choosy(a) - choosy(b));
  for (const style of once) {
    const player = [...free].find((one) => suits(style, one));
    if (player) give(style, player);
  }
  for (const player of free) {
    // The one furthest behind its share comes next (Sainte-Laguë).
    const share = (style: Style): number => style.weight / (2 * (count.get(style) ?? 0) + 1);
    const best = styles.filter((style) => suits(style, player)).reduce((a, b) => (share(b) > share(a) ? b : a));
    give(best, player);
  }
  return given;
}
