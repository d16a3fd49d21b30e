// Access tokens against a local token server: asked for once, kept, renewed in time, refused with a cure.
// It refuses to go to the network.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createTokenSource, readOAuth, type OAuthSettings } from '../../src/adapters/oauth.ts';

const toEnd: (() => void)[] = [];
afterEach(() => { for (const end of toEnd.splice(0)) end(); });

async function tokenServer(answer: (n: number) => { status?: number; body: string }): Promise<{ settings: OAuthSettings; asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      const told = answer(asked.length);
      response.writeHead(told.status ?? 200, { 'content-type': 'application/json' }).end(told.body);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  toEnd.push(() => { server.closeAllConnections(); server.close(); });
  const { port } = server.address() as AddressInfo;
  return { asked, settings: { tenant: 'lige', clientId: 'bot', clientSecret: 's&cret', tokenUrl: `http://127.0.0.1:${port}/token` } };
}

test('a token is asked for once, kept, and renewed shortly before it expires or when the last was refused', async () => {
  const { settings, asked } = await tokenServer((n) => ({ body: JSON.stringify({ access_token: `t${n}`, expires_in: 3600 }) }));
  let now = 0;
  const token = createTokenSource(settings, () => now);
  expect(await Promise.all([token(), token(), token()])).toEqual(['t1', 't1', 't1']);
  now = 3_470_000;
  expect(await token()).toBe('t1');
  now = 3_490_000;
  expect(await token()).toBe('t2');
  expect(await token(true)).toBe('t3');
  expect(await token()).toBe('t3');
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({ grant_type: 'client_credentials', client_id: 'bot', client_secret: 's&cret', scope: 'https://outlook.office365.com/.default' });
});

test('a refusal names the cure and not the secret; trouble of the server is passing', async () => {
  const refused = await tokenServer(() => ({ status: 401, body: JSON.stringify({ error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret.\r\nTrace' }) }));
  await expect(createTokenSource(refused.settings)()).rejects.toMatchObject({ authenticationFailed: true, message: expect.stringMatching(/401 AADSTS7000215.*MAIL_OAUTH_CLIENT_SECRET/) as string });
  await expect(createTokenSource(refused.settings)()).rejects.not.toThrow(/s&cret/);
  const busy = await tokenServer(() => ({ status: 503, body: 'busy' }));
  await expect(createTokenSource(busy.settings)()).rejects.toMatchObject({ authenticationFailed: false });
  const empty = await tokenServer(() => ({ body: '{}' }));
  await expect(createTokenSource(empty.settings)()).rejects.toThrow(/without a token/);
});

test('the settings are read whole or not at all', () => {
  expect(readOAuth({})).toBeUndefined();
  expect(readOAuth({ MAIL_OAUTH_TENANT: 't', MAIL_OAUTH_CLIENT_ID: 'i', MAIL_OAUTH_CLIENT_SECRET: 's' })).toEqual({ tenant: 't', clientId: 'i', clientSecret: 's', tokenUrl: undefined, scope: undefined });
  expect(() => readOAuth({ MAIL_OAUTH_TENANT: 't', MAIL_OAUTH_CLIENT_ID: 'i' })).toThrow(/set MAIL_OAUTH_CLIENT_SECRET/);
});
