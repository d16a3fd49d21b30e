// What `status` says: where all stand and what waits, or one kommune with its mails and its timeline.
// It refuses codes where a sentence can stand: whoever reads it has never seen the program from inside.
import { nextSendingInstant, withinSendingHours } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Event } from '../core/events.ts';
import type { MailOutcome } from '../core/outcome.ts';
import type { CaseStatus, Status } from '../core/status.ts';
import { deadlines, type Deadline } from '../core/task.ts';
import { holdWords, outcomeWords, whatWords } from './hold-text.ts';
import { table } from './table.ts';
import { told } from './timeline.ts';
import { atInstant, local, onDay } from './when.ts';

export const deadlineName: Readonly<Record<Deadline, string>> = { contact: 'the contact list', report: 'the report' };

export function overview(status: Status, campaign: Campaign, launched: boolean): readonly string[] {
  const { counts, cases } = status;
  const rows = cases.map((c) => [c.kommune, c.name, c.phase, notes(c), String(c.reminders), String(c.mailsIn), String(c.mailsOut), c.lastEventAt ? local(c.lastEventAt) : '-']);
  return [
    `Campaign ${status.campaign}, ${local(status.now)}${launched ? '' : ' (not launched)'}`,
    `contact list by ${onDay(campaign.contactDeadline.toString())}, report by ${onDay(campaign.reportDeadline.toString())}`,
    ...around(status, campaign, launched),
    '',
    `${cases.length} kommuner: ${counts.invited} invited, ${counts.contact} with a contact, ${counts.login} with a login, ${counts.begun} begun, ${counts.submitted} submitted`,
    `${counts.review} in review, ${counts.bounced} bounced, ${counts.overdue} overdue`,
    '',
    ...(rows.length > 0 ? table([['code', 'kommune', 'phase', 'flags', 'reminders', 'in', 'out', 'last event'], ...rows], [4, 5, 6]) : ['No cases yet: launch the campaign.']),
    ...held(cases),
    ...section('Exempt, nothing is asked of these:', cases.filter((c) => c.exempt !== null), (c) => [nameOf(c), c.exempt ?? ''], ['kommune', 'because']),
    ...section('Longer deadlines:', cases.filter((c) => longer(c, campaign).length > 0), (c) => [nameOf(c), longer(c, campaign).join('; ')], ['kommune', 'deadline']),
    ...(status.waiting.length > 0
      ? ['', `${status.waiting.length} wait for a person:`, ...table([['id', 'since', 'kommune', 'from', 'what'], ...status.waiting.map((w) => [w.id, local(w.since), w.name || '-', w.from ?? '-', w.what])])]
      : []),
  ];
}

/** What holds for all: a pause, what lies in INBOX, the hours. */
function around({ paused, inbox, now }: Status, { sending }: Campaign, launched: boolean): readonly string[] {
  if (!launched) return [];
  const at = Temporal.Instant.from(now);
  return [
    ...(paused ? [pausedLine(paused)] : []),
    ...(inbox === 'unread' ? ['INBOX holds mail that is not handled yet: until it is, no reminder leaves.'] : []),
    ...(inbox === 'unhealthy' ? ['What lies in INBOX is not known: "rundskriv start" does not run, or the mailbox can\'t be reached ("rundskriv check" tells). Until it is, no reminder leaves.'] : []),
    ...(withinSendingHours(at, sending.hours) ? [] : [`It is outside the sending hours: letters, logins and reminders leave from ${atInstant(nextSendingInstant(at, sending.hours).toString())}.`]),
  ];
}

export function pausedLine({ at, by, note }: NonNullable<Status['paused']>): string {
  return `PAUSED since ${atInstant(at)} by ${by}, because: ${note}. Nothing leaves to a kommune until "rundskriv resume".`;
}

function notes(c: CaseStatus): string {
  return [...c.flags, ...(c.exempt === null ? [] : ['exempt']), ...(c.holds.length > 0 ? ['held'] : [])].join(', ') || '-';
}

function held(cases: readonly CaseStatus[]): readonly string[] {
  const rows = cases.flatMap((c) => c.holds.map(({ what, reason }) => [nameOf(c), whatWords(what), holdWords(reason)]));
  return rows.length === 0 ? [] : ['', `Held: ${rows.length === 1 ? '1 mail waits, and leaves by itself' : `${rows.length} mails wait, and leave by themselves`} when the reason ends.`, ...table([['kommune', 'what is due', 'why it waits'], ...rows])];
}

function section(title: string, cases: readonly CaseStatus[], row: (c: CaseStatus) => readonly string[], head: readonly string[]): readonly string[] {
  return cases.length === 0 ? [] : ['', title, ...table([head, ...cases.map(row)])];
}

function longer(c: CaseStatus, campaign: Campaign): readonly string[] {
  const printed: Readonly<Record<Deadline, string>> = { contact: campaign.contactDeadline.toString(), report: campaign.reportDeadline.toString() };
  return deadlines.flatMap((of) => {
    const until = c.deadlines[of];
    return until === undefined || until === printed[of] ? [] : [`${deadlineName[of]} by ${onDay(until)}`];
  });
}

function nameOf(c: CaseStatus): string {
  return `${c.name} (${c.kommune})`;
}

/** One kommune: where it stands, what waits and why, what came of each of its mails, and everything that happened. */
export function oneKommune(c: CaseStatus, status: Status, campaign: Campaign, mails: readonly MailOutcome[], events: readonly Event[]): readonly string[] {
  const troubles = Object.entries(c.troubles);
  const extended = longer(c, campaign);
  return [
    `${nameOf(c)}, campaign ${status.campaign}`,
    `phase ${c.phase}${c.flags.length > 0 ? `; ${c.flags.join(', ')}` : ''}; ${c.mailsIn} ${c.mailsIn === 1 ? 'mail' : 'mails'} in, ${c.mailsOut} out, ${c.reminders} ${c.reminders === 1 ? 'reminder' : 'reminders'}`,
    c.contact ? `contact ${c.contact.name} <${c.contact.email}>${c.contact.phone ? `, ${c.contact.phone}` : ''}` : 'no contact yet',
    ...(c.exempt === null ? [] : [`exempt, nothing is asked of it, because: ${c.exempt}`]),
    ...(extended.length > 0 ? [`longer deadlines: ${extended.join('; ')}`] : []),
    ...troubles.map(([address, times]) => `passing trouble was reported for ${address} ${times === 1 ? 'once' : `${times} times`}`),
    ...around(status, campaign, true),
    ...c.holds.map(({ what, reason }) => `held: ${whatWords(what)}, because ${holdWords(reason)}`),
    ...status.waiting.filter((w) => w.kommune === c.kommune).map((w) => `waits for a person: ${w.id}, ${w.what}`),
    ...(mails.length > 0 ? ['', 'What came of its mails:', ...table(mails.map((mail) => [local(mail.at), mail.kind, mail.to, outcomeWords(mail)]))] : []),
    '',
    'What happened:',
    ...events.map((event) => `${local(event.at)}  ${told(event)}`),
  ];
}
