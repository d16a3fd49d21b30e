// Golden mails that want something else of us: a login, to be left out, an answer, to hand in the report; some beside a contact.
// It refuses to register from a mail that asks, unless it names a contact as plainly as any other.
import { aarhus, part, type Golden } from './common.ts';

export const requests: readonly Golden[] = [
  {
    name: '286-login-does-not-work', why: 'The activation link does not work any more.\nOnly the registered contact gets another: forward.',
    raw: aarhus({ says: 'Hej\n\nMit login virker ikke, linket er udløbet. Kan I sende et nyt?' }), expected: { kind: 'login-request', outcome: 'forward', kommune: '0751', also: ['question'] },
  },
  {
    name: '287-wants-more-time', why: 'She asks for a later deadline.\nA person answers.',
    raw: aarhus({ says: 'Hej\n\nKan vi få udsættelse til den 1. marts?' }), expected: { kind: 'question', outcome: 'forward', kommune: '0751' },
  },
  {
    name: '288-wrong-receiver', why: 'The letter has reached the wrong office, which will pass it on.\nNeither an answer nor a machine: a person looks.',
    raw: aarhus({ says: 'Hej\n\nJeres brev er havnet i den forkerte afdeling. Jeg har sendt det videre til HR.' }), expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    name: '289-refuses', why: 'The kommune will name nobody.\nWhat follows is for a person to say.',
    raw: aarhus({ says: 'Hej\n\nVi ønsker ikke at deltage i indberetningen i år.' }), expected: { kind: 'decline', outcome: 'review', kommune: '0751' },
  },
  {
    name: '290-report-and-list', why: 'The report and the list in one mail.\nThe report waits for a person, and so does the mail.',
    raw: aarhus({ says: 'Hermed vores indberetning for 2023 og kontaktlisten.', parts: [part('indberetning.xlsx', 'Indberetning Aarhus.xlsx'), part('list-openpyxl.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept|review', kommune: '0751', contacts: 'whatever was read', also: ['report'] },
  },
];
