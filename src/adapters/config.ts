// The environment (contract.md) as data, each secret also from NAME_FILE.
// It refuses to start on half a configuration: what is missing is named, with what to write.
import { readFileSync } from 'node:fs';
import type { Finding } from '../core/campaign.ts';
import { isLoopback, parseMailUrl } from './mail-url.ts';
import { readOAuth } from './oauth.ts';
import { readDkim, type DkimSettings } from './smtp/dkim.ts';

/** What is missing or wrong in the environment; one sentence. */
export class BadEnvironment extends Error {
  override name = 'BadEnvironment';
}

export type Config = {
  readonly campaignFile: string;
  readonly redisUrl: string;
  readonly imapUrl: string;
  readonly smtpUrl: string;
  readonly secret: string;
  readonly portalUrl: string;
  readonly portalPort: number;
  readonly redirectTo: string | null;
  /** Null where the mail server signs, or nobody. */
  readonly dkim: DkimSettings | null;
  readonly clock: { readonly start?: string; readonly file?: string; readonly safe: boolean };
  readonly logLevel: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value of the environment or, where NAME_FILE is set, of the file it names. */
export function read(env: Environment, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return env[name] === '' ? undefined : env[name];
  let value: string;
  try {
    value = readFileSync(file, 'utf8').trim();
  } catch {
    throw new BadEnvironment(`${name}_FILE names ${file}, which can't be read; correct the path or set ${name}`);
  }
  return value === '' ? undefined : value;
}

/**
 * `all`: what workers need. `store`: for commands that only look, the mail servers and the secret may be missing (then they are '').
 * Throws BadEnvironment.
 */
export function readConfig(env: Environment, extent: 'all' | 'store' = 'all'): Config {
  const mail = (name: string, example: string): string => (extent === 'all' ? need(name, example) : read(env, name) ?? '');
  const need = (name: string, example: string): string => {
    const value = read(env, name);
    if (value === undefined) throw new BadEnvironment(`${name} is not set; set it, e.g. ${name}=${example} (see config/example.env)`);
    return value;
  };
  const smtpUrl = mail('SMTP_URL', 'smtps://user:password@smtp.example.dk');
  const secret = mail('RUNDSKRIV_SECRET', '(32 or more random characters)');
  if (secret !== '' && secret.length < 16) throw new BadEnvironment(`RUNDSKRIV_SECRET has ${secret.length} characters; use at least 16, e.g. from: openssl rand -hex 32`);
  const port = read(env, 'PORTAL_PORT') ?? '8080';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new BadEnvironment(`PORTAL_PORT is "${port}", which is no port; write e.g. PORTAL_PORT=8080`);
  const redirectTo = read(env, 'RUNDSKRIV_REDIRECT_TO') ?? null;
  if (redirectTo !== null && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(redirectTo)) throw new BadEnvironment(`RUNDSKRIV_REDIRECT_TO is "${redirectTo}", which is no e-mail address; write your own, or remove it to write to the kommuner`);
  const portalUrl = (read(env, 'PORTAL_URL') ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '');
  if (!URL.canParse(portalUrl) || !/^https?:$/.test(new URL(portalUrl).protocol)) throw new BadEnvironment(`PORTAL_URL is "${portalUrl}", which is no web address; write e.g. PORTAL_URL=https://indberetning.example.dk`);
  const logLevel = read(env, 'LOG_LEVEL') ?? 'info';
  if (!logLevels.includes(logLevel)) throw new BadEnvironment(`LOG_LEVEL is "${logLevel}"; write one of ${logLevels.join(', ')}`);
  const imapUrl = mail('IMAP_URL', 'imaps://user:password@imap.example.dk');
  for (const [name, url] of [['IMAP_URL', imapUrl], ['SMTP_URL', smtpUrl]] as const) if (url !== '') understood(() => parseMailUrl(name, url));
  understood(() => readOAuth(oauthEnvironment(env)));
  const start = read({ RUNDSKRIV_CLOCK: env['RUNDSKRIV_CLOCK'] }, 'RUNDSKRIV_CLOCK');
  const file = env['RUNDSKRIV_CLOCK_FILE'];
  return {
    campaignFile: need('RUNDSKRIV_CAMPAIGN', 'config/campaigns/2024.yaml'),
    redisUrl: need('REDIS_URL', 'redis://127.0.0.1:6379'),
    imapUrl,
    smtpUrl,
    secret,
    portalUrl,
    portalPort: Number(port),
    redirectTo,
    dkim: extent === 'all' ? understood(() => readDkim(dkimEnvironment(env))) : null,
    clock: { ...(start === undefined ? {} : { start }), ...(file ? { file } : {}), safe: redirectTo !== null || smtpUrl === '' || smtpIsLoopback(smtpUrl) },
    logLevel,
  };
}

/** Links that lead to this machine must not go out to kommuner. */
export function checkPortal(config: Pick<Config, 'portalUrl' | 'smtpUrl' | 'redirectTo'>): readonly Finding[] {
  const url = new URL(config.portalUrl);
  if (!isLoopback(url.hostname.replace(/^\[(.*)\]$/, '$1')) || config.redirectTo !== null || smtpIsLoopback(config.smtpUrl)) return [];
  return [{ level: 'error', what: `PORTAL_URL is ${config.portalUrl}, which only this machine can open, and every login carries it`, cure: 'write the address under which the kommuner reach the portal, e.g. PORTAL_URL=https://indberetning.example.dk' }];
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The MAIL_OAUTH_ settings, each also from its NAME_FILE. */
export function oauthEnvironment(env: Environment): Environment {
  const names = ['TENANT', 'CLIENT_ID', 'CLIENT_SECRET', 'TOKEN_URL', 'SCOPE'].map((name) => `MAIL_OAUTH_${name}`);
  return Object.fromEntries(names.map((name) => [name, read(env, name)]));
}

/** The three settings of the signature; the key also from DKIM_KEY_FILE. */
function dkimEnvironment(env: Environment): Parameters<typeof readDkim>[0] {
  const [DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY] = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_KEY'].map((name) => read(env, name));
  return { DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY };
}

function understood<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new BadEnvironment(error instanceof Error ? error.message : String(error));
  }
}

function smtpIsLoopback(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'));
}
