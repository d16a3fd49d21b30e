// The golden mails and, written by hand before the program was asked, what has to come out of each. Names are invented, the kommuner's domains real.
// It refuses expectations copied from the program (make.ts only adds the fields that no one writes by hand) and a number that is given twice.
import { askedFor } from './cases/asked.ts';
import type { Golden } from './cases/common.ts';
import { doubtsInWords } from './cases/doubts-in-words.ts';
import { doubts } from './cases/doubts.ts';
import { files } from './cases/files.ts';
import { formats } from './cases/formats.ts';
import { lists } from './cases/lists.ts';
import { machinesWithoutHeaders } from './cases/machines-without-headers.ts';
import { machines } from './cases/machines.ts';
import { nearMisses } from './cases/near-misses.ts';
import { otherKinds } from './cases/other-kinds.ts';
import { quotation } from './cases/quotation.ts';
import { reportSheets } from './cases/report-sheets.ts';
import { requests } from './cases/requests.ts';
import { senders } from './cases/senders.ts';
import { sentences } from './cases/sentences.ts';
import { tables } from './cases/tables.ts';
import { text } from './cases/text.ts';
import { wrapped } from './cases/wrapped.ts';

export type { Expected, Golden } from './cases/common.ts';

const numberOf = ({ name }: Golden): number => Number(/^(\d+)-/.exec(name)?.[1]);

export const goldens: readonly Golden[] = [
  askedFor, doubts, doubtsInWords, files, formats, lists, machines, machinesWithoutHeaders, nearMisses, otherKinds, quotation, reportSheets, requests, senders, sentences, tables, text, wrapped,
].flat().sort((a, b) => numberOf(a) - numberOf(b));

for (const [i, golden] of goldens.entries()) {
  if (numberOf(golden) !== i + 1) throw new Error(`${golden.name}: the numbers of golden mails run from 1 without a gap, each given once; here ${i + 1} was to come`);
}
