// One kommune's case: its state folded from events. What may happen to it is decided in decide.ts.
// It refuses to fail on a log: any prefix of any log can be replayed, and an event of unknown effect is a compile error.
import type { CaseEvent, MailRef, Registration } from './events.ts';
import type { Colleague } from './accounts.ts';
import { later } from './calendar.ts';
import { closedItem, evolveItems, forgetForward, itemsOf, noItems, noteCaused, openItem, type Items } from './items.ts';
import { evolveOutgoing, overtake, type OutgoingState } from './outgoing.ts';
import type { MailKind, ReadContact } from './reading.ts';
import { evolvePortal, withoutPassword } from './portal-events.ts';
import type { Draft, Submission } from './report/draft.ts';
import type { PlacedFault } from './report/handed-in.ts';
import type { Answers } from './report/model.ts';
import type { Contact, Deadline, Extended, NamedAddress, ReminderAbout } from './task.ts';

export type CaseState = Items & {
  readonly kommune: string | null;
  readonly name: string;
  readonly mailbox: string;
  /** Mail identity → the highest reading that was handled; 0 for a mail that a person assigned to this kommune. */
  readonly mails: Readonly<Record<string, number>>;
  readonly mailsIn: number;
  readonly contact: Contact | null;
  /** The mail that registered the contact. */
  readonly contactMail: MailRef | null;
  readonly contactAt: string | null;
  /** Addresses for which permanent trouble was reported, in lower case. */
  readonly dead: readonly string[];
  /** Each of them, in lower case → the ISO instant at which it was found dead. */
  readonly deadAt: Readonly<Record<string, string>>;
  /** Address in lower case → how often passing trouble was reported for it. */
  readonly troubles: Readonly<Record<string, number>>;
  /** Contacts' addresses outside the kommune's domains, and those of them that the kommune has said are meant; in lower case. */
  readonly foreign: readonly string[];
  readonly approved: readonly { readonly email: string; readonly at: string; /** The review by which a person approved it. */ readonly item: string | null }[];
  readonly outgoing: OutgoingState;
  /** `deadline`: the ISO day it was counted from. A copy to the main mailbox is not a second reminder. */
  readonly reminded: readonly { readonly task: string; readonly about: ReminderAbout; readonly of: Deadline; readonly round: string; readonly deadline: string; readonly at: string }[];
  /** What the main mailbox was asked about a contact last: a new one for one who can't be reached, or whether an address elsewhere is meant. */
  readonly askedNewContact: Asked | null;
  readonly askedToConfirm: Asked | null;
  /** Who had a login that is void now, and was told. Taken out when they become the contact again. */
  readonly toldClosed: readonly string[];
  /** The newest login: for whom, its task, and until when (ISO instant) its link is good; only this one counts. */
  readonly login: Login | null;
  /** Every login that was asked for, oldest first. */
  readonly logins: readonly Login[];
  readonly begunAt: string | null;
  readonly submittedAt: string | null;
  /** How often the report came: the highest number of a version. */
  readonly submissions: number;
  /** The report as it is being written; null before anybody began. */
  readonly draft: Draft | null;
  /** Every report that was handed in, oldest first, those that were taken back among them. */
  readonly reports: readonly Submission[];
  /** ISO instant at which the report that counts was written: handed in on the portal, or the Date of the mail that brought it, which can't lie in the future. */
  readonly reportWrittenAt: string | null;
  readonly colleagues: readonly Colleague[];
  /** Address in lower case → the id of the password that counts. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The mails about faults in reports that came by mail, oldest first. */
  readonly corrections: readonly { readonly at: string; readonly to: string; readonly answers: Answers; readonly faults: readonly PlacedFault[] }[];
  /** Logins that somebody asked for on the portal, by task. */
  readonly forgotten: readonly string[];
  /** Not asked for anything; by whom, and why. */
  readonly exempt: { readonly at: string; readonly by: string; readonly note: string } | null;
  /** ISO days of longer deadlines. */
  readonly extended: Extended;
  /** The newest mails that came, oldest first. */
  readonly lastMails: readonly { readonly at: string; readonly date: string | null; readonly from: string; readonly kind: MailKind }[];
  /** The newest clarification: to whom, and what was asked, as one comparable line. */
  readonly clarified: { readonly task: string; readonly to: string; readonly asked: string; readonly count: number; readonly at: string; /** What had been read of the contact; nothing where a person asked, who may have had doubts. */ readonly read: readonly ReadContact[] } | null;
  readonly lastEventAt: string | null;
};

type Asked = { readonly task: string; readonly email: string; readonly at: string };

export type Login = {
  readonly task: string; readonly name: string; readonly email: string; readonly at: string; readonly expires: string; readonly nonce: string; readonly tokenHash: string;
  /** ISO instant at which its link was used. */
  readonly activatedAt: string | null;
};

export const newCase: CaseState = {
  kommune: null, name: '', mailbox: '', mails: {}, mailsIn: 0, contact: null, contactMail: null, contactAt: null, dead: [], deadAt: {}, troubles: {}, foreign: [], approved: [],
  outgoing: {}, reminded: [], askedNewContact: null, askedToConfirm: null, toldClosed: [], login: null, logins: [], begunAt: null, submittedAt: null, submissions: 0, draft: null, reports: [], reportWrittenAt: null, colleagues: [], credentials: {}, corrections: [], forgotten: [], exempt: null, extended: {}, lastMails: [],
  clarified: null, lastEventAt: null, ...noItems,
};

export function evolve(state: CaseState, event: CaseEvent): CaseState {
  return { ...effect(state, event), lastEventAt: later(state.lastEventAt, event.at) };
}

function effect(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case 'case-opened':
      return { ...state, kommune: event.kommune, name: event.name, mailbox: event.mailbox };
    case 'mail-received':
      return {
        ...state,
        mails: { ...state.mails, [event.mail.id]: event.reading },
        mailsIn: state.mailsIn + (event.mail.id in state.mails ? 0 : 1),
        lastMails: [...state.lastMails, { at: event.at, date: event.mail.date, from: event.mail.from, kind: event.kind }].slice(-6),
        // Who writes from an address is reachable there again.
        dead: event.outcome === 'ignore' ? state.dead : state.dead.filter((address) => address !== event.mail.from.toLowerCase()),
      };
    case 'contact-registered': {
      // It answers every clarification that has not left yet; one that a person asks for later is not answered by it.
      const address = event.contact.email.toLowerCase();
      const registered = {
        ...state, contact: event.contact, contactMail: event.mail, contactAt: event.at, toldClosed: state.toldClosed.filter((email) => email !== address),
        foreign: event.foreign === true && !state.foreign.includes(address) ? [...state.foreign, address] : state.foreign,
        outgoing: overtake(state.outgoing, (o) => o.kind === 'clarify', 'already-answered'),
      };
      return event.item === undefined ? registered : { ...registered, ...itemsOf(noteCaused(state, event.item, { contact: event.contact, before: registrationOf(state) })) };
    }
    case 'contact-confirmed':
      return { ...state, contactMail: event.mail };
    case 'contact-withdrawn': {
      const { restored } = event;
      const withdrawn = { ...state, contact: restored?.contact ?? null, contactMail: restored?.mail ?? null, contactAt: restored?.at ?? null };
      if (restored === null) return withdrawn;
      // Who is registered again keeps the login, unless told that it is void: then a new one is due.
      const address = restored.contact.email.toLowerCase();
      const kept = state.toldClosed.includes(address) ? undefined : state.logins.findLast((l) => l.email.toLowerCase() === address && state.outgoing[l.task]?.state === 'sent');
      return { ...withdrawn, login: kept ?? state.login, toldClosed: state.toldClosed.filter((email) => email !== address) };
    }
    case 'address-approved':
      return { ...state, approved: [...state.approved, { email: event.email.toLowerCase(), at: event.at, item: event.item ?? null }] };
    case 'login-activated':
    case 'password-changed':
    case 'colleague-removed':
    case 'portal-entered':
    case 'report-begun':
    case 'report-saved':
    case 'report-submitted':
    case 'report-withdrawn':
      return evolvePortal(state, event);
    case 'exempted':
      return { ...state, exempt: { at: event.at, by: event.by, note: event.note } };
    case 'exemption-lifted':
      return { ...state, exempt: null };
    case 'deadline-extended':
      return { ...state, extended: { ...state.extended, [event.deadline]: event.until } };
    case 'review-opened':
    case 'question-opened': {
      const opened = { ...state, ...evolveItems(state, event) };
      const { mail } = event;
      // What a person assigned here was not received here.
      return event.origin === undefined || mail === null || mail.id in state.mails ? opened : { ...opened, mails: { ...state.mails, [mail.id]: 0 }, mailsIn: state.mailsIn + 1 };
    }
    case 'review-closed': {
      const closed = { ...state, ...evolveItems(state, event) };
      const item = openItem(state, event.item);
      const mail = item?.mail;
      if (event.how !== 'withdrawn' || !mail || state.mails[mail.id] !== 0 || item.origin === null || item.origin.startsWith(`${state.kommune}/`)) return closed;
      return { ...closed, mails: Object.fromEntries(Object.entries(state.mails).filter(([id]) => id !== mail.id)), mailsIn: state.mailsIn - 1 };
    }
    case 'review-reopened': {
      // What closing it asked for and has begun to leave is not begun again.
      const tasks = closedItem(state, event.item)?.tasks ?? [];
      return { ...state, ...evolveItems(state, event), approved: state.approved.filter((a) => a.item !== event.item), outgoing: overtake(state.outgoing, (o) => tasks.includes(o.id), 'taken-back') };
    }
    case 'bounce-noted':
      return noteTrouble(state, event.recipient.toLowerCase(), event.permanent, event.at);
    case 'mail-asked': {
      const { task } = event;
      const asked = { ...state, ...(event.item === undefined ? {} : itemsOf(noteCaused(state, event.item, { task: task.id }))), outgoing: evolveOutgoing(state.outgoing, event) };
      switch (task.kind) {
        case 'reminder': {
          const { id, about, of, round, deadline } = task;
          return task.copyOf ? asked : { ...asked, reminded: [...state.reminded, { task: id, about, of, round, deadline, at: event.at }] };
        }
        case 'login': {
          const { id, contact, expires, nonce, tokenHash } = task;
          const login: Login = { task: id, name: contact.name, email: contact.email, at: event.at, expires, nonce, tokenHash, activatedAt: null };
          return { ...asked, login, logins: [...state.logins, login], forgotten: task.forgotten ? [...state.forgotten, id] : state.forgotten };
        }
        case 'invitation': {
          const { id, colleague, expires, tokenHash } = task;
          return { ...asked, colleagues: [...state.colleagues, { task: id, ...colleague, at: event.at, expires, tokenHash, activatedAt: null, removedAt: null }] };
        }
        case 'confirm':
          return { ...asked, askedToConfirm: { task: task.id, email: task.contact.email, at: event.at } };
        case 'closed':
          // What they were told is so: should they become the contact again, a new login is due.
          return {
            ...asked, toldClosed: [...state.toldClosed, task.former.email.toLowerCase()], credentials: withoutPassword(state.credentials, task.former.email),
            login: state.login?.email.toLowerCase() === task.former.email.toLowerCase() ? null : state.login,
          };
        case 'review':
          return { ...asked, forwarded: { ...state.forwarded, [task.item]: task.id } };
        case 'clarify':
          return task.unreachable ? { ...asked, askedNewContact: { task: task.id, email: task.unreachable.email, at: event.at } } : { ...asked, clarified: { task: task.id, to: task.to, asked: clarifyKey(task.missing, task.read), count: (state.clarified?.count ?? 0) + 1, at: event.at, read: event.item === undefined ? task.read : [] } };
        case 'correct':
          return { ...asked, corrections: [...state.corrections, { at: event.at, to: task.to, answers: task.answers, faults: task.faults }] };
        case 'letter':
        case 'ack':
        case 'answer':
        case 'receipt':
        case 'notice':
        case 'digest':
          return asked;
      }
    }
    // eslint-disable-next-line no-fallthrough -- every kind above returns
    case 'mail-refused': {
      const refused = { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
      const to = state.outgoing[event.task]?.to.toLowerCase();
      if (event.stage === 'content' || to === undefined) return refused;
      // A login that nobody got is due again as soon as the address is reachable.
      return { ...refused, ...(state.dead.includes(to) ? {} : { dead: [...state.dead, to], deadAt: { ...state.deadAt, [to]: event.at } }), login: state.login?.task === event.task ? null : state.login };
    }
    case 'mail-unwanted': {
      const unwanted = { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
      // A login that did not leave is due again, and what was not asked after all may be asked again.
      if (state.login?.task === event.task) return { ...unwanted, login: null };
      const was = state.outgoing[event.task];
      // What was not asked or told after all may have to be.
      if (was?.kind === 'confirm' && state.askedToConfirm?.task === event.task) return { ...unwanted, askedToConfirm: null };
      if (state.askedNewContact?.task === event.task) return { ...unwanted, askedNewContact: null };
      if (was?.kind === 'review') return { ...unwanted, ...itemsOf(forgetForward(state, event.task)) };
      if (was?.kind === 'closed') return { ...unwanted, toldClosed: state.toldClosed.filter((email) => email !== was.to.toLowerCase()) };
      return state.clarified?.task === event.task ? { ...unwanted, clarified: { ...state.clarified, asked: '', count: state.clarified.count - 1 } } : unwanted;
    }
    case 'mail-intended':
    case 'mail-deferred':
    case 'mail-sent':
      return { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
  }
}

export function replay(events: readonly CaseEvent[]): CaseState {
  return events.reduce(evolve, newCase);
}

/** Who is registered now, by which mail. */
export function registrationOf(state: Pick<CaseState, 'contact' | 'contactMail' | 'contactAt'>): Registration | null {
  const { contact, contactMail, contactAt } = state;
  return contact && contactMail && contactAt !== null ? { contact, mail: contactMail, at: contactAt } : null;
}

/** Passing trouble is counted, permanent trouble says that nobody is reached there (RFC 3463 2). */
function noteTrouble(state: CaseState, address: string, permanent: boolean, at: string): CaseState {
  if (!permanent) return { ...state, troubles: { ...state.troubles, [address]: (state.troubles[address] ?? 0) + 1 } };
  return state.dead.includes(address) ? state : { ...state, dead: [...state.dead, address], deadAt: { ...state.deadAt, [address]: at } };
}

/** True while the contact's address lies outside the kommune's domains and the kommune has not said that it is meant. */
export function isUnconfirmed(state: Pick<CaseState, 'contact' | 'foreign' | 'approved'>): boolean {
  const email = state.contact?.email.toLowerCase();
  return email !== undefined && state.foreign.includes(email) && !state.approved.some((a) => a.email === email);
}

/** Who got a login that is void now because somebody else is the contact, and was not told so yet. */
export function formerWithLogin(state: CaseState): NamedAddress | undefined {
  const { contact } = state;
  if (!contact) return undefined;
  // Whom the contact has invited has a way in of her own.
  const invited = new Set(state.colleagues.filter((c) => c.removedAt === null).map((c) => c.email.toLowerCase()));
  return state.logins.findLast(({ email, task }) => email.toLowerCase() !== contact.email.toLowerCase() && state.outgoing[task]?.state === 'sent' && !state.toldClosed.includes(email.toLowerCase()) && !invited.has(email.toLowerCase()));
}

/** What a clarification asks for and what it was based on, as one line: the same incomplete answer gives the same line. */
export function clarifyKey(missing: readonly string[], read: readonly { readonly name: string | null; readonly email: string | null }[]): string {
  return JSON.stringify([[...missing].sort(), read.map((c) => [c.name, c.email])]);
}

/** Where we would write to now: the contact, or before there is one the main mailbox. */
export function currentAddress(state: CaseState): string {
  return state.contact?.email ?? state.mailbox;
}

export function isBounced(state: CaseState): boolean {
  return state.dead.includes(currentAddress(state).toLowerCase());
}

/** The letter to this kommune, once it was asked for; one that was not wanted after all does not count, unless a person has sent it by hand. */
export function letterOf(state: CaseState): OutgoingState[string] | undefined {
  return Object.values(state.outgoing).find((o) => o.kind === 'letter' && (o.state !== 'unwanted' || o.note === 'discarded'));
}

/** True once the letter has left, by us or by hand. */
export function hasLetter(state: CaseState): boolean {
  const letter = letterOf(state);
  return letter?.state === 'sent' || letter?.state === 'unwanted';
}
