// The map of the kommuner, each shaded by how far it has come; the small ones around Copenhagen once more, enlarged.
// It refuses to draw a kommune that it has no shape for (all 98 have one, and a test says so), and to shade one that the facts don't name.
import shapesFile from '../../../config/denmark-map.json' with { type: 'json' };
import type { DigestFacts } from '../../core/digest/facts.ts';
import { standingLabels } from '../../core/letters/digest-words.ts';
import { round, svg, text, themes, type Theme, type ThemeName } from './theme.ts';

export type MapFacts = { readonly list: readonly Pick<DigestFacts['list'][number], 'kommune' | 'phase' | 'exempt' | 'overdue'>[] };

export const mapHeight = 1044;

/** SVG path data by code of the kommune. */
export const shapes: Readonly<Record<string, string>> = shapesFile.shapes;

/** As the legend has them: from much to little, then who need not. `late`: has not answered, and the deadline is over. */
export const standings = ['submitted', 'begun', 'login', 'contact', 'invited', 'late', 'exempt'] as const;
export type Standing = (typeof standings)[number];

const words: Readonly<Record<Standing, string>> = { ...standingLabels, late: 'Ikke svaret i tide' };

/** Those that stand out from the ground by themselves have borders of its colour; the others have the colour of lines, at the coast too. */
const strong: readonly Standing[] = ['login', 'begun', 'submitted'];

/** Where the map's own corner lies in the picture, how many pixels a unit of the map has, and how many units wide lines are. */
type View = { readonly left: number; readonly top: number; readonly scale: number; readonly edge: number; readonly border: number };

const whole: View = { left: 12, top: 8, scale: 0.7, edge: 4, border: 1.5 };
/** The part of the map, in its own units, that is shown again, enlarged. */
const capital = { x: 731, y: 581, width: 95, height: 107 } as const;
const inset = { left: 362, top: 766, scale: 2.4 } as const;
const insetView: View = { left: inset.left - capital.x * inset.scale, top: inset.top - capital.y * inset.scale, scale: inset.scale, edge: 2, border: 0.5 };
const insetBox = box(inset.left, inset.top, capital.width * inset.scale, capital.height * inset.scale);
/** The kommuner of which a part lies there. */
const nearCapital = Object.entries(shapes).filter(([, d]) => [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].some(([, x, y]) => isWithin(Number(x), Number(y)))).map(([code]) => code);
const legend = { left: 14, top: 758, row: 38, right: 342 } as const;

/** The map as SVG text. */
export function drawMap({ list, theme: name }: MapFacts & { readonly theme: ThemeName }): string {
  const theme = themes[name];
  const standing = new Map(list.map((row): [string, Standing] => [row.kommune, standingOf(row)]));
  const { line, ground, quiet } = theme;
  const marked = box(whole.left + capital.x * whole.scale, whole.top + capital.y * whole.scale, capital.width * whole.scale, capital.height * whole.scale);
  return svg(mapHeight, theme, [
    `<defs>${[whole.scale, inset.scale, 1].map((scale) => patterns(theme, scale)).join('')}<clipPath id="capital"><rect ${insetBox}/></clipPath></defs>`,
    landIn(whole, Object.keys(shapes)),
    `<rect ${marked} fill="none" stroke="${ground}" stroke-width="5"/><rect ${marked} fill="none" stroke="${theme.text}" stroke-width="2"/>`,
    text(inset.left, inset.top - 14, 'Omkring København', { fill: quiet }),
    `<g clip-path="url(#capital)">${landIn(insetView, nearCapital)}</g><rect ${insetBox} fill="none" stroke="${theme.text}" stroke-width="2"/>`,
    ...standings.flatMap((of, at) => {
      const top = legend.top + at * legend.row;
      return [
        `<rect ${box(legend.left, top, 32, 26)} fill="${fillOf(of, theme, 1)}" stroke="${line}" stroke-width="1.5"/>`,
        text(legend.left + 40, top + 22, words[of], { fill: theme.text }),
        text(legend.right, top + 22, String([...standing.values()].filter((s) => s === of).length), { fill: theme.text, bold: true, anchor: 'end' }),
      ];
    }),
  ]);

  /**
   * Below all an edge that closes what lies between neighbours and is the coast; then the kommuner, the faint ones first. Edges are drawn without shades:
   * at twice the size nobody sees it, and the file is two thirds as big.
   */
  function landIn(view: View, codes: readonly string[]): string {
    const isStrong = (code: string): boolean => strong.includes(standing.get(code) ?? 'invited');
    const layer = (colour: string, some: readonly string[], under: boolean): string =>
      `<g stroke="${colour}" stroke-width="${under ? view.edge : view.border}">${some.map((code) => `<path d="${shapes[code] ?? ''}" fill="${under ? colour : fillOf(standing.get(code) ?? null, theme, view.scale)}"/>`).join('')}</g>`;
    const [above, below] = [codes.filter(isStrong), codes.filter((code) => !isStrong(code))];
    return `<g transform="translate(${round(view.left)} ${round(view.top)}) scale(${view.scale})" stroke-linejoin="round" shape-rendering="crispEdges">${layer(ground, above, true)}${layer(line, below, true)}${layer(line, below, false)}${layer(ground, above, false)}</g>`;
  }
}

export function standingOf({ phase, exempt, overdue }: MapFacts['list'][number]): Standing {
  if (exempt !== null) return 'exempt';
  return phase === 'invited' && overdue ? 'late' : phase;
}

function fillOf(standing: Standing | null, theme: Theme, scale: number): string {
  if (standing === null) return theme.ground;
  return standing === 'late' || standing === 'exempt' ? `url(#${standing}-${scale})` : theme.phases[standing];
}

/** Slanted lines for who is late, dots for who need not answer: in any part of the picture of the same size. */
function patterns({ phases, hatch, exempt, quiet }: Theme, scale: number): string {
  const pattern = (of: Standing, size: number, turn: number, inner: string): string =>
    `<pattern id="${of}-${scale}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="scale(${1 / scale}) rotate(${turn})">${inner}</pattern>`;
  return pattern('late', 9, 45, `<rect width="9" height="9" fill="${phases.invited}"/><rect width="4" height="9" fill="${hatch}"/>`)
    + pattern('exempt', 8, 0, `<rect width="8" height="8" fill="${exempt}"/><circle cx="4" cy="4" r="1.6" fill="${quiet}"/>`);
}

function isWithin(x: number, y: number): boolean {
  return x > capital.x && x < capital.x + capital.width && y > capital.y && y < capital.y + capital.height;
}

function box(x: number, y: number, wide: number, high: number): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}"`;
}
