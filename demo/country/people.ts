// The people of the simulated kommuner: invented names and the addresses their kommune gives them.
// It refuses real people: first and last names are drawn apart from lists of the commonest.
import type { Chance } from '../random.ts';

export type Person = {
  /** First and last name. */
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly role: string;
  /** The office named in the signature. */
  readonly office: string;
};

const firstNames = [
  'Anne', 'Mette', 'Kirsten', 'Hanne', 'Søren', 'Lars', 'Jørgen', 'Bjørn', 'Åse', 'Maja', 'Anne-Mette', 'Karl Emil', 'Gitte', 'Pernille', 'Rasmus', 'Nikolaj',
  'Lærke', 'Signe', 'Thomas', 'Henrik', 'Camilla', 'Louise', 'Birgitte', 'Helle', 'Jens Peter', 'Trine', 'Fatima', 'Emil', 'Freja', 'Kåre', 'Ida Marie', 'Yusuf',
] as const;
export const lastNames: readonly string[] = [
  'Nielsen', 'Jensen', 'Hansen', 'Pedersen', 'Andersen', 'Christensen', 'Larsen', 'Sørensen', 'Rasmussen', 'Jørgensen', 'Østergaard', 'Ågård', 'Kjær', 'Møller',
  'Bæk Lund', 'Holm', 'Vestergaard', 'Bach-Nielsen', 'Thøgersen', 'Skov', 'Dahl', 'Friis', 'Lykke Madsen', 'Krogh', 'Juhl', 'Brandt', 'Toft', 'Bisgaard', 'Yılmaz', 'Winther',
];
const roles = ['HR-konsulent', 'Chefkonsulent', 'HR-chef', 'Specialkonsulent', 'Personalejuridisk konsulent', 'Udviklingskonsulent', 'Sekretariatschef', 'AC-fuldmægtig'] as const;
const offices = ['HR og Løn', 'Direktionssekretariatet', 'Borgmester- og Direktionssekretariatet', 'Personale og Udvikling', 'Stab og Politik', 'HR, Digitalisering og Kommunikation'] as const;

/** A person with an address at `domain` that none of `taken` has. */
export function inventPerson(chance: Chance, domain: string, taken: Set<string>): Person {
  for (;;) {
    const first = chance.pick(firstNames);
    const last = chance.pick(lastNames);
    const name = `${first} ${last}`;
    const email = `${localPart(chance, first, last)}@${domain}`;
    const phone = `${chance.int(20, 99)} ${pair(chance)} ${pair(chance)} ${pair(chance)}`;
    const person = { name, firstName: first, lastName: last, email, phone, role: chance.pick(roles), office: chance.pick(offices) };
    if (taken.has(email) || taken.has(name)) continue;
    taken.add(email).add(name);
    return person;
  }
}

function localPart(chance: Chance, first: string, last: string): string {
  const a = ascii(first);
  const b = ascii(last);
  switch (chance.int(0, 3)) {
    case 0: return `${a.replaceAll(/[ -]/g, '')}.${b.replaceAll(/[ -]/g, '')}`;
    case 1: return `${a.slice(0, 2)}${b.slice(0, 2)}`;
    case 2: return `${a.slice(0, 1)}${b.replaceAll(/[ -]/g, '').slice(0, 3)}${chance.int(1, 9)}`;
    default: return `${a.replaceAll(/[ -]/g, '')}.${b.split(/[ -]/).at(-1)}`;
  }
}

/** Danish letters as kommuner write them in addresses. */
export function ascii(text: string): string {
  return text.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa').replaceAll('ı', 'i').normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');
}

function pair(chance: Chance): string {
  return String(chance.int(0, 99)).padStart(2, '0');
}
