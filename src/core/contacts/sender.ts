// Who wrote the mail: the person in the From header and in the signature, and whether a name or an address is hers.
// It refuses to take an office for a person.
import type { Address } from '../mail.ts';
import { isOfficeMailbox, isPersonName, readName } from './validation.ts';

export type TextNeeds = {
  readonly from: Address | undefined;
  /** Name of the document in provenance: "body" or a file's name. */
  readonly source: string;
  readonly isPlace: (words: string) => boolean;
  /** True for addresses of our own house, which are never a contact. */
  readonly isOurs: (address: string) => boolean;
  /** True when the mail answers one of ours (thread or tag). */
  readonly answersOurs: boolean;
  /** The campaign's year: "Kontaktperson 2022" is one of before. */
  readonly year: number;
  /** True when the text answers our question for what was missing of the contact, so that it need not say "kontaktperson" again. */
  readonly askedFor: boolean;
};

const closingPhrase = /^(?:(?:på forhånd tak (?:og|samt)\s+)?(?:med\s+)?(?:de\s+)?(?:rigtig\s+)?(?:venligs?t?e?|vennlige?|bedste|mange|kærlige?|gode?|beste)\s+hils(?:en|ner)|hils(?:en|ner)|(?:best|kind) regards|m\.?v\.?h\.?|v\.?h\.?|k\.?h\.?|--)(?!\p{L})[\s,./|–-]*/iu;

/** The person in a From header: "Mette Holm (MHO)", "Holm, Mette", "Mette Holm - Aarhus Kommune"; null for an office. */
export function displayName(name: string): string | null {
  const bare = name.replace(/\s*[([].*$/, '').replace(/\s+[-–|/].*$/, '').replace(/^['"]+|['"]+$/g, '').trim();
  const read = readName(bare);
  return read.is === 'person' ? read.name : null;
}

/** The name in the first lines after the closing phrase; null when none stands there. */
export function signedName(signature: string): string | null {
  const lines = signature.split('\n').map((l) => l.trim()).filter((l) => l !== '').slice(0, 4);
  for (const line of lines) {
    const after = line.replace(closingPhrase, '').replace(/\*/g, '').trim();
    if (after === '') continue;
    const first = after.split(/\s*[,|]\s*|\s+[-–]\s+/)[0] ?? '';
    if (isPersonName(first, true)) return first;
  }
  return null;
}

export function sameName(a: string, b: string): boolean {
  const words = (n: string) => n.toLowerCase().replace(/[^\p{L}\s]/gu, '').split(/\s+/).filter((w) => w.length > 1);
  const [short, long] = words(a).length <= words(b).length ? [words(a), words(b)] : [words(b), words(a)];
  return short.length > 0 && short[0] === long[0] && short.every((w) => long.includes(w));
}

export function isSender(name: string, needs: TextNeeds): boolean {
  const display = needs.from ? displayName(needs.from.name) : null;
  return display !== null && sameName(display, name);
}

/** The sender's own address, when the person named is the sender. */
export function ownAddressFor(name: string | null, needs: TextNeeds): string | null {
  if (name === null || !needs.from || !isSender(name, needs)) return null;
  const address = needs.from.address.toLowerCase();
  return isOfficeMailbox(address) || needs.isOurs(address) ? null : address;
}

/** The sender's name, when the address named is the sender's own. */
export function nameOfOwnAddress(address: string | undefined, needs: TextNeeds): string | null {
  return address !== undefined && needs.from?.address.toLowerCase() === address ? displayName(needs.from.name) : null;
}

/** Addresses without those of our own house. */
export function ownLess(found: { readonly sound: readonly string[]; readonly slips: readonly string[] }, needs: Pick<TextNeeds, 'isOurs'>) {
  return { sound: found.sound.filter((a) => !needs.isOurs(a)), slips: found.slips };
}

/** True when a text holds the name or one of the addresses. */
export function bears(text: string, name: string | undefined, addresses: readonly string[]): boolean {
  return (name !== undefined && text.includes(name)) || addresses.some((a) => text.toLowerCase().includes(a));
}
