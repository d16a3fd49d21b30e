// Draws what a kommune has to report, from the seed: plausible figures, targets where they are needed, reasons in words, and later corrections.
// It refuses an impossible report: each that is drawn obeys the guidance, so that whoever turns it down is wrong.
import type { Kommune } from '../country/kommuner.ts';
import type { Chance } from '../random.ts';
import { isEqual, isUnequalSomewhere, neededOf, unitNames, type Meant, type MeantLevel, type MeantUnit } from './meant.ts';

/** The year that is reported. The campaign's letter is of the year after. */
const year = 2023;

const noTarget = [
  'Der er få stillinger på niveauet, og ingen ventes ledige i perioden.', 'Direktionen behandler måltal for »næste ledelsesniveau« i efteråret 2024.',
  'Vi har kun én ledig stilling om året & vælger den bedst kvalificerede.', 'Organisationsændringen pr. 1. januar 2024 er ikke faldet på plads.',
] as const;
const notReached = [
  'To af de ansatte ledere har sagt op, og stillingerne er endnu ikke besat.', 'Der var <10 kvalificerede ansøgere, og ingen af dem var mænd.',
  'Sammenlægningen af to forvaltninger gav færre stillinger end ventet.', 'Måltallet var sat højt: "ligelig fordeling inden for ét år".',
] as const;
const comments = [
  'Konstituerede chefer er talt med.', 'Tallene er opgjort efter omorganiseringen pr. 1. december 2023.', 'Vakante stillinger (2) indgår ikke i opgørelsen.',
  'Børne- og ungechefen er på orlov; »stedfortræderen« er talt med.', 'Se også vores ligestillingspolitik, afsnit 3 & 4.',
] as const;

/** What the kommune means to report. */
export function drawReport(kommune: Pick<Kommune, 'code' | 'webDomain'>, chance: Chance): Meant {
  const referenceDate = chance.happens(0.8) ? `${year}-12-31` : `${year}-${two(chance.int(9, 11))}-${two(chance.int(1, 30))}`;
  const reportedOn = chance.happens(0.4) ? `${year + 1}-02-${two(chance.int(1, 28))}` : null;
  const comment = chance.happens(0.4) ? chance.pick(comments) : '';
  const names = unitNames(kommune);
  // A kommune with fewer than 50 employees is hard to find; one that says so is not.
  if (names.length === 0 && chance.happens(0.03)) return { referenceDate, fiftyOrMore: false, units: [], policy: null, reportedOn, comment };
  const units = (names.length === 0 ? [''] : names).map((name) => drawUnit(name, chance));
  return { referenceDate, fiftyOrMore: true, units, policy: drawPolicy(kommune.webDomain, isUnequalSomewhere(units), chance), reportedOn, comment };
}

function drawUnit(name: string, chance: Chance): MeantUnit {
  const top = chance.happens(0.8) ? 1 : chance.int(2, 4);
  const next = name === '' ? chance.int(3, 9) : chance.int(3, 14);
  return { name, 1: drawLevel(top, chance), 2: drawLevel(next, chance) };
}

function drawLevel(total: number, chance: Chance): MeantLevel {
  let women = 0;
  for (let i = 0; i < total; i += 1) if (chance.happens(0.45)) women += 1;
  return leveled(women, total - women, chance);
}

/** The level with these leaders, and what must be said of its target. */
function leveled(women: number, men: number, chance: Chance): MeantLevel {
  const none = { women, men, hasTarget: null, target: null, status: null, reason: '' } as const;
  const equal = isEqual(women, men);
  if (equal === undefined) return none;
  const fewer = Math.min(women, men);
  // Who had a target and reached it may say so.
  if (equal) return chance.happens(0.15) ? { ...none, hasTarget: true, target: { number: fewer, percent: null, year: chance.int(year, year + 1) }, status: 'reached' } : none;
  if (chance.happens(0.2)) return { ...none, hasTarget: false, reason: chance.pick(noTarget) };
  return { ...none, hasTarget: true, ...drawTarget(fewer, women + men, chance) };
}

function drawTarget(fewer: number, total: number, chance: Chance): Pick<MeantLevel, 'target' | 'status' | 'reason'> {
  const kind = chance.pick(['percent', 'number', 'both'] as const);
  const status = fewer > 0 && chance.happens(0.15) ? 'reached' : chance.happens(0.25) ? 'not-reached' : 'not-due';
  const goal = status === 'reached' ? fewer : chance.int(fewer + 1, Math.max(fewer + 1, neededOf(total) ?? 1));
  const exact = Math.round((1000 * goal) / total) / 10;
  const percent = status !== 'reached' && kind === 'percent' && chance.happens(0.6) ? 40 : exact;
  return {
    status, reason: status === 'not-reached' ? chance.pick(notReached) : '',
    target: { number: kind === 'percent' ? null : goal, percent: kind === 'number' ? null : percent, year: status === 'not-due' ? chance.int(year + 1, year + 5) : year },
  };
}

function drawPolicy(domain: string, needed: boolean, chance: Chance): Meant['policy'] {
  if (!chance.happens(needed ? 0.75 : 0.4)) return { answer: needed ? 'no' : 'not-required', link: '', date: null };
  const shown = chance.pick(['link', 'date', 'both'] as const);
  return {
    answer: 'yes', link: shown === 'date' ? '' : `https://${domain}/politik-for-ligestilling`,
    date: shown === 'link' ? null : `${chance.int(year - 4, year)}-${two(chance.int(1, 12))}-${two(chance.int(1, 28))}`,
  };
}

/** The same report corrected: other leaders on the next level of its first unit, equal or not as before, and a word about it. */
export function corrected(meant: Meant, chance: Chance, comment: string): Meant {
  const [first, ...rest] = meant.units;
  if (!first) return { ...meant, comment };
  const { women, men } = first[2];
  const changes = [[women + 1, men + 1], [women + 2, men + 1], [women + 1, men + 2], [women + 3, men], [women, men + 3], [women + 2, men + 2]] as const;
  const [moreWomen, moreMen] = changes.find(([w, m]) => isEqual(w, m) === isEqual(women, men)) ?? [women, men];
  const level: MeantLevel = isEqual(women, men) === true ? { ...first[2], women: moreWomen, men: moreMen } : leveled(moreWomen, moreMen, chance);
  return { ...meant, units: [{ ...first, 2: level }, ...rest], comment };
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
