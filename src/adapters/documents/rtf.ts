// Reads RTF (Rich Text Format Specification 1.9.1) as Word, LibreOffice, WordPad and Outlook write it, by turning it into simple HTML.
// It refuses what nobody sees (deleted, hidden, struck out), objects and pictures, and a file that ends in its middle.
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { Unreadable, type Content } from './content.ts';
import type { Merge } from './edge-table.ts';
import { tableFlow, type TableFlow } from './table-flow.ts';
import { eachRtfToken } from './rtf-tokens.ts';
import { contentOfHtml, escapeHtml, maxHtml, refusePictures, tabMark } from './text-html.ts';

/** Destinations that hold no text of the document; those that begin with \* are passed over too, but for `wanted`. */
const silent = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'nonshppict', 'shprslt', 'listtext', 'pntext', 'xe', 'tc', 'tcn', 'rxe', 'template', 'filetbl', 'revtbl', 'sp', 'nonesttables', 'pgdsctbl', 'upr', 'ftnsep', 'ftnsepc', 'aftnsep', 'fldinst', 'listtable', 'listoverridetable']);
const wanted = new Set(['nesttableprops', 'shpinst', 'ud', 'shptxt', 'fldrslt']);
/** Texts with a stream of their own, and where their lines stand. */
const streams: Readonly<Record<string, 'before' | 'after'>> = {
  header: 'before', headerl: 'before', headerr: 'before', headerf: 'before', footer: 'before', footerl: 'before', footerr: 'before', footerf: 'before', footnote: 'after', shptxt: 'after',
};
const symbols: Readonly<Record<string, string>> = {
  tab: tabMark, line: '<br>', lbr: '<br>', '~': ' ', _: '-', bullet: '•', endash: '–', emdash: '—', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', emspace: ' ', enspace: ' ', qmspace: ' ', softline: '<br>',
};
/** Code pages of \fcharset (specification 1.9.1, "Font Table"); others use that of the document. */
const charsets: Readonly<Record<number, string>> = { 0: 'cp1252', 77: 'macroman', 128: 'shift_jis', 134: 'gbk', 136: 'big5', 161: 'cp1253', 162: 'cp1254', 177: 'cp1255', 178: 'cp1256', 186: 'cp1257', 204: 'cp1251', 238: 'cp1250' };

type Cut = { left: number; cells: { edge: number; down: Merge; across: Merge }[] };
type State = { skip: boolean; isNew: boolean; star: boolean; fonts: boolean; codepage: string; fallback: number; hidden: boolean; deleted: boolean; struck: boolean; inTable: boolean; depth: number; nested: boolean; flow: TableFlow; ends: 'before' | 'after' | null };

/** Tables and lines of an RTF file. Throws Unreadable, 'scanned' for one that holds pictures and no word. */
export async function readRtf(bytes: Uint8Array): Promise<Content> {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') !== '{\\rtf') throw new Unreadable('The document is damaged (it does not begin as RTF).');
  const { html, hasPictures } = toHtml(bytes);
  return refusePictures(contentOfHtml(html), hasPictures);
}

function toHtml(bytes: Uint8Array): { readonly html: string; readonly hasPictures: boolean } {
  const body = tableFlow();
  const around = { before: new Set<string>(), after: new Set<string>() };
  const fonts = new Map<number, string>();
  let documentCodepage = 'cp1252';
  let font = 0;
  let hasPictures = false;
  let said = 0;
  let pending: number[] = [];
  /** Bytes that stand in for the character before, for readers without Unicode. */
  let standIns = 0;
  /** How the row is cut that is being read, and the one in a table within a table. */
  const cuts: { outer: Cut; nested: Cut } = { outer: { left: 0, cells: [] }, nested: { left: 0, cells: [] } };
  let down: Merge = 'none';
  let across: Merge = 'none';
  let state: State = { skip: false, isNew: false, star: false, fonts: false, codepage: documentCodepage, fallback: 1, hidden: false, deleted: false, struck: false, inTable: false, depth: 1, nested: false, flow: body, ends: null };
  const stack: State[] = [];

  const depth = () => (state.inTable ? Math.max(1, Math.min(state.depth, 20)) : 0);
  const say = (html: string) => {
    if (state.skip || state.hidden || state.deleted || state.struck) return;
    said += html.length;
    if (said > maxHtml) throw new Unreadable('The document has more than 2 million characters.', 'too-much');
    state.flow.write(html);
  };
  const flush = () => {
    if (pending.length === 0) return;
    const text = iconv.decode(Buffer.from(pending), state.codepage);
    pending = [];
    say(escapeHtml(text));
  };
  const byte = (value: number) => {
    state.isNew = false;
    if (standIns > 0) standIns -= 1;
    else if (!state.skip) pending.push(value);
  };
  const startDestination = (word: string): boolean => {
    const { star } = state;
    if (word === 'pict' || word === 'object') hasPictures = true;
    if (word === 'fonttbl') state.fonts = true;
    if (word === 'nesttableprops') state.nested = true;
    if (word === 'ud') state.skip = stack.at(-2)?.skip ?? false;
    const ends = state.skip ? undefined : streams[word];
    if (ends !== undefined) {
      Object.assign(state, { flow: tableFlow(), ends, inTable: false, depth: 1 });
      return true;
    }
    if (silent.has(word) || (star && !wanted.has(word))) {
      state.skip = true;
      return true;
    }
    return star;
  };

  const control = (word: string, parameter: number | undefined) => {
    if (word === "'") { byte(parameter ?? 0); return; }
    flush();
    if (word === '*') { state.star = true; return; }
    const isNew = state.isNew;
    state.isNew = false;
    // A control word is one stand-in too.
    if (standIns > 0) { standIns -= 1; if (word !== 'u' && symbols[word] !== undefined) return; }
    if (isNew && startDestination(word)) return;
    state.star = false;
    const on = parameter !== 0;
    switch (word) {
      case 'ansi': state.codepage = documentCodepage = 'cp1252'; return;
      case 'mac': state.codepage = documentCodepage = 'macroman'; return;
      case 'pc': state.codepage = documentCodepage = 'cp437'; return;
      case 'pca': state.codepage = documentCodepage = 'cp850'; return;
      case 'ansicpg': state.codepage = documentCodepage = codepageOf(parameter ?? 1252); return;
      case 'f':
        font = parameter ?? 0;
        state.codepage = fonts.get(font) ?? documentCodepage;
        return;
      case 'fcharset': if (state.fonts && parameter !== undefined && parameter > 2 && charsets[parameter]) fonts.set(font, charsets[parameter]); return;
      case 'cpg': if (state.fonts && parameter) fonts.set(font, codepageOf(parameter)); return;
      case 'uc': state.fallback = Math.min(Math.max(parameter ?? 1, 0), 16); return;
      case 'u': if (parameter !== undefined) { say(escapeHtml(String.fromCharCode(parameter & 0xffff))); standIns = state.fallback; } return;
      case 'v': state.hidden = on; return;
      case 'deleted': state.deleted = on; return;
      case 'strike': case 'striked': state.struck = on; return;
      case 'plain': Object.assign(state, { hidden: false, deleted: false, struck: false, codepage: documentCodepage }); return;
      default: break;
    }
    if (symbols[word] !== undefined) { say(symbols[word]); return; }
    if (state.skip) return;
    const which = state.nested ? 'nested' : 'outer';
    switch (word) {
      case 'pard': state.inTable = false; state.depth = 1; return;
      case 'intbl': state.inTable = on; return;
      case 'itap': state.depth = parameter ?? 1; state.inTable = state.depth > 0; return;
      case 'par': case 'sect': case 'page': case 'column': state.flow.endParagraph(depth()); return;
      case 'trowd': cuts[which] = { left: 0, cells: [] }; [down, across] = ['none', 'none']; return;
      case 'trleft': cuts[which].left = parameter ?? 0; return;
      case 'clvmgf': down = 'start'; return;
      case 'clvmrg': down = 'on'; return;
      case 'clmgf': across = 'start'; return;
      case 'clmrg': across = 'on'; return;
      case 'cellx':
        if (cuts[which].cells.length < 200) cuts[which].cells.push({ edge: parameter ?? 0, down, across });
        [down, across] = ['none', 'none'];
        return;
      case 'cell': state.flow.endCell(1); return;
      case 'row': state.flow.endRow(1, cuts.outer); return;
      case 'nestcell': state.flow.endCell(Math.max(2, depth())); return;
      case 'nestrow': state.flow.endRow(Math.max(2, depth()), cuts.nested); return;
      default: return;
    }
  };

  eachRtfToken(bytes, {
    open() {
      flush();
      standIns = 0;
      stack.push(state);
      state = { ...state, isNew: true, star: false, ends: null };
    },
    close() {
      flush();
      standIns = 0;
      if (state.ends !== null) around[state.ends].add(state.flow.html());
      state = stack.pop() ?? state;
    },
    control,
    text(from, to) {
      state.isNew = false;
      if (state.skip) return;
      for (let i = from; i < to; i++) byte(bytes[i] ?? 0);
    },
  });
  return { html: [...around.before, body.html(), ...around.after].map((part) => `<div>${part}</div>`).join(''), hasPictures };
}

function codepageOf(number: number): string {
  const name = number === 65001 ? 'utf-8' : number === 10000 ? 'macroman' : number === 932 ? 'shift_jis' : `cp${number}`;
  return iconv.encodingExists(name) ? name : 'cp1252';
}
