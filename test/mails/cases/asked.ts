// Golden mails from which exactly one thing is missing that the sender can give: each is asked for, in one question.
// It refuses to fill the gap from the signature, from an earlier year, or by guessing a name from an address.
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { aarhus, csv, mette, part, subject, type Golden } from './common.ts';

const asked = (missing: readonly string[], contacts: readonly string[] = []) => ({ kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts, missing });

export const askedFor: readonly Golden[] = [
  {
    name: '261-first-name-only', why: '"Gitte, gisk@aarhus.dk": there may be three of them.\nThe full name is asked for; the address stands.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte, gisk@aarhus.dk.' }), expected: asked(['name'], ['- <gisk@aarhus.dk> - @ body:3']),
  },
  {
    name: '262-first-name-in-list', why: 'Only "Mette" stands in the list, and the sender signs as Mette Holm.\nThe signature is not taken for it: asked.',
    raw: aarhus({ parts: [part('list-first-name.xlsx')] }), expected: asked(['name'], ['- <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D2']),
  },
  {
    name: '263-initials-only', why: 'Initials where the name should be, as many kommuner call their people.\nA login greets a name: asked.',
    raw: aarhus({ parts: [csv('Kommune;Kontaktperson;E-mail\nAarhus Kommune;GISK;gisk@aarhus.dk\n')] }), expected: asked(['name'], ['- <gisk@aarhus.dk> - @ Svar.csv!B2']),
  },
  {
    name: '264-office-mailbox-only', why: '"Kontaktperson: hr@aarhus.dk": an office and nobody by name.\nA login needs a person: asked for the name.',
    raw: aarhus({ says: 'Kontaktperson: hr@aarhus.dk' }), expected: { ...asked(['name']), contacts: 'whatever was read' },
  },
  {
    name: '265-address-alone', why: 'An address, and no name.\nNo name is made of an address: asked.',
    raw: aarhus({ says: 'Kontaktperson: gisk@aarhus.dk' }), expected: asked(['name'], ['- <gisk@aarhus.dk> - @ body:1']),
  },
  {
    name: '266-address-alone-in-list', why: 'The list has an address and no name (openpyxl).\nAsked for the name.',
    raw: aarhus({ parts: [part('list-email-only.xlsx')] }), expected: asked(['name'], ['- <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!E2']),
  },
  {
    name: '267-name-alone-in-list', why: 'The list has a name and no address (openpyxl).\nThe sender\'s address fits, but it is not taken: asked.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: subject('0751'), answers: '0751', text: `Hermed listen.${quotedLetter()}`, parts: [part('list-name-only.xlsx')] }), expected: asked(['email'], ['Mette Holm <-> - @ Kontaktliste.xlsx!Ark1!D2']),
  },
  {
    name: '268-same-as-last-year', why: '"Samme som sidste år", and no earlier campaign is known.\nName and address are asked for.',
    raw: aarhus({ says: 'Hej\n\nDet er den samme som sidste år.' }), expected: asked(['name', 'email']),
  },
  {
    name: '269-list-announced', why: '"Vedhæftet er vores kontaktliste", and there is no file.\nSaid so, and asked for.',
    raw: aarhus({ says: 'Hej\n\nVedhæftet er vores kontaktliste.' }), expected: asked(['name', 'email']),
  },
  {
    name: '270-me-from-the-office-mailbox', why: '"Jeg er kontaktperson", signed, from the main mailbox.\nThe main mailbox is not her address: asked.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: subject('0751'), answers: '0751', text: `Hej\n\nJeg er kontaktperson for Aarhus Kommune.\n\nMed venlig hilsen\n\nGitte Skov\nHR-konsulent${quotedLetter()}` }), expected: asked(['email'], ['Gitte Skov <-> - @ from']),
  },
  {
    name: '271-address-without-domain', why: '"gisk@" and the rest forgotten.\nNot repaired: asked, with the name kept.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov, mail: gisk@aarhus' }), expected: asked(['email'], ['Gitte Skov <-> - @ body:1']),
  },
  {
    name: '272-space-in-address', why: 'A space in the address.\nA slip: the likely reading is offered, not taken.',
    raw: aarhus({ parts: [csv('Kommune;Kontaktperson;E-mail\nAarhus Kommune;Gitte Skov;gisk @aarhus.dk\n')] }), expected: asked(['email'], ['Gitte Skov <-> - @ Svar.csv!B2']),
  },
  {
    name: '273-form-sent-back-from-odt', why: 'The form comes back empty with a polite line.\nPoliteness fills nothing in.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej\n\nHermed skemaet retur i udfyldt stand.\n\nVenlig hilsen\nMette${quotedLetter()}`, parts: [part('pdf-form-empty.pdf', 'Kontaktskema.pdf', 'application/pdf')] }), expected: asked(['name', 'email']),
  },
];
