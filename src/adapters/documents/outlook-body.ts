// Chooses among the bodies of an Outlook message: plain text for the lines, HTML (its own, or wrapped in RTF) for the tables.
// It refuses to lose a message for a broken RTF body where another body stands beside it.
import type { Table } from '../../core/mail.ts';
import { readHtml } from './html.ts';
import { bodyOfCompressedRtf, type RtfBody } from './rtf-html.ts';

export type OutlookBodies = { readonly plain: string; readonly html: string; readonly rtf: Uint8Array | null };

/** Lines and tables of the message. Throws Unreadable when RTF is all there is and it is damaged. */
export function outlookBody({ plain, html, rtf }: OutlookBodies): { readonly lines: readonly string[]; readonly tables: readonly Table[] } {
  const unpacked = html === '' && rtf !== null && rtf.length > 0 ? unpack(rtf, plain.trim() !== '') : null;
  const markup = html || (unpacked?.form === 'html' ? unpacked.text : '');
  const read = markup === '' ? { text: unpacked?.text ?? '', tables: [] } : readHtml(markup);
  const text = plain.trim() === '' ? read.text : plain;
  return { lines: text.trim() === '' ? [] : text.split(/\r\n|\n|\r/), tables: read.tables };
}

function unpack(rtf: Uint8Array, optional: boolean): RtfBody | null {
  try {
    return bodyOfCompressedRtf(rtf);
  } catch (error) {
    if (optional) return null;
    throw error;
  }
}
