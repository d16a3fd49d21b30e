// What the golden mails are written with: the type of one, the files of parts/, and Aarhus Kommune answering the letter.
// It refuses to hold a case: those stand in the other files of this folder, by kind of idea.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quotedLetter, writeMail, type MailInput, type Part } from '../mail-writer.ts';

export type Expected = {
  readonly kind: string;
  readonly outcome: string;
  readonly kommune: string | null;
  /** "name <email> phone @ from", or with "-" for what is missing. What was read of a mail that goes to review anyway may be left open, and `missing` with it. */
  readonly contacts?: readonly string[] | 'whatever was read';
  readonly also?: readonly string[];
  readonly missing?: readonly string[];
};

/** `name` is the number and what it is about; a number is never given again. */
export type Golden = { readonly name: string; readonly why: string; readonly raw: Buffer; readonly expected: Expected };

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A file of parts/ as an attachment. */
export const part = (file: string, name = 'Kontaktliste.xlsx', type = xlsx): Part => ({ name, type, content: readFileSync(join(import.meta.dirname, '../parts', file)) });
/** A csv written here. */
export const csv = (text: string, name = 'Svar.csv', encoding: BufferEncoding = 'utf-8'): Part => ({ name, type: 'text/csv', content: Buffer.from(text, encoding) });
export const subject = (code: string) => `SV: Indberetning om måltal og politikker for kønssammensætningen i ledelse – Anmodning om kontaktoplysninger mv. [LIGE-2024-${code}]`;
export const mette = 'Mette Holm <mho@aarhus.dk>';
export const sign = '\n\nMed venlig hilsen\n\nMette Holm\nHR-konsulent\nAarhus Kommune\nRådhuset, 8000 Aarhus C\nTlf. 89 40 12 34';
/** Aarhus answers the letter with the thread, the tag, a signature and the quoted letter. */
export const aarhus = (input: Partial<MailInput> & { readonly says?: string }): Buffer =>
  writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `${input.says ?? 'Hermed vores liste.'}${sign}${quotedLetter()}`, ...input });
export const accepted = 'Mette Holm <mho@aarhus.dk>';
