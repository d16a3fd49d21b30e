// Finds the kommune a mail is about by weighing evidence: sender domain, signed reply address, thread, subject tag, and the names in list, text and files.
// It refuses to settle a contradiction, and never takes a thread or a tag alone for proof: both travel with a forwarded mail.
import { dmarcDomain, dmarcResult } from './authentication.ts';
import { domainOf, kommuneOfDomain, type Kommune, type Register } from './kommune.ts';
import { kommuneNearField, kommuneOfCode, kommuneOfField, kommunerIn } from './kommune-names.ts';
import type { InboundMail } from './mail.ts';
import type { NewestText } from './newest-text.ts';
import type { ReportRules } from './report/model.ts';
import type { FoundContact } from './contacts/found.ts';

export type ReadingContext = {
  readonly register: Register;
  readonly campaignId: string;
  readonly ownAddress: string;
  readonly ownDomain: string;
  readonly authservId: string;
  /** ISO day on which regions are looked up. */
  readonly day: string;
  readonly subjectTagPrefix: string;
  /** The kommune whose signed reply address (lige+TOKEN@…) carries this token; undefined for a token that we did not sign. */
  readonly kommuneOfReplyToken?: (token: string) => string | undefined;
  /** The rules of the campaign's report; without them no report is read. */
  readonly report?: ReportRules;
  /** Who was the kommune's contact in the campaign before; undefined where there was none. */
  readonly lastYear?: (kommune: string) => LastYearsContact | undefined;
};

export type LastYearsContact = { readonly campaign: string; readonly name: string; readonly email: string; readonly phone: string | null };

export type Match = {
  /** The one kommune all evidence points to; undefined when there is none, or more than one. */
  readonly kommune: Kommune | undefined;
  /** Every kommune some evidence points to, by code, sorted. */
  readonly kommuner: readonly string[];
  /** True when the evidence weighs enough to register, and nothing speaks against it. */
  readonly sure: boolean;
  readonly evidence: readonly string[];
  /** Why a person has to look, one sentence each. */
  readonly doubts: readonly string[];
  /** The sender's own kommune by domain. */
  readonly senderKommune: Kommune | undefined;
  /** A private or foreign sender. */
  readonly senderIs: 'kommune' | 'private' | 'foreign' | 'own-house' | 'nobody';
};

type Source = 'domain' | 'token' | 'thread' | 'tag' | 'list' | 'text' | 'file' | 'address';
type Claim = { readonly kommune: Kommune; readonly source: Source; readonly says: string };

/**
 * What each source weighs, counted once. Only the kommune's own domain and a reply address that we signed prove a kommune; everything else
 * together does not: a forwarded mail carries thread and tag with it, and anyone can write a kommune's name.
 */
const weights: Readonly<Record<Source, number>> = { domain: 10, token: 10, thread: 3, tag: 1, list: 1, text: 1, file: 1, address: 1 };
const threshold = 10;

/** The kommune of a mail, with what speaks for it and against it. `contacts` and `emptyRows` come from findContacts. */
export function matchKommune(mail: InboundMail, newest: NewestText, contacts: readonly FoundContact[], emptyRows: readonly string[], context: ReadingContext, files: readonly string[] = mail.attachments.map((a) => a.filename)): Match {
  const { register } = context;
  const doubts: string[] = [];
  const claims: Claim[] = [];
  const sender = mail.from[0]?.address ?? '';
  const senderDomain = domainOf(sender);
  const senderKommune = senderDomain === '' ? undefined : kommuneOfDomain(register, senderDomain);
  const dmarc = dmarcResult(mail, context.authservId);
  if (mail.from.length > 1) doubts.push('The mail has more than one sender.');
  const elsewhere = mail.replyTo.find((r) => senderKommune && kommuneOfDomain(register, domainOf(r.address))?.code !== senderKommune.code);
  if (elsewhere) doubts.push(`The mail comes from ${senderDomain}, but asks for answers to ${elsewhere.address}.`);
  const passedFor = dmarcDomain(mail, context.authservId);
  if (dmarc === 'pass' && passedFor !== null && passedFor !== senderDomain) doubts.push(`The mail comes from ${senderDomain}, but what passed DMARC is ${passedFor} (${context.authservId}).`);
  if (dmarc === 'fail') doubts.push(`The mail claims to come from ${senderDomain}, but DMARC failed (${context.authservId}).`);
  if (senderKommune && dmarc !== 'fail') claims.push({ kommune: senderKommune, source: 'domain', says: `sender domain ${senderDomain} is ${possessive(senderKommune.name)}` });

  const token = tokenClaim(mail, context);
  if (token) claims.push(token);
  for (const { campaign, code, says } of [...threadMarks(mail, context), ...tagMarks(mail, context)]) {
    const kommune = kommuneOfCode(register, code);
    if (!kommune) continue;
    if (campaign !== context.campaignId) doubts.push(`${says}, which is of campaign ${campaign}, not ${context.campaignId}.`);
    else claims.push({ kommune, source: says.startsWith('the subject') ? 'tag' : 'thread', says });
  }
  claims.push(...claimsOfLists(contacts, emptyRows, register, doubts));
  for (const { kommune, full } of kommunerIn(register, newest.text)) if (full) claims.push({ kommune, source: 'text', says: `the text names ${kommune.name}` });
  for (const { kommune, written } of kommunerOfContact(register, newest.text)) claims.push({ kommune, source: 'text', says: `the text speaks of a contact person for ${written}` });
  for (const file of files) {
    for (const { kommune } of kommunerIn(register, file.replace(/\.\w{2,5}$/, '').replace(/_/g, ' '), 'file name')) claims.push({ kommune, source: 'file', says: `the file name ${file} names ${kommune.name}` });
  }
  // Where a contact's address lies says whose the mail is only where nothing else does: a neighbour's address is doubted elsewhere.
  const others = new Set(claims.map((c) => c.kommune));
  for (const contact of contacts) {
    const kommune = contact.email === null ? undefined : kommuneOfDomain(register, domainOf(contact.email));
    if (kommune && (others.size === 0 || others.has(kommune))) claims.push({ kommune, source: 'address', says: `the contact's address ${contact.email} is at ${possessive(kommune.name)} domain` });
  }

  const codes = [...new Set(claims.map((c) => c.kommune.code))].sort();
  const senderIs = kindOfSender(senderDomain, senderKommune, context);
  if (codes.length > 1) doubts.push(contradiction(claims));
  const kommune = codes.length === 1 ? claims[0]?.kommune : undefined;
  if (senderIs === 'private' && !token) doubts.push(`The mail comes from a private mailbox (${sender}), which proves no kommune.`);
  if (senderIs === 'foreign') doubts.push(`The sender's domain ${senderDomain} is no kommune's.`);
  if (senderIs === 'own-house') doubts.push(`The mail comes from our own house (${sender}).`);
  if (senderIs === 'nobody') doubts.push('The mail has no readable sender.');
  return {
    kommune, kommuner: codes, evidence: [...new Set(claims.map((c) => c.says))], doubts, senderKommune, senderIs,
    sure: kommune !== undefined && doubts.length === 0 && weightOf(claims) >= threshold,
  };
}

function weightOf(claims: readonly Claim[]): number {
  return [...new Set(claims.map((c) => c.source))].reduce((sum, source) => sum + weights[source], 0);
}

/** The kommune to which the mail that is answered was sent, by the signed part of the address it comes back to (RFC 5233, subaddressing). */
function tokenClaim(mail: InboundMail, context: ReadingContext): Claim | undefined {
  const [local = '', domain = ''] = context.ownAddress.toLowerCase().split('@');
  for (const { address } of [...mail.to, ...mail.cc]) {
    const [user = '', host = ''] = address.toLowerCase().split('@');
    if (host !== domain || !user.startsWith(`${local}+`)) continue;
    const code = context.kommuneOfReplyToken?.(user.slice(local.length + 1));
    const kommune = code === undefined ? undefined : kommuneOfCode(context.register, code);
    if (kommune) return { kommune, source: 'token', says: `it comes to the reply address that we signed for ${kommune.name}` };
  }
  return undefined;
}

/** "Kontaktperson for Herning er …": behind these words a bare name is a kommune's, though it may be a surname or a word elsewhere. */
function kommunerOfContact(register: Register, text: string): readonly { readonly kommune: Kommune; readonly written: string }[] {
  const named = [
    /[Kk]ontakt-?\s?person(?:en)?\s+(?:for|i|hos|ved|fra)\s+(\p{Lu}[\p{L}-]*(?: \p{Lu}[\p{L}-]*)?)/gu,
    /(?:^|[.!\n]\s*)(?:For|I|Hos|Fra)\s+(\p{Lu}[\p{L}-]*(?: \p{Lu}[\p{L}-]*)?)(?= (?:er|bliver|har)\b)/gu,
    /(\p{Lu}[\p{L}-]{2,})s\s+kontakt-?\s?person/gu,
    /(?:svarer|svaret|svar)\s+(?:for|fra)\s+(\p{Lu}[\p{L}-]*(?: \p{Lu}[\p{L}-]*)?)/gu,
    /kontakt-?\s?person[^.\n]{0,120},? i (\p{Lu}[\p{L}-]+)(?=[.\n]|$)/gu,
  ].flatMap((pattern) => [...text.matchAll(pattern)].map(([, written = '']) => written));
  return named.flatMap((written) => {
    const kommune = kommuneOfField(register, written) ?? kommuneOfField(register, written.split(' ')[0] ?? '');
    return kommune ? [{ kommune, written }] : [];
  });
}

function possessive(name: string): string {
  return `${name}'s`;
}

function contradiction(claims: readonly Claim[]): string {
  const sides = new Map<string, string[]>();
  for (const claim of claims) sides.set(claim.kommune.name, [...new Set([...(sides.get(claim.kommune.name) ?? []), claim.says])]);
  return `The evidence points to different kommuner: ${[...sides].map(([name, says]) => `${name} (${says.join('; ')})`).join(' against ')}.`;
}

type Mark = { readonly campaign: string; readonly code: string; readonly says: string };

/** Our Message-IDs in In-Reply-To and References: <KIND.CAMPAIGN.KKKK[.N]@DOMAIN> (contract.md). */
function threadMarks(mail: InboundMail, context: ReadingContext): readonly Mark[] {
  const marks = new Map<string, Mark>();
  for (const id of [mail.inReplyTo ?? '', ...mail.references]) {
    const found = /^<([a-z]+)\.([\w-]+)\.(\d{4})(?:\.[\w-]+)*@([^>]+)>$/i.exec(id);
    if (!found || (found[4] ?? '').toLowerCase() !== context.ownDomain.toLowerCase()) continue;
    const [, , campaign = '', code = ''] = found;
    marks.set(campaign + code, { campaign, code, says: `the mail answers ours to ${kommuneOfCode(context.register, code)?.name ?? code} (${id})` });
  }
  return [...marks.values()];
}

/** The tag at the end of our subjects: [LIGE-2024-0751]. */
function tagMarks(mail: InboundMail, context: ReadingContext): readonly Mark[] {
  const pattern = new RegExp(`\\[\\s*${context.subjectTagPrefix}-([\\w]+)-(\\d{4})\\s*\\]`, 'gi');
  return [...mail.subject.matchAll(pattern)].map(([tag, campaign = '', code = '']) => ({ campaign, code, says: `the subject carries ${tag}` }));
}

/** Kommuner written beside contacts, or in the only row of an empty list. A field that names no known kommune is a doubt. */
function claimsOfLists(contacts: readonly FoundContact[], emptyRows: readonly string[], register: Register, doubts: string[]): readonly Claim[] {
  const claims: Claim[] = [];
  for (const contact of contacts) {
    const byName = contact.kommuneText === null ? undefined : kommuneOfField(register, contact.kommuneText);
    const byCode = contact.codeText === null ? undefined : kommuneOfField(register, contact.codeText);
    const near = contact.kommuneText === null || byName ? undefined : kommuneNearField(register, contact.kommuneText);
    if (contact.kommuneText !== null && !byName && !near) doubts.push(`"${contact.kommuneText}" at ${contact.from} is no kommune that is known here.`);
    if (near) claims.push({ kommune: near, source: 'list', says: `"${contact.kommuneText}" at ${contact.from} looks like a slip for ${near.name}` });
    if (contact.codeText !== null && !byCode) doubts.push(`"${contact.codeText}" at ${contact.from} is no known code of a kommune.`);
    for (const kommune of new Set([byName, byCode])) if (kommune) claims.push({ kommune, source: 'list', says: `${contact.from.replace(/![^!]*$/, '')} names ${kommune.name}` });
  }
  const [only] = emptyRows;
  if (contacts.length === 0 && emptyRows.length === 1 && only !== undefined) {
    const kommune = kommuneOfField(register, only);
    if (kommune) claims.push({ kommune, source: 'list', says: `the unfilled list names ${kommune.name}` });
  }
  return claims;
}

const privateDomains = /^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|mac|protonmail|proton|aol|gmx|mail|email|youmail)\.(?:com|dk|net|de|me|co\.uk|se|no)$|^(?:proton\.me|pm\.me|jubii\.dk|ofir\.dk|tdcadsl\.dk|stofanet\.dk|youmail\.dk|sol\.dk|webspeed\.dk|mail\.tele\.dk|get2net\.dk|privat\.dk|oncable\.dk|fibermail\.dk)$/;

function kindOfSender(domain: string, kommune: Kommune | undefined, context: ReadingContext): Match['senderIs'] {
  if (domain === '') return 'nobody';
  if (kommune) return 'kommune';
  if (domain === context.ownDomain || domain.endsWith(`.${context.ownDomain}`)) return 'own-house';
  return privateDomains.test(domain) ? 'private' : 'foreign';
}
