// What proves a kommune, what a person meant by few words, and what is doubted though it is written plainly.
// It refuses real tokens: which are ours is said by the test.
import { describe, expect, test } from 'vitest';
import { kommuneNearField, kommuneOfField } from '../../src/core/kommune-names.ts';
import type { InboundMail } from '../../src/core/mail.ts';
import type { ReadingContext } from '../../src/core/match.ts';
import { ownQuotation } from '../../src/core/own-quotation.ts';
import { understand } from '../../src/core/understand.ts';
import { readsLikeAnother, spellsName } from '../../src/core/contacts/link.ts';
import { context, documentsOf, mailOf, register, type MailSketch } from '../support/reading.ts';

const row = ['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette Holm', 'mho@aarhus.dk'];
const header = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)'];
const plain: MailSketch = { text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' };
const outcome = (sketch: MailSketch, more: Partial<InboundMail> = {}, inContext: Partial<ReadingContext> = {}) => {
  const u = understand({ ...mailOf(sketch), ...more }, documentsOf(sketch), { ...context, ...inContext });
  return { outcome: u.outcome, kommune: u.kommune, reasons: u.reasons.join(' '), contacts: u.contacts.map((c) => `${c.name} <${c.email}> @ ${c.from}`), missing: u.missing, notes: u.notes };
};

describe('the signed reply address', () => {
  const to = (address: string) => ({ to: [{ name: '', address }] });
  const kommuneOfReplyToken = (token: string) => (token === '0751-ours' ? '0751' : undefined);
  const fromHome = { ...plain, from: 'mette@gmail.com', answers: null };

  test('proves the kommune for a private mailbox, with an address at the kommune', () => {
    expect(outcome(fromHome, to('lige+0751-ours@lige.dk'), { kommuneOfReplyToken })).toMatchObject({ outcome: 'accept', kommune: '0751' });
  });
  test('counts for nothing when we did not sign it, or at another mailbox', () => {
    expect(outcome(fromHome, to('lige+0751-forged@lige.dk'), { kommuneOfReplyToken }).outcome).toBe('review');
    expect(outcome(fromHome, to('lige+0751-ours@lige.example'), { kommuneOfReplyToken }).outcome).toBe('review');
    expect(outcome(fromHome, to('lige+0751-ours@lige.dk')).outcome).toBe('review');
  });
  test('does not outweigh another kommune\'s domain, nor a failed DMARC', () => {
    expect(outcome({ ...plain, from: 'uf@randers.dk', answers: null }, to('lige+0751-ours@lige.dk'), { kommuneOfReplyToken }).outcome).toBe('review');
    expect(outcome({ ...plain, headers: { 'authentication-results': 'mx.lige.dk; dmarc=fail' } }, to('lige+0751-ours@lige.dk'), { kommuneOfReplyToken }).outcome).toBe('review');
  });
});

describe('thread and tag together are no proof', () => {
  test('a foreign sender in our thread with our tag', () => {
    expect(outcome({ ...plain, from: 'x@consult.dk', subject: 'SV: Indberetning [LIGE-2024-0751]' }).outcome).toBe('review');
  });
});

describe('a slip in the kommune\'s name', () => {
  test.each([['Aarhsu Komune', '0751'], ['Herlef Kommune', '0163'], ['Holstebo', '0661'], ['Ikast Brannde', '0756'], ['Skole', undefined], ['Sydkommunen', undefined], ['Roskild', '0265'], ['Roskil', undefined]])('%s', (written, code) => {
    expect(kommuneOfField(register, written)).toBeUndefined();
    expect(kommuneNearField(register, written)?.code).toBe(code);
  });
  test('is seen through beside the right sender, and contradicts another', () => {
    expect(outcome({ sheet: [header, ['Aarhsu Kommune', '', '', 'Mette Holm', 'mho@aarhus.dk']] }).outcome).toBe('accept');
    expect(outcome({ sheet: [header, ['Ranners Kommune', '', '', 'Mette Holm', 'mho@aarhus.dk']] }).outcome).toBe('review');
  });
});

describe('the same as last year', () => {
  const lastYear = (kommune: string) => (kommune === '0751' ? { campaign: '2023', name: 'Gitte Skov', email: 'gisk@aarhus.dk', phone: null } : undefined);
  const same = { text: 'Samme kontaktperson som sidste år.' };

  test('is the contact of the campaign before', () => {
    expect(outcome(same, {}, { lastYear })).toMatchObject({ outcome: 'accept', contacts: ['Gitte Skov <gisk@aarhus.dk> @ campaign 2023'] });
  });
  test('is asked for where there was none', () => {
    expect(outcome(same)).toMatchObject({ outcome: 'clarify', missing: ['name', 'email'], contacts: [] });
  });
  test('is nobody\'s from a sender who proves no kommune', () => {
    expect(outcome({ ...same, from: 'mette@gmail.com' }, {}, { lastYear }).outcome).toBe('review');
  });
  test('yields to a contact that is named', () => {
    expect(outcome({ ...same, sheet: [header, row] }, {}, { lastYear }).contacts[0]).toMatch(/^Mette Holm/);
  });
});

describe('what is doubted', () => {
  test('a link that shows one address and leads to another', () => {
    expect(outcome(plain, { strayLinks: [{ shown: 'mho@aarhus.dk', leads: 'x@example.com' }] }).reasons).toMatch(/leads to x@example\.com/);
    expect(outcome(plain, { strayLinks: [{ shown: 'post@aarhus.dk', leads: 'x@example.com' }] }).outcome).toBe('accept');
  });
  test('a signature that does not fit, and a mail of which parts are missing', () => {
    expect(outcome(plain, { altered: true }).outcome).toBe('review');
    expect(outcome(plain, { broken: true }).outcome).toBe('review');
  });
  test('an address that reads like someone else\'s, or like an office\'s', () => {
    for (const [name, email, other] of [
      ['Christian Bjerregaard', 'ulla.vang@fmk.dk', true], ['Thomas Åkjær-Hedegaard', 'ea.juul@vesthimmerland.dk', true], ['Mette Holm', 'personale@aarhus.dk', true],
      ['Mette Holm', 'mette.jensen@aarhus.dk', false], ['Gitte Skov', 'az12345@aarhus.dk', false], ['Mette Holm', 'bxq@aarhus.dk', false],
    ] as const) expect([email, readsLikeAnother(name, email)]).toEqual([email, other]);
  });
  test.each([['Mette Holm', 'mho'], ['Niels Aagaard', 'niaag'], ['Birgit Friis Dam', 'bifd'], ['Jens Kjær Østergaard', 'jko'], ['Mette Holm', 'holm.mette'], ['Carsten Kjær Winther', 'cwinther'], ['Bjørn Møller Ærø', 'bjae'], ['Søren Bæk', 'sbak'], ['Anne-Mette Søndergaard', 'anso']])('%s is spelled by %s', (name, local) => {
    expect(spellsName(name, `${local}@aarhus.dk`)).toBe(true);
  });
  test.each([['Jens Vestergaard Holm', 'ulla.jensby'], ['Mette Holm', 'lali'], ['Mette Holm', 'hr'], ['Gitte Skov', 'skovbo']])('%s is not spelled by %s', (name, local) => {
    expect(spellsName(name, `${local}@aarhus.dk`)).toBe(false);
  });
});

describe('the sender\'s own earlier answer, quoted', () => {
  const quoted = (change: Partial<Record<'from' | 'to' | 'subject', string>> = {}, above = 'Hej\n\nJeg gensender lige mit svar.\n\nMvh\nMette Holm') => `${above}

Fra: ${change.from ?? 'Mette Holm <mho@aarhus.dk>'}
Sendt: 2. februar 2024 10:00
Til: ${change.to ?? 'Ligestillingsafdelingen <lige@lige.dk>'}
Emne: ${change.subject ?? 'SV: Indberetning [LIGE-2024-0751]'}

Vores kontaktperson er Gitte Skov, gisk@aarhus.dk.

Mvh Mette`;

  test('counts where the newest text says nothing', () => {
    expect(outcome({ text: quoted() })).toMatchObject({ outcome: 'accept', contacts: ['Gitte Skov <gisk@aarhus.dk> @ body:13'] });
  });
  test.each([
    ['somebody else\'s', quoted({ from: 'Lars Lind <lali@aarhus.dk>' })],
    ['hers to a colleague', quoted({ to: 'Gitte Skov <gisk@aarhus.dk>' })],
    ['her answer of another year', quoted({ subject: 'SV: Indberetning [LIGE-2023-0751]' })],
    ['under words that are not understood', quoted({}, 'Dette gælder dog kun til påske.')],
    ['under a question', quoted({}, 'Har I fået mit svar?')],
  ])('not %s', (_what, text) => expect(outcome({ text }).outcome).not.toBe('accept'));

  test('gives the line on which it begins', () => {
    expect(ownQuotation(mailOf({ text: quoted() }), context)).toMatchObject({ line: 13, body: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk.' });
  });
});
