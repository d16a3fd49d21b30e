// Why a mail waits or will not leave, and what is due, in plain words: the one place where names of reasons become sentences.
// It refuses a name without words: a new reason is a compile error here.
import type { DueCommand } from '../core/deadlines.ts';
import type { HoldReason } from '../core/holds.ts';
import type { MailOutcome } from '../core/outcome.ts';
import type { TaskKind } from '../core/task.ts';

/** Goes on from "it waits because". */
export function holdWords(reason: HoldReason): string {
  switch (reason) {
    case 'clock-behind':
      return "the machine's clock stands before what has happened already: set it right";
    case 'paused':
      return 'the campaign is paused; "rundskriv resume" ends that';
    case 'review-open':
      return 'a person must decide first; "rundskriv review" lists what waits';
    case 'question-open':
      return 'a question of this kommune is not answered yet';
    case 'bounced':
      return 'our mail does not reach the address';
    case 'awaiting-confirmation':
      return "the contact's address is outside the kommune's domains, and the main mailbox has not confirmed it yet";
    case 'mail-unread':
      return 'a mail in INBOX is not handled yet; it may be the answer';
    case 'mailbox-unhealthy':
      return 'what lies in INBOX is not known: nobody has looked lately, or the mailbox can\'t be reached';
    case 'outside-hours':
      return 'it leaves on working days within the sending hours only';
  }
}

/** What is due, or a mail that was asked for, as one would name it. */
export function whatWords(what: DueCommand['type'] | TaskKind): string {
  switch (what) {
    case 'invite':
    case 'letter':
      return 'the letter';
    case 'issue-login':
    case 'login':
      return 'the login';
    case 'renew-login':
      return 'a new login, as the link has ended unused';
    case 'close-login':
    case 'closed':
      return 'word to the former contact that the login is void';
    case 'invitation':
      return 'an invitation to a colleague';
    case 'correct':
      return 'what must be corrected in a report that came by mail';
    case 'confirm-contact':
    case 'confirm':
      return "asking the main mailbox whether the contact's address is meant";
    case 'ask-new-contact':
      return 'asking the main mailbox for a contact who can be reached';
    case 'remind':
    case 'reminder':
      return 'a reminder';
    case 'forward-question':
    case 'review':
      return "a question, put before the department's contact";
    case 'ack':
      return 'the acknowledgement of the contact list';
    case 'clarify':
      return 'asking for what an answer left out';
    case 'answer':
      return "the department's answer to a question";
    case 'receipt':
      return 'the receipt for the report';
    case 'digest':
      return 'the digest';
    case 'notice':
      return 'word to the department of what newly waits for a person';
  }
}

/** Why a mail that was asked for does not leave after all. A name that this version does not know is shown as it is. */
export function unwantedWords(reason: string): string {
  return unwanted[reason] ?? reason;
}

const unwanted: Readonly<Record<string, string>> = {
  'already-answered': 'the kommune has answered meanwhile',
  'already-submitted': 'the report is submitted',
  'bounced': 'our mail does not reach the address',
  'confirmed': "the contact's address is confirmed",
  'contact-again': 'whom it would have told is the contact again',
  'contact-changed': 'somebody else is the contact now',
  'discarded': 'a person has discarded it',
  'exempt': 'the kommune is exempt',
  'expired': 'its link has ended before it left',
  'newer-ack': 'a newer acknowledgement says it',
  'newer-login': 'a newer login has taken its place',
  'newer-round': 'a newer round has come',
  'no-longer-missing': 'what it reminds of is not missing any more',
  'older-version': 'an older version of the program asked for it; the next one says more',
  'other-deadline': 'the kommune has another deadline now',
  'question-closed': 'the question is closed',
  'reachable-again': 'the contact can be reached again',
  'taken-back': 'a person has taken back what asked for it',
};

/** What came of a mail, or what it waits for. */
export function outcomeWords(mail: MailOutcome): string {
  switch (mail.outcome) {
    case 'sent':
      return `sent (proof: ${mail.why.replace(':', ',')})`;
    case 'refused':
      return `refused for good: ${mail.why}`;
    case 'held':
      return `held: ${holdWords(mail.why)}`;
    case 'unwanted':
      return `not wanted any more: ${unwantedWords(mail.why)}`;
    case 'waiting':
      return mail.why === '' ? 'waiting; it leaves while "rundskriv start" runs' : `waiting: ${mail.why}`;
  }
}
