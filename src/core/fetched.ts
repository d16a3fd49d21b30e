// A mail as it was fetched from the mailbox: whole, only the parts that can matter, or only its header.
// It refuses to be parsed: what the bytes say is read by the parser, and the types here hold no opinion.

/** Where a mail lies in INBOX. A UID means nothing without its UIDVALIDITY (RFC 3501 2.3.1.1). */
export type Place = { readonly uidValidity: string; readonly uid: number };

/** One text of the body, in the order of the mail, its transfer encoding undone, its charset not. */
export type FetchedText = {
  readonly contentType: 'text/plain' | 'text/html';
  /** As labelled, in lower case; null when unlabelled. */
  readonly charset: string | null;
  /** format=flowed (RFC 3676): lines must be joined; `delSp` drops the space before each break. */
  readonly flowed: boolean;
  readonly delSp: boolean;
  readonly content: Uint8Array;
  /** True when there was more than was fetched. */
  readonly truncated: boolean;
};

export type FetchedAttachment = {
  /** Decoded (RFC 2047, RFC 2231); '' when it has none. */
  readonly filename: string;
  /** As labelled, in lower case, with its parameters left out. */
  readonly contentType: string;
  /** The bytes of the file where fetched; otherwise as counted from its encoded size. */
  readonly bytes: number;
  /** null when it was not fetched: too big, or of a kind that holds no list (pictures, sound, film). */
  readonly content: Uint8Array | null;
  readonly inline: boolean;
};

/**
 * `whole`: every byte. `parts`: a big mail, fetched in part. `oversize`: over the limit, nothing but the header block. `gone`: no such mail
 * in INBOX (moved, deleted), or the mailbox has a new UIDVALIDITY.
 * `id` is the identity of design rule 2, SHA-256 in hex: of the bytes for `whole`; of header block and structure for `parts`; of header block
 * and size for `oversize`. `headerBlock` ends with its empty line and holds at most 256 KiB.
 */
export type FetchedMail =
  | { readonly kind: 'whole'; readonly id: string; readonly bytes: number; readonly raw: Uint8Array }
  | {
      readonly kind: 'parts';
      readonly id: string;
      readonly bytes: number;
      readonly headerBlock: Uint8Array;
      readonly texts: readonly FetchedText[];
      readonly attachments: readonly FetchedAttachment[];
    }
  | { readonly kind: 'oversize'; readonly id: string; readonly bytes: number; readonly headerBlock: Uint8Array }
  | { readonly kind: 'gone'; readonly why: 'no-such-mail' | 'uidvalidity-changed' };
