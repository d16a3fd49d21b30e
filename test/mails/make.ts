// Writes the golden mails: NN-name.eml, .expected.json and .md, from cases.ts; `node test/mails/make.ts` prints what does not agree.
// It refuses to write an expectation that differs from what was written by hand in cases.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldens, type Expected } from './cases.ts';
import { explainOne } from './explain-one.ts';
import type { Explanation } from '../../src/flows/explain.ts';

let wrong = 0;
for (const golden of goldens) {
  const facts = await explainOne(golden.raw);
  const difference = compare(golden.expected, facts);
  const base = join(import.meta.dirname, golden.name);
  writeFileSync(`${base}.eml`, golden.raw);
  writeFileSync(`${base}.md`, `${golden.why}\n`);
  if (difference.length > 0) {
    wrong += 1;
    console.log(`${golden.name}\n  ${difference.join('\n  ')}\n  reasons: ${facts.reasons.join(' | ')}\n  evidence: ${facts.evidence.join(' | ')}\n  problems: ${facts.problems.join(' | ')}`);
    continue;
  }
  writeFileSync(`${base}.expected.json`, `${JSON.stringify(facts, null, 1)}\n`);
}
console.log(`${goldens.length} mails, ${wrong} not as expected`);
process.exitCode = wrong > 0 ? 1 : 0;

/** A kind or an outcome written by hand may leave a choice ("review|clarify") where people would differ too. */
function compare(expected: Expected, facts: Omit<Explanation, 'file' | 'ms'>): readonly string[] {
  const contacts = facts.contacts.map((c) => `${c.name ?? '-'} <${c.email ?? '-'}> ${c.phone ?? '-'} @ ${c.from}`);
  const oneOf = (choice: string, fact: string) => (choice.split('|').includes(fact) ? fact : choice);
  const open = expected.contacts === 'whatever was read';
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['kind', oneOf(expected.kind, facts.kind), facts.kind], ['outcome', oneOf(expected.outcome, facts.outcome), facts.outcome], ['kommune', expected.kommune, facts.kommune],
    ['contacts', open ? contacts : expected.contacts ?? [], contacts], ['also', expected.also ?? [], facts.also], ['missing', expected.missing ?? (open ? facts.missing : []), facts.missing],
  ];
  return pairs.filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b)).map(([name, a, b]) => `${name}: expected ${JSON.stringify(a)}, got ${JSON.stringify(b)}`);
}
