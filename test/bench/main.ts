// `npm run bench -- [pipeline] [explain] [latency] [tick] [remind] [render] [memory] [portal] [--mails N] [--cases N] [--rounds N]`: measures the program against limits measured in the same run.
// It refuses to be a test: a missed limit is printed as MISS and ends with exit code 0; only a bench that broke ends with 1.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { explain } from './explain.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { mostMails, pipeline } from './pipeline.ts';
import { portal } from './portal.ts';
import { remind } from './remind.ts';
import { render } from './render.ts';
import { tableOf, type Bench, type Row } from './table.ts';
import { tick } from './tick.ts';

const benches: Readonly<Record<string, Bench>> = { pipeline, explain, latency, tick, remind, render, memory, portal };
const text = (value: string) => ({ type: 'string', default: value }) as const;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { mails: text('2000'), cases: text('100000'), rounds: text('1') } });
const chosen = positionals.length > 0 ? positionals : Object.keys(benches);
const [mails, cases, rounds] = [Number(values.mails), Number(values.cases), Number(values.rounds)];
const unknown = chosen.filter((name) => !(name in benches));
const within = (n: number, from: number, to: number): boolean => Number.isInteger(n) && n >= from && n <= to;
if (unknown.length > 0 || !within(mails, 10, mostMails) || !within(cases, 10, 999_999) || !within(rounds, 1, 9)) {
  console.error(`npm run bench -- [${Object.keys(benches).join('] [')}] [--mails 10..${mostMails}] [--cases 10..999999] [--rounds 1..9]${unknown.length > 0 ? `; there is no ${unknown.join(', ')}` : ''}`);
  process.exit(2);
}

const rows: Row[] = [];
for (const name of chosen) {
  try {
    rows.push(...await benches[name]?.({ mails, cases, rounds, tell: (told) => console.error(`${name}: ${told}`) }) ?? []);
  } catch (error) {
    process.exitCode = 1;
    rows.push({ bench: name, what: 'broke', measured: error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error), limit: '', ratio: '', pass: false });
    console.error(error);
  }
}
console.log(tableOf(rows));
console.log(`\n${os.availableParallelism()} cores (${os.cpus()[0]?.model ?? 'unknown'}), node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)} at the end`);
process.exit();
