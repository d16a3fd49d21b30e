// Turns a letter's template and fields into HTML and plain text: MJML is compiled once per template, then only filled.
// It refuses to fail on a letter: a place without a field is left empty here, and found by checkTemplates before anything is sent.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../core/campaign.ts';
import { templateNames, type Fields, type Letter, type TemplateName } from '../core/letters.ts';
import { escapeHtml, readTemplate, type Placeholders } from './placeholders.ts';
import { glue, wrapText } from './plain-text.ts';

export type Rendered = { readonly html: string; readonly text: string };

export type Renderer = {
  readonly render: (letter: Pick<Letter, 'template'>) => Rendered;
  /** The same, telling each place that has no field. */
  readonly renderStrictly: (letter: Pick<Letter, 'template'>, missing: (name: string) => void) => Rendered;
  readonly namesOf: (template: TemplateName) => { readonly html: ReadonlySet<string>; readonly text: ReadonlySet<string> };
};

/** The program's own templates. */
export const templateDir = fileURLToPath(new URL('../../templates/mail', import.meta.url));

/** Compiles every template. Throws, with the file's name, where one is missing or faulty. */
export async function createRenderer(options: { readonly templateDir?: string } = {}): Promise<Renderer> {
  const dir = options.templateDir ?? templateDir;
  const compiled = new Map<TemplateName, { readonly html: Placeholders; readonly text: Placeholders }>();
  for (const name of templateNames) {
    compiled.set(name, {
      html: await inFile(`${name}.mjml`, async () => readTemplate(await compileMjml(path.join(dir, `${name}.mjml`), dir))),
      text: await inFile(`${name}.txt`, async () => readTemplate(await withParts(path.join(dir, `${name}.txt`), dir))),
    });
  }
  const of = (name: TemplateName): { readonly html: Placeholders; readonly text: Placeholders } => {
    const found = compiled.get(name);
    if (!found) throw new Error(`there is no template ${name}`);
    return found;
  };
  const renderStrictly = ({ template }: Pick<Letter, 'template'>, missing?: (name: string) => void): Rendered => {
    const { html, text } = of(template.name);
    const fields: Fields = template.fields;
    return { html: html.fill(fields, (value) => escapeHtml(glue(value)), missing), text: wrapText(text.fill(fields, oneLine, missing)) };
  };
  return {
    render: (letter) => renderStrictly(letter),
    renderStrictly,
    namesOf: (name) => ({ html: of(name).html.names, text: of(name).text.names }),
  };
}

/** What is wrong with the templates, each judged with the sample of its fields beside it; nothing may leave while there is an error. */
export async function checkTemplates(dir: string = templateDir): Promise<readonly Finding[]> {
  let renderer: Renderer;
  try {
    renderer = await createRenderer({ templateDir: dir });
  } catch (error) {
    return [{ level: 'error', what: error instanceof Error ? error.message : String(error), cure: `correct the file in ${dir}` }];
  }
  const findings: Finding[] = [...await leftoverYears(dir)];
  for (const name of templateNames) {
    const file = path.join(dir, `${name}.sample.json`);
    let sample: Letter['template'];
    try {
      sample = { name, fields: JSON.parse(await readFile(file, 'utf8')) } as Letter['template'];
    } catch (error) {
      findings.push({ level: 'error', what: `the sample of the template ${name} can't be read: ${error instanceof Error ? error.message : String(error)}`, cure: `correct ${file}` });
      continue;
    }
    const told = new Set<string>();
    renderer.renderStrictly({ template: sample }, (field) => told.add(field));
    const known = keysOf(sample.fields);
    const { html, text } = renderer.namesOf(name);
    for (const field of [...html, ...text]) if (!known.has(field)) told.add(field);
    for (const field of told) findings.push({ level: 'error', what: `the template ${name} uses {{${field}}}, which is no field of it`, cure: `correct ${name}.mjml or ${name}.txt in ${dir}` });
  }
  return findings;
}

/** A year in a template is last year's by the next campaign: years come from the campaign file only. */
async function leftoverYears(dir: string): Promise<readonly Finding[]> {
  const files = (await readdir(dir, { recursive: true })).filter((name) => /\.(?:mjml|txt)$/.test(name)).sort();
  const findings: Finding[] = [];
  for (const name of files) {
    const year = /\b(?:19|20)\d\d\b/.exec(await readFile(path.join(dir, name), 'utf8'))?.[0];
    if (year !== undefined) findings.push({ level: 'error', what: `the template ${name} holds the year ${year}`, cure: `write a field such as {{reportYear}} instead in ${path.join(dir, name)}` });
  }
  return findings;
}

/** Every field's name, those of list items too. */
function keysOf(fields: Fields): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [name, value] of Object.entries(fields)) {
    keys.add(name);
    if (Array.isArray(value)) for (const item of value) if (typeof item === 'object') for (const key of keysOf(item)) keys.add(key);
  }
  return keys;
}

async function compileMjml(file: string, dir: string): Promise<string> {
  // Loaded only where templates are compiled: it is by far the largest library of the program.
  const { default: mjml } = await import('mjml');
  const source = await readFile(file, 'utf8');
  const { html, errors } = await mjml(source, { filePath: file, ignoreIncludes: false, includePath: dir, validationLevel: 'soft', fonts: {}, keepComments: true });
  const [error] = errors;
  if (error) throw new Error(error.formattedMessage);
  return lean(html);
}

/** Lines without their indentation and empty lines: a third of what MJML writes. */
function lean(html: string): string {
  return html
    .replace(/[ \t]*\n\s*/g, '\n')
    .replace(/ style="[^"]*"/g, (style) => style.replace(/([:;]) /g, '$1'))
    .trim();
}

/** A text template with its {{> part}} lines replaced by the parts' files. */
async function withParts(file: string, dir: string): Promise<string> {
  let text = await readFile(file, 'utf8');
  for (const [line, part = ''] of text.matchAll(/^\{\{> ([a-z-]+)\}\}$/gm)) {
    text = text.replace(line, (await readFile(path.join(dir, 'parts', `${part}.txt`), 'utf8')).trimEnd());
  }
  return text;
}

async function inFile<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new Error(`template ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** A value in plain text stays on its line; composeLetter has cleaned it already, a sample has not. */
function oneLine(text: string): string {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) ? text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ') : text;
}
