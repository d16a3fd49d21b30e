// The demo as its users start it: a small country to the end without a broken rule, and the same outcome when the bot is killed again and again.
// It refuses to look inside: exit code and summary are all it reads.
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

function rundskriv(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile('bin/rundskriv', [...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, stdout, stderr });
    });
  });
}

/** The summary without what differs from run to run. */
function outcome({ stdout }: Ended): unknown {
  const { run: _, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
  return rest;
}

const country = ['demo', '--headless', '--json', '--short', '--kommuner', '24', '--seed', '7'] as const;

test('24 kommuner are carried through, with and without kills, to the same end', { timeout: 300_000 }, async () => {
  const [calm, rough] = await Promise.all([rundskriv(country), rundskriv([...country, '--kills', '8'])]);
  expect(calm.stderr).toContain('All 24 kommuner are accounted for');
  expect(calm.code).toBe(0);
  expect(outcome(calm)).toMatchObject({ reported: { portal: expect.any(Number) as number, corrected: 0 }, counts: { begun: expect.any(Number) as number } });
  expect(JSON.parse(calm.stdout)).toMatchObject({ sent: { receipt: expect.any(Number) as number, invitation: 1 } });
  expect(rough.stderr).toContain('with 8 kills');
  expect(rough.code).toBe(0);
  expect(outcome(rough)).toEqual(outcome(calm));
});

test('wrong usage is exit code 2', async () => {
  expect(await rundskriv(['demo', '--kommuner', '0'])).toMatchObject({ code: 2, stderr: expect.stringContaining('write a whole number from') as string });
});
