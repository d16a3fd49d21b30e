// The demo's browser: it keeps cookies, reads forms by their HTML, sends what a browser sends, and says when it was cut off.
// It refuses the real portal: a page here has all that a browser may stumble on.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text as bodyOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowser, Interrupted } from '../../demo/portal/browser.ts';

const form = `<!doctype html><html><head><title>Fane</title></head><body>
<form method="post" action="/log-ud"><input type="hidden" name="_csrf" value="other"><button>Log ud</button></form>
<main><div class="alert faults"><ul><li><a href="#a">Kvinder: Skriv antallet.</a></li></ul></div><h1>Ledere&nbsp;&amp; mål</h1>
<form method="post"><input type="hidden" name="_csrf" value="t&quot;1"><button name="go" value="next" hidden></button>
<input name="u1.level1.women" value="3"><input name="fixed" value="x" readonly><textarea name="comment">

første
anden</textarea><textarea name="kept" hidden>
ord</textarea>
<input type="radio" name="policy" value="yes"><input type="radio" name="policy" value="no" checked><input type="radio" name="open" value="yes">
<button name="go" value="stay"><span>Gem</span> siden</button></form>
<table><caption>Tal</caption><tr><th>Kvinder</th><td>3 (60&nbsp;%)</td></tr></table><a href="/fil">Hent filen</a></main></body></html>`;

let server: Server;
let portal: string;
const asked: { readonly method: string; readonly url: string; readonly cookie: string; readonly body: string }[] = [];

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers: { cookie = '' } } = request;
      asked.push({ method, url, cookie, body });
      if (url === '/væk' || url === '/v%C3%A6k') return request.socket.destroy();
      if (url === '/fil') return response.end('indhold');
      if (method === 'POST') return response.writeHead(303, { location: '/efter', 'set-cookie': ['__Host-a=2; Path=/; Secure', 'b=; Max-Age=0'] }).end();
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': ['__Host-a=1; Path=/; Secure; HttpOnly', 'b=x'] }).end(form);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  portal = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }));

test('a page is read as it is seen', async () => {
  const page = await createBrowser(portal, '10.0.0.1').open('/');
  expect(page).toMatchObject({ status: 200, heading: 'Ledere & mål', faults: ['Kvinder: Skriv antallet.'], blocks: [{ title: 'Tal', rows: [['Kvinder', '3 (60 %)']] }], fillable: ['u1.level1.women', 'comment', 'policy', 'open'] });
  expect(page.valueOf('comment')).toBe('\nførste\nanden');
  expect(page.valueOf('policy')).toBe('no');
});

test('a form sends what a browser sends, follows with a GET, and keeps cookies', async () => {
  asked.length = 0;
  const page = await createBrowser(portal, '10.0.0.1').open('/');
  page.fill('u1.level1.women', '4');
  page.fill('comment', 'æ\nå');
  await page.press('Gem');
  const [, sent, after] = asked;
  expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({ _csrf: 't"1', 'u1.level1.women': '4', fixed: 'x', comment: 'æ\r\nå', kept: 'ord', policy: 'no', go: 'stay' });
  expect(sent).toMatchObject({ method: 'POST', url: '/', cookie: '__Host-a=1; b=x' });
  expect(after).toMatchObject({ method: 'GET', url: '/efter', cookie: '__Host-a=2' });
});

test('what is not there can\'t be done, and a portal that goes away is no answer', async () => {
  const browser = createBrowser(portal, '10.0.0.1');
  const page = await browser.open('/');
  expect(() => page.fill('fixed', 'y')).toThrow('there is no field fixed: the page »Ledere & mål« (200, /) says: Kvinder: Skriv antallet.');
  expect(() => page.fill('policy', 'maybe')).toThrow('can\'t be chosen');
  await expect(page.press('Indsend')).rejects.toThrow('there is no button »Indsend«');
  expect(Buffer.from(await page.download('Hent')).toString()).toBe('indhold');
  await expect(browser.open('/væk')).rejects.toBeInstanceOf(Interrupted);
});
