// The kommuner of the simulated country: the real register, a seeded part of it, or more than there are.
// It refuses to invent silently: an invented kommune has a code from 1001 on and a mail domain under .test (RFC 2606).
import { readFileSync } from 'node:fs';
import { chanceOf, type Chance } from '../random.ts';
import { ascii, lastNames } from './people.ts';

/** One line of the register file, with exactly the fields that file has. */
export type Kommune = {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly region: string;
  readonly cvr: string;
  readonly mailDomains: readonly string[];
  readonly mailDomainGrade: string;
  readonly webDomain: string;
  readonly mailbox: string | null;
  readonly variants: readonly string[];
};

export type Region = { readonly code: string | null; readonly name: string };

export type RegisterFile = { readonly about: string; readonly regions: readonly Region[]; readonly kommuner: readonly Kommune[] };

/** København, Aarhus, Odense and Aalborg: always in the country. */
export const biggest: readonly string[] = ['0101', '0751', '0461', '0851'];

export function readRegister(file: string): RegisterFile {
  return JSON.parse(readFileSync(file, 'utf8')) as RegisterFile;
}

/** A register of `size` kommuner: the real one, a seeded part with the four biggest in it, or the real one and invented ones behind. */
export function registerOf(real: RegisterFile, size: number, seed: number): RegisterFile {
  if (size === real.kommuner.length) return real;
  const chance = chanceOf(seed, 'register');
  if (size < real.kommuner.length) {
    const rest = chance.shuffle(real.kommuner.filter((k) => !biggest.includes(k.code))).slice(0, Math.max(0, size - biggest.length));
    const chosen = new Set([...biggest.slice(0, size), ...rest.map((k) => k.code)]);
    return { ...real, kommuner: real.kommuner.filter((k) => chosen.has(k.code)) };
  }
  const names = inventedNames(chance, real, size - real.kommuner.length);
  const regions = real.regions.flatMap((r) => (r.code === null ? [] : [r.code]));
  return { ...real, about: `${real.about} Codes from 1001 on are invented for a rehearsal.`, kommuner: [...real.kommuner, ...names.map((name, i) => invented(name, 1001 + i, chance.pick(regions)))] };
}

const heads = [
  'Nørre', 'Sønder', 'Øster', 'Vester', 'Lille', 'Store', 'Bøge', 'Ege', 'Aske', 'Birke', 'Lynge', 'Hede', 'Mose', 'Kilde', 'Sten', 'Grøn', 'Hvid', 'Mørk', 'Korn', 'Møl',
  'Fær', 'Tran', 'Hjorte', 'Ravne', 'Svane', 'Ulve', 'Bjerg', 'Dal', 'Strand', 'Klit', 'Fjord', 'Næs', 'Holme', 'Tang', 'Sæl', 'Torp', 'Kær', 'Skov', 'Høj', 'Engs',
] as const;
const tails = [
  'mark', 'lunde', 'holt', 'rup', 'strup', 'lev', 'løse', 'sted', 'bølle', 'inge', 'bæk', 'vang', 'tofte', 'rød', 'købing', 'havn', 'sø', 'ager', 'borg', 'bro',
  'kilde', 'hede', 'næs', 'drup', 'vad', 'balle', 'skær', 'banke', 'vig', 'gård',
] as const;

function inventedNames(chance: Chance, real: RegisterFile, count: number): readonly string[] {
  // No kommune is called like a person here: Vestergård would make every Vestergaard doubtful.
  const taken = new Set([...lastNames, ...real.kommuner.flatMap((k) => [k.shortName, ...k.variants])].map((v) => ascii(v)));
  const all = heads.flatMap((head) => tails.filter((tail) => ascii(tail) !== ascii(head)).map((tail) => `${head}${tail}`)).filter((name) => !taken.has(ascii(name)));
  if (count > all.length) throw new Error(`only ${real.kommuner.length + all.length} kommuner can be made; ask for fewer`);
  return chance.shuffle(all).slice(0, count);
}

function invented(shortName: string, code: number, region: string): Kommune {
  const plain = ascii(shortName);
  const name = `${shortName} Kommune`;
  const domain = `${plain}.test`;
  return {
    code: String(code), name, shortName, region, cvr: String(90_000_000 + code), mailDomains: [domain], mailDomainGrade: 'B', webDomain: domain, mailbox: null,
    variants: [...new Set([name, ascii(name).replaceAll(/\b\w/g, (c) => c.toUpperCase()), shortName])],
  };
}

/** The main mailbox: the known one, or one invented at the kommune's mail domain. */
export function mainMailbox(kommune: Kommune, seed: number): string {
  const chance = chanceOf(seed, kommune.code, 'mailbox');
  return kommune.mailbox ?? `${chance.pick(['post', 'kommunen', 'raadhus', 'hovedpostkasse', 'sikkerpost', 'info'])}@${kommune.mailDomains[0]}`;
}

/** The region's name as of 2024. */
export function regionName(register: RegisterFile, kommune: Kommune): string {
  return register.regions.find((r) => r.code === kommune.region)?.name ?? '';
}
