// Templates and plain text by themselves: what a place can be, what a fault is called, how lines are broken.
// It refuses to look at the real letters: those are in test/letters.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { escapeHtml, readTemplate } from '../../src/adapters/placeholders.ts';
import { wrapText } from '../../src/adapters/plain-text.ts';
import { checkTemplates, createRenderer, templateDir } from '../../src/adapters/render.ts';
import type { Fields, Letter } from '../../src/core/letters.ts';

const dir = await mkdtemp(path.join(tmpdir(), 'skabeloner-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('places', () => {
  const fill = (source: string, fields: Fields) => {
    const missing: string[] = [];
    return [readTemplate(source).fill(fields, escapeHtml, (name) => missing.push(name)), missing];
  };
  it('are fields, blocks, lists and otherwise', () => {
    expect(fill('Kære {{name}}{{#phone}}, tlf. {{phone}}{{/phone}}{{^phone}}, uden telefon{{/phone}}', { name: 'A & B', phone: '' })).toEqual(['Kære A &amp; B, uden telefon', []]);
    expect(fill('{{#notes}}[{{.}}]{{/notes}}{{^notes}}ingen{{/notes}}', { notes: ['<1>', '2'] })).toEqual(['[&lt;1&gt;][2]', []]);
    expect(fill('{{#read}}{{name}} i {{place}};{{/read}}', { place: 'Ribe', read: [{ name: 'A' }, { name: 'B', place: 'Varde' }] })).toEqual(['A i Ribe;B i Varde;', []]);
    expect(fill('a\n{{#no}}\nb\n{{/no}}\nc\n', { no: false })).toEqual(['a\nc\n', []]);
  });
  it('without a field are empty and told', () => {
    expect(fill('a{{b}}c{{#d}}e{{/d}}{{f}}', { f: true })).toEqual(['ac', ['b', 'd', 'f (no text)']]);
    expect(fill('{{constructor}}{{toString}}', {})).toEqual(['', ['constructor', 'toString']]);
  });
  it('are never filled twice', () => {
    expect(fill('{{a}}', { a: '{{b}}', b: 'x' })).toEqual(['{{b}}', []]);
  });
  it.each([['{{#a}}x', /does not close \{\{#a\}\}/], ['x{{/a}}', /nothing is open/], ['{{#a}}{{#b}}{{/a}}{{/b}}', /where \{\{#b\}\} is open/], ['{{ a }}', /without a field's name/], ['{{a', /without a field's name/]])('%s is a fault', (source, fault) => {
    expect(() => readTemplate(source)).toThrow(fault);
  });
});

describe('plain text', () => {
  it('breaks at blanks, indents what continues, and keeps dates, sections and telephone numbers whole', () => {
    const text = wrapText([`${'ord '.repeat(17)}§ 11, stk. 2`, `- ${'ord '.repeat(16)}den 31. maj 2024`, `Navn:     ${'Mette '.repeat(12)}`, `${'ord '.repeat(16)}ring 21 57 06 89 nu`].join('\n'));
    expect(text.split('\n')).toEqual([
      'ord '.repeat(17).trim(), '§ 11, stk. 2', `- ${'ord '.repeat(16)}den`, '  31. maj 2024', `Navn:     ${'Mette '.repeat(10).trim()}`, '          Mette Mette', `${'ord '.repeat(16)}ring`, '21 57 06 89 nu', '',
    ]);
  });
  it('leaves a long word whole and no empty lines beyond one', () => {
    const link = `https://example.dk/${'x'.repeat(90)}`;
    expect(wrapText(`a\n\n\n\nSe ${link} her  \n`)).toBe(`a\n\nSe\n${link}\nher\n`);
  });
});

describe('faulty templates', () => {
  const broken = async (file: string, change: (source: string) => string) => {
    await cp(templateDir, dir, { recursive: true });
    await writeFile(path.join(dir, file), change(await readFile(path.join(dir, file), 'utf8')));
    return (await checkTemplates(dir)).map((f) => f.what);
  };
  it('are found before anything leaves, by name', async () => {
    expect(await broken('ack.txt', (s) => `${s}{{nonsense}}`)).toEqual(['the template ack uses {{nonsense}}, which is no field of it']);
    expect(await broken('ack.mjml', (s) => s.replace('</h1>', '</h1>{{#question}}{{answer}}{{/question}}'))).toEqual(['the template ack uses {{answer}}, which is no field of it']);
    expect(await broken('letter.txt', (s) => `${s}\nFristen er den 31. maj 2024.\n`)).toEqual(['the template letter.txt holds the year 2024']);
    expect(await broken('login.mjml', (s) => s.replace('<mj-button', '<mj-knap'))).toEqual([expect.stringMatching(/^template login.mjml: /)]);
    expect(await broken('login.txt', (s) => `${s}{{#name}}`)).toEqual([expect.stringMatching(/^template login.txt: .*does not close/)]);
  });
  it('that slip through leave a place empty, and the letter leaves', async () => {
    await cp(templateDir, dir, { recursive: true });
    await writeFile(path.join(dir, 'ack.txt'), 'Tak{{nonsense}} for svaret.');
    const fields = JSON.parse(await readFile(path.join(dir, 'ack.sample.json'), 'utf8')) as Fields;
    const renderer = await createRenderer({ templateDir: dir });
    expect(renderer.render({ template: { name: 'ack', fields } as unknown as Letter['template'] }).text).toBe('Tak for svaret.\n');
  });
});
