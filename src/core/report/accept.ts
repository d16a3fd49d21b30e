// A report by mail that waits for a person: how it stands, who hears of it, and what comes of it when she makes it count.
// It refuses one with faults, one that changes nothing, and one that she looked at before another version came.
import { reportRules, type Campaign } from '../campaign.ts';
import type { CaseState } from '../case.ts';
import { ignored, type CaseEvent, type Decision } from '../events.ts';
import { closedItem, openItem, type Item } from '../items.ts';
import { answerOf, beside, closing, type ReviewCommand } from '../review.ts';
import type { Contact, Thread } from '../task.ts';
import { checkCase, handIn, needsCorrection, partedAnswers, versionSaying } from './decide.ts';
import { newestReport, type Submission } from './draft.ts';
import type { PlacedFault } from './handed-in.ts';
import { answerAt, correctionField } from './model.ts';
import { placedFaults } from './placed.ts';
import { problemsOf, type FormRead } from './sheet.ts';
import { summaryOf, type SummaryBlock } from './summary.ts';

export type OfferedReport = {
  readonly form: FormRead;
  /** The report in words; empty while it has faults. */
  readonly blocks: readonly SummaryBlock[];
  readonly faults: readonly PlacedFault[];
  /** The version that counts now. */
  readonly newest: Submission | null;
  /** It says what that version says. */
  readonly isSame: boolean;
  /** What it says otherwise than that version, each as "label: before → now". */
  readonly differs: readonly string[];
  /** The deadline has passed, and neither the sheet nor the person says why it is corrected. */
  readonly needsReason: boolean;
};

/** The report that an item holds, where it is a report's to accept; a mail that names a contact too is accepted as the contact's. */
export function reportOf({ read }: Pick<Item, 'read'>): FormRead | undefined {
  return read && read.contacts.length === 0 ? read.report : undefined;
}

type CaseReports = Pick<CaseState, 'kommune' | 'reports' | 'extended'>;

/** How the report of an item stands beside the versions of a case (at the desk there are none). `note`: the person's reason for a late correction. */
export function offeredReport(item: Pick<Item, 'read'>, state: CaseReports, campaign: Campaign, at: string, note = ''): OfferedReport | null {
  const form = reportOf(item);
  if (!form) return null;
  const { reportYear, equality } = reportRules(campaign);
  const newest = newestReport(state) ?? null;
  const problems = problemsOf(form);
  const correction = reasonOf(form, note);
  const same = problems.length === 0 ? versionSaying(state, campaign, partedAnswers(form.answers).answers, at) : undefined;
  // That the reason is missing is told apart: the person may give it.
  const { report, faults } = checkCase(state, campaign, { ...form.answers, [correctionField]: correction === '' ? '.' : correction }, at);
  const placed = placedFaults(form, faults, reportYear);
  const blocks = report && placed.length === 0 ? summaryOf(report, equality) : [];
  return {
    form, blocks, faults: placed, newest, isSame: same !== undefined && same === newest, differs: newest?.report ? differences(summaryOf(newest.report, equality), blocks) : [],
    needsReason: correction === '' && needsCorrection(state, campaign, at),
  };
}

/** The sheet's own reason, otherwise the person's. */
function reasonOf({ answers }: FormRead, note: string): string {
  return answerAt(answers, correctionField).trim() || note.trim();
}

function differences(before: readonly SummaryBlock[], now: readonly SummaryBlock[]): readonly string[] {
  if (now.length === 0) return [];
  const rows = (blocks: readonly SummaryBlock[]): ReadonlyMap<string, string> => new Map(blocks.flatMap(({ title, rows: all }) => all.map(({ label, value }) => [`${title}, ${label}`, value] as const)));
  const [was, is] = [rows(before), rows(now)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((label) => was.get(label) !== is.get(label)).map((label) => `${label}: ${was.get(label) ?? '-'} → ${is.get(label) ?? '-'}`);
}

/** Where the sender's own receipt goes, and its thread: the contact's is in the thread where she sent it herself. null: the sender gets none. */
export type ReceiptTo = { readonly to: string | null; readonly thread: Thread } | null;

/** `isOwn`: the address lies at the kommune's own domain; nobody else is told what a kommune has reported. */
export function receiptTo(item: Pick<Item, 'mail' | 'read'>, contact: Contact | null, isOwn: (address: string) => boolean): ReceiptTo {
  const answer = answerOf(item);
  if (!answer) return null;
  const own = contact?.email.toLowerCase();
  if (own !== undefined && (item.mail?.from.toLowerCase() === own || answer.to.toLowerCase() === own)) return { to: null, thread: answer.thread };
  return isOwn(answer.to) ? answer : null;
}

export function acceptReport(command: Extract<ReviewCommand, { type: 'accept-report' }>, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, note } = command;
  const item = openItem(state, command.item);
  if (!item) return ignored(closedItem(state, command.item) ? 'already-closed' : 'no-such-review');
  const { mail, read } = item;
  if (mail === null) return ignored('no-mail');
  const offered = offeredReport(item, state, campaign, at, note);
  if (!offered || !read) return ignored('no-report');
  if ((offered.newest?.number ?? null) !== command.over) return ignored('changed-meanwhile');
  if (offered.isSame) return ignored('nothing-new');
  if (offered.faults.length > 0) return ignored('has-faults');
  if (offered.needsReason) return ignored('needs-reason');
  const handedIn = handIn(state, campaign, { at, by: mail.from.toLowerCase(), via: 'mail', answers: partedAnswers(offered.form.answers).answers, correction: reasonOf(offered.form, note), item: item.id }, command.answer);
  if ('ignored' in handedIn) return handedIn;
  // What stands beside the report goes on waiting, without the report.
  const { report: _, ...rest } = read;
  const left: Item = { ...item, read: { ...rest, also: rest.kind === 'report' ? rest.also : [rest.kind, ...rest.also.filter((kind) => kind !== 'report')] } };
  return { events: [closing(command, item.id, 'accepted'), ...handedIn.events.filter(({ type }) => type !== 'mail-asked' || !command.quiet), ...beside(left, mail, { ...state, stream: state.kommune ?? '' }, at)] };
}
