// The fields of each mail template, one member of a union per template: what a template may say, and nothing else.
// It refuses to hold wording: a field is a name, a date, a number or a yes, and the sentence around it is the template's.

/** A place in a template is filled with a line of text, shown or left out by a yes or no, or repeated over a list. */
export type FieldValue = string | boolean | readonly string[] | readonly Fields[];
export type Fields = { readonly [name: string]: FieldValue };

/** On every mail: who writes, and about which case. */
export type SharedFields = {
  readonly title: string;
  readonly department: string;
  readonly ministry: string;
  readonly senderAddress: string;
  /** LIGE-2024-0751 */
  readonly tag: string;
  readonly caseNumber: string;
};

/** On every mail to a kommune: whom to ask. A phone that is not known is ''. */
export type KommuneFields = SharedFields & {
  readonly kommune: string;
  readonly questionsName: string;
  readonly questionsEmail: string;
  readonly questionsPhone: string;
};

/** Dates are ready to read, with the weekday where a deadline is meant. */
export type LetterFields = KommuneFields & {
  readonly region: string;
  readonly documentNumber: string;
  readonly letterDate: string;
  readonly contactDeadline: string;
  readonly loginPeriod: string;
  readonly reportYear: string;
  readonly reportSeason: string;
  readonly reportDeadline: string;
  readonly inForceSince: string;
  /** "ligestillingslovens § 11, stk. 2" and the same without its stk. */
  readonly duty: string;
  readonly dutySection: string;
  readonly reporting: string;
  readonly guidance: string;
  readonly supplierName: string;
  readonly supplierNote: string;
  readonly signerName: string;
  readonly signerRole: string;
};

export type ContactFields = {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly kommune: string;
  readonly region: string;
};

export type AckFields = KommuneFields & {
  readonly contact: readonly [ContactFields];
  readonly corrected: boolean;
  readonly hasNotes: boolean;
  readonly notes: readonly string[];
  readonly question: boolean;
  /** The login window is still to come: `loginPeriod` says when; otherwise the login follows at once. */
  readonly loginLater: boolean;
  readonly loginPeriod: string;
  readonly reportDeadline: string;
  readonly reportOverdue: boolean;
};

export type ClarifyFields = KommuneFields & {
  /** "kontaktpersonens navn og mailadresse" */
  readonly missing: string;
  /** A file could not be read, and no note says why. */
  readonly unreadable: boolean;
  readonly hasRead: boolean;
  readonly read: readonly ContactFields[];
  /** Sentences: which file could not be read and why, or which address is not written rightly. */
  readonly notes: readonly string[];
  readonly formAttached: boolean;
  readonly contactDeadline: string;
  readonly contactOverdue: boolean;
};

export type LoginFields = KommuneFields & {
  readonly name: string;
  readonly userName: string;
  readonly link: string;
  readonly expires: string;
  readonly reportYear: string;
  readonly reportDeadline: string;
  readonly reportOverdue: boolean;
  readonly supplierName: string;
};

/** Where a reminder stands to its deadline: exactly one is true. `moved`: the deadline was no working day, and today still counts. */
export type Tone = { readonly before: boolean; readonly today: boolean; readonly moved: boolean; readonly overdue: boolean; readonly last: boolean };

export type ReminderFields = KommuneFields & Tone & {
  readonly deadline: string;
  readonly letterDate: string;
  readonly reportDeadline: string;
  readonly formAttached: boolean;
};

export type ReportReminderFields = KommuneFields & Tone & {
  readonly deadline: string;
  readonly reportYear: string;
};

export type DigestFields = SharedFields & {
  readonly headline: string;
  readonly day: string;
  readonly weekly: boolean;
  readonly recipient: string;
  readonly numbers: readonly { readonly label: string; readonly value: string }[];
  readonly hasNeeds: boolean;
  readonly needs: readonly { readonly kommune: string; readonly what: string; readonly since: string }[];
  readonly hasChanged: boolean;
  readonly changed: readonly { readonly kommune: string; readonly what: string; readonly at: string }[];
  readonly hasWaiting: boolean;
  readonly waitingCount: string;
  readonly waiting: string;
  readonly hasUpcoming: boolean;
  readonly upcoming: readonly { readonly day: string; readonly what: string }[];
};

export type Template =
  | { readonly name: 'letter'; readonly fields: LetterFields }
  | { readonly name: 'ack'; readonly fields: AckFields }
  | { readonly name: 'clarify'; readonly fields: ClarifyFields }
  | { readonly name: 'login'; readonly fields: LoginFields }
  | { readonly name: 'reminder'; readonly fields: ReminderFields }
  | { readonly name: 'reminder-report'; readonly fields: ReportReminderFields }
  | { readonly name: 'digest'; readonly fields: DigestFields };

export type TemplateName = Template['name'];
export const templateNames: readonly TemplateName[] = ['letter', 'ack', 'clarify', 'login', 'reminder', 'reminder-report', 'digest'];
