// Golden mails whose running text names the contact and is understood.
// It refuses what is only nearly so: those mails stand in doubts.ts.
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { aarhus, subject, type Golden } from './common.ts';

export const text: readonly Golden[] = [
  {
    name: '07-text-label', why: 'One line with a label, and title and phone behind the name.\nWhat is no name or address is left out.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson: Mette Holm, HR-konsulent, mho@aarhus.dk, tlf. 89 40 12 34' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ body:3'] },
  },
  {
    name: '08-text-sentence', why: 'A sentence, wrapped by the mail program, sent from the main mailbox.\nThe sender is another than the contact.',
    raw: writeMail({ from: 'Vejle Kommune <post@vejle.dk>', subject: subject('0630'), answers: '0630', text: `Kære Ligestillingsafdeling\n\nTil brug for den kommende indberetning kan vi oplyse, at Vejle Kommunes\nkontaktperson er udviklingskonsulent Niels Aagaard (niaag@vejle.dk). Vi ligger i\nRegion Syddanmark.\n\nVenlig hilsen\nVejle Kommune${quotedLetter('Vejle', '0630')}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0630', contacts: ['Niels Aagaard <niaag@vejle.dk> - @ body:3'] },
  },
  {
    name: '09-text-myself', why: '"Jeg er kontaktperson": name from From and signature, which agree; address from From.\nNothing else names them.',
    raw: writeMail({ from: 'Birgit Friis Dam <bifd@thisted.dk>', subject: subject('0787'), answers: '0787', text: `Hej\n\nJeg er kontaktperson for Thisted Kommune.\n\nMed venlig hilsen\n\nBirgit Friis Dam\nPersonalekonsulent${quotedLetter('Thisted', '0787')}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0787', contacts: ['Birgit Friis Dam <bifd@thisted.dk> - @ from'] },
  },
  {
    name: '10-text-block', why: 'Labels in lines of their own, with a region and a phone, in Gmail\'s plain text with its quotation.\nNo word "kontaktperson": name and mail together are enough.',
    raw: writeMail({ from: 'Ole Hald <oha@rebild.dk>', subject: subject('0840'), answers: '0840', text: 'Hej\n\nNavn: Ole Hald\nMail: oha@rebild.dk\nTlf.: 99 88 77 66\nRegion: Nordjylland\n\nMvh\nOle\n\nDen tirs. 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen <\nlige@lige.dk>:\n\n> Til Rebild Kommune\n>\n> Kontaktperson: Anne Bendixen, anb@lige.dk\n' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0840', contacts: ['Ole Hald <oha@rebild.dk> 99 88 77 66 @ body:3'] },
  },
  {
    name: '61-name-without-address', why: 'The text names a colleague and no address.\nAsked for the address; the sender\'s own is not hers.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte Skov.' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['Gitte Skov <-> - @ body:3'], missing: ['email'] },
  },
  {
    name: '69-text-it-is-me', why: '"Det er mig, der er kontaktperson": seen in the demo\'s country, first taken for small talk.\nName from From and signature, address from From.',
    raw: writeMail({ from: 'Freja Bæk Lund <fbae5@skivekommune.dk>', subject: subject('0779'), answers: '0779', text: `Hej\n\nDet er mig, der er kontaktperson i Skive Kommune.\n\nMed venlig hilsen\n\nFreja Bæk Lund\nAC-fuldmægtig${quotedLetter('Skive', '0779')}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0779', contacts: ['Freja Bæk Lund <fbae5@skivekommune.dk> - @ from'] },
  },
  {
    name: '78-hans-is-a-name', why: 'A contact called Hans, with his title.\n"Hans" is a name before it is "his".',
    raw: aarhus({ says: 'Kontaktperson: Direktør Hans Jensen, haje@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Hans Jensen <haje@aarhus.dk> - @ body:1'] },
  },
  {
    name: '79-initials-with-danish-letter', why: 'A name with the initial Ø., and the address in the next sentence.\nThe sentence does not end after "Ø.".',
    raw: aarhus({ says: 'Hej\n\nAarhus Kommune har udpeget Jørgen Ø. Åkjær som kontaktperson. Han kan kontaktes på joak@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Jørgen Ø. Åkjær <joak@aarhus.dk> - @ body:3'] },
  },
  {
    name: '100-block-under-sentence', why: 'Name, title, phone and address each in a line under the sentence, as many write.\nThe address is found, though it stands in the fourth line.',
    raw: aarhus({ says: 'Kære Ligestillingsafdeling\n\nAarhus Kommunes kontaktperson er:\n\nGitte Skov\nHR-konsulent\nTlf. 89 40 11 22\ngisk@aarhus.dk\n\nRegion Midtjylland' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> 89 40 11 22 @ body:3'] },
  },
  {
    name: '102-greeting-and-sentence-in-one-line', why: '"Hej, vores kontaktperson er …": the greeting ends at the comma.\nThe sentence behind it is read.',
    raw: aarhus({ says: 'Hej, vores kontaktperson er Gitte Skov - gisk@aarhus.dk - tlf 89401122' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> 89401122 @ body:1'] },
  },
  {
    name: '134-address-asked-for', why: 'We asked for the address of the contact; the answer does not say "kontaktperson" again.\nA name with its address is the answer to that question.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: subject('0751'), more: ['In-Reply-To: <clarify.2024.0751@lige.dk>'], text: `Hej\n\nBeklager. Helle Ågård har mailadressen haag7@aarhus.dk.\n\nMed venlig hilsen\n\nAarhus Kommune${quotedLetter()}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Helle Ågård <haag7@aarhus.dk> - @ body:3'] },
  },
];
