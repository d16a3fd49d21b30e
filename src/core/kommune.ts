// The 98 kommuner and the five regions as plain data, and the questions one can ask of them.
// It refuses to guess: a name, code or domain that is nobody's gives undefined, and a region outside its dates is never given.

export type Region = {
  readonly code: string | null;
  readonly name: string;
  /** First and last day of the region, ISO dates; absent means without end. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Codes of the regions this one takes over from. */
  readonly replaces?: readonly string[] | undefined;
};

export type Kommune = {
  /** Four digits as Danmarks Statistik writes them, e.g. "0751". */
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  /** Region code in the register's own year; see regionOf for a given day. */
  readonly region: string;
  readonly mailDomains: readonly string[];
  readonly webDomain: string | null;
  /** Main mailbox, where known; the campaign's address list fills in the rest. */
  readonly mailbox: string | null;
  readonly variants: readonly string[];
};

export type Register = { readonly kommuner: readonly Kommune[]; readonly regions: readonly Region[] };

/** Lower case, æøå and their spellings made one, everything but letters and digits dropped: "Høje-Taastrup" and "hoeje taastrup" are the same. */
export function foldName(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa').replaceAll('ö', 'oe').replaceAll('ä', 'ae')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}

/** Kommune by code ("0751", "751") or by name or variant ("Aarhus", "århus", "Aarhus Kommune"). */
export function findKommune(register: Register, text: string): Kommune | undefined {
  const asked = text.trim();
  if (/^\d{3,5}$/.test(asked)) {
    const code = asked.padStart(4, '0');
    return register.kommuner.find((k) => k.code === code);
  }
  const folded = foldName(asked);
  if (folded === '') return undefined;
  return register.kommuner.find((k) =>
    foldName(k.name) === folded || foldName(k.shortName) === folded || k.variants.some((v) => foldName(v) === folded));
}

/** The kommune whose mail domain is `domain` or a parent of it ("mtm.aarhus.dk" is Aarhus Kommune's). */
export function kommuneOfDomain(register: Register, domain: string): Kommune | undefined {
  const asked = domain.toLowerCase().replace(/\.$/, '');
  return register.kommuner.find((k) => k.mailDomains.some((own) => asked === own || asked.endsWith(`.${own}`)));
}

/** The domain part of an address in lower case; '' when there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1).toLowerCase();
}

/**
 * The region a kommune lies in on a day (ISO date). Regions carry dates: Region Østdanmark takes over from Region Hovedstaden and
 * Region Sjælland on 2027-01-01 (lov nr. 699 af 20. juni 2025).
 */
export function regionOf(register: Register, kommune: Kommune, day: string): Region {
  const own = register.regions.find((r) => r.code === kommune.region);
  if (own && livesOn(own, day)) return own;
  const heir = register.regions.find((r) => r.replaces?.includes(kommune.region) && livesOn(r, day));
  const region = heir ?? own;
  if (!region) throw new Error(`kommune ${kommune.code} names region ${kommune.region}, which is not in the register`);
  return region;
}

/** The regions that exist on a day, in the register's order. */
export function regionsOn(register: Register, day: string): readonly Region[] {
  return register.regions.filter((r) => livesOn(r, day));
}

function livesOn(region: Region, day: string): boolean {
  return (region.from === undefined || day >= region.from) && (region.until === undefined || day <= region.until);
}
