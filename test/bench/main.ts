// `npm run bench -- [pipeline] [explain] [latency] [tick] [memory] [--mails N] [--rounds N]`: measures the program against limits measured in the same run.
// It refuses to be a test: a missed limit is printed as MISS and ends with exit code 0; only a bench that broke ends with 1.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { explain } from './explain.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { mostMails, pipeline } from './pipeline.ts';
import { tableOf, type Bench, type Row } from './table.ts';
import { tick } from './tick.ts';

const benches: Readonly<Record<string, Bench>> = { pipeline, explain, latency, tick, memory };
const { values, positionals } = parseArgs({ allowPositionals: true, options: { mails: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '1' } } });
const chosen = positionals.length > 0 ? positionals : Object.keys(benches);
const [mails, rounds] = [Number(values.mails), Number(values.rounds)];
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0 || !Number.isInteger(mails) || mails < 10 || mails > mostMails || !Number.isInteger(rounds) || rounds < 1 || rounds > 9) {
  console.error(`npm run bench -- [${Object.keys(benches).join('] [')}] [--mails 10..${mostMails}] [--rounds 1..9]${unknown.length > 0 ? `; there is no ${unknown.join(', ')}` : ''}`);
  process.exit(2);
}

const rows: Row[] = [];
for (const name of chosen) {
  try {
    rows.push(...await benches[name]?.({ mails, rounds, tell: (text) => console.error(`${name}: ${text}`) }) ?? []);
  } catch (error) {
    process.exitCode = 1;
    rows.push({ bench: name, what: 'broke', measured: error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error), limit: '', ratio: '', pass: false });
    console.error(error);
  }
}
console.log(tableOf(rows));
console.log(`\n${os.availableParallelism()} cores (${os.cpus()[0]?.model ?? 'unknown'}), node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)} at the end`);
process.exit();
