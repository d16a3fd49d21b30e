// What the bot makes of one mail, as data: the line that ends in understand() and that decide() acts on.
// It refuses to act: an outcome is advice to the case, which may still know better (an answer already registered, a conflict).

import type { FormRead } from './report/sheet.ts';

/** Kinds of mail (contract.md). */
export const mailKinds = ['contact-list', 'report', 'question', 'login-request', 'decline', 'auto-reply', 'bounce', 'receipt', 'bulk', 'other'] as const;
export type MailKind = (typeof mailKinds)[number];

/** accept: register and acknowledge; clarify: ask the sender for exactly what is missing; review: a person looks first; forward: a person answers; ignore: no answer, ever. */
export const outcomes = ['accept', 'clarify', 'review', 'forward', 'ignore'] as const;
export type Outcome = (typeof outcomes)[number];

export const missingThings = ['name', 'email', 'region', 'kommune', 'readable-attachment'] as const;
export type Missing = (typeof missingThings)[number];

export type ReadContact = {
  /** Kommune code. */
  readonly kommune: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Region code as looked up for the kommune or, where no kommune is known, as read. */
  readonly region: string | null;
  /** Where it was found: "Kontaktliste.xlsx!Ark1!D4", "body:3" (line 3 of the newest text), "from" (the sender's own address). */
  readonly from: string;
};

export type ReadAttachment = { readonly filename: string; readonly contentType: string; readonly bytes: number; readonly readAs: string | null; readonly problem: string | null };

export type Understanding = {
  readonly kind: MailKind;
  /** The kommune the mail is about; null when unknown or more than one. */
  readonly kommune: string | null;
  /** Every kommune the mail is about, by code, sorted. */
  readonly kommuner: readonly string[];
  /** With outcome accept exactly what would be registered, otherwise what was read. */
  readonly contacts: readonly ReadContact[];
  readonly outcome: Outcome;
  /** Further kinds in the same mail: a list that also asks a question. */
  readonly also: readonly MailKind[];
  readonly missing: readonly Missing[];
  readonly problems: readonly string[];
  /** The newest text, without quotation, signature kept. */
  readonly text: string;
  readonly attachments: readonly ReadAttachment[];
  readonly evidence: readonly string[];
  /** Why this kind and this outcome, one sentence each. */
  readonly reasons: readonly string[];
  /** The dead recipient and our mail a bounce is about. */
  readonly bounce: { readonly recipient: string | null; readonly permanent: boolean; readonly originalMessageId: string | null } | null;
  /** The address an answer goes to; null when none may be given. */
  readonly answerTo: string | null;
  /** The sender's kommune is proved and nothing speaks against it (match); absent means no. */
  readonly sure?: boolean;
  /** The sender's domain is that kommune's own, whatever else speaks for it. */
  readonly ownDomain?: boolean;
  /** The sender's domain passed DMARC at our own mail server. */
  readonly dmarcPass?: boolean;
  /** The newest text is a plain yes, and nothing more. */
  readonly yes?: boolean;
  /** The report's sheet that came with it, as it was filled in. */
  readonly report?: FormRead | undefined;
  /** Deviations worth a line in the acknowledgement (a region that differs from the register), in Danish. */
  readonly notes: readonly string[];
};
