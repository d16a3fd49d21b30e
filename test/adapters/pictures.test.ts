// The digest's pictures: all 98 are on the map, what is written is really drawn and not cut, and shades differ for every eye.
// It refuses to compare pixels with a golden picture: what is asked is what a reader must be able to see.
import { readFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { drawCurve } from '../../src/adapters/pictures/curve.ts';
import { escapeHtml } from '../../src/adapters/placeholders.ts';
import { digestPictures } from '../../src/adapters/pictures/index.ts';
import { drawMap, shapes } from '../../src/adapters/pictures/map.ts';
import { svgToPng } from '../../src/adapters/pictures/png.ts';
import { svg, text, themes, width, widthOf, type ThemeName } from '../../src/adapters/pictures/theme.ts';
import type { DigestFacts } from '../../src/core/digest/facts.ts';
import type { Register } from '../../src/core/kommune.ts';
import { phases } from '../../src/core/phase.ts';
import { digests } from '../letters/digest-samples.ts';

const { kommuner } = JSON.parse(await readFile(new URL('../../config/kommuner.json', import.meta.url), 'utf8')) as Register;
const head = await readFile(new URL('../../templates/mail/parts/head.mjml', import.meta.url), 'utf8');
const fonts = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) => new URL(import.meta.resolve(`@expo-google-fonts/inter/${file}`)).pathname);
const schemes: readonly ThemeName[] = ['light', 'dark'];
const { usual, none, all, bad } = digests;

/** Every state in which a mail may leave, and some in which it hardly may. */
const states: Readonly<Record<string, DigestFacts>> = {
  ...digests,
  'the day of the letter': { ...none, day: '2024-01-30', progress: [] },
  'before the letter': { ...none, day: '2024-01-02', progress: [] },
  'the first answer': { ...none, day: '2024-02-01', progress: [{ day: '2024-02-01', contact: 1, submitted: 0 }] },
  'the eve of the deadline': { ...all, day: '2024-05-30', progress: all.progress.slice(0, 8) },
  'on the deadline for contacts': { ...usual, day: '2024-02-12', progress: usual.progress.slice(0, 9) },
  'of every standing': {
    ...bad, day: '2024-06-03', progress: [...bad.progress, { day: '2024-06-03', contact: 97, submitted: 90 }],
    list: bad.list.map((row, at) => ({ ...row, overdue: at % 2 === 0, phase: phases[Math.trunc(at / 2) % 5] ?? 'login', exempt: at === 41 ? 'x' : null })),
  },
  'curves close together': { ...bad, progress: [{ day: '2024-03-01', contact: 20, submitted: 0 }, { day: '2024-05-02', contact: 52, submitted: 48 }] },
  'three months late': { ...all, day: '2024-09-02' },
  'three years late': { ...all, day: '2027-03-01' },
  'all exempt': { ...none, asked: 0, list: none.list.map((row) => ({ ...row, exempt: 'x' })) },
};

describe('the map', () => {
  test('has a shape for each of the 98, and for nobody else', () => {
    expect(Object.keys(shapes).toSorted()).toEqual(kommuner.map((k) => k.code).toSorted());
    for (const d of Object.values(shapes)) {
      expect(d).toMatch(/^(?:M[\d.]+,[\d.]+(?: [\d.]+,[\d.]+){2,}Z)+$/);
      const places = [...d.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      expect(places.filter(([x, y]) => x > 824 || y > 1000)).toEqual([]);
    }
  });

  test('has each kommune where it lies', () => {
    const middle = (code: string): readonly [number, number] => {
      const { x, y, width: wide, height: high } = boxOf(`<path d="${shapes[code]}" transform="scale(0.5)"/>`);
      return [x + wide / 2, y + high / 2];
    };
    const westToEast = ['0665', '0791', '0751', '0461', '0259', '0101'].map((code) => middle(code)[0]);
    const northToSouth = ['0813', '0851', '0730', '0615', '0540'].map((code) => middle(code)[1]);
    for (const places of [westToEast, northToSouth]) expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('counts in its legend as the facts do', () => {
    const counts = (facts: DigestFacts): readonly string[] => {
      const told = wordsOf(drawMap({ ...facts, theme: 'light' })).filter((words) => words !== 'Omkring København');
      return Array.from({ length: told.length / 2 }, (_, at) => `${told[2 * at]} ${told[2 * at + 1]}`);
    };
    expect(counts(usual)).toEqual(['Indberettet 0', 'Begyndt 0', 'Login sendt 0', 'Kontaktperson oplyst 91', 'Ikke svaret 0', 'Ikke svaret i tide 6', 'Fritaget 1']);
    expect(counts(none)[4]).toBe('Ikke svaret 98');
    expect(counts(all)[0]).toBe('Indberettet 98');
  });

  test('draws each kommune as it stands, in the country and in the part that is enlarged', () => {
    const with0155 = (more: Partial<DigestFacts['list'][number]>): string => drawMap({ list: all.list.map((row) => (row.kommune === '0155' ? { ...row, ...more } : row)), theme: 'light' });
    const fillsOf = (drawn: string): readonly string[] => [...drawn.matchAll(/<path d="([^"]*)" fill="([^"]*)"/g)].flatMap(([, d, fill = '']) => (d === shapes['0155'] && fill !== themes.light.line && fill !== themes.light.ground ? [fill] : []));
    expect(fillsOf(with0155({}))).toEqual([themes.light.phases.submitted, themes.light.phases.submitted]);
    expect(fillsOf(with0155({ phase: 'invited', overdue: false }))).toEqual([themes.light.phases.invited, themes.light.phases.invited]);
    expect(fillsOf(with0155({ phase: 'invited', overdue: true }))).toEqual(['url(#late-0.7)', 'url(#late-2.4)']);
    expect(fillsOf(with0155({ exempt: 'x' }))).toEqual(['url(#exempt-0.7)', 'url(#exempt-2.4)']);
    // A late kommune is seen: there is more of the colour that is kept for it than in the legend.
    const orange = (drawn: string): number => countOf(pixelsOf(svgToPng(drawn, 2 * width)), themes.light.hatch);
    expect(orange(with0155({ phase: 'invited', overdue: true }))).toBeGreaterThan(orange(with0155({})) + 300);
  });

  test.each(schemes)('%s: standings differ in lightness or pattern, for each kind of colour vision', (scheme) => {
    const { phases: shades, ground, line, quiet, hatch, exempt } = themes[scheme];
    for (const seen of Object.values(eyes)) {
      const contrast = (a: string, b: string): number => ratio(luminance(seen(a)), luminance(seen(b)));
      const ramp = phases.map((phase) => luminance(seen(shades[phase])));
      const order = scheme === 'light' ? ramp.toReversed() : ramp;
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      for (const [at, phase] of phases.slice(1).entries()) expect(contrast(shades[phase], shades[phases[at] ?? 'invited'])).toBeGreaterThan(1.6);
      // WCAG 2.2, 1.4.11: what stands without a border, the borders of the rest, and the patterns on their grounds.
      for (const phase of ['login', 'begun', 'submitted'] as const) expect(contrast(shades[phase], ground)).toBeGreaterThan(3);
      for (const [a, b] of [[line, ground], [hatch, shades.invited], [quiet, exempt]] as const) expect(contrast(a, b)).toBeGreaterThan(3);
      expect(contrast(line, shades.contact)).toBeGreaterThan(2.4);
    }
  });
});

describe('the curve', () => {
  test('tells the newest numbers, both deadlines and today', () => {
    expect(wordsOf(drawCurve({ ...usual, theme: 'light' }))).toEqual([
      '97', '0', 'feb.', 'marts', 'april', 'maj', 'juni', 'Kontaktpersoner: 91 af 97', 'Indberetninger: 0 af 97', 'Frist kontaktperson 12. feb.', 'Frist indberetning 31. maj', 'I dag 20. feb.', '91', '0',
    ]);
    expect(wordsOf(drawCurve({ ...all, theme: 'dark' })).filter((words) => words.includes(' af '))).toEqual(['Kontaktpersoner: 98 af 98', 'Indberetninger: 98 af 98']);
  });

  test('ends at the numbers it tells, and never falls', () => {
    const heights = [...drawCurve({ ...bad, theme: 'light' }).matchAll(/<path d="M62,418(H[^"]*)"[^>]*stroke-linejoin/g)].map(([, d = '']) => [...d.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y)));
    expect(heights.length).toBe(2);
    for (const ys of heights) expect(ys).toEqual(ys.toSorted((a, b) => b - a));
    // 97 and 24 of 98, on an axis from 418 up to 182.
    expect(heights.map((ys) => ys.at(-1))).toEqual([184.4, 360.2]);
  });

  test('shows what came until today, not what a wrong clock has behind it', () => {
    const drawn = drawCurve({ ...usual, day: '2024-02-06', theme: 'light' });
    expect(wordsOf(drawn)).toContain('Kontaktpersoner: 38 af 97');
  });

  test('names years where there are some', () => {
    expect(wordsOf(drawCurve({ ...all, day: '2027-03-01', theme: 'light' }))).toEqual(expect.arrayContaining(['2025', '2026', '2027']));
    expect(wordsOf(drawCurve({ ...all, day: '2059-03-01', theme: 'light' })).filter((words) => /^20\d\d$/.test(words)).length).toBeLessThan(8);
  });

  test.each(schemes)('%s: text and lines stand out', (scheme) => {
    const { ground, text: ink, quiet, contact, report, line } = themes[scheme];
    for (const seen of Object.values(eyes)) {
      const contrast = (a: string, b: string): number => ratio(luminance(seen(a)), luminance(seen(b)));
      // WCAG 2.2, 1.4.3: the curves' colours are also those of figures.
      for (const colour of [ink, quiet, contact, report]) expect(contrast(colour, ground)).toBeGreaterThan(4.5);
      expect(contrast(line, ground)).toBeGreaterThan(3);
      expect(contrast(contact, report)).toBeGreaterThan(2);
    }
  });
});

describe.each(Object.entries(states))('of the state "%s"', (_, facts) => {
  test.each(schemes)('%s: no word is cut, none lies on another, no number is missing', (scheme) => {
    for (const drawn of [drawCurve({ ...facts, theme: scheme }), drawMap({ ...facts, theme: scheme })]) {
      expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
      expect(cutIn(drawn)).toEqual([]);
      expect(overlapsIn(drawn)).toEqual([]);
    }
  });
});

test.each(['usual', 'bad'] as const)('of the state "%s" the pictures are the same bytes each time, four of them, small, on the ground of the mail', async (name) => {
  const [once, again] = [await digestPictures(digests[name]), await digestPictures(digests[name])];
  expect(once.map((p) => p.name)).toEqual(['kurve-lys', 'kurve-moerk', 'kort-lys', 'kort-moerk']);
  for (const [at, picture] of once.entries()) {
    const bytes = Buffer.from(picture.content);
    expect(bytes.equals(Buffer.from(again[at]?.content ?? []))).toBe(true);
    expect([bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(['PNG', 2 * picture.width, 2 * picture.height]);
    expect(bytes.length).toBeLessThan(picture.name.startsWith('kort') ? 80_000 : 40_000);
    // The card of the mail (templates/mail/parts/head.mjml): another ground by one bit would be a box in it.
    const pixels = pixelsOf(bytes);
    const { ground } = themes[picture.name.endsWith('lys') ? 'light' : 'dark'];
    expect(head).toContain(ground);
    for (const corner of [0, 4 * (2 * picture.width - 1), pixels.data.length - 4]) expect([...pixels.data.subarray(corner, corner + 4)]).toEqual([...rgb(ground), 255]);
  }
});

describe('text', () => {
  test.each(schemes)('%s: each word is really drawn, with the font that comes along', (scheme) => {
    for (const drawn of [drawCurve({ ...bad, theme: scheme }), drawMap({ ...bad, theme: scheme })]) {
      const pixels = pixelsOf(svgToPng(drawn, 2 * width));
      const unseen = textsIn(drawn).filter((element) => countOf(pixels, /fill="(#[0-9a-f]{6})"/.exec(element)?.[1] ?? '', boxOf(element)) < 20);
      expect(unseen).toEqual([]);
    }
    const [regular, bold] = [false, true].map((b) => boxOf(text(20, 50, 'Indberetninger: 98 af 98', { fill: '#000000', bold: b })).width);
    expect(bold).toBeGreaterThan(regular ?? 0);
  });

  test('is not drawn without its font: that is an error', () => {
    expect(() => svgToPng(svg(100, themes.light, [text(20, 50, 'Østergård', { fill: '#1f1f1f' })]), width, ['/nowhere/Inter.ttf'])).toThrow('ENOENT');
  });

  test('is not wider than it is taken for', () => {
    for (const words of ['Frist kontaktperson 12. feb.', 'Frist indberetning 31. maj', 'I dag 20. feb.', 'marts', '98', '2027']) expect(boxOf(text(0, 50, words, { fill: '#000000' })).width).toBeLessThan(widthOf(words) + 6);
  });

  test('that looks like markup is text', () => {
    expect(escapeHtml('<b a="1">&\'')).toBe('&lt;b a=&quot;1&quot;&gt;&amp;&#39;');
    expect(text(0, 0, '<Æ & Ø>', { fill: '#000000' })).toContain('>&lt;Æ &amp; Ø&gt;</text>');
  });
});

function textsIn(drawn: string): readonly string[] {
  return [...drawn.matchAll(/<text [^>]*>[^<]*<\/text>/g)].map(([element]) => element);
}

function wordsOf(drawn: string): readonly string[] {
  return textsIn(drawn).map((element) => />([^<]*)</.exec(element)?.[1] ?? '');
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** The box of what is drawn, by itself on an endless ground. */
function boxOf(element: string): Box {
  const bare = element.replace(/ stroke="[^"]*" stroke-width="[^"]*"/, '');
  const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000" viewBox="-500 -500 2000 2000">${bare}</svg>`, { font: { fontFiles: fonts, loadSystemFonts: false } }).getBBox();
  if (!drawn) throw new Error(`nothing is drawn of ${element}`);
  return { x: drawn.x, y: drawn.y, width: drawn.width, height: drawn.height };
}

/** Texts of which a part lies outside the picture. */
function cutIn(drawn: string): readonly string[] {
  const height = Number(/height="(\d+)"/.exec(drawn)?.[1]);
  return textsIn(drawn).filter((element) => {
    const { x, y, width: wide, height: high } = boxOf(element);
    return x < 0 || y < 0 || x + wide > width || y + high > height;
  });
}

/** Pairs of texts that touch. */
function overlapsIn(drawn: string): readonly string[] {
  const boxes = textsIn(drawn).map((element) => ({ words: wordsOf(element)[0], ...boxOf(element) }));
  return boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => a.x < b.x + b.width + 3 && b.x < a.x + a.width + 3 && a.y < b.y + b.height + 1 && b.y < a.y + a.height + 1).map((b) => `${a.words} / ${b.words}`));
}

type Pixels = { readonly data: Uint8Array; readonly wide: number };

function pixelsOf(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png);
  const [wide, high] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><image width="${wide}" height="${high}" href="data:image/png;base64,${bytes.toString('base64')}"/></svg>`).render();
  return { data: Uint8Array.from(drawn.pixels), wide };
}

/** How many pixels have exactly this colour: in all, or in a box given in the picture's own units. */
function countOf({ data, wide }: Pixels, colour: string, within?: Box): number {
  const [r, g, b] = rgb(colour);
  const times = wide / width;
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== r || data[at + 1] !== g || data[at + 2] !== b) continue;
    const [x, y] = [(at / 4 % wide) / times, Math.trunc(at / 4 / wide) / times];
    if (!within || (x >= within.x && x <= within.x + within.width && y >= within.y && y <= within.y + within.height)) count++;
  }
  return count;
}

type Rgb = readonly [number, number, number];

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

function linear(c: number): number {
  const s = c / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2.2, relative luminance. */
function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function ratio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** How a colour is seen without one kind of cones, or without any (Viénot, Brettel, Mollon 1999, on linear light). */
const eyes: Readonly<Record<string, (hex: string) => Rgb>> = {
  usual: rgb,
  protan: (hex) => through(hex, [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
  deutan: (hex) => through(hex, [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
  grey: (hex) => through(hex, [[0.2126, 0.7152, 0.0722], [0.2126, 0.7152, 0.0722], [0.2126, 0.7152, 0.0722]]),
};

function through(hex: string, matrix: readonly (readonly [number, number, number])[]): Rgb {
  const light = rgb(hex).map(linear);
  const back = (l: number): number => 255 * (l <= 0.0031308 ? l * 12.92 : 1.055 * l ** (1 / 2.4) - 0.055);
  return matrix.map((row) => back(Math.min(1, Math.max(0, row.reduce((sum, m, at) => sum + m * (light[at] ?? 0), 0))))) as unknown as Rgb;
}
