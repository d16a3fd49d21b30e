// Reads the campaign file (YAML) through zod into the core's Campaign, with its register and address list beside it.
// It refuses to fill in: a missing or unknown key is named with its place in the file.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Campaign } from '../core/campaign.ts';

/** The file is missing or can't be read as a campaign; the message lists every fault with its place. */
export class BadCampaign extends Error {
  override name = 'BadCampaign';
}

const day = z.string().transform((text, ctx) => {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    ctx.addIssue(`"${text}" is no day; write it as 2024-01-30`);
    return z.NEVER;
  }
});
const email = z.email('is no e-mail address');
const seconds = z.number().int().positive();
const person = z.strictObject({ name: z.string().min(1), email, phone: z.string().nullable(), role: z.string() });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as "08:00"');
const round = z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens'), workingDays: z.number().int().min(-60).max(120) });
const rounds = z.array(round).refine((list) => new Set(list.map((r) => r.name)).size === list.length, 'two rounds have the same name');

const code = z.string().regex(/^\d{4}$/, 'is a kommune code of four digits');

/** What stands in the files since 2024; a file of before the portal lacks it. Derived by us (docs/report.md). */
const usualReport = {
  perUnit: ['0101', '0461', '0751', '0851'], units: {} as Record<string, string[]>, equality: { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4 } },
};

const schema = z.strictObject({
  id: z.string().regex(/^\d{4}(-[A-Za-z0-9]+)?$/, 'begins with the year of the deadlines, e.g. "2024"'),
  previous: z.string().regex(/^\d{4}(-[A-Za-z0-9]+)?$/, 'is the id of the campaign before, e.g. "2023"').optional(),
  reportYear: z.number().int(),
  title: z.string().min(1),
  caseNumber: z.string().min(1),
  documentNumber: z.string().min(1),
  letterDate: day,
  contactDeadline: day,
  loginWindow: z.strictObject({ from: day, until: day }),
  reportDeadline: day,
  sender: z.strictObject({ name: z.string().min(1), address: email, replyTo: z.enum(['plain', 'plus']) }),
  authority: z.strictObject({ department: z.string().min(1), ministry: z.string().min(1) }),
  supplier: z.strictObject({ name: z.string().min(1), note: z.string() }),
  signer: person,
  questions: person,
  report: z.strictObject({
    perUnit: z.array(code), units: z.record(code, z.array(z.string().min(1).max(120)).min(1).max(30)).default({}),
    equality: z.strictObject({ percent: z.number().min(1).max(50), smallGroups: z.record(z.string().regex(/^\d{1,3}$/, 'is the number of leaders'), z.number().int().min(0)).refine((table) => Object.entries(table).every(([leaders, fewest]) => 2 * fewest <= Number(leaders)), 'fewest of each gender are more than half of the leaders') }),
  }).default(() => structuredClone(usualReport)),
  legal: z.strictObject({ act: z.string(), duty: z.string(), reporting: z.string(), guidance: z.string(), inForceSince: day }),
  recipients: z.strictObject({ rule: z.literal('main-mailbox'), addressList: z.string().min(1) }),
  digest: z.array(z.strictObject({ name: z.string().min(1), email, every: z.enum(['day', 'week'], 'is day or week: how often this recipient gets the digest') })).min(1, 'somebody must get the digest')
    .superRefine((list, ctx) => {
      for (const [i, { email: address }] of list.entries()) {
        const is = (other: { readonly email: string }): boolean => other.email.toLowerCase() === address.toLowerCase();
        if (list.findIndex(is) < i) ctx.addIssue({ code: 'custom', path: [i, 'email'], message: `${address} gets the digest already: name each recipient once` });
      }
    }),
  rounds: z.strictObject({ contact: rounds, report: rounds }),
  sending: z.strictObject({
    hours: z.strictObject({ from: time, until: time }).refine((h) => h.from < h.until, 'the hours end before they begin'),
    perMinute: z.number().int().positive(),
  }),
  authservId: z.string().min(1),
  machine: z.strictObject({ proofWait: seconds, poll: seconds, tick: seconds, lock: seconds, smtpTimeout: seconds, maxMailBytes: seconds, maxAttachmentBytes: seconds }),
  register: z.string().optional(),
});

export type CampaignFile = {
  readonly campaign: Campaign;
  /** Absolute paths. */
  readonly addressList: string;
  /** The register of kommuner that the file names, or null for the product's own. */
  readonly register: string | null;
};

/** Throws BadCampaign. Dates are days in Europe/Copenhagen. */
export async function loadCampaignFile(file: string): Promise<CampaignFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new BadCampaign(`the campaign file ${file} can't be read; correct RUNDSKRIV_CAMPAIGN, e.g. config/campaigns/2024.yaml`);
  }
  let raw: unknown;
  try {
    raw = parseYaml(text, { schema: 'core' });
  } catch (error) {
    throw new BadCampaign(`the campaign file ${file} is no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new BadCampaign(`the campaign file ${file} is not right: ${faults.join('; ')}`);
  }
  const { register, ...campaign } = parsed.data;
  const beside = (name: string): string => path.resolve(path.dirname(file), name);
  return { campaign, addressList: beside(campaign.recipients.addressList), register: register === undefined ? null : beside(register) };
}
