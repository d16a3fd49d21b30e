// The list of main mailboxes, in the formats and with the faults that lists come with.
// It refuses to let a fault pass: each is a sentence that names its line and the cure.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { loadAddressList } from '../../src/adapters/address-list.ts';
import { theRegister } from '../letters/build.ts';

const register = await theRegister();
const dir = await mkdtemp(path.join(tmpdir(), 'adresser-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

async function load(name: string, content: string | Uint8Array) {
  const file = path.join(dir, name);
  await writeFile(file, content);
  const { entries, problems } = await loadAddressList(file, register);
  return { list: Object.fromEntries(entries.map((e) => [e.code, e.address])), problems };
}

const two = { list: { '0751': 'post@aarhus.dk', '0825': 'kommunen@laesoe.dk' }, problems: [] };

describe('a csv list', () => {
  it.each([
    ['semicolons', 'Kommunekode;Kommune;Hovedpostkasse\n0751;Aarhus Kommune;post@aarhus.dk\n0825;Læsø Kommune;kommunen@laesoe.dk\n'],
    ['commas and quotes', '"Kommune","E-mail"\r\n"Aarhus","post@aarhus.dk"\r\n"Læsø","kommunen@laesoe.dk"\r\n'],
    ['tabs, codes without zero, columns in another order', 'Mail\tKommunekode\npost@aarhus.dk\t751\nkommunen@laesoe.dk\t825\n'],
    ['a byte order mark, sep= and a line of title', '\ufeffsep=;\nHovedpostkasser;;\nKode;Navn;Postkasse\n751;Århus;post@aarhus.dk\n825;laesoe;kommunen@laesoe.dk'],
    ['names around addresses, blanks, hard blanks', 'Kommune;Mailadresse\n Aarhus Kommune\u00a0; Aarhus Kommune <post@aarhus.dk> \nLæsø;mailto:kommunen@laesoe.dk\n;;\n'],
  ])('with %s', async (_, text) => {
    expect(await load('liste.csv', text)).toEqual(two);
    expect(await load('liste.csv', iconv.encode(text, 'utf-16le', { addBOM: !text.startsWith('\ufeff') }))).toEqual(two);
  });

  it('in windows-1252', async () => {
    expect(await load('liste.csv', iconv.encode('Kommune;E-mail\nAarhus;post@aarhus.dk\nLæsø;kommunen@laesoe.dk\n', 'windows-1252'))).toEqual(two);
  });

  it('names each fault with its line and its cure; a blank mailbox is none', async () => {
    const { list, problems } = await load('liste.csv', [
      'Kommunekode;Kommune;Hovedpostkasse', '0751;Aarhus Kommune;post@aarhus.dk', '0101;Københavns Kommune;', '9999;;a@b.dk', ';Hogwarts;a@b.dk', '0825;Aarhus;a@b.dk',
      '', '0461;Odense;odense.dk', '0851;Aalborg;a@aalborg.dk; b@aalborg.dk', '751;;anden@aarhus.dk', '0751;;POST@aarhus.dk', ';;a@b.dk',
    ].join('\n'));
    expect(list).toEqual({ '0751': 'post@aarhus.dk', '0851': 'a@aalborg.dk' });
    expect(problems).toEqual([
      'line 4 of liste.csv has the code "9999", which is no kommune\'s: correct the code or remove the line',
      'line 5 of liste.csv has the name "Hogwarts", which is no kommune\'s: correct the name or add its code',
      'line 6 of liste.csv has the code 0825, which is Læsø Kommune\'s, with the name "Aarhus": correct one of the two',
      'line 8 of liste.csv has "odense.dk" for Odense Kommune, which is no single e-mail address: write it as navn@kommune.dk',
      'line 10 of liste.csv gives Aarhus Kommune the mailbox anden@aarhus.dk, and line 2 gives it post@aarhus.dk: keep one of the two',
      'line 12 of liste.csv has a mailbox without kommune: add the code or the name',
    ]);
  });

  it('without headings, or not there, is a problem of its own', async () => {
    expect((await load('liste.csv', '0751;post@aarhus.dk\n')).problems).toEqual([expect.stringContaining('has no line of headings')]);
    expect((await loadAddressList(path.join(dir, 'ingen.csv'), register)).problems).toEqual([expect.stringContaining('is not there')]);
    expect((await load('liste.csv', '')).problems).toHaveLength(1);
  });
});

describe('an xlsx list', () => {
  it('is read on the sheet that has the headings, numbers as codes', async () => {
    const bytes = await writeXlsx({ sheets: [
      { name: 'Forside', rows: [['Hovedpostkasser']] },
      { name: 'Liste', rows: [['Kommunekode', 'Kommune', 'Hovedpostkasse'], [751, 'Aarhus Kommune', 'post@aarhus.dk'], ['0825', 'Læsø', 'kommunen@laesoe.dk'], [101, 'København', null]] },
    ] });
    expect(await load('liste.xlsx', bytes)).toEqual(two);
  });

  it('that is damaged is a problem with a cure', async () => {
    expect((await load('liste.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).problems).toEqual([expect.stringContaining('save it anew')]);
  });
});

describe('the list of 2024', () => {
  it('has a line for each of the 98 and holds the four mailboxes that are known', async () => {
    const { entries, problems } = await loadAddressList(new URL('../../config/campaigns/mailboxes-2024.csv', import.meta.url).pathname, register);
    expect(problems).toEqual([]);
    expect(entries.map((e) => [e.code, e.address])).toEqual(register.kommuner.filter((k) => k.mailbox !== null).map((k) => [k.code, k.mailbox]));
    expect(entries).toHaveLength(4);
  });
});
