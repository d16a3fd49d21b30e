// Plants faults in the evidence of a faultless run, and says which rules the judge finds broken.
// It refuses a fault without an end: each change gives evidence of its own.
import { expect } from 'vitest';
import type { Evidence, Observation, Status, Taken } from '../../demo/judge/evidence.ts';
import { judge } from '../../demo/judge/verdict.ts';

export const isTaken = (kind: string) => (o: Observation): o is Taken => o.what === 'taken' && o.mail.kind === kind;

/** Another mail like it. */
export function another(mail: Taken, change: Partial<Taken>, id: string): Taken {
  return { ...mail, ...change, mail: { ...mail.mail, at: change.at ?? mail.at, messageId: id } };
}

/** `good`: the faultless evidence, once it is there. */
export function spoiling(good: () => Evidence) {
  return {
    brokenRules: (evidence: Evidence): readonly string[] => judge(evidence).rules.filter((r) => r.broken.length > 0).map((r) => r.rule),
    /** Put where it belongs by its time. */
    inserted: (o: Observation): Evidence => {
      const { seen } = good();
      const later = seen.findIndex((other) => Temporal.Instant.compare(other.at, o.at) > 0);
      return { ...good(), seen: [...seen.slice(0, later), o, ...seen.slice(later)] };
    },
    without: (gone: Observation): Evidence => ({ ...good(), seen: good().seen.filter((o) => o !== gone) }),
    changed: (from: Observation, to: Observation): Evidence => ({ ...good(), seen: good().seen.map((o) => (o === from ? to : o)) }),
    /** The rule of that name, found by its beginning; an exact list of broken rules says that nothing else was found. */
    rule: (begins: string): string => judge(good()).rules.find((r) => r.rule.startsWith(begins))?.rule ?? expect.fail(`no rule begins "${begins}"`),
    withCase: (code: string, change: Partial<Status['cases'][number]>): Evidence =>
      ({ ...good(), status: { ...good().status, cases: good().status.cases.map((c) => (c.kommune === code ? { ...c, ...change } : c)) } }),
  };
}
