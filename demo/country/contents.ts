// In which form the contact stands in an answer: the list in many formats, a table of their own, or words.
// It refuses to know who writes and to whom: that is the mail's part.
import type { BotMail } from '../botmail.ts';
import { pdfFile, winmail, wordFile, zipFile } from './files.ts';
import { compose, type MailParts } from './mime.ts';
import type { Person } from './people.ts';
import type { Cast, Given } from './script.ts';
import { allRowsTable, answerOf, fillList, labelTable, ownCsv, ownSheet, ownTable, twoNamesTable, type Answer, type BookType } from './sheets.ts';

export type Form =
  | 'filled-list' | 'xls' | 'ods' | 'zip' | 'attached-mail' | 'winmail'
  | 'own-sheet' | 'labels' | 'two-names' | 'all-rows' | 'csv' | 'word' | 'pdf' | 'html-table'
  | 'sentence' | 'short' | 'i-am';

/** What the view and the verdict call it. */
export const labels: Readonly<Record<Form, string>> = {
  'filled-list': 'filled list', xls: 'list as xls', ods: 'list as ods', zip: 'list in a zip', 'attached-mail': 'list in an attached mail', winmail: 'list in winmail.dat',
  'own-sheet': 'own spreadsheet', labels: 'labels and values', 'two-names': 'first and last name', 'all-rows': 'all rows, one filled', csv: 'csv file', word: 'Word table', pdf: 'PDF', 'html-table': 'table in the mail',
  sentence: 'sentence', short: 'short sentence', 'i-am': '"it is me"',
};

export type Content = { readonly paragraphs: readonly string[]; readonly table?: readonly (readonly string[])[]; readonly attachments?: MailParts['attachments'] };

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', xls: 'application/vnd.ms-excel', ods: 'application/vnd.oasis.opendocument.spreadsheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf', zip: 'application/x-zip-compressed', csv: 'text/csv', jpg: 'image/jpeg',
  eml: 'message/rfc822', tnef: 'application/ms-tnef',
} as const;

/** The list that came with the letter. Throws when there is none. */
export function listOf(letter: BotMail): { readonly filename: string; readonly content: Uint8Array } {
  const list = letter.attachments.find((a) => a.filename.toLowerCase().endsWith('.xlsx'));
  if (!list) throw new Error(`the letter to ${letter.to.join(', ')} has no contact list attached`);
  return list;
}

/** A file beside words. */
export function withFile(words: string, filename: string, type: keyof typeof types, content: Uint8Array): Content {
  return { paragraphs: [words], attachments: [{ filename, contentType: types[type], content }] };
}

/** A contact in one of the forms in which kommuner give it. With `forgetEmail` it is left out, as people forget it. */
export async function contentFor(cast: Cast, given: Given, form: Form, person: Person, forgetEmail = false): Promise<Content> {
  const { kommune, region } = cast;
  const { chance, letter } = given;
  const full = answerOf(kommune, region, person, chance.happens(0.5));
  const answer: Answer = forgetEmail ? { ...full, email: null } : full;
  const shape = chance.int(0, 3);
  const list = (bookType: BookType = 'xlsx'): Uint8Array => fillList(listOf(letter).content, answer, bookType);
  const { filename } = listOf(letter);
  const named = (ending: string): string => filename.replace(/xlsx$/i, ending);
  switch (form) {
    case 'filled-list':
      return withFile(chance.pick(['Hermed fremsendes kommunens udfyldte kontaktliste.', 'Vedhæftet følger listen i udfyldt stand.', 'Se venligst den vedhæftede liste.', 'Hermed listen retur.']), filename, 'xlsx', list());
    case 'xls':
      return withFile(chance.pick(['Hermed listen. Vi har en ældre udgave af Excel.', 'Listen er udfyldt og vedhæftet.']), named('xls'), 'xls', list('biff8'));
    case 'ods':
      return withFile(chance.pick(['Listen er vedhæftet i udfyldt stand.', 'Hermed listen fra LibreOffice.']), named('ods'), 'ods', list('ods'));
    case 'zip':
      return withFile(chance.pick(['Listen ligger i den vedhæftede zip-fil.', 'Hermed den udfyldte liste (zippet).']), named('zip'), 'zip', zipFile(filename, list()));
    case 'attached-mail':
      return withFile(chance.pick(['Vedhæftet er mailen fra min kollega med den udfyldte liste.', 'Se vedhæftede mail.']), 'Kontaktliste.eml', 'eml', await fromColleague(cast, given, person, list()));
    case 'winmail':
      return withFile(chance.pick(['Hermed listen i udfyldt stand.', 'Listen er vedhæftet.']), 'winmail.dat', 'tnef', winmail(filename, list()));
    case 'own-sheet':
      return withFile('Vi kunne ikke skrive i jeres ark, så oplysningerne er sat ind i et nyt.', chance.pick(['Kontaktperson.xlsx', 'Mappe1.xlsx', 'Ligestilling kontakt.xlsx']), 'xlsx', ownSheet(ownTable(shape, answer), `Kontaktperson i ${kommune.name}`));
    case 'labels':
      return withFile(chance.pick(['Vedhæftet er et ark med oplysningerne.', 'Hermed oplysningerne på vores kontaktperson.']), chance.pick(['Oplysninger.xlsx', 'Kontaktoplysninger.xlsx']), 'xlsx', ownSheet(labelTable(shape, answer), 'Kontaktperson til indberetning af måltal'));
    case 'two-names':
      return withFile('Vedhæftet er oplysningerne om vores kontaktperson.', 'Kontaktperson.xlsx', 'xlsx', ownSheet(twoNamesTable(shape, answer, person), `Kontaktperson i ${kommune.name}`));
    case 'all-rows':
      return withFile(chance.pick(['Vi har udfyldt vores egen linje i oversigten.', 'Hermed oversigten med vores linje udfyldt.']), 'Kontaktpersoner i kommunerne.xlsx', 'xlsx', ownSheet(allRowsTable(cast.kommuner, answer), 'Kontaktpersoner i kommunerne'));
    case 'csv':
      return withFile('Vedhæftet er oplysningerne om vores kontaktperson.', 'kontaktperson.csv', 'csv', ownCsv(ownTable(shape, answer)));
    case 'word':
      return withFile(chance.pick(['Vedhæftet er kontaktoplysningerne.', 'Hermed fremsendes et notat med kommunens kontaktperson.']), chance.pick(['Kontaktoplysninger.docx', 'Notat om kontaktperson.docx']), 'docx', wordFile(ownTable(shape, answer)));
    case 'pdf':
      return withFile(chance.pick(['Vedhæftet er kontaktoplysningerne som pdf.', 'Se vedhæftede.']), 'Kontaktperson.pdf', 'pdf', pdfFile(`Kontaktperson i ${kommune.name}`, ownTable(shape, answer)));
    case 'html-table':
      return { paragraphs: [chance.pick(['Her er oplysningerne:', 'Kommunens kontaktperson fremgår af skemaet herunder.'])], table: ownTable(shape, answer) };
    case 'sentence':
      return { paragraphs: [sentence(cast, given, answer)] };
    case 'short':
      return { paragraphs: [short(given, person)] };
    case 'i-am':
      return { paragraphs: [chance.pick([`Jeg er kontaktperson for ${kommune.name}.`, `Det er mig, der er kontaktperson i ${kommune.name}.`, `Undertegnede er kommunens kontaktperson. Vi hører til ${region}.`])] };
  }
}

function sentence({ kommune, region }: Cast, { chance }: Given, { name, email }: Answer): string {
  if (email === null) return `Kontaktperson i ${kommune.name} bliver ${name}.`;
  return chance.pick([
    `Vores kontaktperson er ${name}, ${email}.`,
    `Kontaktperson for ${kommune.name} er ${name} (${email}). Kommunen ligger i ${region}.`,
    `I bedes notere ${name}, mail: ${email}, som kontaktperson.`,
    `${kommune.name} har udpeget ${name} som kontaktperson. Mailadressen er ${email}.`,
  ]);
}

function short({ chance }: Given, { name, email, phone }: Person): string {
  return chance.pick([
    `Det er ${name}, ${email}.`, `${name} – ${email}`, `Det bliver ${name}, ${email}, tlf. ${phone}.`, `I kan fange ${name} på ${email}.`, `Opgaven ligger hos ${name}, ${email}.`,
    `I får ${name}, ${email}, som kontaktperson.`,
  ]);
}

/** The mail within the mail: the contact has filled in the list and sent it to the main mailbox. */
async function fromColleague({ mailbox, dmarc }: Cast, { id, at, chance, letter }: Given, person: Person, content: Uint8Array): Promise<Uint8Array> {
  const { raw } = await compose({
    id: `${id}.i`, from: { name: person.name, address: person.email }, to: mailbox, date: at.subtract({ hours: chance.int(2, 30) }),
    subject: chance.pick(['Kontaktliste', 'Listen til ministeriet', 'SV: Hvem skal stå som kontaktperson?']),
    text: `Hej\n\n${chance.pick(['Så er listen udfyldt. Vil I sende den videre?', 'Her er listen til Ligestillingsafdelingen.'])}\n\nVenlig hilsen\n${person.name}\n`,
    attachments: [{ filename: listOf(letter).filename, contentType: types.xlsx, content }],
  }, dmarc);
  return raw;
}
