// What can go wrong with the mailbox, as two errors with a sentence each: it can't be reached, or it refuses.
// It refuses to hide the cause: the library's own error is always there as `cause`.

/** Passing trouble: the server is away, the connection broke, or it took too long. Trying again later is right. */
export class MailboxUnreachable extends Error {
  override readonly name = 'MailboxUnreachable';
}

/** The server answered and said no (wrong login, a folder that can't be made, no TLS): a person has to change something. */
export class MailboxRefused extends Error {
  override readonly name = 'MailboxRefused';
}

type LibraryError = Error & { code?: string; authenticationFailed?: boolean; tlsFailed?: boolean; responseStatus?: string; responseText?: string; serverResponseCode?: string; response?: unknown };

/** The error of a failed connect as one of the two, in one sentence: what, why, what to do. `where` is "user at host:port". */
export function explainConnect(thrown: unknown, where: string): MailboxUnreachable | MailboxRefused {
  if (thrown instanceof MailboxUnreachable || thrown instanceof MailboxRefused) return thrown;
  const error = asError(thrown);
  const why = reason(error);
  if ((error.authenticationFailed === true && error.serverResponseCode !== 'UNAVAILABLE') || error.message === 'Unsupported authentication mechanism') {
    return new MailboxRefused(`The mailbox ${where} refuses the login (${why}): check user and password in IMAP_URL, or the MAIL_OAUTH_ settings.`, { cause: error });
  }
  if (error.tlsFailed === true || /certificate|STARTTLS|^ERR_TLS|^ERR_SSL|self-signed/i.test(`${error.code ?? ''} ${error.message}`)) {
    return new MailboxRefused(`The mailbox ${where} offers no connection that can be trusted (${why}): write imaps:// in IMAP_URL and see that the server's certificate is valid for that host name.`, { cause: error });
  }
  return new MailboxUnreachable(`The mailbox ${where} can't be reached (${why}): check that the server is up and that host and port in IMAP_URL are right.`, { cause: error });
}

/** The error of a command: a lost connection or a time limit is passing, a "no" of the server is a refusal. */
export function explainCommand(thrown: unknown, command: string, where: string): MailboxUnreachable | MailboxRefused {
  if (thrown instanceof MailboxUnreachable || thrown instanceof MailboxRefused) return thrown;
  const error = asError(thrown);
  if (error.responseStatus === 'NO' || error.responseStatus === 'BAD') {
    return new MailboxRefused(`The mailbox ${where} refused ${command} (${reason(error)}): look at the mailbox with another mail program; the mail is untouched.`, { cause: error });
  }
  return new MailboxUnreachable(`The connection to the mailbox ${where} broke during ${command} (${reason(error)}): it is tried again.`, { cause: error });
}

/** True when the server has answered the command; false when the connection failed under it. */
export function wasAnswered(thrown: unknown): boolean {
  if (thrown instanceof MailboxRefused) return true;
  const status = asError(thrown).responseStatus;
  return status === 'NO' || status === 'BAD';
}

function reason(error: LibraryError): string {
  const said = error.responseText ?? (typeof error.response === 'string' ? error.response : undefined);
  return [error.code, said ?? error.message].filter((s) => s !== undefined && s !== '').join(': ').replaceAll(/\s+/g, ' ').slice(0, 300) || 'no reason given';
}

function asError(thrown: unknown): LibraryError {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
