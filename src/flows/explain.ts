// `explain`: what the bot makes of mails that lie in files, one by one, as the contract's line of facts.
// It refuses to act, to ask a network, and to fail on a mail: one that cannot be read is for review.
import type { Document, InboundMail } from '../core/mail.ts';
import type { MailKind, Missing, Outcome, ReadAttachment, ReadContact, Understanding } from '../core/reading.ts';
import { understand, type ReadingContext } from '../core/understand.ts';

export type ExplainNeeds = {
  /** The mail files a path stands for: itself, or a folder's files sorted by name; undefined when there is no such path. */
  readonly listFiles: (path: string) => Promise<readonly MailFile[] | undefined>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly parseMail: (raw: Uint8Array) => Promise<InboundMail>;
  readonly readDocuments: (mail: InboundMail) => Promise<readonly Document[]>;
  /** Milliseconds of any clock that goes forward. */
  readonly now: () => number;
};

export type MailFile = { readonly path: string; readonly name: string };

/** One line of `explain --json`, its fields in the contract's order. */
export type Explanation = {
  readonly file: string;
  readonly messageId: string | null;
  readonly kind: MailKind;
  readonly kommune: string | null;
  readonly kommuner: readonly string[];
  readonly contacts: readonly ReadContact[];
  readonly outcome: Outcome;
  readonly also: readonly MailKind[];
  readonly missing: readonly Missing[];
  readonly problems: readonly string[];
  readonly text: string;
  readonly attachments: readonly ReadAttachment[];
  readonly evidence: readonly string[];
  readonly reasons: readonly string[];
  readonly ms: number;
};

/** The files of all paths in the order given, or the first path that does not exist. */
export async function filesToExplain(paths: readonly string[], needs: Pick<ExplainNeeds, 'listFiles'>): Promise<{ readonly files: readonly MailFile[] } | { readonly missing: string }> {
  const files: MailFile[] = [];
  for (const path of paths) {
    const found = await needs.listFiles(path);
    if (found === undefined) return { missing: path };
    files.push(...found);
  }
  return { files };
}

/** What the bot makes of each file, as on a fresh register in which all letters have gone out. */
export async function* explainFiles(files: readonly MailFile[], context: ReadingContext, needs: ExplainNeeds): AsyncGenerator<Explanation> {
  const begun: Promise<Explanation>[] = [];
  for (const file of files) {
    begun.push(explainFile(file, context, needs));
    if (begun.length >= atOnce) yield await begun.shift() as Explanation;
  }
  yield* begun;
}

/** Documents are read beside this process: while one mail waits for its list, the next is parsed. */
const atOnce = 8;

async function explainFile(file: MailFile, context: ReadingContext, needs: ExplainNeeds): Promise<Explanation> {
  const start = needs.now();
  let messageId: string | null = null;
  let reading: Reading;
  try {
    const mail = await needs.parseMail(await needs.readFile(file.path));
    messageId = mail.messageId;
    reading = understand(mail, await needs.readDocuments(mail), context);
  } catch (error) {
    reading = unreadable(error instanceof Error ? error.message : String(error));
  }
  return explanationOf(file.name, messageId, reading, Math.max(0, Math.round(needs.now() - start)));
}

type Reading = Omit<Understanding, 'bounce' | 'answerTo' | 'notes'>;

/** The contract's fields of a reading, in its order and no more. */
export function explanationOf(file: string, messageId: string | null, reading: Reading, ms: number): Explanation {
  return {
    file, messageId, kind: reading.kind, kommune: reading.kommune, kommuner: reading.kommuner,
    contacts: reading.contacts.map(({ kommune, name, email, phone, region, from }) => ({ kommune, name, email, phone, region, from })),
    outcome: reading.outcome, also: reading.also, missing: reading.missing, problems: reading.problems, text: reading.text,
    attachments: reading.attachments.map(({ filename, contentType, bytes, readAs, problem }) => ({ filename, contentType, bytes, readAs, problem })),
    evidence: reading.evidence, reasons: reading.reasons, ms,
  };
}

function unreadable(why: string): Reading {
  return {
    kind: 'other', kommune: null, kommuner: [], contacts: [], outcome: 'review', also: [], missing: [],
    problems: [`The mail could not be read (${why}).`], text: '', attachments: [], evidence: [], reasons: ['A mail that cannot be read is for a person.'],
  };
}
