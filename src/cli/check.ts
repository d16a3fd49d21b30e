// `check`: reads the configuration and tries every connection; says what is wrong and how to mend it.
// It refuses a clean bill with an error in it: exit 1 if anything is wrong.
import type { Command } from 'commander';
import { shownJson } from '../core/shown.ts';
import type { Checked, Probe } from '../flows/check.ts';
import { check } from '../flows/check.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';

export type CheckNeeds = {
  readonly print: Print;
  readonly probes: () => Promise<{ readonly probes: readonly Probe[]; readonly close: () => Promise<void> }>;
};

export function addCheckCommand(program: Command, needs: CheckNeeds): void {
  program.command('check')
    .description('reads the configuration and tries every connection; says what is wrong and how to mend it')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { probes, close } = await needs.probes();
      try {
        const results = await check(probes, (checked) => (options.json ? undefined : needs.print(lines(checked))));
        const wrong = results.filter((r) => r.findings.some((f) => f.level === 'error'));
        if (options.json) needs.print(shownJson({ ok: wrong.length === 0, findings: results.flatMap((r) => r.findings.map((f) => ({ area: r.area, ...f }))), checked: results.map((r) => r.area) }));
        if (wrong.length > 0) throw new Ends(exit.no, `check found errors in: ${wrong.map((r) => r.area).join(', ')}`);
      } finally {
        await close();
      }
    });
}

function lines({ area, findings }: Checked): readonly string[] {
  if (findings.length === 0) return [`ok      ${area}`];
  const sign = findings.some((f) => f.level === 'error') ? 'WRONG ' : 'notice';
  return [`${sign}  ${area}`, ...findings.map((f) => `        ${f.level === 'error' ? '-' : '(notice)'} ${f.what}${f.cure ? `: ${f.cure}` : ''}`)];
}
