// `explain` over a folder of replies with a filled list each, against a bare loop of mailparser and the same xlsx reader; and that reader against SheetJS.
// It refuses to leave anything out on the program's side: files are read, documents go to the reading children, each mail is understood.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as XLSX from '@e965/xlsx';
import { simpleParser } from 'mailparser';
import { readXlsx } from '../../src/adapters/documents/xlsx.ts';
import { loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { loadRegister } from '../../src/adapters/register.ts';
import { explainFiles, type MailFile } from '../../src/flows/explain.ts';
import { explainContext, explainNeeds } from '../../workers/explain.ts';
import { inventRegister, repliesOf } from './replies.ts';
import { info, perSecond, timed, type Bench } from './table.ts';
import { root } from './world.ts';

const rounds = 3;

export const explain: Bench = async ({ mails, tell }) => {
  const count = Math.min(mails, 1_000);
  const dir = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const { campaign } = await loadCampaignFile(path.join(root, 'config/campaigns/2024.yaml'));
    const real = await loadRegister(path.join(root, 'config/kommuner.json'));
    const register = inventRegister(count, real.regions);
    tell(`writing ${count} replies`);
    const files = (await repliesOf(register, campaign)).map(({ code, raw }): MailFile => {
      const file = path.join(dir, `${code}.eml`);
      writeFileSync(file, raw);
      return { path: file, name: `${code}.eml` };
    });
    const context = { ...await explainContext(), register };
    const [bare, whole]: [number[], number[]] = [[], []];
    let sheets: readonly Uint8Array[] = [];
    // By turns, the first round to warm up both.
    for (let i = 0; i <= rounds; i += 1) {
      const a = await timed(async () => { sheets = await bareLoop(files); });
      const b = await timed(async () => {
        let accepted = 0;
        for await (const line of explainFiles(files, context, explainNeeds)) accepted += line.outcome === 'accept' ? 1 : 0;
        if (accepted !== count) throw new Error(`${accepted} of ${count} replies were understood`);
      });
      tell(`round ${i}: ${perSecond(count, a).toFixed(0)}/s bare, ${perSecond(count, b).toFixed(0)}/s explained`);
      if (i > 0) { bare.push(a); whole.push(b); }
    }
    const ratio = best(bare) / best(whole);
    const some = sheets.slice(0, 200);
    const own = await timed(async () => { for (const bytes of some) await readXlsx(bytes); });
    const sheetJs = await timed(async () => { for (const bytes of some) XLSX.read(bytes, { type: 'buffer', dense: true }); });
    const goldens = readdirSync(path.join(root, 'test/mails')).filter((n) => n.endsWith('.eml')).sort().map((name): MailFile => ({ path: path.join(root, 'test/mails', name), name }));
    const kinds = new Map<string, number>();
    const every = await timed(async () => { for await (const line of explainFiles(goldens, context, explainNeeds)) kinds.set(line.kind, (kinds.get(line.kind) ?? 0) + 1); });
    const rate = (ms: number) => `${perSecond(some.length, ms).toFixed(0)}/s`;
    return [
      { bench: 'explain', what: `${count} mails with a list of ${((some[0]?.length ?? 0) / 1000).toFixed(0)} kB`, measured: `${perSecond(count, best(whole)).toFixed(0)}/s`, limit: `at least 0.5 x mailparser and reader alone ${perSecond(count, best(bare)).toFixed(0)}/s`, ratio: ratio.toFixed(2), pass: ratio >= 0.5 },
      info('explain', `${goldens.length} golden mails of ${kinds.size} kinds, every format and trap`, `${perSecond(goldens.length, every).toFixed(0)}/s`),
      info('explain', 'its list alone, read by us and by SheetJS', `${rate(own)} and ${rate(sheetJs)}, ${(sheetJs / own).toFixed(1)} x`),
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

async function bareLoop(files: readonly MailFile[]): Promise<readonly Uint8Array[]> {
  const sheets: Uint8Array[] = [];
  for (const file of files) {
    const { attachments } = await simpleParser(readFileSync(file.path));
    for (const { content } of attachments) {
      await readXlsx(content);
      sheets.push(content);
    }
  }
  return sheets;
}

function best(times: readonly number[]): number {
  return Math.min(...times);
}
