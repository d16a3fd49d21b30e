// The environment as data: what is needed, what a secret's file may hold, what counts as safe for a rehearsal.
// It refuses the machine's own environment: every value is given.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BadEnvironment, read, readConfig, type Environment } from '../../src/adapters/config.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-config-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  const where = path.join(dir, name);
  writeFileSync(where, text);
  return where;
};

const full: Environment = {
  RUNDSKRIV_CAMPAIGN: 'config/campaigns/2024.yaml', REDIS_URL: 'redis://127.0.0.1:6379', IMAP_URL: 'imaps://lige:x@imap.example.dk', SMTP_URL: 'smtps://lige:x@smtp.example.dk', RUNDSKRIV_SECRET: '0123456789abcdef',
};

test('a full environment, with what stands for what is not said', () => {
  expect(readConfig(full)).toEqual({
    campaignFile: 'config/campaigns/2024.yaml', redisUrl: 'redis://127.0.0.1:6379', imapUrl: 'imaps://lige:x@imap.example.dk', smtpUrl: 'smtps://lige:x@smtp.example.dk', secret: '0123456789abcdef',
    portalUrl: 'http://127.0.0.1:8080', portalPort: 8080, redirectTo: null, dkim: null, clock: { safe: false }, logLevel: 'info',
  });
});

test('what is said counts', () => {
  const config = readConfig({ ...full, PORTAL_URL: 'https://indberetning.example.dk//', PORTAL_PORT: '81', RUNDSKRIV_REDIRECT_TO: 'me@example.dk', RUNDSKRIV_CLOCK: '2024-01-30T08:00:00+01:00', RUNDSKRIV_CLOCK_FILE: '/clock', LOG_LEVEL: 'debug' });
  expect(config).toMatchObject({ portalUrl: 'https://indberetning.example.dk', portalPort: 81, redirectTo: 'me@example.dk', clock: { start: '2024-01-30T08:00:00+01:00', file: '/clock', safe: true }, logLevel: 'debug' });
});

describe('what is missing', () => {
  test.each(Object.keys(full))('%s is named with an example', (name) => {
    for (const value of [undefined, '']) {
      expect(() => readConfig({ ...full, [name]: value })).toThrow(BadEnvironment);
      expect(() => readConfig({ ...full, [name]: value })).toThrow(new RegExp(`^${name} is not set; set it, e\\.g\\. ${name}=\\S.* \\(see config/example\\.env\\)$`));
    }
  });
  test('for a command that only looks, the mail servers and the secret may be', () => {
    const { RUNDSKRIV_CAMPAIGN, REDIS_URL } = full;
    expect(readConfig({ RUNDSKRIV_CAMPAIGN, REDIS_URL }, 'store')).toMatchObject({ imapUrl: '', smtpUrl: '', secret: '', clock: { safe: true } });
    expect(() => readConfig({ RUNDSKRIV_CAMPAIGN }, 'store')).toThrow(/^REDIS_URL is not set/);
    expect(() => readConfig({ REDIS_URL }, 'store')).toThrow(/^RUNDSKRIV_CAMPAIGN is not set/);
  });
});

describe('what is wrong', () => {
  test.each(['abc', '80a', '65536', '-1', '123456'])('port %s', (port) => expect(() => readConfig({ ...full, PORTAL_PORT: port })).toThrow(`PORTAL_PORT is "${port}", which is no port; write e.g. PORTAL_PORT=8080`));
  test('a short secret, which is not shown', () => {
    expect(() => readConfig({ ...full, RUNDSKRIV_SECRET: 'hemmelighed' })).toThrow(/^RUNDSKRIV_SECRET has 11 characters; use at least 16/);
    expect(() => readConfig({ ...full, RUNDSKRIV_SECRET: 'hemmelighed' })).not.toThrow(/hemmelighed/);
  });
});

describe('a file in place of a value', () => {
  test('holds it, with a line end or without', () => {
    expect(readConfig({ ...full, RUNDSKRIV_SECRET: undefined, RUNDSKRIV_SECRET_FILE: file('a', 'fedcba9876543210\r\n') }).secret).toBe('fedcba9876543210');
    expect(read({ X_FILE: file('b', 'x') }, 'X')).toBe('x');
  });
  test('goes before the value; an empty name does not count', () => {
    expect(read({ X: 'value', X_FILE: file('c', 'file') }, 'X')).toBe('file');
    expect(read({ X: 'value', X_FILE: '' }, 'X')).toBe('value');
    expect(read({}, 'X')).toBeUndefined();
  });
  test('that can\'t be read is named; one that is empty is as if nothing were set', () => {
    expect(() => read({ X_FILE: '/nowhere/x' }, 'X')).toThrow("X_FILE names /nowhere/x, which can't be read; correct the path or set X");
    expect(() => readConfig({ ...full, RUNDSKRIV_SECRET: undefined, RUNDSKRIV_SECRET_FILE: file('d', '\n') })).toThrow(BadEnvironment);
  });
});

describe('the signature', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const dkim = { DKIM_DOMAIN: 'lige.dk', DKIM_SELECTOR: 's1', DKIM_KEY: key };
  test('takes all three settings, the key also from a file', () => {
    const { privateKey = '' } = readConfig({ ...full, ...dkim }).dkim ?? {};
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(readConfig({ ...full, ...dkim, DKIM_KEY: undefined, DKIM_KEY_FILE: file('dkim.pem', key) }).dkim).toEqual({ domain: 'lige.dk', selector: 's1', privateKey });
  });
  test.each(Object.keys(dkim))('is half set up without %s', (name) => {
    expect(() => readConfig({ ...full, ...dkim, [name]: '' })).toThrow(BadEnvironment);
    expect(() => readConfig({ ...full, ...dkim, [name]: undefined })).toThrow(new RegExp(`^${name} is not set, without which no mail can be signed`));
  });
  test('is no business of a command that only looks, nor is its key file', () => {
    expect(readConfig({ ...full, ...dkim, DKIM_KEY: undefined, DKIM_KEY_FILE: '/nowhere/dkim.pem' }, 'store').dkim).toBeNull();
    expect(() => readConfig({ ...full, ...dkim, DKIM_KEY_FILE: '/nowhere/dkim.pem' })).toThrow(/^DKIM_KEY_FILE names \/nowhere\/dkim\.pem, which can't be read/);
  });
});

test.each([
  ['smtp://127.0.0.1:25', true], ['smtp://localhost', true], ['smtp://[::1]:25', true], ['smtp://127.9.9.9', true],
  ['smtp://localhost.example.dk', false], ['smtp://127.0.0.1.example.dk', false], ['smtps://smtp.example.dk', false], ['smtp://10.0.0.1', false], ['smtp://user:127.0.0.1@smtp.example.dk', false],
])('a rehearsal over %s is safe: %s', (url, safe) => {
  expect(readConfig({ ...full, SMTP_URL: url }).clock.safe).toBe(safe);
  expect(readConfig({ ...full, SMTP_URL: url, RUNDSKRIV_REDIRECT_TO: 'me@example.dk' }).clock.safe).toBe(true);
});
