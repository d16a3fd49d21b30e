// `launch`: shows what will be sent to whom and when, and starts the campaign after a typed yes.
// It refuses while anything is wrong, and it never asks a script to type: there is --yes.
import type { Command } from 'commander';
import { shownJson } from '../core/shown.ts';
import type { Plan } from '../flows/launch.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';
import { table } from './table.ts';
import { local } from './when.ts';

export type LaunchNeeds = {
  readonly print: Print;
  /** Asks on the terminal; null where there is none. */
  readonly ask: (question: string) => Promise<string | null>;
  readonly progress: (text: string) => void;
  readonly who: () => string;
  readonly open: () => Promise<{
    readonly campaignId: string;
    readonly title: string;
    readonly redirectTo: string | null;
    readonly plan: () => Promise<Plan>;
    readonly launch: (plan: Plan, by: string, progress: (done: number, of: number) => void) => Promise<{ opened: number }>;
    readonly close: () => Promise<void>;
  }>;
};

export function addLaunchCommand(program: Command, needs: LaunchNeeds): void {
  program.command('launch')
    .description('shows what will be sent to whom and when, and starts the campaign after a typed yes')
    .option('--yes', 'start without asking, for scripts')
    .option('--json', 'the plan as JSON; starts nothing without --yes')
    .action(async (options: { yes?: boolean; json?: boolean }) => {
      const opened = await needs.open();
      try {
        const plan = await opened.plan();
        const errors = plan.findings.filter((finding) => finding.level === 'error');
        if (!options.json) needs.print(shown(plan, opened.campaignId, opened.title, opened.redirectTo));
        if (errors.length > 0) {
          if (options.json) needs.print(shownJson({ campaign: opened.campaignId, ...plan, opened: 0 }));
          throw new Ends(exit.no, `campaign ${opened.campaignId} is not launched: ${errors.map((e) => `${e.what}: ${e.cure}`).join('; ')}`);
        }
        if (!options.yes) {
          if (options.json) return needs.print(shownJson({ campaign: opened.campaignId, ...plan, opened: 0 }));
          const answer = await needs.ask(`Type yes to launch campaign ${opened.campaignId}: `);
          if (answer === null) throw new Ends(exit.usage, 'nobody is at the terminal to type yes; give --yes to launch from a script');
          if (answer.trim().toLowerCase() !== 'yes') throw new Ends(exit.no, `campaign ${opened.campaignId} is not launched: "${answer.trim()}" is not yes`);
        }
        const { opened: count } = await opened.launch(plan, needs.who(), (done, of) => needs.progress(`opening cases: ${done} of ${of}`));
        if (options.json) needs.print(shownJson({ campaign: opened.campaignId, ...plan, opened: count }));
        else needs.print(plan.launched && count === 0 ? 'It was launched before; nothing has changed.' : `Launched: ${count} cases are open. The letters leave ${local(plan.at)}, while "rundskriv start" runs.`);
      } finally {
        await opened.close();
      }
    });
}

function shown(plan: Plan, id: string, title: string, redirectTo: string | null): readonly string[] {
  const notices = plan.findings.filter((finding) => finding.level === 'notice');
  return [
    `Campaign ${id}: ${title}`,
    ...(plan.launched ? [`It was launched ${local(plan.launched.at)} by ${plan.launched.by}.`] : []),
    `The letter goes to ${plan.letters.length} kommuner, ${local(plan.at)}:`,
    ...table([['code', 'kommune', 'to'], ...plan.letters.map((l) => [l.kommune, l.name, l.to])]),
    ...(redirectTo ? [`Rehearsal: every mail goes to ${redirectTo} instead.`] : []),
    ...(notices.length > 0 ? ['', 'To know:', ...notices.map((n) => `- ${n.what}: ${n.cure}`)] : []),
    '',
  ];
}
