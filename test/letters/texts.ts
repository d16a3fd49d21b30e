// Collects every Danish word that a kommune or the ministry may read: of templates, of rendered samples, and of sentences in the program.
// It refuses to judge how they are written: that is spelling.test.ts's.
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { Parser } from 'htmlparser2';
import { letterOf, templates, theRegister, theRenderer } from './build.ts';
import { samples } from './samples.ts';

/** Each word with the places where it stands. */
export type Words = Map<string, Set<string>>;

/** A word of Danish text: letters, with hyphens and points inside ("e-mail", "bl.a."). */
const wordShape = /\p{L}+(?:[-.'’]\p{L}+)*/gu;
/** What is no text: names of files, what a template fills in, links, addresses, references, and codes of the print layout. */
const noText = /[\p{L}\d_{}-]+\.(?:xlsx|pdf|dk|png)\b|\{\{[^}]*\}\}|https?:\S+|\S+@\S+|\[LIGE-[^\]]*\]|\b(?:desk|\d{4})\/[rq]\d+|<[^>]*>|&[a-z]+;|&[LCRPND]/gu;

export function wordsOf(text: string): readonly string[] {
  return text.replace(noText, ' ').match(wordShape) ?? [];
}

function add(words: Words, text: string, place: string): void {
  for (const word of wordsOf(text)) words.set(word, (words.get(word) ?? new Set()).add(place));
}

const source = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const inline = /^(?:strong|em|a|span)$/u;

/** The text of a template in MJML: what stands between tags, and the attributes that are read. Styles and English passages are none. */
export function textOfMjml(mjml: string): string {
  const out: string[] = [];
  const silent: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      out.push(inline.test(name) ? '' : ' ', attributes['alt'] === undefined ? '' : ` ${attributes['alt']} `, attributes['title'] === undefined ? '' : ` ${attributes['title']} `);
      if (silent.length > 0 || name === 'mj-style' || name === 'style' || name === 'mj-attributes') silent.push(name);
    },
    ontext: (text) => { if (silent.length === 0) out.push(text); },
    onclosetag: (name) => {
      out.push(inline.test(name) ? '' : ' ');
      if (silent.at(-1) === name) silent.pop();
    },
  }, { xmlMode: true, decodeEntities: true });
  parser.end(mjml);
  return out.join('');
}

/** Words of the templates themselves, so that a branch no sample takes is read too. */
export function wordsOfTemplates(): Words {
  const words: Words = new Map();
  for (const folder of ['', 'parts/']) {
    for (const file of readdirSync(new URL(folder, templates))) {
      const path = `templates/mail/${folder}${file}`;
      if (file.endsWith('.mjml')) add(words, textOfMjml(source(path)), path);
      if (file.endsWith('.txt')) add(words, source(path), path);
    }
  }
  return words;
}

/** Words of the samples as they leave, but for those of values that come from outside: names, addresses, what people wrote, the log. */
export async function wordsOfSamples(): Promise<Words> {
  const words: Words = new Map();
  const renderer = await theRenderer();
  for (const name of Object.keys(samples)) {
    const letter = letterOf(name);
    add(words, `${letter.subject}\n${renderer.render(letter).text.replace(/^> ?/gmu, '')}`, `the sample ${name}`);
  }
  const { kommuner, regions } = await theRegister();
  const outside = new Set(wordsOf([...kommuner, ...regions].map((k) => k.name).join(' ')));
  for (const { task, context } of Object.values(samples)) for (const value of outsideValues({ ...task, context })) for (const word of wordsOf(value)) outside.add(word);
  for (const word of outside) words.delete(word);
  return words;
}

const outsideKeys = new Set([
  'name', 'shortName', 'email', 'address', 'mailbox', 'from', 'subject', 'text', 'files', 'userName', 'note', 'by', 'detail', 'exempt', 'trouble', 'link', 'code', 'names', 'waiting', 'unreported', 'ministry', 'contactName', 'phone', 'role',
]);

/** The values of a sample that nobody here has written, and the English ones of the log. */
function outsideValues(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return outsideKeys.has(key) || (key === 'what' && value.includes(' ')) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => outsideValues(one, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => outsideValues(one, name));
}

/** Files whose texts are Danish for others to read, and folders where only whole sentences are. */
const danishFiles = [
  ...['body', 'contact-mails', 'danish', 'digest', 'digest-words', 'login-mails', 'question-mails', 'receipt', 'reminder-mails', 'words'].map((name) => `src/core/letters/${name}.ts`),
  ...['contact-list', 'digest-list', 'pictures/curve', 'pictures/map'].map((name) => `src/adapters/${name}.ts`),
];
const mixedFolders = ['src/core/understand/', 'src/core/contacts/'];

export function wordsOfProgram(): Words {
  const words: Words = new Map();
  const mixed = mixedFolders.flatMap((folder) => readdirSync(new URL(`../../${folder}`, import.meta.url)).filter((name) => name.endsWith('.ts')).map((name) => `${folder}${name}`));
  for (const path of danishFiles) for (const text of literalsOf(source(path))) if (!isCode(text, path) && !isEnglish(text)) add(words, text, path);
  for (const path of mixed) for (const text of literalsOf(source(path))) if (isDanishSentence(text)) add(words, text, path);
  return words;
}

/** Names that the program gives to things, and names of the world. */
const codeWords = new Set('letter report contact login desk Calibri UTC'.split(' '));
/** A colour, a kind of file, a format of dates, an attribute of SVG. */
const codeShape = /^(?:[0-9A-F]{6}|[\w.]+\/[\w.-]+|[dmy]+-[dmy]+-[dmy]+|url\([^]*|\s*[a-z-]+="[^]*)$/u;

/** In an adapter a lone word in small letters is a name too: what is read begins with a capital there. */
function isCode(text: string, path: string): boolean {
  return codeWords.has(text) || codeShape.test(text) || (path.startsWith('src/adapters/') && /^[a-z-]+$/u.test(text));
}

const count = (text: string, shape: RegExp): number => text.match(shape)?.length ?? 0;
const danishScore = (text: string): number => count(text, /(?<!\p{L})(?:og|er|ikke|som|en|den|der|vi|har|i|at|på|af|med|mener|senest|til)(?!\p{L})/giu);
const englishScore = (text: string): number => count(text, /\b(?:the|is|of|that|it|are|and|not|was|a|an|in|for|no|which|by|without)\b/giu);

function isEnglish(text: string): boolean {
  return englishScore(text) > danishScore(text);
}

function isDanishSentence(text: string): boolean {
  return /^[\p{Lu}\s][^]*[.?!]$/u.test(text) && danishScore(text) > englishScore(text);
}

/** The texts of a program, code between them left out. Types are stripped first; keys, case labels and what is compared are names, not texts. */
export function literalsOf(typescript: string): readonly string[] {
  const code = stripTypeScriptTypes(typescript);
  const out: string[] = [];
  const token = /\/\/.*|\/\*[^]*?\*\/|(?<=[(,=:[!&|?{};>]\s*|return\s+)\/(?![/*])(?:\[(?:\\.|[^\]\\\n])*\]|\\.|[^/\\[\n])+\/[a-z]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`|\$\{|[{}]|\n/gu;
  // Each open template: the text so far, and how many braces of code are open inside it (-1: we are in its text).
  const open: { text: string; braces: number }[] = [];
  let at = 0;
  while (at < code.length) {
    const now = open.at(-1);
    if (now?.braces === -1) {
      const part = /(?:\\.|\$(?!\{)|[^`\\$])*/uy;
      part.lastIndex = at;
      const [text = ''] = part.exec(code) ?? [];
      now.text += text;
      at += text.length;
      if (code.startsWith('${', at)) { now.text += '{{x}}'; now.braces = 0; at += 2; } else { out.push(now.text); open.pop(); at += 1; }
      continue;
    }
    token.lastIndex = at;
    const found = token.exec(code);
    if (!found) break;
    const [piece] = found;
    at = found.index + piece.length;
    if (piece === '`') open.push({ text: '', braces: -1 });
    else if (now && piece === '{') now.braces += 1;
    else if (now && piece === '}') now.braces -= 1;
    else if (/^['"]/u.test(piece) && isText(code.slice(0, found.index), code.slice(at))) out.push(piece.slice(1, -1).replace(/\\(.)/gu, '$1'));
  }
  return out;
}

/** No name of a file or a kind, no key, no case label and nothing that is compared. */
function isText(before: string, after: string): boolean {
  return !/(?:[=!]==\s*|\bcase\s|\bfrom\s|\bimport\s|\b(?:kind|name|has|get|type|includes)\s*[:(]\s*)$/u.test(before.slice(-40)) && !/^(?::|\s*[=!]==)/u.test(after.slice(0, 12));
}
