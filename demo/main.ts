// The demo as a command: a whole campaign against a simulated country, over real IMAP, SMTP, HTTP and Redis on this machine.
// It refuses to say yes lightly: exit code 0 only when every kommune is accounted for and no rule was broken.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { behaviours } from './country/behaviours.ts';
import { setStage, type Run, type RunOptions } from './run.ts';
import { createView } from './stage/view.ts';

const help = `Usage: rundskriv demo [options]

Plays a whole campaign against a simulated country: kommuner that answer, forget, bounce, ask, forge and keep silent,
and that report on the portal or by mail, over real IMAP, SMTP, HTTP and Redis on this machine. Nothing leaves it.

Options:
  --headless      plain lines; ends by itself
  --seed N        another country, repeatable (default 1)
  --kommuner N    how many kommuner, 1 to 1000 (default 98; below ${behaviours.length} not every behaviour; above 98 invented)
  --short         ends when the logins are out, in March; without it, after the last reminder of the report in June
  --kills N       kills the bot (SIGKILL) N times at bad moments and starts it again (default 0)
  --json          the summary as JSON on standard output; everything else goes to standard error
  --keep          keeps the folder with mails, logs, configuration, and what status and forecast said
  --help          this text

Exit codes: 0 every kommune is accounted for and no rule was broken; 1 otherwise; 2 wrong usage; 3 a service is missing.`;

type Arguments = RunOptions & { readonly headless: boolean; readonly json: boolean; readonly keep: boolean };

export async function demo(argv: readonly string[]): Promise<number> {
  let args: Arguments | 'help';
  try {
    args = readArguments(argv);
  } catch (error) {
    process.stderr.write(`rundskriv demo: ${messageOf(error)}; see rundskriv demo --help\n`);
    return 2;
  }
  if (args === 'help') {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const out = args.json ? process.stderr : process.stdout;
  const view = createView(out, !args.headless && out.isTTY);
  let stage: Awaited<ReturnType<typeof setStage>>;
  try {
    stage = await setStage(args, view);
  } catch (error) {
    process.stderr.write(`rundskriv demo: ${messageOf(error)}\n`);
    return 3;
  }
  const interrupted = untilInterrupted();
  try {
    const ran = await Promise.race([stage.run(), interrupted]);
    if (ran === 'interrupted') {
      await stage.close();
      if (args.keep) view.say(`Interrupted. Folder ${stage.folder}`);
      else rmSync(stage.folder, { recursive: true, force: true });
      return 1;
    }
    view.table(ran.verdict);
    const keep = args.keep || !ran.verdict.ok;
    view.say(`It took ${(ran.took / 1000).toFixed(0)} s${ran.killed > 0 ? `, with ${ran.killed} kills` : ''}.`);
    if (keep || !args.headless) view.say([`Folder ${ran.folder}`, `Log    ${ran.log}`, ...ran.papers.map((paper) => `Said   ${paper}`)].join('\n'));
    if (args.json) process.stdout.write(`${JSON.stringify(summary(args, ran), null, 1)}\n`);
    if (!args.headless) {
      view.say(`Portal ${ran.portal}\nThe bot is still at work; Ctrl-C ends it.`);
      await interrupted;
    }
    await stage.close();
    if (!keep) rmSync(ran.folder, { recursive: true, force: true });
    return ran.verdict.ok ? 0 : 1;
  } catch (error) {
    view.say('');
    process.stderr.write(`rundskriv demo: ${messageOf(error)}\nThe folder is kept: ${stage.folder}\n`);
    return 1;
  } finally {
    await stage.close();
  }
}

function readArguments(argv: readonly string[]): Arguments | 'help' {
  const { values } = parseArgs({
    args: [...argv], strict: true, allowPositionals: false,
    options: {
      headless: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' }, kommuner: { type: 'string', default: '98' }, kills: { type: 'string', default: '0' },
      short: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const number = (name: 'seed' | 'kommuner' | 'kills', least: number, most: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > most) throw new Error(`--${name} is "${values[name]}"; write a whole number from ${least} to ${most}`);
    return value;
  };
  return {
    root: path.resolve(import.meta.dirname, '..'), headless: values.headless, short: values.short, json: values.json, keep: values.keep,
    seed: number('seed', 0, 2 ** 31), kommuner: number('kommuner', 1, 1000), kills: number('kills', 0, 500),
  };
}

/** The same for the same seed, with kills or without, but for `run`. */
function summary(args: Arguments, { verdict, took, killed, folder, log, portal }: Run): object {
  return { ...verdict, seed: args.seed, run: { tookMs: took, kills: killed, folder, log, portal } };
}

function untilInterrupted(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) process.exitCode = await demo(process.argv.slice(2));
