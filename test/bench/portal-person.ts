// A person at the portal over real HTTP: her cookies, her connection, and the forms as they stand on the pages she is given.
// It refuses to be a browser: it fetches no style sheet, runs nothing, and follows a redirect only where it is told to.
import http from 'node:http';

/** `ms`: from the request's first byte to the answer's last, as the client has it. */
export type Answer = { readonly status: number; readonly location: string; readonly type: string; readonly body: Buffer; readonly ms: number };
export type Fields = Readonly<Record<string, string>>;
export type Person = {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, fields: Fields) => Promise<Answer>;
  /** Forgets her cookies, as in another browser. */
  readonly forget: () => void;
};

/** `number`: gives her an address of her own behind the proxy, so that no limit per address counts two people together. */
export function createPerson(base: string, number: number): Person {
  const { hostname: host, port } = new URL(base);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const cookies = new Map<string, string>();
  const own = { 'x-forwarded-for': `10.20.${number >> 8}.${number & 255}`, accept: 'text/html' };
  const ask = (method: string, path: string, sent: Buffer | undefined): Promise<Answer> => new Promise((resolve, reject) => {
    const headers = {
      ...own, ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      ...(sent ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': sent.length, 'sec-fetch-site': 'same-origin', origin: 'null' } : {}),
    };
    const from = performance.now();
    const request = http.request({ host, port, agent, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => { chunks.push(chunk); });
      response.once('error', reject);
      response.once('end', () => {
        const ms = performance.now() - from;
        for (const line of response.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', type: response.headers['content-type'] ?? '', body: Buffer.concat(chunks), ms });
      });
    });
    request.once('error', reject);
    request.end(sent);
  });
  return {
    get: (path) => ask('GET', path, undefined),
    post: (path, fields) => ask('POST', path, Buffer.from(new URLSearchParams(fields).toString())),
    forget: () => cookies.clear(),
  };
}

/** The fields of the page's last form with their values, as a browser would send them, without its buttons. */
export function formOn(page: string): Record<string, string> {
  const form = page.slice(page.lastIndexOf('<form '));
  const fields: Record<string, string> = {};
  for (const [, attributes = ''] of form.matchAll(/<input ([^>]*)>/g)) {
    const name = attribute(attributes, 'name');
    if (name !== undefined && (!attributes.includes('type="radio"') || / checked\b/.test(attributes))) fields[name] = attribute(attributes, 'value') ?? '';
  }
  for (const [, name = '', text = ''] of form.matchAll(/<textarea [^>]*?name="([^"]+)"[^>]*>\n?([^<]*)<\/textarea>/g)) fields[name] = plain(text);
  return fields;
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : plain(value);
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
