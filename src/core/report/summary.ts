// A report as a reader is shown it: titled blocks of labels and values in Danish, the same on the page, in the mail and in the PDF.
// It refuses to leave out: every answer that counts stands in one of the blocks.
import { danishDay } from '../calendar.ts';
import { balanceOf } from './equality.ts';
import { levelLabels, policyLabels, statusLabels, wordsOf } from './fields.ts';
import { levelNames, type EqualityRules, type Gender, type Report, type ReportLevel, type Target } from './model.ts';

export type SummaryRow = { readonly label: string; readonly value: string };
/** `unit`: the unit's name above its levels, where there is more than one unit. */
export type SummaryBlock = { readonly title: string; readonly unit: string | null; readonly rows: readonly SummaryRow[] };

export const genderNames: Readonly<Record<Gender, string>> = { women: 'kvinder', men: 'mænd' };

/** The blocks of a report in the form's order. */
export function summaryOf(report: Report, rules: EqualityRules): readonly SummaryBlock[] {
  const { reportYear, units, policy } = report;
  const label = (path: string): string => wordsOf(path, reportYear).label;
  const basics: SummaryBlock = { title: 'Grundoplysninger', unit: null, rows: [
    { label: label('referenceDate'), value: day(report.referenceDate) }, { label: '50 eller flere ansatte', value: report.fiftyOrMore ? 'Ja' : 'Nej' },
  ] };
  const ofUnits = units.flatMap((unit) => levelNames.map((level): SummaryBlock => ({
    title: units.length > 1 ? `${unit.name}: ${levelLabels[level].toLowerCase()}` : levelLabels[level], unit: units.length > 1 ? unit.name : null, rows: levelRows(unit[level], rules),
  })));
  const closing: SummaryBlock = { title: policy === null ? 'Øvrigt' : 'Politik', unit: null, rows: [
    ...(policy === null ? [] : [
      { label: 'Politik for det underrepræsenterede køn', value: policyLabels[policy.answer] },
      ...(policy.link === '' ? [] : [{ label: label('policyLink'), value: policy.link }]),
      ...(policy.date === null ? [] : [{ label: label('policyDate'), value: day(policy.date) }]),
    ]),
    { label: 'Indberettet til kommunalbestyrelsen', value: report.reportedOn === null ? 'Ikke oplyst' : day(report.reportedOn) },
    { label: 'Bemærkninger', value: report.comment === '' ? 'Ingen' : report.comment },
  ] };
  return [basics, ...ofUnits, closing];
}

function levelRows(level: ReportLevel, rules: EqualityRules): readonly SummaryRow[] {
  const balance = balanceOf(level.women, level.men, rules);
  const rows: SummaryRow[] = [
    { label: 'Kvinder', value: withShare(level.women, balance.women) }, { label: 'Mænd', value: withShare(level.men, balance.men) },
    { label: 'Ligelig fordeling', value: equalText(balance) },
  ];
  if (balance.underRepresented !== null && balance.equal === false) rows.push({ label: 'Underrepræsenteret køn', value: capital(genderNames[balance.underRepresented]) });
  if (level.hasTarget !== null) rows.push({ label: 'Måltal', value: level.target === null ? 'Ikke opstillet' : targetText(level.target) });
  if (level.status !== null) rows.push({ label: 'Status for måltallet', value: statusLabels[level.status] });
  if (level.reason !== '') rows.push({ label: 'Begrundelse', value: level.reason });
  return rows;
}

/** Yes, no, or that it can't be said of so small a group. */
export function equalText({ equal, total }: { readonly equal: boolean | null; readonly total: number }): string {
  if (equal !== null) return equal ? 'Ja' : 'Nej';
  return total === 0 ? 'Ingen ledere på niveauet' : `Opgøres ikke for ${total === 1 ? 'én person' : `${total} personer`}`;
}

export function targetText({ number, percent, year }: Target): string {
  const parts = [...(number === null ? [] : [`${number} ${number === 1 ? 'person' : 'personer'}`]), ...(percent === null ? [] : [percentText(percent)])];
  return `${parts.join(', ')} i ${year}`;
}

/** "33,3 %", rounded to one decimal, without an empty one. */
export function percentText(share: number): string {
  return `${String(Math.round(share * 10) / 10).replace('.', ',')} %`;
}

function withShare(count: number, share: number | null): string {
  return share === null ? String(count) : `${count} (${percentText(share)})`;
}

function day(iso: string): string {
  return danishDay(Temporal.PlainDate.from(iso));
}

/** With its first letter large. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
