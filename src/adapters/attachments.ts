// What a letter brings along, as files: the contact list, the report's sheet, a receipt as PDF, or a digest's pictures and its list of all kommuner.
// It refuses to look anything up: every byte follows from the letter alone, so that a mail sent again is the same.
import { reportRules, type Campaign } from '../core/campaign.ts';
import type { Register } from '../core/kommune.ts';
import type { Letter, LetterAttachment } from '../core/letters.ts';
import { createContactLists, xlsxType } from './contact-list.ts';
import { digestListName, writeDigestList } from './digest-list.ts';
import type { MailAttachment } from './message.ts';
import { reportFormName, writeReportForm } from './report-form.ts';

export type Attachments = {
  /** The files of a letter, inline pictures first (RFC 2387: their Content-ID is named in the HTML). */
  readonly of: (letter: Pick<Letter, 'attachments' | 'date'>) => Promise<readonly MailAttachment[]>;
};

export function createAttachments({ campaign, register }: { readonly campaign: Campaign; readonly register: Register }): Attachments {
  const lists = createContactLists({ campaign, register });
  // A digest that waits is composed at each look, and drawing takes the better part of a second: the newest few are kept, by their task.
  const kept = new Map<string, readonly MailAttachment[]>();
  const filesOf = async (attachment: LetterAttachment, date: string): Promise<readonly MailAttachment[]> => {
    switch (attachment.kind) {
      case 'contact-list':
        return lists.attachmentsOf({ attachments: [attachment], date });
      case 'report-form': {
        const { kommune, answers, lastYear, deadline } = attachment;
        const content = await writeReportForm({ campaign: { ...campaign, reportDeadline: deadline }, kommune, rules: reportRules(campaign), answers, lastYear, at: date });
        return [{ filename: reportFormName, contentType: xlsxType, content }];
      }
      case 'report-pdf': {
        const { kommune, handedIn: { report, via, by, correction }, number, submittedAt } = attachment;
        // Loaded where it is needed: few commands make one, and each would wait for it.
        const { reportPdfName, writeReportPdf } = await import('./report-pdf.ts');
        const content = await writeReportPdf({ campaign, kommune, report, rules: reportRules(campaign), version: number, submittedAt, by, via, correction });
        return [{ filename: reportPdfName, contentType: 'application/pdf', content }];
      }
      case 'digest': {
        const { facts, pictures } = attachment;
        const key = `${pictures} ${facts.at}`;
        const known = kept.get(key);
        if (known) return known;
        const { digestPictures } = await import('./pictures/index.ts');
        const [drawn, list] = await Promise.all([digestPictures(facts), writeDigestList(facts, campaign)]);
        const files = [
          ...drawn.map(({ name, filename, content }): MailAttachment => ({ filename, contentType: 'image/png', content, cid: `${name}.${pictures}` })),
          { filename: digestListName(facts), contentType: xlsxType, content: list },
        ];
        kept.set(key, files);
        for (const oldest of [...kept.keys()].slice(0, -4)) kept.delete(oldest);
        return files;
      }
    }
  };
  return { of: async ({ attachments, date }) => (await Promise.all(attachments.map((one) => filesOf(one, date)))).flat() };
}
