// `forecast`: every mail that will leave in the days ahead, to whom and why, without sending.
// It refuses to promise: a reply that comes in tomorrow changes it.
import { InvalidArgumentError, type Command } from 'commander';
import { dayOf } from '../core/calendar.ts';
import type { ForecastMail } from '../core/forecast.ts';
import type { HoldReason } from '../core/holds.ts';
import type { Register } from '../core/kommune.ts';
import { shownJson } from '../core/shown.ts';
import type { Status } from '../core/status.ts';
import { holdWords } from './hold-text.ts';
import type { Print } from './print.ts';
import { pausedLine } from './status-text.ts';
import { table } from './table.ts';
import { atInstant, clock, local, onDay } from './when.ts';

export type ForecastNeeds = {
  readonly print: Print;
  readonly open: () => Promise<{
    readonly now: () => Temporal.Instant;
    readonly campaignId: string;
    readonly register: Register;
    readonly forecast: (days: number) => Promise<{ launched: boolean; paused: Status['paused']; mails: readonly ForecastMail[] }>;
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
        const { launched, paused, mails } = await opened.forecast(options.days);
        const now = opened.now().toString();
        if (options.json) {
          needs.print(shownJson({ campaign: opened.campaignId, now, days: options.days, launched, paused, mails }));
          return;
        }
        if (!launched) {
          needs.print(`Campaign ${opened.campaignId} has not been launched: nothing will leave. "rundskriv launch" shows what would.`);
          return;
        }
        const leaving = mails.filter((mail): mail is Leaving => mail.held === null);
        const held = mails.filter((mail): mail is Held => mail.held !== null);
        needs.print([
          ...(paused ? [pausedLine(paused)] : []),
          `Campaign ${opened.campaignId}: ${leaving.length === 1 ? '1 mail leaves' : `${leaving.length} mails leave`} in the ${options.days} days from ${atInstant(now)}, if nobody does anything.`,
          ...byDay(leaving, opened.register),
          ...byReason(held, opened.register),
        ]);
      } finally {
        await opened.close();
      }
    });
}

type Leaving = ForecastMail & { readonly held: null };
type Held = ForecastMail & { readonly held: HoldReason };

/** A heading for each day, and its mails below. */
function byDay(mails: readonly Leaving[], register: Register): readonly string[] {
  return [...Map.groupBy(mails, (mail) => dayOf(Temporal.Instant.from(mail.at)).toString())]
    .flatMap(([day, those]) => ['', `${onDay(day)}: ${counted(those.length)}`, ...rows(those.map((mail) => [clock(mail.at), ...shown(mail, register)]))]);
}

/** A heading for each reason, and what it holds below. */
function byReason(mails: readonly Held[], register: Register): readonly string[] {
  if (mails.length === 0) return [];
  return ['', `Held, and not counted above: ${counted(mails.length)}`, ...[...Map.groupBy(mails, (mail) => mail.held)]
    .flatMap(([reason, those]) => [`${counted(those.length)}, because ${holdWords(reason)}:`, ...rows(those.map((mail) => [local(mail.at), ...shown(mail, register)]))])];
}

function shown({ kommune, kind, to, why }: ForecastMail, register: Register): readonly string[] {
  return [kommune === null ? 'the department' : `${register.kommuner.find((k) => k.code === kommune)?.name ?? '?'} (${kommune})`, kind, to || '-', why];
}

function rows(cells: readonly (readonly string[])[]): readonly string[] {
  return table(cells).map((line) => `  ${line}`);
}

function counted(mails: number): string {
  return mails === 1 ? '1 mail' : `${mails} mails`;
}

function days(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > 400) throw new InvalidArgumentError('give a number of days from 1 to 400');
  return n;
}
