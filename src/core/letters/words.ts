// The words of code turned into Danish, where a mail lists them: kinds of mails, out and in, and how far a kommune has come.
// It refuses to lose a word that it does not know: that one is shown as it is.
import type { MailKind } from '../reading.ts';
import type { Phase } from '../phase.ts';
import type { TaskKind } from '../task.ts';
import { counted } from './danish.ts';

const sent: Readonly<Record<TaskKind, readonly [one: string, more: string]>> = {
  letter: ['brev', 'breve'], ack: ['kvittering', 'kvitteringer'], clarify: ['forespørgsel', 'forespørgsler'], login: ['login', 'logins'],
  reminder: ['påmindelse', 'påmindelser'], confirm: ['anmodning om bekræftelse', 'anmodninger om bekræftelse'], closed: ['besked om lukket login', 'beskeder om lukkede logins'],
  review: ['spørgsmål til besvarelse', 'spørgsmål til besvarelse'], answer: ['svar på spørgsmål', 'svar på spørgsmål'],
  receipt: ['kvittering for indberetning', 'kvitteringer for indberetninger'], notice: ['besked om ventende sager', 'beskeder om ventende sager'], digest: ['statusmail', 'statusmails'],
  invitation: ['invitation til en kollega', 'invitationer til kolleger'], correct: ['mail om rettelser', 'mails om rettelser'],
};

const received: Readonly<Record<MailKind, string>> = {
  'contact-list': 'kontaktliste', 'report': 'indberetning', 'question': 'spørgsmål', 'login-request': 'anmodning om login', 'decline': 'afslag', 'auto-reply': 'automatisk svar',
  'bounce': 'mail, der ikke kunne leveres', 'receipt': 'kvittering', 'bulk': 'masseudsendt mail', 'other': 'anden mail',
};

const phases: Readonly<Record<Phase, string>> = {
  invited: 'har fået brevet', contact: 'har oplyst en kontaktperson', login: 'har fået login', begun: 'er begyndt at indberette', submitted: 'har indberettet',
};

// Facts are words of the log, not checked by type.
const sentWords = new Map(Object.entries(sent));
const receivedWords = new Map(Object.entries(received));
const phaseWords = new Map(Object.entries(phases));

/** "påmindelse" */
export function sentInDanish(kind: string): string {
  return sentWords.get(kind)?.[0] ?? kind;
}

/** "6 påmindelser" */
export function countedMails(kind: string, count: number): string {
  const [one, more] = sentWords.get(kind) ?? [kind, kind];
  return counted(count, one, more);
}

export function receivedInDanish(kind: string): string {
  return receivedWords.get(kind) ?? kind;
}

export function phaseInDanish(phase: string): string {
  return phaseWords.get(phase) ?? phase;
}
