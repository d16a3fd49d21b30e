// Who may enter the portal for a kommune: its registered contact and the colleagues she has invited, each with the password that counts.
// It refuses to hold a password: an account names its credential, and the credential's hash lies in a place of its own.
import { asking } from './asking.ts';
import { dayOfIso, firstSendingInstant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { isUnconfirmed, type CaseState } from './case.ts';
import { ignored, type CaseEvent, type Decision } from './events.ts';
import { askLogin, loginOfToken, requestsOn, type LoginSecrets } from './logins.ts';
import type { NamedAddress } from './task.ts';

/** A colleague who was invited: her link, and since when she has used it. Instants are ISO. */
export type Colleague = {
  readonly task: string; readonly name: string; readonly email: string; readonly at: string; readonly expires: string; readonly tokenHash: string;
  readonly activatedAt: string | null; readonly removedAt: string | null;
};

export type Role = 'contact' | 'colleague';

/** `credential`: the id under which the hash of her password lies. */
export type Account = { readonly kommune: string; readonly name: string; readonly email: string; readonly role: Role; readonly credential: string };

export type AccountCommand = { readonly at: string } & (
  /** The link with this token was opened and a password was chosen. */
  | { readonly type: 'activate-login'; readonly tokenHash: string; readonly credential?: string | undefined }
  /** She chose another password while she was logged in. */
  | { readonly type: 'change-password'; readonly email: string; readonly credential: string }
  /** Somebody who says she is the contact has forgotten her password. */
  | ({ readonly type: 'forget-password'; readonly email: string } & LoginSecrets)
  /** `by`: the contact's address. Whether the colleague's address is the kommune's own is asked before. */
  | ({ readonly type: 'invite-colleague'; readonly by: string; readonly name: string; readonly email: string } & LoginSecrets)
  | { readonly type: 'remove-colleague'; readonly by: string; readonly email: string }
  /** Somebody has logged in. */
  | { readonly type: 'note-entry'; readonly email: string }
);

export const accountCommandTypes = ['activate-login', 'change-password', 'forget-password', 'invite-colleague', 'remove-colleague', 'note-entry'] as const;

export function isAccountCommand(command: { readonly type: string }): command is AccountCommand {
  return (accountCommandTypes as readonly string[]).includes(command.type);
}

/** How long a colleague's link is good, how many may be invited in a day, and how many may be at a time. */
const lifetime = { hours: 14 * 24 } as const;
const invitationsADay = 5;
const mostColleagues = 10;

type Accounts = Pick<CaseState, 'kommune' | 'contact' | 'logins' | 'colleagues' | 'credentials' | 'toldClosed' | 'foreign' | 'approved'>;

/** The account with this address; undefined where there is none that may enter now. */
export function accountOf(state: Accounts, email: string): Account | undefined {
  const address = email.toLowerCase();
  const credential = state.credentials[address];
  if (credential === undefined || state.kommune === null) return undefined;
  if (state.contact?.email.toLowerCase() === address) {
    const { name, email: own } = state.contact;
    return state.toldClosed.includes(address) || isUnconfirmed(state) ? undefined : { kommune: state.kommune, name, email: own, role: 'contact', credential };
  }
  const colleague = activeColleague(state, address);
  return colleague ? { kommune: state.kommune, name: colleague.name, email: colleague.email, role: 'colleague', credential } : undefined;
}

/** The colleague with this address who has used a link. One who is invited again stays active while the new link waits. */
export function activeColleague(state: Pick<CaseState, 'colleagues'>, email: string): Colleague | undefined {
  return state.colleagues.findLast((c) => c.email.toLowerCase() === email.toLowerCase() && c.removedAt === null && c.activatedAt !== null);
}

/** The newest invitation of this address that was not taken back. */
export function colleagueOf(state: Pick<CaseState, 'colleagues'>, email: string): Colleague | undefined {
  return state.colleagues.findLast((c) => c.email.toLowerCase() === email.toLowerCase() && c.removedAt === null);
}

/** What a link's token opens, by its hash, and for whom: the contact's newest login or a colleague's newest invitation. `at`: ISO instant. */
export function linkOfToken(state: CaseState, tokenHash: string, at: string): { readonly task: string; readonly is: 'good' | 'used' | 'ended' | 'void'; readonly who: NamedAddress; readonly role: Role } | undefined {
  const login = loginOfToken(state, tokenHash, at);
  if (login) {
    const { name = '', email = '' } = state.logins.find((l) => l.task === login.task) ?? {};
    return { ...login, who: { name, email }, role: 'contact' };
  }
  const colleague = state.colleagues.find((c) => c.tokenHash === tokenHash);
  if (!colleague) return undefined;
  const { task, name, email } = colleague;
  const is = colleague.removedAt !== null || colleagueOf(state, email)?.task !== task ? 'void' : colleague.activatedAt !== null ? 'used' : Temporal.Instant.compare(colleague.expires, at) <= 0 ? 'ended' : 'good';
  return { task, is, who: { name, email }, role: 'colleague' };
}

export function decideAccount(command: AccountCommand, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at } = command;
  switch (command.type) {
    case 'activate-login': {
      const link = linkOfToken(state, command.tokenHash, at);
      if (!link) return ignored('no-such-login');
      if (link.is !== 'good') return ignored(`login-${link.is}`);
      return { events: [{ type: 'login-activated', at, task: link.task, ...(command.credential === undefined ? {} : { credential: command.credential }) }] };
    }
    case 'change-password': {
      const account = accountOf(state, command.email);
      return account ? { events: [{ type: 'password-changed', at, email: account.email, credential: command.credential }] } : ignored('no-account');
    }
    case 'forget-password':
      return forget(command, state, campaign);
    case 'invite-colleague':
      return invite(command, state, campaign);
    case 'remove-colleague': {
      if (accountOf(state, command.by)?.role !== 'contact') return ignored('not-the-contact');
      const colleague = colleagueOf(state, command.email);
      return colleague ? { events: [{ type: 'colleague-removed', at, email: colleague.email, by: command.by }] } : ignored('no-such-colleague');
    }
    case 'note-entry': {
      const account = accountOf(state, command.email);
      return account ? { events: [{ type: 'portal-entered', at, email: account.email }] } : ignored('no-account');
    }
  }
}

/** A new link, by mail to the registered contact only. The old password is good until the link is used: nobody can lock her out by asking. */
function forget(command: Extract<AccountCommand, { type: 'forget-password' }>, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, email, nonce, tokenHash } = command;
  const { contact } = state;
  if (contact?.email.toLowerCase() !== email.toLowerCase()) return ignored('not-the-contact');
  if (state.exempt) return ignored('exempt');
  if (isUnconfirmed(state)) return ignored('awaiting-confirmation');
  // Logins are not sent yet. After that whoever is the contact gets a link, also one who never used hers or came after the report.
  if (Temporal.Instant.compare(at, firstSendingInstant(campaign.loginWindow.from, campaign.sending.hours)) < 0) return ignored('logins-not-sent-yet');
  if (requestsOn(state, Temporal.Instant.from(at)) >= 3) return ignored('asked-too-often');
  return { events: [askLogin(state, campaign, at, contact, { nonce, tokenHash }, null, true)] };
}

/** Who is invited again gets a new link, and her old password is good until it is used: so a colleague's forgotten password is mended. */
function invite(command: Extract<AccountCommand, { type: 'invite-colleague' }>, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, by, name, email, nonce, tokenHash } = command;
  const inviter = accountOf(state, by);
  if (inviter?.role !== 'contact') return ignored('not-the-contact');
  if (state.exempt) return ignored('exempt');
  if (email.toLowerCase() === inviter.email.toLowerCase()) return ignored('herself');
  const today = dayOfIso(at);
  if (state.colleagues.filter((c) => dayOfIso(c.at).equals(today)).length >= invitationsADay) return ignored('asked-too-often');
  const others = new Set(state.colleagues.filter((c) => c.removedAt === null && c.email.toLowerCase() !== email.toLowerCase()).map((c) => c.email.toLowerCase()));
  if (others.size >= mostColleagues) return ignored('too-many-colleagues');
  const expires = Temporal.Instant.from(at).add(lifetime).toString();
  return { events: [asking(state, campaign, at)({ kind: 'invitation', colleague: { name, email }, by: { name: inviter.name, email: inviter.email }, userName: email.toLowerCase(), nonce, tokenHash, expires }, email)] };
}
