// The ways in which kommuner behave, one line each: how common, and the script it gives a kommune.
// It refuses a behaviour without a truth: each script says what must stand at the end.
import { answers, changing, colleague, contact, mailbox, script, simple } from './behaviours/answers.ts';
import { absent, bounceInWords, newsletterFirst, receipts, report } from './behaviours/machines.ts';
import { elsewhere, elsewhereLate, exempted, loginAgain, replaced, successor } from './behaviours/contacts.ts';
import { colleagueWantsLogin, forgedAnswer, listAndQuestion, moreTimeAsked, question, questionAnsweredLate } from './behaviours/questions.ts';
import { decline, emptyForm, forgery, forgetful, likeLastYear, locked, ownLetter, scanned, secret, slip, stranger } from './behaviours/troubles.ts';
import { afterLogins, inTime, inThePause, late, roundNight, weekend } from './behaviours/when.ts';
import type { Cast, Script } from './script.ts';

export type Behaviour = {
  readonly name: string;
  /** Share of the kommuner beyond the first that every behaviour gets. */
  readonly weight: number;
  readonly script: (cast: Cast) => Script;
};

export const behaviours: readonly Behaviour[] = [
  // The list that came with the letter, filled in.
  { name: 'list filled in', weight: 14, script: simple(mailbox, 'filled-list') },
  { name: 'list from another person', weight: 9, script: simple(colleague, 'filled-list') },
  { name: 'list from the contact', weight: 6, script: simple(contact, 'filled-list') },
  { name: 'list as xls', weight: 2, script: simple(colleague, 'xls') },
  { name: 'list as ods', weight: 1, script: simple(mailbox, 'ods') },
  { name: 'list in a zip', weight: 1, script: simple(mailbox, 'zip') },
  { name: 'list in an attached mail', weight: 1, script: simple(mailbox, 'attached-mail') },
  { name: 'list in winmail.dat', weight: 1, script: simple(colleague, 'winmail') },
  { name: 'same mail twice', weight: 3, script: simple(mailbox, 'filled-list', { copies: 2 }) },
  // Tables of their own.
  { name: 'own spreadsheet', weight: 5, script: simple(colleague, 'own-sheet') },
  { name: 'not in the thread', weight: 4, script: simple(colleague, 'own-sheet', { threading: 'none' }) },
  { name: 'labels and values', weight: 1, script: simple(mailbox, 'labels') },
  { name: 'first and last name', weight: 1, script: simple(colleague, 'two-names') },
  { name: 'all rows, one filled', weight: 1, script: simple(mailbox, 'all-rows') },
  { name: 'csv file', weight: 3, script: simple(colleague, 'csv') },
  { name: 'table in Word', weight: 2, script: simple(colleague, 'word') },
  { name: 'table in a PDF', weight: 1, script: simple(mailbox, 'pdf') },
  { name: 'table in the mail', weight: 4, script: simple(mailbox, 'html-table') },
  // Words.
  { name: 'sentence', weight: 8, script: simple(colleague, 'sentence') },
  { name: 'short sentence', weight: 2, script: simple(colleague, 'short') },
  { name: '"I am the contact"', weight: 5, script: simple(contact, 'i-am') },
  // Early, late, again, in pieces.
  { name: 'answer on a weekend', weight: 2, script: (cast) => script([answers(cast, cast.contact, 'i-am', weekend(cast))]) },
  { name: 'answer in the night', weight: 3, script: (cast) => script([answers(cast, 'mailbox', 'filled-list', roundNight(cast))]) },
  { name: 'answer too late', weight: 4, script: (cast) => script([answers(cast, cast.colleague, 'filled-list', late(cast))]) },
  { name: 'answer after the logins', weight: 2, script: (cast) => script([answers(cast, 'mailbox', 'sentence', afterLogins(cast))]) },
  { name: 'answer while paused', weight: 2, script: (cast) => script([answers(cast, cast.colleague, 'sentence', inThePause(cast))]) },
  { name: 'put off by the server twice', weight: 2, script: (cast) => script([answers(cast, 'mailbox', 'filled-list', inTime(cast, 4))], [], 'defers-twice') },
  { name: 'another contact later', weight: 2, script: changing },
  // Not enough: asked for, and given.
  { name: 'e-mail missing', weight: 5, script: forgetful },
  { name: 'slip in the address', weight: 1, script: slip },
  { name: 'same as last year', weight: 1, script: likeLastYear },
  { name: 'empty form', weight: 1, script: emptyForm },
  { name: 'locked file', weight: 1, script: locked },
  { name: 'scan', weight: 1, script: scanned },
  // Questions, which the department answers.
  { name: 'question', weight: 3, script: question },
  { name: 'list and a question', weight: 2, script: listAndQuestion },
  { name: 'question answered late', weight: 2, script: questionAnsweredLate },
  { name: 'asks for more time', weight: 2, script: moreTimeAsked },
  { name: 'question, forged answer', weight: 1, script: forgedAnswer },
  { name: 'login asked by a colleague', weight: 1, script: colleagueWantsLogin },
  // The contact and the login.
  { name: 'login asked again', weight: 3, script: loginAgain },
  { name: 'another contact at last', weight: 2, script: successor },
  { name: 'contact dead, replaced', weight: 2, script: replaced },
  { name: 'contact elsewhere', weight: 2, script: (cast) => elsewhere(cast) },
  { name: 'contact elsewhere, late yes', weight: 1, script: elsewhereLate },
  { name: 'contact elsewhere, no yes', weight: 1, script: (cast) => elsewhere(cast, null) },
  { name: 'exempted', weight: 2, script: exempted },
  // For a person.
  { name: 'decline', weight: 1, script: (cast) => script([decline(cast)], ['review']) },
  { name: 'own letter back', weight: 1, script: (cast) => script([ownLetter(cast)], ['review']) },
  { name: 'encrypted mail', weight: 1, script: (cast) => script([secret(cast)], ['review']) },
  { name: 'answer from gmail', weight: 2, script: (cast) => script([stranger(cast)], ['review']) },
  { name: 'forged sender', weight: 1, script: (cast) => script([forgery(cast)], ['review']) },
  { name: 'forged, then the answer', weight: 1, script: (cast) => script([forgery(cast), answers(cast, 'mailbox', 'filled-list', inTime(cast, 5))], ['review']) },
  // Machines.
  { name: 'out of office', weight: 4, script: absent },
  { name: 'out of office in Swedish', weight: 1, script: (cast) => absent(cast, 'sv') },
  { name: 'out of office in English', weight: 1, script: (cast) => absent(cast, 'en') },
  { name: 'receipts first', weight: 4, script: (cast) => script([receipts(cast), answers(cast, 'mailbox', 'filled-list', inTime(cast, 1))]) },
  { name: 'newsletter first', weight: 2, script: newsletterFirst },
  { name: 'delay report first', weight: 1, script: (cast) => script([report(cast, 'delayed'), answers(cast, 'mailbox', 'filled-list', inTime(cast, 2))]) },
  { name: 'mailbox dead (report)', weight: 2, script: (cast) => script([report(cast, 'failed')], ['bounced']) },
  { name: 'mailbox dead (words)', weight: 1, script: (cast) => script([bounceInWords(cast)], ['bounced']) },
  { name: 'mailbox dead (refused)', weight: 1, script: () => script([], ['bounced'], 'refuses') },
  { name: 'silent', weight: 2, script: () => script([]) },
  { name: 'silent but for receipts', weight: 1, script: (cast) => script([receipts(cast)]) },
];
