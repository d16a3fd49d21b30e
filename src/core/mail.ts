// One inbound mail as data, with the problems met while reading it, and documents as data.
// It refuses to interpret: what a mail is, and what it says, is decided in classify, contacts and match.

export type Address = { readonly name: string; readonly address: string };

/** A header field, name in lower case, value unfolded and decoded (RFC 5322 2.2, RFC 2047). */
export type Header = { readonly name: string; readonly value: string };

export type Attachment = {
  readonly filename: string;
  /** As labelled by the sender; content decides what it is. */
  readonly contentType: string;
  readonly bytes: number;
  /** null when it was not fetched (too big, or not needed). */
  readonly content: Uint8Array | null;
  readonly inline: boolean;
};

/** `shown` is what a reader sees, `leads` where a click goes. */
export type StrayLink = { readonly shown: string; readonly leads: string };

/** The machine-readable part of a multipart/report (RFC 6522): a DSN (RFC 3464) or an MDN (RFC 8098). */
export type MailReport = {
  readonly type: 'delivery-status' | 'disposition-notification' | 'other';
  readonly recipients: readonly { readonly address: string; readonly action: string; readonly status: string; readonly diagnostic: string }[];
  /** Message-ID of the mail the report is about, where it can be found. */
  readonly originalMessageId: string | null;
};

export type InboundMail = {
  /** Identity: SHA-256 in hex of the mail's bytes, or of header block and structure for a mail fetched in part (design rule 2). */
  readonly id: string;
  /** With angle brackets, as in the header; null when missing. Never used as identity. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly from: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  /** ISO instant; null when missing or unreadable. */
  readonly date: string | null;
  readonly headers: readonly Header[];
  /** The whole readable body as text: text/plain, or made from the HTML where there is no plain part. */
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  readonly report: MailReport | null;
  /** Links in the HTML that show one address and lead to another, both in lower case. */
  readonly strayLinks?: readonly StrayLink[];
  /** Texts that the HTML crosses out; the plain text may hold them as if they stood. */
  readonly crossedOut?: readonly string[];
  /** True where the mail is signed as a whole and the signature does not fit what was signed. */
  readonly altered?: boolean;
  /** True where nothing of the mail's structure could be read: text or files may be missing from what is here. */
  readonly broken?: boolean;
  /** What was odd while reading, one sentence each, in English. */
  readonly problems: readonly string[];
};

export type Cell = { readonly at: string; readonly text: string };
export type Table = { readonly name: string; readonly hidden: boolean; readonly rows: readonly (readonly Cell[])[] };

/** The formats that are read; the last four wrap other files. */
export type ReadAs = 'xlsx' | 'xls' | 'ods' | 'csv' | 'docx' | 'doc' | 'odt' | 'rtf' | 'pdf' | 'html' | 'text' | 'zip' | 'tnef' | 'msg' | 'mail';

/** A document read: tables (sheets, HTML tables) and lines of text, each cell with its place ("D4"). */
export type Document = {
  /** File name, or 'body' for the mail's own text and HTML tables; a file inside another as "bilag.zip/Kontaktliste.xlsx". */
  readonly source: string;
  readonly contentType: string;
  readonly bytes: number;
  /** The format it was read as; null when it was not read. */
  readonly readAs: ReadAs | null;
  readonly tables: readonly Table[];
  readonly lines: readonly string[];
  /** Why it could not be read, as a sentence; null when it was read or need not be. */
  readonly problem: string | null;
  /**
   * In one word why it was not read, beside the problem's sentence. `scanned`: a picture, or a PDF of pictures. `locked`: a password.
   * `encrypted`: S/MIME or PGP. `too-much`: it would have cost more time, memory or depth than a file may.
   */
  readonly unread?: 'not-fetched' | 'locked' | 'damaged' | 'scanned' | 'encrypted' | 'too-much' | 'unknown-format';
};

/** All values of a header, in the order of the mail. */
export function headerValues(mail: Pick<InboundMail, 'headers'>, name: string): readonly string[] {
  return mail.headers.filter((h) => h.name === name).map((h) => h.value);
}

/** The first value of a header, or undefined. */
export function headerValue(mail: Pick<InboundMail, 'headers'>, name: string): string | undefined {
  return mail.headers.find((h) => h.name === name)?.value;
}
