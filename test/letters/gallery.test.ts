// Every mail in Chromium, narrow and wide, light and dark; and broken mails, to prove that each check bites.
// It refuses to be skipped: without Chromium it fails, and says what to install.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../gallery/browser.ts';
import { createInspector, sentenceOf, type Inspector } from '../gallery/inspect.ts';
import { mailOf, readMail, type Mail } from '../gallery/mail.ts';
import { galleryPage } from '../gallery/page.ts';
import { samples } from './samples.ts';

let browser: Browser | undefined;
let inspector: Inspector;
beforeAll(async () => {
  browser = await startBrowser();
  inspector = await createInspector(browser);
});
afterAll(() => browser?.close());

const faultsOf = async (mail: Mail): Promise<readonly string[]> => (await inspector.inspect(mail, [320, 800])).map((fault) => sentenceOf(mail.name, fault));

describe('the mails', () => {
  it.each(Object.keys(samples))('%s can be read on a phone and on a desk, by day and by night', async (name) => {
    expect(await faultsOf(await mailOf(name))).toEqual([]);
  });
});

const preheader = 'Svar senest mandag den 12. februar 2024 på denne mail.';
const sound: Mail = {
  name: 'made', subject: 'Svar senest 12. februar 2024', from: 'lige@lige.dk', text: 'Svar senest 12. februar 2024.', preheader, byHand: false, pictures: [], attachments: [], faults: [], html: '', bare: '',
};
const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

type Parts = { readonly body?: string; readonly style?: string; readonly lang?: string; readonly title?: string; readonly before?: string; readonly after?: string };
/** A mail without fault, but for the parts given. */
function made({ body = '', style = '', lang = 'da', title = 'Svar', before = `<div style="display:none">${preheader}</div>`, after = '' }: Parts, more: Partial<Mail> = {}): Mail {
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title>
<style>body { margin: 0; background: #fff; color: #111; overflow-wrap: break-word } @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #9cf } } ${style}</style></head>
<body>${before}<div role="article" aria-label="Svar"><h1>Svar</h1><p>Svar senest 12. februar 2024.</p>${body}</div>${after}</body></html>`;
  return { ...sound, html, bare: html.replaceAll(pixel, 'data:image/png;base64,'), ...more };
}

describe('the checks', () => {
  it('find nothing in a sound mail', async () => {
    expect(await faultsOf(made({ body: `<p>Jeg skrev &lt;img src=https://example.com/a.png&gt;, url(b.png) og @import; <span lang="en">it was refused</span></p><p><a href="mailto:lige@lige.dk" style="line-height:25px">Skriv til os</a></p><img src="${pixel}" alt="Et kort over landets kommuner" style="width:100%;height:auto">` }))).toEqual([]);
  });

  it.each<readonly [string, Parts, RegExp]>([
    ['a table that is too wide', { body: '<table style="width:600px"><tr><td>Aarhus</td></tr></table>' }, /600 px wide.*320 px light/],
    ['a word that can\'t be broken', { body: `<p style="overflow-wrap:normal">${'Kontaktperson'.repeat(5)}</p>` }, /reaches out of the window/],
    ['a text that is cut off', { body: '<div style="height:20px;overflow:hidden"><p style="margin:0">En<br>To<br>Tre</p></div>' }, /loses \d+ px of its height/],
    ['a text that is cut off at its side', { body: '<div style="overflow:hidden;white-space:nowrap;text-overflow:ellipsis">Kommunen bedes oplyse en kontaktperson i kommunen senest mandag</div>' }, /wider than its box|is cut off by/],
    ['a box that large text does not fit', { body: '<div style="height:60px;overflow:hidden;line-height:20px"><p style="margin:0">Kommunen bedes oplyse navn og mailadresse på en kontaktperson i kommunen</p></div>' }, /loses \d+ px of its height \(text at 200 %, 320 px\)/],
    ['a picture without alt text', { body: `<img src="${pixel}">` }, /axe image-alt/],
    ['an alt text that does not fit into its place', { body: `<img src="${pixel}" width="40" height="20" alt="Et kort over landets kommuner">` }, /the alt text "Et kort over landets kommuner" needs \d+ px.*pictures off/],
    ['an alt text that can\'t be read at night', { body: `<img src="${pixel}" alt="Et kort" style="color:#222">` }, /alt text "Et kort" has a contrast of 1\.\d.*dark/],
    ['a picture from elsewhere', { body: '<img src="https://example.com/pixel.png" alt="Et kort over landets kommuner">' }, /asks for https:\/\/example\.com\/pixel\.png/],
    ['a picture from elsewhere that Outlook alone would fetch', { body: '<!--[if mso]><td background="https://example.com/back.png"><![endif]-->' }, /from elsewhere: https:\/\/example\.com\/back\.png/],
    ['a font from elsewhere', { style: '@font-face { font-family: F; src: url(https://example.com/f.woff2) } p { font-family: F }' }, /asks for https:\/\/example\.com\/f\.woff2/],
    ['a style that fetches another', { style: '} @import "https://example.com/a.css"; p {' }, /its style imports another/],
    ['a style that fetches a picture when it is printed', { style: '@media print { p { background: url("https://example.com/b.png") } }' }, /its style fetches https:\/\/example\.com\/b\.png/],
    ['a server that is called beforehand', { before: `<link rel="preconnect" href="https://example.com"><div style="display:none">${preheader}</div>` }, /it holds <link>/],
    ['a script', { body: '<script>fetch("https://example.com/seen")</script>' }, /it holds <script>/],
    ['too little contrast', { body: '<p style="color:#aaa;background:#fff">Senest mandag</p>' }, /axe color-contrast: .*320 px light/],
    ['too little contrast at night only', { style: '.n { color: #111 }', body: '<p class="n">Senest mandag</p>' }, /axe color-contrast: [^(]*(?:\([^)]*\)[^(]*)*\(320 px dark, 800 px dark\)$/],
    ['a low button', { body: '<p><a href="https://lige.dk/" style="display:inline-block;line-height:20px;padding:4px">Log ind</a></p>' }, /the button .* is 28 px high, which is less than 44/],
    ['a low link', { body: '<p style="font-size:10px;line-height:12px">Se <a href="https://lige.dk/">her</a></p>' }, /the link .* which is less than 24/],
    ['a heading that is left out', { body: '<h4>Boks</h4>' }, /axe heading-order/],
    ['another language', { lang: 'en' }, /its language is en/],
    ['a body in another language', { before: `<div style="display:none">${preheader}</div><main lang="en"><p>Svar</p></main>` }, /its body or its landmark says to be in en/],
    ['no title', { title: '' }, /it has no title/],
    ['no preheader', { before: '' }, /it has no preheader: its first words are "Svar" and are shown/],
    ['a preheader that greets', { before: '<div style="display:none">Kære Mette, vi håber, at alt står godt til hos jer</div>' }, /preheader/],
    ['text outside the landmark', { after: '<p>Løst</p>' }, /"Løst" lies outside its landmark/],
  ])('find %s', async (_, parts, sentence) => {
    expect(await faultsOf(made(parts))).toContainEqual(expect.stringMatching(sentence));
  });

  it('find a fact that stands in the plain text only, with a picture in its place', async () => {
    const text = 'Svar senest 12. februar 2024. 43 af 98 har svaret, se https://lige.dk/svar';
    const faults = await faultsOf(made({ body: `<img src="${pixel}" alt="43 har svaret">` }, { text }));
    expect(faults).toContain('made: "98" stands in the plain text and can\'t be read in the HTML (pictures off)');
    expect(faults).toContain('made: "https://lige.dk/svar" stands in the plain text and can\'t be read in the HTML (pictures off)');
    expect(faults.join('\n')).not.toContain('"43"');
  });

  it('find a long line of plain text, but not a link that can\'t be broken', async () => {
    const link = `https://lige.dk/${'svar'.repeat(20)}`;
    const text = ['Svar senest', `Link:   ${link}`, `> ${link}`, link].join('\n');
    expect(await faultsOf(made({ body: `<p>${link}</p>` }, { text }))).toEqual([]);
    expect(await faultsOf(made({ body: `<p>${link}</p>` }, { text: `${text}\n${'svar '.repeat(15)}.` }))).toEqual([expect.stringMatching(/^made: a line of its plain text has 76 columns/)]);
  });

  it('find a picture that is not carried along, and one that is shown nowhere', async () => {
    const part = (cid: string): string => `--r\r\nContent-Type: image/png; name=${cid}.png\r\nContent-ID: <${cid}>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n`;
    const bytes = `Subject: Kort\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nKort\r\n--a\r\nContent-Type: multipart/related; boundary=r\r\n\r\n`
      + `--r\r\nContent-Type: text/html\r\n\r\n<html><body><p>Kort</p><img src="cid:one" alt=""><img src="cid:three" alt=""></body></html>\r\n${part('one')}${part('two')}--r--\r\n--a--\r\n`;
    const mail = await readMail('made', Buffer.from(bytes));
    expect(mail.faults).toEqual(['the picture two.png is carried along and shown nowhere', 'the picture cid:three is shown and not carried along']);
    expect(mail.html).toContain('<img src="data:image/png;base64,iVBORw0KGgo=" alt="">');
    expect(mail.bare).toContain('<img src="data:image/png;base64," alt="">');
    expect(mail.pictures.map(({ name }) => name)).toEqual(['one.png', 'two.png']);
  });
});

it('the page of the gallery asks for nothing but the pictures beside it, and shows markup in a mail as text', async () => {
  const mail = made({}, { subject: '<img src=https://example.com/a.png>', text: '</pre><script>1</script>' });
  const page = galleryPage([{ name: 'made', mail, shots: [{ file: 'made-phone-light.png', title: '360 px light', device: 'phone', width: 360, height: 900, cut: false }], faults: [{ where: '', what: 'it holds <b>' }] }]);
  expect([...page.matchAll(/<(?:img|a|script|link)\b[^>]*?(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual(['#made', 'made-phone-light.png', 'made-phone-light.png']);
  expect(page).not.toMatch(/<script|url\(|@import/);
  expect(page).toContain('made: it holds &lt;b&gt;');
});
