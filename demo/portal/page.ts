// A page as somebody without JavaScript has it: what it is called, what it says is wrong, its links, tables, and its forms with what stands in them.
// It refuses to look behind the page: only what a browser would show or send is here.
import { DomUtils, parseDocument } from 'htmlparser2';
import type { Block } from '../reports/facts.ts';

type Node = Parameters<typeof DomUtils.textContent>[0] & object;
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

export type Field = { readonly name: string; readonly kind: 'hidden' | 'text' | 'choice'; readonly readonly: boolean; /** What may be chosen. */ readonly options: readonly string[]; readonly value: string };
export type Button = { readonly text: string; readonly name: string; readonly value: string };
export type Form = { readonly action: string; readonly fields: readonly Field[]; readonly buttons: readonly Button[] };

export type Page = {
  /** Where it stands, and how it was answered (RFC 9110 15). */
  readonly url: string;
  readonly status: number;
  readonly heading: string;
  /** The summary of what is wrong, line by line. */
  readonly faults: readonly string[];
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly forms: readonly Form[];
  /** Tables of labels and values, by their captions. */
  readonly blocks: readonly Block[];
};

export function readPage(url: string, status: number, html: string): Page {
  const document = parseDocument(html);
  const all = (name: string, within: Node = document): readonly Element[] => DomUtils.getElementsByTagName(name, within as Element);
  const faults = all('div').filter((div) => /\bfaults\b/.test(attribute(div, 'class')));
  return {
    url, status,
    heading: textOf(all('h1')[0]) || textOf(all('title')[0]),
    faults: faults.flatMap((div) => all('li', div).map(textOf)),
    text: textOf(all('main')[0] ?? document),
    links: all('a').filter((a) => a.attribs['href'] !== undefined).map((a) => ({ text: textOf(a), href: attribute(a, 'href') })),
    forms: all('form').filter((form) => attribute(form, 'method').toLowerCase() === 'post').map((form) => ({ action: attribute(form, 'action') || url, fields: fieldsOf(form, all), buttons: buttonsOf(form, all) })),
    blocks: all('table').map((table) => ({
      title: textOf(all('caption', table)[0]),
      rows: all('tr', table).flatMap((row) => {
        const [label, value] = [all('th', row)[0], all('td', row)[0]];
        return label && value ? [[textOf(label), textOf(value)] as const] : [];
      }),
    })),
  };
}

type All = (name: string, within?: Node) => readonly Element[];

function fieldsOf(form: Element, all: All): readonly Field[] {
  const inputs = [...all('input', form), ...all('textarea', form)].flatMap((input): readonly Field[] => {
    const [name, type] = [attribute(input, 'name'), attribute(input, 'type')];
    if (name === '' || type === 'radio') return [];
    // A line break right behind the tag is none (HTML 13.1.2.5).
    const value = input.name === 'textarea' ? DomUtils.textContent(input).replace(/^\n/, '') : attribute(input, 'value');
    const hidden = type === 'hidden' || input.attribs['hidden'] !== undefined;
    return [{ name, kind: hidden ? 'hidden' : 'text', readonly: input.attribs['readonly'] !== undefined, options: [], value }];
  });
  const radios = Map.groupBy(all('input', form).filter((input) => attribute(input, 'type') === 'radio'), (input) => attribute(input, 'name'));
  const choices = [...radios].map(([name, list]): Field => ({
    name, kind: 'choice', readonly: false, options: list.map((input) => attribute(input, 'value')), value: attribute(list.find((input) => input.attribs['checked'] !== undefined), 'value'),
  }));
  return [...inputs, ...choices];
}

function buttonsOf(form: Element, all: All): readonly Button[] {
  return all('button', form).filter((button) => button.attribs['hidden'] === undefined).map((button) => ({ text: textOf(button), name: attribute(button, 'name'), value: attribute(button, 'value') }));
}

function attribute(element: Element | undefined, name: string): string {
  return element?.attribs[name] ?? '';
}

/** As it is read: white space is one blank, and what joins words without being seen is left out. */
function textOf(node: Node | undefined): string {
  return node === undefined ? '' : DomUtils.textContent(node as Element).replaceAll('\u2060', '').replaceAll(/\s+/g, ' ').trim();
}
