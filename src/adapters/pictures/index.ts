// The digest's pictures as files: the curve and the map, each for light and for dark mails.
// It refuses to look at anything but the facts: the same facts give the same bytes.
import type { DigestFacts } from '../../core/digest/facts.ts';
import { curveHeight, drawCurve } from './curve.ts';
import { drawMap, mapHeight } from './map.ts';
import { svgToPng } from './png.ts';
import { width } from './theme.ts';

/** `width` and `height` are logical pixels; the file has twice as many, so that it is crisp on a phone. */
export type DigestPicture = { readonly name: string; readonly filename: string; readonly content: Uint8Array; readonly width: number; readonly height: number };

/** Four pictures; what is told apart by `name` is also the left end of their Content-IDs. */
export async function digestPictures(facts: DigestFacts): Promise<readonly DigestPicture[]> {
  const picture = (name: string, svg: string, height: number): DigestPicture => ({ name, filename: `${name}.png`, content: svgToPng(svg, 2 * width), width, height });
  return [
    picture('kurve-lys', drawCurve({ ...facts, theme: 'light' }), curveHeight),
    picture('kurve-moerk', drawCurve({ ...facts, theme: 'dark' }), curveHeight),
    picture('kort-lys', drawMap({ ...facts, theme: 'light' }), mapHeight),
    picture('kort-moerk', drawMap({ ...facts, theme: 'dark' }), mapHeight),
  ];
}
