// One run of the demo: a private country around the bot, the play from curtain to curtain, and the verdict.
// It refuses to leave anything behind but its folder: all servers and the bot end with it.
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dayOf, pauseOf, playedDays } from './calendar.ts';
import { createCountry } from './country/country.ts';
import { createDepartment } from './country/department.ts';
import { readRegister, registerOf } from './country/kommuner.ts';
import { takenAll, type Evidence, type Observation, type Status } from './judge/evidence.ts';
import { judge, type Verdict } from './judge/verdict.ts';
import { deliverTo, freePort, startDovecot, startRedis } from './servers/index.ts';
import { createBot, type Answered, type Bot } from './stage/bot.ts';
import { recovery, writeCampaign } from './stage/campaign.ts';
import { openEyes } from './stage/eyes.ts';
import { untilIdle } from './stage/idle.ts';
import { openInternet } from './stage/internet.ts';
import { createKiller, planKills } from './stage/killer.ts';
import { createOffice } from './stage/office.ts';
import { busySteps, curtain, play } from './stage/play.ts';
import type { View } from './stage/view.ts';
import { createVisits } from './stage/visits.ts';

export type RunOptions = { readonly root: string; readonly seed: number; readonly kommuner: number; readonly kills: number; readonly short: boolean };

export type Run = {
  readonly verdict: Verdict;
  readonly folder: string;
  readonly log: string;
  /** What `status` and `forecast` said, on the eve of the first round and at the end; and the folder of the ministry's digests. */
  readonly papers: readonly string[];
  readonly portal: string;
  readonly killed: number;
  /** Milliseconds. */
  readonly took: number;
};

/** The mailbox of the bot. */
const own = 'lige@lige.dk';

/** A command of the bot said no before the play could begin. */
export class CannotBegin extends Error {
  override name = 'CannotBegin';
}

/** The stage is built; `close` takes it down. Until then the bot and its portal stay up. */
export type Stage = { readonly run: () => Promise<Run>; readonly folder: string; readonly close: () => Promise<void> };

export async function setStage(options: RunOptions, view: View): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-demo-'));
  chmodSync(folder, 0o755);
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end().catch((error: unknown) => view.say(`while ending: ${String(error)}`));
  };
  const { kommuner, seed, kills } = options;
  view.say(`A simulated country of ${kommuner} kommuner (seed ${seed}${kills > 0 ? `, ${kills} kills` : ''}) in ${folder}`);
  try {
    return { folder, close, run: await build(options, folder, ends, view) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build({ root, seed, kommuner, kills, short }: RunOptions, folder: string, ends: (() => Promise<void>)[], view: View): Promise<() => Promise<Run>> {
  const begun = performance.now();
  const real = readRegister(path.join(root, 'config', 'kommuner.json'));
  const register = registerOf(real, kommuner, seed);
  const { file, calendar } = writeCampaign(folder, path.join(root, 'config', 'campaigns', '2024.yaml'), register, register !== real, seed, short);
  const country = createCountry(register, calendar, seed);
  const department = createDepartment(country.players, seed);

  const redis = await startRedis({ dir: path.join(folder, 'redis') });
  ends.push(() => redis.stop());
  const dovecot = await startDovecot({ dir: path.join(folder, 'dovecot'), users: [{ user: own, password: 'ligestilling' }] });
  ends.push(() => dovecot.stop());
  const eyes = await openEyes(dovecot.imapUrl(own));
  ends.push(() => eyes.close());
  let clock = curtain(calendar);
  let carried = (): void => { /* The killer comes with the play. */ };
  const internet = await openInternet({ country, department, now: () => clock, deliver: deliverTo(dovecot, own), carried: () => carried() });
  ends.push(() => internet.smtp.stop());
  const port = await freePort();
  const portal = `http://127.0.0.1:${port}`;
  const bot = createBot({
    root, folder, port,
    env: {
      RUNDSKRIV_CAMPAIGN: file, REDIS_URL: redis.url, IMAP_URL: dovecot.imapUrl(own), SMTP_URL: internet.smtp.url,
      RUNDSKRIV_SECRET: `demo-${seed}-0123456789abcdef0123456789abcdef`, PORTAL_URL: portal, PORTAL_PORT: String(port), LOG_LEVEL: 'info',
    },
  });
  ends.push(() => bot.stop());
  const setClock = (to: Temporal.Instant): void => {
    clock = to;
    bot.setClock(to);
  };

  return async () => {
    setClock(clock);
    for (const command of [['check'], ['launch', '--yes']]) {
      view.now(`rundskriv ${command.join(' ')}`);
      await must(bot, command);
    }
    const killer = createKiller(planKills(kills, playedDays(calendar).length, busySteps(calendar), seed), () => bot.killAndRestart());
    carried = killer.mail;
    bot.start();
    view.say(`The campaign is launched; the bot is at work (${portal}, log ${bot.log})`);
    let isPaused = false;
    const idle = (at: Temporal.Instant, when: string): Promise<void> => untilIdle({ bot, eyes, putOff: internet.putOff, paused: () => isPaused, recovery, limitMs: 60_000 }, at, when);
    const see = (o: Observation): void => {
      if (o.what === 'paused' || o.what === 'resumed') isPaused = o.what === 'paused';
      internet.see(o);
    };
    const office = createOffice({ bot, now: () => clock, see });
    const visits = createVisits({ portal, now: () => clock, see, settle: country.settle });
    const papers: string[] = [];
    /** What `status` and `forecast` say to a reader. */
    const write = async (forecast: readonly string[], ending: string): Promise<void> => {
      const said = await Promise.all([['status'], ['forecast', ...forecast]].map(async (command) => [`${command[0]}${ending}.txt`, (await must(bot, command)).stdout] as const));
      for (const [name, text] of said) {
        const paper = path.join(folder, name);
        writeFileSync(paper, text);
        papers.push(paper);
      }
    };
    const eve = dayOf(pauseOf(calendar).from);
    await play({
      calendar, country, department, office, internet, visits, killer, setClock, idle, now: view.now,
      dayOver: async (day, seen) => {
        view.dayOver(day, seen);
        if (day.equals(eve)) await write(['--days', '14'], `-${day}`);
      },
    });
    view.now('the verdict');
    const [answer] = await Promise.all([must(bot, ['status', '--json']), write([], '')]);
    const evidence: Evidence = {
      calendar, seen: internet.seen, delivered: internet.delivered, folders: await eyes.folders(),
      status: JSON.parse(answer.stdout) as Status,
      players: country.players.map((p) => ({ code: p.kommune.code, name: p.kommune.name, mailbox: p.mailbox, behaviour: p.behaviour, style: p.reporting?.style ?? null, truth: p.script.truth, door: p.script.door })),
      stuck: country.stuck(calendar.end).map(({ player, why }) => ({ kommune: player.kommune.code, why })),
    };
    papers.push(...keepDigests(evidence, folder));
    return { verdict: judge(evidence), folder, log: bot.log, papers, portal, killed: killer.done(), took: Math.round(performance.now() - begun) };
  };
}

/** The ministry's digests as mails that any mail program opens; gives the folder they lie in. */
function keepDigests(evidence: Evidence, folder: string): readonly string[] {
  const digests = takenAll(evidence).filter((t) => t.place === 'ministry' && t.mail.kind === 'digest');
  if (digests.length === 0) return [];
  const place = path.join(folder, 'digests');
  mkdirSync(place, { recursive: true });
  for (const { mail, at } of digests) writeFileSync(path.join(place, `digest-${dayOf(at)}.eml`), mail.raw);
  return [place];
}

async function must(bot: Bot, args: readonly string[]): Promise<Answered> {
  const answer = await bot.run(args);
  if (answer.code !== 0) throw new CannotBegin(`rundskriv ${args.join(' ')} ended with ${answer.code}:\n${answer.stdout}${answer.stderr}`.trim());
  return answer;
}
