// A stranger's words in our mails: whatever stands in a name, a note or a subject is text there, and changes nothing but the text.
// It refuses a list of what is dangerous: a mail with hostile words must be built exactly like the same mail with harmless ones.
import { Parser } from 'htmlparser2';
import { readXlsx } from 'hucre/xlsx';
import { simpleParser, type AddressObject } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { createContactLists } from '../../src/adapters/contact-list.ts';
import { buildMessage } from '../../src/adapters/message.ts';
import { composeLetter } from '../../src/core/letters.ts';
import { line } from '../../src/core/letters/line.ts';
import type { CaseBeside, DigestFacts, ForwardedQuestion, Task } from '../../src/core/task.ts';
import { theRegister, theRenderer } from './build.ts';
import { digests } from './digest-samples.ts';
import { aarhus, campaign, code, contextOf, reminder, taskOf } from './samples.ts';

const formulas = ['=HYPERLINK("http://x";"klik")', '+1+cmd|\' /C calc\'!A0', '@SUM(1;1)', '-2+3', '\t=1+1', '\r=1+1', '\n=1+1'];
const hostile = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><a href="http://x">klik</a>', "' onmouseover='alert(1)", 'javascript:alert(1)', '</td></tr></table><h1>', '<!-- ', '<![endif]-->', '&lt;b&gt;&#60;b&#62;',
  '<mj-raw><b>', '</mj-text><mj-button href="http://x">', '{{link}}', '{{#notes}}{{.}}{{/notes}}', '{{> footer}}', '{{', '{{/contact}}',
  'Mette\r\nBcc: x@example.com\r\n\r\n<b>', '> citat\n>> ældre\nDen 1. maj 2024 skrev Lige <lige@lige.dk>:\n-- \nSvarkode: aaaaaaaaaaaaaaaa', 'Mette\u2028\u0085\u0000\u001b[31m\u202e\u2066\u200b', '"Holm, Mette" <x@example.com>, y', 'a@example.com, b@example.com; c:', '=?utf-8?B?DQpCY2M6IHg=?=', 'constructor', '__proto__', '\ue000', ...formulas,
];

/** One mail of each kind that quotes a stranger, every field of theirs the same words. */
function tasks(words: string): Readonly<Record<string, { readonly task: Task; readonly link: string | null }>> {
  const contact = { kommune: '0751', name: words, email: 'mesk@aarhus.dk', phone: words, region: '1082' };
  const to = { to: 'mesk@aarhus.dk', thread: { inReplyTo: `<1@aarhus.dk>${words}`, references: ['<0@aarhus.dk>', `<2@aarhus.dk>\r\nX-Evil: ${words}`], subject: words } };
  const needs = [
    { id: '0751/r1', kommune: '0751', name: words, what: `review: differs-from-registered (${words} <a@b.dk> is registered; this mail names ${words} <c@d.dk>)`, subject: words, from: words, since: '2024-02-19T09:12:00Z' },
    { id: '0751/login.2024.0751', kommune: '0751', name: words, what: `refused: login to a@b.dk (550 ${words})`, subject: null, from: null, since: '2024-02-19T09:12:00Z' },
    { id: 'desk/r1', kommune: null, name: '', what: words, subject: null, from: words, since: words },
  ];
  const facts: DigestFacts = {
    ...digests.none, needs, changed: [{ kommune: '0751', name: words, what: 'contact', detail: words, at: '2024-02-15T12:00:00Z' }], waiting: [words], unreported: [words],
    held: [{ what: 'reminder', reason: 'bounced', count: 1, names: [words] }], health: { inbox: 'unread', pending: 1, trouble: [words] },
  };
  const named = { name: words, email: 'mesk@aarhus.dk' };
  const question: ForwardedQuestion = { from: words, date: words, subject: words, text: words, cut: true, files: [words], answerTo: 'mesk@aarhus.dk' };
  const beside: CaseBeside = {
    name: words, phase: words, contact: { name: words, email: words }, mailbox: words, reminders: 1, contactDeadline: '2024-02-12', reportDeadline: '2024-05-31',
    mails: [{ at: words, direction: 'in', what: words, who: words }, { at: words, direction: 'out', what: words, who: words }],
  };
  return {
    confirm: { task: taskOf({ kind: 'confirm', contact }), link: null },
    closed: { task: taskOf({ kind: 'closed', former: { ...named, name: `${words} Lund` }, contact }, { to: 'mesk@aarhus.dk' }), link: null },
    'new-contact': { task: taskOf({ kind: 'clarify', missing: [], read: [], notes: [], unreachable: { name: words, email: words } }), link: null },
    'reminder-copy': { task: taskOf(reminder('begun', 'report', 'last', 3, { copyOf: { name: words, email: words } })), link: null },
    question: { task: taskOf({ kind: 'review', item: 'q1', recipientName: words, question, beside }, { to: 'anb@lige.dk' }), link: null },
    answer: { task: taskOf({ kind: 'answer', item: 'q1', by: words, text: words }, to), link: null },
    ack: { task: taskOf({ kind: 'ack', contact, corrected: true, notes: [words], question: true, confirm: true }, to), link: null },
    clarify: { task: taskOf({ kind: 'clarify', missing: ['email'], read: [{ ...contact, email: words, from: words }], notes: [words], unreachable: null }, to), link: null },
    login: { task: taskOf({ kind: 'login', contact, userName: words, nonce: 'n', tokenHash: '', expires: '2024-03-27T09:00:00Z', again: true }, { to: 'mesk@aarhus.dk' }), link: 'https://portal.example.dk/aktiver/abc' },
    digest: { task: taskOf({ kind: 'digest', facts, recipientName: words }, { kommune: null, to: 'anb@lige.dk' }), link: null },
    notice: { task: taskOf({ kind: 'notice', facts: { day: '2024-02-20', needs, before: 1 }, recipientName: words }, { kommune: null, to: 'anb@lige.dk' }), link: null },
    receipt: { task: taskOf({ kind: 'receipt', contact: named, submittedAt: words, again: true, number: 2 }, { to: 'mesk@aarhus.dk' }), link: null },
  };
}

async function built(kind: string, words: string) {
  const { task, link } = tasks(words)[kind] ?? {};
  if (!task) throw new Error(`no task ${kind}`);
  const letter = composeLetter(task, contextOf('2024-03-14T09:30:00Z', { link: link ?? null, code }));
  const raw = Buffer.from(await buildMessage(letter, (await theRenderer()).render(letter)));
  const mail = await simpleParser(raw);
  const html = mail.html || '';
  const shape: string[] = [];
  let shown = '';
  const parser = new Parser({
    onopentag: (name, attributes) => shape.push(`<${name} ${JSON.stringify(attributes)}>`), onclosetag: (name) => shape.push(`</${name}>`), oncomment: (text) => shape.push(`<!--${text}-->`),
    onprocessinginstruction: (_, text) => shape.push(`<${text}>`), ontext: (text) => { shown += text; },
  });
  parser.end(html);
  const head = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  return { letter, mail, shape, shown: shown.replaceAll('\u00a0', ' '), head, to: (mail.to as AddressObject).value };
}

/** Two kinds show a text of many lines as such; harmless words in as many lines look like it. */
const showsLines = (kind: string): boolean => kind === 'question' || kind === 'answer';
const calmFor = (kind: string, words: string): string =>
  (showsLines(kind) ? words.split(/\r\n|[\r\n\u2028\u0085]/).map((one) => (line(one) === '' ? '' : 'Ord')).join('\n') : 'Ord');

describe.each(['ack', 'clarify', 'confirm', 'new-contact', 'login', 'closed', 'reminder-copy', 'question', 'answer', 'digest', 'notice', 'receipt'])('%s', (kind) => {
  test.each(hostile)('with %j has the tags, attributes, comments and headers it always has', async (words) => {
    const [calm, said] = [await built(kind, calmFor(kind, words)), await built(kind, words)];
    expect(said.shape).toEqual(calm.shape);
    const keys = (head: string): readonly string[] => head.split('\r\n').map((text) => (/^[ \t]/.test(text) ? '' : /^[A-Za-z-]+(?=: )/.exec(text)?.[0] ?? `no header: ${text}`)).filter((key) => key !== '');
    expect(keys(said.head)).toEqual(keys(calm.head));
    expect(said.head.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(said.to.map((one) => one.address)).toEqual(calm.to.map((one) => one.address));
    expect([said.letter.messageId, said.mail.messageId, said.mail.references, said.mail.inReplyTo]).toEqual([calm.letter.messageId, calm.mail.messageId, calm.mail.references, calm.mail.inReplyTo]);
    expect([said.mail.cc, said.mail.bcc, said.mail.attachments.length]).toEqual([undefined, undefined, 0]);
  });

  test.each(hostile)('with %j shows it as text, on one line, in both parts', async (words) => {
    const { mail, shown } = await built(kind, words);
    const text = line(words);
    expect(shown.replace(/\s+/g, ' ')).toContain(text);
    expect((mail.text ?? '').replace(kind === 'question' ? /^> ?/gm : '', '').replace(/\s+/g, ' ')).toContain(text);
    expect(mail.text).not.toMatch(/[\p{Bidi_Control}\u200b]|(?!\n)\p{Cc}/u);
  });
});

describe('a text of many lines', () => {
  const words = 'Hej\u202e\r\n\r\n\r\n\tBcc: x@example.com\u0000\u2028<script>alert(1)</script>\u2066\n\ud800\n\n';
  test('comes through in its lines, each of them clean', async () => {
    const [answer, question] = [await built('answer', words), await built('question', words)];
    expect(answer.letter.template.fields).toMatchObject({ lines: ['Hej', '', 'Bcc: x@example.com', '<script>alert(1)</script>', '\ufffd'] });
    expect(answer.mail.text).toMatch(/^Hej\n\nBcc: x@example\.com\n<script>alert\(1\)<\/script>\n\ufffd\n\n-{72}\n/);
    expect(question.mail.text).toContain('> Hej\n>\n> Bcc: x@example.com\n> <script>alert(1)</script>\n> \ufffd\n');
    for (const { shape } of [answer, question]) expect(shape.join('')).not.toContain('<script');
  });
});

describe('Kontaktliste.xlsx', () => {
  test.each(formulas)('with %j everywhere has no formula and no link: each is a cell of text', async (words) => {
    const register = await theRegister();
    const kommune = { ...aarhus, name: words };
    const lists = createContactLists({ campaign: { ...campaign, title: words, authority: { ...campaign.authority, department: words } }, register: { ...register, regions: register.regions.map((region) => ({ ...region, name: words })) } });
    const [file] = await lists.attachmentsOf({ date: '2024-01-30T07:00:00Z', attachments: [{ kind: 'contact-list', kommune, regionName: words }] });
    // The parts of the form are stored, not deflated: its XML can be read as it lies there.
    const xml = Buffer.from(file?.content ?? []).toString('utf8');
    const cells = xml.match(/<c [^>]*>(?=.)[^]*?(?:<\/c>|(?<=\/>))/g) ?? [];
    expect(cells.length).toBeGreaterThan(20);
    for (const cell of cells) expect(cell).toMatch(/^<c r="[A-Z]+\d+" t="s"(?: s="\d+")?><v>\d+<\/v><\/c>$|^<c r="[A-Z]+\d+" s="\d+"\/>$/);
    expect(xml).not.toMatch(/<f[ >]|<hyperlink|<definedName|<externalReference|<oleObject|<ddeLink/);
    const [form] = (await readXlsx(file?.content ?? new Uint8Array())).sheets;
    expect([form?.rows[3]?.[0], form?.rows[3]?.[2], form?.rows[0]?.[0]]).toEqual([words, words, `Kontaktliste: ${words}`]);
  });
});
