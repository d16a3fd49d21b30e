// Reads the machine part of a multipart/report (RFC 6522): a delivery status (RFC 3464) or a disposition notification (RFC 8098).
// It refuses to judge: which case a bounce belongs to, and what follows from it, is decided in core.
import { Buffer } from 'node:buffer';
import type { Attachment, MailReport } from '../core/mail.ts';

type Field = { readonly name: string; readonly value: string };

/** The report in a mail, from its Content-Type and its parts; null when the mail is no report. */
export function readReport(contentType: string, parts: readonly Attachment[]): MailReport | null {
  const status = parts.find((p) => /^message\/(?:global-)?delivery-status$/i.test(p.contentType));
  const disposition = parts.find((p) => /^message\/(?:global-)?disposition-notification$/i.test(p.contentType));
  const isReport = /^multipart\/report\b/i.test(contentType);
  if (!status && !disposition && !isReport) return null;
  const about = parts.map(returnedMessageId).find((id) => id !== null) ?? null;
  if (status) return { type: 'delivery-status', recipients: recipientsOf(status), originalMessageId: about };
  if (disposition) {
    const fields = fieldGroups(textOf(disposition)).flat();
    const value = (name: string) => fields.find((f) => f.name === name)?.value ?? '';
    return {
      type: 'disposition-notification',
      recipients: [{ address: afterType(value('final-recipient') || value('original-recipient')), action: value('disposition'), status: '', diagnostic: value('error') || value('failure') }],
      originalMessageId: idIn(value('original-message-id')) ?? about,
    };
  }
  return { type: 'other', recipients: [], originalMessageId: about };
}

function recipientsOf(part: Attachment): MailReport['recipients'] {
  return fieldGroups(textOf(part)).flatMap((group) => {
    const value = (name: string) => group.find((f) => f.name === name)?.value ?? '';
    const address = afterType(value('final-recipient') || value('original-recipient'));
    if (address === '' && value('action') === '') return [];
    return [{ address, action: value('action').toLowerCase(), status: value('status'), diagnostic: afterType(value('diagnostic-code')) }];
  });
}

/** Message-ID of the returned mail, in a message/rfc822 or text/rfc822-headers part. */
function returnedMessageId(part: Attachment): string | null {
  if (!/^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/rfc822-headers|message\/global-headers)$/i.test(part.contentType)) return null;
  const head = textOf(part).split(/\r?\n\r?\n/, 1)[0] ?? '';
  return idIn(fieldGroups(head).flat().find((f) => f.name === 'message-id')?.value ?? '');
}

function idIn(value: string): string | null {
  return /<[^<>\s]+>/.exec(value)?.[0] ?? null;
}

/** "rfc822;mho@aarhus.dk" → "mho@aarhus.dk" (RFC 3464 2.1.2). */
function afterType(value: string): string {
  return value.slice(value.indexOf(';') + 1).trim().replace(/^<|>$/g, '');
}

function textOf(part: Attachment): string {
  return part.content === null ? '' : Buffer.from(part.content.subarray(0, 256 * 1024)).toString('utf-8');
}

/** Groups of header-like fields separated by empty lines (RFC 3464 2.1). */
function fieldGroups(text: string): readonly (readonly Field[])[] {
  return text.split(/\r?\n[ \t]*\r?\n/).map((group) =>
    group.split(/\r?\n(?![ \t])/).flatMap((line) => {
      const colon = line.indexOf(':');
      if (colon <= 0) return [];
      return [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).replace(/\r?\n[ \t]+/g, ' ').trim() }];
    }));
}
