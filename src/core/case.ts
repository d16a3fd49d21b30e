// One kommune's case: its state folded from events. What may happen to it is decided in decide.ts.
// It refuses to fail on a log: any prefix of any log can be replayed, and an event of unknown effect is a compile error.
import type { CaseEvent, MailRef, Registration } from './events.ts';
import { closedItem, evolveItems, noItems, noteCaused, openItem, type Items } from './items.ts';
import { evolveOutgoing, type Outgoing, type OutgoingState } from './outgoing.ts';
import type { ReadContact } from './reading.ts';
import type { Contact, ReminderAbout } from './task.ts';

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
  readonly outgoing: OutgoingState;
  readonly reminded: readonly { readonly about: ReminderAbout; readonly round: string; readonly at: string }[];
  /** The newest login: for whom, and its task. */
  readonly login: { readonly task: string; readonly email: string; readonly at: string } | null;
  /** The newest clarification: to whom, and what was asked, as one comparable line. */
  readonly clarified: { readonly task: string; readonly to: string; readonly asked: string; readonly count: number; readonly at: string; /** What had been read of the contact; nothing where a person asked, who may have had doubts. */ readonly read: readonly ReadContact[] } | null;
  readonly lastEventAt: string | null;
};

export const newCase: CaseState = {
  kommune: null, name: '', mailbox: '', mails: {}, mailsIn: 0, contact: null, contactMail: null, contactAt: null, dead: [],
  outgoing: {}, reminded: [], login: null, clarified: null, lastEventAt: null, ...noItems,
};

export function evolve(state: CaseState, event: CaseEvent): CaseState {
  return { ...effect(state, event), lastEventAt: event.at };
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
        // Who writes from an address is reachable there again.
        dead: event.outcome === 'ignore' ? state.dead : state.dead.filter((address) => address !== event.mail.from.toLowerCase()),
      };
    case 'contact-registered': {
      // It answers every clarification that has not left yet; one that a person asks for later is not answered by it.
      const registered = { ...state, contact: event.contact, contactMail: event.mail, contactAt: event.at, outgoing: overtake(state.outgoing, (o) => o.kind === 'clarify', 'already-answered') };
      return event.item === undefined ? registered : { ...registered, ...itemsOf(noteCaused(state, event.item, { contact: event.contact, before: registrationOf(state) })) };
    }
    case 'contact-confirmed':
      return { ...state, contactMail: event.mail };
    case 'contact-withdrawn': {
      const { restored } = event;
      const withdrawn = { ...state, contact: restored?.contact ?? null, contactMail: restored?.mail ?? null, contactAt: restored?.at ?? null };
      // Who is registered again and has a login keeps it: it is not sent a second time.
      const login = Object.values(state.outgoing).findLast((o) => o.kind === 'login' && o.state === 'sent' && o.to === restored?.contact.email);
      return login ? { ...withdrawn, login: { task: login.id, email: login.to, at: login.askedAt } } : withdrawn;
    }
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
      return { ...state, ...evolveItems(state, event), outgoing: overtake(state.outgoing, (o) => tasks.includes(o.id), 'taken-back') };
    }
    case 'bounce-noted':
      return event.permanent && !state.dead.includes(event.recipient.toLowerCase()) ? { ...state, dead: [...state.dead, event.recipient.toLowerCase()] } : state;
    case 'mail-asked': {
      const { task } = event;
      const asked = { ...state, ...(event.item === undefined ? {} : itemsOf(noteCaused(state, event.item, { task: task.id }))), outgoing: evolveOutgoing(state.outgoing, event) };
      switch (task.kind) {
        case 'reminder':
          return { ...asked, reminded: [...state.reminded, { about: task.about, round: task.round, at: event.at }] };
        case 'login':
          return { ...asked, login: { task: task.id, email: task.contact.email, at: event.at } };
        case 'clarify':
          return { ...asked, clarified: { task: task.id, to: task.to, asked: clarifyKey(task.missing, task.read), count: (state.clarified?.count ?? 0) + 1, at: event.at, read: event.item === undefined ? task.read : [] } };
        case 'letter':
        case 'ack':
        case 'digest':
          return asked;
      }
    }
    // eslint-disable-next-line no-fallthrough -- every kind above returns
    case 'mail-refused': {
      const refused = { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
      const to = state.outgoing[event.task]?.to.toLowerCase();
      return event.stage === 'content' || to === undefined || state.dead.includes(to) ? refused : { ...refused, dead: [...state.dead, to] };
    }
    case 'mail-unwanted': {
      const unwanted = { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
      // A login that did not leave is due again, and what was not asked after all may be asked again.
      if (state.login?.task === event.task) return { ...unwanted, login: null };
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

/** The case has gone on without these mails; one that has not left yet is not wanted any more. */
function overtake(outgoing: OutgoingState, which: (o: Outgoing) => boolean, why: string): OutgoingState {
  const waits = Object.values(outgoing).filter((o) => (o.state === 'asked' || o.state === 'intended') && which(o));
  return waits.length === 0 ? outgoing : { ...outgoing, ...Object.fromEntries(waits.map((o) => [o.id, { ...o, overtaken: why }])) };
}

function itemsOf({ reviews, questions, closed, opened }: Items): Items {
  return { reviews, questions, closed, opened };
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

/** The letter to this kommune, once it was asked for. */
export function letterOf(state: CaseState): OutgoingState[string] | undefined {
  return Object.values(state.outgoing).find((o) => o.kind === 'letter');
}
