// Draws SVG to PNG with the font that comes along, the same bytes on any machine.
// It refuses fonts of the system, and to draw without its own: text would vanish without a word.
import { accessSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import upng from 'upng-js';

/** Inter, regular and semi-bold (OFL-1.1), from the package @expo-google-fonts/inter. */
const ownFonts = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']
  .map((file) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)));

/** The pictures have a dozen colours and the edges between them; with a palette of so many they are a fraction of the size. */
const colours = 24;

/** `pixels`: how wide the picture becomes. Throws where a font is missing. */
export function svgToPng(svg: string, pixels: number, fonts: readonly string[] = ownFonts): Uint8Array {
  for (const file of fonts) accessSync(file);
  const drawn = new Resvg(svg, { fitTo: { mode: 'width', value: pixels }, font: { fontFiles: [...fonts], loadSystemFonts: false, defaultFontFamily: 'Inter' } }).render();
  const rgba = Uint8Array.from(drawn.pixels);
  reduce(new Uint32Array(rgba.buffer), [...new Set(svg.match(/#[0-9a-f]{6}/g))].map(asPixel));
  return new Uint8Array(upng.encode([rgba.buffer], drawn.width, drawn.height, 0));
}

/** Leaves the colours that the SVG names as they are, so that the ground is the mail's own to the bit, and the commonest; turns each other into the nearest of them. */
function reduce(pixels: Uint32Array, named: readonly number[]): void {
  const counts = new Map<number, number>();
  // Most pixels are as the one before: they are counted in runs.
  for (let at = 0; at < pixels.length;) {
    const start = at;
    const pixel = pixels[start] ?? 0;
    while (pixels[at] === pixel) at++;
    counts.set(pixel, (counts.get(pixel) ?? 0) + at - start);
  }
  const common = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([pixel]) => pixel);
  const kept = [...new Set([...named, ...common])].slice(0, Math.max(colours, named.length));
  const nearest = new Map<number, number>();
  for (const pixel of counts.keys()) nearest.set(pixel, kept.reduce((best, one) => (distance(one, pixel) < distance(best, pixel) ? one : best)));
  for (let at = 0; at < pixels.length;) {
    const pixel = pixels[at] ?? 0;
    const as = nearest.get(pixel) ?? pixel;
    while (pixels[at] === pixel) pixels[at++] = as;
  }
}

/** "#rrggbb" as the pixel that is drawn of it: RGBA bytes, read from the least. */
function asPixel(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  return (red | (green << 8) | (blue << 16) | (255 << 24)) >>> 0;
}

/** How far apart two opaque colours are, as the squares of their bytes have it. */
function distance(a: number, b: number): number {
  const [r, g, blue] = [(a & 255) - (b & 255), ((a >> 8) & 255) - ((b >> 8) & 255), ((a >> 16) & 255) - ((b >> 16) & 255)];
  return r * r + g * g + blue * blue;
}
