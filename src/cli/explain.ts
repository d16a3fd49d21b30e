// `explain FILE|DIR …`: what the bot makes of these mails, and why; offline, without Redis, without network.
// It refuses to fail on a mail: only a path that does not exist ends it, with one sentence.
import type { Command } from 'commander';
import type { Register } from '../core/kommune.ts';
import { shownJson } from '../core/shown.ts';
import { explainFiles, filesToExplain, type Explanation, type ExplainNeeds } from '../flows/explain.ts';
import type { ReadingContext } from '../core/understand.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';

export type ExplainCommandNeeds = {
  readonly print: Print;
  /** For progress, on standard error; absent where nobody looks on. */
  readonly printProgress?: ((text: string) => void) | undefined;
  readonly open: () => Promise<{ readonly context: ReadingContext; readonly needs: ExplainNeeds }>;
};

export function addExplainCommand(program: Command, needs: ExplainCommandNeeds): void {
  program.command('explain')
    .description('what the bot makes of these mails, and why: offline, without Redis, without network')
    .argument('<FILE|DIR...>', 'mails as files (.eml or not); a folder stands for its files, sorted by name')
    .option('--json', 'one line of JSON a mail (see README)')
    .action(async (paths: readonly string[], options: { json?: boolean }) => {
      const opened = await needs.open();
      const listed = await filesToExplain(paths, opened.needs);
      if ('missing' in listed) throw new Ends(exit.usage, `there is no file or folder ${listed.missing}; give the path of a mail or of a folder with mails`);
      const progress = reportProgress(listed.files.length, opened.needs.now, needs.printProgress);
      const outcomes = new Map<string, number>();
      for await (const line of explainFiles(listed.files, opened.context, opened.needs)) {
        needs.print(options.json ? shownJson(line) : forPeople(line, opened.context.register));
        outcomes.set(line.outcome, (outcomes.get(line.outcome) ?? 0) + 1);
        progress();
      }
      if (!options.json && listed.files.length > 1) needs.print(`${listed.files.length} mails: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`);
    });
}

/** Says how far it is, once a second from the second second on. */
function reportProgress(total: number, now: () => number, print: ((text: string) => void) | undefined): () => void {
  let done = 0;
  let said = now();
  return () => {
    done += 1;
    if (print === undefined || done === total || now() - said < 1_000) return;
    said = now();
    print(`${done} of ${total} mails`);
  };
}

/** A mail at a glance: what it is and what follows on the first line, then what was read, then why. */
function forPeople(line: Explanation, register: Register): readonly string[] {
  const kommune = (code: string | null) => (code === null ? '' : `${register.kommuner.find((k) => k.code === code)?.name ?? '?'} (${code})`);
  const region = (code: string | null) => register.regions.find((r) => r.code !== null && r.code === code)?.name;
  const which = line.kommune !== null ? kommune(line.kommune) : line.kommuner.length > 0 ? line.kommuner.map(kommune).join(' / ') : 'kommune unknown';
  const kinds = [line.kind, ...line.also].join(' + ');
  const out = [`${line.file}`, `  ${line.outcome.toUpperCase().padEnd(8)} ${kinds.padEnd(16)} ${which}`];
  const say = (label: string, text: string) => out.push(`  ${label.padEnd(8)} ${text}`);
  for (const c of line.contacts) {
    say('contact', [`${c.name ?? '(no name)'} <${c.email ?? 'no address'}>`, c.phone, region(c.region), line.kommune === null ? kommune(c.kommune) : '', `from ${c.from}`].filter((s) => s).join(', '));
  }
  if (line.missing.length > 0) say('missing', line.missing.join(', '));
  for (const a of line.attachments) say('file', `${a.filename} (${size(a.bytes)}) ${a.readAs === null ? a.problem ?? 'needs no reading' : `read as ${a.readAs}`}`);
  for (const e of line.evidence) say('evidence', e);
  for (const r of line.reasons) say('because', r);
  for (const p of line.problems) say('problem', p);
  const [first = '', ...more] = line.text.split('\n').filter((t) => t.trim() !== '');
  if (first !== '') say('text', `${first.length > 90 ? `${first.slice(0, 89)}…` : first}${more.length > 0 ? ` (+${more.length} lines)` : ''}`);
  return [...out, ''];
}

function size(bytes: number): string {
  return bytes < 1_000 ? `${bytes} B` : bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
