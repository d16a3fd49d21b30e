// The department at its desk: what it decides on the bot's command line, at fixed moments of the play.
// It refuses to go on when a command says no: the play would not be the one that the judge expects.
import type { Instant } from '../calendar.ts';
import type { DueDeed } from '../country/country.ts';
import type { Observation } from '../judge/evidence.ts';
import type { Bot } from './bot.ts';

export type Office = {
  /** One after the other, with what waits as `review` lists it before the first. */
  readonly decide: (deeds: readonly DueDeed[]) => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
};

export type OfficeNeeds = { readonly bot: Pick<Bot, 'run'>; readonly now: () => Instant; readonly see: (o: Observation) => void };

type Item = { readonly id: string; readonly kommune: string | null; readonly what: string; readonly mail: { readonly messageId: string | null } | null };

const by = ['--by', 'Anne Bendixen'] as const;

/** A command of the bot said no in the middle of the play. */
export class OfficeRefused extends Error {
  override name = 'OfficeRefused';
}

export function createOffice({ bot, now, see }: OfficeNeeds): Office {
  const run = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await bot.run(args);
    if (code !== 0) throw new OfficeRefused(`rundskriv ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`.trim());
    return stdout;
  };
  const decide = async ({ player, deed }: DueDeed, item: (code: string) => Item): Promise<string | null> => {
    const { code } = player.kommune;
    switch (deed.does) {
      case 'accept':
        await run(['review', 'accept', item(code).id, '--foreign', '--yes', ...by]);
        return item(code).mail?.messageId ?? null;
      case 'discard':
        await run(['review', 'discard', item(code).id, ...by]);
        return item(code).mail?.messageId ?? null;
      case 'exempt':
        await run(['exempt', code, '--because', deed.because, ...by]);
        return null;
      case 'extend':
        await run(['extend', code, '--deadline', deed.deadline, '--until', deed.until.toString(), '--because', deed.because, ...by]);
        return null;
    }
  };
  return {
    decide: async (deeds) => {
      const isAboutItem = deeds.some(({ deed }) => deed.does === 'accept' || deed.does === 'discard');
      const { items } = isAboutItem ? (JSON.parse(await run(['review', 'list', '--json'])) as { readonly items: readonly Item[] }) : { items: [] };
      const itemOf = (code: string): Item => {
        const item = items.find((i) => i.kommune === code && i.what === 'review');
        if (!item) throw new OfficeRefused(`nothing of kommune ${code} waits for a person, and something should`);
        return item;
      };
      for (const one of deeds) {
        const mail = await decide(one, itemOf);
        see({ what: 'decided', at: now(), kommune: one.player.kommune.code, deed: one.deed, mail });
      }
    },
    pause: async () => {
      await run(['pause', '--because', 'indberetningssystemet er nede', ...by]);
      see({ what: 'paused', at: now(), kommune: null });
    },
    resume: async () => {
      // What was held leaves while the command still speaks.
      see({ what: 'resumed', at: now(), kommune: null });
      await run(['resume', '--because', 'systemet er oppe igen', ...by]);
    },
  };
}
