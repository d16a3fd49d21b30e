// Everything the program needs, tried one by one: what is wrong, and how to mend it.
// It refuses to stop at the first fault, and to change anything but to create the bot's own folders.
import type { Finding } from '../core/campaign.ts';

/** One thing to try. `run` gives what it found; a throw is a finding too, with its message as the sentence. */
export type Probe = { readonly area: string; readonly run: () => Promise<readonly Finding[]> };

export type Checked = { readonly area: string; readonly findings: readonly Finding[] };

/** Runs the probes in order and tells each result as it comes. */
export async function check(probes: readonly Probe[], tell: (checked: Checked) => void): Promise<readonly Checked[]> {
  const results: Checked[] = [];
  for (const { area, run } of probes) {
    let findings: readonly Finding[];
    try {
      findings = await run();
    } catch (error) {
      findings = [{ level: 'error', what: error instanceof Error ? error.message : String(error), cure: '' }];
    }
    const checked = { area, findings };
    results.push(checked);
    tell(checked);
  }
  return results;
}
