// The ways in which kommuner behave, one entry each: how common, and the script it gives a kommune.
// It refuses a behaviour without a truth: each script says what must stand at the end.
import { compareDays, workingDay, type Calendar, type Day } from '../calendar.ts';
import { answer, contentFor, type Form, type Threading, type Writer } from './answers.ts';
import { deliveryReport, newsletter, notYet, outOfOffice, receipt, unknownUser } from './machines.ts';
import type { Person } from './people.ts';
import { act, truthOf, type Act, type Cast, type Due, type Flag, type Script } from './script.ts';

export type Behaviour = {
  readonly name: string;
  /** Share of the kommuner beyond the first that every behaviour gets. */
  readonly weight: number;
  readonly script: (cast: Cast) => Script;
};

const labels: Readonly<Record<Form, string>> = {
  'filled-list': 'filled list', 'own-sheet': 'own spreadsheet', csv: 'csv file', 'html-table': 'table in the mail', sentence: 'sentence', 'i-am': '"it is me"',
};

/** One right answer: who writes, in which form, when. */
function answers(cast: Cast, writer: Writer, form: Form, due: Due, how: { threading?: Threading; copies?: number; contact?: Person } = {}): Act {
  const contact = how.contact ?? cast.contact;
  return act(labels[form], due, 'register',
    (given) => answer(cast, given, writer, contentFor(cast, given, form, contact), how.threading ? { threading: how.threading } : {}),
    { contact, copies: how.copies ?? 1 });
}

function script(acts: readonly Act[], flags: readonly Flag[] = [], door: Script['door'] = 'open'): Script {
  return { acts, truth: truthOf(acts, flags), door };
}

const simple = (writer: (cast: Cast) => Writer, form: Form, how: { threading?: Threading; copies?: number } = {}) =>
  (cast: Cast): Script => script([answers(cast, writer(cast), form, inTime(cast), how)]);

const mailbox = (): Writer => 'mailbox';
const colleague = (cast: Cast): Writer => cast.colleague;
const contact = (cast: Cast): Writer => cast.contact;
const atOnce: Due = { on: 'mail', kind: 'letter', workingDays: 0 };

export const behaviours: readonly Behaviour[] = [
  { name: 'list filled in', weight: 14, script: simple(mailbox, 'filled-list') },
  { name: 'list from another person', weight: 9, script: simple(colleague, 'filled-list') },
  { name: 'list from the contact', weight: 6, script: simple(contact, 'filled-list') },
  { name: 'own spreadsheet', weight: 5, script: simple(colleague, 'own-sheet') },
  { name: 'csv file', weight: 3, script: simple(colleague, 'csv') },
  { name: 'table in the mail', weight: 4, script: simple(mailbox, 'html-table') },
  { name: 'sentence', weight: 8, script: simple(colleague, 'sentence') },
  { name: '"I am the contact"', weight: 5, script: simple(contact, 'i-am') },
  { name: 'not in the thread', weight: 4, script: simple(colleague, 'own-sheet', { threading: 'none' }) },
  { name: 'same mail twice', weight: 3, script: simple(mailbox, 'filled-list', { copies: 2 }) },
  { name: 'answer on a weekend', weight: 2, script: (cast) => script([answers(cast, cast.contact, 'i-am', { on: 'day', day: weekend(cast), slot: 'morning' })]) },
  { name: 'answer in the night', weight: 3, script: (cast) => script([answers(cast, 'mailbox', 'filled-list', { on: 'day', day: cast.chance.pick(cast.calendar.rounds).day, slot: 'night' })]) },
  { name: 'answer too late', weight: 4, script: (cast) => script([answers(cast, cast.colleague, 'filled-list', late(cast))]) },
  { name: 'answer after the logins', weight: 2, script: (cast) => script([answers(cast, 'mailbox', 'sentence', afterLogins(cast))]) },
  { name: 'e-mail missing', weight: 5, script: forgetful },
  { name: 'out of office', weight: 4, script: absent },
  { name: 'receipts first', weight: 4, script: (cast) => script([receipts(cast), answers(cast, 'mailbox', 'filled-list', inTime(cast, 1))]) },
  { name: 'newsletter first', weight: 2, script: (cast) => script([machine('newsletter', { on: 'day', day: workingDay(cast.calendar.letterDate, 3), slot: 'morning' }, (given) => newsletter({ ...given, to: cast.ministry, dmarc: cast.dmarc }, cast.kommune.name, cast.kommune.mailDomains[0] ?? '', cast.colleague)), answers(cast, 'mailbox', 'filled-list', inTime(cast, 4))]) },
  { name: 'delay report first', weight: 1, script: (cast) => script([report(cast, 'delayed'), answers(cast, 'mailbox', 'filled-list', inTime(cast, 2))]) },
  { name: 'put off by the server twice', weight: 2, script: (cast) => script([answers(cast, 'mailbox', 'filled-list', inTime(cast, 4))], [], 'defers-twice') },
  { name: 'another contact later', weight: 2, script: changing },
  { name: 'list and a question', weight: 2, script: (cast) => script([listAndQuestion(cast)], ['question']) },
  { name: 'question', weight: 3, script: (cast) => script([question(cast)], ['question']) },
  { name: 'answer from gmail', weight: 2, script: (cast) => script([stranger(cast)], ['review']) },
  { name: 'forged sender', weight: 1, script: (cast) => script([forgery(cast)], ['review']) },
  { name: 'forged, then the answer', weight: 1, script: (cast) => script([forgery(cast), answers(cast, 'mailbox', 'filled-list', inTime(cast, 5))], ['review']) },
  { name: 'mailbox dead (report)', weight: 2, script: (cast) => script([report(cast, 'failed')], ['bounced']) },
  { name: 'mailbox dead (refused)', weight: 1, script: () => script([], ['bounced'], 'refuses') },
  { name: 'silent', weight: 2, script: () => script([]) },
  { name: 'silent but for receipts', weight: 1, script: (cast) => script([receipts(cast)]) },
];

/** Most answer within the deadline, some before the first reminder, some after one or two. */
function inTime({ chance, calendar }: Cast, earliest = 1): Due {
  const before = chance.happens(0.65);
  const count = before ? chance.int(earliest, Math.max(earliest, 6)) : chance.int(7, 14);
  return { on: 'day', day: workingDay(calendar.letterDate, count), slot: chance.happens(0.8) || !busyAfternoons(calendar).some((d) => d === count) ? 'morning' : 'afternoon' };
}

/** Working days after the letter on which there is an afternoon as well. */
export function busyAfternoons(calendar: Calendar): readonly number[] {
  const count = (day: Day): number => {
    let n = 0;
    while (compareDays(workingDay(calendar.letterDate, n), day) < 0) n += 1;
    return n;
  };
  return [1, ...calendar.rounds.slice(0, 2).map((round) => count(round.day))];
}

function weekend({ chance, calendar }: Cast): Day {
  const saturday = calendar.letterDate.add({ days: 6 - calendar.letterDate.dayOfWeek });
  return saturday.add({ days: chance.pick([0, 1, 7, 8]) });
}

function late({ chance, calendar }: Cast): Due {
  const last = calendar.rounds.at(-1)?.day ?? calendar.contactDeadline;
  return { on: 'day', day: workingDay(last, chance.int(1, 9)), slot: 'morning' };
}

function afterLogins({ chance, calendar }: Cast): Due {
  return { on: 'day', day: workingDay(calendar.loginWindow.from, chance.int(1, 4)), slot: 'morning' };
}

function machine(label: string, due: Due, write: Act['write'], effect: Act['effect'] = 'none'): Act {
  return act(label, due, effect, write, { machine: true });
}

function receipts(cast: Cast): Act {
  const marked = cast.chance.happens(0.6);
  const from = cast.chance.happens(0.5) ? cast.mailbox : { name: cast.mailbox.name, address: `noreply@${cast.kommune.mailDomains[0]}` };
  return machine('receipt', { on: 'every-mail' }, (given) => receipt({ ...given, to: cast.ministry, dmarc: cast.dmarc }, from, marked));
}

function report(cast: Cast, action: 'failed' | 'delayed'): Act {
  const whole = cast.chance.happens(0.5);
  return machine(action === 'failed' ? 'bounce' : 'delay report', atOnce,
    (given) => Promise.resolve(deliveryReport({ ...given, to: cast.ministry }, cast.mailbox.address, action === 'failed' ? unknownUser : notYet, whole)),
    action === 'failed' ? 'bounce' : 'none');
}

function forgetful(cast: Cast): Script {
  const form = cast.chance.pick(['filled-list', 'filled-list', 'sentence'] as const);
  const first = act(`${labels[form]} without e-mail`, inTime(cast), 'clarify', (given) => answer(cast, given, 'mailbox', contentFor(cast, given, form, cast.contact, true)));
  const second = act('what was missing', { on: 'mail', kind: 'clarify', workingDays: 1 }, 'register',
    (given) => answer(cast, given, 'mailbox', { paragraphs: [given.chance.pick([
      `Beklager, det manglede. Kontaktpersonen er ${cast.contact.name}, ${cast.contact.email}.`,
      `${cast.contact.name} har mailadressen ${cast.contact.email}.`,
    ])] }, { threading: 'reply' }), { contact: cast.contact });
  return script([first, second]);
}

/** Away when the letter comes, and the contact away when the login comes. */
function absent(cast: Cast): Script {
  const note = (due: Due, who: Person, instead: Person): Act => machine('out-of-office', due, (given) => outOfOffice({ ...given, to: cast.ministry, dmarc: cast.dmarc }, who, instead));
  return script([
    note(atOnce, cast.colleague, cast.contact), answers(cast, cast.colleague, 'sentence', inTime(cast, 3)),
    note({ on: 'mail', kind: 'login', workingDays: 0 }, cast.contact, cast.colleague),
  ]);
}

function changing(cast: Cast): Script {
  const first = answers(cast, cast.colleague, 'filled-list', { on: 'day', day: workingDay(cast.calendar.letterDate, 2), slot: 'morning' }, { contact: cast.contact });
  const second = act('correction', { on: 'day', day: workingDay(cast.calendar.letterDate, 5), slot: 'morning' }, 'register',
    (given) => answer(cast, given, cast.colleague, { paragraphs: [`Der er sket en ændring hos os. Vores nye kontaktperson er ${cast.colleague.name}, ${cast.colleague.email}.`] }), { contact: cast.colleague });
  return script([first, second]);
}

const questions = [
  'Vi er i tvivl om, hvem der hører til næste ledelsesniveau. Skal vores centerchefer tælles med, når de ikke er ledere af ledere?',
  'Skal indberetningen godkendes af kommunalbestyrelsen, før vi sender den ind?',
  'Vi har en konstitueret direktør. Skal vedkommende tælles med i opgørelsen?',
] as const;

function question(cast: Cast): Act {
  return act('question', inTime(cast), 'question', (given) => answer(cast, given, cast.colleague, { paragraphs: [given.chance.pick(questions), 'På forhånd tak for hjælpen.'] }, { threading: 'reply' }));
}

function listAndQuestion(cast: Cast): Act {
  return act('filled list and question', inTime(cast), 'register', (given) => {
    const { paragraphs, attachments } = contentFor(cast, given, 'filled-list', cast.contact);
    return answer(cast, given, 'mailbox', { paragraphs: [...paragraphs, given.chance.pick(questions)], attachments }, { threading: 'reply' });
  }, { contact: cast.contact });
}

/** Somebody who may well be who they say, but writes from a private address. */
function stranger(cast: Cast): Act {
  const person = { ...cast.contact, email: `${cast.contact.email.split('@')[0]}.privat@gmail.com` };
  return act('answer from gmail', inTime(cast), 'review', (given) => answer(cast, given, person, contentFor(cast, given, 'filled-list', cast.contact), { client: 'gmail', threading: 'reply', dmarc: 'pass' }));
}

/** The kommune's address in From, another server behind it: DMARC fails (RFC 7489). */
function forgery(cast: Cast): Act {
  const impostor: Person = { ...cast.colleague, name: 'Ib Falk', email: `ib.falk@${cast.kommune.mailDomains[0]}` };
  return act('forged answer', { on: 'day', day: workingDay(cast.calendar.letterDate, 3), slot: 'morning' }, 'review', (given) =>
    answer(cast, given, 'mailbox', contentFor(cast, given, 'sentence', impostor), { threading: 'reply', dmarc: 'fail', envelopeFrom: `bulk@mailer${given.chance.int(1, 9)}.example` }));
}
