// `roster`: who the contacts are and how far they have come, for the supplier who runs the support line; as csv, xlsx or JSON.
// It refuses to print a spreadsheet on a terminal: xlsx goes into a file.
import { Option, type Command } from 'commander';
import type { RosterRow } from '../core/roster.ts';
import { escapedJson, shownJson } from '../core/shown.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';

const formats = ['csv', 'xlsx', 'json'] as const;
type Format = (typeof formats)[number];

export type RosterNeeds = {
  readonly print: Print;
  /** Bytes to standard output, as they are. */
  readonly write: (bytes: Uint8Array) => void;
  /** Writes a file that only its owner may read, in place of one that was there. */
  readonly save: (path: string, bytes: Uint8Array) => Promise<void>;
  readonly open: () => Promise<{
    readonly campaignId: string;
    readonly now: () => Temporal.Instant;
    readonly roster: () => Promise<{ readonly launched: boolean; readonly rows: readonly RosterRow[] }>;
    readonly file: (format: 'csv' | 'xlsx', rows: readonly RosterRow[]) => Promise<Uint8Array>;
    readonly close: () => Promise<void>;
  }>;
};

export function addRosterCommand(program: Command, needs: RosterNeeds): void {
  program.command('roster')
    .description('the contacts, their logins (no links) and how far they have come, for whoever runs the support line')
    .addOption(new Option('--format <format>', 'without it, what the name of --out says, or csv').choices(formats))
    .option('--out <FILE>', 'into this file; without it, to standard output')
    .option('--json', 'the same as --format json')
    .action(async (options: { format?: Format; out?: string; json?: boolean }) => {
      const format = formatOf(options);
      const opened = await needs.open();
      try {
        const { launched, rows } = await opened.roster();
        if (!launched) throw new Ends(exit.no, `campaign ${opened.campaignId} has not been launched: there are no contacts yet`);
        const json = { campaign: opened.campaignId, now: opened.now().toString(), rows };
        if (options.out !== undefined) {
          const bytes = format === 'json' ? new TextEncoder().encode(`${escapedJson(JSON.stringify(json, null, 2))}\n`) : await opened.file(format, rows);
          await save(needs, options.out, bytes);
          needs.print(`${options.out}: ${rows.length === 1 ? '1 kommune' : `${rows.length} kommuner`}. It holds personal data: give it to nobody but the support line.`);
        } else if (format === 'json') {
          needs.print(shownJson(json));
        } else {
          needs.write(await opened.file(format, rows));
        }
      } finally {
        await opened.close();
      }
    });
}

function formatOf({ format, out, json }: { readonly format?: Format; readonly out?: string; readonly json?: boolean }): Format {
  if (json && format !== undefined && format !== 'json') throw new Ends(exit.usage, `--json and --format ${format} contradict each other: give one of them`);
  const named = /\.([^./\\]+)$/.exec(out ?? '')?.[1]?.toLowerCase();
  const chosen = json ? 'json' : format ?? (out === undefined ? 'csv' : formats.find((one) => one === named));
  if (chosen === undefined) throw new Ends(exit.usage, `${out ?? ''} does not say what to write: end its name in .csv, .xlsx or .json, or give --format`);
  if (chosen === 'xlsx' && out === undefined) throw new Ends(exit.usage, 'an xlsx is a file: say where with --out FILE.xlsx');
  return chosen;
}

async function save(needs: RosterNeeds, out: string, bytes: Uint8Array): Promise<void> {
  try {
    await needs.save(out, bytes);
  } catch (error) {
    throw new Ends(exit.usage, `${out} can't be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}): give a place where you may write`);
  }
}
