// Tells the department's answer to a forwarded question among the mails that come in: which question, whose words, and whether that is proved.
// It refuses to take a From header for proof: the words would leave under the state's name.
import { dmarcResult } from './authentication.ts';
import { domainOf } from './kommune.ts';
import type { InboundMail } from './mail.ts';
import type { Understanding } from './reading.ts';
import { displayName } from './contacts/sender.ts';
import { longestAnswer } from './letters/question-mails.ts';
import { newestText } from './newest-text.ts';
import { taskOfMessageId } from './task.ts';

export type Reply = {
  /** The task by which the question was forwarded, and its kommune; null for a question at the desk. */
  readonly task: string;
  readonly kommune: string | null;
  readonly text: string;
  /** Why it can't be sent as it is; null when it can. */
  readonly problem: string | null;
};

export type ReplyContext = {
  readonly campaignId: string;
  readonly ownDomain: string;
  readonly authservId: string;
  readonly ownAddress: string;
  /** The department's contact, to whom questions are forwarded. */
  readonly contact: string;
  /** The code that stands in the forwarded question (task id). */
  readonly code: (task: string) => string;
};

/**
 * The answer that a mail of our own house gives to a forwarded question; undefined for any other mail. It is in the thread of ours (RFC 5322
 * 3.6.4), comes from the one we asked without a DMARC failure, and carries the code of that question: in its References, or in what it quotes.
 */
export function replyToForward(mail: InboundMail, read: Understanding, context: ReplyContext): Reply | undefined {
  const from = mail.from[0]?.address.toLowerCase() ?? '';
  if ((from !== context.contact.toLowerCase() && domainOf(from) !== context.ownDomain.toLowerCase()) || isMachine(read)) return undefined;
  const thread = [mail.inReplyTo ?? '', ...mail.references.toReversed()];
  const forward = thread.map((id) => taskOfMessageId(id, context.ownDomain)).find((ours) => ours?.kind === 'review' && ours.campaign === context.campaignId);
  if (!forward) return undefined;
  const code = context.code(forward.id);
  const carries = thread.some((id) => id.includes(`svar.${code}@`)) || mail.text.includes(code) || (mail.html ?? '').includes(code);
  const problem = senderProblem(mail, from, context) ?? (carries ? null : 'it does not carry the code of that question, so it may be forged')
    ?? addresseeProblem(mail, context) ?? contentProblem(mail, read, code);
  return { task: forward.id, kommune: forward.kommune, text: read.text.trim(), problem };
}

/** Why the words may not be hers. */
function senderProblem(mail: InboundMail, from: string, { contact, authservId }: ReplyContext): string | null {
  if (mail.from.length !== 1 || from !== contact.toLowerCase()) return `it comes from ${from}, not from ${contact}`;
  if (dmarcResult(mail, authservId) === 'fail') return 'DMARC failed, so it may be forged';
  return mail.broken === true || mail.altered === true ? 'it could not be read as it was sent' : null;
}

/** Why the words may be meant for somebody else: whoever asks a colleague keeps us in Cc, or forwards the question. */
function addresseeProblem(mail: InboundMail, { ownAddress }: ReplyContext): string | null {
  const [local = '', domain = ''] = ownAddress.toLowerCase().split('@');
  const isUs = (address: string): boolean => {
    const [user = '', host = ''] = address.toLowerCase().split('@');
    return host === domain && (user === local || user.startsWith(`${local}+`));
  };
  const others = [...mail.to, ...mail.cc].filter(({ address }) => !isUs(address));
  if (others.length > 0) return `it is also addressed to ${others.map(({ address }) => address).join(', ')}: it may be meant for them`;
  return /^\s*(?:vs|fw|fwd|wg|tr)\s*:/iu.test(mail.subject) ? 'it is forwarded, not answered' : null;
}

/** Why it says something else than what would be sent. */
function contentProblem(mail: InboundMail, { text }: Understanding, code: string): string | null {
  const files = mail.attachments.filter((a) => !(a.inline && /^image\//i.test(a.contentType)));
  if (files.length > 0) return `its files (${files.map((f) => f.filename).join(', ')}) are not sent along: answer by hand, then close the question`;
  if (/^\s*(?:genkald|tilbagekald|recall)\b|ønsker at (?:gen|tilbage)kalde (?:meddelelsen|mailen)|would like to recall/iu.test(`${mail.subject}\n${text}`)) return 'it calls a mail back';
  const { body } = newestText(mail.text, mail.from[0] === undefined ? null : displayName(mail.from[0].name));
  if (body.replace(/^\s*(?:sendt fra|sent from|hentet fra|get outlook).*$/gimu, '').replace(closing, '').trim() === '') return 'it says nothing above the quotation but a signature';
  if (text.includes(code)) return 'what it quotes can not be told from what it says';
  if (/(?<!\p{L})(?:neden(?:for|stående|under)|herunder|(?:med|i) (?:rødt|rød|blåt|blå|grønt)|inde i (?:mailen|teksten)|in-?line)(?!\p{L})/iu.test(body)) return 'it points to words in the quotation, which is not sent along';
  return text.length > longestAnswer ? `it is longer than ${longestAnswer} characters` : null;
}

/** A greeting at the end with a name, where it was not taken for the signature. */
const closing = /^\s*(?:(?:med |de )?(?:venlig|bedste|mange)\p{L}* hilsen\p{L}*|mvh\.?|vh\.?|hilsen)\b[^\n]*(?:\n[^\n]{0,60}){0,6}\s*$/iu;

function isMachine({ kind }: Understanding): boolean {
  return kind === 'auto-reply' || kind === 'bounce' || kind === 'receipt' || kind === 'bulk';
}
