// Writes Kontaktliste.xlsx, the form a kommune fills in: its own line is there already, and only the answer cells can be written in.
// It refuses to vary: the same kommune and campaign give the same bytes, so that a mail sent again is the same.
import { writeXlsx, type CellStyle, type CellValue, type DataValidation, type WriteSheet } from 'hucre/xlsx';
import { danishDay, dayOf } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import { regionsOn, type Kommune, type Register } from '../core/kommune.ts';
import type { Letter, LetterAttachment } from '../core/letters.ts';
import type { MailAttachment } from './message.ts';
import { storeZip } from './stored-zip.ts';

/** The header of the contact list (contract: mail identity). The answer stands in row 4: name in D4, e-mail in E4, phone in F4. */
export const contactListHeader = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)'] as const;
export const contactListName = 'Kontaktliste.xlsx';

export type ContactListOptions = {
  readonly campaign: Pick<Campaign, 'id' | 'title' | 'contactDeadline' | 'letterDate' | 'sender' | 'authority'>;
  readonly register: Register;
};

export type ContactLists = {
  /** The attachments of a letter as files; each form is made once per kommune and kept. */
  readonly attachmentsOf: (letter: Pick<Letter, 'date'> & { readonly attachments: readonly Extract<LetterAttachment, { kind: 'contact-list' }>[] }) => Promise<readonly MailAttachment[]>;
};

export function createContactLists({ campaign, register }: ContactListOptions): ContactLists {
  const made = new Map<string, Promise<MailAttachment>>();
  const once = (form: Form): Promise<MailAttachment> => {
    const key = [form.kommune.code, form.kommune.name, form.regionName, form.inTime, ...form.regions].join('|');
    const before = made.get(key);
    if (before) return before;
    const making = writeContactList(form).then((content): MailAttachment => ({ filename: contactListName, contentType: xlsxType, content }));
    made.set(key, making);
    making.catch(() => made.delete(key));
    return making;
  };
  return {
    attachmentsOf: ({ attachments, date }) => {
      const day = dayOf(Temporal.Instant.from(date));
      const inTime = Temporal.PlainDate.compare(day, campaign.contactDeadline) <= 0;
      const regions = regionsOn(register, day.toString()).map((r) => r.name);
      return Promise.all(attachments.map(({ kommune, regionName }) => once({ campaign, kommune, regionName, regions, inTime })));
    },
  };
}

type Form = {
  readonly campaign: ContactListOptions['campaign'];
  readonly kommune: Kommune;
  readonly regionName: string | null;
  readonly regions: readonly string[];
  readonly inTime: boolean;
};

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const fontName = 'Calibri';
const blue = { rgb: '0B3D5C' };
const line = { style: 'thin', color: { rgb: '9AA7B0' } } as const;
const border = { top: line, right: line, bottom: line, left: line };
const text = { numFmt: '@', border, alignment: { vertical: 'center', wrapText: true } } satisfies CellStyle;
const title: CellStyle = { font: { name: fontName, bold: true, size: 14, color: blue }, alignment: { vertical: 'center' } };
const help: CellStyle = { alignment: { vertical: 'center', wrapText: true } };
const heading: CellStyle = { font: { name: fontName, size: 11, bold: true, color: { rgb: 'FFFFFF' } }, fill: { type: 'pattern', pattern: 'solid', fgColor: blue }, border, alignment: { vertical: 'center', wrapText: true } };
const given: CellStyle = { ...text, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EEF1F3' } }, protection: { locked: true } };
const answer: CellStyle = { ...text, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF9DB' } }, protection: { locked: false } };

const [answerColumns, wholeName] = [[26, 15, 23, 32, 36, 20], 80] as const;

/** High enough for a name of 80 characters in each cell: a height once given no longer grows with what is written. */
function answerHeight(row: readonly CellValue[]): number {
  const lines = answerColumns.map((width, column) => Math.ceil((column < 3 ? String(row[column] ?? '').length : wholeName) / (width - 2)));
  return 16 * Math.min(Math.max(...lines.slice(0, 4)), 20);
}

/** What a cell says when it is chosen, and what it asks when it looks wrong. Nothing is refused: who knows better may go on, and the bot asks about what it can't read. */
function validations(regionCount: number): DataValidation[] {
  const asked = { allowBlank: true, showInputMessage: true, showErrorMessage: true, errorStyle: 'warning' } as const;
  return [
    {
      ...asked, type: 'list', range: 'C4', formula1: `_lister!$A$1:$A$${regionCount}`, inputTitle: 'Region', inputMessage: 'Vælg kommunens region på listen.',
      errorTitle: 'Region', errorMessage: 'Regionen står ikke på listen. Vælg en region på listen.',
    },
    {
      ...asked, type: 'textLength', operator: 'between', formula1: '1', formula2: String(wholeName), range: 'D4', inputTitle: 'Kontaktpersonens navn', inputMessage: 'Skriv fornavn og efternavn på én person.',
      errorTitle: 'Kontaktpersonens navn', errorMessage: `Navnet er længere end ${wholeName} tegn. Skriv kun fornavn og efternavn på én person.`,
    },
    {
      // One @, a point somewhere behind it with a letter between, and no space.
      ...asked, type: 'custom', formula1: 'AND(LEN(E4)-LEN(SUBSTITUTE(E4,"@",""))=1,ISNUMBER(FIND(".",E4,FIND("@",E4)+2)),ISERROR(FIND(" ",E4)))', range: 'E4',
      inputTitle: 'Kontaktpersonens e-mail', inputMessage: 'Skriv én mailadresse. Login til indberetningen bliver sendt til den.',
      errorTitle: 'Kontaktpersonens e-mail', errorMessage: 'Det ligner ikke en mailadresse. Skriv én adresse med ét @ og et punktum efter det, uden mellemrum.',
    },
    {
      ...asked, type: 'textLength', operator: 'between', formula1: '1', formula2: '40', range: 'F4', inputTitle: 'Telefon', inputMessage: 'Feltet må gerne være tomt.',
      errorTitle: 'Telefon', errorMessage: 'Telefonnummeret er længere end 40 tegn. Skriv kun ét nummer.',
    },
  ];
}

async function writeContactList({ campaign, kommune, regionName, regions, inTime }: Form): Promise<Uint8Array> {
  const row: CellValue[] = [kommune.name, kommune.code, regionName, null, null, null];
  const styles = [given, given, answer, answer, answer, answer];
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  cells.set('0,0', { style: title });
  cells.set('1,0', { style: help });
  for (const column of contactListHeader.keys()) {
    cells.set(`2,${column}`, { style: heading });
    cells.set(`3,${column}`, { style: styles[column] ?? answer });
  }
  const form: WriteSheet = {
    name: 'Ark1',
    columns: answerColumns.map((width) => ({ width })),
    rows: [
      [`Kontaktliste: ${campaign.title}`],
      [`Udfyld de gule felter i række 4, gem filen, og send den som svar på vores mail til ${campaign.sender.address}${inTime ? ` senest ${danishDay(campaign.contactDeadline)}` : ''}.`],
      [...contactListHeader],
      row,
    ],
    cells,
    merges: [0, 1].map((at) => ({ startRow: at, startCol: 0, endRow: at, endCol: 5 })),
    rowDefs: new Map([[0, { height: 26 }], [1, { height: 34 }], [2, { height: 22 }], [3, { height: answerHeight(row) }]]),
    freezePane: { rows: 3 },
    dataValidations: validations(regions.length),
    // Without a password: who must change more than the answer can lift it.
    protection: { sheet: true, selectLockedCells: true, selectUnlockedCells: true, formatColumns: true, formatRows: true },
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 1, paperSize: 'a4' },
    a11y: { summary: 'Kontaktliste med én række: kommunens kontaktperson', headerRow: 2 },
  };
  // Dates of the file are the letter's: the writer would take the clock's.
  const at = new Date(campaign.letterDate.toZonedDateTime('UTC').epochMilliseconds);
  const bytes = await writeXlsx({
    sheets: [
      form,
      { name: '_lister', hidden: true, rows: regions.map((name) => [name]) },
      { name: '_meta', veryHidden: true, rows: [['campaign', campaign.id], ['kommune', kommune.code], ['form', 'contact-list']] },
    ],
    activeSheet: 0,
    defaultFont: { name: fontName, size: 11 },
    properties: { title: `Kontaktliste ${kommune.name}`, creator: campaign.authority.department, lastModifiedBy: campaign.authority.department, created: at, modified: at },
  });
  return storeZip(bytes);
}
