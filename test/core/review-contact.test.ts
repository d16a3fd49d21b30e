// What a person registers from a review: as read, as corrected, and refused with what to do.
import { describe, expect, test } from 'vitest';
import { findKommune } from '../../src/core/kommune.ts';
import type { ReadContact } from '../../src/core/reading.ts';
import { contactToRegister, type Given } from '../../src/core/review-contact.ts';
import type { Contact } from '../../src/core/task.ts';
import { register } from '../support/campaign.ts';

const aarhus = findKommune(register, 'Aarhus');
if (!aarhus) throw new Error('no Aarhus');
const mette: ReadContact = { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: '89 40 12 34', region: '1082', from: 'body:1' };
const jens: ReadContact = { ...mette, name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: null };
const odense: ReadContact = { ...mette, kommune: '0461', name: 'Ole Fyn', email: 'ofy@odense.dk' };

const built = (contacts: readonly ReadContact[] | null, given: Partial<Given> = {}, registered: Contact | null = null) => {
  const thread = { inReplyTo: null, references: [], subject: '' };
  const read = contacts && { kind: 'contact-list' as const, also: [], contacts, missing: [], notes: [], answerTo: null, thread };
  return contactToRegister({ read }, aarhus, register, '2024-02-12', registered, { foreign: false, ...given });
};
const contact = (...args: Parameters<typeof built>) => { const b = built(...args); return 'wrong' in b ? b.wrong : `${b.contact.name} <${b.contact.email}> ${b.contact.phone ?? '-'}${b.toKnow.length > 0 ? ` (${b.toKnow.join('; ')})` : ''}`; };

describe('as it was read', () => {
  test('the only contact of the kommune, with the region looked up', () => {
    expect(built([mette, odense])).toEqual({ contact: { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: '89 40 12 34', region: '1082' }, toKnow: [], foreign: false });
  });
  test.each<[string, Parameters<typeof built>, string]>([
    ['one whose kommune was not read', [[{ ...mette, kommune: null, region: null }]], 'Mette Holm <mho@aarhus.dk> 89 40 12 34'],
    ['of several the one with this address', [[mette, jens], { email: 'JLU@aarhus.dk' }], 'Jens Lund <jlu@aarhus.dk> -'],
    ['of several the one with this name', [[mette, jens], { name: 'Jens Lund' }], 'Jens Lund <jlu@aarhus.dk> -'],
    ['a telephone number that is known of the same person is kept', [[jens], {}, { kommune: '0751', name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: '12345678', region: '1082' }], 'Jens Lund <jlu@aarhus.dk> 12345678'],
  ])('%s', (_, args, expected) => expect(contact(...args)).toBe(expected));
});

describe('as the person corrects it', () => {
  test.each<[string, Parameters<typeof built>, string]>([
    ['one field', [[{ ...mette, email: 'mho @aarhus.dk' }], { email: 'mho@aarhus.dk' }], 'Mette Holm <mho@aarhus.dk> 89 40 12 34'],
    ['everything: what was read of somebody else is not theirs', [[mette], { name: 'Lene Dam', email: 'led@aarhus.dk' }], 'Lene Dam <led@aarhus.dk> -'],
    ['nothing was read', [null, { name: 'Lene Dam', email: 'led@aarhus.dk', phone: '87 11 22 33' }], 'Lene Dam <led@aarhus.dk> 87 11 22 33'],
    ['the telephone number taken away', [[mette], { phone: '' }], 'Mette Holm <mho@aarhus.dk> -'],
    ['a name that no rule knows', [[mette], { name: 'mette' }], 'mette <mho@aarhus.dk> 89 40 12 34 ("mette" does not look like a person\'s full name)'],
    ['an address elsewhere, meant', [[mette], { email: 'mette@gmail.com', foreign: true }], 'Mette Holm <mette@gmail.com> 89 40 12 34 (mette@gmail.com is not at a domain of Aarhus Kommune (aarhus.dk, mtm.aarhus.dk))'],
  ])('%s', (_, args, expected) => expect(contact(...args)).toBe(expected));
});

describe('is refused with what to do', () => {
  test.each<[string, Parameters<typeof built>, RegExp]>([
    ['nothing read, nothing given', [null], /give --name and --email/],
    ['two, and nobody says which', [[mette, jens]], /several contacts were read \(Mette Holm <mho@aarhus\.dk>, Jens Lund <jlu@aarhus\.dk>\): say which one with --email/],
    ['a slip', [[{ ...mette, email: null }], { email: 'mho@aarhus,dk' }], /"mho@aarhus,dk" is no e-mail address; mho@aarhus\.dk may be meant: give it with --email/],
    ['no address', [[{ ...mette, email: null }]], /no e-mail address was read/],
    ['two addresses', [[mette], { email: 'a@aarhus.dk, b@aarhus.dk' }], /several addresses/],
    ['an address elsewhere', [[{ ...mette, email: 'mette@gmail.com' }]], /mette@gmail\.com is not at a domain of Aarhus Kommune \(.*\): if it is meant all the same, add --foreign/],
    ['another kommune\'s address', [[{ ...mette, email: 'ofy@odense.dk' }]], /ofy@odense\.dk is Odense Kommune's/],
    ['a name that is none', [[{ ...mette, name: 'Personaleafdelingen' }]], /does not look like a person's full name: give it with --name/],
    ['no name', [[{ ...mette, name: null }]], /no name was read/],
    ['a number that is none', [[mette], { phone: 'spørg' }], /"spørg" is no telephone number/],
  ])('%s', (_, args, expected) => expect(contact(...args)).toMatch(expected));
});
