// Folds what a digest tells from the cases, the desk and what is about to leave: the facts that are frozen in its task.
// It refuses to look at a clock or a mailbox: the instant, the forecast and the machine's health are given.
import { dayOf, firstSendingInstant, type Instant } from '../calendar.ts';
import type { Campaign } from '../campaign.ts';
import { letterOf, type CaseState } from '../case.ts';
import type { DeskState } from '../desk.ts';
import type { CaseEvent, DeskEvent } from '../events.ts';
import { upcomingOf, type ForecastMail } from '../forecast.ts';
import type { HoldReason } from '../holds.ts';
import { phases, type Phase } from '../phase.ts';
import { deadlineOf } from '../rounds.ts';
import { statusOf, type Status } from '../status.ts';
import type { Deadline, TaskKind } from '../task.ts';
import { changesOf } from './changes.ts';
import type { DigestFacts, DigestHealth, DigestHold, DigestRow, NoticeFacts } from './facts.ts';
import { progressOf } from './progress.ts';

export type DigestSource = {
  readonly campaign: Campaign;
  readonly now: Instant;
  readonly cases: readonly { readonly state: CaseState; readonly events: readonly CaseEvent[] }[];
  readonly desk: { readonly state: DeskState; readonly events: readonly DeskEvent[] };
  /** Name of a kommune's region on this day; '' where it is not known. */
  readonly regionOf: (kommune: string) => string;
  /** What leaves in the next seven days, and what is held. */
  readonly forecast: readonly ForecastMail[];
  readonly health: DigestHealth;
};

/** `since`: ISO instant from which news is told; null for all of it. */
export function digestFacts(source: DigestSource, every: 'day' | 'week', since: string | null): DigestFacts {
  const { campaign, now, cases, desk, forecast, health } = source;
  const status = statusOf(cases.map((c) => c.state), desk.state, campaign, now, health.inbox);
  const rows = rowsOf(source, status);
  const asked = rows.filter((row) => row.exempt === null);
  const reached = (phase: Phase): number => asked.filter((row) => phases.indexOf(row.phase) >= phases.indexOf(phase)).length;
  const streams = cases.map(({ state, events }) => ({ kommune: state.kommune, name: state.name, events, exempt: state.exempt !== null }));
  const today = dayOf(now).toString();
  const invited = cases.filter(({ state }) => state.exempt === null && (state.contact !== null || letterOf(state)?.state === 'sent'));
  return {
    day: today, at: now.toString(), every, since,
    launched: desk.state.launched !== null, paused: desk.state.paused,
    invited: invited.length, contact: reached('contact'), login: reached('login'), begun: reached('begun'), submitted: reached('submitted'),
    asked: asked.length, total: rows.length,
    bounced: asked.filter((row) => row.bounced).length, overdue: asked.filter((row) => row.overdue).length,
    deadlines: { letter: campaign.letterDate.toString(), contact: campaign.contactDeadline.toString(), report: campaign.reportDeadline.toString() },
    needs: status.waiting,
    changed: [...streams, { kommune: null, name: '', events: desk.events }].flatMap((stream) => changesOf(stream, since, now.toString())).sort((a, b) => Temporal.Instant.compare(a.at, b.at)),
    // Whose letter was refused has not answered either.
    waiting: invited.length === 0 ? [] : asked.filter((row) => row.phase === 'invited').map((row) => row.name),
    unreported: asked.filter((row) => row.phase !== 'invited' && row.phase !== 'submitted').map((row) => row.name),
    // To the kommuner: the department knows of its own mails, and this is one of them.
    upcoming: upcomingOf(forecast.filter((mail) => mail.kind !== 'digest' && mail.kind !== 'notice' && mail.kind !== 'review')),
    held: heldOf(forecast, new Map(rows.map((row) => [row.kommune, row.name]))),
    health,
    progress: progressOf(streams.filter((stream) => !stream.exempt), today),
    list: rows,
  };
}

/** Told between two digests: what somebody did, or a server said. What time alone brings about stands in the digest; a wrong clock is the operator's business. */
export function isForNotice({ id }: { readonly id: string }): boolean {
  return id !== 'desk/clock' && !id.endsWith('/unconfirmed');
}

/** What was opened after `since` and up to this morning, and still waits; null where there is nothing. A look that comes late tells what the look of the morning would have told. */
export function noticeFacts({ cases, desk, campaign, now }: Pick<DigestSource, 'cases' | 'desk' | 'campaign' | 'now'>, since: string | null): NoticeFacts | null {
  const all = statusOf(cases.map((c) => c.state), desk.state, campaign, now).waiting.filter(isForNotice);
  const morning = firstSendingInstant(dayOf(now), campaign.sending.hours).toString();
  const fresh = all.filter((need) => isAfter(need.since, since) && !isAfter(need.since, morning));
  return fresh.length === 0 ? null : { day: dayOf(now).toString(), needs: fresh, before: all.filter((need) => !isAfter(need.since, since)).length };
}

/** Does a daily digest have anything to say? What waits already was said before. */
export function hasNews({ changed, needs, health, since }: DigestFacts): boolean {
  return changed.length > 0 || needs.some((need) => isAfter(need.since, since)) || health.trouble.length > 0 || health.inbox === 'unhealthy';
}

function isAfter(at: string, since: string | null): boolean {
  return since === null || Temporal.Instant.compare(at, since) > 0;
}

function rowsOf({ campaign, regionOf }: DigestSource, status: Status): readonly DigestRow[] {
  return status.cases.map((c): DigestRow => {
    const deadline = (of: Deadline): string => deadlineOf(campaign, { extended: c.deadlines }, of).toString();
    return {
      kommune: c.kommune, name: c.name, region: regionOf(c.kommune), phase: c.phase,
      contactName: c.contact?.name ?? '', contactEmail: c.contact?.email ?? '', contactPhone: c.contact?.phone ?? '',
      overdue: c.flags.includes('overdue'), review: c.flags.includes('review'), question: c.flags.includes('question'), bounced: c.flags.includes('bounced'),
      reminders: c.reminders, contactDeadline: deadline('contact'), reportDeadline: deadline('report'), lastEventAt: c.lastEventAt, exempt: c.exempt,
    };
  }).sort((a, b) => a.name.localeCompare(b.name, 'da'));
}

/** Mails that wait for a reason, by kind and reason. That night and weekends are not sent in is no news. */
function heldOf(forecast: readonly ForecastMail[], names: ReadonlyMap<string, string>): readonly DigestHold[] {
  const held = forecast.filter((mail): mail is ForecastMail & { readonly held: HoldReason } => mail.held !== null && mail.held !== 'outside-hours');
  return [...Map.groupBy(held, (mail) => `${mail.held} ${mail.kind}`).values()].map((those): DigestHold => {
    const [first] = those;
    const kind: TaskKind = first?.kind ?? 'reminder';
    const reason: HoldReason = first?.held ?? 'paused';
    const whose = [...new Set(those.map((mail) => (mail.kommune === null ? '' : names.get(mail.kommune) ?? mail.kommune)))];
    return { what: kind, reason, count: those.length, names: whose.sort((a, b) => a.localeCompare(b, 'da')) };
  });
}
