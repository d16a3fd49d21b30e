// The report's sheet in a mail: found among its documents and set apart from them, and what is advised about it.
// It refuses to call a blank sheet a report: who sends the form back unfilled means something else.
import { dayOfIso } from '../calendar.ts';
import { kommuneOfDomain, domainOf } from '../kommune.ts';
import type { Document, InboundMail } from '../mail.ts';
import type { Match, ReadingContext } from '../match.ts';
import type { MailKind, Outcome } from '../reading.ts';
import { checkReport } from '../report/check.ts';
import { partsOf, type Answers } from '../report/model.ts';
import { toldFaults } from '../report/placed.ts';
import { readReportForm, type FormRead } from '../report/sheet.ts';

/** `whole`: the same documents with their texts uncut. `rest`: the others. A sheet that nobody has filled in is no form, and is no other document either. */
export function formIn(documents: readonly Document[], whole: readonly Document[], context: ReadingContext): { readonly form: FormRead | undefined; readonly rest: readonly Document[] } {
  const found = context.report && readReportForm(whole, context.report.reportYear);
  if (!found) return { form: undefined, rest: documents };
  return { form: isBlank(found.answers) ? undefined : found, rest: documents.filter((d) => d.source !== found.source) };
}

function isBlank(answers: Answers): boolean {
  return Object.entries(answers).every(([path, text]) => partsOf(path)?.field === 'name' || text.trim() === '');
}

type Advice = { readonly outcome: Outcome; readonly reasons: readonly string[] };

/**
 * What the sheet alone lets say: accept when it obeys every rule, clarify when it does not; review when it is not proved whose it is. Whether its
 * sender may report for the kommune, and whether it is the newest, the case knows.
 */
export function adviseOnForm(form: FormRead, mail: InboundMail, match: Match, also: readonly MailKind[], context: ReadingContext): Advice {
  const doubts = [...match.doubts];
  const kommune = match.kommune?.code;
  if (!match.sure || kommune === undefined) doubts.push('The kommune is not proved.');
  if (form.campaign !== null && form.campaign !== context.campaignId) doubts.push(`The sheet is of the campaign ${form.campaign}, and this one is ${context.campaignId}.`);
  if (form.kommune !== null && kommune !== undefined && form.kommune !== kommune) doubts.push(`The sheet is ${form.kommune}'s, and the mail comes from ${kommune}.`);
  if (also.includes('contact-list') || also.includes('decline')) doubts.push('It brings more than the report.');
  const owner = kommuneOfDomain(context.register, domainOf(mail.from[0]?.address ?? ''));
  if (owner && kommune !== undefined && owner.code !== kommune) doubts.push(`The sender is ${owner.name}'s.`);
  if (doubts.length > 0 || !context.report) return { outcome: 'review', reasons: [...new Set(doubts)] };
  const today = mail.date === null ? context.day : dayOfIso(mail.date).toString();
  const { faults } = checkReport(form.answers, context.report, { kommune: kommune ?? '', today, needsCorrection: false });
  const told = toldFaults(form, faults).map(({ cell, path, text }) => `${form.source}${cell === null && path === null ? '' : `!${cell ?? path}`}: ${text}`);
  return told.length > 0 ? { outcome: 'clarify', reasons: ['The report has faults.', ...told] } : { outcome: 'accept', reasons: ['The sender is the kommune, and the report obeys every rule.'] };
}
