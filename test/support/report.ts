// A whole report as it is typed, for a small kommune and for one that reports per forvaltning, for tests to begin from.
// It refuses to be checked here: test/core/report.test.ts says that it obeys every rule.
import type { Answers } from '../../src/core/report/model.ts';

/** One unit: one director, and two women of seven leaders below, so that a target is due. */
export const wholeAnswers: Answers = {
  referenceDate: '31-12-2023', fiftyOrMore: 'yes',
  'u1.name': 'Aarhus Kommune', 'u1.level1.women': '0', 'u1.level1.men': '1', 'u1.level2.women': '1', 'u1.level2.men': '6',
  'u1.level2.hasTarget': 'yes', 'u1.level2.percent': '40', 'u1.level2.number': '', 'u1.level2.year': '2027', 'u1.level2.status': 'not-due', 'u1.level2.reason': '',
  policy: 'yes', policyLink: 'https://www.aarhus.dk/ligestilling', policyDate: '', reportedOn: '', comment: '',
};

const forvaltninger = [['Økonomiforvaltningen', 1, 0, 3, 2], ['Børne- og Ungdomsforvaltningen', 0, 1, 2, 3], ['Socialforvaltningen', 1, 0, 4, 1], ['Teknik- og Miljøforvaltningen', 0, 1, 1, 4]] as const;

/** København, per forvaltning: two of them equal, one without a target, one with. */
export const copenhagen: Answers = {
  referenceDate: '31-12-2023', fiftyOrMore: 'yes',
  ...Object.fromEntries(forvaltninger.flatMap(([name, women1, men1, women2, men2], i) => Object.entries({ name, 'level1.women': women1, 'level1.men': men1, 'level2.women': women2, 'level2.men': men2 }).map(([field, value]) => [`u${i + 1}.${field}`, String(value)]))),
  'u3.level2.hasTarget': 'no', 'u3.level2.reason': 'Måltallet fastsættes i 2024.',
  'u4.level2.hasTarget': 'yes', 'u4.level2.number': '2', 'u4.level2.percent': '40', 'u4.level2.year': '2026', 'u4.level2.status': 'not-due',
  policy: 'yes', policyLink: 'https://www.kk.dk/politik', policyDate: '01-03-2022', reportedOn: '20-03-2024', comment: 'Opgjort pr. forvaltning.',
};
