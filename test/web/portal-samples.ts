// A sample of every page of the portal, and of each state that looks different: for the gallery and for the tests of the pages.
// It refuses real people: names and addresses are made up.
import { balanceOf } from '../../src/core/report/equality.ts';
import { levelNames, levelPath, namePath, policyFields, targetFields, type Answers, type EqualityRules, type LevelName, type Report, type Section } from '../../src/core/report/model.ts';
import { summaryOf } from '../../src/core/report/summary.ts';
import { fieldOf, type FieldFacts } from '../../src/web/portal/field-view.ts';
import type { Frame, LevelTarget, StepStand, UnitCounts, Version, View } from '../../src/web/portal/views.ts';

export const rules: EqualityRules = { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4 } };
const reportYear = 2023;

export const signedOutFrame: Frame = {
  department: 'Ligestillingsafdelingen', ministry: 'Digitaliserings- og Ligestillingsministeriet', title: 'Indberetning om måltal og politikker for kønssammensætningen i ledelse',
  questions: { name: 'Anne Bendixen', email: 'anb@lige.dk', phone: '21 57 06 89' }, signedIn: null, csrf: 'q1w2e3-r4t5y6',
};
export const signedInFrame: Frame = { ...signedOutFrame, signedIn: { name: 'Mette Sørensen Kjær', kommune: 'Ringkøbing-Skjern Kommune' } };

const kommune = 'Ringkøbing-Skjern Kommune';
const mette = { by: 'Mette Sørensen Kjær', at: 'mandag den 6. maj 2024 kl. 10.12' };
const jens = { by: 'Jens Østergaard', at: 'tirsdag den 7. maj 2024 kl. 14.03' };
const first: Version = { number: 1, at: 'onsdag den 8. maj 2024 kl. 9.41', by: 'Mette Sørensen Kjær', how: 'portal' };
const second: Version = { number: 2, at: 'mandag den 13. maj 2024 kl. 15.20', by: 'Jens Østergaard', how: 'mail' };

type Stands = Partial<Record<Section, number>>;
/** Steps with so many faults; those not named are not begun. */
function stands(faults: Stands): readonly StepStand[] {
  return (['basics', 'leaders', 'targets', 'policy'] as const).map((section) => ({ section, saved: faults[section] === undefined ? null : section === 'leaders' ? jens : mette, faults: faults[section] ?? 0 }));
}

const lastYear: Answers = {
  referenceDate: '31-12-2022', fiftyOrMore: 'yes', 'u1.name': '', 'u1.level1.women': '0', 'u1.level1.men': '1', 'u1.level2.women': '2', 'u1.level2.men': '5',
  'u1.level2.hasTarget': 'yes', 'u1.level2.number': '3', 'u1.level2.percent': '40', 'u1.level2.year': '2026', 'u1.level2.status': 'not-due',
  'u1.level2.reason': 'Der har kun været én ledig stilling i perioden, og den blev besat internt.', policy: 'yes', policyLink: 'https://www.rksk.dk/om-kommunen/ligestilling', policyDate: '14-06-2022', comment: '',
};

function facts(typed: Answers, faults: Readonly<Record<string, string>> = {}, more: Partial<FieldFacts> = {}): FieldFacts {
  return { reportYear, typed, faults, lastYear, unitNames: {}, ...more };
}

function unitOf(id: string, title: string, named: boolean, given: FieldFacts, counts: Readonly<Record<LevelName, readonly [number, number] | null>>): UnitCounts {
  return {
    id, title, name: named ? fieldOf(namePath(id), given) : null,
    levels: levelNames.map((level) => {
      const pair = counts[level];
      return { level, women: fieldOf(levelPath(id, level, 'women'), given), men: fieldOf(levelPath(id, level, 'men'), given), balance: pair === null ? null : balanceOf(...pair, rules) };
    }),
  };
}

function targetOf(id: string, unit: string | null, level: LevelName, given: FieldFacts, pair: readonly [number, number] | null): LevelTarget {
  return {
    unit, level, balance: pair === null ? null : balanceOf(...pair, rules), hasTarget: fieldOf(levelPath(id, level, 'hasTarget'), given),
    fields: targetFields.filter((field) => field !== 'hasTarget').map((field) => fieldOf(levelPath(id, level, field), given)),
  };
}

const counted: Answers = { 'u1.level1.women': '0', 'u1.level1.men': '1', 'u1.level2.women': '2', 'u1.level2.men': '6' };
const units = { u1: 'Børn og Ungdom', u2: 'Sundhed og Omsorg', u3: 'Teknik og Miljø' };
const big: Answers = {
  'u1.name': 'Børn og Ungdom', 'u1.level1.women': '1', 'u1.level1.men': '0', 'u1.level2.women': '5', 'u1.level2.men': '2',
  'u2.name': 'Sundhed og Omsorg', 'u2.level1.women': '1', 'u2.level1.men': '1', 'u2.level2.women': '4', 'u2.level2.men': '4',
  'u3.name': '', 'u3.level1.women': 'en', 'u3.level1.men': '', 'u3.level2.women': '-1', 'u3.level2.men': '6,5',
};
const bigFaults = {
  'u3.name': 'Skriv et navn, når der er flere enheder.', 'u3.level1.women': 'Skriv et helt tal, f.eks. 3.', 'u3.level1.men': 'Skriv antallet. Er der ingen, så skriv 0.',
  'u3.level2.women': 'Tallet kan ikke være under 0.', 'u3.level2.men': 'Skriv et helt tal uden komma.',
};
const targeted: Answers = { 'u1.level2.hasTarget': 'yes', 'u1.level2.number': '3', 'u1.level2.percent': '40', 'u1.level2.year': '2027', 'u1.level2.status': 'not-due' };
const targetFaults = { 'u1.level2.percent': 'Måltallet er lavere end andelen i dag, som er 25 %.', 'u1.level2.year': 'Året er gået. Skriv et årstal fra 2024 og frem.', 'u1.level2.status': 'Vælg en status.' };
const politics: Answers = { policy: 'yes', policyLink: 'www.rksk', policyDate: '31-02-2023', reportedOn: '', comment: 'Politikken revideres i 2025.\nByrådet har behandlet den to gange.' };
const politicsFaults = { policyLink: 'Adressen skal begynde med https://.', policyDate: 'Datoen findes ikke. Skriv den som dag-måned-år, f.eks. 14-06-2022.' };

const level = { hasTarget: null, target: null, status: null, reason: '' };
export const report: Report = {
  kommune: '0760', reportYear, referenceDate: '2023-12-31', fiftyOrMore: true,
  units: [{ id: 'u1', name: '', level1: { ...level, women: 0, men: 1 }, level2: { women: 2, men: 6, hasTarget: true, target: { number: 3, percent: 40, year: 2027 }, status: 'not-due', reason: 'Der har kun været én ledig stilling.' } }],
  policy: { answer: 'yes', link: 'https://www.rksk.dk/om-kommunen/ligestilling/politik-for-ligestilling-i-ledelse-2022-2026', date: '2022-06-14' }, reportedOn: '2024-04-30', comment: '',
};
const blocks = summaryOf(report, rules);

const step = (faults: Stands, notice: string | null = null) => ({ reportYear, kommune, revision: '7', steps: stands(faults), notice });
const basics = (given: FieldFacts) => (['referenceDate', 'fiftyOrMore'] as const).map((path) => fieldOf(path, given));
const policy = (given: FieldFacts) => policyFields.map((path) => fieldOf(path, given));
const preview = { is: 'preview', reportYear, kommune, revision: '9', empty: false, faults: [], blocks, notices: [], correction: null, replaces: null, submitter: { name: 'Mette Sørensen Kjær', email: 'mesk@rksk.dk' } } as const;
const overview = { is: 'overview', kommune, reportYear, notice: null, deadline: { day: 'fredag den 31. maj 2024', note: '18 dage tilbage', overdue: false }, steps: stands({}), next: 'basics', versions: [], changed: false, mailReplaced: null, exempt: null } as const;
const receipt = { is: 'receipt', kommune, reportYear, version: first, fresh: true, replaced: null, replacedBy: null, reason: null, blocks, deadline: { day: 'fredag den 31. maj 2024', overdue: false } } as const;
const people = [
  { id: 'c1', name: 'Jens Østergaard', email: 'jens.oestergaard@rksk.dk', state: { is: 'active', since: '7. maj 2024' } },
  { id: 'c2', name: 'Alexandra Christoffersen-Vestergaard', email: 'alexandra.christoffersen-vestergaard@rksk.dk', state: { is: 'invited', until: '21. maj 2024' } },
] as const;
const colleagues = { is: 'colleagues', kommune, people, notice: null, contact: { name: 'Mette Sørensen Kjær', email: 'mesk@rksk.dk' } } as const;
const good = { value: '', fault: null };

/** By name; pages for people who are logged in are shown with the frame for them. */
export const samples: Readonly<Record<string, View>> = {
  'activate': { is: 'activate', name: 'Mette Sørensen Kjær', userName: 'mesk@rksk.dk', kommune, password: null, repeat: null },
  'activate-faults': { is: 'activate', name: 'Mette Sørensen Kjær', userName: 'mesk@rksk.dk', kommune, password: 'Adgangskoden skal have mindst 12 tegn.', repeat: 'De to adgangskoder er ikke ens.' },
  'dead-link-used': { is: 'dead-link', why: 'used' }, 'dead-link-ended': { is: 'dead-link', why: 'ended' }, 'dead-link-void': { is: 'dead-link', why: 'void' },
  'not-found': { is: 'not-found' }, 'error': { is: 'error' }, 'forbidden': { is: 'forbidden', back: '/indberetning/ledere' }, 'too-many': { is: 'too-many', minutes: 12 }, 'too-big': { is: 'too-big', back: '/indberetning/politik' },
  'signed-out': { is: 'signed-out' }, 'session-ended': { is: 'session-ended', unsaved: [{ label: 'Bemærkninger', value: politics['comment'] ?? '' }, { label: 'Dato for politikken', value: '14-06-2022' }] },
  'log-in': { is: 'log-in', email: '', problem: null, notice: null },
  'log-in-faults': { is: 'log-in', email: 'mesk@rksk.dk', problem: 'Mailadressen eller adgangskoden er forkert. Prøv igen.', notice: null },
  'forgotten': { is: 'forgotten', email: good }, 'forgotten-faults': { is: 'forgotten', email: { value: 'mesk.rksk.dk', fault: 'Skriv en hel mailadresse, f.eks. navn@kommune.dk.' } }, 'forgotten-sent': { is: 'forgotten-sent' },
  'password': { is: 'password', userName: 'mesk@rksk.dk', current: null, password: null, repeat: null },
  'password-faults': { is: 'password', userName: 'mesk@rksk.dk', current: 'Adgangskoden er ikke den rigtige.', password: null, repeat: 'De to adgangskoder er ikke ens.' },
  'overview-new': overview,
  'overview-begun': { ...overview, steps: stands({ basics: 0, leaders: 2 }), next: 'leaders', notice: 'Adgangskoden er skiftet.' },
  'overview-overdue': { ...overview, steps: stands({ basics: 0, leaders: 0, targets: 0, policy: 0 }), next: null, deadline: { day: 'fredag den 31. maj 2024', note: 'Fristen er overskredet', overdue: true } },
  'overview-handed-in': { ...overview, steps: stands({ basics: 0, leaders: 0, targets: 0, policy: 0 }), next: null, versions: [first] },
  'overview-changed': { ...overview, steps: stands({ basics: 0, leaders: 0, targets: 0, policy: 1 }), next: 'policy', versions: [first], changed: true },
  'overview-mail': { ...overview, steps: stands({ basics: 0, leaders: 0, targets: 0, policy: 0 }), next: null, versions: [second, first], mailReplaced: mette },
  'overview-exempt': { ...overview, exempt: 'Kommunen lægges sammen med en anden.' },
  'basics': { is: 'basics', fields: basics(facts({})), ...step({}) },
  'basics-faults': { is: 'basics', fields: basics(facts({ referenceDate: '31/13/2023' }, { referenceDate: 'Datoen findes ikke. Skriv den som dag-måned-år, f.eks. 31-12-2023.', fiftyOrMore: 'Vælg ja eller nej.' })), ...step({ basics: 2 }) },
  'leaders': { is: 'leaders', mayAdd: true, units: [unitOf('u1', 'Enhed 1', false, facts({}), { level1: null, level2: null })], ...step({ basics: 0 }) },
  'leaders-saved': { is: 'leaders', mayAdd: true, units: [unitOf('u1', 'Enhed 1', false, facts(counted), { level1: [0, 1], level2: [2, 6] })], ...step({ basics: 0, leaders: 0 }, 'Gemt kl. 10.12.') },
  'leaders-small': { is: 'leaders', mayAdd: false, units: [], ...step({ basics: 0 }) },
  'leaders-units-faults': {
    is: 'leaders', mayAdd: false, ...step({ basics: 0, leaders: 5 }),
    units: Object.entries(units).map(([id, name]) => unitOf(id, id === 'u3' ? 'Enhed 3' : name, true, facts(big, bigFaults, { unitNames: { ...units, u3: 'Enhed 3' }, lastYear: null }), id === 'u3' ? { level1: null, level2: null } : id === 'u1' ? { level1: [1, 0], level2: [5, 2] } : { level1: [1, 1], level2: [4, 4] })),
  },
  'targets': { is: 'targets', levels: [targetOf('u1', null, 'level1', facts({}), [0, 1]), targetOf('u1', null, 'level2', facts(targeted), [2, 6])], ...step({ basics: 0, leaders: 0 }) },
  'targets-faults': { is: 'targets', levels: [targetOf('u1', null, 'level1', facts({}), [0, 1]), targetOf('u1', null, 'level2', facts({ ...targeted, 'u1.level2.percent': '12,5', 'u1.level2.year': '2019', 'u1.level2.status': '' }, targetFaults), [2, 6])], ...step({ basics: 0, leaders: 0, targets: 3 }) },
  'targets-units': { is: 'targets', ...step({ basics: 0, leaders: 1 }), levels: [targetOf('u1', 'Børn og Ungdom', 'level2', facts({}), [5, 2]), targetOf('u2', 'Sundhed og Omsorg', 'level1', facts({}), [0, 4]), targetOf('u2', 'Sundhed og Omsorg', 'level2', facts({ 'u2.level2.hasTarget': 'yes', 'u2.level2.number': '4' }), [4, 4]), targetOf('u3', 'Teknik og Miljø', 'level1', facts({}), [0, 0]), targetOf('u3', 'Teknik og Miljø', 'level2', facts({}), null)] },
  'targets-none': { is: 'targets', levels: [targetOf('u1', null, 'level1', facts({}), [1, 0]), targetOf('u1', null, 'level2', facts({}), [4, 4])], ...step({ basics: 0, leaders: 0 }) },
  'targets-small': { is: 'targets', levels: [], ...step({ basics: 0, leaders: 0 }) },
  'policy': { is: 'policy', fields: policy(facts({})), ...step({ basics: 0, leaders: 0, targets: 0 }) },
  'policy-faults': { is: 'policy', fields: policy(facts(politics, politicsFaults)), ...step({ basics: 0, leaders: 0, targets: 0, policy: 2 }) },
  'confirm-removal': { is: 'confirm-removal', unit: 'u2', title: 'Sundhed og Omsorg', revision: '7', hidden: big },
  'conflict': {
    is: 'conflict', section: 'leaders', revision: '8', theirs: jens, hidden: counted,
    rows: [{ label: 'Øverste ledelsesniveau, kvinder', yours: '0', theirs: '1' }, { label: 'Øverste ledelsesniveau, mænd', yours: '1', theirs: '0' }, { label: 'Næste ledelsesniveau, mænd', yours: '6', theirs: '' }],
  },
  'preview-empty': { ...preview, empty: true, blocks: [] },
  'preview-faults': { ...preview, blocks: [], faults: [
    { section: 'leaders', faults: [{ path: 'u1.level2.men', label: 'Næste ledelsesniveau, mænd', text: 'Skriv antallet. Er der ingen, så skriv 0.' }] },
    { section: 'policy', faults: [{ path: 'policy', label: 'Har kommunen en politik for at øge andelen af det underrepræsenterede køn i ledelsen?', text: 'Vælg et svar.' }, { path: 'policyDate', label: 'Dato for politikken', text: 'Datoen findes ikke.' }] },
  ] },
  'preview': { ...preview, notices: ['Antallet af mænd på næste ledelsesniveau er steget fra 5 til 6 siden sidste år.'] },
  'preview-correction': { ...preview, replaces: second, correction: fieldOf('correction', facts({}, { correction: 'Skriv, hvorfor indberetningen rettes efter fristen.' })) },
  'receipt': receipt,
  'receipt-corrected': { ...receipt, fresh: false, version: { ...first, number: 3 }, replaced: second, reason: 'Der var byttet om på kvinder og mænd.', deadline: { day: 'fredag den 31. maj 2024', overdue: true } },
  'receipt-old': { ...receipt, fresh: false, replacedBy: second },
  'colleagues': { ...colleagues, invite: { name: good, email: good, domain: 'rksk.dk' } },
  'colleagues-faults': { ...colleagues, people: [], invite: { name: { value: 'Bo', fault: null }, email: { value: 'bo@gmail.com', fault: 'Adressen skal ende på rksk.dk.' }, domain: 'rksk.dk' } },
  'colleagues-colleague': { ...colleagues, notice: 'Jens Østergaard er inviteret.', invite: null },
  'accessibility': { is: 'accessibility', updated: '2. februar 2024', address: 'indberetning.example.dk' },
  'personal-data': { is: 'personal-data', kept: 'til kampagnen er afsluttet og journaliseret' },
};

/** What stands around a sample. */
export function frameOf(view: View): Frame {
  switch (view.is) {
    case 'activate': case 'dead-link': case 'not-found': case 'error': case 'too-many': case 'signed-out': case 'session-ended': case 'log-in': case 'forgotten': case 'forgotten-sent': return signedOutFrame;
    case 'forbidden': case 'too-big': case 'password': case 'overview': case 'basics': case 'leaders': case 'targets': case 'policy': case 'confirm-removal': case 'conflict': case 'preview':
    case 'receipt': case 'colleagues': case 'accessibility': case 'personal-data': return signedInFrame;
  }
}
