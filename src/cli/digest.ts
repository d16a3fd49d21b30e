// `digest`: what the ministry would be told now, shown, written out, or sent at once.
// It refuses to send by the way: without --now nothing leaves.
import path from 'node:path';
import type { Command } from 'commander';
import type { Campaign, DigestRecipient } from '../core/campaign.ts';
import type { DigestFacts } from '../core/digest/facts.ts';
import { shownJson } from '../core/shown.ts';
import type { Task } from '../core/task.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';

/** A digest as it would leave: its words, its bytes, and its pictures and list as files. `html` names the pictures by their files. */
export type DrawnDigest = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly raw: Uint8Array;
  readonly files: readonly { readonly filename: string; readonly content: Uint8Array }[];
};

export type DigestCommandNeeds = {
  readonly print: Print;
  /** Writes a file whole or not at all, its folders made. */
  readonly save: (file: string, bytes: Uint8Array) => Promise<void>;
  readonly open: (forWhat: 'reading' | 'sending') => Promise<{
    readonly campaign: Pick<Campaign, 'id' | 'digest'>;
    readonly launched: () => Promise<boolean>;
    readonly facts: (recipient: DigestRecipient) => Promise<DigestFacts>;
    readonly draw: (facts: DigestFacts, recipient: DigestRecipient) => Promise<DrawnDigest>;
    readonly sendNow: (recipients: readonly DigestRecipient[]) => Promise<readonly Task[]>;
    readonly close: () => Promise<void>;
  }>;
};

type Options = { readonly now?: boolean; readonly to?: string; readonly day?: boolean; readonly week?: boolean; readonly out?: string; readonly json?: boolean };

export function addDigestCommand(program: Command, needs: DigestCommandNeeds): void {
  program.command('digest')
    .description('what the department would be told now: shown, or sent with --now')
    .option('--now', 'sends it at once to every recipient of the campaign file, at whatever hour; otherwise nothing leaves')
    .option('--to <email>', 'only to this recipient of the campaign file (shown: since the last digest to her)')
    .option('--day', 'shown as the daily one')
    .option('--week', 'shown as the weekly one')
    .option('--out <folder>', 'writes it out as mail, HTML, text, pictures and xlsx')
    .option('--json', 'the facts it is made of, as JSON')
    .action(async (options: Options) => {
      if (options.day && options.week) throw new Ends(exit.usage, 'give --day or --week, not both');
      if (options.now && (options.day || options.week || options.out !== undefined)) throw new Ends(exit.usage, '--now sends each recipient her own form; it takes no --day, --week or --out');
      const opened = await needs.open(options.now ? 'sending' : 'reading');
      try {
        const recipients = chosen(opened.campaign, options.to);
        if (!await opened.launched()) throw new Ends(exit.no, `campaign ${opened.campaign.id} has not been launched: there is nothing to tell; "rundskriv launch" shows what would be sent`);
        if (options.now) return tellSent(needs.print, await opened.sendNow(recipients), options.json === true);
        const [first] = recipients;
        if (!first) throw new Ends(exit.no, 'the campaign file names nobody under "digest": add a recipient with name, email and every');
        const recipient: DigestRecipient = { ...first, every: options.day ? 'day' : options.week ? 'week' : first.every };
        const facts = await opened.facts(recipient);
        if (options.json) return needs.print(shownJson(facts));
        const drawn = await opened.draw(facts, recipient);
        if (options.out === undefined) needs.print([`Subject: ${drawn.subject}`, '', ...drawn.text.trimEnd().split('\n')]);
        else needs.print(await writeOut(needs, options.out, drawn));
      } finally {
        await opened.close();
      }
    });
}

function chosen({ digest }: Pick<Campaign, 'digest'>, to: string | undefined): readonly DigestRecipient[] {
  if (to === undefined) return digest;
  const found = digest.filter((recipient) => recipient.email.toLowerCase() === to.trim().toLowerCase());
  if (found.length === 0) throw new Ends(exit.usage, `${to} gets no digest: the campaign file names ${digest.map((recipient) => recipient.email).join(', ') || 'nobody'}`);
  return found;
}

function tellSent(print: Print, tasks: readonly Task[], asJson: boolean): void {
  if (asJson) return print(shownJson(tasks.map(({ id, to }) => ({ task: id, to }))));
  print([
    ...tasks.map(({ id, to }) => `${id} to ${to}`),
    tasks.length === 0 ? 'Nothing was asked for.' : `${tasks.length === 1 ? 'It leaves' : 'They leave'} now, if "rundskriv start" runs; otherwise as soon as it does.`,
  ]);
}

async function writeOut({ save }: DigestCommandNeeds, folder: string, { subject, text, html, raw, files }: DrawnDigest): Promise<readonly string[]> {
  const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);
  const all = [{ filename: 'digest.eml', content: raw }, { filename: 'digest.html', content: bytes(html) }, { filename: 'digest.txt', content: bytes(text) }, ...files];
  try {
    for (const { filename, content } of all) await save(path.join(folder, filename), content);
  } catch (error) {
    throw new Ends(exit.usage, `${folder} can't be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}): give a folder where you may write`);
  }
  return [`Subject: ${subject}`, ...all.map(({ filename }) => path.join(folder, filename))];
}
