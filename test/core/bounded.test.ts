import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounded } from '../../src/core/bounded.ts';
import type { Document, InboundMail } from '../../src/core/mail.ts';

const mail = (text: string, subject = 'SV: brev'): InboundMail => ({
  id: 'a', messageId: null, inReplyTo: null, references: [], from: [], replyTo: [], to: [], cc: [], subject, date: null, headers: [], text, html: null, attachments: [], report: null, problems: [],
});
const document = (cell: string): Document => ({
  source: 'Kontaktliste.xlsx', contentType: 'x', bytes: 1, readAs: 'xlsx', problem: null, lines: [cell], tables: [{ name: 'Ark1', hidden: false, rows: [[{ at: 'A1', text: cell }]] }],
});

test('what people write is left exactly as it is', () => {
  const letter = mail('Kontaktperson: Mette Holm, mho@aarhus.dk\n\nMed venlig hilsen\nMette'.repeat(50));
  expect(bounded(letter, [document('Mette Holm')])).toEqual({ mail: letter, documents: [document('Mette Holm')] });
});

test('property: no word is longer than 301 characters, no text than 100,000, and nothing is invented', () => {
  fc.assert(fc.property(fc.constantFrom('a@', '<', 'a.', '?', 'æ'), fc.integer({ min: 1, max: 70_000 }), fc.string(), (unit, times, end) => {
    const text = unit.repeat(times) + end;
    const cut = bounded(mail(text, text), [document(text)]);
    const cell = cut.documents[0]?.tables[0]?.rows[0]?.[0]?.text ?? '';
    for (const part of [cut.mail.text, cut.mail.subject, cell, ...cut.documents.flatMap((d) => d.lines)]) {
      expect(Math.max(0, ...part.split(/\s+/).map((w) => w.length))).toBeLessThanOrEqual(301);
      expect(part.length).toBeLessThanOrEqual(100_000);
      expect(text.startsWith(part.slice(0, 200))).toBe(true);
    }
  }), { numRuns: 40 });
});

test('a text that was cut in its length says so', () => {
  expect(bounded(mail('ord '.repeat(30_000)), []).mail.problems).toEqual(['The text is very long; only its beginning was read.']);
});
