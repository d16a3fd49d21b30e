// Access tokens for Exchange Online by client credentials (RFC 6749 4.4), kept until shortly before they expire.
// It refuses to keep a secret anywhere but in memory, or to show it in an error.

export type OAuthSettings = {
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl?: string | undefined;
  readonly scope?: string | undefined;
};

/** `authenticationFailed`: the settings are refused, a person must change them; otherwise it is passing trouble. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly authenticationFailed: boolean;

  constructor(message: string, authenticationFailed: boolean, cause?: unknown) {
    super(message, { cause });
    this.authenticationFailed = authenticationFailed;
  }
}

const keepUntilBefore = 120_000;
const timeLimit = 10_000;

/**
 * The settings from MAIL_OAUTH_TENANT, MAIL_OAUTH_CLIENT_ID, MAIL_OAUTH_CLIENT_SECRET, MAIL_OAUTH_TOKEN_URL and MAIL_OAUTH_SCOPE.
 * Undefined when none is set; throws a sentence when some are missing.
 */
export function readOAuth(env: Readonly<Record<string, string | undefined>>): OAuthSettings | undefined {
  const value = (name: string): string => env[`MAIL_OAUTH_${name}`] ?? '';
  const tokenUrl = value('TOKEN_URL') || undefined;
  const needed = ['CLIENT_ID', 'CLIENT_SECRET', ...(tokenUrl ? [] : ['TENANT'])];
  if ([...needed, 'TENANT'].every((name) => value(name) === '') && !tokenUrl) return undefined;
  const missing = needed.filter((name) => value(name) === '').map((name) => `MAIL_OAUTH_${name}`);
  if (missing.length > 0) throw new Error(`OAuth is half set up: set ${missing.join(' and ')}, or none of the MAIL_OAUTH_ settings to use the password in IMAP_URL and SMTP_URL.`);
  return { tenant: value('TENANT'), clientId: value('CLIENT_ID'), clientSecret: value('CLIENT_SECRET'), tokenUrl, scope: value('SCOPE') || undefined };
}

/**
 * Makes the function that gives tokens: the kept one while it lasts, a new one when `fresh` or when it is about to expire; calls made
 * together share one request. Throws TokenError. `now` (milliseconds) is for tests.
 */
export function createTokenSource(settings: OAuthSettings, now: () => number = () => performance.now()): (fresh?: boolean) => Promise<string> {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  return async (fresh = false) => {
    if (!fresh && kept && now() < kept.until) return kept.token;
    asking ??= (async () => {
      const { token, lasts } = await askForToken(settings);
      kept = { token, until: now() + Math.max(lasts * 1000 - keepUntilBefore, (lasts * 1000) / 2) };
      return token;
    })().finally(() => { asking = undefined; });
    return asking;
  };
}

async function askForToken(settings: OAuthSettings): Promise<{ readonly token: string; readonly lasts: number }> {
  const url = settings.tokenUrl ?? `https://login.microsoftonline.com/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`;
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: settings.clientId, client_secret: settings.clientSecret, scope: settings.scope ?? 'https://outlook.office365.com/.default' }),
      signal: AbortSignal.timeout(timeLimit),
    });
    body = await response.json().catch(() => ({}));
  } catch (error) {
    throw new TokenError(`The token server ${new URL(url).host} can't be reached: check the network and MAIL_OAUTH_TOKEN_URL.`, false, error);
  }
  const answer = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  if (!response.ok) {
    const said = String(answer['error_description'] ?? answer['error'] ?? response.statusText).split(/\r?\n/, 1)[0];
    const refused = response.status >= 400 && response.status < 500 && response.status !== 429 && response.status !== 408;
    throw new TokenError(`The token server ${new URL(url).host} gives no token (${response.status} ${said}): check MAIL_OAUTH_TENANT, MAIL_OAUTH_CLIENT_ID and MAIL_OAUTH_CLIENT_SECRET.`, refused);
  }
  const token = answer['access_token'];
  const lasts = Number(answer['expires_in'] ?? 3600);
  if (typeof token !== 'string' || token === '' || !(lasts > 0)) throw new TokenError(`The token server ${new URL(url).host} answered without a token: check MAIL_OAUTH_TOKEN_URL.`, true);
  return { token, lasts };
}
