// What people do with the report on the portal, as straight lines: look at it, save a page, hand it in.
// It refuses a second door: each change is a step of the kommune's case, and what two people do at once is told, never merged.
import type { Account } from '../../core/accounts.ts';
import { dayOfIso, lastDayInTime, type Day } from '../../core/calendar.ts';
import { reportRules } from '../../core/campaign.ts';
import type { CaseState } from '../../core/case.ts';
import type { Fault } from '../../core/report/check.ts';
import { checkCase, needsCorrection } from '../../core/report/decide.ts';
import { besideUnits, draftOf, isUntouched, newestReport, ofSection, savedSince, startAnswers, withSection, type Draft, type Saved, type Submission } from '../../core/report/draft.ts';
import { correctionField, longestAt, type Answers, type Report, type ReportRules, type Section } from '../../core/report/model.ts';
import { deadlineOf } from '../../core/rounds.ts';
import type { Task } from '../../core/task.ts';
import { step, type Loaded, type StepNeeds } from '../step.ts';

export type ReportsNeeds = StepNeeds & {
  /** A kommune's case as it is now. */
  readonly caseOf: (kommune: string) => Promise<Loaded<CaseState> | undefined>;
  /** What the kommune reported in the campaign before. */
  readonly lastYear: (kommune: string) => Answers | null;
  readonly queueLetters: (tasks: readonly Task[]) => Promise<void>;
  readonly now: () => Temporal.Instant;
  readonly facts: { reportSaved(fact: { kommune: string; section: Section; outcome: string }): void; reportHandedIn(fact: { kommune: string; number: number | null; outcome: string }): void };
};

/** Where a kommune's report stands: the draft with what is wrong with it, and what was handed in. */
export type Stand = {
  readonly kommune: string;
  readonly name: string;
  readonly rules: ReportRules;
  readonly draft: Draft;
  readonly begun: boolean;
  readonly faults: readonly Fault[];
  readonly notices: readonly Fault[];
  /** The report that the draft makes; null while it has faults. `reportBut`: the same where nothing but the reason of a correction is missing. */
  readonly report: Report | null;
  readonly reportBut: Report | null;
  readonly reports: readonly Submission[];
  /** Last year's answers, under this year's units. */
  readonly lastYear: Answers | null;
  readonly deadline: Day;
  /** The last day in time; and today, in Denmark. */
  readonly lastDay: Day;
  readonly today: Day;
  readonly needsCorrection: boolean;
  readonly exempt: CaseState['exempt'];
  /** Names of who may write or has written: address in lower case → name. */
  readonly names: Readonly<Record<string, string>>;
};

export type SavedPage = { readonly is: 'saved'; readonly stand: Stand } | { readonly is: 'conflict'; readonly theirs: Saved; readonly stand: Stand } | { readonly is: 'exempt' };
export type HandedInNow = { readonly is: 'handed-in'; readonly number: number; readonly fresh: boolean } | { readonly is: 'faults'; readonly stand: Stand } | { readonly is: 'changed'; readonly stand: Stand } | { readonly is: 'exempt' };

export type Reports = ReturnType<typeof createReports>;

function namesOf({ logins, colleagues, contact }: CaseState): Readonly<Record<string, string>> {
  return Object.fromEntries([...logins, ...colleagues, ...(contact ? [contact] : [])].map(({ email, name }) => [email.toLowerCase(), name]));
}

function isEmpty(answers: Answers): boolean {
  return Object.keys(answers).length === 0;
}

export function createReports(needs: ReportsNeeds) {
  const { campaign, facts } = needs;
  const rules = reportRules(campaign);

  async function caseNow(kommune: string): Promise<Loaded<CaseState>> {
    const found = await needs.caseOf(kommune);
    if (!found) throw new Error(`there is no case of ${kommune}`);
    return found;
  }

  async function stateOf(kommune: string): Promise<CaseState> {
    return (await caseNow(kommune)).state;
  }

  /** What a draft begins with that nobody has begun. */
  function startOf({ kommune, name }: CaseState): Answers {
    const code = kommune ?? '';
    return startAnswers({ code, name }, rules, needs.lastYear(code));
  }

  /** `correction`: as it was typed, '' before. */
  function standOf(state: CaseState, correction = ''): Stand {
    const kommune = state.kommune ?? '';
    const at = needs.now().toString();
    const before = needs.lastYear(kommune);
    const draft = draftOf(state.draft, startOf(state));
    const deadline = deadlineOf(campaign, state, 'report');
    const checked = checkCase(state, campaign, { ...draft.answers, [correctionField]: correction }, at);
    return {
      kommune, name: state.name, rules, draft, begun: !isUntouched(state.draft), ...checked,
      // A report does not hold the reason of its correction: where there is one already, it is the same.
      reportBut: checked.report ?? checkCase(state, campaign, { ...draft.answers, [correctionField]: '.' }, at).report, reports: state.reports,
      lastYear: before && besideUnits(before, draft.answers), deadline, lastDay: lastDayInTime(deadline), today: dayOfIso(at), needsCorrection: needsCorrection(state, campaign, at), exempt: state.exempt, names: namesOf(state),
    };
  }

  return {
    /** Where it stood when the case was read. */
    stand: (state: CaseState): Stand => standOf(state),

    /** Where it stands now. Changes nothing. */
    look: async (kommune: string, correction = ''): Promise<Stand> => standOf(await stateOf(kommune), correction),

    /** The faults as they would be with this page typed so, whether it is saved or not. */
    faultsWith: async (kommune: string, section: Section, typed: Answers): Promise<readonly Fault[]> => {
      const state = await stateOf(kommune);
      const draft = draftOf(state.draft, startOf(state));
      // Of a text too long its length is told, and nothing else is read of it: that could take for ever.
      const told = Object.fromEntries(Object.entries(typed).map(([path, text]) => [path, text.length > longestAt(path) ? 'x'.repeat(text.length) : text]));
      return checkCase(state, campaign, { ...(isEmpty(typed) ? draft.answers : withSection(draft.answers, section, typed)), ...told }, needs.now().toString()).faults;
    },

    /** Saves a page as it was typed, faults and all. `revision`: the draft's when the page was shown. */
    async save({ kommune, email }: Account, section: Section, typed: Answers, revision: number): Promise<SavedPage> {
      // The case is known already; where somebody was faster, step reads it anew.
      const known = await caseNow(kommune);
      const start = startOf(known.state);
      // A page on which nothing was asked takes nothing away.
      const answers = isEmpty(typed) ? ofSection(draftOf(known.state.draft, start).answers, section) : typed;
      const stepped = await step(needs, [{ stream: kommune, command: { type: 'save-report', at: needs.now().toString(), by: email, section, answers, start, revision } }], null, known);
      const state = await stateOf(kommune);
      const outcome = stepped.outcome === 'done' ? 'saved' : stepped.ignored[0] ?? '';
      facts.reportSaved({ kommune, section, outcome });
      if (outcome === 'exempt' || outcome === 'no-contact') return { is: 'exempt' };
      const stand = standOf(state);
      const theirs = outcome === 'changed-meanwhile' ? savedSince(stand.draft, section, answers, revision) : undefined;
      return theirs ? { is: 'conflict', theirs, stand } : { is: 'saved', stand };
    },

    /** Hands the draft in, if it is still the one that was looked through. The same form sent twice hands in once. */
    async handIn({ kommune, email }: Account, revision: number, correction: string): Promise<HandedInNow> {
      const stepped = await step(needs, [{ stream: kommune, command: { type: 'submit-report', at: needs.now().toString(), by: email, revision, correction } }]);
      if (stepped.outcome === 'done') await needs.queueLetters(stepped.tasks);
      const state = await stateOf(kommune);
      const outcome = stepped.outcome === 'done' ? 'handed-in' : stepped.ignored[0] ?? '';
      const same = state.reports.findLast((r) => r.via === 'portal' && r.by === email && r.revision === revision);
      facts.reportHandedIn({ kommune, number: newestReport(state)?.number ?? null, outcome });
      if (outcome === 'exempt' || outcome === 'no-contact') return { is: 'exempt' };
      const newest = newestReport(state);
      if (outcome === 'handed-in') return { is: 'handed-in', number: newest?.number ?? 1, fresh: true };
      if (outcome === 'changed-meanwhile' && same) return { is: 'handed-in', number: same.number, fresh: true };
      if (outcome === 'nothing-new' && newest) return { is: 'handed-in', number: newest.number, fresh: false };
      return { is: outcome === 'has-faults' ? 'faults' : 'changed', stand: standOf(state, correction) };
    },
  };
}
