// The letters as they leave: golden bytes, the two bodies against each other, and what may come in from outside.
// It refuses to trust a template: every place must have a field, every field a place, in HTML and in plain text.
import { readFile } from 'node:fs/promises';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { buildMessage } from '../../src/adapters/message.ts';
import { columns } from '../../src/adapters/plain-text.ts';
import { checkTemplates } from '../../src/adapters/render.ts';
import { composeLetter, templateNames, type Fields } from '../../src/core/letters.ts';
import { bytesOf, here, letterOf, templates, theRenderer } from './build.ts';
import { campaign, contact, contextOf, samples, taskOf } from './samples.ts';

const names = Object.keys(samples);
const render = async (name: string) => (await theRenderer()).render(letterOf(name));

describe('golden letters', () => {
  it.each(names)('%s leaves byte for byte as it lies here', async (name) => {
    const golden = await readFile(new URL(`${name}.eml`, here));
    const bytes = Buffer.from(await bytesOf(letterOf(name)));
    expect(bytes.equals(golden), `${name} has changed: if on purpose, run node test/letters/make.ts and look at the difference`).toBe(true);
    expect(Buffer.from(await bytesOf(letterOf(name))).equals(bytes)).toBe(true);
  });

  it.each(names)('%s can be read by a mail program, with both bodies and its headers', async (name) => {
    const letter = letterOf(name);
    const raw = Buffer.from(await bytesOf(letter));
    expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const mail = await simpleParser(raw);
    const { html, text } = await render(name);
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(text.trim());
    // What is read back has the pictures in it.
    expect(String(mail.html).replaceAll('\r\n', '\n').replace(/data:image\/png;base64,[^"]+/g, 'cid').trim()).toBe(html.replace(/cid:[^"]+/g, 'cid').trim());
    expect(mail.subject).toBe(letter.subject);
    expect(mail.messageId).toBe(letter.messageId);
    expect(mail.date?.toISOString()).toBe(new Date(letter.date).toISOString());
    expect(mail.headers.get('auto-submitted')).toBe(name === 'answer' ? 'no' : /^(?:ack|clarify|login-again|correct|receipt-report)/.test(name) ? 'auto-replied' : 'auto-generated');
    expect(mail.headers.get('x-auto-response-suppress')).toBe('OOF, AutoReply');
    expect(mail.bcc).toBeUndefined();
    expect(mail.attachments.filter((a) => !a.related).map((a) => a.filename)).toEqual(letter.attachments.map((a) => (a.kind === 'digest' ? `Status-${a.facts.day}.xlsx` : a.kind === 'report-form' ? 'Indberetning.xlsx' : a.kind === 'report-pdf' ? 'Kvittering for indberetning.pdf' : 'Kontaktliste.xlsx')));
    // Each picture of the HTML is there, and none without a place in it (RFC 2392).
    expect(mail.attachments.filter((a) => a.related).map((a) => a.contentId).toSorted()).toEqual([...html.matchAll(/cid:([^"]+)/g)].map(([, cid]) => `<${cid}>`).toSorted());
  });
});

describe('templates', () => {
  it('are without fault by the check that runs before a launch', async () => {
    expect(await checkTemplates()).toEqual([]);
  });

  it.each(templateNames)('%s: each place has a field, each field a place, in both bodies', async (name) => {
    const fields = JSON.parse(await readFile(new URL(`${name}.sample.json`, templates), 'utf8')) as Fields;
    const composed = names.map(letterOf).find((letter) => letter.template.name === name);
    expect(composed?.template.fields, 'the sample is not what is composed: run node test/letters/make.ts').toEqual(fields);
    const { html, text } = (await theRenderer()).namesOf(name);
    const known = namesIn(fields);
    expect([...html].toSorted()).toEqual(known);
    expect([...text].toSorted()).toEqual(known.filter((field) => field !== 'pictures'));
  });

  it('hold no year, law, address, telephone number or name of the campaign', async () => {
    for (const name of templateNames) {
      for (const end of ['mjml', 'txt']) {
        const source = await readFile(new URL(`${name}.${end}`, templates), 'utf8');
        expect(source, `${name}.${end}`).not.toMatch(/(?:19|20)\d\d|§|@|\d\d \d\d|Ramb|Bendixen|Wagner|Digitaliserings|januar|februar|marts|april|\bmaj\b|2516|LIGE-/);
      }
    }
  });
});

describe('the two bodies', () => {
  it.each(names)('%s: a value that one of them says, the other says too', async (name) => {
    const { html, text } = await render(name);
    const [shown, plain] = [shownText(html), flat(text)];
    const values = saidOf(letterOf(name).template.fields);
    expect(values.filter((value) => plain.includes(value))).toEqual(values.filter((value) => shown.includes(value)));
  });

  it.each(templateNames)('%s says every value of its fields', async (name) => {
    const sample = names.find((n) => letterOf(n).template.name === name) ?? '';
    const plain = flat((await render(sample)).text);
    for (const value of saidOf(letterOf(sample).template.fields)) expect(plain).toContain(value);
  });

  it.each(names)('%s: the plain text has every word of the HTML', async (name) => {
    const { html, text } = await render(name);
    const plain = new Set(wordsIn(text));
    const onlyHtml = wordsIn(shownText(html)).filter((word) => !plain.has(word) && !['virker', 'knappen', 'kopiér', 'din', 'browser'].includes(word));
    expect(onlyHtml).toEqual([]);
  });

  it.each(names)('%s: the plain text keeps to 72 columns and says first what is wanted', async (name) => {
    const { text } = await render(name);
    expect(text.split('\n').filter((line) => line.length > columns && line.trim().replace(/^> /, '').includes(' '))).toEqual([]);
    // An answer says what its writer says.
    if (name !== 'answer') expect(text.split('\n\n')[0]).toMatch(/bedes|Tak for svaret|Aktivér|minder|mangler|skal være|Vil I|Svar på denne mail\.|Besvar|Du skal ikke gøre noget|Vi har modtaget|venter på en medarbejder|kommuner (?:har|mangler)/);
  });

  it.each(names)('%s: the HTML is lean, Danish, and fetches nothing', async (name) => {
    const { html } = await render(name);
    // Gmail cuts at 102 kB.
    expect(Buffer.byteLength(html)).toBeLessThan(/^digest|^receipt-report$/.test(name) ? 40_000 : 16_000);
    expect(html).toMatch(/^<!doctype html>\n<html lang="da" dir="ltr"/);
    if (name !== 'answer') expect(html).toMatch(/<h1/);
    expect(html).not.toMatch(/<img (?![^>]*src="cid:)|<link|@import|<script|url\(/);
    for (const img of html.match(/<img [^>]*>/g) ?? []) expect(img).toMatch(/ alt="[^"]{40,}"/);
    const layout = html.replace(/<!--[\s\S]*?-->/g, '').match(/<table(?![^>]*class="facts)[^>]*>/g) ?? [];
    for (const table of layout) expect(table).toContain('role="presentation"');
  });

  it.each(['question', 'question-unplaced'])('%s: every line of what was asked is marked as a quotation, a long link too', async (name) => {
    const { text } = await render(name);
    const fields = letterOf(name).template.fields as unknown as { lines: readonly { rows: readonly string[] }[] };
    const rows = fields.lines.flatMap((one) => one.rows);
    expect(text.split('\n').filter((line) => line.startsWith('>'))).toEqual(rows.map((row) => `> ${row}`.trimEnd()));
    expect(text.trimEnd().split('\n').at(-1)).toBe('Svarkode: k3vqz7mw2hf4ntra');
  });

  it.each(names)('%s has a link and its button where it is the contact\'s own mail about a login, and nowhere else', async (name) => {
    const { html, text } = await render(name);
    const has = ['login', 'login-again', 'login-bad', 'login-forgotten', 'invitation', 'reminder-login-before', 'reminder-login-last'].includes(name);
    expect([html.includes('/aktiver/'), text.includes('/aktiver/'), html.includes('Aktivér login'), text.includes('Aktivér login')]).toEqual([has, has, has, has]);
  });

  it('the letter carries every fact of the circular', async () => {
    const plain = flat((await render('letter')).text);
    for (const fact of [
      '2023 - 2516', '63120', '30. januar 2024', 'Anmodning om kontaktoplysninger mv.', 'pr. 1. januar 2023 omfattet af ligestillingslovens § 11', 'det underrepræsenterede køn',
      'jf. ligestillingslovens § 11, stk. 2', 'en gang om året til kommunalbestyrelsen', 'ligestillingsministeren', 'for 2023 skal ske i foråret 2024', 'senest fredag den 31. maj 2024',
      'ikke krav om, at indberetningen skal godkendes af kommunalbestyrelsen', 'Digitaliserings- og Ligestillingsministeriet', 'regionale placering', 'lige@lige.dk', 'senest mandag den 12. februar 2024',
      'Rambøll, der bl.a. er teknisk leverandør af indberetningssystemet', 'fra den 13. til den 20. marts 2024', 'toplederen (øverste ledelsesniveau)', 'ledere af ledere, der refererer direkte til toplederen',
      'kommunaldirektør', 'forvaltningschefer/-direktører', 'centerchef', 'fire største kommuner', 'hver fagforvaltning', 'Københavns Kommune', 'Vejledning nr. 10414 af 19/12/2022',
      'nøgletalsnotat over centrale resultater', 'offentliggør nøgletalsnotatet samt alle indberetninger i en tabel', 'Anne Bendixen', 'anb@lige.dk', '21 57 06 89', 'Olive Astrid Bove Wagner',
    ]) expect(plain).toContain(fact);
  });
});

describe('what comes from outside', () => {
  const ack = (name: string, notes: readonly string[] = []) => taskOf({ kind: 'ack', contact: { ...contact, name }, corrected: false, notes, question: false, confirm: false }, {
    to: 'mesk@aarhus.dk', thread: { inReplyTo: '<a@b>', references: [], subject: 'SV: Liste' },
  });

  it('HTML in a name or a note is shown, not obeyed', async () => {
    const letter = composeLetter(ack('<script>alert(1)</script> "O\'Hara" & <b>', ['<img src=x onerror=alert(1)>']), contextOf('2024-02-05T09:30:00Z'));
    const { html, text } = (await theRenderer()).render(letter);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;O&#39;Hara&quot; &amp; &lt;b&gt;');
    expect(text).toContain('<script>alert(1)</script> "O\'Hara" & <b>');
  });

  it('a placeholder in a name stays a name', async () => {
    const { text } = (await theRenderer()).render(composeLetter(ack('{{senderAddress}}'), contextOf('2024-02-05T09:30:00Z')));
    expect(text).toContain('Navn:     {{senderAddress}}');
  });

  it('line breaks and marks of direction get into no header and no line', async () => {
    const evil = 'Mette\r\nBcc: alle@kommuner.dk\u202e\u2028X-Evil: 1\u0000';
    const task = taskOf({ kind: 'login', contact: { ...contact, name: evil }, userName: 'm', nonce: 'n', tokenHash: '', expires: '2024-03-27T09:00:00Z', again: false }, {
      to: 'mesk@aarhus.dk', thread: { inReplyTo: '<a@b>\r\nX-Evil: 2', references: ['<c@d>', 'no id', '<e @f>', '<c@d>\r\nBcc: x@y.dk'], subject: `SV: Hej\r\nBcc: x@y.dk\r\n\r\nkrop${evil}` },
    });
    const letter = composeLetter(task, contextOf('2024-03-13T07:00:00Z', { link: 'https://example.dk/a' }));
    const { html, text } = (await theRenderer()).render(letter);
    const raw = Buffer.from(await buildMessage(letter, { html, text })).toString('latin1');
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(head.split(/\r\n(?![ \t])/).map((line) => line.split(':')[0]).toSorted()).toEqual([
      'Auto-Submitted', 'Content-Language', 'Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'References', 'Reply-To', 'Subject', 'To', 'X-Auto-Response-Suppress',
    ]);
    expect(letter.references).toEqual(['<c@d>']);
    expect(text + html + letter.subject).not.toMatch(/[\u202e\u2028\r]|\p{Cc}(?<!\n)/u);
    expect(text).toContain('Kære Mette Bcc: alle@kommuner.dk X-Evil: 1');
  });

  it('a name of 80 characters keeps the columns and is said whole', async () => {
    const name = 'Maximiliane-Josephine Østergaard-Ærenprejs von Hattenkerl-Søndervang Åkjærsgaard'.slice(0, 80);
    expect(name).toHaveLength(80);
    const { html, text } = (await theRenderer()).render(composeLetter(ack(name), contextOf('2024-02-05T09:30:00Z')));
    expect(shownText(html)).toContain(name);
    expect(flat(text)).toContain(name);
    expect(text.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });

  it('a recipient that is no address, and a login without its link, are refused', () => {
    for (const to of ['a@b.dk, c@d.dk', 'a@b.dk\r\nBcc: c@d.dk', 'Mette <a@b.dk>', '', 'a b@c.dk']) expect(() => composeLetter(taskOf({ kind: 'letter' }, { to }), contextOf('2024-01-30T07:00:00Z'))).toThrow(/no e-mail address/);
    const login = taskOf({ kind: 'login', contact, userName: 'm', nonce: 'n', tokenHash: '', expires: '2024-03-27T09:00:00Z', again: false });
    for (const link of [null, 'javascript:alert(1)', 'https://x.dk/"onclick=']) expect(() => composeLetter(login, contextOf('2024-03-13T07:00:00Z', { link }))).toThrow(/activation link/);
  });

  it('a rehearsal says the true recipient in the subject; a proof is a header', async () => {
    const letter = letterOf('ack');
    const mail = await simpleParser(Buffer.from(await buildMessage(letter, { html: '<p>x', text: 'x' }, [], { redirectTo: 'test@lige.dk', proof: 'abc' })));
    expect(mail.subject).toBe(`[Prøve, til mesk@aarhus.dk] ${letter.subject}`);
    expect(mail.to).toMatchObject({ text: 'test@lige.dk' });
    expect(mail.headers.get('x-rundskriv-proof')).toBe('abc');
    expect(campaign.id).toBe('2024');
  });
});

function namesIn(fields: Fields): readonly string[] {
  const inside = Object.values(fields).flatMap((v) => (Array.isArray(v) ? v.flatMap((i) => (typeof i === 'object' ? [...namesIn(i as Fields)] : [])) : []));
  return [...new Set([...Object.keys(fields), ...inside])].toSorted();
}

/** What a reader is told: all but the name of a picture's file. */
function saidOf(fields: Fields): readonly string[] {
  const { pictures: _, ...said } = fields;
  return valuesIn(said);
}

function valuesIn(fields: Fields): readonly string[] {
  return Object.values(fields).flatMap((v) => {
    if (typeof v === 'string') return v === '' ? [] : [flat(v)];
    return Array.isArray(v) ? v.flatMap((i) => (typeof i === 'string' ? [flat(i)] : valuesIn(i as Fields))) : [];
  });
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\d@]+/gu) ?? [];
}

function flat(text: string): string {
  return text.replace(/[\s\u00a0]+/gu, ' ');
}

/** What a reader sees of the HTML: neither its head nor the hidden preview line. */
function shownText(html: string): string {
  const body = html.slice(html.indexOf('<body')).replace(/<div style="display:none[\s\S]*?<\/div>/, '').replace(/<!--[\s\S]*?-->/g, '');
  const text = body.replace(/<img [^>]*alt="([^"]*)"[^>]*>/g, ' $1 ').replace(/<[^>]+>/g, (tag) => (/^<\/?(?:strong|em|a)\b/.test(tag) ? '' : ' '));
  return flat(text.replaceAll('&nbsp;', ' ').replace(/&#8\d+;/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
}
