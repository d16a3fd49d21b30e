// What may happen to a kommune's report: a page is saved, the report is handed in on the portal or by mail, or it isn't and why.
// It refuses to hand in what was not shown: the draft must be the very one that was looked through.
import { asking, type Ask } from '../asking.ts';
import { dayOfIso, isDayAfter, lastDayInTime } from '../calendar.ts';
import { reportRules, type Campaign } from '../campaign.ts';
import type { CaseState } from '../case.ts';
import { ignored, type CaseEvent, type Decision } from '../events.ts';
import { deadlineOf } from '../rounds.ts';
import type { Thread } from '../task.ts';
import { checkReport, type Checked } from './check.ts';
import { draftOf, isUntouched, newestReport, ofSection, sameAnswers, sameReport, savedSince, withSection, type Submission } from './draft.ts';
import type { HandedIn } from './handed-in.ts';
import { correctionField, type Answers, type Section } from './model.ts';

/** `by`: the address of who is logged in. `revision`: the draft's when the page was shown. */
export type ReportCommand = { readonly at: string; readonly by: string; readonly revision: number } & (
  /** `start`: what a draft begins with that nobody has begun. */
  | { readonly type: 'save-report'; readonly section: Section; readonly answers: Answers; readonly start: Answers }
  /** `correction`: why, where a report is corrected after the deadline; otherwise ''. */
  | { readonly type: 'submit-report'; readonly correction: string }
);

export function isReportCommand(command: { readonly type: string }): command is ReportCommand {
  return command.type === 'save-report' || command.type === 'submit-report';
}

export function decideReport(command: ReportCommand, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, by, revision } = command;
  if (state.exempt) return ignored('exempt');
  if (!state.contact) return ignored('no-contact');
  switch (command.type) {
    case 'save-report': {
      const { section, answers, start } = command;
      const draft = draftOf(state.draft, start);
      const saved: Answers = ofSection(withSection(draft.answers, section, answers), section);
      // Before the conflict: who sends the same page twice is in nobody's way, herself least of all.
      if (draft.saved[section] && sameAnswers(ofSection(draft.answers, section), saved)) return ignored('nothing-new');
      if (savedSince(draft, section, answers, revision)) return ignored('changed-meanwhile');
      return { events: [...(isUntouched(state.draft) ? [{ type: 'report-begun' as const, at, by, start }] : []), { type: 'report-saved', at, by, section, answers: saved }] };
    }
    case 'submit-report': {
      const { draft } = state;
      if (!draft || isUntouched(draft)) return ignored('not-begun');
      if (draft.revision !== revision) return ignored('changed-meanwhile');
      return handIn(state, campaign, { at, by, via: 'portal', answers: draft.answers, correction: command.correction }, null);
    }
  }
}

type Answer = { readonly to: string | null; readonly thread: Thread };

/** `item`: the review by which a person makes it count. */
export type HandIn = { readonly at: string; readonly by: string; readonly via: 'portal' | 'mail'; readonly answers: Answers; readonly correction: string; readonly item?: string };

/** The report and its receipts. `answer`: the thread of the mail that brought it, and where an answer goes. Ignored where it says what the newest says, or has faults. */
export function handIn(state: CaseState, campaign: Campaign, { at, by, via, answers, correction, item }: HandIn, answer: Answer | null): Decision<CaseEvent> {
  const newest = newestReport(state);
  const same = versionSaying(state, campaign, answers, at);
  if (same && same === newest) return ignored('nothing-new');
  const { report } = checkCase(state, campaign, { ...answers, [correctionField]: correction }, at);
  if (!report) return ignored('has-faults');
  const handedIn = {
    via, by, report, answers, correction: needsCorrection(state, campaign, at) ? correction.trim() : '',
    replaces: newest ? { number: newest.number, at: newest.at, via: newest.via } : null,
  };
  return { events: [{ type: 'report-submitted', at, by, handedIn, ...(item === undefined ? {} : { item }) }, ...receipt(asking(state, campaign, at), state, { at, handedIn, item }, answer)] };
}

/** The latest version not taken back that these answers make again, whatever its units are called inside, and whether or not a reason is due; undefined where none says the same. */
export function versionSaying(state: Pick<CaseState, 'kommune' | 'reports' | 'extended'>, campaign: Campaign, answers: Answers, at: string): Submission | undefined {
  const { report } = checkCase(state, campaign, { ...answers, [correctionField]: '.' }, at);
  return state.reports.findLast((version) => version.withdrawnAt === null && version.report && report && sameReport(version.report, report));
}

/** The registered contact has it in writing that the report has come, whoever sent it in; who sent it by mail is answered too. */
function receipt(ask: Ask, state: CaseState, { at, handedIn, item }: { readonly at: string; readonly handedIn: HandedIn; readonly item: string | undefined }, answer: Answer | null): readonly CaseEvent[] {
  const { contact, submissions } = state;
  if (!contact) return [];
  const body = { kind: 'receipt' as const, contact: { name: contact.name, email: contact.email }, submittedAt: at, again: newestReport(state) !== undefined, number: submissions + 1, handedIn };
  const isOther = answer?.to && answer.to.toLowerCase() !== contact.email.toLowerCase();
  return [...(isOther ? [ask(body, answer.to ?? '', answer.thread, item)] : []), ask(body, contact.email, answer && !isOther ? answer.thread : null, item)];
}

/** The rules held against these answers of a case at an instant (ISO). */
export function checkCase(state: Pick<CaseState, 'kommune' | 'reports' | 'extended'>, campaign: Campaign, answers: Answers, at: string): Checked {
  return checkReport(answers, reportRules(campaign), { kommune: state.kommune ?? '', today: dayOfIso(at).toString(), needsCorrection: needsCorrection(state, campaign, at) });
}

/** True where a report counts already and the deadline (the kommune's own) has passed. */
export function needsCorrection(state: Pick<CaseState, 'reports' | 'extended'>, campaign: Campaign, at: string): boolean {
  return newestReport(state) !== undefined && isDayAfter(dayOfIso(at), lastDayInTime(deadlineOf(campaign, state, 'report')));
}

/** A sheet's answers, and apart from them what it says of the reason of a correction. */
export function partedAnswers({ [correctionField]: correction = '', ...answers }: Answers): { readonly answers: Answers; readonly correction: string } {
  return { answers, correction };
}
