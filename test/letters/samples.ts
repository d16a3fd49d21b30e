// One task of each template with fixed names and times: what the golden letters and the looks are made of.
// It refuses to read the campaign file: the goldens must not change because a date in it does.
import type { Campaign } from '../../src/core/campaign.ts';
import type { DigestFacts } from '../../src/core/digest/facts.ts';
import type { Kommune } from '../../src/core/kommune.ts';
import type { LetterContext } from '../../src/core/letters.ts';
import { answersOf } from '../../src/core/report/draft.ts';
import type { Report } from '../../src/core/report/model.ts';
import type { CaseBeside, Contact, Deadline, ForwardedQuestion, ReminderAbout, Task, TaskBody } from '../../src/core/task.ts';
import { digests, hostile, longName, notice } from './digest-samples.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

export const campaign: Campaign = {
  id: '2024',
  reportYear: 2023,
  title: 'Indberetning om måltal og politikker for kønssammensætningen i ledelse',
  caseNumber: '2023 - 2516',
  documentNumber: '63120',
  letterDate: day('2024-01-30'),
  contactDeadline: day('2024-02-12'),
  loginWindow: { from: day('2024-03-13'), until: day('2024-03-20') },
  reportDeadline: day('2024-05-31'),
  sender: { name: 'Ligestillingsafdelingen', address: 'lige@lige.dk', replyTo: 'plain' },
  authority: { department: 'Ligestillingsafdelingen', ministry: 'Digitaliserings- og Ligestillingsministeriet' },
  supplier: { name: 'Rambøll', note: 'teknisk leverandør af indberetningssystemet' },
  signer: { name: 'Olive Astrid Bove Wagner', email: 'lige@lige.dk', phone: null, role: 'Ligestillingsafdelingen' },
  questions: { name: 'Anne Bendixen', email: 'anb@lige.dk', phone: '21 57 06 89', role: 'Ligestillingsafdelingen' },
  legal: {
    act: 'ligestillingsloven', duty: 'ligestillingslovens § 11, stk. 2', reporting: 'ligestillingslovens § 13',
    guidance: 'Vejledning nr. 10414 af 19/12/2022 om kønssammensætning i udvalg, bestyrelser og øverste ledelsesniveauer', inForceSince: day('2023-01-01'),
  },
  report: { perUnit: ['0101', '0461', '0751', '0851'], units: {}, equality: { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4 } } },
  recipients: { rule: 'main-mailbox', addressList: 'mailboxes-2024.csv' },
  digest: [{ name: 'Anne Bendixen', email: 'anb@lige.dk', every: 'week' }],
  rounds: {
    contact: [{ name: 'before', workingDays: -2 }, { name: 'on', workingDays: 0 }, { name: 'after', workingDays: 3 }, { name: 'last', workingDays: 8 }],
    report: [{ name: 'before', workingDays: -10 }, { name: 'on', workingDays: 0 }, { name: 'last', workingDays: 8 }],
  },
  sending: { hours: { from: '08:00', until: '16:00' }, perMinute: 60 },
  authservId: 'mx.lige.dk',
  machine: { proofWait: 120, poll: 30, tick: 60, lock: 30, smtpTimeout: 30, maxMailBytes: 41_943_040, maxAttachmentBytes: 10_485_760 },
};

export const aarhus: Kommune = {
  code: '0751', name: 'Aarhus Kommune', shortName: 'Aarhus', region: '1082', mailDomains: ['aarhus.dk'], webDomain: 'aarhus.dk', mailbox: null, variants: ['Århus'],
};

export const contact: Contact = { kommune: '0751', name: 'Mette Sørensen Kjær', email: 'mesk@aarhus.dk', phone: '89 40 20 00', region: '1082' };

const thread = { inReplyTo: '<AM0PR04.8815@aarhus.dk>', references: ['<letter.2024.0751@lige.dk>', '<AM0PR04.8815@aarhus.dk>'], subject: 'SV: Kontaktperson senest 12. februar 2024: Indberetning om måltal og politikker for kønssammensætningen i ledelse [LIGE-2024-0751]' };

/** A task about Aarhus to its main mailbox, unless the body is of another mind. */
export function taskOf(body: TaskBody, more: Partial<Pick<Task, 'id' | 'kommune' | 'to' | 'thread' | 'createdAt'>> = {}): Task {
  return { ...body, id: `${body.kind}.2024.0751`, kommune: '0751', to: 'aarhus.kommune@aarhus.dk', createdAt: '2024-01-30T07:00:00Z', thread: null, ...more };
}

export function contextOf(at: string, more: Partial<LetterContext> = {}): LetterContext {
  return { campaign, kommune: aarhus, regionName: 'Region Midtjylland', link: null, code: null, at, plusToken: null, ...more };
}

type Reminder = Extract<TaskBody, { kind: 'reminder' }>;
export const reminder = (about: ReminderAbout, of: Deadline, round: string, step: number, more: Partial<Reminder> = {}): Reminder =>
  ({ kind: 'reminder', about, of, round, step, deadline: of === 'contact' ? '2024-02-12' : '2024-05-31', overdue: false, login: null, copyOf: null, ...more });
/** What a campaign may leave out. */
const bare: Campaign = { ...campaign, supplier: { ...campaign.supplier, note: '' }, questions: { ...campaign.questions, phone: null } };

const good = { task: 'login.2024.0751', nonce: 'n', expires: '2024-06-25T09:00:00Z' };
const copyOf = { name: contact.name, email: contact.email };
const link = 'https://indberetning.example.dk/aktiver/bG9naW4uMjAyNC4wNzUx.3f9c2a7be1d84c55a0f6';

export const code = 'k3vqz7mw2hf4ntra';

export const question: ForwardedQuestion = {
  from: 'mesk@aarhus.dk', date: '2024-04-22T08:14:00Z', subject: 'SV: Login til indberetningen: Indberetning om måltal og politikker for kønssammensætningen i ledelse [LIGE-2024-0751]',
  text: [
    'Kære Anne Bendixen', '',
    'Vi er ved at udfylde indberetningen og er i tvivl om to ting, inden vi kan afslutte den for magistratsafdelingerne:', '',
    '1) Skal konstituerede chefer tælles med, når konstitueringen udløber inden den 31. december 2023?',
    '2) Skal Borgmesterens Afdeling indberettes særskilt?', '',
    'Se https://www.aarhus.dk/om-kommunen/organisation/magistratsafdelinger-og-forvaltninger/borgmesterens-afdeling/', '',
    'Med venlig hilsen', 'Mette Sørensen Kjær',
  ].join('\n'),
  cut: false, files: ['Organisationsdiagram.pdf', 'Ledere 2023.xlsx'], answerTo: 'mesk@aarhus.dk',
};

export const beside: CaseBeside = {
  name: 'Aarhus Kommune', phase: 'begun', contact: { name: contact.name, email: contact.email }, mailbox: 'aarhus.kommune@aarhus.dk', reminders: 2, contactDeadline: '2024-02-12', reportDeadline: '2024-05-31',
  mails: [
    { at: '2024-02-15T07:00:00Z', direction: 'out', what: 'reminder', who: 'aarhus.kommune@aarhus.dk' }, { at: '2024-02-15T12:00:00Z', direction: 'in', what: 'contact-list', who: 'mesk@aarhus.dk' },
    { at: '2024-02-15T12:01:00Z', direction: 'out', what: 'ack', who: 'mesk@aarhus.dk' }, { at: '2024-03-13T07:00:00Z', direction: 'out', what: 'login', who: 'mesk@aarhus.dk' },
    { at: '2024-04-22T08:14:00Z', direction: 'in', what: 'question', who: 'mesk@aarhus.dk' },
  ],
};

const answer = [
  'Kære Mette', '', 'Tak for din mail.', '',
  'Konstituerede chefer tælles med, hvis de var konstitueret den 31. december 2023. I jeres tilfælde skal de altså ikke med.',
  'Borgmesterens Afdeling indberettes særskilt.', '', 'Med venlig hilsen', 'Anne Bendixen', 'Ligestillingsafdelingen',
].join('\n');
const askedThread = { inReplyTo: '<AM0PR04.9921@aarhus.dk>', references: ['<login.2024.0751@lige.dk>', '<AM0PR04.9921@aarhus.dk>'], subject: 'SV: Login til indberetningen: Indberetning om måltal og politikker for kønssammensætningen i ledelse [LIGE-2024-0751]' };

const small = { women: 0, men: 1, hasTarget: null, target: null, status: null, reason: '' };
const report: Report = {
  kommune: '0751', reportYear: 2023, referenceDate: '2023-12-31', fiftyOrMore: true,
  units: [
    { id: 'u1', name: 'Borgmesterens Afdeling', level1: small, level2: { women: 1, men: 6, hasTarget: true, target: { number: null, percent: 40, year: 2027 }, status: 'not-due', reason: '' } },
    { id: 'u2', name: 'Sundhed og Omsorg', level1: { ...small, women: 1, men: 0 }, level2: { women: 3, men: 2, hasTarget: null, target: null, status: null, reason: '' } },
  ],
  policy: { answer: 'yes', link: 'https://www.aarhus.dk/ligestilling', date: null }, reportedOn: '2024-05-15', comment: 'Konstituerede chefer er talt med.\nSe også bilaget.',
};

/** File name of the golden letter → what it is made of. */
export const samples: Readonly<Record<string, { readonly task: Task; readonly context: LetterContext }>> = {
  'letter': { task: taskOf({ kind: 'letter' }), context: contextOf('2024-01-30T07:00:00Z') },
  'ack': {
    task: taskOf({ kind: 'ack', contact, corrected: false, notes: [], question: false, confirm: false }, { to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-02-05T09:30:00Z'),
  },
  'ack-corrected': {
    task: taskOf({ kind: 'ack', contact: { ...contact, phone: null }, corrected: true, notes: ['I har skrevet Region Nordjylland. Aarhus Kommune ligger i Region Midtjylland, som vi har registreret.'], question: true, confirm: false }, { id: 'ack.2024.0751.2', to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-03-14T14:02:11Z'),
  },
  'ack-confirm': {
    task: taskOf({ kind: 'ack', contact: { ...contact, email: 'mette@kjaer-raadgivning.dk' }, corrected: false, notes: [], question: false, confirm: true }, { id: 'ack.2024.0751.3', to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-02-05T09:30:00Z'),
  },
  'clarify': {
    task: taskOf({ kind: 'clarify', missing: ['email'], read: [{ kommune: '0751', name: 'Mette Sørensen Kjær', email: null, phone: '89 40 20 00', region: '1082', from: 'Kontaktliste.xlsx!Ark1!D4' }], notes: [], unreachable: null }, { to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-02-05T09:30:00Z'),
  },
  'clarify-slip': {
    task: taskOf({ kind: 'clarify', missing: ['email'], read: [{ kommune: '0751', name: 'Mette Sørensen Kjær', email: null, phone: null, region: null, from: 'body:3' }], notes: ['Mailadressen "mesk@aarhus,dk" er ikke skrevet rigtigt. Mener I mesk@aarhus.dk?'], unreachable: null }, { id: 'clarify.2024.0751.3', to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-02-05T09:30:00Z'),
  },
  'clarify-unreadable': {
    task: taskOf({ kind: 'clarify', missing: ['readable-attachment'], read: [], notes: ['Filen "Kontaktliste.xlsx" er beskyttet med en adgangskode, så vi kan ikke åbne den. Send den gerne igen uden adgangskode.'], unreachable: null }, { id: 'clarify.2024.0751.2', to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-02-15T09:30:00Z'),
  },
  'new-contact': {
    task: taskOf({ kind: 'clarify', missing: [], read: [], notes: [], unreachable: { name: contact.name, email: contact.email } }, { id: 'clarify.2024.0751.4' }),
    context: contextOf('2024-03-14T09:30:00Z'),
  },
  'confirm': { task: taskOf({ kind: 'confirm', contact: { ...contact, email: 'mette@kjaer-raadgivning.dk' } }), context: contextOf('2024-02-05T09:30:00Z') },
  'login': {
    task: taskOf({ kind: 'login', contact, userName: 'mesk@aarhus.dk', nonce: 'n', tokenHash: '', expires: '2024-03-27T09:00:00Z', again: false }, { to: 'mesk@aarhus.dk' }),
    context: contextOf('2024-03-13T07:00:00Z', { link }),
  },
  'login-again': {
    task: taskOf({ kind: 'login', contact, userName: 'mesk@aarhus.dk', nonce: 'n', tokenHash: '', expires: '2024-06-18T09:00:00Z', again: true }, {
      id: 'login.2024.0751.2', to: 'mesk@aarhus.dk', thread: { inReplyTo: '<AM0PR04.9907@aarhus.dk>', references: ['<login.2024.0751@lige.dk>'], subject: 'Nyt login' },
    }),
    context: contextOf('2024-06-04T09:00:00Z', { link }),
  },
  'closed': { task: taskOf({ kind: 'closed', former: { name: 'Per Lund', email: 'plu@aarhus.dk' }, contact }, { to: 'plu@aarhus.dk' }), context: contextOf('2024-03-18T09:00:00Z') },
  'closed-moved': { task: taskOf({ kind: 'closed', former: { name: contact.name, email: 'mesk@mkb.aarhus.dk' }, contact }, { to: 'mesk@mkb.aarhus.dk' }), context: contextOf('2024-03-18T09:00:00Z') },
  'reminder-before': { task: taskOf(reminder('contact', 'contact', 'before', 1)), context: contextOf('2024-02-08T07:00:00Z') },
  'reminder-on': { task: taskOf(reminder('contact', 'contact', 'on', 2), { id: 'reminder.2024.0751.2' }), context: contextOf('2024-02-12T07:00:00Z') },
  'reminder-after': { task: taskOf(reminder('contact', 'contact', 'after', 3), { id: 'reminder.2024.0751.3' }), context: contextOf('2024-02-15T07:00:00Z') },
  'reminder-last': { task: taskOf(reminder('contact', 'contact', 'last', 4), { id: 'reminder.2024.0751.4' }), context: contextOf('2024-02-22T07:00:00Z') },
  'reminder-of-report-before': { task: taskOf(reminder('contact', 'report', 'before', 5), { id: 'reminder.2024.0751.5' }), context: contextOf('2024-05-16T06:00:00Z') },
  'reminder-of-report-last': { task: taskOf(reminder('contact', 'report', 'last', 7), { id: 'reminder.2024.0751.7' }), context: contextOf('2024-06-13T06:00:00Z') },
  'reminder-login-before': { task: taskOf(reminder('login', 'report', 'before', 1, { login: { ...good, expires: '2024-05-29T09:00:00Z' } }), { to: 'mesk@aarhus.dk' }), context: contextOf('2024-05-16T06:00:00Z', { link }) },
  'reminder-login-expired': { task: taskOf(reminder('login', 'report', 'on', 2), { id: 'reminder.2024.0751.2', to: 'mesk@aarhus.dk' }), context: contextOf('2024-05-31T06:00:00Z') },
  'reminder-login-last': { task: taskOf(reminder('login', 'report', 'last', 3, { login: good }), { id: 'reminder.2024.0751.3', to: 'mesk@aarhus.dk' }), context: contextOf('2024-06-13T06:00:00Z', { link }) },
  'reminder-report': { task: taskOf(reminder('report', 'report', 'before', 1), { id: 'reminder.2024.0751.5', to: 'mesk@aarhus.dk' }), context: contextOf('2024-05-15T06:00:00Z') },
  'reminder-report-last': { task: taskOf(reminder('report', 'report', 'last', 3), { id: 'reminder.2024.0751.6', to: 'mesk@aarhus.dk' }), context: contextOf('2024-06-13T06:00:00Z') },
  'reminder-begun': { task: taskOf(reminder('begun', 'report', 'on', 2), { id: 'reminder.2024.0751.2', to: 'mesk@aarhus.dk' }), context: contextOf('2024-05-31T06:00:00Z') },
  // A kommune that was given until a Sunday: on the Monday an answer is still in time.
  'reminder-begun-moved': { task: taskOf(reminder('begun', 'report', 'on', 2, { deadline: '2024-06-16' }), { id: 'reminder.2024.0751.2', to: 'mesk@aarhus.dk' }), context: contextOf('2024-06-17T06:00:00Z') },
  'reminder-begun-overdue': { task: taskOf(reminder('begun', 'report', 'on', 2), { id: 'reminder.2024.0751.2', to: 'mesk@aarhus.dk' }), context: contextOf('2024-06-06T06:00:00Z') },
  'reminder-copy': { task: taskOf(reminder('begun', 'report', 'last', 3, { copyOf }), { id: 'reminder.2024.0751.4' }), context: contextOf('2024-06-13T06:00:00Z') },
  'reminder-copy-login': { task: taskOf(reminder('login', 'report', 'last', 3, { login: good, copyOf }), { id: 'reminder.2024.0751.4' }), context: contextOf('2024-06-13T06:00:00Z', { link }) },
  'reminder-copy-report': { task: taskOf(reminder('report', 'report', 'last', 3, { copyOf }), { id: 'reminder.2024.0751.4' }), context: contextOf('2024-06-13T06:00:00Z') },
  'question': {
    task: taskOf({ kind: 'review', item: 'q2', recipientName: 'Anne Bendixen', question, beside }, { to: 'anb@lige.dk' }),
    context: contextOf('2024-04-22T08:15:00Z', { code }),
  },
  'question-unplaced': {
    task: taskOf({
      kind: 'review', item: 'q7', recipientName: 'Anne Bendixen', beside: null,
      question: { from: 'hr@faelleskontoret.example', date: null, subject: '', text: 'Hej\n\nHvem skal vi skrive til om kønssammensætningen i ledelsen?', cut: true, files: [], answerTo: null },
    }, { id: 'review.2024.0000', kommune: null, to: 'anb@lige.dk' }),
    context: contextOf('2024-04-22T08:15:00Z', { code, kommune: null, regionName: null }),
  },
  'answer': { task: taskOf({ kind: 'answer', item: 'q2', by: 'anb@lige.dk', text: answer }, { to: 'mesk@aarhus.dk', thread: askedThread }), context: contextOf('2024-04-22T12:40:00Z') },
  'receipt-report': {
    task: taskOf({ kind: 'receipt', contact: copyOf, submittedAt: '2024-05-30T21:41:00Z', again: true, number: 2, handedIn: {
      via: 'mail', by: 'mesk@aarhus.dk', answers: answersOf(report), correction: '', replaces: { number: 1, at: '2024-05-22T12:31:00Z', via: 'portal' }, report,
    } }, { id: 'receipt.2024.0751.2', to: 'mesk@aarhus.dk', thread: askedThread }),
    context: contextOf('2024-05-30T21:41:05Z'),
  },
  'receipt': { task: taskOf({ kind: 'receipt', contact: copyOf, submittedAt: '2024-05-22T12:31:00Z', again: false, number: 1 }, { to: 'mesk@aarhus.dk' }), context: contextOf('2024-05-22T12:31:05Z') },
  'receipt-again': { task: taskOf({ kind: 'receipt', contact: copyOf, submittedAt: '2024-06-04T09:02:00Z', again: true, number: 2 }, { id: 'receipt.2024.0751.2', to: 'mesk@aarhus.dk' }), context: contextOf('2024-06-04T09:02:05Z') },
  'correct': {
    task: taskOf({ kind: 'correct', name: contact.name, filename: 'Indberetning.xlsx', faults: [
      { place: 'celle C14', label: 'Næste ledelsesniveau: Kvinder', text: 'Skriv et helt antal personer, uden decimaler.' },
      { place: 'celle C22', label: 'Næste ledelsesniveau: Måltal i procent', text: 'Måltallet er lavere end andelen i dag (14,3 % kvinder). Et måltal skal være højere.' },
      { place: null, label: 'Skemaet', text: 'Felt 4.2 kan ikke findes i skemaet. Brug en uændret Indberetning.xlsx fra vores mail, og udfyld den igen.' },
    ], answers: { 'u1.name': 'Aarhus Kommune', 'u1.level2.women': '1,5', 'u1.level2.men': '6' } }, { id: 'clarify.2024.0751.5', to: 'mesk@aarhus.dk', thread: askedThread }),
    context: contextOf('2024-05-31T21:05:00Z'),
  },
  'login-forgotten': {
    task: taskOf({ kind: 'login', contact, userName: 'mesk@aarhus.dk', nonce: 'n', tokenHash: '', expires: '2024-06-14T21:05:00Z', again: true, forgotten: true }, { id: 'login.2024.0751.3', to: 'mesk@aarhus.dk' }),
    context: contextOf('2024-05-31T21:05:00Z', { link }),
  },
  'invitation': {
    task: taskOf({ kind: 'invitation', colleague: { name: 'Per Lund', email: 'plu@aarhus.dk' }, by: copyOf, userName: 'plu@aarhus.dk', nonce: 'n', tokenHash: '', expires: '2024-05-29T09:00:00Z' }, { to: 'plu@aarhus.dk' }),
    context: contextOf('2024-05-15T09:00:00Z', { link }),
  },
  'correct-bad': {
    task: taskOf({ kind: 'correct', name: '', filename: hostile, faults: [{ place: hostile, label: longName, text: hostile }], answers: { 'u1.name': hostile } }, { id: 'clarify.2024.0751.6', to: 'mesk@aarhus.dk', thread: askedThread }),
    context: contextOf('2024-06-05T21:05:00Z', { kommune: { ...aarhus, name: longName } }),
  },
  'notice': {
    task: taskOf({ kind: 'notice', facts: notice, recipientName: 'Anne Bendixen' }, { id: 'notice.2024.0000', kommune: null, to: 'anb@lige.dk' }),
    context: contextOf('2024-02-20T07:00:00Z', { kommune: null, regionName: null }),
  },
  'digest': digest(digests.usual, 1),
  'digest-none': digest(digests.none, 2),
  'digest-all': digest(digests.all, 3),
  'digest-bad': digest(digests.bad, 4),
  // Bad input: every optional field empty, names of 80 characters, HTML, a place of a template, marks of direction.
  'letter-bare': { task: taskOf({ kind: 'letter' }), context: contextOf('2024-01-30T07:00:00Z', { campaign: bare, regionName: null }) },
  'ack-bare': {
    task: taskOf({ kind: 'ack', contact: { ...contact, phone: null, region: null }, corrected: false, notes: [], question: false, confirm: false }, { to: 'mesk@aarhus.dk', thread }),
    context: contextOf('2024-06-05T09:30:00Z', { campaign: bare, regionName: null }),
  },
  'ack-bad': {
    task: taskOf({ kind: 'ack', contact: { ...contact, name: longName, phone: hostile }, corrected: true, notes: [hostile], question: true, confirm: true }, { to: 'mesk@aarhus.dk', thread: { ...thread, subject: `SV: ${hostile}` } }),
    context: contextOf('2024-02-05T09:30:00Z', { kommune: { ...aarhus, name: longName } }),
  },
  'login-bad': {
    task: taskOf({ kind: 'login', contact: { ...contact, name: hostile }, userName: `${'a'.repeat(40)}@mtm.aarhus.dk`, nonce: 'n', tokenHash: '', expires: '2024-03-27T09:00:00Z', again: false }, { to: 'mesk@aarhus.dk' }),
    context: contextOf('2024-03-13T07:00:00Z', { link }),
  },
};

function digest(facts: DigestFacts, n: number): { readonly task: Task; readonly context: LetterContext } {
  return {
    task: taskOf({ kind: 'digest', facts, recipientName: 'Anne Bendixen' }, { id: `digest.2024.0000${n > 1 ? `.${n}` : ''}`, kommune: null, to: 'anb@lige.dk' }),
    context: contextOf(facts.at, { kommune: null, regionName: null }),
  };
}
