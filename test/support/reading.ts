// Builds inbound mails and sheets in a line or two for the tests of the reading core.
// It refuses to parse: what it gives is already data.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Register } from '../../src/core/kommune.ts';
import type { Document, InboundMail } from '../../src/core/mail.ts';
import { understand, type ReadingContext } from '../../src/core/understand.ts';

export const register = JSON.parse(readFileSync(join(import.meta.dirname, '../../config/kommuner.json'), 'utf-8')) as Register;
export const context: ReadingContext = {
  register, campaignId: '2024', ownAddress: 'lige@lige.dk', ownDomain: 'lige.dk', authservId: 'mx.lige.dk', day: '2024-02-12', subjectTagPrefix: 'LIGE',
};

export type MailSketch = {
  readonly from?: string;
  readonly name?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answers?: string | null;
  readonly replyTo?: string;
  readonly sheet?: readonly (readonly string[])[];
  readonly file?: string;
  readonly documents?: readonly Document[];
};

/** A mail from Mette Holm at Aarhus that answers our letter, unless said otherwise. */
export function mailOf(sketch: MailSketch): InboundMail {
  const answers = sketch.answers === undefined ? '<letter.2024.0751@lige.dk>' : sketch.answers;
  return {
    id: 'x', messageId: '<1@aarhus.dk>', inReplyTo: answers, references: answers === null ? [] : [answers],
    from: [{ name: sketch.name ?? 'Mette Holm', address: sketch.from ?? 'mho@aarhus.dk' }],
    replyTo: sketch.replyTo === undefined ? [] : [{ name: '', address: sketch.replyTo }],
    to: [{ name: '', address: 'lige@lige.dk' }], cc: [], subject: sketch.subject ?? 'SV: Indberetning', date: null,
    headers: Object.entries(sketch.headers ?? {}).map(([name, value]) => ({ name, value })),
    text: sketch.text ?? '', html: null, attachments: sketch.sheet ? [{ filename: sketch.file ?? 'Kontaktliste.xlsx', contentType: '', bytes: 1, content: null, inline: false }] : [], report: null, problems: [],
  };
}

export function documentsOf(sketch: MailSketch): readonly Document[] {
  const body: Document = { source: 'body', contentType: 'text/plain', bytes: 1, readAs: 'text', tables: [], lines: (sketch.text ?? '').split('\n'), problem: null };
  const rows = (sketch.sheet ?? []).map((row, r) => row.flatMap((text, c) => (text === '' ? [] : [{ at: `${String.fromCharCode(65 + c)}${r + 1}`, text }])));
  const sheet: Document[] = sketch.sheet ? [{ source: sketch.file ?? 'Kontaktliste.xlsx', contentType: '', bytes: 1, readAs: 'xlsx', tables: [{ name: 'Ark1', hidden: false, rows }], lines: [], problem: null }] : [];
  return [body, ...sheet, ...(sketch.documents ?? [])];
}

export const read = (sketch: MailSketch) => understand(mailOf(sketch), documentsOf(sketch), context);

/** "accept Mette Holm <mho@aarhus.dk>": outcome, then each contact, then what is missing. */
export function inShort(sketch: MailSketch): string {
  const u = read(sketch);
  return [u.kind === 'contact-list' ? u.outcome : `${u.outcome} ${u.kind}`, ...u.contacts.map((c) => `${c.name ?? '-'} <${c.email ?? '-'}>${c.phone === null ? '' : ` ${c.phone}`}`), ...(u.missing.length > 0 ? [`missing ${u.missing.join(' ')}`] : [])].join(', ');
}
