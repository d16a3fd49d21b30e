// `start`: the chosen workers in one process, in the foreground, until a signal says stop.
// It refuses to start on a store that forgets, and to stop in the middle of a mail.
import type { Part } from '../src/cli/program.ts';
import { Ends, exit } from '../src/cli/exit.ts';
import { checkPortal } from '../src/adapters/config.ts';
import { checkTemplates } from '../src/adapters/render.ts';
import { checkCampaign } from '../src/core/campaign.ts';
import { catchUp } from '../src/flows/catch-up.ts';
import { checkClock, newestEventAt } from '../src/flows/clock-check.ts';
import { checkRehearsal } from '../src/flows/launch.ts';
import { noLastYear } from '../src/flows/last-year.ts';
import { refileMails } from '../src/flows/refile.ts';
import { loadDesk } from '../src/flows/step.ts';
import { UnknownEvent } from '../src/adapters/event-schema.ts';
import type { Facts } from '../src/adapters/facts.ts';
import { createFacts, createLogger, createTokens, openMailbox, openQueues, openStore, queueLettersOf, readBefore, readSettings, refileNeeds, refuseForgetful, type Parts } from './compose.ts';
import { runClock } from './clock.ts';
import { runInbox } from './inbox.ts';
import { runIntake } from './intake.ts';
import { runLetters } from './letters.ts';
import { runWeb } from './web.ts';

type Env = Readonly<Record<string, string | undefined>>;

export async function start(only: readonly Part[], env: Env): Promise<void> {
  const settings = await readSettings(env);
  const ended = Promise.withResolvers<string>();
  const logged = createFacts(createLogger(settings.config.logLevel));
  // An event this version does not know stops the program (design, store): nothing is skipped, and nothing is tried again on half a log.
  const fatal = (error: unknown): void => {
    logged.stopsBecause({ error: error instanceof Error ? error.message : String(error) });
    process.exitCode = exit.no;
    ended.resolve('error');
  };
  const facts: Facts = {
    ...logged,
    trouble: (fact) => {
      logged.trouble(fact);
      if (fact.error instanceof UnknownEvent) fatal(fact.error);
    },
  };
  const store = await openStore(settings, true);
  await refuseForgetful(store);
  const launched = (await loadDesk(store.log)).state.launched;
  const wrong = [...checkRehearsal(launched, settings.config.redirectTo, settings.campaign.id), ...checkCampaign(settings.campaign), ...checkPortal(settings.config), ...await checkTemplates()].filter((f) => f.level === 'error');
  if (wrong.length > 0) {
    await store.close();
    throw new Ends(exit.no, `nothing may leave: ${wrong.map((f) => `${f.what}: ${f.cure}`).join('; ')}`);
  }
  const queues = openQueues(settings, store);
  const mailbox = openMailbox(settings, env, facts);
  const parts: Parts = { settings, log: store.log, book: store.book, queues, mailbox, facts, tokens: createTokens(settings.config.secret), before: await readBefore(settings, store) };
  facts.started({ parts: only, campaign: settings.campaign.id, rehearsal: settings.clock.rehearsal, now: settings.clock.now().toString() });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.resolve(signal));
  process.on('unhandledRejection', fatal);
  const running: { readonly stop: () => Promise<void> }[] = [];
  try {
    // Every event is read once, so that a log this version can't read is found before anything is done.
    const newest = await newestEventAt(store.log).catch((error: unknown) => {
      if (error instanceof UnknownEvent) throw new Ends(exit.no, error.message);
      throw error;
    });
    for (const { what, cure } of checkClock(newest, settings.clock.now())) facts.clockBehind({ error: `${what}; ${cure}` });
    if (launched && only.includes('clock')) await catchUp({ campaign: settings.campaign, log: store.log, now: settings.clock.now });
    if (only.includes('letters')) running.push(runLetters(parts, env));
    if (only.includes('intake')) running.push(runIntake(parts));
    if (only.includes('inbox')) running.push(runInbox(parts));
    if (only.includes('clock')) running.push(await runClock(parts));
    if (only.includes('web')) running.push(await runWeb(settings, store, queues, facts, parts.before ?? noLastYear));
    if (only.includes('inbox')) running.push(refileOnce(parts));
    // Tasks whose job was lost with a killed process get one again.
    const pending = await store.log.tasks();
    await queueLettersOf(queues)(pending);
    facts.swept({ tasks: pending.length });
    facts.stopping({ signal: await ended.promise });
  } finally {
    await Promise.all(running.map((part) => part.stop()));
    await mailbox.close();
    await queues.close();
    await store.close();
    facts.stopped();
  }
}

/** A mail whose review was closed while the mailbox was away is moved now; nothing waits for it. */
function refileOnce({ log, mailbox, facts }: Parts): { readonly stop: () => Promise<void> } {
  const done = refileMails(refileNeeds({ log }, mailbox)).then((refiled) => {
    const count = (outcome: 'moved' | 'gone'): number => refiled.filter((one) => one.outcome === outcome).length;
    if (refiled.length > 0) facts.mailsRefiled({ moved: count('moved'), gone: count('gone'), error: refiled.find((one) => one.outcome === 'failed')?.why ?? null });
  }, (error: unknown) => facts.mailsRefiled({ moved: 0, gone: 0, error: error instanceof Error ? error.message : String(error) }));
  return { stop: () => done };
}

