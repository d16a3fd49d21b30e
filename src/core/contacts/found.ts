// A contact as found in one place of a mail, with what speaks against believing it.
// It refuses to hold anything that was not written in the mail.
import { readsLikeAnother } from './link.ts';
import { isPersonName, readEmail, readName, readPhone, type EmailReading, type NameReading } from './validation.ts';

export type FoundContact = {
  /** As written; null when the place says nothing of it. */
  readonly kommuneText: string | null;
  readonly codeText: string | null;
  readonly regionText: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** "Kontaktliste.xlsx!Ark1!D4", "body:3", "from". */
  readonly from: string;
  readonly origin: 'table' | 'text' | 'self';
  /** Why a person has to look before this may be believed, in English. */
  readonly doubts: readonly string[];
  /** What was wrong though not doubtful (a slip in an address), in English. */
  readonly problems: readonly string[];
  /** Sentences for the sender, in Danish. */
  readonly notes: readonly string[];
};

export type RawContact = {
  readonly kommune?: string | undefined;
  readonly code?: string | undefined;
  readonly region?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly from: string;
  readonly emailAt?: string | undefined;
  readonly origin: 'table' | 'text';
  /** What speaks against it where it stands, in English. */
  readonly doubts?: readonly string[] | undefined;
};

/** A contact from the raw texts of its fields; null when neither a name nor an address was filled in. */
export function foundFrom(raw: RawContact): FoundContact | null {
  const name = readName(raw.name ?? '');
  let email = readEmail(raw.email ?? '');
  const inName = readEmail(raw.name ?? '');
  if (email.is === 'none' && inName.is !== 'none' && (raw.name ?? '').includes('@')) email = inName;
  if (name.is === 'none' && email.is === 'none') return null;
  if (isExample(raw, name, email)) return null;
  const doubts: string[] = [...(raw.doubts ?? [])];
  const problems: string[] = [];
  const notes: string[] = [];
  const where = raw.from;
  if (name.is === 'several') doubts.push(`"${name.written}" in ${where} looks like more than one name.`);
  if (name.is === 'doubtful') doubts.push(`"${name.written}" in ${where} does not look like the full name of a person.`);
  if (email.is === 'address' && saysMore(raw.email ?? '', email.email, raw.name ?? '')) doubts.push(`${raw.emailAt ?? where} says more than an address: "${(raw.email ?? '').slice(0, 60)}".`);
  if (name.is === 'person' && email.is === 'address' && readsLikeAnother(name.name, email.email)) doubts.push(`${email.email} in ${raw.emailAt ?? where} reads like the address of someone else than ${name.name}.`);
  const beside = /^\s*["“]?(\p{L}[\p{L} .'’-]+?)["”]?\s*[<(]/u.exec(raw.email ?? '')?.[1];
  if (beside !== undefined && name.is === 'person' && isPersonName(beside, true) && !sameWords(beside, name.name)) doubts.push(`${raw.emailAt ?? where} gives the address of ${beside}, not of ${name.name}.`);
  if (email.is === 'several') doubts.push(`${raw.emailAt ?? where} holds more than one address: ${email.emails.join(', ')}.`);
  if (name.is === 'part') {
    problems.push(`"${name.written}" in ${where} is not a full name.`);
    notes.push(`Vi har læst navnet "${name.written}", men mangler kontaktpersonens fulde navn.`);
  }
  if (email.is === 'slip') {
    problems.push(`"${email.written}" in ${raw.emailAt ?? where} is no e-mail address${email.likely === null ? '' : `; probably meant: ${email.likely}`}.`);
    notes.push(email.likely === null
      ? `Mailadressen "${email.written}" er ikke skrevet rigtigt.`
      : `Mailadressen "${email.written}" er ikke skrevet rigtigt. Mener I ${email.likely}?`);
  }
  return {
    kommuneText: filled(raw.kommune), codeText: filled(raw.code), regionText: filled(raw.region),
    name: name.is === 'person' ? name.name : name.is === 'none' || name.is === 'part' ? null : name.written,
    email: email.is === 'address' ? email.email : null,
    phone: readPhone(raw.phone ?? ''),
    from: raw.from, origin: raw.origin, doubts, problems, notes,
  };
}

function sameWords(a: string, b: string): boolean {
  const words = (n: string) => n.toLowerCase().split(/[\s.]+/).filter((w) => w.length > 1);
  return words(a).every((w) => words(b).includes(w)) || words(b).every((w) => words(a).includes(w));
}

/** True when words stand beside an address that are neither its label nor the name: "ændres snart: mho@aarhus.dk". */
function saysMore(written: string, email: string, name: string): boolean {
  if (isPersonName(written.toLowerCase().includes(email) ? written.replace(/[<(]?\S+@\S+/g, '').trim() : '', true)) return false;
  const known = name.toLowerCase();
  const words = written.toLowerCase().replaceAll(email, ' ').match(/\p{L}{3,}/gu) ?? [];
  return words.some((w) => !known.includes(w) && !/^(?:e?mail|mailto|mailadresse|emailadresse|adresse|kontaktperson|arbejde|http.*)$/.test(w));
}

function filled(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim();
}

/** The example row of a form: example domains and names that are no names. */
function isExample(raw: RawContact, name: NameReading, email: EmailReading): boolean {
  const all = `${raw.kommune ?? ''} ${raw.name ?? ''} ${raw.email ?? ''}`;
  if (/\beksempel|\bf\.?\s?eks\b|\bexample\b/i.test(all)) return true;
  if (email.is === 'address' && /@(?:.*\.)?(?:eksempel|example|kommunen?|domæne|domain|test)\.(?:dk|com|org|net)$/.test(email.email)) return true;
  return name.is === 'person' && /^(?:navn navnesen|fornavn efternavn|anders andersen \(eksempel\))$/i.test(name.name);
}
