// The people of a simulated year: a kommune's, who get our mails, write, and use the portal; and the department's, who answer and decide.
// It refuses to know what the bot makes of it: people see mails, links and the portal, nothing else.
import { parseMail } from '../../../src/adapters/parse.ts';
import type { CaseCommand } from '../../../src/core/decide.ts';
import { contactToRegister } from '../../../src/core/review-contact.ts';
import { desk, type CaseEvent } from '../../../src/core/events.ts';
import { replay } from '../../../src/core/case.ts';
import { sections } from '../../../src/core/report/model.ts';
import { wholeAnswers } from '../report.ts';
import { openItems } from '../../../src/core/items.ts';
import type { Deadline } from '../../../src/core/task.ts';
import { loadCase } from '../../../src/flows/step.ts';
import { local, type Delivered, type Year } from '../year.ts';
import { full, gone, writeRaw, writeReport, type Failure } from './raw.ts';

export type Person = { readonly name: string; readonly email: string };

export type Kommune = ReturnType<typeof kommuneOf>;

let written = 0;
const nextId = (): string => `${(written += 1)}.aar`;

/** The people of one kommune. The main mailbox is post@ its first domain. */
export function kommuneOf(year: Year, code: string) {
  const kommune = year.register.kommuner.find((k) => k.code === code);
  if (!kommune) throw new Error(`no kommune has the code ${code}`);
  const domain = kommune.mailDomains[0] ?? '';
  const mailbox = `post@${domain}`;
  const named = new Map<string, string>([[mailbox, 'main']]);
  const got = (kind?: string): readonly Delivered[] => year.delivered.filter((m) => m.kommune === code && (kind === undefined || m.kind === kind) && m.kind !== 'review');
  const main: Person = { name: kommune.name, email: mailbox };

  return {
    code, kommune, main, got,
    /** Somebody at the kommune; `at` another domain where they have their mailbox elsewhere. */
    person(name: string, at = domain): Person {
      const [first = '', last = ''] = name.toLowerCase().split(' ');
      const email = `${first}.${last}@${at}`;
      named.set(email, first);
      return { name, email };
    },
    at: year.at,
    /** Every mail of a kind that the kommune gets from now on. */
    on(kind: string, act: (mail: Delivered, count: number) => unknown): void {
      let count = 0;
      year.read((mail) => {
        if (mail.kommune === code && mail.kind === kind) {
          count += 1;
          const n = count;
          year.at(year.time(), () => act(mail, n));
        }
      });
    },
    /** Writes to us now: an answer to the newest mail they got, or to `answers`; null begins a thread. */
    write(from: Person, text: string, answers: Delivered | null | undefined = got().at(-1), subject?: string): string {
      const id = nextId();
      year.inbox.put(writeRaw({
        from: `${from.name} <${from.email}>`, text: `${text}\n\nMed venlig hilsen\n\n${from.name}\n${kommune.name}\n`, at: year.time(), id,
        subject: subject ?? (answers ? `SV: ${plainSubject(answers)}` : `Henvendelse fra ${kommune.name}`),
        ...(answers ? { answers: { messageId: answers.messageId, references: answers.references } } : {}),
      }));
      return `<${id}@${from.email.split('@')[1]}>`;
    },
    /** Answers with a table in the mail, as it is pasted from Excel. */
    writeTable(from: Person, rows: readonly (readonly string[])[]): void {
      const mail = got().at(-1);
      const html = `<html><body><p>Hej</p><p>Her er vores kontaktliste.</p><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table><p>Med venlig hilsen</p><p>${from.name}</p></body></html>`;
      if (mail) year.inbox.put(writeRaw({ from: `${from.name} <${from.email}>`, text: html, html: true, at: year.time(), id: nextId(), subject: `SV: ${plainSubject(mail)}`, answers: { messageId: mail.messageId, references: mail.references } }));
    },
    /** An absence note to a mail, as Exchange writes it. Returns its Message-ID. */
    absent(from: Person, mail: Delivered): string {
      const id = nextId();
      year.inbox.put(writeRaw({
        from: `${from.name} <${from.email}>`, text: 'Tak for din mail. Jeg er på ferie. Kontaktperson i mit fravær: Lars Lind, lars.lind@example.dk.', at: year.time(), id, returnPath: '',
        subject: `Automatisk svar: ${plainSubject(mail)}`, answers: { messageId: mail.messageId, references: null }, more: ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All'],
      }));
      return `<${id}@${from.email.split('@')[1]}>`;
    },
    /** Their server reports that a mail could not be delivered: for good, or for now. */
    bounce(mail: Delivered, failure: Failure = gone): string {
      const id = nextId();
      year.inbox.put(writeReport(mail.raw, mail.to, year.time(), id, failure));
      return `<${id}@mx1.${mail.to.split('@')[1]}>`;
    },
    delay(mail: Delivered): string { return this.bounce(mail, full); },
    /** Opens the link of a mail (the newest that may hold one) and uses it, as the portal will. */
    async activate(mail = got().findLast((m) => m.kind === 'login' || m.kind === 'reminder')): Promise<string> {
      const token = await linkIn(mail);
      return commanded(year, code, { type: 'activate-login', at: year.now().toString(), tokenHash: token === null ? '' : year.tokens.tokenHash(token) });
    },
    begin: (by: Person) => commanded(year, code, { type: 'save-report', at: year.now().toString(), by: by.email, section: 'basics', answers: wholeAnswers, start: {}, revision: 0 }),
    /** Saves every page of a report as it should be, and hands it in; the next one corrects it. */
    async submit(by: Person): Promise<string> {
      const draft = async () => replay((await year.events(code)) as readonly CaseEvent[]).draft;
      const next = (await draft())?.answers['comment'] === '' ? 'Rettet.' : '';
      for (const section of sections) await commanded(year, code, { type: 'save-report', at: year.now().toString(), by: by.email, section, answers: { ...wholeAnswers, comment: next }, start: {}, revision: (await draft())?.revision ?? 0 });
      return commanded(year, code, { type: 'submit-report', at: year.now().toString(), by: by.email, revision: (await draft())?.revision ?? 0, correction: 'Et tal var forkert.' });
    },
    /** The mails that the kommune got: "2024-01-30 08:00 letter main". */
    async mails(): Promise<readonly string[]> {
      const tasks = new Map((await year.events(code)).flatMap((e) => (e.type === 'mail-asked' ? [[e.task.id, e.task] as const] : [])));
      return got().map((mail) => {
        const task = tasks.get(mail.task);
        const what = task?.kind === 'reminder' ? `reminder ${task.about} ${task.of}/${task.round}${task.copyOf ? ' copy' : ''}` : mail.kind;
        return `${local(mail.at)} ${what} ${named.get(mail.to) ?? mail.to}`;
      });
    },
    /** How it ended: its phase and flags. */
    async end(): Promise<string> {
      const found = (await year.status()).cases.find((c) => c.kommune === code);
      return [found?.phase, ...(found?.flags ?? [])].join(' ');
    },
  };
}

/** Somebody whom no kommune sends writes to us. */
export function strangerWrites(year: Year, text: string): void {
  year.inbox.put(writeRaw({ from: 'Ole Ukendt <ole.ukendt@gmail.com>', text, at: year.time(), id: nextId(), subject: 'Ligestilling' }));
}

/** The department's people: what they do with the commands of the program, and the answers that its contact writes. */
export function departmentOf(year: Year) {
  const who = () => ({ at: year.now().toString(), by: 'anb', note: 'aftalt på telefon' });
  const contact: Person = { name: year.campaign.questions.name, email: year.campaign.questions.email };
  return {
    contact,
    /** Whenever a question is put before her, she answers it so long after; but for those of the kommuner in `never`. */
    answers(after: Temporal.DurationLike, text: string, never: readonly string[] = []): void {
      year.read((mail) => {
        if (mail.kind === 'review' && !never.includes(mail.kommune ?? '')) year.at(year.time().add(after), () => this.answer(mail, text));
      });
    },
    answer(forward: Delivered, text: string): void {
      const id = nextId();
      year.inbox.put(writeRaw({
        from: `${contact.name} <${contact.email}>`, text, at: year.time(), id, subject: `SV: ${plainSubject(forward)}`, answers: { messageId: forward.messageId, references: forward.references },
      }));
    },
    /** Registers what was read in the oldest review of a kommune. */
    async accept(code: string): Promise<string> {
      const { state } = await loadCase(year.log, code);
      const item = openItems(state)[0];
      const kommune = year.register.kommuner.find((k) => k.code === code);
      if (!item || !kommune) return 'nothing-waits';
      const read = contactToRegister(item, kommune, year.register, '2024-02-12', state.contact, { foreign: true });
      if ('wrong' in read) throw new Error(read.wrong);
      const acted = await year.decide(code, item.id, { type: 'accept', contact: read.contact, over: state.contact, quiet: false, foreign: read.foreign });
      return acted.outcome === 'done' ? 'done' : acted.reason;
    },
    /** Closes the oldest item of a kommune without more. */
    async discard(code: string): Promise<string> {
      const item = openItems((await loadCase(year.log, code)).state)[0];
      if (!item) return 'nothing-waits';
      const acted = await year.decide(code, item.id, { type: 'discard' });
      return acted.outcome === 'done' ? 'done' : acted.reason;
    },
    exempt: (code: string) => commanded(year, code, { type: 'exempt', ...who() }),
    liftExemption: (code: string) => commanded(year, code, { type: 'lift-exemption', ...who() }),
    extend: (code: string, deadline: Deadline, until: string) => commanded(year, code, { type: 'extend', deadline, until, ...who() }),
    pause: async () => ended(await year.must({ stream: desk, command: { type: 'pause', ...who() } })),
    resume: async () => ended(await year.must({ stream: desk, command: { type: 'resume', ...who() } })),
  };
}

async function commanded(year: Year, stream: string, command: CaseCommand): Promise<string> {
  return ended(await year.must({ stream, command }));
}

function ended(stepped: Awaited<ReturnType<Year['must']>>): string {
  return stepped.outcome === 'done' ? 'done' : stepped.ignored.join();
}

/** The token of the activation link in a mail; null where it holds none. */
export async function linkIn(mail: Delivered | undefined): Promise<string | null> {
  if (!mail) return null;
  return /\/aktiver\/([\w-]+)/.exec((await parseMail(mail.raw)).text)?.[1] ?? null;
}

/** RFC 2047 undone as far as our own subjects need it. */
function plainSubject(mail: Delivered): string {
  return mail.subject.replaceAll(/=\?utf-8\?(?:B\?([^?]*)|Q\?([^?]*))\?=(?:\s+(?==\?))?/gi, (_, b?: string, q?: string) =>
    (b === undefined ? Buffer.from((q ?? '').replaceAll('_', ' ').replaceAll(/=([0-9A-F]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1') : Buffer.from(b, 'base64')).toString('utf-8'));
}
