// The progress curve: how many contacts and reports had come by each day, against the two deadlines.
// It refuses to smooth: a step is a day on which something came.
import type { DigestFacts } from '../../core/digest/facts.ts';
import { escapeHtml } from '../placeholders.ts';
import { fontSize, round, svg, text, themes, width, widthOf, type ThemeName } from './theme.ts';

export type CurveFacts = Pick<DigestFacts, 'progress' | 'asked' | 'deadlines' | 'day'>;

export const curveHeight = 500;
const plot = { left: 62, right: 540, top: 182, bottom: 418 } as const;
const rows = { contact: 40, submitted: 78, contactDeadline: 122, reportDeadline: 156, months: plot.bottom + 31, today: plot.bottom + 66 } as const;
const headSize = 28;
const months = ['jan.', 'feb.', 'marts', 'april', 'maj', 'juni', 'juli', 'aug.', 'sep.', 'okt.', 'nov.', 'dec.'] as const;

type Day = Temporal.PlainDate;
type Count = 'contact' | 'submitted';

/** The curve as SVG text. All days are ISO days in Denmark. */
export function drawCurve({ progress, asked, deadlines, day, theme: name }: CurveFacts & { readonly theme: ThemeName }): string {
  const theme = themes[name];
  const [first, today, contactDeadline, reportDeadline] = [deadlines.letter, day, deadlines.contact, deadlines.report].map((iso) => Temporal.PlainDate.from(iso)) as [Day, Day, Day, Day];
  const last = later(reportDeadline.add({ days: 10 }), today);
  const span = Math.max(1, first.until(last).days);
  const x = (of: Day): number => plot.left + ((plot.right - plot.left) * Math.min(span, Math.max(0, first.until(of).days))) / span;
  const y = (n: number): number => plot.bottom - ((plot.bottom - plot.top) * Math.min(n, asked)) / Math.max(1, asked);
  const steps = progress.filter((p) => Temporal.PlainDate.compare(p.day, today) <= 0);
  const now = { contact: steps.at(-1)?.contact ?? 0, submitted: steps.at(-1)?.submitted ?? 0 };
  const at = { contact: x(contactDeadline), report: x(reportDeadline), today: x(today) };
  const [high, low] = apart(y(now.contact), y(now.submitted));

  return svg(curveHeight, theme, [
    `<title>${escapeHtml(`Kontaktpersoner: ${now.contact} af ${asked}. Indberetninger: ${now.submitted} af ${asked}.`)}</title>`,
    line(at.contact, rows.contactDeadline + 8, plot.bottom, `stroke="${theme.line}" stroke-width="2" stroke-dasharray="7 5"`),
    line(at.report, rows.reportDeadline + 8, plot.bottom, `stroke="${theme.line}" stroke-width="2" stroke-dasharray="7 5"`),
    `<path d="M${plot.left},${plot.top}H${plot.right}" stroke="${theme.quiet}" stroke-width="1.5" stroke-dasharray="2 6"/>`,
    `<path d="M${plot.left},${plot.bottom}H${plot.right}" stroke="${theme.quiet}" stroke-width="2"/>`,
    ...(asked > 0 ? [text(plot.left - 10, plot.top + 9, String(asked), { fill: theme.quiet, anchor: 'end' })] : []),
    text(plot.left - 10, plot.bottom + 7, '0', { fill: theme.quiet, anchor: 'end' }),
    ...monthsIn(first, last, (plot.right - plot.left) / span).flatMap(({ start, label }) => [
      line(x(start), plot.bottom, plot.bottom + 8, `stroke="${theme.quiet}" stroke-width="2"`),
      ...(label !== '' && x(start) + 4 + widthOf(label) <= width ? [text(x(start) + 4, rows.months, label, { fill: theme.quiet })] : []),
    ]),
    line(at.today, plot.top, plot.bottom + 12, `stroke="${theme.quiet}" stroke-width="2"`),
    curve('contact'),
    curve('submitted'),
    head('contact', `Kontaktpersoner: ${now.contact} af ${asked}`),
    head('submitted', `Indberetninger: ${now.submitted} af ${asked}`),
    centred(at.contact, rows.contactDeadline, `Frist kontaktperson ${short(contactDeadline)}`),
    centred(at.report, rows.reportDeadline, `Frist indberetning ${short(reportDeadline)}`),
    centred(at.today, rows.today, `I dag ${short(today)}`),
    text(at.today + 9, high + 8.5, String(now.contact), { fill: theme.contact, bold: true, halo: theme.ground }),
    text(at.today + 9, low + 8.5, String(now.submitted), { fill: theme.report, bold: true, halo: theme.ground }),
  ]);

  function curve(of: Count): string {
    let reached = 0;
    const path = [`M${plot.left},${round(y(0))}`];
    for (const step of steps) {
      if (step[of] === reached) continue;
      reached = step[of];
      path.push(`H${round(x(Temporal.PlainDate.from(step.day)))}`, `V${round(y(reached))}`);
    }
    return `<path d="${path.join('')}H${round(at.today)}" fill="none" stroke-linejoin="round" ${strokeOf(of)}/>`;
  }

  /** What a line is, and how far it has come. */
  function head(of: Count, words: string): string {
    return `<path d="M20,${rows[of] - 10}h64" fill="none" ${strokeOf(of)}/>${text(98, rows[of], words, { fill: theme.text, bold: true, size: headSize })}`;
  }

  function strokeOf(of: Count): string {
    return of === 'contact' ? `stroke="${theme.contact}" stroke-width="4" stroke-dasharray="11 5"` : `stroke="${theme.report}" stroke-width="6"`;
  }

  /** A line of text around a place, or as near to it as it has room. */
  function centred(place: number, row: number, words: string): string {
    const half = widthOf(words) / 2 + 8;
    return text(Math.min(width - half, Math.max(half, place)), row, words, { fill: theme.text, anchor: 'middle', halo: theme.ground });
  }
}

function line(at: number, from: number, to: number, stroke: string): string {
  return `<path d="M${round(at)},${round(from)}V${round(to)}" ${stroke}/>`;
}

/** The middles of the two figures at the ends of the curves: as near to them as they have room between each other, the words above and the axis below. */
function apart(contact: number, submitted: number): readonly [number, number] {
  const least = fontSize + 2;
  const lack = Math.max(0, least - (submitted - contact));
  const low = Math.min(plot.bottom - 14, Math.max(plot.top + least, submitted + lack / 2));
  return [Math.max(plot.top, Math.min(contact - lack / 2, low - least)), low];
}

/** The first days of months from one day to another. Where they lie close, only some have a label; where there are years, January has the year's. */
function monthsIn(first: Day, last: Day, pixelsPerDay: number): readonly { readonly start: Day; readonly label: string }[] {
  const starts: Day[] = [];
  for (let start = first.with({ day: 1 }).add({ months: first.day === 1 ? 0 : 1 }); Temporal.PlainDate.compare(start, last) <= 0; start = start.add({ months: 1 })) starts.push(start);
  const room = widthOf('marts') + 6;
  const every = [1, 2, 3, 4, 6, 12].find((n) => n * 28 * pixelsPerDay >= room) ?? 12 * Math.ceil(room / (365 * pixelsPerDay));
  const years = first.until(last).days > 400;
  return starts.filter((start) => every <= 12 || start.month === 1).map((start) => {
    const isTold = every <= 12 ? (start.month - 1) % every === 0 : start.year % (every / 12) === 0;
    return { start, label: !isTold ? '' : years && start.month === 1 ? String(start.year) : months[start.month - 1] ?? '' };
  });
}

function short(day: Day): string {
  return `${day.day}. ${months[day.month - 1] ?? ''}`;
}

function later(a: Day, b: Day): Day {
  return Temporal.PlainDate.compare(a, b) > 0 ? a : b;
}
