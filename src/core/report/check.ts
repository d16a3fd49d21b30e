// The rules of a report: typed answers become a report, or faults, each at its field with a sentence in Danish. One set for the web form and the sheet.
// It refuses to mend: what is not plainly right is said, and nothing that was typed is changed.
import { danishDate } from '../calendar.ts';
import { checkLevel } from './check-level.ts';
import { balanceOf } from './equality.ts';
import {
  answerAt, correctionField, levelNames, levelPath, limits, longestAt, mostUnits, namePath, partsOf, policyAnswers, unitsOf,
  type Answers, type PolicyAnswer, type Report, type ReportRules, type ReportUnit,
} from './model.ts';
import { dayOfText, linkOf, wholeOf } from './values.ts';

/** `path`: the field it stands at. `text`: what is wrong and what to do, a sentence in Danish. */
export type Fault = { readonly path: string; readonly text: string };

/** `faults` keep a report from counting; `notices` are worth a second look and keep nothing. `report` is null exactly where there are faults. */
export type Checked = { readonly report: Report | null; readonly faults: readonly Fault[]; readonly notices: readonly Fault[] };

/** `today`: ISO day in Denmark. `needsCorrection`: a report was handed in before, and its deadline has passed. */
export type CheckAt = { readonly kommune: string; readonly today: string; readonly needsCorrection: boolean };

/**
 * Sources: ligestillingslovens §§ 11 and 13 (targets and policy where the composition is not equal); the fields and limits are derived by us
 * (docs/report.md says which).
 */
export function checkReport(answers: Answers, rules: ReportRules, at: CheckAt): Checked {
  const faults: Fault[] = [];
  const notices: Fault[] = [];
  const fault = (path: string, text: string): void => { faults.push({ path, text }); };
  const notice = (path: string, text: string): void => { notices.push({ path, text }); };

  for (const path of Object.keys(answers)) {
    const length = answerAt(answers, path).length;
    if (partsOf(path) && length > longestAt(path)) fault(path, `Teksten er på ${grouped(length)} tegn. Der er plads til ${grouped(longestAt(path))}.`);
  }
  const day = (path: string, required: string | null): string | null => {
    const typed = answerAt(answers, path).trim();
    if (typed === '') {
      if (required !== null) fault(path, required);
      return null;
    }
    const read = dayOfText(typed);
    if (read === undefined) fault(path, 'Skriv en dato, der findes, som dag-måned-år, f.eks. 31-12-2023.');
    else if (read > at.today) fault(path, `Datoen ligger i fremtiden. Skriv en dato senest i dag, ${danish(at.today)}.`);
    else if (read < '1990-01-01') fault(path, 'Datoen ligger for langt tilbage. Kontrollér årstallet.');
    else return read;
    return null;
  };

  const referenceDate = day('referenceDate', `Skriv den dato, tallene gælder for, f.eks. 31-12-${rules.reportYear}.`);
  if (referenceDate !== null && referenceDate < `${rules.reportYear}-01-01`) fault('referenceDate', `Opgørelsesdatoen ligger før ${rules.reportYear}. Indberetningen gælder ${rules.reportYear}.`);
  const fiftyOrMore = yesOrNo(answers, 'fiftyOrMore');
  if (fiftyOrMore === undefined) fault('fiftyOrMore', 'Svar ja eller nej.');
  if (fiftyOrMore === false) notice('fiftyOrMore', 'Med færre end 50 ansatte skal kommunen ikke indberette ledere, måltal og politik. Kontrollér, at det er rigtigt.');

  const obliged = fiftyOrMore !== false;
  const units = obliged ? checkUnits(answers, rules, { ...at, referenceYear: Number((referenceDate ?? String(rules.reportYear)).slice(0, 4)) }, fault, notice) : [];
  const policy = obliged ? checkPolicy(answers, rules, units, day, fault) : null;
  const reportedOn = day('reportedOn', null);
  if (at.needsCorrection && answerAt(answers, correctionField).trim() === '') fault(correctionField, 'Fristen er overskredet. Skriv, hvorfor indberetningen rettes.');

  const comment = answerAt(answers, 'comment').trim();
  const isWhole = faults.length === 0 && referenceDate !== null && fiftyOrMore !== undefined;
  return {
    faults, notices,
    report: isWhole ? { kommune: at.kommune, reportYear: rules.reportYear, referenceDate, fiftyOrMore, units, policy, reportedOn, comment } : null,
  };
}

type Say = (path: string, text: string) => void;

function checkUnits(answers: Answers, rules: ReportRules, at: CheckAt & { readonly referenceYear: number }, fault: Say, notice: Say): readonly ReportUnit[] {
  const ids = unitsOf(answers);
  const perUnit = rules.perUnit.includes(at.kommune);
  if (ids.length === 0) fault(namePath('u1'), 'Der mangler tal for ledelsen. Udfyld mindst én enhed.');
  if (ids.length > mostUnits) fault(namePath(ids[mostUnits] ?? 'u1'), `Der er plads til ${mostUnits} enheder.`);
  if (perUnit && ids.length === 1) notice(namePath(ids[0] ?? 'u1'), 'Kommunen skal indberette for hver forvaltning, og her er kun én enhed. Kontrollér, at det er rigtigt.');
  const named = new Map<string, string>();
  return ids.map((id): ReportUnit => {
    const name = answerAt(answers, namePath(id)).trim().replace(/\s+/g, ' ');
    if (name === '' && (ids.length > 1 || perUnit)) fault(namePath(id), perUnit ? 'Skriv forvaltningens navn.' : 'Skriv enhedens navn.');
    const twin = named.get(name.toLowerCase());
    if (name !== '' && twin !== undefined) fault(namePath(id), `To enheder hedder »${name}«. Giv dem hver sit navn, eller fjern den ene.`);
    named.set(name.toLowerCase(), id);
    const level = (which: (typeof levelNames)[number]) => checkLevel(answers, id, which, { rules, today: at.today, referenceYear: at.referenceYear, fault, notice });
    const [level1, level2] = [level('level1'), level('level2')];
    if (level1.women + level1.men + level2.women + level2.men === 0 && !hasFaultyCounts(answers, id)) fault(levelPath(id, 'level1', 'women'), 'Der er ingen ledere i enheden. Skriv mindst én, eller fjern enheden.');
    return { id, name, level1, level2 };
  });
}

/** Where a count could not be read, its own sentence says enough. */
function hasFaultyCounts(answers: Answers, id: string): boolean {
  return levelNames.some((level) => (['women', 'men'] as const).some((field) => {
    const read = wholeOf(answerAt(answers, levelPath(id, level, field)));
    return 'not' in read || read.value > limits.leaders;
  }));
}

function checkPolicy(answers: Answers, rules: ReportRules, units: readonly ReportUnit[], day: (path: string, required: string | null) => string | null, fault: Say): Report['policy'] {
  const typed = answerAt(answers, 'policy');
  const answer = policyAnswers.find((p): p is PolicyAnswer => p === typed);
  const date = day('policyDate', null);
  const linkText = answerAt(answers, 'policyLink').trim();
  const link = linkText === '' ? '' : linkOf(linkText);
  if (link === undefined) fault('policyLink', 'Det er ikke en webadresse. Skriv hele adressen, f.eks. https://www.kommune.dk/politik.');
  if (answer === undefined) {
    fault('policy', 'Vælg ja, nej eller ikke påkrævet.');
    return null;
  }
  if (answer === 'no' && (linkText !== '' || answerAt(answers, 'policyDate').trim() !== '')) fault('policy', 'Der er svaret nej, men der er et link til politikken eller en dato. Svar ja, eller slet dem.');
  if (answer === 'yes' && linkText === '' && answerAt(answers, 'policyDate').trim() === '') fault('policyLink', 'Skriv et link til politikken eller datoen for den.');
  // A count that can't be read says nothing of the composition.
  const unequal = units.some((unit) => !hasFaultyCounts(answers, unit.id) && levelNames.some((level) => balanceOf(unit[level].women, unit[level].men, rules.equality).equal === false));
  if (answer === 'not-required' && unequal) fault('policy', 'Der er ikke ligelig fordeling på alle niveauer, og så skal der være en politik. Vælg ja eller nej.');
  return { answer, link: link ?? '', date };
}

/** True, false, or undefined where it was not answered. */
export function yesOrNo(answers: Answers, path: string): boolean | undefined {
  const typed = answerAt(answers, path);
  return typed === 'yes' ? true : typed === 'no' ? false : undefined;
}

/** "10.485.760": thousands with points, as Danish writes them. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+(?!\d))/g, '.');
}

function danish(iso: string): string {
  return `den ${danishDate(Temporal.PlainDate.from(iso))}`;
}

