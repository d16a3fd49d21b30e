// One kommune's case: its state folded from events. What may happen to it is decided in decide.ts.
// It refuses to fail on a log: any prefix of any log can be replayed, and an event of unknown effect is a compile error.
import type { CaseEvent, MailRef, ReviewReason } from './events.ts';
import { evolveOutgoing, type OutgoingState } from './outgoing.ts';
import type { Contact, ReminderAbout } from './task.ts';

export type OpenReview = { readonly review: string; readonly reason: ReviewReason; readonly detail: string; readonly mail: MailRef | null; readonly at: string };
export type OpenQuestion = { readonly question: string; readonly mail: MailRef; readonly at: string };

export type CaseState = {
  readonly kommune: string | null;
  readonly name: string;
  readonly mailbox: string;
  /** Mail identity → the highest reading that was handled. */
  readonly mails: Readonly<Record<string, number>>;
  readonly mailsIn: number;
  readonly contact: Contact | null;
  /** The mail that registered the contact. */
  readonly contactMail: MailRef | null;
  readonly contactAt: string | null;
  readonly reviews: readonly OpenReview[];
  readonly questions: readonly OpenQuestion[];
  /** Addresses for which permanent trouble was reported, in lower case. */
  readonly dead: readonly string[];
  readonly outgoing: OutgoingState;
  readonly reminded: readonly { readonly about: ReminderAbout; readonly round: string; readonly at: string }[];
  /** The newest login: for whom, and its task. */
  readonly login: { readonly task: string; readonly email: string; readonly at: string } | null;
  /** The newest clarification: to whom, and what was asked, as one comparable line. */
  readonly clarified: { readonly to: string; readonly asked: string; readonly count: number; readonly at: string } | null;
  readonly lastEventAt: string | null;
  /** Reviews and questions ever opened, for their ids. */
  readonly opened: number;
};

export const newCase: CaseState = {
  kommune: null, name: '', mailbox: '', mails: {}, mailsIn: 0, contact: null, contactMail: null, contactAt: null, reviews: [], questions: [], dead: [],
  outgoing: {}, reminded: [], login: null, clarified: null, lastEventAt: null, opened: 0,
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
    case 'contact-registered':
      return { ...state, contact: event.contact, contactMail: event.mail, contactAt: event.at };
    case 'contact-confirmed':
      return { ...state, contactMail: event.mail };
    case 'review-opened':
      return { ...state, opened: state.opened + 1, reviews: [...state.reviews, { review: event.review, reason: event.reason, detail: event.detail, mail: event.mail, at: event.at }] };
    case 'question-opened':
      return { ...state, opened: state.opened + 1, questions: [...state.questions, { question: event.question, mail: event.mail, at: event.at }] };
    case 'bounce-noted':
      return event.permanent && !state.dead.includes(event.recipient.toLowerCase()) ? { ...state, dead: [...state.dead, event.recipient.toLowerCase()] } : state;
    case 'mail-asked': {
      const { task } = event;
      const asked = { ...state, outgoing: evolveOutgoing(state.outgoing, event) };
      switch (task.kind) {
        case 'reminder':
          return { ...asked, reminded: [...state.reminded, { about: task.about, round: task.round, at: event.at }] };
        case 'login':
          return { ...asked, login: { task: task.id, email: task.contact.email, at: event.at } };
        case 'clarify':
          return { ...asked, clarified: { to: task.to, asked: clarifyKey(task.missing, task.read), count: (state.clarified?.count ?? 0) + 1, at: event.at } };
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
      // A login that did not leave is due again.
      return state.login?.task === event.task ? { ...unwanted, login: null } : unwanted;
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
