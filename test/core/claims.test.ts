// What must never be taken for a contact, and what must be: sentences and lists that differ by a word or two.
// It refuses to say what becomes of the first kind: whether a person is asked or the kommune is, nothing is registered.
import { describe, expect, test } from 'vitest';
import { inShort, type MailSketch } from '../support/reading.ts';

const header = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)'];
const row = (name: string, email = 'gisk@aarhus.dk', phone = '', ...more: string[]) => ['Aarhus Kommune', '0751', 'Region Midtjylland', name, email, phone, ...more];

const refused: readonly MailSketch[] = [
  { text: 'Følgende er forkert. Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Hun er ikke ansat her mere, men hun står i jeres register. Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'I bedes slette nedenstående. Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Indtil 1. april gælder følgende. Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Det bliver Lars Lind fra 1. april. Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Jeg ved ikke, hvem det er. Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Kan du se, om det er rigtigt? Kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Fra 1. juni: kontaktperson er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Hermed listen. Kontaktpersonen stopper 1. april.', sheet: [header, row('Gitte Skov')] },
  { text: 'Hun er ikke længere ansat.', sheet: [header, row('Gitte Skov')] },
  { text: 'Jeg har overtaget som kontaktperson.', sheet: [header, row('Gitte Skov')] },
  { text: 'Det er mig nu.', sheet: [header, row('Gitte Skov')] },
  { text: 'Listen skal lige vendes med direktøren.', sheet: [header, row('Gitte Skov')] },
  { text: 'Er den vedhæftede liste den rigtige?', sheet: [header, row('Gitte Skov')] },
  { text: 'Listen er kun for Teknik og Miljø, de andre forvaltninger sender selv.', sheet: [header, row('Gitte Skov')] },
  { text: 'Sendt ved en fejl, beklager.', sheet: [header, row('Gitte Skov')] },
  { sheet: [[...header, 'Bemærkning'], row('Gitte Skov', 'gisk@aarhus.dk', '89401234', 'Lars Lind overtager')] },
  { sheet: [[...header, 'Rolle'], row('Gitte Skov', 'gisk@aarhus.dk', '89401234', 'Stedfortræder')] },
  { sheet: [[...header, 'Gælder til'], row('Gitte Skov', 'gisk@aarhus.dk', '89401234', '31-03-2024')] },
  { sheet: [[...header, 'Forvaltning'], row('Gitte Skov', 'gisk@aarhus.dk', '89401234', 'Børn og Unge')] },
  { sheet: [['Tidligere kontaktpersoner'], [], header, row('Gitte Skov')] },
  { sheet: [header, row('Gitte Skov'), [], ['Ny kontaktperson: Lars Lind, lali@aarhus.dk']] },
  { sheet: [['GDPR kontakt', 'Lars Lind', 'lali@aarhus.dk']] },
  { sheet: [header, row('Gitte Skov, Kommunikation', 'gisk@aarhus.dk')] },
  { sheet: [header, row('Gitte Skov slettes', 'gisk@aarhus.dk')] },
  { text: 'Kontaktperson: Stillingen ubesat\nMail: gisk@aarhus.dk' },
  { sheet: [header, row('Gitte Skov\nLars Lind', 'gisk@aarhus.dk')] },
  { sheet: [header, row('Gitte Skov, sekretær for Lars Lind', 'gisk@aarhus.dk')] },
  { text: 'Kontaktperson: Mette Holm Skole og Dagtilbud, meho@aarhus.dk' },
  { text: 'Kontaktperson er Anne ”Mia” Holm Jensen, anhj@aarhus.dk' },
  { sheet: [header, row('Gitte Skov', 'gitte skov@aarhus.dk', '')] },
  { sheet: [header, row('Gitte Skov', 'Lars Lind <lali@aarhus.dk>', '')] },
  { text: 'Vores kontaktperson er Søren Bæk, mail: sø-baek@aarhus.dk.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk, til og med den 31. marts.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk, men kun for Teknik og Miljø.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk og mig.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk, men skriv til mig.' },
  { text: 'I har noteret Gitte Skov, gisk@aarhus.dk, som kontaktperson. Det bedes ændret.' },
  { text: 'Jeg har fået at vide, at kontaktpersonen er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Kan I bekræfte, at kontaktpersonen er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'For Favrskov er kontaktpersonen Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Hun har fået nyt arbejde.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Jeg skal lige have chefens ok.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Jeg sender det rigtige navn i morgen.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Fra 1. april er det Lars.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Rettelse: Lars Lind.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Er det rigtigt forstået?' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Jeg svarer kun for min egen forvaltning.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk. Skriv til mig i stedet.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk.\n\nMvh\nMette Holm\n\nPS: Gitte har sagt op.' },
  { text: 'Lars, er det rigtigt?\n\nHej Lige\n\nVores kontaktperson er Gitte Skov, gisk@aarhus.dk.\n\nMvh Lars' },
  { text: 'Jeg står stadig som kontaktperson hos jer, men det er Gitte nu.\n\nMvh\nMette Holm' },
  { text: 'Jeg er kontaktperson, men opgaven ligger nu hos Gitte.\n\nMvh\nMette Holm' },
  { text: 'Jeg er kontaktperson til 1. april.\n\nMvh\nMette Holm' },
  { text: 'Vi har fået ny kontaktperson.\n\nFra: Mette Holm <mho@aarhus.dk>\nSendt: 2. februar 2024 10:00\nTil: lige@lige.dk\nEmne: SV: Anmodning om kontaktoplysninger [LIGE-2024-0751]\n\nVores kontaktperson er Gitte Skov, gisk@aarhus.dk.\n\nMvh Mette' },
  { text: 'Brevet er modtaget og sendt til:\n\nGitte Skov, gisk@aarhus.dk\n\nMvh' },
  { text: 'Vi er ved at udpege en kontaktperson.\n\nMette Holm\nmho@aarhus.dk' },
  { text: 'Kontaktperson: oplyses af Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Hej\n\nVi har fået ny kontaktperson.\n\nMette Holm\nmho@aarhus.dk' },
  { text: 'Hej\n\nVi har skiftet kontaktperson. Lars Lind er gået på pension.\n\nMette Holm\nmho@aarhus.dk' },
  { text: 'Hej\n\nVi har fået ny kontaktperson, som starter 1. marts. Det er Gitte Skov, gisk@aarhus.dk.' },
  { text: 'Vedr. ligestillingsredegørelsen er det Ib Haugaard, ibhau@aarhus.dk. Hvem der tager den her om måltal, ved jeg ikke - jeg spørger rundt.' },
  { text: 'Hej, for BSF er det Randi Mols, ramol@aarhus.dk' },
  { text: 'Jeg kan kun svare for Børne- og Ungdomsforvaltningen. Her er kontaktpersonen Tue Skaarup, tuesk@aarhus.dk. De øvrige forvaltninger må I spørge selv.' },
  { text: 'Brevet er sendt videre til os her på Vejlebroskolen. Hos os er kontaktpersonen viceskoleleder Anette Blicher Toft, abt@aarhus.dk.' },
  { text: 'Kontaktperson:\nFinn Egebjerg\nfieg@aarhus.dk\n\nMvh\nMette Holm\n\n---\nEDIT: se bort fra ovenstående, Finn er gået på pension.' },
  { text: 'Vores kontaktperson er Gitte Skov, gisk@aarhus.dk.', subject: 'ANNULLERET: SV: Anmodning om kontaktoplysninger' },
  { text: 'Min chef Helle Ågård har mailadressen haag@aarhus.dk.', answers: '<clarify.2024.0751@lige.dk>' },
  { text: 'Kontaktperson 2022: Merethe Urup, meu@aarhus.dk' },
  { text: 'Kontaktperson er Gitte Skov, gisk@aarhus.dk. Svar helst til min private mail.', replyTo: 'mette.holm@gmail.com' },
  { text: 'I kan skrive til Gitte Skov på gisk@aarhus.dk, hvis I har spørgsmål til lokalplanen.' },
  { text: 'Min chef hedder Ida Holm, ida.holm@aarhus.dk.' },
  { text: 'Jeg har bedt Ida Holm svare jer, ida.holm@aarhus.dk.' },
  { text: 'I skal kontakte Ida Holm, ida.holm@aarhus.dk. Hun ved hvem det er.' },
  { text: 'Mit gæt: det bliver Ida Holm, ida.holm@aarhus.dk.' },
  { text: 'Som det ser ud nu, bliver det Ida Holm, ida.holm@aarhus.dk.' },
  { text: 'Vi har valgt Ida Holm som ny kommunaldirektør, ida.holm@aarhus.dk.' },
  { text: 'Her i huset er det Ida Holm, der åbner posten, ida.holm@aarhus.dk.' },
  { text: 'Så det er mig, der laver kaffe.\n\nMvh\nMette Holm' },
  { text: 'Det bliver mig, der sender jer navnet.\n\nMvh\nMette Holm' },
  { text: 'Om lokalplanen: det er mig.\n\nMvh\nMette Holm' },
  { text: 'Det kan godt være mig.\n\nMvh\nMette Holm' },
  { text: 'Kontaktperson: Ida Holm, ida.holm@aarhus.dk\n\nKorrektion: Bo tager den.' },
  { text: 'Kontaktperson: Ida Holm, ida.holm@aarhus.dk\n\nHusk: Bo har det hele.' },
  { text: 'Det bliver Ida Holm, ida.holm@aarhus.dk. Håber jeg.' },
  // A Cyrillic letter, a letter that shows nothing, and a control sequence.
  { text: 'Kontaktperson: Mette H\u043elm, mho@aarhus.dk' },
  { text: 'Kontaktperson: Mette\u3164 Holm, mho@aarhus.dk' },
  { text: 'Kontaktperson: Mette Holm, \u001b[31mmho@aarhus.dk' },
  { sheet: [header, row('Mette Holm', '\u001b[31mmho@aarhus.dk')] },
];

describe('nothing is registered from', () => {
  test.each(refused)('%j', (mail) => expect(inShort(mail)).not.toMatch(/^accept/));
});

const taken: readonly (readonly [sentence: string, whom: string])[] = [
  ['Det er fortsat mig, der er kontaktperson.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Kontaktperson er uændret Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Kontaktpersonen er den samme som sidste år: Gitte Skov, gisk@aarhus.dk', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Ingen ændringer - kontaktperson er fortsat Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Ja, det er korrekt, at kontaktpersonen er Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Det er samme kontaktperson som sidste år, Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['I bedes rette kontaktpersonen til Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Kontaktperson ændres til Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Kontaktperson: Undertegnede', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Sæt bare mig på som kontaktperson.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['I kan sætte mig på som kontaktperson.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Jeg overtager rollen som kontaktperson efter Lars Lind.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Jeg påtager mig opgaven som kontaktperson.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Det er igen i år mig, der er kontaktperson.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['I kan bare skrive mig på.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Jeg har noteret mig selv som kontaktperson.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Gitte Skov, gisk@aarhus.dk, er ansvarlig for indberetningen.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Gitte Skov er ansvarlig for indberetningen og kan kontaktes på gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Opgaven ligger hos Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Kontaktperson for Aarhus Kommune:\nGitte Skov\nChefkonsulent\nHR og Arbejdsmiljø\nMail gisk@aarhus.dk\nTlf. 89401234', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Vores kontaktperson i forhold til kønsbalance er Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Bemærk at vi har skiftet kontaktperson. Det er nu Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Vi har desværre overset jeres mail. Kontaktperson er Gitte Skov, gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Kommunaldirektør Hans Bak har udpeget Gitte Skov, gisk@aarhus.dk, som kontaktperson.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Efter aftale med min chef Annemarie Zacho er det Stine Lauge, der er kontaktperson. Hendes mail er stine.lauge@aarhus.dk', 'accept, Stine Lauge <stine.lauge@aarhus.dk>'],
  ['Det er mig, der varetager indberetningen, så I må gerne sende login til mig.', 'accept, Mette Holm <mho@aarhus.dk>'],
  ['Hos os er det Gitte Skov – gisk@aarhus.dk.', 'accept, Gitte Skov <gisk@aarhus.dk>'],
  ['Mig.', 'accept, Mette Holm <mho@aarhus.dk>'],
];

describe('registered from', () => {
  test.each(taken)('%s', (sentence, whom) => expect(inShort({ text: `Hej\n\n${sentence}\n\nMed venlig hilsen\n\nMette Holm\nHR-konsulent\nAarhus Kommune\nmho@aarhus.dk` })).toBe(whom));
});

describe('asked back from', () => {
  test.each([
    ['Send venligst alt til hr@aarhus.dk.', 'clarify, - <hr@aarhus.dk>, missing name'],
    ['Det er Hans-Henrik Skov Pallesen\n\nSendt fra min iPhone', 'clarify, Hans-Henrik Skov Pallesen <->, missing email'],
    ['Kontaktpersonen er den samme som sidste år.', 'clarify, missing name email'],
  ])('%s', (text, expected) => expect(inShort({ text })).toBe(expected));
});

describe('read in no time', () => {
  // Each piece more doubled the time of a pattern once; so long a text is no short answer.
  test.each(['-'.repeat(32), 'HR, Løn, '.repeat(8), '| '.repeat(28), '. '.repeat(40), 'HR Løn '.repeat(20), '8000 Aarhus '.repeat(20), '12 34 56 78 '.repeat(30), 'til er har '.repeat(30)])('Det bliver Ida Holm %s', (more) => {
    expect(inShort({ text: `Det bliver Ida Holm ${more}sendt fra kontoret` })).not.toMatch(/^accept/);
  });
});
