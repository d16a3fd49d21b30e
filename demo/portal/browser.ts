// A browser without JavaScript: keeps cookies, follows links and redirects, fills in forms and presses their buttons.
// It refuses shortcuts: a field that is not on the page can't be filled in, and a button that is not there can't be pressed.
import { readPage, type Form, type Page } from './page.ts';

/** The portal did not answer: whoever wanted something does not know whether it was done. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** A page is not the one that was to come; the message has its heading and all that it says is wrong. */
export class NotAsExpected extends Error {
  override name = 'NotAsExpected';
  constructor(page: Page, what: string) {
    super(`${what}: the page »${page.heading}« (${page.status}, ${new URL(page.url).pathname.replace(/^(\/aktiver\/).*/, '$1…')})${page.faults.length > 0 ? ` says: ${page.faults.join(' ')}` : ''}`);
  }
}

/** An open page, and what has been typed on it so far. */
export type Tab = Page & {
  /** The names of the fields that can be filled in. */
  readonly fillable: readonly string[];
  readonly valueOf: (name: string) => string;
  /** Types into a field, or chooses; '' empties it or leaves a choice open. Throws where there is no such field or choice. */
  readonly fill: (name: string, value: string) => void;
  /** The button whose text begins so, and the page that comes of it. */
  readonly press: (button: string) => Promise<Tab>;
  /** The same twice at once. */
  readonly pressTwice: (button: string) => Promise<readonly [Tab, Tab]>;
  /** The first link with these words. */
  readonly follow: (words: string) => Promise<Tab>;
  readonly download: (words: string) => Promise<Uint8Array>;
};

export type Browser = { readonly open: (path: string) => Promise<Tab> };

const patience = 20_000;
const mostRedirects = 5;

/** `address`: of the machine, as the ministry's own proxy in front of the portal tells it. */
export function createBrowser(portal: string, address: string): Browser {
  const cookies = new Map<string, string>();

  const ask = async (url: URL, body: string | null): Promise<Response> => {
    const headers = {
      ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      'x-forwarded-for': address, 'sec-fetch-site': 'same-origin', ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const response = await fetch(url, { method: body === null ? 'GET' : 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(patience) });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  };
  const keep = (line: string): void => {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /;\s*max-age=0/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  };
  const bytes = async (url: URL, body: string | null): Promise<{ readonly url: URL; readonly status: number; readonly content: Uint8Array }> => {
    try {
      let [at, sent] = [url, body];
      for (let redirects = 0; ; redirects += 1) {
        const response = await ask(at, sent);
        const content = new Uint8Array(await response.arrayBuffer());
        const to = response.headers.get('location');
        if (response.status < 300 || response.status >= 400 || to === null) return { url: at, status: response.status, content };
        if (redirects === mostRedirects) throw new Error(`${url.pathname} leads on and on`);
        // 303 (RFC 9110 15.4.4): what comes is asked for, not sent.
        [at, sent] = [new URL(to, at), null];
      }
    } catch (error) {
      // What the network does comes with its cause (Fetch: a network error is a TypeError).
      if ((error instanceof TypeError && error.cause !== undefined) || (error instanceof DOMException && error.name === 'TimeoutError')) throw new Interrupted(`the portal did not answer (${error.message})`);
      throw error;
    }
  };
  const load = async (url: URL, body: string | null): Promise<Tab> => {
    const answer = await bytes(url, body);
    return tabOf(readPage(answer.url.href, answer.status, new TextDecoder().decode(answer.content)));
  };

  const tabOf = (page: Page): Tab => {
    const typed = new Map<string, string>();
    const fields = page.forms.flatMap((form) => form.fields.filter((field) => field.kind !== 'hidden' && !field.readonly));
    const request = (button: string): readonly [URL, string] => {
      const form = page.forms.find((one) => one.buttons.some(({ text }) => text.startsWith(button)));
      if (!form) throw new NotAsExpected(page, `there is no button »${button}«`);
      return [new URL(form.action, page.url), bodyOf(form, button, typed)];
    };
    const linked = (words: string): URL => {
      const link = page.links.find(({ text }) => text.includes(words));
      if (!link) throw new NotAsExpected(page, `there is no link »${words}«`);
      return new URL(link.href, page.url);
    };
    return {
      ...page,
      fillable: fields.map(({ name }) => name),
      valueOf: (name) => typed.get(name) ?? page.forms.flatMap((form) => form.fields).find((field) => field.name === name)?.value ?? '',
      fill: (name, value) => {
        const field = fields.find((one) => one.name === name);
        if (!field) throw new NotAsExpected(page, `there is no field ${name}`);
        if (field.kind === 'choice' && value !== '' && !field.options.includes(value)) throw new NotAsExpected(page, `"${value}" can't be chosen at ${name}`);
        typed.set(name, value);
      },
      press: async (button) => load(...request(button)),
      pressTwice: async (button) => {
        const sent = request(button);
        return Promise.all([load(...sent), load(...sent)]);
      },
      follow: async (words) => load(linked(words), null),
      download: async (words) => {
        const answer = await bytes(linked(words), null);
        if (answer.status !== 200) throw new NotAsExpected(page, `»${words}« was answered with ${answer.status}`);
        return answer.content;
      },
    };
  };

  return { open: (path) => load(new URL(path, portal), null) };
}

/** What the form sends when this button is pressed (HTML 4.10.21.4): line breaks as CRLF, a choice that was left open not at all. */
function bodyOf({ fields, buttons }: Form, button: string, typed: ReadonlyMap<string, string>): string {
  const pressed = buttons.find(({ text }) => text.startsWith(button));
  const entries = fields.flatMap(({ name, kind, value }) => {
    const now = typed.get(name) ?? value;
    return kind === 'choice' && now === '' ? [] : [[name, now.replaceAll(/\r\n?|\n/g, '\r\n')]];
  });
  return new URLSearchParams([...entries, ...(pressed && pressed.name !== '' ? [[pressed.name, pressed.value]] : [])]).toString();
}
