// The rules of one level of one unit: its counts, and its target where the composition is not equal.
// It refuses to ask for a target of a group too small to be equal, and to forget one that was reached.
import { balanceOf, type Balance } from './equality.ts';
import { genderNames, percentText } from './summary.ts';
import { statusLabels } from './fields.ts';
import { answerAt, levelPath, limits, targetFields, targetStatuses, type Answers, type CountField, type LevelName, type ReportLevel, type ReportRules, type Target, type TargetField, type TargetStatus } from './model.ts';
import { percentOf, wholeOf } from './values.ts';

type Say = (path: string, text: string) => void;
type About = { readonly rules: ReportRules; readonly today: string; readonly referenceYear: number; readonly fault: Say; readonly notice: Say };

export function checkLevel(answers: Answers, unit: string, level: LevelName, about: About): ReportLevel {
  const { rules, fault, notice } = about;
  const path = (field: CountField | TargetField): string => levelPath(unit, level, field);
  const typed = (field: TargetField): string => answerAt(answers, path(field)).trim();
  const women = count(answers, path('women'), fault);
  const men = count(answers, path('men'), fault);
  const none = { women: women ?? 0, men: men ?? 0, hasTarget: null, target: null, status: null, reason: '' };
  if (women === null || men === null) {
    checkTyped(path, typed, about);
    return none;
  }
  const balance = balanceOf(women, men, rules.equality);
  if (balance.total === 0 && level === 'level1') notice(path('women'), 'Der er ingen ledere på det øverste ledelsesniveau. Kontrollér, at det er rigtigt.');
  if (balance.equal === null) {
    if (targetFields.some((field) => typed(field) !== '')) notice(path('hasTarget'), 'Der skal ikke opstilles måltal for så få ledere. Svarene om måltal på dette niveau bliver ikke taget med.');
    return none;
  }
  const optional = balance.equal;
  const answer = typed('hasTarget');
  if (answer === '') {
    const stray = targetFields.find((field) => typed(field) !== '');
    if (!optional) fault(path('hasTarget'), `Der er ikke ligelig fordeling (${percentText(balance.share ?? 0)} ${genderOf(balance)}). Svar ja eller nej.`);
    else if (stray !== undefined) fault(path('hasTarget'), 'Svar ja, hvis der var et måltal, eller slet svarene om måltallet.');
    return none;
  }
  if (answer !== 'yes' && answer !== 'no') {
    fault(path('hasTarget'), 'Svar ja eller nej.');
    return none;
  }
  const reason = typed('reason');
  if (answer === 'no') {
    if (reason === '' && !optional) fault(path('reason'), 'Skriv, hvorfor der ikke er opstillet et måltal.');
    if (targetFields.some((field) => (field === 'number' || field === 'percent' || field === 'year') && typed(field) !== '')) fault(path('hasTarget'), 'Der er svaret nej, men måltallet er udfyldt. Svar ja, eller slet måltallet.');
    return { ...none, hasTarget: false, reason };
  }
  const status = statusOf(typed('status'), path('status'), fault);
  const target = checkTarget(path, typed, balance, status, about);
  if (target && status) checkStatus(path('status'), target, status, balance, about);
  if (status === 'not-reached' && reason === '') fault(path('reason'), 'Skriv, hvorfor måltallet ikke er nået.');
  return { ...none, hasTarget: true, target, status, reason };
}

/** What can be said of a target before the leaders can be counted: so that all that is wrong is told at once. */
function checkTyped(path: (field: TargetField) => string, typed: (field: TargetField) => string, { rules, fault }: About): void {
  if (typed('number') !== '') targetNumber(typed('number'), path('number'), fault);
  if (typed('percent') !== '') targetPercent(typed('percent'), path('percent'), fault);
  const year = typed('year') === '' ? undefined : targetYear(typed('year'), path('year'), rules.reportYear, fault);
  if (year !== undefined && year < rules.reportYear) fault(path('year'), yearBefore(rules.reportYear));
}

function yearBefore(reportYear: number): string {
  return `Årstallet ligger før ${reportYear}, som indberetningen gælder. Skriv det år, måltallet skal være nået.`;
}

function count(answers: Answers, path: string, fault: Say): number | null {
  const read = wholeOf(answerAt(answers, path));
  if ('not' in read) {
    const texts = { empty: 'Skriv antallet. Skriv 0, hvis der ingen er.', negative: 'Antallet kan ikke være negativt.', fraction: 'Skriv et helt antal personer, uden decimaler.', words: 'Skriv antallet med cifre, f.eks. 4.' };
    fault(path, texts[read.not]);
    return null;
  }
  if (read.value <= limits.leaders) return read.value;
  fault(path, `${read.value} er for mange ledere på ét niveau. Skriv kun ledere på de to øverste niveauer, højst ${limits.leaders}.`);
  return null;
}

function statusOf(typed: string, path: string, fault: Say): TargetStatus | null {
  const status = targetStatuses.find((s) => s === typed) ?? null;
  if (status === null) fault(path, 'Vælg, om måltallet er nået.');
  return status;
}

function checkTarget(path: (field: TargetField) => string, typed: (field: TargetField) => string, balance: Balance, status: TargetStatus | null, { rules, today: now, fault, notice }: About): Target | null {
  const number = typed('number') === '' ? null : targetNumber(typed('number'), path('number'), fault);
  const percent = typed('percent') === '' ? null : targetPercent(typed('percent'), path('percent'), fault);
  const year = targetYear(typed('year'), path('year'), rules.reportYear, fault);
  if (typed('number') === '' && typed('percent') === '') fault(path('percent'), 'Skriv måltallet i procent eller i antal.');
  if (number === undefined || percent === undefined || year === undefined || (number === null && percent === null)) return null;
  const fewer = Math.round(((balance.share ?? 0) * balance.total) / 100);
  // Rounded to one decimal on both sides: 33.3 is no less than a third.
  const today = Math.round((balance.share ?? 0) * 10) / 10;
  if (status !== 'reached') {
    if (percent !== null && percent < today) fault(path('percent'), `Måltallet er lavere end andelen i dag (${percentText(balance.share ?? 0)} ${genderOf(balance)}). Et måltal skal være højere.`);
    else if (number !== null && percent === null && number < fewer) fault(path('number'), `Måltallet er lavere end antallet i dag (${fewer} ${genderOf(balance)}). Et måltal skal være højere.`);
  }
  if (number !== null && number > balance.total) fault(path('number'), `Måltallet er større end antallet af ledere på niveauet (${balance.total}).`);
  else if (number !== null && balance.needed !== null && balance.total - number < balance.needed) fault(path('number'), `Med ${number} af ${balance.total} ledere ville det andet køn blive underrepræsenteret.`);
  else if (number !== null && percent !== null && balance.total > 0 && Math.abs(percent - (100 * number) / balance.total) > 100 / balance.total) {
    notice(path('number'), `${number} af ${balance.total} ledere er ${percentText((100 * number) / balance.total)}, og måltallet i procent er ${percentText(percent)}. Kontrollér, at begge er rigtige.`);
  }
  if (year < rules.reportYear) fault(path('year'), yearBefore(rules.reportYear));
  else if (status === 'not-due' && year < Number(now.slice(0, 4))) fault(path('year'), `${year} er forbi. Skriv et senere årstal, eller vælg, om måltallet er nået.`);
  else if (year > rules.reportYear + 20) fault(path('year'), 'Årstallet ligger for langt fremme. Kontrollér det.');
  else if (year > rules.reportYear + 8) notice(path('year'), `Måltallet skal først være nået i ${year}. Kontrollér, at det er rigtigt.`);
  return { number, percent, year };
}

function targetNumber(text: string, path: string, fault: Say): number | undefined {
  const read = wholeOf(text);
  if ('value' in read && read.value >= 1 && read.value <= limits.leaders) return read.value;
  fault(path, 'not' in read && read.not === 'negative' ? 'Måltallet kan ikke være negativt.' : 'not' in read && read.not === 'fraction' ? 'Skriv et helt antal personer, uden decimaler. Procent kan have decimaler.' : `Skriv måltallet som et helt tal fra 1 til ${limits.leaders}.`);
  return undefined;
}

/** More than 60 % of one gender would make the other under-represented. */
function targetPercent(text: string, path: string, fault: Say): number | undefined {
  const read = percentOf(text);
  // Nobody aims at less than one per cent: 0,4 is meant as 40 %.
  if ('value' in read && read.value >= 1 && read.value <= limits.percent) return read.value;
  if ('value' in read && read.value > limits.percent) fault(path, read.value > 100 ? 'Et måltal kan ikke være over 100 procent.' : 'Med over 60 procent ville det andet køn blive underrepræsenteret. Skriv højst 60.');
  else fault(path, 'not' in read && read.not === 'negative' ? 'Måltallet kan ikke være negativt.' : 'Skriv måltallet i procent som et tal fra 1 til 60, f.eks. 40 eller 33,3.');
  return undefined;
}

function targetYear(text: string, path: string, reportYear: number, fault: Say): number | undefined {
  const read = wholeOf(text);
  if ('value' in read && read.value >= 1990 && read.value <= 2100) return read.value;
  fault(path, text === '' ? 'Skriv det år, måltallet skal være nået.' : `Skriv årstallet med fire cifre, f.eks. ${reportYear + 4}.`);
  return undefined;
}

/** The status must agree with the target, today's share and the year. */
function checkStatus(path: string, target: Target, status: TargetStatus, balance: Balance, { rules, referenceYear, fault }: About): void {
  const fewer = Math.round(((balance.share ?? 0) * balance.total) / 100);
  const today = Math.round((balance.share ?? 0) * 10) / 10;
  // A small group is equal below 40 %: a target of 40 % is reached there as well as it can be.
  const isEqualEnough = balance.equal === true && target.percent !== null && target.percent <= rules.equality.percent;
  const isReached = target.percent !== null ? today >= target.percent || isEqualEnough : fewer >= (target.number ?? 0);
  const is = target.percent === null ? `I dag er antallet ${fewer}, og måltallet er ${target.number}.` : `I dag er andelen ${percentText(balance.share ?? 0)}, og måltallet er ${percentText(target.percent)}.`;
  if (status === 'reached' && !isReached) fault(path, `${is} Så er måltallet ikke nået.`);
  else if (status !== 'reached' && (target.percent === null ? target.number === fewer : target.percent === today)) fault(path, `${is} Så er måltallet nået.`);
  else if (status === 'not-reached' && target.year > referenceYear) fault(path, `Måltallet skal først være nået i ${target.year}. Vælg »${statusLabels['not-due']}«.`);
}

function genderOf({ underRepresented }: Balance): string {
  return underRepresented === null ? 'af hvert køn' : genderNames[underRepresented];
}
