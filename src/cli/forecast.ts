// `forecast`: every mail that will leave in the days ahead, to whom and why, without sending.
// It refuses to promise: a reply that comes in tomorrow changes it.
import { InvalidArgumentError, type Command } from 'commander';
import type { ForecastMail } from '../core/forecast.ts';
import { shownJson } from '../core/shown.ts';
import type { Print } from './print.ts';
import { local } from './status.ts';
import { table } from './table.ts';

export type ForecastNeeds = {
  readonly print: Print;
  readonly open: () => Promise<{
    readonly now: () => Temporal.Instant;
    readonly campaignId: string;
    readonly forecast: (days: number) => Promise<{ launched: boolean; mails: readonly ForecastMail[] }>;
    readonly close: () => Promise<void>;
  }>;
};

export function addForecastCommand(program: Command, needs: ForecastNeeds): void {
  program.command('forecast')
    .description('every mail that will leave in the days ahead if nobody does anything, to whom and why')
    .option('--days <N>', 'how many days ahead', days, 7)
    .option('--json', 'as JSON (see README)')
    .action(async (options: { days: number; json?: boolean }) => {
      const opened = await needs.open();
      try {
        const { launched, mails } = await opened.forecast(options.days);
        const now = opened.now().toString();
        if (options.json) {
          needs.print(shownJson({ campaign: opened.campaignId, now, days: options.days, launched, mails }));
          return;
        }
        if (!launched) {
          needs.print(`Campaign ${opened.campaignId} has not been launched: nothing will leave. "rundskriv launch" shows what would.`);
          return;
        }
        const leaving = mails.filter((mail) => mail.held === null);
        const held = mails.filter((mail) => mail.held !== null);
        needs.print([
          `Campaign ${opened.campaignId}: ${leaving.length} mails will leave in the ${options.days} days from ${local(now)}, if nobody does anything.`,
          ...(leaving.length > 0 ? ['', ...table([['when', 'kommune', 'mail', 'to', 'why'], ...leaving.map(row)])] : []),
          ...(held.length > 0 ? ['', `${held.length} are held:`, ...table([['when', 'kommune', 'mail', 'to', 'held because'], ...held.map((m) => [local(m.at), m.kommune ?? '-', m.kind, m.to, m.held ?? ''])])] : []),
        ]);
      } finally {
        await opened.close();
      }
    });
}

function row(mail: ForecastMail): readonly string[] {
  return [local(mail.at), mail.kommune ?? '-', mail.kind, mail.to, mail.why];
}

function days(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > 400) throw new InvalidArgumentError('give a number of days from 1 to 400');
  return n;
}
