// The verdict on a run: every rule with what broke it, and one line for each behaviour with what was expected and seen.
// It refuses to be content with most: one broken rule or one kommune not accounted for, and the run has failed.
import type { Truth } from '../country/script.ts';
import { caseRules } from './case-rules.ts';
import { caseOf, flagsOf, postedAll, takenAll, takenBy, type Broken, type Evidence } from './evidence.ts';
import { loginRules } from './login-rules.ts';
import { mailRules } from './mail-rules.ts';
import { questionRules } from './question-rules.ts';
import { reportRules } from './report-rules.ts';
import { phaseReached, versionsOf } from './reports.ts';
import { reminderRules } from './reminder-rules.ts';
import { lifeOf } from './standing.ts';
import { steeringRules } from './steering-rules.ts';

export type BehaviourLine = { readonly behaviour: string; readonly kommuner: number; readonly expected: string; readonly seen: string; readonly ok: boolean };

/** How kommuner of one style went about the report, and how far they came. `versions`: all that were handed in. */
export type StyleLine = { readonly style: string; readonly kommuner: number; readonly begun: number; readonly submitted: number; readonly versions: number; readonly ok: boolean };

/** How many kommuner reported, by the way in which the newest version came. */
export type Reported = { readonly portal: number; readonly mail: number; readonly corrected: number; readonly begunOnly: number; readonly notAtAll: number };

export type Verdict = {
  readonly ok: boolean;
  readonly kommuner: number;
  /** Kommuner about which no rule was broken. */
  readonly accountedFor: number;
  readonly rules: readonly { readonly rule: string; readonly broken: readonly string[] }[];
  readonly behaviours: readonly BehaviourLine[];
  readonly styles: readonly StyleLine[];
  readonly reported: Reported;
  /** Mails that the bot sent, by kind. */
  readonly sent: Readonly<Record<string, number>>;
  /** Mails that were delivered to it, by label. */
  readonly delivered: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
};

export function judge(evidence: Evidence): Verdict {
  const rules = [...mailRules, ...reminderRules, ...loginRules, ...questionRules, ...steeringRules, ...reportRules, ...caseRules].map(({ name, judge: find }) => ({ rule: name, broken: find(evidence) }));
  const all = rules.flatMap((r) => r.broken);
  const troubled = new Set(all.map((b) => b.kommune));
  return {
    ok: all.length === 0,
    kommuner: evidence.players.length,
    accountedFor: evidence.players.filter((p) => !troubled.has(p.code)).length,
    rules: rules.map(({ rule, broken }) => ({ rule, broken: broken.map((b) => b.what) })),
    behaviours: behaviourLines(evidence, all),
    styles: styleLines(evidence, troubled),
    reported: reportedIn(evidence),
    sent: tally(takenAll(evidence).map((t) => t.mail.kind ?? 'stranger')),
    delivered: tally(evidence.seen.flatMap((o) => (o.what === 'posted' ? Array.from({ length: o.copies }, () => o.label) : []))),
    counts: evidence.status.counts,
  };
}

function behaviourLines(evidence: Evidence, broken: readonly Broken[]): readonly BehaviourLine[] {
  const troubled = new Set(broken.map((b) => b.kommune));
  const groups = Map.groupBy(evidence.players, (p) => p.behaviour);
  return [...groups].map(([behaviour, players]) => {
    const taken = (kind: string): number => players.reduce((sum, p) => sum + takenBy(evidence, p.code).filter((t) => t.mail.kind === kind).length, 0);
    const posts = new Set(postedAll(evidence).filter((p) => p.effect !== 'faulty').map((p) => p.messageId));
    const asked = players.reduce((sum, p) => sum + takenBy(evidence, p.code).filter((t) => t.mail.kind === 'clarify' && posts.has(t.mail.inReplyTo ?? '')).length, 0);
    const total = (of: (truth: Truth) => number): number => players.reduce((sum, p) => sum + of(p.truth), 0);
    const flags = (of: (player: Evidence['players'][number]) => readonly string[]): Readonly<Record<string, number>> => tally(players.flatMap((p) => [...of(p)]));
    return {
      behaviour, kommuner: players.length,
      expected: words({ registered: total((t) => (t.contact ? 1 : 0)), ack: total((t) => t.acks), asked: total((t) => t.clarifies), login: total((t) => (t.login ? 1 : 0)), answered: total((t) => t.answers), ...flags((p) => p.truth.flags) }),
      seen: words({
        registered: players.filter((p) => caseOf(evidence, p.code)?.contact).length, ack: taken('ack'), asked, login: players.filter((p) => lifeOf(evidence, p).at(-1)?.after.login).length, answered: taken('answer'), ...flags((p) => flagsOf(evidence, p.code)), reminded: taken('reminder'),
      }),
      ok: players.every((p) => !troubled.has(p.code)),
    };
  }).sort((a, b) => b.kommuner - a.kommuner || a.behaviour.localeCompare(b.behaviour));
}

/** Who never gets a login has no style. */
const noStyle = 'no login';

function styleLines(evidence: Evidence, troubled: ReadonlySet<string | null>): readonly StyleLine[] {
  return [...Map.groupBy(evidence.players, (p) => p.style ?? noStyle)].map(([style, players]): StyleLine => {
    const at = players.map((p) => phaseReached(evidence, p.code));
    return {
      style, kommuner: players.length, begun: at.filter((phase) => phase !== null).length, submitted: at.filter((phase) => phase === 'submitted').length,
      versions: players.reduce((sum, p) => sum + versionsOf(evidence, p.code).length, 0), ok: players.every((p) => !troubled.has(p.code)),
    };
  }).sort((a, b) => Number(a.style === noStyle) - Number(b.style === noStyle) || b.kommuner - a.kommuner || a.style.localeCompare(b.style));
}

function reportedIn(evidence: Evidence): Reported {
  const all = evidence.players.map(({ code }) => ({ versions: versionsOf(evidence, code), phase: phaseReached(evidence, code) }));
  const count = (test: (one: (typeof all)[number]) => boolean): number => all.filter(test).length;
  return {
    portal: count(({ versions }) => versions.at(-1)?.way === 'portal'), mail: count(({ versions }) => versions.at(-1)?.way === 'mail'), corrected: count(({ versions }) => versions.length > 1),
    begunOnly: count(({ phase }) => phase === 'begun'), notAtAll: count(({ phase }) => phase === null),
  };
}

function words(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).filter(([, n]) => n > 0).map(([name, n]) => `${n} ${name}`).join(', ') || 'nothing';
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const name of names.toSorted()) count[name] = (count[name] ?? 0) + 1;
  return count;
}
