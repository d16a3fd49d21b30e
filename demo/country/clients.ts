// How mail programs in Danish offices write a reply: subject prefix, signature, and the quoted original below.
// It refuses to tidy up: quotations are as ugly here as the programs make them.
import type { BotMail } from '../botmail.ts';
import { appleMoment, gmailMoment, outlookMoment } from '../calendar.ts';
import { escapeHtml } from './mime.ts';
import type { Person } from './people.ts';

export const clients = ['outlook', 'gmail', 'apple', 'plain'] as const;
export type Client = (typeof clients)[number];

/** What somebody wrote: paragraphs, and a table for those who make one in the mail itself. */
export type Writing = {
  readonly paragraphs: readonly string[];
  readonly table?: readonly (readonly string[])[];
  readonly signature: readonly string[];
  /** Lines below the signature: a disclaimer. */
  readonly footer?: readonly string[];
};

export type Written = { readonly subject: string; readonly text: string; readonly html: string | undefined; readonly headers: Readonly<Record<string, string>> };

/** A reply in the way of `client`, with the original quoted below. */
export function reply(client: Client, writing: Writing, original: BotMail): Written {
  const prefix = client === 'gmail' || client === 'apple' ? 'Re: ' : 'SV: ';
  return written(client, writing, `${prefix}${original.subject}`, quotation(client, original));
}

/** A new mail in the way of `client`. */
export function fresh(client: Client, writing: Writing, subject: string): Written {
  return written(client, writing, subject, { text: '', html: '' });
}

function written(client: Client, writing: Writing, subject: string, quoted: { text: string; html: string }): Written {
  const { paragraphs, table = [], signature, footer = [] } = writing;
  const rows = table.map((row) => row.join(client === 'outlook' ? '\n\n' : '\t')).join(client === 'outlook' ? '\n\n' : '\n');
  const sentFrom = client === 'apple' ? ['Sendt fra min iPhone'] : [];
  const text = [...paragraphs, ...(rows ? [rows] : []), signature.join('\n'), ...sentFrom, footer.join('\n'), quoted.text].filter((part) => part !== '').join('\n\n');
  const html = client === 'plain' && table.length === 0 ? undefined : htmlOf(client, writing, sentFrom, quoted.html);
  return { subject, text: `${text}\n`, html, headers: headersOf(client, subject) };
}

function headersOf(client: Client, subject: string): Readonly<Record<string, string>> {
  switch (client) {
    case 'outlook': return { 'Thread-Topic': subject.replace(/^SV: /, ''), 'Accept-Language': 'da-DK, en-US', 'Content-Language': 'da-DK', 'X-MS-Has-Attach': '' };
    case 'apple': return { 'X-Mailer': 'iPhone Mail (21C66)' };
    case 'gmail':
    case 'plain': return {};
  }
}

function htmlOf(client: Client, writing: Writing, sentFrom: readonly string[], quoted: string): string {
  const p = client === 'outlook' ? '<p class="MsoNormal">' : '<div>';
  const end = client === 'outlook' ? '<o:p></o:p></p>' : '</div>';
  const block = (lines: readonly string[]): string => `${p}${lines.map(escapeHtml).join('<br>\n')}${end}\n`;
  const table = writing.table
    ? `<table border="1" cellspacing="0" cellpadding="3">\n${writing.table.map((row) => `<tr>${row.map((cell) => `<td>${p}${escapeHtml(cell)}${end}</td>`).join('')}</tr>`).join('\n')}\n</table>\n`
    : '';
  const body = `${writing.paragraphs.map((line) => block([line])).join(block(['\u00a0']))}${table}${block(['\u00a0'])}${block(writing.signature)}${sentFrom.map((l) => block([l])).join('')}${writing.footer ? block(writing.footer) : ''}`;
  const wrapped = client === 'outlook' ? `<div class="WordSection1">\n${body}${quoted}</div>` : `<div dir="ltr">${body}</div>${quoted}`;
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body lang="DA">\n${wrapped}\n</body></html>\n`;
}

function quotation(client: Client, original: BotMail): { text: string; html: string } {
  const inner = /<body[^>]*>([\s\S]*)<\/body>/i.exec(original.html)?.[1] ?? escapeHtml(original.text).replaceAll('\n', '<br>\n');
  const sender = `Ligestillingsafdelingen <${original.from}>`;
  const to = original.to[0] ?? '';
  const angle = original.text.split(/\r?\n/).map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
  switch (client) {
    case 'outlook':
    case 'plain': {
      const fields = [['Fra:', client === 'plain' ? `Ligestillingsafdelingen [mailto:${original.from}]` : sender], ['Sendt:', outlookMoment(original.at)], ['Til:', to], ['Emne:', original.subject]] as const;
      const line = client === 'plain' ? '-----Oprindelig meddelelse-----\n' : '';
      return {
        text: `${line}${fields.map(([name, value]) => `${name} ${value}`).join('\n')}\n\n${original.text}`,
        html: `<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${fields.map(([name, value]) => `<b>${name}</b> ${escapeHtml(value)}`).join('<br>\n')}<o:p></o:p></p></div></div>\n${inner}`,
      };
    }
    case 'gmail': {
      const head = `Den ${gmailMoment(original.at)} skrev`;
      return {
        text: `${head} ${sender}:\n\n${angle}`,
        html: `<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${head} Ligestillingsafdelingen &lt;<a href="mailto:${original.from}">${original.from}</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${inner}</blockquote></div>`,
      };
    }
    case 'apple': {
      const head = `Den ${appleMoment(original.at)} skrev ${sender}:`;
      return { text: `${head}\n\n${angle}`, html: `<div dir="ltr"><br><blockquote type="cite">${escapeHtml(head)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${inner}</div></blockquote>` };
    }
  }
}

/** The signature of a person of a kommune, with their own address in it for some. */
export function signature(person: Person, kommune: string, withAddress: boolean): readonly string[] {
  return ['Med venlig hilsen', '', person.name, person.role, person.office, '', kommune, `Telefon: ${person.phone}`, ...(withAddress ? [`E-mail: ${person.email}`] : [])];
}

export const disclaimer: readonly string[] = [
  'Fortroligt: Denne mail kan indeholde fortrolige oplysninger. Er du ikke rette modtager, beder vi dig slette den og give afsenderen besked.',
];
