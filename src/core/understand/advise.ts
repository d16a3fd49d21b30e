// Says what a person's mail is and what follows from it: the kinds it is of, the outcome that is advised, and what would have to be asked for.
// It refuses to accept by default: every way to review comes before accept, and each gives its reason.
import { opensLikeOutOfOffice, type MachineVerdict } from '../classify.ts';
import { isComplete, type FoundContact } from '../contacts.ts';
import type { ContentSigns } from '../content-kinds.ts';
import { domainOf, kommuneOfDomain } from '../kommune.ts';
import type { Document } from '../mail.ts';
import type { Match } from '../match.ts';
import { holdsOurMail } from '../newest-text.ts';
import { missingThings, type MailKind, type Missing, type Outcome } from '../reading.ts';
import type { Choice } from './choose.ts';
import { kommuneOfContact } from './fields.ts';
import type { FormRead } from '../report/sheet.ts';
import { adviseOnForm } from './report-form.ts';
import { isOwn } from './sender-and-us.ts';
import type { Base } from './told.ts';

export type Kinds = { readonly kind: MailKind; readonly also: readonly MailKind[]; readonly reasons: readonly string[] };

export function kindsOf(contacts: readonly FoundContact[], listSeen: boolean, signs: ContentSigns, unread: boolean, noFile: boolean): Kinds {
  const all: [MailKind, string][] = [];
  if (contacts.length > 0) all.push(['contact-list', 'It names a contact person.']);
  else if (signs.announcesList && unread && !signs.report) all.push(['contact-list', 'It brings a list in a file that cannot be read.']);
  else if (signs.sameAsLastYear) all.push(['contact-list', 'It points to the contact of an earlier year.']);
  if (signs.report) all.push(['report', 'A file, the subject or the text says that it brings the report.']);
  if (signs.loginRequest) all.push(['login-request', 'It asks for a login.']);
  if (signs.decline) all.push(['decline', 'It says that the kommune will not take part.']);
  if (signs.question) all.push(['question', 'It asks a question.']);
  if (all.length === 0 && listSeen) all.push(['contact-list', 'It brings the contact list, not filled in.']);
  if (all.length === 0 && signs.bringsList && noFile) all.push(['contact-list', 'It says that it brings the list, but there is none.']);
  if (all.length === 0 && unread) all.push(['contact-list', 'It brings a file that cannot be read and may be the list.']);
  const [first] = all;
  if (!first) return { kind: 'other', also: [], reasons: ['Nothing in it is a contact, a report, a question or a request.'] };
  return { kind: first[0], also: all.slice(1).map(([kind]) => kind), reasons: all.map(([, reason]) => reason) };
}

type Everything = Base & { readonly match: Match; readonly choice: Choice; readonly unread: readonly Document[]; readonly kinds: Kinds; readonly signs: ContentSigns; readonly machine: MachineVerdict | null; readonly listSeen: boolean; readonly form: FormRead | undefined };
type Advice = { readonly outcome: Outcome; readonly missing: readonly Missing[]; readonly reasons: readonly string[] };

/** The outcome, by the first rule that holds; every way to review comes before accept. */
export function advise(all: Everything): Advice {
  const { mail, match, choice, unread, kinds, machine } = all;
  const missing = missingOf(all);
  const review = (...reasons: readonly string[]): Advice => ({ outcome: 'review', missing, reasons });
  if (mail.from.length === 0) return review('The sender cannot be read.');
  if (mail.broken) return review('Parts of the mail could not be read.');
  if (mail.altered) return review('The signature of the mail (S/MIME) does not fit what was signed.');
  if (machine) return review(`${machine.reason} But it brings a filled-in ${all.form ? 'report' : 'list'}.`);
  if (isOwn(mail.from[0]?.address ?? '', all.context)) return review(...match.doubts);
  switch (kinds.kind) {
    case 'contact-list': return adviseOnContacts(all, missing);
    case 'report': return all.form ? { missing: [], ...adviseOnForm(all.form, mail, match, kinds.also, all.context) } : review('Reports by mail are looked at by a person.', ...match.doubts);
    case 'decline': return review('Whether a kommune is exempt is for a person to say.');
    case 'login-request': return { outcome: 'forward', missing: [], reasons: ['Only the registered contact is sent a login without a person.', ...match.doubts] };
    case 'question': return { outcome: 'forward', missing: [], reasons: ['A person answers questions.', ...match.doubts] };
    case 'other': case 'auto-reply': case 'bounce': case 'receipt': case 'bulk':
      return review(choice.contacts.length === 0 && unread.length === 0 ? 'A person wrote it, and it is not clear what it asks of us.' : 'It could not be placed.');
  }
}

/** What the sender can't mend by sending it again: opened by a person, or not at all. */
const forAPerson: ReadonlySet<NonNullable<Document['unread']>> = new Set(['not-fetched', 'encrypted', 'too-much']);

function adviseOnContacts(all: Everything, missing: readonly Missing[]): Advice {
  const { match, choice, unread, newest, context, kinds, signs } = all;
  const { contacts } = choice;
  const reasons: string[] = [...choice.doubts, ...match.doubts];
  if (holdsOurMail(newest.text)) reasons.push('The text holds a mail of ours that is not set off as a quotation.');
  if (contacts.length > 0 && holdsControls(all)) reasons.push('Control sequences stand in the text or in a list, and may hide something.');
  if (opensLikeOutOfOffice(newest) && contacts.length > 0) reasons.push('The text opens like an out-of-office message.');
  if (kinds.also.includes('decline')) reasons.push('It also says that the kommune will not take part.');
  for (const { source, problem, unread: why } of unread) if (why !== undefined && forAPerson.has(why)) reasons.push(`${source}: ${problem}`);
  if (contacts.length > 0 && unread.length > 0) reasons.push(`A contact was found, but ${unread.map((d) => d.source).join(', ')} could not be read.`);
  // Answers that name nobody in words are seen through only when nothing else is said.
  if (contacts.length === 0 && signs.sameAsLastYear && kinds.also.length > 0) reasons.push('It points to the contact of an earlier year, and says more.');
  for (const contact of contacts) {
    const kommune = kommuneOfContact(contact, match, context);
    const owner = contact.email === null ? undefined : kommuneOfDomain(context.register, domainOf(contact.email));
    if (contact.email !== null && !owner) reasons.push(`The contact's address ${contact.email} is not at the kommune's own domain.`);
    else if (owner && kommune && owner.code !== kommune.code) reasons.push(`The contact's address ${contact.email} is ${owner.name}'s, not ${kommune.name}'s.`);
  }
  const askForKommune = match.kommuner.length === 0 && match.senderIs === 'foreign' && contacts.length > 0 && choice.doubts.length === 0 && unread.length === 0 && match.doubts.length === 1;
  if (askForKommune && contacts.every((c) => c.email !== null && c.problems.length === 0)) return { outcome: 'clarify', missing, reasons: ['Which kommune it is about is said nowhere.'] };
  if (reasons.length > 0) return { outcome: 'review', missing, reasons: [...new Set(reasons)] };
  if (contacts.length === 0) return { outcome: 'clarify', missing, reasons: [unread.length > 0 ? 'The file that may hold the list cannot be read.' : 'Neither a name nor an address is given.'] };
  if (contacts.some((c) => !isComplete(c))) return { outcome: 'clarify', missing, reasons: ['A name or an address is missing.'] };
  if (!match.sure || contacts.length !== 1) return { outcome: 'review', missing, reasons: ['The kommune is not proved.'] };
  return { outcome: 'accept', missing, reasons: ['The sender is the kommune, and name and address were found in the mail.'] };
}

/** ESC and its one-byte form (ECMA-48): nobody types them, and what a person was shown behind them nobody knows. */
function holdsControls({ newest, documents }: Everything): boolean {
  const holds = (text: string) => text.includes('\u001b') || text.includes('\u009b');
  return holds(newest.text) || documents.some((d) => d.tables.some((t) => t.rows.some((row) => row.some((cell) => holds(cell.text)))));
}

/** What would have to be asked for, in the contract's order. */
function missingOf({ kinds, choice, unread, match }: Everything): readonly Missing[] {
  if (kinds.kind !== 'contact-list') return [];
  const missing = new Set<Missing>();
  if (choice.contacts.length === 0) {
    if (unread.length > 0) missing.add('readable-attachment');
    else { missing.add('name'); missing.add('email'); }
  }
  if (choice.contacts.length > 0 && !choice.contacts.some(isComplete)) {
    if (choice.contacts.every((c) => c.name === null)) missing.add('name');
    if (choice.contacts.every((c) => c.email === null)) missing.add('email');
  }
  if (match.kommuner.length === 0 && choice.contacts.length > 0) missing.add('kommune');
  return missingThings.filter((m) => missing.has(m));
}
