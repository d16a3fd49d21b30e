// Tells the department's answer to a forwarded question among the mails that come in: which question, whose words, and whether that is proved.
// It refuses to take a From header for proof: the words would leave under the state's name.
import { dmarcResult } from './authentication.ts';
import { domainOf } from './kommune.ts';
import type { InboundMail } from './mail.ts';
import type { Understanding } from './reading.ts';
import { longestAnswer } from './letters/question-mails.ts';
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
  if (domainOf(from) !== context.ownDomain.toLowerCase() || isMachine(read)) return undefined;
  const thread = [mail.inReplyTo ?? '', ...mail.references.toReversed()];
  const forward = thread.map((id) => taskOfMessageId(id, context.ownDomain)).find((ours) => ours?.kind === 'review' && ours.campaign === context.campaignId);
  if (!forward) return undefined;
  const code = context.code(forward.id);
  const carries = thread.some((id) => id.includes(`svar.${code}@`)) || mail.text.includes(code) || (mail.html ?? '').includes(code);
  const files = mail.attachments.filter((a) => !(a.inline && /^image\//i.test(a.contentType)));
  const problem = mail.from.length !== 1 || from !== context.contact.toLowerCase() ? `it comes from ${from}, not from ${context.contact}`
    : dmarcResult(mail, context.authservId) === 'fail' ? 'DMARC failed, so it may be forged'
      : !carries ? 'it does not carry the code of that question, so it may be forged'
        : mail.broken === true || mail.altered === true ? 'it could not be read as it was sent'
          : files.length > 0 ? `its files (${files.map((f) => f.filename).join(', ')}) are not sent along: answer by hand, then close the question`
            : read.text.includes(code) ? 'what it quotes can not be told from what it says'
            : read.text.trim() === '' ? 'it says nothing above the quotation'
            : read.text.length > longestAnswer ? `it is longer than ${longestAnswer} characters`
              : null;
  return { task: forward.id, kommune: forward.kommune, text: read.text.trim(), problem };
}

function isMachine({ kind }: Understanding): boolean {
  return kind === 'auto-reply' || kind === 'bounce' || kind === 'receipt' || kind === 'bulk';
}
