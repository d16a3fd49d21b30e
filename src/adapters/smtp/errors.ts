// What the mail server's answers mean: accepted and refused are verdicts, everything else is passing trouble.
// It refuses to call a mail refused for what is wrong with us: a refused sender or login is trouble that a person must see.

/** How one mail ended. `stage` says what was refused: the address, or the mail itself. */
export type Verdict =
  | { readonly outcome: 'accepted'; readonly response: string }
  | { readonly outcome: 'refused'; readonly stage: 'recipient' | 'content'; readonly code: number; readonly response: string };

/**
 * `deferred`: the server says later (4xx). `unreachable`: no connection, or it broke. `auth`: the login is refused. `sender`: the account may
 * not send as this address. `late`: the content could not begin in the time the caller gave; nothing was sent. `own-mailbox`: our own mailbox was refused as second recipient, so there would be no proof; nothing was sent.
 */
export type TroubleKind = 'deferred' | 'unreachable' | 'auth' | 'sender' | 'own-mailbox' | 'late';

/** Passing trouble; the mail is to be tried again, after a look for its copy where it may have left. The message is one sentence for people. */
export class SmtpTrouble extends Error {
  override readonly name = 'SmtpTrouble';
  readonly kind: TroubleKind;
  /** The server's reply code, null where there was no reply. */
  readonly code: number | null;
  readonly response: string;
  /** True when the mail's content was on its way and its acceptance was never heard of: it may or may not have left. */
  readonly maybeLeft: boolean;

  constructor(kind: TroubleKind, message: string, more: { readonly code?: number | null; readonly response?: string; readonly maybeLeft?: boolean; readonly cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.kind = kind;
    this.code = more.code ?? null;
    this.response = more.response ?? '';
    this.maybeLeft = more.maybeLeft ?? false;
  }
}

/** An error of nodemailer's connection, with what it tells about the reply. */
export type LibraryError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

/**
 * The verdict on a failed attempt, by the server's reply code first (RFC 5321 4.2.1), then by the library's error code. Where the enhanced code
 * (RFC 3463) says otherwise, the reply code counts: "550 4.2.2" is refused for good, "450 5.1.1" is later. `started`: the server had said 354
 * and the content was under way. Throws SmtpTrouble for all that is passing or ours.
 */
export function judge(error: LibraryError, started: boolean, who: { readonly where: string; readonly to: string; readonly from: string; readonly ownMailboxRefused: boolean }): Verdict {
  const code = error.responseCode ?? null;
  const response = (error.response ?? error.message).replaceAll(/\s+/g, ' ').slice(0, 500);
  const about = { code, response, cause: error };
  const early = refusedByUs(error);
  if (early) return { outcome: 'refused', ...early, response };
  if (code === null) {
    const left = started ? 'whether the mail left is not known until its copy is looked for' : 'nothing was sent; it is tried again';
    if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || error.code === 'EOAUTH2') throw authTrouble(error, who.where);
    throw new SmtpTrouble('unreachable', `The mail server ${who.where} broke off or can't be reached (${error.code ?? ''} ${response}): ${left}.`, { ...about, maybeLeft: started });
  }
  if (isAuthCode(code) || error.code === 'EAUTH') throw authTrouble(error, who.where);
  if (who.ownMailboxRefused) {
    throw new SmtpTrouble('own-mailbox', `The mail server ${who.where} refuses our own mailbox as a recipient (${response}): nothing was sent, because without the copy there is no proof that a mail left; see that the mailbox exists and is not full, and that the server takes two recipients for one mail.`, about);
  }
  // Neither accepted nor refused (RFC 5321 4.2): after the content that says nothing of the mail.
  if (code < 400) throw new SmtpTrouble('deferred', `The mail server ${who.where} gives an answer that is none (${response}).`, { ...about, maybeLeft: started });
  // 503 is about the order of commands, which is no fault of the mail.
  if (code < 500 || code === 503) throw new SmtpTrouble('deferred', `The mail server ${who.where} says later to ${who.to} (${response}): it is tried again.`, about);
  if (isOurFault(error.command, code, response)) {
    throw new SmtpTrouble('sender', `The mail server ${who.where} lets us not send as ${who.from} (${response}): give the account in SMTP_URL the right to send as this address.`, about);
  }
  return { outcome: 'refused', stage: error.command === 'RCPT TO' ? 'recipient' : 'content', code, response };
}

/**
 * What the library refuses before it says a word, because the server would have to: a mail longer than the server announced (RFC 1870 6.1), or a
 * recipient that can't be written in a command. No later attempt would fare better.
 */
export function refusedByUs(error: LibraryError): { readonly stage: 'recipient' | 'content'; readonly code: number } | undefined {
  if (error.responseCode !== undefined) return undefined;
  if (error.code === 'EMESSAGE' && error.command === 'MAIL FROM') return { stage: 'content', code: 552 };
  return error.code === 'EENVELOPE' && error.message.startsWith('Invalid recipient') ? { stage: 'recipient', code: 553 } : undefined;
}

/** A refused login, or one that could not be tried. */
export function authTrouble(error: LibraryError, where: string): SmtpTrouble {
  const response = (error.response ?? error.message).replaceAll(/\s+/g, ' ').slice(0, 500);
  return new SmtpTrouble('auth', `The mail server ${where} refuses the login (${response}): check user and password in SMTP_URL, or the MAIL_OAUTH_ settings.`, { code: error.responseCode ?? null, response, cause: error });
}

// RFC 4954 6: 530 authentication required, 534, 535 and 538 are about the login, whatever command they answer.
function isAuthCode(code: number): boolean {
  return code === 530 || code === 534 || code === 535 || code === 538;
}

// A 5xx to MAIL FROM is about the sender, unless it is about the size (RFC 1870 6.1). Exchange Online says so only after the content.
function isOurFault(command: string | undefined, code: number, response: string): boolean {
  if (command === 'MAIL FROM') return code !== 552 && code !== 523;
  return /\b5\.7\.(?:57|60)\b|\b5\.2\.252\b|SendAsDenied/.test(response);
}
