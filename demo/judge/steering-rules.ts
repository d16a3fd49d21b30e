// The rules about what people decide: a paused campaign, an exempted kommune, a longer deadline.
// It refuses to ask whether a decision was wise.
import { shortMoment } from '../calendar.ts';
import { caseOf, decidedAll, type Broken, type Evidence, type Rule } from './evidence.ts';
import { lifeOf, takenIn } from './standing.ts';
import { broken, named, unless } from './words.ts';

export const steeringRules: readonly Rule[] = [
  { name: 'nothing leaves to a kommune while the campaign is paused', judge: paused },
  { name: 'an exempted kommune gets nothing more', judge: exempted },
  { name: 'status tells who is exempt and who has a longer deadline', judge: shown },
];

function paused(evidence: Evidence): readonly Broken[] {
  let since: Temporal.Instant | null = null;
  return evidence.seen.flatMap((o) => {
    if (o.what === 'paused') since = o.at;
    if (o.what === 'resumed') since = null;
    return o.what === 'taken' && o.place !== 'ministry' && since !== null ? [broken(o.kommune, `${named(o)} left while the campaign was paused (since ${shortMoment(since)})`)] : [];
  });
}

function exempted(evidence: Evidence): readonly Broken[] {
  return evidence.players.flatMap((player) => takenIn(lifeOf(evidence, player)).filter(({ before }) => before.exempt).map(({ o }) => broken(player.code, `${named(o)} came after ${player.name} was exempted`)));
}

function shown(evidence: Evidence): readonly Broken[] {
  const decided = decidedAll(evidence);
  return evidence.players.flatMap(({ code, name }) => {
    const found = caseOf(evidence, code);
    const mine = decided.filter((d) => d.kommune === code);
    const because = mine.flatMap(({ deed }) => (deed.does === 'exempt' ? [deed.because] : [])).at(-1) ?? null;
    const until = Object.fromEntries(mine.flatMap(({ deed }) => (deed.does === 'extend' ? [[deed.deadline, deed.until.toString()]] : [])));
    return [
      ...unless((found?.exempt ?? null) === because, code, `status says that ${name} is ${found?.exempt ? `exempt because: ${found.exempt}` : 'not exempt'}`),
      ...unless(JSON.stringify(found?.deadlines ?? {}) === JSON.stringify(until), code, `status gives ${name} the deadlines ${JSON.stringify(found?.deadlines ?? {})}, not ${JSON.stringify(until)}`),
    ];
  });
}

