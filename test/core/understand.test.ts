// What the reading core makes of mails that are easily misread: one line each, expectation written by hand.
// It refuses to be kind: where a person would hesitate, the expected outcome is review.
import { describe, expect, test } from 'vitest';
import { inShort, read, type MailSketch } from '../support/reading.ts';

const header = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)'];
const row = (...cells: string[]) => ['Aarhus Kommune', '0751', 'Region Midtjylland', ...cells];
const whole = 'accept, Mette Holm <mho@aarhus.dk>';

type Line = readonly [what: string, mail: MailSketch, expected: string];

describe('contacts in running text', () => {
  const lines: readonly Line[] = [
    ['a name and an address in brackets', { text: 'Vores kontaktperson er Mette Holm (mho@aarhus.dk).' }, whole],
    ['name and address on lines of their own', { text: 'Kontaktperson:\nMette Holm\nmho@aarhus.dk' }, whole],
    ['a colon at the end of a sentence', { text: 'Hej\n\nHermed oplysninger om kontaktperson:\n\nMette Holm\nmho@aarhus.dk\n\nMvh Lars' }, whole],
    ['the name first', { text: 'Mette Holm, mho@aarhus.dk, er kontaktperson for Aarhus Kommune.' }, whole],
    ['a title before the name', { text: 'Som kontaktperson har vi udpeget HR-chef Mette Holm, mho@aarhus.dk' }, whole],
    ['address in the next sentence', { text: 'Kontaktpersonen er Mette Holm. Hendes mail er mho@aarhus.dk.' }, whole],
    ['mailto twice, as Outlook writes it', { text: 'Kontaktperson: Mette Holm, mho@aarhus.dk<mailto:mho@aarhus.dk>' }, whole],
    ['an initial in the name', { text: 'Kontaktperson er Mette K. Holm, mho@aarhus.dk.' }, 'accept, Mette K. Holm <mho@aarhus.dk>'],
    ['a double surname with a hyphen', { text: 'Kontaktperson: Anne-Marie Bech-Jensen, ambj@aarhus.dk' }, 'accept, Anne-Marie Bech-Jensen <ambj@aarhus.dk>'],
    ['herself, by signature', { name: 'MHO', text: 'Jeg er fortsat kontaktperson.\n\nMed venlig hilsen\n\nMette Holm' }, whole],
    ['herself, by the name in From turned round', { name: 'Holm, Mette', text: 'Jeg er kommunens kontaktperson.' }, whole],
    ['herself, named', { text: 'Kontaktperson er Mette Holm.' }, whole],
    ['a phone with a label', { text: 'Kontaktperson: Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34' }, `${whole} 89 40 12 34`],
    ['a date, a case number and a CVR number are no phone', { text: 'Kontaktperson er Mette Holm, mho@aarhus.dk, jf. brev af 30-01-2024, sagsnr. 2023 - 2516, CVR 55133018.' }, whole],
    ['an address that is no abbreviation of the name', { text: 'Kontaktperson: Gitte Skov, HR-konsulent, az12345@aarhus.dk' }, 'accept, Gitte Skov <az12345@aarhus.dk>'],
    ['the same in a sentence', { text: 'Gitte Skov fra Aarhus Kommune er kontaktperson og har mailadressen az12345@aarhus.dk.' }, 'accept, Gitte Skov <az12345@aarhus.dk>'],
    ['a semicolon list', { text: 'Aarhus Kommune; kontaktperson: Mette Holm; mail: mho@aarhus.dk' }, whole],
  ];
  test.each(lines)('%s', (_what, mail, expected) => expect(inShort(mail)).toBe(expected));
});

describe('what must not be registered unseen', () => {
  const lines: readonly Line[] = [
    ['two persons in one sentence', { text: 'Vores kontaktpersoner er Mette Holm (mho@aarhus.dk) og Lars Lind (lali@aarhus.dk).' }, 'review'],
    ['no longer', { text: 'Mette Holm, mho@aarhus.dk, er ikke længere kontaktperson.' }, 'review'],
    ['instead of somebody named', { text: 'Kontaktperson er Mette Holm, mho@aarhus.dk, i stedet for Lars Lind.' }, 'accept'],
    ['perhaps', { text: 'Kontaktperson bliver måske Mette Holm, mho@aarhus.dk.' }, 'review'],
    ['a question', { text: 'Skal vores kontaktperson være Mette Holm, mho@aarhus.dk?' }, 'forward question'],
    ['not me', { text: 'Jeg er ikke kontaktperson.' }, 'review'],
    ['the leader of the contact person', { text: 'Jeg er leder for vores kontaktperson og har sendt brevet videre.' }, 'review other'],
    ['write to me or to the contact person', { text: 'Kontakt mig eller vores kontaktperson.' }, 'review other'],
    ['a person merely mentioned', { text: 'Brevet er sendt videre til Lars Lind, lali@aarhus.dk.' }, 'review other'],
    ['the signature alone', { text: 'Tak for mailen.\n\nMed venlig hilsen\nMette Holm\nE-mail: mho@aarhus.dk' }, 'review other'],
    ['the same signature without a closing phrase', { text: 'Tak for mailen.\n\nMette Holm\nmho@aarhus.dk' }, 'review other'],
    ['signed by another than the sender', { text: 'Jeg er kontaktperson.\n\nMvh\nLars Lind' }, 'review'],
    ['a word before the name that may belong to it', { text: 'Velfærdens Mette Holm er kontaktperson, velf@aarhus.dk', name: 'Post' }, 'review'],
    ['an office', { text: 'Kontaktperson: Borgerservice, borgerservice@aarhus.dk' }, 'review'],
    ['a first name alone is asked to be completed', { sheet: [header, row('Mette', 'mho@aarhus.dk')] }, 'clarify'],
    ['two addresses in a cell', { sheet: [header, row('Mette Holm', 'mho@aarhus.dk; lali@aarhus.dk')] }, 'review'],
    ['two names in a cell', { sheet: [header, row('Mette Holm / Lars Lind', 'mho@aarhus.dk')] }, 'review'],
    ['code and name of different kommuner', { sheet: [header, ['Aarhus Kommune', '0730', '', 'Mette Holm', 'mho@aarhus.dk']] }, 'review'],
    ['a kommune nobody knows', { sheet: [header, ['Århuus By', '', '', 'Mette Holm', 'mho@aarhus.dk']] }, 'review'],
    ['an address of another kommune', { sheet: [header, row('Mette Holm', 'mho@randers.dk')] }, 'review'],
    ['a domain that only looks like the kommune\'s', { from: 'mho@aarhus.dk.example.com', sheet: [header, row('Mette Holm', 'mho@aarhus.dk')] }, 'review'],
    ['a domain that ends alike', { from: 'mho@notaarhus.dk', sheet: [header, row('Mette Holm', 'mho@aarhus.dk')] }, 'review'],
    ['another campaign', { answers: '<letter.2023.0751@lige.dk>', sheet: [header, row('Mette Holm', 'mho@aarhus.dk')] }, 'review'],
    ['another kommune in the text', { text: 'På vegne af Randers Kommune: Kontaktperson: Mette Holm, mho@aarhus.dk' }, 'review'],
    ['another kommune in the file name', { file: 'Kontaktliste Randers.xlsx', sheet: [header, row('Mette Holm', 'mho@aarhus.dk')] }, 'review'],
    ['our own house', { from: 'anb@lige.dk', text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }, 'review'],
    ['our own people', { text: 'Kontaktperson: Anne Bendixen, anb@lige.dk' }, 'review other'],
    ['another\'s address in the next sentence', { text: 'Vores kontaktperson er Gitte Skov. Hendes chef er Lars Lind, lali@aarhus.dk.' }, 'review'],
    ['a copy to someone else', { text: 'Gitte Skov er vores kontaktperson, men send gerne kopi til lali@aarhus.dk.' }, 'review'],
    ['a copy in a label', { text: 'Kontaktperson: Gitte Skov, cc lali@aarhus.dk' }, 'review'],
    ['a name from another line', { text: 'Kontaktperson: dir@aarhus.dk\nTak for hjælpen til Lars Lind', name: 'Post' }, 'clarify'],
    ['herself, from a mailbox that is not hers', { name: 'Dagtilbud', from: 'dagtilbud@aarhus.dk', text: 'Jeg er kontaktperson.\n\nMvh\nMette Holm' }, 'review'],
    ['herself, from the main mailbox', { name: 'Aarhus Kommune', from: 'post@aarhus.dk', text: 'Jeg er kontaktperson.\n\nMvh\nMette Holm' }, 'clarify'],
    ['a signature as a table', { text: 'Tak for mailen.\n\nMette Holm\tmho@aarhus.dk', documents: [{ source: 'body', contentType: 'text/html', bytes: 1, readAs: 'html', lines: [], problem: null, tables: [{ name: 'Tabel 1', hidden: false, rows: [[{ at: 'A1', text: 'Mette Holm' }, { at: 'B1', text: 'mho@aarhus.dk' }], [{ at: 'A2', text: 'Aarhus Kommune' }]] }] }] }, 'review other'],
    ['more follows', { text: 'Kontaktperson følger senere. Mette Holm, mho@aarhus.dk, svarer på spørgsmål indtil da.' }, 'review other'],
  ];
  test.each(lines)('%s', (_what, mail, expected) => expect(inShort(mail).split(', ')[0]).toBe(expected));
});

describe('lists', () => {
  const lines: readonly Line[] = [
    ['the form', { sheet: [['Titel'], [], header, row('Mette Holm', 'mho@aarhus.dk', '89401234')] }, `${whole} 89401234`],
    ['placeholders are empty', { sheet: [header, row('Ikke afklaret', '-')] }, 'clarify, missing name email'],
    ['an at sign in words', { sheet: [header, row('Mette Holm', 'mho(at)aarhus.dk')] }, 'clarify, Mette Holm <->, missing email'],
    ['no dot', { sheet: [header, row('Mette Holm', 'mho@aarhusdk')] }, 'clarify, Mette Holm <->, missing email'],
    ['a blank in the address', { sheet: [header, row('Mette Holm', 'mho @aarhus.dk')] }, 'clarify, Mette Holm <->, missing email'],
    ['Danish letters in the address', { sheet: [header, row('Bo Ås', 'bås@aarhus.dk')] }, 'clarify, Bo Ås <->, missing email'],
    ['name and address in one cell', { sheet: [header, row('', 'Mette Holm <mho@aarhus.dk>')] }, 'clarify, - <mho@aarhus.dk>, missing name'],
    ['the rest of the 98 not filled in', { sheet: [header, row('Mette Holm', 'mho@aarhus.dk'), ['Randers Kommune', '0730', 'Region Midtjylland']] }, whole],
    ['the same row twice', { sheet: [header, row('Mette Holm', 'mho@aarhus.dk'), row('Mette Holm', 'mho@aarhus.dk')] }, whole],
    ['a title behind the name', { sheet: [header, row('Mette Holm, HR-konsulent', 'mho@aarhus.dk')] }, whole],
    ['the text repeats the list', { sheet: [header, row('Mette Holm', 'mho@aarhus.dk')], text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }, whole],
    ['the text completes the list', { sheet: [header, row('Mette Holm', '')], text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }, whole],
    ['no headings, but a kommune', { sheet: [['Aarhus Kommune', 'Mette Holm', 'mho@aarhus.dk', '89 40 12 34']] }, `${whole} 89 40 12 34`],
    ['no headings and no kommune', { sheet: [['Mette Holm', 'mho@aarhus.dk']] }, 'review other'],
  ];
  test.each(lines)('%s', (_what, mail, expected) => expect(inShort(mail)).toBe(expected));
});

describe('machines and people', () => {
  const lines: readonly Line[] = [
    ['Auto-Submitted: no is a person', { headers: { 'auto-submitted': 'no' }, text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }, whole],
    ['X-Auto-Response-Suppress alone is a person', { headers: { 'x-auto-response-suppress': 'All' }, text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }, whole],
    ['X-Auto-Response-Suppress beside an absence', { headers: { 'x-auto-response-suppress': 'All' }, text: 'Jeg er på ferie til mandag. Kontaktperson: Lars Lind, lali@aarhus.dk' }, 'ignore auto-reply'],
    ['an Exchange out-of-office class', { headers: { 'x-message-class': 'IPM.Note.Rules.OofTemplate.Microsoft' }, text: 'Kontaktperson: Lars Lind, lali@aarhus.dk' }, 'ignore auto-reply'],
    ['a read receipt by its subject', { subject: 'Læst: Indberetning' }, 'ignore receipt'],
    ['a list header', { headers: { 'list-id': '<nyt.aarhus.dk>' }, text: 'Kontaktperson: Lars Lind, lali@aarhus.dk' }, 'ignore bulk'],
    ['a machine with a filled list is looked at', { headers: { 'auto-submitted': 'auto-generated' }, sheet: [header, row('Mette Holm', 'mho@aarhus.dk')] }, 'review, Mette Holm <mho@aarhus.dk>'],
    ['an automatic text', { subject: 'Svar', text: 'Denne mail er genereret automatisk. Vi har modtaget din henvendelse.' }, 'ignore receipt'],
    ['a subject that only contains the phrase', { subject: 'Vedr. autosvar: kontaktperson', text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }, whole],
    ['a login request', { text: 'Hej, jeg kan ikke logge ind i systemet.' }, 'forward login-request'],
    ['not covered', { text: 'Vi er ikke omfattet af reglerne.' }, 'review decline'],
    ['an extension', { text: 'Vi anmoder om udsættelse af fristen til den 1. marts.' }, 'forward question'],
  ];
  test.each(lines)('%s', (_what, mail, expected) => expect(inShort(mail)).toBe(expected));
});

describe('beside the outcome', () => {
  test('a wrong region is told in the acknowledgement, and an heir of a region is not', () => {
    const given = (region: string) => read({ sheet: [header, ['Roskilde Kommune', '0265', region, 'Ida Kok', 'idak@roskilde.dk']], from: 'idak@roskilde.dk', answers: null }).notes;
    expect(given('Region Nordjylland')).toEqual(['I har skrevet Region Nordjylland. Roskilde Kommune ligger i Region Sjælland, og det er den, vi har noteret.']);
    expect(given('Region Østdanmark')).toEqual([]);
    expect(given('1085')).toEqual([]);
    expect(given('ved ikke')).toEqual([]);
  });
  test('a slip in an address is offered in its likely reading, in Danish', () => {
    expect(read({ sheet: [header, row('Mette Holm', 'mho@aarhus,dk')] }).notes).toEqual(['Mailadressen "mho@aarhus,dk" er ikke skrevet rigtigt. Mener I mho@aarhus.dk?']);
  });
  test('an answer goes to Reply-To only within the same kommune', () => {
    expect(read({ replyTo: 'hr@mtm.aarhus.dk' }).answerTo).toBe('hr@mtm.aarhus.dk');
    expect(read({ replyTo: 'x@randers.dk' }).answerTo).toBe('mho@aarhus.dk');
    expect(read({ headers: { 'auto-submitted': 'auto-replied' } }).answerTo).toBeNull();
  });
  test('both sides of a contradiction are shown', () => {
    const { outcome, kommune, kommuner, reasons } = read({ from: 'uf@randers.dk', text: 'Kontaktperson: Ulla Friis, uf@randers.dk' });
    expect([outcome, kommune, kommuner]).toEqual(['review', null, ['0730', '0751']]);
    expect(reasons.join()).toMatch(/Randers Kommune \(.*against Aarhus Kommune \(/);
  });
});
