// What a reading tells of every mail, whoever wrote it: its text, its attachments, and what points to a kommune.
// It refuses to judge.
import type { Document, InboundMail } from '../mail.ts';
import type { Match, ReadingContext } from '../match.ts';
import type { NewestText } from '../newest-text.ts';

export type Base = { readonly mail: InboundMail; readonly documents: readonly Document[]; readonly context: ReadingContext; readonly newest: NewestText };

/** The fields of an Understanding that need no judgement. */
export function told({ documents, newest }: Base, match: Match) {
  return {
    kommune: match.kommune?.code ?? null,
    kommuner: match.kommuner,
    text: newest.text,
    attachments: documents.filter((d) => d.source !== 'body').map((d) => ({ filename: d.source, contentType: d.contentType, bytes: d.bytes, readAs: d.readAs, problem: d.problem })),
    evidence: match.evidence,
  };
}
