// Replies per second from INBOX to the acknowledgement, against a naive script, against the sum of the program's own stages, and with two processes.
// It refuses to stop the clock early: it runs until the last sender has an answer, and each must have exactly one.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { info, perSecond, type Bench, type Row } from './table.ts';
import { mostKommuner } from './replies.ts';
import { openWorld, type Room, type Running, type World } from './world.ts';

const warm = 40;

/** Each mail has a kommune of its own. */
export const mostMails = mostKommuner - warm;

export const pipeline: Bench = async ({ mails, rounds, tell }) => {
  tell(`making ${mails + warm} kommuner and their replies`);
  const world = await openWorld({ kommuner: mails + warm, machine: { poll: 1 } });
  try {
    const all: Round[] = [];
    for (let i = 0; i < rounds; i += 1) all.push(await round(world, String(i), tell));
    const row = (what: string, measured: (r: Round) => number, base: (r: Round) => number, baseName: string, atLeast: number): Row => {
      // The middle round by ratio: what else the machine does falls on both sides of it alike.
      const sorted = all.toSorted((a, b) => measured(a) / base(a) - measured(b) / base(b));
      const middle = sorted[Math.floor((sorted.length - 1) / 2)] as Round;
      const ratio = measured(middle) / base(middle);
      return { bench: 'pipeline', what, measured: `${measured(middle).toFixed(0)}/s`, limit: `at least ${atLeast} x ${baseName} ${base(middle).toFixed(0)}/s`, ratio: ratio.toFixed(2), pass: ratio >= atLeast };
    };
    const last = all.at(-1) as Round;
    const mailSize = `${((world.replies[0]?.raw.length ?? 0) / 1000).toFixed(0)} kB`;
    return [
      row(`${mails} replies of ${mailSize}, one process`, (r) => r.one.rate, (r) => r.naive.rate, 'the naive script', 2),
      row('the same', (r) => r.one.rate, (r) => r.stages.rate, 'its stages\' sum', 0.75),
      row('two processes', (r) => r.two.rate, (r) => r.one.rate, 'one process', 1.4),
      info('pipeline', 'processor time per mail, its own process', `${last.one.cpu.toFixed(1)} ms, naive ${last.naive.cpu.toFixed(1)} ms`),
      info('pipeline', 'own copies filed meanwhile', `${last.one.copies} of ${mails}`),
      ...last.stages.each.map(([name, ms]) => info('pipeline', `stage alone: ${name}`, `${ms.toFixed(2)} ms per mail`)),
    ];
  } finally {
    await world.close();
  }
};

type Round = {
  readonly one: Awaited<ReturnType<typeof ofProduct>>;
  readonly naive: Awaited<ReturnType<typeof ofNaive>>;
  readonly stages: Awaited<ReturnType<typeof ofStages>>;
  readonly two: Awaited<ReturnType<typeof ofProduct>>;
};

async function round(world: World, name: string, tell: Tell): Promise<Round> {
  const one = await ofProduct(world, `one${name}`, ['inbox,intake,letters'], tell);
  const naive = await ofNaive(world, `naive${name}`, one.ack, tell);
  const two = await ofProduct(world, `two${name}`, ['inbox,intake,letters', 'intake,letters'], tell);
  const stages = await ofStages(world, `stages${name}`, one.copies / (world.replies.length - warm), tell);
  return { one, naive, two, stages };
}

type Tell = (text: string) => void;

function warmAndRest(world: World): { readonly first: readonly Buffer[]; readonly rest: readonly Buffer[] } {
  const raws = world.replies.map((r) => r.raw);
  return { first: raws.slice(0, warm), rest: raws.slice(warm) };
}

async function ofProduct(world: World, name: string, processes: readonly string[], tell: Tell): Promise<{ rate: number; cpu: number; ack: Buffer; copies: number }> {
  const { first, rest } = warmAndRest(world);
  const room = await world.room(name);
  try {
    await room.launch();
    const running: Running[] = [];
    for (const parts of processes) running.push(await room.start(parts));
    const cpu = (): number => running.reduce((sum, child) => sum + child.cpu(), 0);
    room.deliver(first);
    await room.acked(first.length);
    await room.quiet();
    const filed = room.lying('Rundskriv/Sendt');
    const cpuBefore = cpu();
    const from = room.deliver(rest);
    const ms = (await room.acked(first.length + rest.length)) - from;
    const used = cpu() - cpuBefore;
    const copies = room.lying('Rundskriv/Sendt') - filed;
    const rate = perSecond(rest.length, ms);
    tell(`${processes.length} process${processes.length > 1 ? 'es' : ''}: ${rate.toFixed(0)}/s`);
    await room.quiet();
    return { rate, cpu: used / rest.length, ack: room.lastAck(), copies };
  } finally {
    await room.close();
  }
}

async function ofNaive(world: World, name: string, ack: Buffer, tell: Tell): Promise<{ rate: number; cpu: number }> {
  const { first, rest } = warmAndRest(world);
  const room = await world.room(name);
  try {
    const file = path.join(room.dir, 'ack.eml');
    writeFileSync(file, ack);
    const script = await room.script('naive.ts', { ACK_FILE: file });
    room.deliver(first);
    script.say('go');
    await room.acked(first.length);
    const cpuBefore = script.cpu();
    const from = room.deliver(rest);
    script.say('go');
    const rate = perSecond(rest.length, (await room.acked(first.length + rest.length)) - from);
    tell(`naive: ${rate.toFixed(0)}/s, its answer has ${room.lastAck().length} bytes, the product's ${ack.length}`);
    return { rate, cpu: (script.cpu() - cpuBefore) / rest.length };
  } finally {
    await room.close();
  }
}

async function ofStages(world: World, name: string, copiesPerMail: number, tell: Tell): Promise<{ rate: number; each: readonly (readonly [string, number])[] }> {
  const room = await world.room(name);
  try {
    await room.launch();
    const script = await room.script('stages.ts', { WARM: String(warm) });
    room.deliver(world.replies.map((r) => r.raw));
    script.say('go');
    await script.ended;
    const stages = lastRound(room, script.output());
    const each = [...stages].map(([stage, ms]) => [stage, stage === 'own copy' ? ms * copiesPerMail : ms] as const);
    const rate = 1000 / each.reduce((sum, [, ms]) => sum + ms, 0);
    tell(`stages: ${rate.toFixed(0)}/s`);
    return { rate, each };
  } finally {
    await room.close();
  }
}

/** The stages of the last round; those before were to warm up. */
function lastRound(room: Room, output: string): ReadonlyMap<string, number> {
  if (!output.includes('\ndone')) throw new Error(`the stages did not come to their end (${room.dir}):\n${output.slice(-1500)}`);
  const stages = new Map<string, number>();
  for (const [, name = '', ms] of output.matchAll(/^\{"stage":"([^"]+)","msPerMail":([\d.e-]+)\}$/gm)) stages.set(name, Number(ms));
  return stages;
}
