// The parts of pdfkit's and fontkit's shapes that report-pdf.ts uses; the packages bring no types.
// It refuses to describe more than is used.
declare module 'fontkit' {
  /** A font file, read. */
  export type Font = { readonly layout: unknown };
  export function openSync(file: string): Font;
}

declare module 'pdfkit' {
  import type { Font } from 'fontkit';

  export type Element = { add(child: Element): Element; end(): void };
  type TextOptions = { readonly width?: number; readonly lineGap?: number; readonly lineBreak?: boolean; readonly align?: 'left' | 'right' };
  export type Pdf = {
    y: number;
    readonly page: { readonly width: number; readonly height: number; readonly margins: { bottom: number; readonly top: number }; maxY(): number };
    on(event: 'data', heard: (piece: Uint8Array) => void): void;
    on(event: 'end' | 'error', heard: (error: unknown) => void): void;
    registerFont(name: string, font: Font): void;
    font(name: string): Pdf;
    fontSize(size: number): Pdf;
    fillColor(color: string): Pdf;
    text(text: string, x: number, y: number, options: TextOptions): Pdf;
    heightOfString(text: string, options: TextOptions): number;
    moveTo(x: number, y: number): Pdf;
    lineTo(x: number, y: number): Pdf;
    lineWidth(width: number): Pdf;
    stroke(color: string): Pdf;
    addPage(): void;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    switchToPage(page: number): void;
    struct(type: string, options: { readonly scope?: 'Row' }, draw?: () => void): Element;
    addStructure(element: Element): void;
    markContent(tag: 'Artifact', options?: { readonly type: 'Pagination' | 'Layout' }): void;
    endMarkedContent(): void;
    end(): void;
  };

  const PDFDocument: new (options: object) => Pdf;
  export default PDFDocument;
}
