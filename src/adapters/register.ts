// Reads the register of kommuner and regions from its JSON file, checked with zod.
// It refuses a register with a code, name or domain twice, or a kommune in a region it does not know.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Register } from '../core/kommune.ts';

/** The register can't be read or contradicts itself; one sentence. */
export class BadRegister extends Error {
  override name = 'BadRegister';
}

const day = z.iso.date();
const regionShape = z.object({
  code: z.string().regex(/^\d{4}$/).nullable(),
  name: z.string().min(1),
  from: day.optional(),
  until: day.optional(),
  replaces: z.array(z.string()).optional(),
});
const kommuneShape = z.object({
  code: z.string().regex(/^\d{4}$/),
  name: z.string().min(1),
  shortName: z.string().min(1),
  region: z.string().regex(/^\d{4}$/),
  mailDomains: z.array(z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)).min(1),
  webDomain: z.string().nullable(),
  mailbox: z.string().nullable(),
  variants: z.array(z.string().min(1)),
});
const registerShape = z.object({ kommuner: z.array(kommuneShape).min(1), regions: z.array(regionShape).min(1) });

/** The register in a file such as config/kommuner.json. Throws BadRegister: one sentence that names the file and what is wrong in it. */
export async function loadRegister(path: string): Promise<Register> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf-8'));
  } catch (error) {
    throw new BadRegister(`the register of kommuner ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const parsed = registerShape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadRegister(`the register of kommuner ${path} is wrong at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'unknown'}`);
  }
  const register = parsed.data;
  const twice = firstTwice(register.kommuner.map((k) => k.code)) ?? firstTwice(register.kommuner.map((k) => k.name)) ?? firstTwice(register.kommuner.flatMap((k) => k.mailDomains));
  if (twice !== undefined) throw new BadRegister(`the register of kommuner ${path} has ${twice} twice`);
  const lost = register.kommuner.find((k) => !register.regions.some((r) => r.code === k.region));
  if (lost) throw new BadRegister(`the register of kommuner ${path} puts ${lost.name} into region ${lost.region}, which it does not list`);
  return register;
}

function firstTwice(values: readonly string[]): string | undefined {
  return values.find((value, i) => values.indexOf(value) !== i);
}
