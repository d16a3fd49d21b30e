// Plugs the report's pages together: the flow with its store, last year's answers, and the files that a person may fetch.
// It refuses logic.
import { createAttachments } from '../src/adapters/attachments.ts';
import type { Facts } from '../src/adapters/facts.ts';
import type { LetterAttachment } from '../src/core/letters.ts';
import type { Directory } from '../src/flows/portal/directory.ts';
import { createReports, type Stand } from '../src/flows/portal/report.ts';
import type { LastYear } from '../src/flows/last-year.ts';
import type { ReportRouteNeeds } from '../src/web/portal/report-routes.ts';
import { queueLettersOf, type Settings, type Store } from './compose.ts';
import type { Queues } from '../src/adapters/queues.ts';

export function reportNeeds({ campaign, register, clock }: Settings, { log }: Pick<Store, 'log'>, queues: Queues, directory: Directory, facts: Facts, before: LastYear): ReportRouteNeeds {
  const attachments = createAttachments({ campaign, register });
  const kommuneOf = (code: string) => {
    const kommune = register.kommuner.find((k) => k.code === code);
    if (!kommune) throw new Error(`${code} is no kommune's code`);
    return kommune;
  };
  const only = async (attachment: LetterAttachment, date: string): Promise<Uint8Array> => {
    const [file] = await attachments.of({ attachments: [attachment], date });
    if (!file) throw new Error(`no file was made of ${attachment.kind}`);
    return file.content;
  };
  const sheet = ({ kommune, deadline }: Stand, answers: Stand['draft']['answers'], at: string): Promise<Uint8Array> =>
    only({ kind: 'report-form', kommune: kommuneOf(kommune), answers, lastYear: before.reports.get(kommune) ?? null, deadline }, at);
  return {
    reports: createReports({
      campaign, log, facts, caseOf: directory.caseOf, lastYear: (kommune) => before.reports.get(kommune) ?? null, queueLetters: queueLettersOf(queues), now: clock.now,
    }),
    files: {
      sheet: (stand) => sheet(stand, stand.draft.answers, clock.now().toString()),
      receiptSheet: (stand, { answers, at }) => sheet(stand, answers, at),
      receiptPdf: async (stand, { number, at, by, via, report, answers, correction }) => {
        if (!report) throw new Error(`version ${number} has no figures`);
        return only({ kind: 'report-pdf', kommune: kommuneOf(stand.kommune), handedIn: { via, by, report, answers, correction, replaces: null }, number, submittedAt: at, by }, at);
      },
    },
  };
}
