// Looks through a workbook the way a strict reader would, part by part, and tells what is against the standard (ECMA-376, fifth edition).
// It refuses to stand in for the schemas: no package of npm or Debian ships them, so that what they say of our parts is written down here.
import { SaxesParser } from 'saxes';
import { openZip } from '../../src/adapters/documents/zip.ts';

/** `name` and `path` without prefixes; `at` gives an attribute by its name as written ("r:id"). */
export type Tag = { readonly name: string; readonly path: string; readonly at: (name: string) => string | undefined; text: string };

/** The parts of a workbook, each as its tags in order. Throws where one is not well-formed. */
export async function partsOf(bytes: Uint8Array): Promise<ReadonlyMap<string, readonly Tag[]>> {
  const zip = await openZip(bytes);
  const parts = new Map<string, readonly Tag[]>();
  for (const name of zip.names) parts.set(name, tagsOf(new TextDecoder('utf-8', { fatal: true }).decode(await zip.read(name) ?? new Uint8Array())));
  return parts;
}

function tagsOf(xml: string): readonly Tag[] {
  const tags: Tag[] = [];
  const open: Tag[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => { throw error; });
  parser.on('opentag', ({ local: name, attributes }) => {
    const tag: Tag = { name, path: `${open.at(-1)?.path ?? ''}/${name}`, at: (attribute) => attributes[attribute]?.value, text: '' };
    tags.push(tag);
    open.push(tag);
  });
  parser.on('closetag', () => { open.pop(); });
  parser.on('text', (text) => { const tag = open.at(-1); if (tag) tag.text += text; });
  parser.write(xml).close();
  return tags;
}

/** What is wrong with the workbook; nothing for a sound one. */
export async function faultsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const parts = await partsOf(bytes);
  const tags = (name: string): readonly Tag[] => parts.get(name) ?? [];
  const styles = stylesOf(tags('xl/styles.xml'));
  const strings = tags('xl/sharedStrings.xml').filter((tag) => tag.path === '/sst/si').length;
  const sheets = [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  return [
    ...packageFaults(parts), ...workbookFaults(tags('xl/workbook.xml'), tags('xl/_rels/workbook.xml.rels')), ...styles.faults, ...propertyFaults(tags('docProps/core.xml')),
    ...sheets.flatMap((name) => sheetFaults(tags(name), styles.count, strings).map((fault) => `${name}: ${fault}`)),
  ];
}

/** Part 2, 7.2.3 and 6.5: each part has one content type, and what a relationship names is there. */
function packageFaults(parts: ReadonlyMap<string, readonly Tag[]>): readonly string[] {
  const types = parts.get('[Content_Types].xml') ?? [];
  const defaults = types.filter((tag) => tag.name === 'Default').map((tag) => tag.at('Extension')?.toLowerCase());
  const overrides = types.filter((tag) => tag.name === 'Override').map((tag) => tag.at('PartName') ?? '');
  const faults = twice('content type', [...overrides, ...defaults.map((ext) => `*.${ext}`)]);
  for (const name of parts.keys()) {
    // What is only "application/xml" by default is no part of a workbook to any reader.
    const ending = name.split('.').at(-1)?.toLowerCase();
    if (name !== '[Content_Types].xml' && !overrides.includes(`/${name}`) && (ending === 'xml' || !defaults.includes(ending))) faults.push(`${name} has no content type`);
  }
  for (const name of overrides) if (!parts.has(name.slice(1))) faults.push(`the content type of ${name} is one of no part`);
  for (const [name, tags] of parts) {
    if (!name.endsWith('.rels')) continue;
    const relations = tags.filter((tag) => tag.name === 'Relationship');
    faults.push(...twice(`${name}: relationship`, relations.map((tag) => tag.at('Id'))));
    const base = name.replace(/_rels\/[^/]*$/u, '');
    for (const { at } of relations) {
      if (at('TargetMode') === 'External') { faults.push(`${name} points outside: ${at('Target')}`); continue; }
      const target = new URL(at('Target') ?? '', `file:///${base}`).pathname.slice(1);
      if (!parts.has(target)) faults.push(`${name} names ${target}, which is not there`);
    }
  }
  for (const needed of ['_rels/.rels', 'xl/workbook.xml', 'docProps/core.xml', 'docProps/app.xml']) if (!parts.has(needed)) faults.push(`${needed} is missing`);
  return faults;
}

/** 18.2.27 CT_Workbook, 18.2.19 sheets, 18.2.5 defined names. */
function workbookFaults(tags: readonly Tag[], rels: readonly Tag[]): readonly string[] {
  const order = ['fileVersion', 'fileSharing', 'workbookPr', 'workbookProtection', 'bookViews', 'sheets', 'functionGroups', 'externalReferences', 'definedNames', 'calcPr', 'oleSize', 'customWorkbookViews', 'pivotCaches', 'extLst'];
  const faults = orderFaults(tags, '/workbook', order);
  const sheets = tags.filter((tag) => tag.path === '/workbook/sheets/sheet');
  const ids = new Set(rels.map((tag) => tag.at('Id')));
  faults.push(...twice('sheet', sheets.map((tag) => tag.at('name')?.toLowerCase())), ...twice('sheet number', sheets.map((tag) => tag.at('sheetId'))));
  for (const { at } of sheets) {
    if (!/^(?!')[^\\/?*:[\]]{1,31}(?<!')$/u.test(at('name') ?? '')) faults.push(`a sheet may not be called ${at('name')}`);
    if (!ids.has(at('r:id'))) faults.push(`the sheet ${at('name')} has no relationship`);
  }
  if (sheets.every(({ at }) => at('state') !== undefined && at('state') !== 'visible')) faults.push('no sheet can be seen');
  const active = Number(tags.find((tag) => tag.name === 'workbookView')?.at('activeTab') ?? 0);
  if (active >= sheets.length || (sheets[active]?.at('state') ?? 'visible') !== 'visible') faults.push(`the sheet that opens (${active}) can't be seen`);
  for (const { at, text } of tags.filter((tag) => tag.name === 'definedName')) {
    const sheet = sheets[Number(at('localSheetId') ?? -1)];
    if (at('localSheetId') !== undefined && !sheet) faults.push(`the name ${at('name')} belongs to no sheet`);
    if (/[^A-Za-z0-9_.$!:,']/u.test(text) && !text.startsWith("'")) faults.push(`the name ${at('name')} stands for ${text}, which must be quoted`);
  }
  return faults;
}

/** 18.8.39 CT_Stylesheet, 18.8.45 xf: each index points to what is there. */
function stylesOf(tags: readonly Tag[]): { readonly count: number; readonly faults: readonly string[] } {
  const order = ['numFmts', 'fonts', 'fills', 'borders', 'cellStyleXfs', 'cellXfs', 'cellStyles', 'dxfs', 'tableStyles', 'colors', 'extLst'];
  const faults = orderFaults(tags, '/styleSheet', order);
  const many = (path: string): number => tags.filter((tag) => tag.path === `/styleSheet/${path}`).length;
  for (const [list, one] of [['numFmts', 'numFmt'], ['fonts', 'font'], ['fills', 'fill'], ['borders', 'border'], ['cellStyleXfs', 'xf'], ['cellXfs', 'xf'], ['cellStyles', 'cellStyle'], ['dxfs', 'dxf']] as const) {
    const told = tags.find((tag) => tag.path === `/styleSheet/${list}`)?.at('count');
    if (told !== undefined && Number(told) !== many(`${list}/${one}`)) faults.push(`xl/styles.xml: ${list} counts ${told} and has ${many(`${list}/${one}`)}`);
  }
  const formats = new Set(tags.filter((tag) => tag.name === 'numFmt').map((tag) => tag.at('numFmtId')));
  for (const [index, { at }] of tags.filter((tag) => tag.path === '/styleSheet/cellXfs/xf').entries()) {
    const inRange = (attribute: string, count: number): boolean => Number(at(attribute) ?? 0) < count;
    if (!inRange('fontId', many('fonts/font')) || !inRange('fillId', many('fills/fill')) || !inRange('borderId', many('borders/border')) || !inRange('xfId', many('cellStyleXfs/xf'))) faults.push(`xl/styles.xml: style ${index} points to nothing`);
    // 18.8.30: formats from 164 on are the file's own.
    if (Number(at('numFmtId') ?? 0) >= 164 && !formats.has(at('numFmtId'))) faults.push(`xl/styles.xml: style ${index} has a format that is not there`);
  }
  return { count: many('cellXfs/xf'), faults };
}

/** Part 2, 8.3: core properties are at most one of each; times are W3CDTF with their type. */
function propertyFaults(tags: readonly Tag[]): readonly string[] {
  const faults = twice('property', tags.slice(1).map((tag) => tag.name));
  for (const name of ['title', 'creator', 'created', 'modified']) if ((tags.find((tag) => tag.name === name)?.text ?? '') === '') faults.push(`docProps/core.xml has no ${name}`);
  for (const { name, at, text } of tags) if ((name === 'created' || name === 'modified') && (at('xsi:type') !== 'dcterms:W3CDTF' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(text))) faults.push(`docProps/core.xml: ${name} is no time: ${text}`);
  return faults;
}

/** 18.3.1.99 CT_Worksheet: its parts in this order, and no others. */
const worksheetOrder = [
  'sheetPr', 'dimension', 'sheetViews', 'sheetFormatPr', 'cols', 'sheetData', 'sheetCalcPr', 'sheetProtection', 'protectedRanges', 'scenarios', 'autoFilter', 'sortState', 'dataConsolidate', 'customSheetViews', 'mergeCells',
  'phoneticPr', 'conditionalFormatting', 'dataValidations', 'hyperlinks', 'printOptions', 'pageMargins', 'pageSetup', 'headerFooter', 'rowBreaks', 'colBreaks', 'customProperties', 'cellWatches', 'ignoredErrors', 'smartTags',
  'drawing', 'drawingHF', 'legacyDrawing', 'legacyDrawingHF', 'picture', 'oleObjects', 'controls', 'webPublishItems', 'tableParts', 'extLst',
];
const cellName = /^([A-Z]{1,3})([1-9]\d{0,6})$/u;
const rangeName = /^[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?$/u;

function sheetFaults(tags: readonly Tag[], styles: number, strings: number): readonly string[] {
  const faults = orderFaults(tags, '/worksheet', worksheetOrder);
  let [row, column] = [0, 0];
  for (const tag of tags) {
    const { name, at, text } = tag;
    switch (name) {
      case 'row':
        if (Number(at('r')) <= row) faults.push(`row ${at('r')} comes after row ${row}`);
        // 18.3.1.73: no row is higher than 409.5 points.
        if (Number(at('ht') ?? 0) > 409.5) faults.push(`row ${at('r')} is too high`);
        [row, column] = [Number(at('r')), 0];
        break;
      case 'c': {
        const [, letters = '', number = ''] = cellName.exec(at('r') ?? '') ?? [];
        if (Number(number) !== row || columnOf(letters) <= column) faults.push(`the cell ${at('r')} stands where it should not`);
        column = columnOf(letters);
        if (Number(at('s') ?? 0) >= styles) faults.push(`the cell ${at('r')} has a style that is not there`);
        break;
      }
      case 'f': faults.push(`row ${row} holds a formula: ${text}`); break;
      case 'dimension': case 'autoFilter': case 'mergeCell':
        if (!rangeName.test(at('ref') ?? '')) faults.push(`${name} has no range: ${at('ref')}`);
        break;
      case 'dataValidation': faults.push(...validationFaults(tag)); break;
      // 18.3.1.32: a formula of a validation; Excel takes 255 characters.
      case 'formula1': case 'formula2':
        if (text === '' || text.startsWith('=') || text.length > 255) faults.push(`a rule can't be read: ${text}`);
        break;
      // 18.3.1.46: what is printed above or below a page; Excel takes 255 characters.
      case 'oddHeader': case 'oddFooter':
        if (text.length > 255) faults.push(`${name} is too long`);
        break;
      default:
    }
  }
  const cells = tags.filter((tag) => tag.name === 'c' || tag.path.endsWith('/c/v'));
  for (const [index, cell] of cells.entries()) {
    const value = cells[index + 1];
    if (cell.name !== 'c' || value?.name !== 'v') continue;
    const kind = cell.at('t') ?? 'n';
    if (kind === 's' ? Number(value.text) >= strings : kind !== 'n' || !/^-?\d+(?:\.\d+)?$/u.test(value.text)) faults.push(`the cell ${cell.at('r')} (${kind}) can't hold ${value.text}`);
  }
  return faults;
}

/** 18.3.1.32: titles of at most 32 characters, texts of at most 255. */
function validationFaults({ at }: Tag): readonly string[] {
  const faults = (at('sqref') ?? '').split(' ').filter((range) => !rangeName.test(range)).map((range) => `a rule stands nowhere: ${range}`);
  for (const [name, longest] of [['promptTitle', 32], ['errorTitle', 32], ['prompt', 255], ['error', 255]] as const) if ((at(name)?.length ?? 0) > longest) faults.push(`${name} of ${at('sqref')} is longer than ${longest}`);
  return faults;
}

function orderFaults(tags: readonly Tag[], parent: string, order: readonly string[]): string[] {
  const children = tags.filter((tag) => tag.path === `${parent}/${tag.name}`).map((tag) => tag.name);
  if (tags[0]?.path !== parent) return [`${parent} is missing`];
  const places = children.map((name) => order.indexOf(name));
  return places.flatMap((place, index) => (place < 0 ? [`${parent} may not hold ${children[index]}`] : place < (places[index - 1] ?? 0) ? [`${children[index]} may not come after ${children[index - 1]}`] : []));
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function twice(what: string, names: readonly (string | undefined)[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${what} stands twice: ${name}`);
}
