// Which addresses spell which names, as kommuner abbreviate them.
// It refuses coincidence of a single letter.
import { expect, test } from 'vitest';
import { spellsName } from '../../src/core/contacts/link.ts';

test.each([
  ['Mette Holm', 'mho'], ['Mette Holm', 'mette.holm'], ['Mette Holm', 'meho'], ['Mette Holm', 'mh'], ['Mette Holm', 'mho12'], ['Mette Holm', 'holm'], ['Mette Holm', 'm.holm'],
  ['Niels Aagaard', 'niaag'], ['Birgit Friis Dam', 'bifd'], ['Birgit Friis Dam', 'bida'], ['Søren Bæk', 'sbaek'], ['Søren Bæk', 'sorb'], ['Jens Kjær Østergaard', 'jko'], ['Åse Thomsen', 'ath'], ['Anne-Grethe Bech Sørensen', 'agbs'],
])('%s is %s@', (name, local) => expect(spellsName(name, `${local}@x.dk`)).toBe(true));

test.each([['Mette Holm', 'lali'], ['Mette Holm', 'az12345'], ['Mette Holm', 'post'], ['Mette Holm', 'hme'], ['Mette Holm', 'm'], ['Gitte Skov', 'lasko'], ['Bo Krag', 'personale']])('%s is not %s@', (name, local) => expect(spellsName(name, `${local}@x.dk`)).toBe(false));
