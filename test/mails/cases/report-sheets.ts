// Golden mails that bring the report's own sheet back: whole, with faults, moved about, blank, somebody else's.
// It refuses to know the case: whether the sender may report, and whether it is the newest, the case decides.
import { quotedLetter, writeMail, type MailInput } from '../mail-writer.ts';
import { part, type Golden } from './common.ts';

/** Læsø answers the login mail. */
const laesoe = (input: Partial<MailInput> & { readonly says?: string }): Buffer => writeMail({
  from: 'Asta Juul <asju@laesoe.dk>', subject: 'SV: Login til indberetningen: Indberetning om måltal og politikker for kønssammensætningen i ledelse [LIGE-2024-0825]', answers: '0825',
  text: `${input.says ?? 'Hej\n\nHermed vores indberetning.'}\n\nMed venlig hilsen\n\nAsta Juul\nHR\nLæsø Kommune${quotedLetter('Læsø', '0825')}`, ...input,
});
const sheet = (file: string) => part(file, 'Indberetning.xlsx');

export const reportSheets: readonly Golden[] = [
  {
    name: '325-report-sheet', why: 'The sheet that came with the login, filled in with openpyxl.\nIt obeys every rule: accept.',
    raw: laesoe({ parts: [sheet('report-openpyxl.xlsx')] }), expected: { kind: 'report', outcome: 'accept', kommune: '0825' },
  },
  {
    name: '326-report-sheet-rewritten', why: 'The same, saved by a program that writes the whole file anew.\nStyles and rules are gone, the answers are not.',
    raw: laesoe({ parts: [sheet('report-sheetjs.xlsx')] }), expected: { kind: 'report', outcome: 'accept', kommune: '0825' },
  },
  {
    name: '327-report-sheet-faults', why: 'Half a woman, a target below today, a year that is past, and perhaps.\nEach is asked about with its cell.',
    raw: laesoe({ parts: [sheet('report-faults.xlsx')] }), expected: { kind: 'report', outcome: 'clarify', kommune: '0825' },
  },
  {
    name: '328-report-sheet-moved', why: 'Protection lifted, rows put in between, the sheet renamed.\nThe numbers of the lines lead to the answers.',
    raw: laesoe({ parts: [sheet('report-moved.xlsx')] }), expected: { kind: 'report', outcome: 'accept', kommune: '0825' },
  },
  {
    name: '329-report-sheet-blank', why: 'A question, and the sheet as it came, not filled in.\nThat is no report: a person answers the question.',
    raw: laesoe({ says: 'Hej\n\nSkal konstituerede chefer tælles med på niveau 2?', parts: [sheet('report-blank.xlsx')] }), expected: { kind: 'question', outcome: 'forward', kommune: '0825' },
  },
  {
    name: '330-report-sheet-of-another', why: 'Læsø sends the sheet of København.\nNobody reports for another kommune: a person looks.',
    raw: laesoe({ parts: [sheet('report-copenhagen.xlsx')] }), expected: { kind: 'report', outcome: 'review', kommune: '0825' },
  },
  {
    name: '331-report-sheet-per-forvaltning', why: 'København, with two forvaltninger, one without a target and why.\nAccept.',
    raw: writeMail({ from: 'Bo Lind <bol@kk.dk>', subject: 'Indberetning', text: 'Se vedhæftede.\n\nMvh Bo Lind', parts: [sheet('report-copenhagen.xlsx')] }), expected: { kind: 'report', outcome: 'accept', kommune: '0101' },
  },
  {
    name: '332-report-sheet-forged', why: 'A whole sheet in the name of Læsø, from a server that may not send for it.\nDMARC fails: nothing is registered.',
    raw: laesoe({ parts: [sheet('report-openpyxl.xlsx')], dmarc: 'dmarc=fail header.from=laesoe.dk' }), expected: { kind: 'report', outcome: 'review', kommune: '0825' },
  },
  {
    name: '333-report-sheet-and-question', why: 'The report, and a question beside it.\nThe report counts, and the question goes to a person.',
    raw: laesoe({ says: 'Hej\n\nHermed vores indberetning. Hvornår bliver tabellen offentliggjort?', parts: [sheet('report-openpyxl.xlsx')] }), expected: { kind: 'report', outcome: 'accept', kommune: '0825', also: ['question'] },
  },
  {
    name: '334-report-sheet-renewed-login', why: 'The sheet answers "Nyt login til indberetningen", and the text says nothing of a login.\nOur own subject asks for none: accept, and no question beside.',
    raw: laesoe({ subject: 'SV: Nyt login til indberetningen: Indberetning om måltal og politikker for kønssammensætningen i ledelse [LIGE-2024-0825]', parts: [sheet('report-openpyxl.xlsx')] }), expected: { kind: 'report', outcome: 'accept', kommune: '0825' },
  },
];
