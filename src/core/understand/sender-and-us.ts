// What passes between the sender and us: where an answer goes, whether the mail answers one of ours, which addresses are our own.
// It refuses an answer to a mailbox that takes none, and to a Reply-To elsewhere.
import { domainOf, kommuneOfDomain } from '../kommune.ts';
import type { InboundMail } from '../mail.ts';
import type { ReadingContext } from '../match.ts';

/** Reply-To only when it is at the same kommune (or the same domain) as From; otherwise From. RFC 5322 3.6.2. */
export function answerAddress(mail: InboundMail, context: ReadingContext): string | null {
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
export function answersOurs(mail: InboundMail, context: ReadingContext): boolean {
  return mail.subject.toUpperCase().includes(`[${context.subjectTagPrefix}-`) || [mail.inReplyTo ?? '', ...mail.references].some((id) => id.toLowerCase().endsWith(`@${context.ownDomain}>`));
}

export function isOwn(address: string, context: ReadingContext): boolean {
  const domain = domainOf(address);
  return domain === context.ownDomain || domain.endsWith(`.${context.ownDomain}`) || address.toLowerCase() === context.ownAddress;
}
