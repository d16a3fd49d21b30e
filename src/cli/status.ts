// `status`: where all stand, or one kommune's timeline.
// It refuses to interpret: it prints what the log says.
import type { Command } from 'commander';
import type { Campaign } from '../core/campaign.ts';
import { findKommune, type Kommune, type Register } from '../core/kommune.ts';
import { shownJson } from '../core/shown.ts';
import type { Status } from '../core/status.ts';
import type { Timeline } from '../flows/stand.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';
import { oneKommune, overview } from './status-text.ts';

export type StatusNeeds = {
  readonly print: Print;
  readonly open: () => Promise<{
    readonly campaign: Campaign;
    readonly register: Register;
    readonly status: () => Promise<Status>;
    readonly timeline: (kommune: string) => Promise<Timeline>;
    readonly launched: () => Promise<boolean>;
    readonly close: () => Promise<void>;
  }>;
};

export function addStatusCommand(program: Command, needs: StatusNeeds): void {
  program.command('status')
    .description('where all kommuner stand and what is held, or one kommune\'s mails and timeline')
    .argument('[KOMMUNE]', 'code (0751, 751) or name (Aarhus, århus)')
    .option('--json', 'as JSON (see README)')
    .action(async (asked: string | undefined, options: { json?: boolean }) => {
      const opened = await needs.open();
      try {
        const kommune = asked === undefined ? undefined : kommuneNamed(opened.register, asked);
        const status = await opened.status();
        if (!kommune) {
          needs.print(options.json ? shownJson(status) : overview(status, opened.campaign, await opened.launched()));
          return;
        }
        const found = status.cases.find((c) => c.kommune === kommune.code);
        const { events, mails } = await opened.timeline(kommune.code);
        if (options.json) {
          const waiting = status.waiting.filter((w) => w.kommune === kommune.code);
          needs.print(shownJson({ campaign: status.campaign, now: status.now, paused: status.paused, inbox: status.inbox, case: found ?? null, waiting, mails, events }));
          return;
        }
        if (!found) throw new Ends(exit.no, noCase(kommune, status.campaign));
        needs.print(oneKommune(found, status, opened.campaign, mails, events));
      } finally {
        await opened.close();
      }
    });
}

/** The kommune meant by a code or a name; ends the command when it is nobody's. */
export function kommuneNamed(register: Register, asked: string): Kommune {
  const kommune = findKommune(register, asked);
  if (!kommune) throw new Ends(exit.usage, `"${asked}" is no kommune; give a code such as 0751 or a name such as Aarhus`);
  return kommune;
}

export function noCase(kommune: Pick<Kommune, 'name'>, campaign: string): string {
  return `${kommune.name} has no case in campaign ${campaign}; the campaign has not been launched`;
}
