// The program's entry: hands each command what it needs, and ends with its exit code.
// It refuses to do work before a command asks for it: `explain` and `--help` read no environment.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { BadCampaign } from '../src/adapters/campaign-file.ts';
import { BadEnvironment } from '../src/adapters/config.ts';
import { BadRegister } from '../src/adapters/register.ts';
import { rosterCsv, rosterXlsx } from '../src/adapters/roster-file.ts';
import { MailboxRefused, MailboxUnreachable } from '../src/adapters/mailbox.ts';
import { SmtpTrouble } from '../src/adapters/smtp.ts';
import { StoreUnreachable } from '../src/adapters/store/requirements.ts';
import { UnknownEvent } from '../src/adapters/event-schema.ts';
import type { InboxState } from '../src/core/holds.ts';
import { exit, type ExitCode } from '../src/cli/exit.ts';
import { printTo } from '../src/cli/print.ts';
import { runProgram } from '../src/cli/program.ts';
import { launch, planLaunch } from '../src/flows/launch.ts';
import { readRoster } from '../src/flows/roster.ts';
import { readForecast, readStatus, readTimeline } from '../src/flows/stand.ts';
import { loadDesk } from '../src/flows/step.ts';
import { inboxOf, launchNeeds, openMailbox, openStore, readSettings, refuseForgetful } from './compose.ts';
import { openDigest } from './digest.ts';
import { explainContext, explainNeeds } from './explain.ts';
import { probesOf } from './probes.ts';
import { openReview } from './review.ts';
import { openSteer } from './steer.ts';

const { env } = process;
// "explain … | head": whoever reads has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const print = printTo((text) => process.stdout.write(text));
const printError = printTo((text) => process.stderr.write(text));

/** Milliseconds that a command waits for the mailbox. */
const patience = 5_000;

async function openRead() {
  const settings = await readSettings(env, 'store');
  const store = await openStore(settings, false);
  return { settings, store, stand: { campaign: settings.campaign, log: store.log, now: settings.clock.now } };
}

/** What INBOX holds, asked once; undefined without a mailbox to ask. A mailbox that is slow to answer is taken for one that can't be reached. */
function openInbox({ settings, store }: Awaited<ReturnType<typeof openRead>>) {
  if (settings.config.imapUrl === '') return undefined;
  const mailbox = openMailbox(settings, env);
  let asked: Promise<InboxState> | undefined;
  const inbox = (): Promise<InboxState> => {
    asked ??= Promise.race([inboxOf(settings, store.log, store.book, mailbox)(), setTimeout(patience, 'unhealthy' as const, { ref: false })]);
    return asked;
  };
  return { inbox, close: () => mailbox.close() };
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

/** Whole or not at all, and for nobody else's eyes. */
async function save(path: string, bytes: Uint8Array): Promise<void> {
  const half = `${path}.${process.pid}.half`;
  try {
    await writeFile(half, bytes, { mode: 0o600 });
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
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
      const read = await openRead();
      const { settings, store, stand } = read;
      const box = openInbox(read);
      const needs = { ...stand, tasks: store.log.tasks, ...(box ? { inbox: box.inbox } : {}) };
      return {
        campaign: settings.campaign, register: settings.register, status: () => readStatus(needs), timeline: (kommune) => readTimeline(needs, kommune),
        launched: async () => (await loadDesk(store.log)).state.launched !== null,
        close: async () => { await box?.close(); await store.close(); },
      };
    },
  },
  forecast: {
    print,
    open: async () => {
      const read = await openRead();
      const { settings, store, stand } = read;
      // Without a mailbox the forecast can't say what an unread mail holds back, and says so by holding.
      const box = openInbox(read);
      const inbox = box?.inbox ?? (async () => 'unhealthy' as const);
      return {
        now: settings.clock.now, campaignId: settings.campaign.id, register: settings.register,
        forecast: (days) => readForecast({ ...stand, inbox }, days),
        close: async () => { await box?.close(); await store.close(); },
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
  steer: { print, who: () => userInfo().username, open: () => openSteer(env) },
  digest: {
    print,
    save: async (file, bytes) => {
      await mkdir(path.dirname(file), { recursive: true });
      await save(file, bytes);
    },
    open: (forWhat) => openDigest(env, forWhat, (inbox) => () => Promise.race([inbox(), setTimeout(patience, 'unhealthy' as const, { ref: false })])),
  },
  roster: {
    print, save,
    write: (bytes) => void process.stdout.write(bytes),
    open: async () => {
      const { settings, store, stand } = await openRead();
      const { campaign, register, clock } = settings;
      const about = { title: `Kontaktpersoner ${campaign.id}`, creator: campaign.authority.department };
      return {
        campaignId: campaign.id, now: clock.now, roster: () => readRoster({ ...stand, register }), close: store.close,
        file: async (format, rows) => (format === 'csv' ? rosterCsv(rows) : rosterXlsx(rows, { ...about, at: clock.now() })),
      };
    },
  },
  explain: {
    print,
    printProgress: process.stderr.isTTY ? (text) => void process.stderr.write(text) : undefined,
    open: async () => ({ context: await explainContext(), needs: explainNeeds }),
  },
  // Workers bring the portal and all that writes files along: no other command waits for that.
  start: async (parts) => (await import('./start.ts')).start(parts, env),
  demo: async (args) => (await import('../demo/main.ts')).demo([...args]),
});
