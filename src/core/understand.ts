// Puts the reading of one mail together: its kind, its kommune, its contacts, and the outcome that is advised.
// It refuses to guess: accept needs proof of the kommune and of each field, and whatever is odd goes to a person.
import { dmarcResult } from './authentication.ts';
import { bounded, boundedForms } from './bounded.ts';
import { classifyMachine, opensLikeOutOfOffice } from './classify.ts';
import { findContacts, findQuoted, isComplete, saysNothing } from './contacts.ts';
import { contentSigns, isPlainYes } from './content-kinds.ts';
import { displayName } from './contacts/sender.ts';
import { isKommuneName } from './kommune-names.ts';
import type { Document, InboundMail } from './mail.ts';
import { matchKommune, type ReadingContext } from './match.ts';
import { newestText } from './newest-text.ts';
import { ownQuotation } from './own-quotation.ts';
import type { Understanding } from './reading.ts';
import { advise, kindsOf } from './understand/advise.ts';
import { choose } from './understand/choose.ts';
import { formIn } from './understand/report-form.ts';
import { regionNotes, toReadContact } from './understand/fields.ts';
import { contactOfLastYear } from './understand/last-year.ts';
import { ofMachine } from './understand/machine.ts';
import { answerAddress, answersOurs, isOwn } from './understand/sender-and-us.ts';
import { notesOnFiles } from './understand/notes.ts';
import { told } from './understand/told.ts';

export type { ReadingContext } from './match.ts';

/** Our mail about a faulty sheet has a Message-ID like any clarification; its subject tells it (letters/receipt.ts). */
const aboutSheet = /^(?:\s*(?:sv|vs|re|fwd?|fw|aw|wg)\s*:)*\s*ret skemaet/i;

/** What the bot makes of one mail and its documents (contract.md). Pure: the same mail gives the same answer. */
export function understand(whole: InboundMail, read: readonly Document[], context: ReadingContext): Understanding {
  const { mail, documents: all } = bounded(whole, read);
  const { form, rest: documents } = formIn(all, boundedForms(read), context);
  const newest = newestText(mail.text, mail.from[0] === undefined ? null : displayName(mail.from[0].name));
  const verdict = classifyMachine(mail, newest);
  const needs = {
    isPlace: (words: string) => isKommuneName(context.register, words),
    isOurs: (address: string) => isOwn(address, context),
    answersOurs: answersOurs(mail, context),
    year: Number(context.day.slice(0, 4)),
    correctsOurs: new RegExp(`^<(?:ack|clarify|reminder)\\.[^@]*@${context.ownDomain.replaceAll('.', '\\.')}>$`, 'i').test(mail.inReplyTo ?? ''),
    // An answer about a report is none to who the contact is, whether its sheet comes along, can't be read or was forgotten.
    askedFor: form === undefined && !aboutSheet.test(mail.subject) && (new RegExp(`^<clarify\\.[^@]*@${context.ownDomain.replaceAll('.', '\\.')}>$`, 'i').test(mail.inReplyTo ?? '') || /^(?:\s*(?:sv|re)\s*:)+\s*vi mangler en oplysning/i.test(mail.subject)),
  };
  const first = findContacts(mail, documents, newest, needs);
  const own = first.contacts.length === 0 && !first.listSeen ? ownQuotation(mail, context) : undefined;
  // Only where the newest text says nothing does she mean what she wrote before.
  const found = own && saysNothing(newest.body, needs.isPlace) ? { ...first, contacts: findQuoted(mail, own, needs) } : first;
  const base = { mail, documents: all, context, newest };
  const filledList = found.contacts.some((c) => c.origin === 'table' && !c.from.startsWith('body') && isComplete(c));
  // "Læst: …" and "Ikke leveret til tiden …" begin a person's subject too: who names a contact without a doubt is one.
  const machine = verdict?.rule === 'subject' && verdict.kind !== 'auto-reply' && /kontakt-?\s?person|hermed|her kommer/i.test(newest.body) && !/(?<!\p{L})(?:din|jeres) (?:henvendelse|kontakt-?person|mail|sag)/iu.test(newest.body) && found.contacts.some((c) => isComplete(c) && c.doubts.length === 0) && !opensLikeOutOfOffice(newest) ? null : verdict;
  // What a person has filled in waits for a person, whatever the headers or the subject say; a returned mail of ours holds our own sheet.
  const filledForm = form !== undefined && (machine?.kind !== 'bounce' || machine.rule === 'subject');
  if (machine && !filledList && !filledForm) return ofMachine(base, machine);

  // Answers to a login request and the like keep their contact out of the way: who asks for a login does not name a contact by signing.
  // A sheet answers the login mail, whose subject speaks of a login: beside a sheet only the words of the text ask for one.
  const signs = form ? { ...contentSigns({ ...mail, subject: '' }, newest, documents), report: true, sameAsLastYear: false } : contentSigns(mail, newest, documents);
  const contacts = signs.loginRequest ? found.contacts.filter((c) => c.origin !== 'self') : found.contacts;
  const match = matchKommune(mail, newest, contacts, found.emptyRows, context, documents.map((d) => d.source));
  const chosen = choose(contacts, newest, match, context);
  const choice = chosen.contacts.length === 0 && signs.sameAsLastYear ? contactOfLastYear(match, context) : chosen;
  // Beside a contact in words a picture is decoration; without one it may be the list.
  const named = choice.contacts.some(isComplete);
  const unread = documents.filter((d) => d.readAs === null && d.problem !== null && !(named && d.unread === 'scanned' && /^image\//i.test(d.contentType)));
  const files = documents.filter((d) => d.source !== 'body' && (d.readAs !== null || d.problem !== null));
  const kinds = kindsOf(choice.contacts, found.listSeen, signs, unread.length > 0, files.length === 0);
  const advice = advise({ ...base, match, choice, unread, kinds, signs, machine, listSeen: found.listSeen, form });
  return {
    ...told(base, match),
    kind: kinds.kind, also: kinds.also, outcome: advice.outcome, missing: advice.missing,
    contacts: choice.contacts.map((c) => toReadContact(c, match, context)),
    problems: [...mail.problems, ...choice.contacts.flatMap((c) => c.problems), ...unread.map((d) => `${d.source}: ${d.problem}`)],
    reasons: [...kinds.reasons, ...advice.reasons],
    bounce: null, ...(form ? { report: form } : {}), sure: match.sure, ownDomain: match.senderKommune !== undefined && match.senderKommune === match.kommune, dmarcPass: dmarcResult(mail, context.authservId) === 'pass',
    yes: isPlainYes(newest.body) && files.length === 0,
    answerTo: machine ? null : answerAddress(mail, context),
    notes: [...choice.contacts.flatMap((c) => c.notes), ...regionNotes(choice.contacts, match, context), ...(advice.outcome === 'clarify' ? notesOnFiles(unread, signs, files.length === 0) : [])],
  };
}
