// Gives `explain` what it needs: files, the parser, the document readers and the register, and nothing that needs a service.
// It refuses configuration: without a running campaign it judges as under config/campaigns/2024.yaml (contract.md).
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readDocuments } from '../src/adapters/documents/index.ts';
import { createReadingPool } from '../src/adapters/documents/pool.ts';
import { parseMail } from '../src/adapters/parse.ts';
import { loadCampaignFile } from '../src/adapters/campaign-file.ts';
import { loadRegister } from '../src/adapters/register.ts';
import { reportRules } from '../src/core/campaign.ts';
import type { ReadingContext } from '../src/core/understand.ts';
import type { ExplainNeeds, MailFile } from '../src/flows/explain.ts';

const root = join(import.meta.dirname, '..');

/** The context of a fresh register in which all letters of the campaign of 2024 have gone out. */
export async function explainContext(): Promise<ReadingContext> {
  const { campaign } = await loadCampaignFile(join(root, 'config/campaigns/2024.yaml'));
  return {
    register: await loadRegister(join(root, 'config/kommuner.json')),
    campaignId: '2024', ownAddress: 'lige@lige.dk', ownDomain: 'lige.dk', authservId: 'mx.lige.dk', day: '2024-02-12', subjectTagPrefix: 'LIGE',
    report: reportRules(campaign),
  };
}

/** The children of the pool end with the command. */
const pool = createReadingPool();

export const explainNeeds: ExplainNeeds = { listFiles, readFile, parseMail: (raw) => parseMail(raw, pool.openSigned), readDocuments: (mail) => readDocuments(mail, pool.readFile), now: () => performance.now() };

/** A file itself; a folder's own files sorted by name, hidden ones and, beside .eml files, notes and programs (.json, .md, .ts, .py, .sh) left out. */
async function listFiles(path: string): Promise<readonly MailFile[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isDirectory()) return [{ path, name: basename(path) }];
  const names = (await readdir(path, { withFileTypes: true })).filter((e) => !e.isDirectory() && !e.name.startsWith('.')).map((e) => e.name);
  const mails = names.some((n) => /\.eml$/i.test(n)) ? names.filter((n) => !/\.(?:json|md|ts|js|py|sh)$/i.test(n)) : names;
  return mails.sort((a, b) => (a < b ? -1 : 1)).map((name) => ({ path: join(path, name), name }));
}
