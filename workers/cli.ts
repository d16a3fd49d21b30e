// The program's entry: hands each command what it needs, and ends with its exit code.
// It refuses to do work before a command asks for it: `explain` and `--help` read no environment.
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { BadCampaign } from '../src/adapters/campaign-file.ts';
import { BadEnvironment } from '../src/adapters/config.ts';
import { BadRegister } from '../src/adapters/register.ts';
import { MailboxRefused, MailboxUnreachable } from '../src/adapters/mailbox.ts';
import { SmtpTrouble } from '../src/adapters/smtp.ts';
import { StoreUnreachable } from '../src/adapters/store/requirements.ts';
import { UnknownEvent } from '../src/adapters/event-schema.ts';
import { exit, type ExitCode } from '../src/cli/exit.ts';
import { printTo } from '../src/cli/print.ts';
import { runProgram } from '../src/cli/program.ts';
import { launch, planLaunch } from '../src/flows/launch.ts';
import { readForecast, readStatus, readTimeline } from '../src/flows/stand.ts';
import { loadDesk } from '../src/flows/step.ts';
import { inboxOf, launchNeeds, openMailbox, openStore, readSettings, refuseForgetful } from './compose.ts';
import { explainContext, explainNeeds } from './explain.ts';
import { probesOf } from './probes.ts';
import { openReview } from './review.ts';
import { start } from './start.ts';

const { env } = process;
// "explain … | head": whoever reads has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const print = printTo((text) => process.stdout.write(text));
const printError = printTo((text) => process.stderr.write(text));

async function openRead() {
  const settings = await readSettings(env, 'store');
  const store = await openStore(settings, false);
  return { settings, store, stand: { campaign: settings.campaign, log: store.log, now: settings.clock.now } };
}

async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function codeOf(error: unknown): ExitCode | undefined {
  if (error instanceof BadEnvironment) return exit.usage;
  if (error instanceof BadCampaign || error instanceof BadRegister || error instanceof UnknownEvent || error instanceof MailboxRefused) return exit.no;
  if (error instanceof StoreUnreachable || error instanceof MailboxUnreachable || error instanceof SmtpTrouble) return exit.unreachable;
  return undefined;
}

process.exitCode = await runProgram(process.argv.slice(2), {
  printError, codeOf,
  check: { print, probes: () => probesOf(env) },
  status: {
    print,
    open: async () => {
      const { settings, store, stand } = await openRead();
      return {
        campaign: settings.campaign, register: settings.register, status: () => readStatus(stand), timeline: (kommune) => readTimeline(stand, kommune),
        launched: async () => (await loadDesk(store.log)).state.launched !== null, close: store.close,
      };
    },
  },
  forecast: {
    print,
    open: async () => {
      const { settings, store, stand } = await openRead();
      // Without a mailbox the forecast can't say what an unread mail holds back, and says so by holding.
      const mailbox = settings.config.imapUrl === '' ? undefined : openMailbox(settings, env);
      const inbox = mailbox ? inboxOf(settings, store.log, store.book, mailbox) : async () => 'unhealthy' as const;
      return {
        now: settings.clock.now, campaignId: settings.campaign.id,
        forecast: (days) => readForecast({ ...stand, inbox }, days),
        close: async () => { await mailbox?.close(); await store.close(); },
      };
    },
  },
  launch: {
    print, ask,
    progress: (text) => { if (process.stderr.isTTY) process.stderr.write(`\r${text}`); },
    who: () => userInfo().username,
    open: async () => {
      const settings = await readSettings(env);
      const store = await openStore(settings, false);
      await refuseForgetful(store);
      const mailbox = openMailbox(settings, env);
      const needs = await launchNeeds(settings, store, mailbox);
      return {
        campaignId: settings.campaign.id, title: settings.campaign.title, redirectTo: settings.config.redirectTo,
        plan: () => planLaunch(needs), launch: (plan, by, progress) => launch(needs, plan, by, progress),
        close: async () => { await mailbox.close(); await store.close(); },
      };
    },
  },
  review: { print, ask, who: () => userInfo().username, open: (forWhat) => openReview(env, forWhat) },
  explain: {
    print,
    printProgress: process.stderr.isTTY ? (text) => void process.stderr.write(text) : undefined,
    open: async () => ({ context: await explainContext(), needs: explainNeeds }),
  },
  start: (parts) => start(parts, env),
  demo: async (args) => (await import('../demo/main.ts')).demo([...args]),
});
