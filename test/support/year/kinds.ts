// Every kind of kommune that a year knows: what its people do and when, in the order of the year.
// It refuses chance: the same kind does the same on the same minute.
import { accepts, unknownUser, type Answering } from './places.ts';
import type { Kommune, departmentOf } from './people.ts';
import type { Year } from '../year.ts';

export type Play = { readonly k: Kommune; readonly year: Year; readonly department: ReturnType<typeof departmentOf>; /** Message-IDs of what machines wrote. */ readonly machines: string[]; /** What the portal and the commands said, in order. */ readonly said: string[] };

/** Names a contact in a sentence two days after the letter. */
function answers({ k }: Play, name = 'Mette Holm', when = '2024-02-01 10:20') {
  const contact = k.person(name);
  k.at(when, () => k.write(contact, `Vores kontaktperson er ${contact.name}, ${contact.email}.`));
  return contact;
}

/** Uses the login on the day after it came, begins and submits in time. */
function reports({ k, said }: Play, contact: ReturnType<Kommune['person']>): void {
  k.at('2024-03-14 09:10', async () => said.push(await k.activate()));
  k.at('2024-04-10 10:00', async () => said.push(await k.begin(contact)));
  k.at('2024-05-10 11:00', async () => said.push(await k.submit(contact)));
}

export const kinds = {
  'answers at once with a sentence, and reports in time': (p: Play) => {
    reports(p, answers(p));
    p.k.at('2024-03-14 09:11', async () => p.said.push(await p.k.activate()));
  },

  'answers with a table in the mail': (p: Play) => {
    const { k } = p;
    const mette = k.person('Mette Holm');
    k.at('2024-02-02 14:00', () => k.writeTable(mette, [['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)'], [k.kommune.name, k.code, '', mette.name, mette.email]]));
    reports(p, mette);
  },

  'is silent for ever': () => undefined,

  'answers after the last round for the list': (p: Play) => {
    reports(p, answers(p, 'Mette Holm', '2024-03-01 09:00'));
  },

  'answers after everything, at night': (p: Play) => {
    const mette = answers(p, 'Mette Holm', '2024-06-20 22:15');
    p.k.at('2024-06-21 09:00', async () => p.said.push(await p.k.activate()));
    p.k.at('2024-06-24 10:00', async () => p.said.push(await p.k.begin(mette), await p.k.submit(mette)));
  },

  'answers incompletely, then completely': (p: Play) => {
    const { k } = p;
    const mette = k.person('Mette Holm');
    k.at('2024-02-05 09:00', () => k.write(mette, 'Vores kontaktperson er Gitte Skov.'));
    k.on('clarify', () => k.at('2024-02-06 11:00', () => k.write(mette, `Kontaktperson: Gitte Skov, ${k.person('Gitte Skov').email}`)));
    reports(p, mette);
  },

  'changes its contact after the logins': (p: Play) => {
    const { k, said } = p;
    const mette = answers(p);
    const jens = k.person('Jens Lund');
    k.at('2024-03-14 09:10', async () => said.push(await k.activate()));
    k.at('2024-04-08 13:00', () => k.write(mette, `Ny kontaktperson er ${jens.name}, ${jens.email}.`, k.got('login')[0]));
    k.at('2024-04-09 08:00', async () => said.push(await k.activate(k.got('login')[0])));
    k.at('2024-04-09 09:00', async () => said.push(await k.activate()));
    k.at('2024-04-10 09:00', async () => said.push(await k.begin(jens)));
    k.at('2024-05-10 09:00', async () => said.push(await k.submit(jens)));
  },

  'names a contact elsewhere, and confirms it': (p: Play) => {
    const { k, department, said } = p;
    const bo = k.person('Bo Berg', 'konsulent.dk');
    k.at('2024-02-05 09:00', () => k.write(k.person('Mette Holm'), `Vores kontaktperson er ${bo.name}, ${bo.email}.`));
    k.at('2024-02-05 13:00', async () => said.push(await department.accept(k.code)));
    k.on('confirm', (mail) => k.at('2024-02-06 19:30', () => k.write(k.main, 'Ja, det er korrekt.', mail)));
    reports(p, bo);
  },

  'names a contact elsewhere, and never confirms it': (p: Play) => {
    const { k, department, said } = p;
    const bo = k.person('Bo Berg', 'konsulent.dk');
    k.at('2024-02-05 09:00', () => k.write(k.person('Mette Holm'), `Vores kontaktperson er ${bo.name}, ${bo.email}.`));
    k.at('2024-02-05 13:00', async () => said.push(await department.accept(k.code)));
  },

  'has a contact whose mailbox is gone, and names another': (p: Play) => {
    const { k, said, machines } = p;
    answers(p);
    const jens = k.person('Jens Lund');
    k.on('login', (mail, n) => { if (n === 1) k.at('2024-03-13 08:05', () => machines.push(k.bounce(mail))); });
    k.on('clarify', (mail) => k.at('2024-03-15 10:00', () => k.write(k.main, `Ny kontaktperson er ${jens.name}, ${jens.email}.`, mail)));
    k.at('2024-03-18 09:00', async () => said.push(await k.activate()));
    k.at('2024-04-10 09:00', async () => said.push(await k.begin(jens)));
    k.at('2024-05-10 09:00', async () => said.push(await k.submit(jens)));
  },

  'has a contact whose mailbox is gone, and says nothing': (p: Play) => {
    answers(p);
    p.k.on('login', (mail) => p.k.at('2024-03-13 08:05', () => p.machines.push(p.k.bounce(mail))));
  },

  'has a main mailbox that is refused from the first letter': ({ year, k }: Play) => refuses(year, k.main.email),

  'has a main mailbox from which the letter bounces': ({ k, machines }: Play) => {
    k.on('letter', (mail) => k.at('2024-01-30 08:20', () => machines.push(k.bounce(mail))));
  },

  'has trouble with its mailbox that passes': (p: Play) => {
    const { k, machines } = p;
    k.on('letter', (mail) => k.at('2024-01-30 12:20', () => machines.push(k.delay(mail))));
    k.on('login', (mail) => k.at('2024-03-13 12:20', () => machines.push(k.delay(mail))));
    const { year } = p;
    later(year, k.main.email);
    reports(p, answers(p));
  },

  'never uses its login in time': (p: Play) => {
    answers(p);
    p.k.at('2024-04-20 09:00', async () => p.said.push(await p.k.activate()));
  },

  'asks for its login again and again': (p: Play) => {
    const { k, department, said } = p;
    const mette = answers(p);
    const asks = 'Hej\n\nMit login virker ikke, linket er udløbet.';
    for (const time of ['09:00', '10:30', '13:00', '15:30']) k.at(`2024-04-03 ${time}`, () => k.write(mette, asks, k.got('login').at(-1)));
    k.at('2024-04-04 09:00', async () => said.push(await department.discard(k.code)));
    k.at('2024-04-04 10:00', async () => said.push(await k.activate()));
    k.at('2024-04-10 09:00', async () => said.push(await k.begin(mette)));
    k.at('2024-05-10 09:00', async () => said.push(await k.submit(mette)));
  },

  'uses its login and does not begin': (p: Play) => {
    answers(p);
    p.k.at('2024-03-14 09:10', async () => p.said.push(await p.k.activate()));
  },

  'begins its report and does not submit it': (p: Play) => {
    const mette = answers(p);
    p.k.at('2024-03-14 09:10', async () => p.said.push(await p.k.activate()));
    p.k.at('2024-04-10 10:00', async () => p.said.push(await p.k.begin(mette)));
  },

  'submits on the last day': (p: Play) => {
    const mette = answers(p);
    p.k.at('2024-03-14 09:10', async () => p.said.push(await p.k.activate()));
    p.k.at('2024-05-31 15:10', async () => p.said.push(await p.k.begin(mette), await p.k.submit(mette)));
  },

  'asks a question first': (p: Play) => {
    const { k } = p;
    const mette = k.person('Mette Holm');
    k.at('2024-02-11 20:00', () => k.write(mette, 'Hej\n\nTæller vikarer med i opgørelsen?'));
    k.at('2024-02-14 10:00', () => k.write(mette, `Tak. Vores kontaktperson er ${mette.name}, ${mette.email}.`));
    reports(p, mette);
  },

  'sends a list and a question in one mail': (p: Play) => {
    const { k } = p;
    const mette = k.person('Mette Holm');
    k.at('2024-02-09 09:00', () => k.write(mette, `Hej\n\nVores kontaktperson er ${mette.name}, ${mette.email}.\n\nHvornår åbner skemaet for indberetning?`));
    reports(p, mette);
  },

  'is away, and answers afterwards': (p: Play) => {
    const { k, machines } = p;
    const mette = k.person('Mette Holm');
    k.on('letter', (mail) => k.at('2024-01-30 08:01', () => machines.push(k.absent(mette, mail))));
    k.on('reminder', (mail, n) => { if (n === 1) k.at('2024-02-08 08:01', () => machines.push(k.absent(mette, mail))); });
    reports(p, answers(p, 'Mette Holm', '2024-02-09 10:00'));
  },

  'is exempted': ({ k, department, said }: Play) => {
    k.at('2024-02-09 10:00', async () => said.push(await department.exempt(k.code)));
  },

  'is exempted and then not': ({ k, department, said }: Play) => {
    k.at('2024-02-09 10:00', async () => said.push(await department.exempt(k.code)));
    k.at('2024-02-14 10:00', async () => said.push(await department.liftExemption(k.code)));
  },

  'is given longer for the list': ({ k, department, said }: Play) => {
    k.at('2024-02-09 10:00', async () => said.push(await department.extend(k.code, 'contact', '2024-02-26')));
  },

  'is given longer for the report': (p: Play) => {
    const { k, department, said } = p;
    answers(p);
    k.at('2024-03-14 09:10', async () => said.push(await k.activate()));
    k.at('2024-05-21 10:00', async () => said.push(await department.extend(k.code, 'report', '2024-06-15')));
  },
} satisfies Readonly<Record<string, (p: Play) => unknown>>;

export type KindName = keyof typeof kinds;

/** The server of this address says that nobody lives there. */
function refuses(year: Year, address: string): void {
  answering(year, address, () => unknownUser);
}

/** Greylisted at the first try. */
function later(year: Year, address: string): void {
  answering(year, address, (to, seen) => (seen === 0 ? 'later' : accepts(to, seen)));
}

function answering(year: Year, address: string, how: Answering): void {
  const before = year.machine.answering;
  year.machine.answering = (to, seen) => (to.toLowerCase() === address ? how(to, seen) : before(to, seen));
}
