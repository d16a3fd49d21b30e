// From a contact as found to the fields that are told and registered: its kommune, its region as looked up, and what deviates.
// It refuses to repair: a field that names no known kommune stays without one.
import type { FoundContact } from '../contacts.ts';
import { foldName, regionOf, type Kommune } from '../kommune.ts';
import { kommuneNearField, kommuneOfField } from '../kommune-names.ts';
import type { Match, ReadingContext } from '../match.ts';
import type { ReadContact } from '../reading.ts';

export function kommuneOfContact(contact: FoundContact, match: Match, context: ReadingContext): Kommune | undefined {
  const field = contact.kommuneText ?? contact.codeText;
  return (field === null ? undefined : kommuneOfField(context.register, field) ?? kommuneNearField(context.register, field)) ?? match.kommune;
}

export function toReadContact(contact: FoundContact, match: Match, context: ReadingContext): ReadContact {
  const kommune = kommuneOfContact(contact, match, context);
  return {
    kommune: kommune?.code ?? null, name: contact.name, email: contact.email, phone: contact.phone,
    region: kommune ? regionOf(context.register, kommune, context.day).code : regionRead(contact.regionText, context)?.code ?? null,
    from: contact.from,
  };
}

function regionRead(text: string | null, context: ReadingContext) {
  if (text === null) return undefined;
  const folded = foldName(text.replace(/\bregion\b/gi, ''));
  return context.register.regions.find((r) => r.code !== null && r.code === text.trim()) ?? context.register.regions.find((r) => foldName(r.name.replace(/^Region /, '')) === folded);
}

/** A region that differs from the register is no reason to ask: it is looked up, and the difference is told in the acknowledgement. */
export function regionNotes(contacts: readonly FoundContact[], match: Match, context: ReadingContext): readonly string[] {
  return contacts.flatMap((contact) => {
    const kommune = kommuneOfContact(contact, match, context);
    const read = regionRead(contact.regionText, context);
    if (!kommune || !read) return [];
    const right = regionOf(context.register, kommune, context.day);
    const heir = context.register.regions.find((r) => r.replaces?.includes(kommune.region));
    if ([right.name, heir?.name].includes(read.name) || read.code === kommune.region) return [];
    return [`I har skrevet ${read.name}. ${kommune.name} ligger i ${right.name}, og det er den, vi har noteret.`];
  });
}
