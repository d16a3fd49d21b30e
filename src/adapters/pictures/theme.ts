// The colours and pieces that the digest's pictures share, for light and for dark mails.
// It refuses colour as the only sign: each phase also has its own lightness or pattern, each line its own dash and weight.
import type { Phase } from '../../core/phase.ts';
import { escapeHtml } from '../placeholders.ts';

export type ThemeName = 'light' | 'dark';

export type Theme = {
  /** The mail's own ground: a program that knows no schemes shows the light picture on white. */
  readonly ground: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  /** The curves of registered contacts and of submitted reports, in the map's blues: orange is for who is late. */
  readonly contact: string;
  readonly report: string;
  /** One hue from little to much, in steps of equal contrast away from the ground. */
  readonly phases: Readonly<Record<Phase, string>>;
  /** The lines over who has not answered in time, and the ground under the dots of who need not. */
  readonly hatch: string;
  readonly exempt: string;
};

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: {
    ground: '#ffffff', text: '#1f1f1f', quiet: '#595959', line: '#55636e', contact: '#2b74ad', report: '#0b3a61',
    phases: { invited: '#eff4f8', contact: '#96bfe0', login: '#4f90c4', begun: '#266699', submitted: '#0b3a61' }, hatch: '#a34700', exempt: '#e4e4e4',
  },
  dark: {
    ground: '#1d2125', text: '#ececec', quiet: '#b4bac0', line: '#9aa6b0', contact: '#6fa8d6', report: '#e8f3fb',
    phases: { invited: '#2f3840', contact: '#366184', login: '#548cb9', begun: '#8dbce2', submitted: '#e8f3fb' }, hatch: '#f0a868', exempt: '#3a3a3a',
  },
};

export const width = 600;

/** Nothing is smaller: a phone of 320 px shows the picture at less than half its size. */
export const fontSize = 24;

export type TextOptions = {
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  /** The ground's colour, drawn around the letters so that no line runs through them. */
  readonly halo?: string;
};

/** A line of text in the font that comes along. */
export function text(x: number, y: number, words: string, { fill, bold = false, anchor = 'start', size = fontSize, halo }: TextOptions): string {
  return `<text x="${round(x)}" y="${round(y)}" font-family="Inter" font-size="${size}" font-weight="${bold ? 600 : 400}" fill="${fill}" text-anchor="${anchor}"${halo === undefined ? '' : ` stroke="${halo}" stroke-width="8" stroke-linejoin="round" paint-order="stroke"`}>${escapeHtml(words)}</text>`;
}

/** About how wide a line is drawn: Inter's letters are 0.58 of its size on average, figures 0.64; taken a little too wide. */
export function widthOf(words: string, size = fontSize): number {
  return words.length * size * 0.6;
}

export function round(n: number): number {
  return Math.round(n * 10) / 10;
}

export function svg(height: number, { ground }: Theme, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${ground}"/>${body.join('')}</svg>`;
}
