// A template with places in it: {{field}}, {{#field}}shown if there is one, or once per item{{/field}}, {{^field}}otherwise{{/field}}, {{.}} the item.
// It refuses to run code: a place is a name, its value is escaped every time, and there is no way to say otherwise.
import type { Fields, FieldValue } from '../core/letters.ts';

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'block'; readonly name: string; readonly when: boolean; readonly nodes: readonly Node[] };

export type Placeholders = {
  /** Fills the template; every value goes through `escape`. A field that is not there is told to `missing` and left empty. */
  readonly fill: (fields: Fields, escape: (text: string) => string, missing?: (name: string) => void) => string;
  /** Every name the template uses, fields of list items as they are named in the template. */
  readonly names: ReadonlySet<string>;
};

/** Reads a template once. Throws where a block is not closed or closed twice: a template's fault, found when the program starts. */
export function readTemplate(source: string): Placeholders {
  // A block's tag that stands alone on its line leaves no line behind.
  const text = source.replaceAll('\r\n', '\n').replace(/^[ \t]*(\{\{[#^/][\w-]+\}\})[ \t]*\n/gm, '$1');
  const names = new Set<string>();
  const root: Node[] = [];
  const open: { name: string; when: boolean; nodes: Node[] }[] = [{ name: '', when: true, nodes: root }];
  let from = 0;
  for (const tag of text.matchAll(/\{\{([#^/]?)([\w-]+|\.)\}\}/g)) {
    const [all, kind = '', name = ''] = tag;
    const here = open.at(-1);
    if (!here) break;
    if (tag.index > from) here.nodes.push({ type: 'text', text: text.slice(from, tag.index) });
    from = tag.index + all.length;
    if (name !== '.') names.add(name);
    if (kind === '') here.nodes.push({ type: 'field', name });
    else if (kind !== '/') open.push({ name, when: kind === '#', nodes: [] });
    else {
      if (open.length === 1 || here.name !== name) throw new Error(`the template closes {{/${name}}} where ${here.name === '' ? 'nothing' : `{{#${here.name}}}`} is open`);
      open.pop();
      open.at(-1)?.nodes.push({ type: 'block', name, when: here.when, nodes: here.nodes });
    }
  }
  const left = open.at(-1);
  if (open.length > 1 && left) throw new Error(`the template does not close {{#${left.name}}}`);
  const tail = text.slice(from);
  if (tail !== '') root.push({ type: 'text', text: tail });
  const stray = [...root.filter((n) => n.type === 'text'), { text }].find((n) => /\{\{(?![#^/]?(?:[\w-]+|\.)\}\})/.test(n.text));
  if (stray) throw new Error(`the template has {{ without a field's name: ${stray.text.slice(stray.text.indexOf('{{')).slice(0, 40)}`);
  return { names, fill: (fields, escape, missing = () => undefined) => fillNodes(root, [fields], escape, missing) };
}

function fillNodes(nodes: readonly Node[], scope: readonly (Fields | string)[], escape: (text: string) => string, missing: (name: string) => void): string {
  let out = '';
  for (const node of nodes) {
    if (node.type === 'text') {
      out += node.text;
      continue;
    }
    const value = lookUp(node.name, scope);
    if (value === undefined) missing(node.name);
    if (node.type === 'field') {
      if (typeof value === 'string') out += escape(value);
      else if (value !== undefined) missing(`${node.name} (no text)`);
      continue;
    }
    const items = Array.isArray(value) ? (value as readonly (Fields | string)[]) : undefined;
    const there = items ? items.length > 0 : value !== undefined && value !== '' && value !== false;
    if (there !== node.when) continue;
    if (items && node.when) for (const item of items) out += fillNodes(node.nodes, [...scope, item], escape, missing);
    else out += fillNodes(node.nodes, scope, escape, missing);
  }
  return out;
}

/** The innermost list item that has the field speaks; {{.}} is an item that is a text itself. */
function lookUp(name: string, scope: readonly (Fields | string)[]): FieldValue | undefined {
  for (let at = scope.length - 1; at >= 0; at -= 1) {
    const place = scope[at];
    if (typeof place === 'string') {
      if (name === '.') return place;
    } else if (place && name !== '.' && Object.hasOwn(place, name)) return place[name];
  }
  return undefined;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe between tags and within quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => entities[char] ?? '') : text;
}
