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
  /** The address lies outside the kommune's domains: the main mailbox is asked first, and no login is promised before. */
  readonly confirm: boolean;
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

/** To the main mailbox: mail to this contact can't be delivered. */
export type NewContactFields = KommuneFields & { readonly name: string; readonly email: string };

export type ConfirmFields = KommuneFields & {
  readonly name: string;
  readonly email: string;
  /** The kommune's own domains: "aarhus.dk og mtm.aarhus.dk" */
  readonly domains: string;
};

export type LoginFields = KommuneFields & {
  /** Exactly one is true: the first link, one that makes an earlier one void, or one for who has forgotten the password. */
  readonly first: boolean;
  readonly again: boolean;
  readonly forgotten: boolean;
  readonly name: string;
  readonly userName: string;
  readonly link: string;
  readonly expires: string;
  readonly reportYear: string;
  readonly reportDeadline: string;
  readonly reportOverdue: boolean;
  readonly supplierName: string;
};

/** To a colleague whom the contact has invited. */
export type InvitationFields = KommuneFields & { readonly name: string; readonly byName: string; readonly byEmail: string; readonly userName: string; readonly link: string; readonly expires: string; readonly reportYear: string; readonly reportDeadline: string; readonly reportOverdue: boolean };

/** What must be corrected in a report that came by mail; `place` is '' where a fault has none. */
export type CorrectFields = KommuneFields & {
  readonly name: string;
  readonly filename: string;
  readonly one: boolean;
  readonly count: string;
  readonly faults: readonly { readonly place: string; readonly label: string; readonly text: string }[];
  readonly reportDeadline: string;
  readonly reportOverdue: boolean;
};

export type ClosedFields = KommuneFields & {
  readonly name: string;
  /** Who is the contact now. */
  readonly contactName: string;
  /** The contact is still the same, at another address. */
  readonly samePerson: boolean;
};

/** Where a reminder stands to its deadline: exactly one is true. `moved`: the deadline was no working day, and today still counts. */
export type Tone = { readonly before: boolean; readonly today: boolean; readonly moved: boolean; readonly overdue: boolean; readonly last: boolean };

type Reminding = KommuneFields & Tone & { readonly deadline: string };

export type ReminderFields = Reminding & {
  /** The deadline is the report's: nobody can report without a contact. */
  readonly ofReport: boolean;
  readonly letterDate: string;
  readonly reportDeadline: string;
  readonly reportOverdue: boolean;
  readonly formAttached: boolean;
};

export type LoginReminderFields = Reminding & {
  readonly reportYear: string;
  /** '' where no link is good any more. */
  readonly link: string;
  readonly expires: string;
};

/** Not begun, or begun and not finished: two templates. */
export type ReportReminderFields = Reminding & { readonly reportYear: string };

/** To the main mailbox: whom the last round reminded, and how far they had come (exactly one is true). */
export type CopyFields = ReportReminderFields & {
  readonly name: string;
  readonly email: string;
  readonly unused: boolean;
  readonly unbegun: boolean;
  readonly begun: boolean;
};

/** The case beside a question. A contact that is not known is ''. */
export type BesideFields = {
  readonly name: string;
  readonly phase: string;
  readonly mailbox: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly reminders: string;
  readonly contactDeadline: string;
  readonly reportDeadline: string;
  readonly hasMails: boolean;
  readonly mails: readonly { readonly at: string; readonly who: string; readonly what: string }[];
};

export type QuestionFields = SharedFields & {
  readonly recipient: string;
  /** The kommune, or the address where it is not known. */
  readonly sender: string;
  readonly from: string;
  /** '' where the mail had no date. */
  readonly written: string;
  readonly subject: string;
  /** '' where nobody may be answered. */
  readonly answerTo: string;
  readonly hasText: boolean;
  /** Each line of the question as rows short enough to be quoted; an empty line has one empty row. */
  readonly lines: readonly { readonly rows: readonly string[] }[];
  readonly cut: boolean;
  readonly hasFiles: boolean;
  readonly files: readonly string[];
  /** One, or none for a mail without a kommune. */
  readonly beside: readonly BesideFields[];
  /** 0751/q2 */
  readonly number: string;
  readonly code: string;
};

/** A person's words, line by line, '' for an empty one; and the reference. */
export type AnswerFields = Pick<SharedFields, 'title' | 'senderAddress' | 'tag' | 'caseNumber'> & { readonly lines: readonly string[] };

/** That the report has come; `number` counts the versions, and a corrected one says so. */
export type ReceiptFields = KommuneFields & {
  readonly name: string;
  readonly reportYear: string;
  readonly submitted: string;
  readonly again: boolean;
  readonly number: string;
  readonly reportDeadline: string;
  /** The deadline is over: a correction needs a reason. */
  readonly reportOverdue: boolean;
  /** The report itself; '' and empty in logs of before reports had figures. */
  readonly hasReport: boolean;
  /** "i indberetningssystemet", "pr. mail" */
  readonly way: string;
  /** "version 1, som blev indsendt pr. mail onsdag den 22. maj 2024 kl. 14.31" */
  readonly replaces: string;
  readonly correction: string;
  readonly blocks: readonly { readonly title: string; readonly rows: readonly { readonly label: string; readonly value: string }[] }[];
};

/** What waits for a person, the oldest first. `from` only where no kommune is known; `moreNeeds` counts what is not listed, '' for none. */
export type NeedFields = {
  readonly hasNeeds: boolean;
  readonly needs: readonly { readonly kommune: string; readonly what: string; readonly from: string; readonly since: string; readonly command: string }[];
  readonly moreNeeds: string;
};

/** `before`: how many waited already, '' for none. */
export type NoticeFields = SharedFields & NeedFields & { readonly headline: string; readonly recipient: string; readonly before: string };

export type DigestFields = SharedFields & NeedFields & {
  readonly headline: string;
  readonly day: string;
  readonly weekly: boolean;
  readonly recipient: string;
  /** '' for the first digest. */
  readonly sinceDay: string;
  readonly hasChanged: boolean;
  readonly changed: readonly { readonly what: string; readonly count: string; readonly names: string }[];
  readonly numbers: readonly { readonly label: string; readonly value: string }[];
  /** What the two pictures show, as sentences: their alt text, and said in the plain text. */
  readonly curve: string;
  readonly map: string;
  /** The right end of the pictures' Content-IDs (RFC 2392), in HTML only. */
  readonly pictures: string;
  readonly hasWaiting: boolean;
  readonly waitingCount: string;
  readonly waiting: string;
  readonly hasUnreported: boolean;
  readonly unreportedCount: string;
  readonly unreported: string;
  readonly hasUpcoming: boolean;
  readonly upcoming: readonly { readonly day: string; readonly what: string }[];
  readonly hasHeld: boolean;
  readonly held: readonly { readonly what: string; readonly why: string; readonly names: string }[];
  readonly hasHealth: boolean;
  readonly health: readonly string[];
  readonly hasTrouble: boolean;
  readonly trouble: readonly string[];
};

export type Template =
  | { readonly name: 'letter'; readonly fields: LetterFields }
  | { readonly name: 'ack'; readonly fields: AckFields }
  | { readonly name: 'clarify'; readonly fields: ClarifyFields }
  | { readonly name: 'new-contact'; readonly fields: NewContactFields }
  | { readonly name: 'confirm'; readonly fields: ConfirmFields }
  | { readonly name: 'login'; readonly fields: LoginFields }
  | { readonly name: 'closed'; readonly fields: ClosedFields }
  | { readonly name: 'reminder'; readonly fields: ReminderFields }
  | { readonly name: 'reminder-login'; readonly fields: LoginReminderFields }
  | { readonly name: 'reminder-report'; readonly fields: ReportReminderFields }
  | { readonly name: 'reminder-begun'; readonly fields: ReportReminderFields }
  | { readonly name: 'reminder-copy'; readonly fields: CopyFields }
  | { readonly name: 'question'; readonly fields: QuestionFields }
  | { readonly name: 'answer'; readonly fields: AnswerFields }
  | { readonly name: 'receipt'; readonly fields: ReceiptFields }
  | { readonly name: 'correct'; readonly fields: CorrectFields }
  | { readonly name: 'invitation'; readonly fields: InvitationFields }
  | { readonly name: 'notice'; readonly fields: NoticeFields }
  | { readonly name: 'digest'; readonly fields: DigestFields };

export type TemplateName = Template['name'];
export const templateNames: readonly TemplateName[] = [
  'letter', 'ack', 'clarify', 'new-contact', 'confirm', 'login', 'closed', 'reminder', 'reminder-login', 'reminder-report', 'reminder-begun', 'reminder-copy', 'question', 'answer',
  'receipt', 'correct', 'invitation', 'notice', 'digest',
];
