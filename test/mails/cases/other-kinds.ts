// Golden mails that are no contact list: questions, logins, refusals, reports, thanks.
// It refuses to register anything from them.
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { aarhus, mette, part, subject, type Golden } from './common.ts';

export const otherKinds: readonly Golden[] = [
  {
    name: '41-question', why: 'A question and nothing else.\nA person answers.',
    raw: aarhus({ says: 'Hej\n\nSkal de fire største kommuner oplyse en kontaktperson for hver forvaltning?' }),
    expected: { kind: 'question', outcome: 'forward', kommune: '0751' },
  },
  {
    name: '42-list-and-question', why: 'A filled list, and a question.\nRegistered, and the question goes to a person.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nHermed vores liste. Hvornår får vi adgang til skemaet?' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'], also: ['question'] },
  },
  {
    name: '43-login-request', why: 'A contact person who has no login, and says that she is one.\nOnly the registered contact gets a login: forward.',
    raw: aarhus({ says: 'Hej\n\nJeg er kontaktperson for Aarhus Kommune og mangler stadig login til skemaet.' }),
    expected: { kind: 'login-request', outcome: 'forward', kommune: '0751' },
  },
  {
    name: '44-decline', why: 'A kommune says that it is not covered.\nWhether that is so is not for a program.',
    raw: writeMail({ from: 'Asta Juul <asju@laesoe.dk>', subject: subject('0825'), answers: '0825', text: `Hej\n\nVi er ikke omfattet af reglerne, da vi har under 50 ansatte i den øverste ledelse.\n\nMvh Asta Juul${quotedLetter('Læsø', '0825')}` }),
    expected: { kind: 'decline', outcome: 'review', kommune: '0825' },
  },
  {
    name: '45-report-by-mail', why: 'The report itself comes by mail.\nReports are looked at by a person for now.',
    raw: writeMail({ from: mette, subject: 'Indberetning 2023 fra Aarhus Kommune', text: 'Hermed vores indberetning.\n\nMvh Mette Holm', parts: [part('indberetning.xlsx', 'Indberetning Aarhus.xlsx')] }),
    expected: { kind: 'report', outcome: 'review', kommune: '0751' },
  },
  {
    name: '46-thanks', why: 'A person thanks and promises to come back.\nNeither an answer nor a machine: cheap to look at.',
    raw: aarhus({ says: 'Hej\n\nTak for mailen. Vi vender tilbage med navnet på en kontaktperson.' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
];
