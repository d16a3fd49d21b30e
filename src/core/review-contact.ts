// The contact that a person is about to register from a review: what was read, with what the person corrected, checked field by field.
// It refuses slips and strangers: an address outside the kommune's own domains needs the person's word for it, and nothing is repaired.
import { domainOf, kommuneOfDomain, regionOf, type Kommune, type Register } from './kommune.ts';
import { readEmail, readName, readPhone } from './contacts/validation.ts';
import type { Item } from './items.ts';
import { line } from './letters/line.ts';
import type { ReadContact } from './reading.ts';
import type { Contact } from './task.ts';

/** What the person gives; undefined for what is to be taken as read. `phone` '' takes a number away. `foreign`: an address elsewhere is meant. */
export type Given = { readonly name?: string | undefined; readonly email?: string | undefined; readonly phone?: string | undefined; readonly foreign: boolean };

export type ContactToRegister =
  /** `toKnow`: what looks unusual and is accepted because the person wrote it. */
  | { readonly contact: Contact; readonly toKnow: readonly string[]; /** The address lies outside the kommune's domains. */ readonly foreign: boolean }
  /** One sentence: what is wrong, and what to do. */
  | { readonly wrong: string };

/** `day`: the region is the one on that day (ISO date). `registered`: who is registered now; a telephone number known of the same person is kept. */
export function contactToRegister(item: Pick<Item, 'read'>, kommune: Kommune, register: Register, day: string, registered: Contact | null, given: Given): ContactToRegister {
  const read = readFor(item, kommune, given);
  if ('wrong' in read) return read;
  const toKnow: string[] = [];

  const email = readEmail(given.email ?? read.email ?? '');
  if (email.is === 'slip') return wrong(`"${line(email.written)}" is no e-mail address${email.likely === null ? '' : `; ${email.likely} may be meant`}: give it with --email`);
  if (email.is === 'several') return wrong(`"${line(given.email ?? read.email ?? '')}" holds several addresses: give one with --email`);
  if (email.is === 'none') return wrong('no e-mail address was read: give it with --email');
  const owner = kommuneOfDomain(register, domainOf(email.email));
  if (owner?.code !== kommune.code) {
    const whose = owner ? `${owner.name}'s` : `not at a domain of ${kommune.name} (${kommune.mailDomains.join(', ')})`;
    if (!given.foreign) return wrong(`${email.email} is ${whose}: if it is meant all the same, add --foreign`);
    toKnow.push(`${email.email} is ${whose}`);
  }

  const name = nameOf(given.name, read.name);
  if ('wrong' in name) return name;
  if (name.unusual) toKnow.push(`"${name.name}" does not look like a person's full name`);

  const same = registered !== null && registered.email === email.email && registered.name === name.name;
  const phone = given.phone === undefined ? read.phone ?? (same ? registered.phone : null) : given.phone.trim() === '' ? null : readPhone(given.phone);
  if (phone === null && given.phone !== undefined && given.phone.trim() !== '') return wrong(`"${line(given.phone)}" is no telephone number: give one, or leave --phone away`);

  return { contact: { kommune: kommune.code, name: name.name, email: email.email, phone, region: regionOf(register, kommune, day).code }, toKnow, foreign: owner?.code !== kommune.code };
}

type Fields = Pick<ReadContact, 'name' | 'email' | 'phone'>;
const nothing: Fields = { name: null, email: null, phone: null };

/** The one read contact that is meant: the only one of this kommune, or the one whose address or name the person gives. */
function readFor({ read }: Pick<Item, 'read'>, kommune: Kommune, given: Given): Fields | { readonly wrong: string } {
  const candidates = (read?.contacts ?? []).filter((c) => c.kommune === null || c.kommune === kommune.code);
  const [only] = candidates;
  if (only && candidates.length === 1) return onlyIfSamePerson(only, given);
  const meant = candidates.filter((c) => (given.email !== undefined && c.email === given.email.trim().toLowerCase()) || (given.name !== undefined && c.name === given.name.trim()));
  const [one] = meant;
  if (one && meant.length === 1) return onlyIfSamePerson(one, given);
  if (given.name !== undefined && given.email !== undefined) return nothing;
  if (candidates.length > 1) return wrong(`several contacts were read (${candidates.map((c) => `${c.name ?? '?'} <${c.email ?? '?'}>`).join(', ')}): say which one with --email`);
  return wrong('no contact was read for this kommune: give --name and --email');
}

/** With both name and address given, what was read of somebody else (a telephone number) is not theirs. */
function onlyIfSamePerson(read: Fields, given: Given): Fields {
  const other = (a: string | undefined, b: string | null): boolean => a !== undefined && a.trim().toLowerCase() !== (b ?? '').toLowerCase();
  return other(given.name, read.name) && other(given.email, read.email) ? nothing : read;
}

function nameOf(given: string | undefined, read: string | null): { readonly name: string; readonly unusual: boolean } | { readonly wrong: string } {
  const written = line(given ?? read ?? '');
  const name = readName(written);
  switch (name.is) {
    case 'person':
      return { name: name.name, unusual: false };
    case 'none':
      return wrong('no name was read: give it with --name');
    case 'several':
      return wrong(`"${written}" holds several names: give one with --name`);
    case 'part':
    case 'doubtful':
      // A person knows names better than any rule.
      return given === undefined ? wrong(`"${written}" does not look like a person's full name: give it with --name`) : { name: written, unusual: true };
  }
}

function wrong(sentence: string): { readonly wrong: string } {
  return { wrong: sentence };
}
