// The draft of a report: what has been saved of each page, by whom, and whether somebody else has saved it since a page was shown.
// It refuses to overwrite silently: a page that was shown before the newest save of it is a conflict, and both texts are kept.
import { answerAt, levelNames, levelPath, longestAt, mostUnits, namePath, partsOf, sectionOf, sections, type targetFields, unitsOf, type Answers, type Report, type ReportLevel, type ReportRules, type Section } from './model.ts';

/** `revision`: the draft's when it was saved. `by`: an e-mail address. `at`: ISO instant. */
export type Saved = { readonly revision: number; readonly by: string; readonly at: string };
export type Draft = { readonly answers: Answers; /** Grows with every save and with every report handed in or taken back. */ readonly revision: number; readonly saved: Readonly<Partial<Record<Section, Saved>>> };

/** A report as it was handed in; the newest counts that was not taken back, and every version is kept. */
export type Submission = {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly via: 'portal' | 'mail';
  /** null in logs of before reports had figures. */
  readonly report: Report | null;
  readonly answers: Answers;
  /** Why it was corrected after the deadline; '' where nobody had to say. */
  readonly correction: string;
  /** The draft's revision that it was made of. */
  readonly revision: number;
  /** The last save of a draft that had not been handed in, and that this report by mail took the place of. */
  readonly over: Saved | null;
  /** ISO instant at which it was written: handed in on the portal, or the mail's Date; never before that of the version it took the place of by a person's word. */
  readonly writtenAt: string;
  /** ISO instant at which a person took it back: it does not count, and keeps its number. */
  readonly withdrawnAt: string | null;
  /** How the draft stood before a person made it count; null where no person did. `began`: nobody had begun. */
  readonly before: { readonly draft: Draft | null; readonly began: boolean } | null;
};

/** The version that counts: the newest that was not taken back. */
export function newestReport({ reports }: { readonly reports: readonly Submission[] }): Submission | undefined {
  return reports.findLast(({ withdrawnAt }) => withdrawnAt === null);
}

/** What a report begins with: the units' names, last year's or the campaign's, otherwise one unit named after the kommune. */
export function startAnswers(kommune: { readonly code: string; readonly name: string }, rules: ReportRules, lastYear: Answers | null): Answers {
  const before = lastYear === null ? [] : unitsOf(lastYear).map((unit) => answerAt(lastYear, namePath(unit)));
  const names = before.length > 0 ? before : rules.units[kommune.code] ?? (rules.perUnit.includes(kommune.code) ? [''] : [kommune.name]);
  return Object.fromEntries(names.slice(0, mostUnits).map((name, i) => [namePath(`u${i + 1}`), name]));
}

/** The answers of one page. */
export function ofSection(answers: Answers, section: Section): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([path]) => sectionOf(path) === section));
}

/**
 * The draft's answers with one page replaced by what was typed. A text that is too long is not taken: what was saved before stays. A unit that
 * is gone takes its targets along.
 */
export function withSection(answers: Answers, section: Section, typed: Answers): Answers {
  const taken = Object.entries(ofSection(typed, section)).flatMap(([path, text]) => (text.length <= longestAt(path) ? [[path, text] as const] : path in answers ? [[path, answerAt(answers, path)] as const] : []));
  const merged = { ...Object.fromEntries(Object.entries(answers).filter(([path]) => sectionOf(path) !== section)), ...Object.fromEntries(taken) };
  const units = unitsOf(merged);
  return Object.fromEntries(Object.entries(merged).filter(([path]) => {
    const parts = partsOf(path);
    return parts !== undefined && (!('unit' in parts) || units.includes(parts.unit));
  }));
}

/**
 * Who has saved since the draft had this revision what this page, typed so, would overwrite; undefined where nobody has. A page of targets hangs on
 * the leaders it was made of, and a unit that is taken out takes its targets along.
 */
export function savedSince(draft: Draft, section: Section, typed: Answers, revision: number): Saved | undefined {
  const takesOut = section === 'leaders' && unitsOf(draft.answers).some((unit) => !unitsOf(typed).includes(unit));
  const of = section === 'targets' || takesOut ? (['targets', 'leaders'] as const) : [section];
  return of.flatMap((one) => draft.saved[one] ?? []).filter((saved) => saved.revision > revision).toSorted((a, b) => b.revision - a.revision)[0];
}

export function begunDraft(start: Answers): Draft {
  return { answers: start, revision: 0, saved: {} };
}

/** The draft, with what it begins with where nothing stands in it: nobody has begun, or what was in it was taken back. */
export function draftOf(draft: Draft | null, start: Answers): Draft {
  return draft === null ? begunDraft(start) : isUntouched(draft) ? { ...draft, answers: start } : draft;
}

/** Nothing was saved and nothing handed in that still stands. */
export function isUntouched(draft: Draft | null): boolean {
  return draft === null || (Object.keys(draft.answers).length === 0 && Object.keys(draft.saved).length === 0);
}

export function afterSave(draft: Draft, section: Section, typed: Answers, by: string, at: string): Draft {
  const revision = draft.revision + 1;
  return { answers: withSection(draft.answers, section, typed), revision, saved: { ...draft.saved, [section]: { revision, by, at } } };
}

/** Corrections go on from what was handed in; a page that was shown before is a conflict from then on. */
export function afterSubmission(draft: Draft | null, answers: Answers, by: string, at: string): Draft {
  const revision = (draft?.revision ?? 0) + 1;
  return { answers, revision, saved: Object.fromEntries(sections.map((section) => [section, { revision, by, at }])) };
}

/**
 * A version that was taken back no longer counts, and where the draft still says what it said, the draft is again what it was before. A page that
 * was shown before is a conflict from then on.
 */
export function afterWithdrawal(reports: readonly Submission[], draft: Draft | null, number: number, at: string): { readonly reports: readonly Submission[]; readonly draft: Draft | null } {
  const gone = reports.find((r) => r.number === number && r.withdrawnAt === null);
  if (!gone) return { reports, draft };
  const left = reports.map((r) => (r === gone ? { ...r, withdrawnAt: at } : r));
  const isOfGone = (shown: Draft, earlier: readonly Submission[]): boolean => {
    const counts = newestReport({ reports: earlier });
    return sameAnswers(shown.answers, gone.answers) && !(counts && sameAnswers(shown.answers, counts.answers));
  };
  const { before } = gone;
  if (before === null) return { reports: left, draft };
  // What stood before a later one is not what was taken back here: taking the later one back must not bring it back.
  const mended = left.map((r, i) => (r.number > number && r.before?.draft && isOfGone(r.before.draft, left.slice(0, i)) ? { ...r, before: { ...r.before, draft: again(before.draft, r.before.draft.revision) } } : r));
  return { reports: mended, draft: draft && isOfGone(draft, left) ? again(before.draft, draft.revision) : draft };
}

/** A draft as it was, newer than whatever was shown since. */
function again(was: Draft | null, revision: number): Draft {
  const saved = Object.entries(was?.saved ?? {}).map(([section, one]) => [section, { ...one, revision: one.revision + revision }]);
  return { answers: was?.answers ?? {}, revision: (was?.revision ?? 0) + revision + 1, saved: Object.fromEntries(saved) };
}

/** The last save of a draft since it was handed in, where it says something else by now. */
export function unsent(draft: Draft | null, newest: Submission | undefined): Saved | null {
  if (!draft || (newest && sameAnswers(draft.answers, newest.answers))) return null;
  const since = newest ? newest.revision + 1 : 0;
  return Object.values(draft.saved).filter((saved) => saved.revision > since).toSorted((a, b) => b.revision - a.revision)[0] ?? null;
}

/** Last year's answers under this year's units, by their names; a kommune that reports as one is its one unit. */
export function besideUnits(lastYear: Answers, answers: Answers): Answers {
  const [before, now] = [unitsOf(lastYear), unitsOf(answers)];
  const nameAt = (of: Answers, unit: string): string => answerAt(of, namePath(unit)).trim().toLowerCase();
  const was = (unit: string): string | undefined => (before.length === 1 && now.length === 1 ? before[0] : before.find((old) => nameAt(lastYear, old) !== '' && nameAt(lastYear, old) === nameAt(answers, unit)));
  const plain = Object.entries(lastYear).filter(([path]) => !/^u\d/.test(path));
  const ofUnits = now.flatMap((unit) => {
    const old = was(unit);
    return old === undefined ? [] : Object.entries(lastYear).filter(([path]) => path.startsWith(`${old}.`)).map(([path, text]) => [`${unit}${path.slice(old.length)}`, text] as const);
  });
  return Object.fromEntries([...plain, ...ofUnits]);
}

/** True where two sets of answers say the same. A field that is missing and an empty one are the same. */
export function sameAnswers(a: Answers, b: Answers): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((path) => answerAt(a, path) === answerAt(b, path)) && unitsOf(a).join() === unitsOf(b).join();
}

/** True where two reports say the same, whatever their units are called inside. */
export function sameReport(a: Report, b: Report): boolean {
  const said = ({ units, ...rest }: Report): string => JSON.stringify([rest, units.map(({ id: _, ...unit }) => unit)]);
  return said(a) === said(b);
}

/** The answers that make this report: what a form shows of it. */
export function answersOf(report: Report): Answers {
  const { referenceDate, fiftyOrMore, units, policy, reportedOn, comment } = report;
  return {
    referenceDate: typedDay(referenceDate), fiftyOrMore: fiftyOrMore ? 'yes' : 'no',
    ...Object.fromEntries(units.flatMap((unit) => [[namePath(unit.id), unit.name] as const, ...levelNames.flatMap((level) => levelAnswers(unit[level]).map(([field, text]) => [levelPath(unit.id, level, field), text] as const))])),
    ...(policy === null ? {} : { policy: policy.answer, policyLink: policy.link, policyDate: policy.date === null ? '' : typedDay(policy.date) }),
    reportedOn: reportedOn === null ? '' : typedDay(reportedOn), comment,
  };
}

function levelAnswers({ women, men, hasTarget, target, status, reason }: ReportLevel): readonly (readonly ['women' | 'men' | (typeof targetFields)[number], string])[] {
  const text = (n: number | null | undefined): string => (n === null || n === undefined ? '' : String(n).replace('.', ','));
  return [
    ['women', text(women)], ['men', text(men)], ['hasTarget', hasTarget === null ? '' : hasTarget ? 'yes' : 'no'],
    ['number', text(target?.number)], ['percent', text(target?.percent)], ['year', text(target?.year)], ['status', status ?? ''], ['reason', reason],
  ];
}

/** "31-12-2023", as it is typed. */
function typedDay(iso: string): string {
  return iso.split('-').toReversed().join('-');
}
