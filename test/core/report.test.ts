// The rules of a report, each with the answer that breaks it and the sentence that is said; and what always holds of any answers.
// It refuses to judge pages and sheets: both go through these rules and no others.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceOf } from '../../src/core/report/equality.ts';
import { checkReport } from '../../src/core/report/check.ts';
import { answersOf, sameAnswers, withSection } from '../../src/core/report/draft.ts';
import { basicsFields, countFields, levelNames, levelPath, namePath, policyFields, sectionOf, sections, targetFields, type Answers, type EqualityRules, type ReportRules } from '../../src/core/report/model.ts';
import { summaryOf } from '../../src/core/report/summary.ts';
import { dayOfText, linkOf, percentOf, wholeOf } from '../../src/core/report/values.ts';
import { copenhagen, wholeAnswers } from '../support/report.ts';

const equality: EqualityRules = { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4 } };
const rules: ReportRules = { reportYear: 2023, equality, perUnit: ['0101'], units: {} };
const check = (answers: Answers, more: Partial<Parameters<typeof checkReport>[2]> = {}) => checkReport(answers, rules, { kommune: '0751', today: '2024-04-15', needsCorrection: false, ...more });
const faults = (change: Answers, more = {}): readonly string[] => check({ ...wholeAnswers, ...change }, more).faults.map(({ path, text }) => `${path}: ${text}`);

describe('equal distribution', () => {
  test.each([
    [0, 0, null], [1, 0, null], [1, 1, null], [0, 3, false], [1, 2, true], [1, 3, true], [1, 4, false], [2, 3, true], [1, 5, false], [2, 5, true], [2, 6, false], [3, 6, true], [3, 7, false], [4, 6, true],
    [4, 7, false], [5, 6, true], [8, 12, true], [7, 13, false],
  ] as const)('of %i women and %i men: %s', (women, men, equal) => {
    expect(balanceOf(women, men, equality).equal).toBe(equal);
    expect(balanceOf(men, women, equality).equal).toBe(equal);
  });
  test('the table of the campaign file decides, and beyond it 40 % of each', () => {
    expect(balanceOf(1, 1, { percent: 40, smallGroups: { 2: 1 } }).equal).toBe(true);
    expect(balanceOf(1, 2, { percent: 40, smallGroups: {} }).equal).toBe(false);
    expect(balanceOf(2, 3, { percent: 40, smallGroups: {} }).equal).toBe(true);
  });
  test('property: shares add up to a hundred, and one more of the fewer never makes a group less equal', () => {
    fc.assert(fc.property(fc.nat(200), fc.nat(200), (women, men) => {
      const b = balanceOf(women, men, equality);
      if (b.women !== null && b.men !== null) expect(Math.round((b.women + b.men) * 1e6)).toBe(100e6);
      if (b.equal === true && women < men) expect(balanceOf(women + 1, men - 1, equality).equal).toBe(true);
      if (b.equal === true) expect(Math.min(women, men)).toBeGreaterThan(0);
    }));
  });
});

test('a whole report has no fault, for one unit and per forvaltning, and its answers make the same report again', () => {
  for (const [kommune, answers] of [['0751', wholeAnswers], ['0101', copenhagen]] as const) {
    const { report, faults: none, notices } = check(answers, { kommune });
    expect([none, notices]).toEqual([[], []]);
    if (!report) throw new Error('no report');
    expect(check(answersOf(report), { kommune }).report).toEqual(report);
    expect(summaryOf(report, equality).length).toBe(2 + 2 * report.units.length);
  }
});

const level2 = (field: string): string => `u1.level2.${field}`;
describe('each rule, with what breaks it', () => {
  test.each<[string, Answers, string[], object?]>([
    ['no reference date', { referenceDate: ' ' }, ['referenceDate: Skriv den dato, tallene gælder for, f.eks. 31-12-2023.']],
    ['no day of the calendar', { referenceDate: '31-02-2023' }, ['referenceDate: Skriv en dato, der findes, som dag-måned-år, f.eks. 31-12-2023.']],
    ['a day to come', { referenceDate: '16-04-2024' }, ['referenceDate: Datoen ligger i fremtiden. Skriv en dato senest i dag, den 15. april 2024.']],
    ['a day of the year before', { referenceDate: '31-12-2022' }, ['referenceDate: Opgørelsesdatoen ligger før 2023. Indberetningen gælder 2023.']],
    ['a negative count', { [level2('women')]: '-1' }, ['u1.level2.women: Antallet kan ikke være negativt.']],
    ['a count with decimals', { [level2('women')]: '2,5' }, ['u1.level2.women: Skriv et helt antal personer, uden decimaler.']],
    ['a count in words', { [level2('women')]: 'to' }, ['u1.level2.women: Skriv antallet med cifre, f.eks. 4.']],
    ['no count', { [level2('men')]: '' }, ['u1.level2.men: Skriv antallet. Skriv 0, hvis der ingen er.']],
    ['an impossible number', { [level2('men')]: '5000' }, ['u1.level2.men: 5000 er for mange ledere på ét niveau. Skriv kun ledere på de to øverste niveauer, højst 200.']],
    ['a number beyond all numbers', { [level2('men')]: '9'.repeat(30) }, ['u1.level2.men: Skriv antallet med cifre, f.eks. 4.']],
    ['nobody', { 'u1.level1.men': '0', [level2('women')]: '0', [level2('men')]: '0', ...Object.fromEntries(targetFields.map((f) => [level2(f), ''])), policy: 'no', policyLink: '' }, ['u1.level1.women: Der er ingen ledere i enheden. Skriv mindst én, eller fjern enheden.']],
    ['no answer about a target', Object.fromEntries(targetFields.map((f) => [level2(f), ''])), ['u1.level2.hasTarget: Der er ikke ligelig fordeling (14,3 % kvinder). Svar ja eller nej.']],
    ['no target and no reason', { ...Object.fromEntries(targetFields.map((f) => [level2(f), ''])), [level2('hasTarget')]: 'no' }, ['u1.level2.reason: Skriv, hvorfor der ikke er opstillet et måltal.']],
    ['no, and a target', { [level2('hasTarget')]: 'no', [level2('reason')]: 'Nej' }, ['u1.level2.hasTarget: Der er svaret nej, men måltallet er udfyldt. Svar ja, eller slet måltallet.']],
    ['a target below today', { [level2('percent')]: '14' }, ['u1.level2.percent: Måltallet er lavere end andelen i dag (14,3 % kvinder). Et måltal skal være højere.']],
    ['a target of what is so today', { [level2('percent')]: '14,3' }, ['u1.level2.status: I dag er andelen 14,3 %, og måltallet er 14,3 %. Så er måltallet nået.']],
    ['a number below today', { [level2('percent')]: '', [level2('number')]: '0' }, ['u1.level2.number: Skriv måltallet som et helt tal fra 1 til 200.']],
    ['more than there are', { [level2('percent')]: '', [level2('number')]: '9' }, ['u1.level2.number: Måltallet er større end antallet af ledere på niveauet (7).']],
    ['a number that would turn it round', { [level2('percent')]: '', [level2('number')]: '6' }, ['u1.level2.number: Med 6 af 7 ledere ville det andet køn blive underrepræsenteret.']],
    ['a policy that is none', { policy: 'no' }, ['policy: Der er svaret nej, men der er et link til politikken eller en dato. Svar ja, eller slet dem.']],
    ['a negative target', { [level2('percent')]: '-40' }, ['u1.level2.percent: Måltallet kan ikke være negativt.']],
    ['a target above a hundred', { [level2('percent')]: '140' }, ['u1.level2.percent: Et måltal kan ikke være over 100 procent.']],
    ['a target that would turn it round', { [level2('percent')]: '75' }, ['u1.level2.percent: Med over 60 procent ville det andet køn blive underrepræsenteret. Skriv højst 60.']],
    ['no target at all', { [level2('percent')]: '' }, ['u1.level2.percent: Skriv måltallet i procent eller i antal.']],
    ['a year that is past', { [level2('year')]: '2022' }, ['u1.level2.year: Årstallet ligger før 2023, som indberetningen gælder. Skriv det år, måltallet skal være nået.']],
    ['a year that is past since', { [level2('year')]: '2023' }, ['u1.level2.year: 2023 er forbi. Skriv et senere årstal, eller vælg, om måltallet er nået.']],
    ['a year far away', { [level2('year')]: '2099' }, ['u1.level2.year: Årstallet ligger for langt fremme. Kontrollér det.']],
    ['no year', { [level2('year')]: 'snart' }, ['u1.level2.year: Skriv årstallet med fire cifre, f.eks. 2027.']],
    ['no status', { [level2('status')]: '' }, ['u1.level2.status: Vælg, om måltallet er nået.']],
    ['a share for a percentage', { [level2('women')]: '0', [level2('percent')]: '0,4' }, ['u1.level2.percent: Skriv måltallet i procent som et tal fra 1 til 60, f.eks. 40 eller 33,3.']],
    ['a number that is not reached', { [level2('women')]: '0', [level2('percent')]: '', [level2('number')]: '1', [level2('status')]: 'reached' }, ['u1.level2.status: I dag er antallet 0, og måltallet er 1. Så er måltallet ikke nået.']],
    ['reached, and it is not', { [level2('status')]: 'reached' }, ['u1.level2.status: I dag er andelen 14,3 %, og måltallet er 40 %. Så er måltallet ikke nået.']],
    ['not reached before its year', { [level2('status')]: 'not-reached', [level2('reason')]: 'Få stillinger' }, ['u1.level2.status: Måltallet skal først være nået i 2027. Vælg »Ikke forfaldent endnu«.']],
    ['not reached without a reason', { [level2('status')]: 'not-reached', [level2('year')]: '2023' }, ['u1.level2.reason: Skriv, hvorfor måltallet ikke er nået.']],
    ['no policy', { policy: '' }, ['policy: Vælg ja, nej eller ikke påkrævet.']],
    ['a policy that can not be seen', { policyLink: '' }, ['policyLink: Skriv et link til politikken eller datoen for den.']],
    ['a link that is none', { policyLink: 'javascript:alert(1)' }, ['policyLink: Det er ikke en webadresse. Skriv hele adressen, f.eks. https://www.kommune.dk/politik.']],
    ['not required though it is', { policy: 'not-required', policyLink: '' }, ['policy: Der er ikke ligelig fordeling på alle niveauer, og så skal der være en politik. Vælg ja eller nej.']],
    ['a comment too long', { comment: 'a'.repeat(10_485_760) }, ['comment: Teksten er på 10.485.760 tegn. Der er plads til 4.000.']],
    ['a correction without its reason', {}, ['correction: Fristen er overskredet. Skriv, hvorfor indberetningen rettes.'], { needsCorrection: true }],
    ['two units of one name', { 'u2.name': 'Aarhus kommune', 'u2.level1.women': '0', 'u2.level1.men': '1', 'u2.level2.women': '1', 'u2.level2.men': '1' }, ['u2.name: To enheder hedder »Aarhus kommune«. Giv dem hver sit navn, eller fjern den ene.']],
    ['a forvaltning without a name', { 'u1.name': '' }, ['u1.name: Skriv forvaltningens navn.'], { kommune: '0101' }],
  ])('%s', (_, change, expected, more) => {
    expect(faults(change, more)).toEqual(expected);
  });
  test('fewer than 50 employees: nothing else is asked', () => {
    const { report, notices } = check({ referenceDate: '31-12-2023', fiftyOrMore: 'no' });
    expect([report?.units, report?.policy, notices.map((n) => n.path)]).toEqual([[], null, ['fiftyOrMore']]);
  });
  test('a target of 40 % is reached where a small group is equal, and a target of the reported year is none of the past', () => {
    expect(faults({ [level2('women')]: '2', [level2('men')]: '5', [level2('status')]: 'reached' })).toEqual([]);
    expect(faults({ referenceDate: '01-03-2024', [level2('year')]: '2023', [level2('status')]: 'not-reached', [level2('reason')]: 'Få stillinger' })).toEqual([]);
  });
  test('a target that was reached may lie below today, and stands beside an equal level', () => {
    const equal = { [level2('women')]: '3', [level2('men')]: '4', [level2('percent')]: '33,3', [level2('status')]: 'reached', policy: 'not-required', policyLink: '' };
    expect(faults(equal)).toEqual([]);
    expect(check({ ...wholeAnswers, ...equal }).report?.units[0]?.level2).toMatchObject({ hasTarget: true, status: 'reached', target: { percent: 33.3 } });
  });
});

test('a text made to cost time is no number and no day, at once', () => {
  const crafted = `1${' '.repeat(50_000)}1${' '.repeat(50_000)}x`;
  expect([dayOfText(crafted), percentOf(crafted), wholeOf(crafted), linkOf(`${'a.'.repeat(50_000)} `)]).toEqual([undefined, { not: 'words' }, { not: 'words' }, undefined]);
});

test('values as they are written in Denmark', () => {
  expect(['3', ' 12 ', '3,0', '1.000', '2,5', '-1', '3 stk', ''].map(wholeOf)).toEqual([{ value: 3 }, { value: 12 }, { value: 3 }, { not: 'fraction' }, { not: 'fraction' }, { not: 'negative' }, { not: 'words' }, { not: 'empty' }]);
  expect(['40', '33,3', '33.33 %', '40 pct.', '1.000', 'halvdelen'].map(percentOf)).toEqual([{ value: 40 }, { value: 33.3 }, { value: 33.3 }, { value: 40 }, { value: 1 }, { not: 'words' }]);
  expect(['31-12-2023', '31.12.2023', '31/12 2023', '2023-12-31', '31. december 2023', 'den 1. jan. 2024', '30-02-2024', '31-12-23', 'i går'].map(dayOfText))
    .toEqual(['2023-12-31', '2023-12-31', '2023-12-31', '2023-12-31', '2023-12-31', '2024-01-01', undefined, undefined, undefined]);
  expect(['www.aarhus.dk/politik', 'https://x.dk', 'http://x.dk/a?b=c#d', 'ftp://x.dk', 'x', 'https://x.dk/"onload=', 'data:text/html,x'].map(linkOf)).toEqual(['https://www.aarhus.dk/politik', 'https://x.dk', 'http://x.dk/a?b=c#d', undefined, undefined, undefined, undefined]);
});

const anyPath = fc.oneof(fc.constantFrom<string>(...basicsFields, ...policyFields), fc.tuple(fc.constantFrom('u1', 'u2', 'u7'), fc.constantFrom(...levelNames), fc.constantFrom(...countFields, ...targetFields)).map(([u, l, f]) => levelPath(u, l, f)), fc.constantFrom('u1', 'u2', 'u7').map(namePath));
const anyText = fc.oneof(fc.constantFrom('', '0', '1', '3', '40', '33,3', '-1', 'yes', 'no', 'not-due', 'reached', '2027', '31-12-2023', 'Socialforvaltningen'), fc.string({ maxLength: 30 }));
const anyAnswers: fc.Arbitrary<Answers> = fc.dictionary(anyPath, anyText, { maxKeys: 30 });

test('property: any answers give a report or faults, never both, and each fault stands at a field', () => {
  fc.assert(fc.property(anyAnswers, fc.boolean(), (change, whole) => {
    const { report, faults: found } = check(whole ? { ...wholeAnswers, ...change } : change);
    expect(report === null).toBe(found.length > 0);
    expect(found.every(({ path, text }) => (sectionOf(path) !== undefined || path === 'correction') && /[.]$/.test(text))).toBe(true);
    if (report) expect(check(answersOf(report)).report).toEqual(report);
  }), { numRuns: 300 });
});
test('property: saving a page changes no other, keeps what was saved when a text is too long, and saving it again changes nothing', () => {
  fc.assert(fc.property(anyAnswers, anyAnswers, fc.constantFrom(...sections), (before, typed, section) => {
    const start = withSection(withSection({}, 'leaders', before), 'policy', before);
    const after = withSection(start, section, typed);
    expect(sameAnswers(withSection(after, section, typed), after)).toBe(true);
    if (section !== 'leaders') expect(Object.entries(start).filter(([p]) => sectionOf(p) !== section)).toEqual(Object.entries(after).filter(([p]) => sectionOf(p) !== section));
    expect(withSection({ comment: 'gemt' }, 'policy', { comment: 'a'.repeat(4_001) })['comment']).toBe('gemt');
  }));
});
