// Finds in what a mail quotes or forwards the sender's own earlier answer to us: "VS:" with her own name in the head, our address, our tag.
// It refuses everybody else's words, her words to somebody else, and a quotation without a head that says all three.
import type { InboundMail } from './mail.ts';
import { newestText, outlookHead, type NewestText } from './newest-text.ts';

export type OwnAnswer = NewestText & { /** Line of the mail's text on which it begins, from 1. */ readonly line: number };

type Us = { readonly ownAddress: string; readonly subjectTagPrefix: string; readonly campaignId: string; readonly day: string };

/** The newest own answer that is quoted; undefined when there is none. Heads as Outlook writes them, in the languages that newest-text knows. */
export function ownQuotation(mail: Pick<InboundMail, 'text' | 'from' | 'subject'>, us: Us): OwnAnswer | undefined {
  const sender = mail.from.length === 1 ? mail.from[0]?.address.toLowerCase() ?? '' : '';
  if (sender === '') return undefined;
  const lines = mail.text.replace(/\r\n?/g, '\n').split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const head = outlookHead(lines, i);
    if (head === 0) continue;
    if (!isOwnAnswer(lines.slice(i, i + head).join('\n'), sender, mail.subject, us)) return undefined;
    const below = lines.slice(i + head);
    const answer = newestText(below.join('\n'));
    return answer.text === '' ? undefined : { ...answer, line: i + head + 1 + below.findIndex((line) => line.trim() !== '') };
  }
  return undefined;
}

function isOwnAnswer(head: string, sender: string, subject: string, us: Us): boolean {
  const field = (names: string): string => new RegExp(`^[\\s*_]*(?:${names})[*_]*\\s*:(.*(?:\\n(?![\\s*_]*[\\p{L} ]{2,20}[*_]*\\s*:).*)*)`, 'imu').exec(head)?.[1]?.toLowerCase() ?? '';
  const tag = `[${us.subjectTagPrefix}-${us.campaignId}-`.toLowerCase();
  return addressesIn(field('fra|from|von|från|frå')).includes(sender)
    && addressesIn(field('til|to|an|till')).includes(us.ownAddress.toLowerCase())
    // Her answer to another year's letter is not one to this.
    && (field('emne|subject|betreff|ämne').includes(tag) || (subject.toLowerCase().includes(tag) && field('sendt|sent|gesendet|skickat|dato|date|datum').includes(us.day.slice(0, 4))));
}

function addressesIn(text: string): readonly string[] {
  return text.match(/[^\s<>[\]();,:"]+@[^\s<>[\]();,:"]+/g) ?? [];
}
