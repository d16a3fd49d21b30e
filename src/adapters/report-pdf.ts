// Writes the receipt of a report as a PDF that people print and screen readers read: tagged, in Danish, with its own font.
// It refuses to vary and to cut: the same report gives the same bytes on every machine, and a long text goes on over the next page.
import { Buffer } from 'node:buffer';
import { fileURLToPath } from 'node:url';
import { openSync, type Font } from 'fontkit';
import PDFDocument, { type Element, type Pdf } from 'pdfkit';
import { danishDay, dayOf } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Kommune } from '../core/kommune.ts';
import type { Report, ReportRules } from '../core/report/model.ts';
import { summaryOf, type SummaryRow } from '../core/report/summary.ts';

export const reportPdfName = 'Kvittering for indberetning.pdf';

export type ReportPdfOptions = {
  readonly campaign: Pick<Campaign, 'title' | 'caseNumber' | 'authority'>;
  readonly kommune: Pick<Kommune, 'name'>;
  readonly report: Report;
  readonly rules: Pick<ReportRules, 'equality'>;
  /** From 1: each report of a kommune that takes the place of another counts one more. */
  readonly version: number;
  /** ISO instant. */
  readonly submittedAt: string;
  /** Who handed it in, as a reader is to see it. */
  readonly by: string;
  readonly via: 'portal' | 'mail';
  /** Why it was corrected after the deadline; '' where nobody had to say. */
  readonly correction: string;
};

/** Inter, regular and semi-bold (OFL-1.1), from the package @expo-google-fonts/inter. */
const fonts = { regular: '400Regular/Inter_400Regular.ttf', strong: '600SemiBold/Inter_600SemiBold.ttf' } as const;
const [blue, ink, soft, rule] = ['#0B3D5C', '#1A1A1A', '#44546A', '#C9D1D6'];
const margins = { top: 56, bottom: 72, left: 56, right: 56 } as const;
const [labelWidth, gap, padding] = [178, 16, 5];
const [lineGap, longRow] = [2.5, 160];

/** The receipt as bytes. */
export async function writeReportPdf({ campaign, kommune, report, rules, version, submittedAt, by, via, correction }: ReportPdfOptions): Promise<Uint8Array> {
  const at = Temporal.Instant.from(submittedAt);
  const title = `Kvittering for indberetning ${report.reportYear}, ${kommune.name}`;
  const author = campaign.authority.department;
  const date = new Date(at.epochMilliseconds);
  const pdf = new PDFDocument({
    size: 'A4', margins, bufferPages: true, pdfVersion: '1.7', subset: 'PDF/UA', tagged: true, lang: 'da-DK', displayTitle: true, font: fontOf('regular'),
    // What deflate makes of a text differs between machines; as it is, it does not.
    compress: false,
    info: { Title: title, Author: author, Creator: author, Subject: campaign.title, CreationDate: date, ModDate: date },
  });
  const pieces: Uint8Array[] = [];
  const written = new Promise<void>((resolve, reject) => {
    pdf.on('data', (piece) => pieces.push(piece));
    pdf.on('end', () => resolve());
    pdf.on('error', reject);
  });
  for (const name of ['regular', 'strong'] as const) pdf.registerFont(name, fontOf(name));
  const root = pdf.struct('Document', {});
  pdf.addStructure(root);

  const { paragraph, table } = drawingOn(pdf, root);
  pdf.y = margins.top;
  paragraph('P', campaign.authority.ministry, { size: 9.5, color: soft, after: 14 });
  paragraph('H1', 'Kvittering for indberetning', { size: 24, color: blue, strong: true, after: 4 });
  paragraph('P', `${campaign.title}, ${report.reportYear}`, { size: 12, color: soft, after: 12 });
  paragraph('P', `${author} har modtaget indberetningen fra ${kommune.name}. Den er registreret, som den står her.`, { size: 10.5, color: ink, after: 4 });
  table('Om indberetningen', [
    { label: 'Kommune', value: kommune.name }, { label: 'Indberetning for', value: String(report.reportYear) }, { label: 'Sagsnr.', value: campaign.caseNumber },
    { label: 'Version', value: version > 1 ? `${version} (erstatter version ${version - 1})` : String(version) },
    { label: 'Indsendt', value: timeOf(at) }, { label: 'Indsendt af', value: by }, { label: 'Indsendt gennem', value: via === 'portal' ? 'Indberetningssystemet' : 'Mail med Indberetning.xlsx' },
    ...(correction === '' ? [] : [{ label: 'Årsag til rettelsen', value: correction }]),
  ]);
  for (const block of summaryOf(report, rules.equality)) table(block.title, block.rows);
  root.end();
  numberPages(pdf, `${kommune.name} · Sagsnr. ${campaign.caseNumber} · Version ${version}`);
  pdf.end();
  await written;
  return new Uint8Array(Buffer.concat(pieces));
}

const parsed = new Map<string, Font>();

/** Parsed once: that takes longer than drawing the whole receipt. */
function fontOf(name: keyof typeof fonts): Font {
  const font = parsed.get(name) ?? openSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${fonts[name]}`)));
  parsed.set(name, font);
  return font;
}

/** "torsdag den 14. marts 2024 kl. 10.05", as the clock is in Denmark. */
function timeOf(at: Temporal.Instant): string {
  const { hour, minute } = at.toZonedDateTimeISO('Europe/Copenhagen');
  return `${danishDay(dayOf(at))} kl. ${String(hour).padStart(2, '0')}.${String(minute).padStart(2, '0')}`;
}

/** Without what can't be drawn: control characters, and tabs as spaces. */
function drawable(text: string): string {
  return text.toWellFormed().replace(/\r\n?/gu, '\n').replace(/[\p{Cc}]/gu, (char) => (char === '\n' ? '\n' : char === '\t' ? ' ' : ''));
}

type Look = { readonly size: number; readonly color: string; readonly strong?: boolean; readonly after: number };
type Drawing = { readonly paragraph: (tag: 'P' | 'H1' | 'H2', text: string, look: Look) => void; readonly table: (title: string, rows: readonly SummaryRow[]) => void };

function drawingOn(pdf: Pdf, root: Element): Drawing {
  const width = pdf.page.width - margins.left - margins.right;
  const valueAt = margins.left + labelWidth + gap;
  const valueWidth = width - labelWidth - gap;
  const write = ({ size, color, strong = false }: Omit<Look, 'after'>) => pdf.font(strong ? 'strong' : 'regular').fontSize(size).fillColor(color);
  const label = { size: 10, color: soft };
  const value = { size: 10, color: ink };
  const heading = { size: 13, color: blue, strong: true, after: 5 };
  const heightOf = (row: SummaryRow): number => Math.max(write(label).heightOfString(drawable(row.label), { width: labelWidth, lineGap }), write(value).heightOfString(drawable(row.value), { width: valueWidth, lineGap })) + 2 * padding;
  const whole = pdf.page.maxY() - margins.top;
  /** A new page where so much does not fit on this one. */
  const need = (height: number): void => { if (pdf.y + height > pdf.page.maxY()) { pdf.addPage(); pdf.y = margins.top; } };
  /** A long row may begin where a few of its lines fit: moved as a whole it would leave the page empty. */
  const begun = (height = 0): number => (height > longRow ? 80 : height);

  const paragraph: Drawing['paragraph'] = (tag, text, look) => {
    const shown = drawable(text);
    root.add(pdf.struct(tag, {}, () => { write(look).text(shown, margins.left, pdf.y, { width, lineGap }); }));
    pdf.y += look.after;
  };
  const table: Drawing['table'] = (title, rows) => {
    const heights = rows.map(heightOf);
    const headed = 20 + write(heading).heightOfString(drawable(title), { width, lineGap }) + heading.after;
    const all = headed + heights.reduce((sum, height) => sum + height, 0);
    // A short block stays together; of a longer one the title has its first rows under it.
    need(all < whole / 3 ? all : headed + begun(heights[0]) + begun(heights[1]));
    if (pdf.y > margins.top) pdf.y += 20;
    paragraph('H2', title, heading);
    line(pdf, blue, 1, width);
    const drawn = pdf.struct('Table', {});
    root.add(drawn);
    for (const [index, row] of rows.entries()) {
      need(begun(heights[index]));
      const tagged = pdf.struct('TR', {});
      drawn.add(tagged);
      const [top, page] = [pdf.y + padding, pdf.bufferedPageRange().count];
      tagged.add(pdf.struct('TH', { scope: 'Row' }, () => { write(label).text(drawable(row.label), margins.left, top, { width: labelWidth, lineGap }); }));
      const below = pdf.y;
      tagged.add(pdf.struct('TD', {}, () => { write(value).text(drawable(row.value), valueAt, top, { width: valueWidth, lineGap }); }));
      tagged.end();
      pdf.y = (pdf.bufferedPageRange().count === page ? Math.max(below, pdf.y) : pdf.y) + padding;
      line(pdf, rule, 0.5, width);
    }
    drawn.end();
  };
  return { paragraph, table };
}

function line(pdf: Pdf, color: string, thick: number, width: number): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf.lineWidth(thick).moveTo(margins.left, pdf.y).lineTo(margins.left + width, pdf.y).stroke(color);
  pdf.endMarkedContent();
}

function numberPages(pdf: Pdf, about: string): void {
  const { count } = pdf.bufferedPageRange();
  const width = pdf.page.width - margins.left - margins.right;
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page);
    // Below the margin a text would begin a new page.
    pdf.page.margins.bottom = 0;
    const at = pdf.page.height - 46;
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font('regular').fontSize(8.5).fillColor(soft).text(drawable(about), margins.left, at, { width: width - 90, lineBreak: false });
    pdf.text(`Side ${page + 1} af ${count}`, margins.left + width - 90, at, { width: 90, align: 'right' });
    pdf.endMarkedContent();
  }
}
