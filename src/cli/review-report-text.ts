// What `review` says of a report by mail that waits: the report in words, how it stands beside what counts, and what accepting it will do.
// It refuses to translate the report: its words are those that the kommune reads on its receipt.
import type { Campaign } from '../core/campaign.ts';
import type { CaseState } from '../core/case.ts';
import { desk } from '../core/events.ts';
import type { Kommune, Register } from '../core/kommune.ts';
import { line, shortLine } from '../core/letters/line.ts';
import type { OfferedReport, ReceiptTo } from '../core/report/accept.ts';
import type { FoundItem, ItemRef } from '../flows/review.ts';
import { local } from './when.ts';

export function idOf({ stream, id }: ItemRef): string {
  return `${stream}/${id}`;
}

/** Labelled lines for `review show`. */
export function reportLines({ form, blocks, faults, newest, isSame, differs, needsReason }: OfferedReport, sender: string | null, register: Register): readonly (readonly [string, string])[] {
  const lines: (readonly [string, string])[] = [['report', `${form.source}${form.kommune === null ? '' : `, the sheet of ${nameOf(register, form.kommune)}`}${sender === null ? '' : `, from ${sender}`}`]];
  for (const { title, rows } of blocks) lines.push(['', `${title}: ${rows.map(({ label, value }) => `${label} ${shortLine(value, 120)}`).join('; ')}`]);
  for (const fault of faults) lines.push(['fault', faultLine(fault)]);
  lines.push(['counts', newest === null ? 'no report yet' : `version ${newest.number} of ${local(newest.at)} by ${newest.by}, ${newest.via === 'mail' ? 'by mail' : 'on the portal'}`]);
  if (isSame) lines.push(['differs', 'in nothing: it says what that version says']);
  else if (differs.length > 0) lines.push(['differs', shortLine(differs.join('; '), 300)]);
  if (needsReason) lines.push(['late', 'the deadline has passed and the sheet gives no reason: give one with --note']);
  return lines;
}

export function faultLine({ place, label, text }: OfferedReport['faults'][number]): string {
  return `${place === null ? '' : `${place}, `}${line(label)}: ${line(text)}`;
}

/** What accepting the report will do, before anybody says yes. */
export function reportPlan(found: FoundItem, kommune: Kommune, register: Register, campaign: Campaign, offered: OfferedReport, state: Pick<CaseState, 'contact' | 'exempt'>, answer: ReceiptTo, quiet: boolean): readonly string[] {
  const { form, newest, differs } = offered;
  const from = found.item.mail?.from ?? 'an unknown sender';
  const { contact } = state;
  const toKnow = [
    ...(form.kommune !== null && form.kommune !== kommune.code ? [`the sheet is ${nameOf(register, form.kommune)}'s`] : []),
    ...(form.campaign !== null && form.campaign !== campaign.id ? [`the sheet is of the campaign ${line(form.campaign)}`] : []),
    ...(state.exempt ? [`${kommune.name} is exempt: ${line(state.exempt.note)}`] : []),
  ];
  const receipts = contact === null ? [] : [...(answer?.to ? [answer.to] : []), contact.email];
  return [
    ...(found.ref.stream === kommune.code ? [] : [`Assigns ${idOf(found.ref)} to ${kommune.name} (${kommune.code}) first.`]),
    `Hands in for ${kommune.name} (${kommune.code}) the report in ${form.source} from ${from}.`,
    ...toKnow.map((sentence) => `To know: ${sentence}.`),
    newest === null ? 'No report counts now.' : `Version ${newest.number} counts now. It is replaced${differs.length > 0 ? `: ${shortLine(differs.join('; '), 300)}` : ''}.`,
    quiet ? 'No receipt is sent.' : receipts.length === 0 ? 'No receipt is sent: nobody is registered.' : `The receipt goes to ${receipts.join(' and ')}.`,
    ...(found.item.what === 'question' || (found.item.read?.also.length ?? 0) > 0 ? ['What stands beside the report in the mail goes on waiting, as a question.'] : []),
  ];
}

/** The commands that make sense next. */
export function reportNext({ ref, item }: Pick<FoundItem, 'ref' | 'item'>, { form, faults, isSame, needsReason }: OfferedReport, register: Register): readonly string[] {
  const id = idOf(ref);
  const to = ref.stream === desk ? ` --kommune ${register.kommuner.find(({ code }) => code === form.kommune)?.code ?? 'KOMMUNE'}` : '';
  return [
    ...(faults.length > 0 || isSame ? [] : [`accept ${id}${to}${needsReason ? ' --note "REASON"' : ''}`]),
    `assign ${id} KOMMUNE`, ...(item.what === 'question' ? [] : [`forward ${id}`]), `discard ${id}`,
  ];
}

function nameOf(register: Register, code: string): string {
  return `${register.kommuner.find((k) => k.code === code)?.name ?? 'no kommune'} (${line(code)})`;
}
