// Reads what people put onto a PDF: the values of form fields (AcroForm), texts typed onto the page, comments, and what they struck out.
// It refuses to trust a field's name that a form program made up: such a value is read by where it stands on the page.
import type { Cell, Table } from '../../../core/mail.ts';
import { roleOf } from '../../../core/contacts/columns.ts';
import type { Placing, Word } from './drawing.ts';

type Point = readonly [number, number];
/** A rectangle on the page as it is read. */
type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

export type Field = { readonly name: string; readonly tip: string; readonly value: string; readonly ticked: boolean; readonly box: Box; readonly size: number };

export type Annotations = {
  readonly fields: readonly Field[];
  /** Texts typed onto the page, at their place. */
  readonly typed: readonly Word[];
  /** Comments in balloons: what they say has no place on the page. */
  readonly comments: readonly string[];
  /** What was struck out or blackened. */
  readonly struck: readonly Box[];
};

/** The annotations of a page as pdf.js gives them (ISO 32000-1, 12.5); hidden ones are passed over. */
export function readAnnotations(given: readonly unknown[], place: Placing): Annotations {
  const fields: Field[] = [];
  const typed: Word[] = [];
  const comments: string[] = [];
  const struck: Box[] = [];
  for (const raw of given) {
    if (typeof raw !== 'object' || raw === null) continue;
    const annotation = raw as Readonly<Record<string, unknown>>;
    const flags = typeof annotation['annotationFlags'] === 'number' ? annotation['annotationFlags'] : 0;
    const rect = list(annotation['rect']);
    if ((flags & 0x22) !== 0 || annotation['hidden'] === true || rect.length < 4) continue; // Hidden, NoView
    const box = boxOf([[rect[0] ?? 0, rect[1] ?? 0], [rect[2] ?? 0, rect[3] ?? 0]], place);
    const contents = contentsOf(annotation).replace(/\r\n?/g, '\n').trim();
    switch (annotation['subtype']) {
      case 'Widget': {
        const value = valueOf(annotation);
        if (value !== null) fields.push({ name: plain(annotation['fieldName']), tip: plain(annotation['alternativeText']), value, ticked: annotation['fieldType'] === 'Btn', box, size: sizeOf(annotation, box) });
        break;
      }
      case 'FreeText': case 'Stamp': if (contents !== '') typed.push(...typedWords(contents, box, sizeOf(annotation, box), typed.length)); break;
      case 'StrikeOut': case 'Redact': struck.push(...quads(annotation, place, box)); if (contents !== '') comments.push(...contents.split('\n')); break;
      case 'Popup': case 'Link': break;
      default: if (contents !== '') comments.push(...contents.split('\n')); break;
    }
  }
  return { fields, typed, comments, struck };
}

/** A text in a box as one word per line, at the heights where viewers draw them. */
export function typedWords(contents: string, box: Box, size: number, order: number): readonly Word[] {
  const lines = contents.split('\n');
  const pitch = Math.min(1.25 * size, (box.bottom - box.top) / lines.length || size);
  const top = lines.length === 1 ? box.top + Math.max(0, (Math.min(box.bottom - box.top, 2.2 * size) - pitch) / 2) : box.top;
  return lines.flatMap((line, i): readonly Word[] => {
    const text = line.replace(/\s+/g, ' ').trim();
    const base = top + pitch * i + 0.85 * Math.min(size, pitch);
    return text === '' ? [] : [{ text, left: box.left + 2, right: Math.min(box.left + 2 + 0.5 * size * text.length, Math.max(box.right, box.left + 4)), base, size, mark: null, order: 1e7 + order + i, object: -1, clip: Infinity, spaced: false, typed: true }];
  });
}

/** Drops the words whose middle lies in what was struck out. */
export function withoutStruck(words: readonly Word[], struck: readonly Box[]): readonly Word[] {
  return struck.length === 0 ? words : words.filter((w) => !struck.some((box) => {
    const [x, y] = [(w.left + w.right) / 2, w.base - 0.3 * w.size];
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  }));
}

/**
 * The fields with a label of their own (the alternative text, or the name) as a table of label and value, and the others, to be read at their place.
 * When two fields say that they are the same ("Navn" twice), labels cannot tell whose is whose: then all are read at their place.
 */
export function formTable(fields: readonly Field[]): { readonly table: Table | null; readonly placed: readonly Field[] } {
  // One field may be shown in several places.
  const different = fields.filter((field, i) => fields.findIndex((f) => f.name === field.name && f.value === field.value) === i);
  const labelled = different.map((field) => ({ field, label: labelOf(field) }));
  const roles = labelled.flatMap(({ label }) => roleOf(label.replace(/:\s*$/, '')) ?? []);
  if (new Set(roles).size < roles.length) return { table: null, placed: fields };
  const own = labelled.filter(({ label }) => label !== '');
  const rows = own.map(({ field, label }, i): readonly Cell[] => [{ at: `A${i + 1}`, text: label }, ...(field.value === '' ? [] : [{ at: `B${i + 1}`, text: field.value }])]);
  return { table: rows.length > 0 ? { name: 'Formular', hidden: false, rows } : null, placed: labelled.filter(({ field, label }) => label === '' || (!field.ticked && roleOf(label.replace(/:\s*$/, '')) === undefined)).map(({ field }) => field) };
}

/** What a field is called for people; '' when it has only a name such as "Text12". */
function labelOf(field: Field): string {
  const name = (field.name.split('.').at(-1) ?? '').replace(/\[\d+\]$/, '').replace(/_/g, ' ').trim();
  const madeUp = /^(?:text|tekst|textfield|text field|tekstfelt|tekstboks|text box|felt|field|fill|untitled|undefined|dropdown|combo ?box|list ?box|check ?box|afkrydsningsfelt|kontrol|date|dato|group|button|radio)?[\s.-]*\d*(?:[\s.-]\d+)*$/i;
  const [tip, called] = [field.tip.trim(), madeUp.test(name) ? '' : name];
  if (madeUp.test(tip)) return called;
  return roleOf(tip) === undefined && roleOf(called) !== undefined ? called : tip;
}

/** The value of a field as text; null for a button, a signature and a radio button that is not chosen. */
function valueOf(annotation: Readonly<Record<string, unknown>>): string | null {
  const value = annotation['fieldValue'];
  switch (annotation['fieldType']) {
    case 'Tx': return plain(value).replace(/\r\n?/g, '\n').trim();
    case 'Ch': return (Array.isArray(value) ? value : [value]).map((v) => shownChoice(v, annotation['options'])).filter((v) => v !== '').join(', ');
    case 'Btn':
      if (annotation['checkBox'] === true) return value === annotation['exportValue'] && plain(value) !== '' && value !== 'Off' ? 'Ja' : '';
      if (annotation['radioButton'] === true) return value === annotation['buttonValue'] && plain(value) !== '' ? plain(value) : null;
      return null;
    default: return null;
  }
}

/** A choice is stored by its export value; people saw its display value. */
function shownChoice(value: unknown, options: unknown): string {
  const chosen = (Array.isArray(options) ? options as readonly unknown[] : []).find((o) => typeof o === 'object' && o !== null && 'exportValue' in o && o.exportValue === value);
  return typeof chosen === 'object' && chosen !== null && 'displayValue' in chosen ? plain(chosen.displayValue) : plain(value);
}

function sizeOf(annotation: Readonly<Record<string, unknown>>, box: Box): number {
  const look = annotation['defaultAppearanceData'];
  const size = typeof look === 'object' && look !== null && 'fontSize' in look && typeof look.fontSize === 'number' ? look.fontSize : 0;
  return size >= 4 && size <= 72 ? size : Math.min(12, Math.max(6, 0.7 * (box.bottom - box.top)));
}

function quads(annotation: Readonly<Record<string, unknown>>, place: Placing, whole: Box): readonly Box[] {
  const points = list(annotation['quadPoints']);
  if (points.length < 8) return [whole];
  return Array.from({ length: Math.floor(points.length / 8) }, (_, i) => boxOf([0, 2, 4, 6].map((k): Point => [points[8 * i + k] ?? 0, points[8 * i + k + 1] ?? 0]), place));
}

function boxOf(points: readonly Point[], place: Placing): Box {
  const placed = points.map(([x, y]) => place(x, y));
  const [xs, ys] = [placed.map((p) => p[0]), placed.map((p) => p[1])];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function list(value: unknown): readonly number[] {
  return Array.isArray(value) || value instanceof Float32Array ? [...value].filter((n): n is number => typeof n === 'number') : [];
}

/** What a comment says: its contents, or its rich text, or what its appearance shows. */
function contentsOf(annotation: Readonly<Record<string, unknown>>): string {
  const shown = annotation['textContent'];
  return [textOf(annotation['contentsObj']), textOf(annotation['richText']), Array.isArray(shown) ? shown.map(plain).join('\n') : ''].find((t) => t.trim() !== '') ?? '';
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'str' in value ? plain(value.str) : '';
}

function plain(value: unknown): string {
  // eslint-disable-next-line no-control-regex
  return typeof value === 'string' ? value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '') : typeof value === 'number' ? String(value) : '';
}
