// Reads what our own mail server found out about the sender: the DMARC result of the topmost trusted Authentication-Results.
// It refuses to believe anyone else's: a header with another authserv-id counts for nothing (RFC 8601 section 5).
import { headerValues, type InboundMail } from './mail.ts';

export type DmarcResult = 'pass' | 'fail' | 'other' | 'absent';

/**
 * The DMARC result (RFC 7489) in the topmost Authentication-Results header whose authserv-id is ours (RFC 8601 2.2, 5).
 * Only a fail matters: a missing result is no failure, since many kommuner had no policy (2022: 33 of 98).
 */
export function dmarcResult(mail: Pick<InboundMail, 'headers'>, authservId: string): DmarcResult {
  for (const value of headerValues(mail, 'authentication-results')) {
    const plain = withoutComments(value).toLowerCase();
    const [id = '', ...results] = plain.split(';');
    if (id.trim().replace(/^"([^"]*)"/, '$1').split(/\s+/)[0] !== authservId.toLowerCase()) continue;
    const found = results.map((r) => /^\s*dmarc\s*=\s*([a-z]+)/.exec(r)?.[1]).filter((r) => r !== undefined);
    // Each filter of ours may add a header of its own; one without a DMARC result leaves the word to the next. Of two results the worse counts.
    const [first] = found;
    if (first === undefined) continue;
    const result = found.includes('fail') ? 'fail' : first;
    return result === 'pass' || result === 'fail' ? result : 'other';
  }
  return 'absent';
}

/** The domain for which the DMARC result was given (`header.from`, RFC 7489 11.1); null where our server does not say. */
export function dmarcDomain(mail: Pick<InboundMail, 'headers'>, authservId: string): string | null {
  for (const value of headerValues(mail, 'authentication-results')) {
    const plain = withoutComments(value).toLowerCase();
    const [id = '', ...results] = plain.split(';');
    if (id.trim().replace(/^"([^"]*)"/, '$1').split(/\s+/)[0] !== authservId.toLowerCase()) continue;
    const found = results.map((r) => /^\s*dmarc\s*=\s*[a-z]+.*?\sheader\.from\s*=\s*"?([^\s";]+)/.exec(r)?.[1]).find((d) => d !== undefined);
    if (found !== undefined) return found.replace(/^.*@/, '');
  }
  return null;
}

function withoutComments(value: string): string {
  let text = value;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\([^()]*\)/g, ' ');
  }
  return text;
}
