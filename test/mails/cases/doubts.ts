// Golden mails that nearly name a contact, or name one that must not be registered unseen.
// It refuses every one of them to the register: a person looks first.
import { Buffer } from 'node:buffer';
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { aarhus, mette, part, subject, type Golden } from './common.ts';

export const doubts: readonly Golden[] = [
  {
    name: '55-no-longer-contact', why: 'The text takes back a name in the list.\nNot registered unseen.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nHer er listen, men bemærk at Mette Holm er stoppet hos os.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '62-perhaps', why: 'A name with "formentlig".\nNothing that is doubted is registered.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson bliver formentlig Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    name: '70-text-it-is-not-me', why: 'The same words with a "not".\nNobody is registered.',
    raw: writeMail({ from: 'Freja Bæk Lund <fbae5@skivekommune.dk>', subject: subject('0779'), answers: '0779', text: `Hej\n\nDet er ikke mig, der er kontaktperson i Skive Kommune.\n\nMed venlig hilsen\n\nFreja Bæk Lund\nAC-fuldmægtig${quotedLetter('Skive', '0779')}` }),
    expected: { kind: 'other', outcome: 'review', kommune: '0779' },
  },
  {
    name: '73-leader-between-labels-in-text', why: 'The same as lines of text.\nA line that names someone else makes the address next to it doubtful.',
    raw: aarhus({ says: 'Kontaktperson: Mette Holm\nNærmeste leder: Hans Jensen\nMail: haje@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <haje@aarhus.dk> - @ body:1'] },
  },
  {
    name: '76-invoice-address', why: 'A label that only ends in "mail".\nThe address for invoices is not the contact\'s.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov\nFakturamail: faktura@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <-> - @ body:1'], missing: ['email'] },
  },
  {
    name: '80-was-contact', why: '"Var" is no "er".\nA sentence that names a contact may hold nothing that is not understood.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson var Bent Gammel, bega@aarhus.dk. Vi er ved at finde en ny.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:3'] },
  },
  {
    name: '81-has-retired', why: 'The contact of our list has retired, said without any word for "not".\nUnknown words in the sentence make it a person\'s.',
    raw: aarhus({ says: 'Hej\n\nBent Gammel, bega@aarhus.dk, som I har stående som kontaktperson, er gået på pension.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:3'] },
  },
  {
    name: '82-only-thinks', why: '"Tror" hedges.\nNothing that is doubted is registered.',
    raw: aarhus({ says: 'Hej\n\nJeg tror, at vores kontaktperson er Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    name: '83-finds-the-contact', why: 'She is to find the contact, she is not the contact.\nBetween a name and "kontaktperson" only a word that makes her one may stand.',
    raw: aarhus({ says: 'Hej\n\nGitte Skov, gisk@aarhus.dk, finder kontaktpersonen.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    name: '84-contact-for-something-else', why: 'A contact person for salaries of trainees.\nOnly the kommune and the matter of the letter may stand behind "kontaktperson for".',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson for elevlønsager er Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    name: '85-contact-of-a-part', why: 'A contact person of one part of the kommune.\nThe letter asks for one of the kommune.',
    raw: aarhus({ says: 'Kontaktperson for Kultur og Borgerservice: Gitte Skov, gisk@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    name: '88-my-mail-not-hers', why: 'The only address is the writer\'s own.\nIt is not given to the colleague.',
    raw: aarhus({ says: 'Vores kontaktperson er Gitte Skov. Min mail er mho@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <mho@aarhus.dk> - @ body:1'] },
  },
  {
    name: '89-contact-for-other-citizens', why: '"Jeg er kontaktperson", but for something else.\nThe sentence about oneself is held to the same words.',
    raw: aarhus({ says: 'Hej\n\nJeg er kontaktperson for borgere med handicap og sender mailen videre.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ from'] },
  },
  {
    name: '92-senders-address-other-name', why: 'The list gives the sender\'s address to another name.\nOne of the two is wrong.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kommune;Kontaktperson;E-mail\nAarhus;Ida Kok;mho@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Ida Kok <mho@aarhus.dk> - @ Svar.csv!B2'] },
  },
  {
    name: '101-contact-through-someone', why: 'She will say who it is; the sentence leads to her by "af".\nBehind "kontaktperson" only "er", "hedder", a colon and the like lead to the name.',
    raw: aarhus({ says: 'Navnet på kontaktpersonen sendes af Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    name: '135-address-of-someone-else-asked-for', why: 'The same question, answered with the address of someone who is told to be the boss.\nOnly a bare name with its address answers it.',
    raw: writeMail({ from: mette, subject: subject('0751'), more: ['In-Reply-To: <clarify.2024.0751@lige.dk>'], text: 'Hej\n\nMin chef Helle Ågård har mailadressen haag7@aarhus.dk.' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    name: '136-address-not-asked-for', why: 'Name and address in an answer to the letter, without a word of what she is.\nUnasked, that is not enough.',
    raw: aarhus({ says: 'Hej\n\nHelle Ågård har mailadressen haag7@aarhus.dk.' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
];
