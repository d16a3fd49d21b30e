// What comes of a report that came by mail: handed in and acknowledged, asked about cell by cell, or put before a person.
// It refuses a report of anybody but the contact and her colleagues, and one that was written before the newest was handed in.
import { activeColleague } from '../accounts.ts';
import { asking } from '../asking.ts';
import { dayOfIso } from '../calendar.ts';
import type { Campaign } from '../campaign.ts';
import { isUnconfirmed, type CaseState } from '../case.ts';
import type { CaseEvent, Decision, ReviewReason } from '../events.ts';
import type { Receive } from '../receive.ts';
import { checkCase, handIn, partedAnswers, versionSaying } from './decide.ts';
import { newestReport, sameAnswers } from './draft.ts';
import { placedFaults } from './placed.ts';
import { problemsOf, type FormRead } from './sheet.ts';

/** Mails about faults to one kommune in a day; the next sheet of that day goes to a person. */
const faultsADay = 5;

/** `open`: opens a review for the mail. `received`: that the mail came; `beside`: what stands beside the report and waits for a person. */
export type About = {
  readonly received: CaseEvent;
  readonly beside: readonly CaseEvent[];
  readonly review: (reason: ReviewReason, detail: string) => Decision<CaseEvent>;
};

export function receiveReport(form: FormRead, { mail, understanding: read, thread, at }: Receive, state: CaseState, campaign: Campaign, { received, beside, review }: About): Decision<CaseEvent> {
  const settled = (...events: readonly CaseEvent[]): Decision<CaseEvent> => ({ events: [{ ...received, outcome: 'accept' } as CaseEvent, ...events, ...beside] });
  if (state.exempt) return review('exempt', `the kommune is exempt since ${state.exempt.at.slice(0, 10)}: ${state.exempt.note}`);
  const from = mail.from.toLowerCase();
  const isContact = state.contact?.email.toLowerCase() === from && !isUnconfirmed(state);
  const colleague = activeColleague(state, from);
  if (!isContact && !colleague) return review('report-not-from-contact', `${mail.from} is neither the registered contact nor a colleague whom the contact has invited`);
  const newest = newestReport(state);
  // Both as they were written: of two mails that waited for us together the later one is the newest, whenever they were read.
  const written = state.reportWrittenAt ?? newest?.at;
  if (newest && written !== undefined && (mail.date === null || Temporal.Instant.compare(mail.date, written) < 0)) return review('report-older-than-newest', `version ${newest.number} was written ${written}, and this mail was written ${mail.date ?? 'at an unknown time'}`);

  const { answers, correction } = partedAnswers(form.answers);
  const problems = problemsOf(form);
  // It says what the newest says, for which there is a receipt: nothing is corrected, so nobody is asked for a reason.
  const same = problems.length === 0 ? versionSaying(state, campaign, answers, at) : undefined;
  if (same && same === newest) return settled();
  // An older version that comes again, perhaps within our own receipt sent back: whether it is meant to count once more is for a person.
  if (same) return review('report-older-than-newest', `the sheet says what version ${same.number} said, and version ${newest?.number} has come since`);
  const { faults } = checkCase(state, campaign, form.answers, at);
  const placed = placedFaults(form, faults, campaign.reportYear);
  if (placed.length > 0) {
    const today = state.corrections.filter((c) => dayOfIso(c.at).equals(dayOfIso(at)));
    // The same sheet with the same faults is asked about once a day: perhaps a machine sends it.
    if (today.some((c) => c.to === read.answerTo && sameAnswers(c.answers, answers) && JSON.stringify(c.faults) === JSON.stringify(placed))) return { events: [{ ...received, outcome: 'clarify' } as CaseEvent, ...beside] };
    if (today.length >= faultsADay || read.answerTo === null) return review('clarified-before', `a report with faults: ${placed.map((f) => `${f.place ?? ''} ${f.text}`.trim()).join(' ')}`);
    const name = isContact ? state.contact?.name : colleague?.name;
    const asked = asking(state, campaign, at)({ kind: 'correct', name: name ?? '', faults: placed, filename: form.source, answers }, read.answerTo, thread);
    return { events: [{ ...received, outcome: 'clarify' } as CaseEvent, asked, ...beside] };
  }
  const decision = handIn(state, campaign, { at, by: from, via: 'mail', answers, correction }, { to: read.answerTo, thread });
  return 'ignored' in decision ? settled() : settled(...decision.events);
}
