// Every NN-name.eml is explained and must come out as its .expected.json says, to the letter.
// It refuses a mail without its expectation and its two lines of why, and one whose case is gone.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldens } from './cases.ts';
import { explainOne } from './explain-one.ts';

const folder = import.meta.dirname;
const mails = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort();

describe('golden mails', () => {
  test('there are at least 150', () => expect(mails.length).toBeGreaterThanOrEqual(150));
  test('each belongs to a case, and each case has one', () => expect(mails).toEqual(goldens.map(({ name }) => `${name}.eml`).sort()));
  test.each(mails)('%s', async (name) => {
    const read = (ending: string) => readFileSync(join(folder, name.replace(/\.eml$/, ending)), 'utf-8');
    expect(read('.md').trim().split('\n')).toHaveLength(2);
    expect(await explainOne(readFileSync(join(folder, name)))).toEqual(JSON.parse(read('.expected.json')));
  });
});
