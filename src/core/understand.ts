// Puts the reading of one mail together: its kind, its kommune, its contacts, and the outcome that is advised.
// It refuses to guess: accept needs proof of the kommune and of each field, and whatever is odd goes to a person.
import { bounded } from './bounded.ts';
import { classifyMachine, opensLikeOutOfOffice, type MachineVerdict } from './classify.ts';
import { findContacts, isComplete, type FoundContact } from './contacts.ts';
import { notPlain } from './contacts/plain-words.ts';
import { contentSigns, type ContentSigns } from './content-kinds.ts';
import { domainOf, foldName, kommuneOfDomain, regionOf, type Kommune } from './kommune.ts';
import { isKommuneName, kommuneNearField, kommuneOfCode, kommuneOfField } from './kommune-names.ts';
import { matchKommune, type Match, type ReadingContext } from './match.ts';
import { headerValue, type Document, type InboundMail } from './mail.ts';
import { holdsOurMail, newestText, type NewestText } from './newest-text.ts';
import { missingThings, type MailKind, type Missing, type Outcome, type ReadContact, type Understanding } from './reading.ts';
import { sentencesOf } from './words.ts';

export type { ReadingContext } from './match.ts';

/** What the bot makes of one mail and its documents (contract.md). Pure: the same mail gives the same answer. */
export function understand(whole: InboundMail, read: readonly Document[], context: ReadingContext): Understanding {
  const { mail, documents } = bounded(whole, read);
  const newest = newestText(mail.text);
  const machine = classifyMachine(mail, newest);
  const found = findContacts(mail, documents, newest, {
    isPlace: (words) => isKommuneName(context.register, words),
    isOurs: (address) => isOwn(address, context),
    answersOurs: answersOurs(mail, context),
    askedFor: new RegExp(`^<clarify\\.[^@]*@${context.ownDomain.replaceAll('.', '\\.')}>$`, 'i').test(mail.inReplyTo ?? ''),
  });
  const base = { mail, documents, context, newest };
  const filledList = found.contacts.some((c) => c.origin === 'table' && !c.from.startsWith('body') && isComplete(c));
  if (machine && !filledList) return ofMachine(base, machine);

  // Answers to a login request and the like keep their contact out of the way: who asks for a login does not name a contact by signing.
  const signs = contentSigns(mail, newest, documents);
  const contacts = signs.loginRequest ? found.contacts.filter((c) => c.origin !== 'self') : found.contacts;
  const match = matchKommune(mail, newest, contacts, found.emptyRows, context);
  const choice = choose(contacts, newest, match, context);
  const unread = documents.filter((d) => d.readAs === null && d.problem !== null);
  const kinds = kindsOf(choice.contacts, found.listSeen, signs, unread.length > 0);
  const advice = advise({ ...base, match, choice, unread, kinds, signs, machine, listSeen: found.listSeen });
  return {
    ...common(base, match),
    kind: kinds.kind, also: kinds.also, outcome: advice.outcome, missing: advice.missing,
    contacts: choice.contacts.map((c) => toReadContact(c, match, context)),
    problems: [...mail.problems, ...choice.contacts.flatMap((c) => c.problems), ...unread.map((d) => `${d.source}: ${d.problem}`)],
    reasons: [...kinds.reasons, ...advice.reasons],
    bounce: null,
    answerTo: machine ? null : answerAddress(mail, context),
    notes: [...choice.contacts.flatMap((c) => c.notes), ...regionNotes(choice.contacts, match, context)],
  };
}

type Base = { readonly mail: InboundMail; readonly documents: readonly Document[]; readonly context: ReadingContext; readonly newest: NewestText };

function common({ documents, newest }: Base, match: Match) {
  return {
    kommune: match.kommune?.code ?? null,
    kommuner: match.kommuner,
    text: newest.text,
    attachments: documents.filter((d) => d.source !== 'body').map((d) => ({ filename: d.source, contentType: d.contentType, bytes: d.bytes, readAs: d.readAs, problem: d.problem })),
    evidence: match.evidence,
  };
}

/** Machines are never answered (design rule 5). The kommune is told so that a bounce can be flagged on its case. */
function ofMachine(base: Base, machine: MachineVerdict): Understanding {
  const { mail, context, newest } = base;
  const match = matchKommune(mail, newest, [], [], context);
  const recipient = mail.report?.recipients[0];
  const dead = machine.kind !== 'bounce' && !recipient ? null : recipient?.address || failedRecipient(headerValue(mail, 'x-failed-recipients'), mail.text, context);
  const ofDead = dead === null ? undefined : kommuneOfDomain(context.register, domainOf(dead));
  const original = mail.report?.originalMessageId ?? null;
  const ofOriginal = original === null ? undefined : kommuneOfCode(context.register, /^<[a-z]+\.[\w-]+\.(\d{4})(?:\.[\w-]+)*@/i.exec(original)?.[1] ?? '');
  const byReport = machine.kind === 'bounce' || machine.kind === 'receipt' ? ofOriginal ?? ofDead : undefined;
  const kommune = byReport ?? match.kommune;
  const evidence = [...match.evidence];
  if (ofOriginal) evidence.push(`the returned mail is ours to ${ofOriginal.name} (${original})`);
  else if (ofDead && dead !== null) evidence.push(`the address ${dead} is ${ofDead.name}'s`);
  return {
    ...common(base, match),
    kommune: kommune?.code ?? null,
    kommuner: kommune ? [...new Set([kommune.code, ...match.kommuner])].sort() : match.kommuner,
    evidence,
    kind: machine.kind, also: [], outcome: 'ignore', missing: [], contacts: [],
    problems: [...mail.problems],
    reasons: [machine.reason, 'Machines are never answered.'],
    bounce: machine.kind === 'bounce' ? { recipient: dead, permanent: isPermanent(mail), originalMessageId: original } : null,
    answerTo: null, notes: [],
  };
}

/** Permanent by RFC 3463: status 5.x.x, or action "failed" without a status of class 4. */
function isPermanent(mail: InboundMail): boolean {
  const recipient = mail.report?.recipients[0];
  if (!recipient) return !/forsinket|delayed|\b4\.\d\.\d\b/i.test(`${mail.subject} ${mail.text.slice(0, 500)}`);
  return recipient.status.startsWith('5') || (recipient.action === 'failed' && !recipient.status.startsWith('4'));
}

function failedRecipient(header: string | undefined, text: string, context: ReadingContext): string | null {
  const written = header ?? text.slice(0, 3000);
  const all = written.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
  return all.map((a) => a.toLowerCase()).find((a) => kommuneOfDomain(context.register, domainOf(a)) !== undefined && !isOwn(a, context)) ?? null;
}

type Choice = { readonly contacts: readonly FoundContact[]; readonly doubts: readonly string[] };

/** The contacts that count: the complete ones, unless there is none. Two that differ for one kommune are a conflict, unless the text names one. */
function choose(found: readonly FoundContact[], newest: NewestText, match: Match, context: ReadingContext): Choice {
  const complete = found.filter(isComplete);
  const partial = found.filter((c) => !isComplete(c));
  // What is less than a contact beside a whole one is noise only if it says nothing else.
  const stray = partial.filter((p) => !complete.some((c) => p.name !== null && c.name !== null && foldName(c.name).includes(foldName(p.name))));
  if (complete.length > 0 && stray.length > 0) return { contacts: [...complete, ...stray], doubts: ['Beside a whole contact there is one of which something is missing.'] };
  const contacts = complete.length > 0 ? complete : partial;
  const doubts = contacts.flatMap((c) => c.doubts);
  const groups = new Map<string, FoundContact[]>();
  for (const c of contacts) {
    const code = kommuneOfContact(c, match, context)?.code ?? '';
    groups.set(code, [...(groups.get(code) ?? []), c]);
  }
  const kept: FoundContact[] = [];
  for (const group of groups.values()) {
    const named = group.length > 1 && group.every((c) => c.origin === 'table') ? namedInText(group, newest, (words) => isKommuneName(context.register, words)) : group;
    if (named.length > 1) doubts.push(`There is more than one contact for the same kommune: ${named.map((c) => `${c.name ?? '?'} <${c.email ?? '?'}>`).join(', ')}.`);
    kept.push(...named);
  }
  return { contacts: kept, doubts: [...new Set(doubts)] };
}

/** Of several in a list, the one that a sentence on the contact person names; all when it names none or more. */
function namedInText(group: readonly FoundContact[], newest: NewestText, isPlace: (words: string) => boolean): readonly FoundContact[] {
  const sentences = sentencesOf(newest.body).filter((s) => /kontakt-?\s?person/i.test(s.text) && !/\?|\beller\b/i.test(s.text) && notPlain(s.text, group.flatMap((c) => (c.name === null ? [] : [c.name])), isPlace) === null);
  const named = group.filter((c) => c.name !== null && sentences.some((s) => s.text.includes(c.name ?? '')));
  return named.length === 1 ? named : group;
}

function kommuneOfContact(contact: FoundContact, match: Match, context: ReadingContext): Kommune | undefined {
  const field = contact.kommuneText ?? contact.codeText;
  return (field === null ? undefined : kommuneOfField(context.register, field) ?? kommuneNearField(context.register, field)) ?? match.kommune;
}

function toReadContact(contact: FoundContact, match: Match, context: ReadingContext): ReadContact {
  const kommune = kommuneOfContact(contact, match, context);
  return {
    kommune: kommune?.code ?? null, name: contact.name, email: contact.email, phone: contact.phone,
    region: kommune ? regionOf(context.register, kommune, context.day).code : regionRead(contact.regionText, context)?.code ?? null,
    from: contact.from,
  };
}

function regionRead(text: string | null, context: ReadingContext) {
  if (text === null) return undefined;
  const folded = foldName(text.replace(/\bregion\b/gi, ''));
  return context.register.regions.find((r) => r.code !== null && r.code === text.trim()) ?? context.register.regions.find((r) => foldName(r.name.replace(/^Region /, '')) === folded);
}

/** A region that differs from the register is no reason to ask: it is looked up, and the difference is told in the acknowledgement. */
function regionNotes(contacts: readonly FoundContact[], match: Match, context: ReadingContext): readonly string[] {
  return contacts.flatMap((contact) => {
    const kommune = kommuneOfContact(contact, match, context);
    const read = regionRead(contact.regionText, context);
    if (!kommune || !read) return [];
    const right = regionOf(context.register, kommune, context.day);
    const heir = context.register.regions.find((r) => r.replaces?.includes(kommune.region));
    if ([right.name, heir?.name].includes(read.name) || read.code === kommune.region) return [];
    return [`I har skrevet ${read.name}. ${kommune.name} ligger i ${right.name}, og det er den, vi har noteret.`];
  });
}

type Kinds = { readonly kind: MailKind; readonly also: readonly MailKind[]; readonly reasons: readonly string[] };

function kindsOf(contacts: readonly FoundContact[], listSeen: boolean, signs: ContentSigns, unread: boolean): Kinds {
  const all: [MailKind, string][] = [];
  if (contacts.length > 0) all.push(['contact-list', 'It names a contact person.']);
  else if (signs.announcesList && unread && !signs.report) all.push(['contact-list', 'It brings a list in a file that cannot be read.']);
  if (signs.report) all.push(['report', 'A file, the subject or the text says that it brings the report.']);
  if (signs.loginRequest) all.push(['login-request', 'It asks for a login.']);
  if (signs.decline) all.push(['decline', 'It says that the kommune will not take part.']);
  if (signs.question) all.push(['question', 'It asks a question.']);
  if (all.length === 0 && listSeen) all.push(['contact-list', 'It brings the contact list, not filled in.']);
  if (all.length === 0 && unread) all.push(['contact-list', 'It brings a file that cannot be read and may be the list.']);
  const [first] = all;
  if (!first) return { kind: 'other', also: [], reasons: ['Nothing in it is a contact, a report, a question or a request.'] };
  return { kind: first[0], also: all.slice(1).map(([kind]) => kind), reasons: all.map(([, reason]) => reason) };
}

type Everything = Base & { readonly match: Match; readonly choice: Choice; readonly unread: readonly Document[]; readonly kinds: Kinds; readonly signs: ContentSigns; readonly machine: MachineVerdict | null; readonly listSeen: boolean };
type Advice = { readonly outcome: Outcome; readonly missing: readonly Missing[]; readonly reasons: readonly string[] };

/** The outcome, by the first rule that holds; every way to review comes before accept. */
function advise(all: Everything): Advice {
  const { mail, match, choice, unread, kinds, machine } = all;
  const missing = missingOf(all);
  const review = (...reasons: readonly string[]): Advice => ({ outcome: 'review', missing, reasons });
  if (mail.from.length === 0) return review('The sender cannot be read.');
  if (machine) return review(`${machine.reason} But it brings a filled-in list.`);
  if (isOwn(mail.from[0]?.address ?? '', all.context)) return review(...match.doubts);
  switch (kinds.kind) {
    case 'contact-list': return adviseOnContacts(all, missing);
    case 'report': return review('Reports by mail are looked at by a person.', ...match.doubts);
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
  const { match, choice, unread, newest, context, kinds } = all;
  const { contacts } = choice;
  const reasons: string[] = [...choice.doubts, ...match.doubts];
  if (holdsOurMail(newest.text)) reasons.push('The text holds a mail of ours that is not set off as a quotation.');
  if (opensLikeOutOfOffice(newest) && contacts.length > 0) reasons.push('The text opens like an out-of-office message.');
  if (kinds.also.includes('decline')) reasons.push('It also says that the kommune will not take part.');
  for (const { source, problem, unread: why } of unread) if (why !== undefined && forAPerson.has(why)) reasons.push(`${source}: ${problem}`);
  if (contacts.length > 0 && unread.length > 0) reasons.push(`A contact was found, but ${unread.map((d) => d.source).join(', ')} could not be read.`);
  for (const contact of contacts) {
    const kommune = kommuneOfContact(contact, match, context);
    const owner = contact.email === null ? undefined : kommuneOfDomain(context.register, domainOf(contact.email));
    if (contact.email !== null && !owner) reasons.push(`The contact's address ${contact.email} is not at the kommune's own domain.`);
    else if (owner && kommune && owner.code !== kommune.code) reasons.push(`The contact's address ${contact.email} is ${owner.name}'s, not ${kommune.name}'s.`);
  }
  const askForKommune = match.kommuner.length === 0 && match.senderIs === 'foreign' && contacts.length > 0 && choice.doubts.length === 0 && unread.length === 0 && match.doubts.length === 1;
  if (askForKommune && contacts.every((c) => c.email !== null && c.problems.length === 0)) return { outcome: 'clarify', missing, reasons: ['Which kommune it is about is said nowhere.'] };
  if (reasons.length > 0) return { outcome: 'review', missing, reasons: [...new Set(reasons)] };
  if (contacts.length === 0) return { outcome: 'clarify', missing, reasons: [unread.length > 0 ? 'The file that may hold the list cannot be read.' : 'The list came back without a name and an address.'] };
  if (contacts.some((c) => !isComplete(c))) return { outcome: 'clarify', missing, reasons: ['A name or an address is missing.'] };
  if (!match.sure || contacts.length !== 1) return { outcome: 'review', missing, reasons: ['The kommune is not proved.'] };
  return { outcome: 'accept', missing, reasons: ['The sender is the kommune, and name and address were found in the mail.'] };
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

/** Reply-To only when it is at the same kommune (or the same domain) as From; otherwise From. RFC 5322 3.6.2. */
function answerAddress(mail: InboundMail, context: ReadingContext): string | null {
  const from = mail.from[0]?.address.toLowerCase() ?? '';
  if (from === '' || isOwn(from, context)) return null;
  const replyTo = mail.replyTo.length === 1 ? mail.replyTo[0]?.address.toLowerCase() ?? '' : '';
  if (replyTo !== '' && replyTo !== from) {
    const [a, b] = [domainOf(from), domainOf(replyTo)];
    const owner = kommuneOfDomain(context.register, a);
    if (a === b || (owner !== undefined && kommuneOfDomain(context.register, b) === owner)) return replyTo;
  }
  return /^(?:no-?reply|ikke-?svar|donotreply)@/.test(from) ? null : from;
}

/** True for a mail in our thread or with our tag: no proof of a kommune, but of what the mail is about. */
function answersOurs(mail: InboundMail, context: ReadingContext): boolean {
  return mail.subject.toUpperCase().includes(`[${context.subjectTagPrefix}-`) || [mail.inReplyTo ?? '', ...mail.references].some((id) => id.toLowerCase().endsWith(`@${context.ownDomain}>`));
}

function isOwn(address: string, context: ReadingContext): boolean {
  const domain = domainOf(address);
  return domain === context.ownDomain || domain.endsWith(`.${context.ownDomain}`) || address.toLowerCase() === context.ownAddress;
}
