// The rules about cases and folders: what the bot says of each kommune at the end, and where every mail lies.
// It refuses to take the bot's word alone: each statement is held against the truth fixed before the run.
import { answeredAll, caseOf, decidedAll, flagsOf, postedAll, takenBy, type Broken, type Evidence, type Rule } from './evidence.ts';
import { isCopy } from './reminder-rules.ts';
import { lifeOf, takenIn } from './standing.ts';

export const caseRules: readonly Rule[] = [
  { name: 'each right answer is registered exactly, and nothing else', judge: registered },
  { name: 'forgeries, strangers and dead mailboxes wait for a person at the end, and nobody else does', judge: flagged },
  { name: 'what waits for a person lies in Rundskriv/Til gennemsyn, and what she settled does not', judge: reviewFolder },
  { name: 'INBOX is empty and every mail lies in exactly one folder', judge: nothingLost },
  { name: 'the counts of status agree with what happened', judge: counts },
];

function registered(evidence: Evidence): readonly Broken[] {
  return evidence.players.flatMap(({ code, name, truth }) => {
    const found = caseOf(evidence, code);
    if (!found) return [{ kommune: code, what: `status does not list ${name}` }];
    const is = found.contact ? `${found.contact.name} <${found.contact.email}>` : 'nobody';
    const should = truth.contact ? `${truth.contact.name} <${truth.contact.email}>` : 'nobody';
    return is === should ? [] : [{ kommune: code, what: `${name} has ${is} registered, not ${should}` }];
  });
}

function flagged(evidence: Evidence): readonly Broken[] {
  return evidence.players.flatMap(({ code, name, truth }) => {
    const is = flagsOf(evidence, code).toSorted().join(', ') || 'none';
    const should = truth.flags.toSorted().join(', ') || 'none';
    return is === should ? [] : [{ kommune: code, what: `${name} has the flags ${is}, not ${should}` }];
  });
}

function reviewFolder(evidence: Evidence): readonly Broken[] {
  const there = new Set(evidence.folders.get('Rundskriv/Til gennemsyn') ?? []);
  const settled = new Set(decidedAll(evidence).map((d) => d.mail));
  return postedAll(evidence).filter((p) => p.effect === 'review' && settled.has(p.messageId) === there.has(p.messageId))
    .map((p) => ({ kommune: p.kommune, what: `"${p.label}" from ${p.from} ${there.has(p.messageId) ? 'was settled and still lies' : 'does not lie'} in Rundskriv/Til gennemsyn` }));
}

function nothingLost(evidence: Evidence): readonly Broken[] {
  const { folders, delivered } = evidence;
  const inbox = folders.get('INBOX')?.length ?? 0;
  const count = new Map<string, number>();
  const places = new Map<string, string[]>();
  for (const [folder, ids] of folders) {
    for (const id of ids) {
      count.set(id, (count.get(id) ?? 0) + 1);
      places.set(id, [...(places.get(id) ?? []), folder]);
    }
  }
  const owner = new Map([...postedAll(evidence), ...answeredAll(evidence)].map((p) => [p.messageId, p.kommune]));
  const wrong = [...delivered].filter(([id, times]) => (count.get(id) ?? 0) !== times)
    .map(([id, times]) => ({ kommune: owner.get(id) ?? null, what: `${id} was delivered ${times} times and lies ${count.get(id) ?? 0} times in the folders (${places.get(id)?.join(', ') ?? 'nowhere'})` }));
  return [...(inbox === 0 ? [] : [{ kommune: null, what: `${inbox} mails still lie in INBOX` }]), ...wrong];
}

function counts(evidence: Evidence): readonly Broken[] {
  const { players, status } = evidence;
  const number = (test: (player: Evidence['players'][number]) => boolean): number => players.filter(test).length;
  const expected = {
    invited: number((p) => takenBy(evidence, p.code).some((t) => t.mail.kind === 'letter')),
    contact: number((p) => p.truth.contact !== null),
    login: number((p) => p.truth.login),
    review: number((p) => p.truth.flags.includes('review')),
    bounced: number((p) => p.truth.flags.includes('bounced')),
  };
  const off = Object.entries(expected).filter(([name, value]) => status.counts[name] !== value)
    .map(([name, value]) => ({ kommune: null, what: `status counts ${name} ${status.counts[name] ?? 'not at all'}, not ${value}` }));
  const reminded = players.flatMap((player) => {
    const { code, name } = player;
    const seen = takenIn(lifeOf(evidence, player)).filter(({ o, before }) => o.mail.kind === 'reminder' && !isCopy({ taken: o, before })).length;
    const said = caseOf(evidence, code)?.reminders;
    return said === seen ? [] : [{ kommune: code, what: `status says ${said ?? 'nothing'} reminders for ${name}; ${seen} came` }];
  });
  return [...off, ...reminded];
}
