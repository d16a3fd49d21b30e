// Logins: issued to the registered contact, renewed when nobody used them or when the contact asks, closed when somebody else is the contact.
// It refuses to send a link to anybody but the registered contact, and to keep what would open one: only chance and a hash are stored.
import { asking, type Asked } from './asking.ts';
import { dayOf, firstSendingInstant, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { isUnconfirmed, type CaseState } from './case.ts';
import { isSpent } from './deadlines.ts';
import { ignored, type CaseEvent, type Decision } from './events.ts';
import type { Receive } from './receive.ts';
import { taskOfMessageId, type Contact, type Thread } from './task.ts';
import { domainOf } from './kommune.ts';

/** A new login's chance and the hash of the token that comes of it, given by the caller. */
export type LoginSecrets = { readonly nonce: string; readonly tokenHash: string };

/** How long a link is good. */
const lifetime = { hours: 14 * 24 } as const;
/** New links in answer to requests, for a case and day. */
const requestsADay = 3;

/** `thread`: of the mail that asked for it; null where no mail did. `forgotten`: somebody asked for it on the portal. */
export function askLogin(state: CaseState, campaign: Campaign, at: string, contact: Contact, secrets: LoginSecrets, thread: Thread | null, forgotten = false): Asked {
  const expires = Temporal.Instant.from(at).add(lifetime).toString();
  const again = state.logins.some((l) => l.email.toLowerCase() === contact.email.toLowerCase() && state.outgoing[l.task]?.state === 'sent');
  return asking(state, campaign, at)({ kind: 'login', contact, userName: contact.email.toLowerCase(), ...secrets, expires, again, ...(forgotten ? { forgotten } : {}) }, contact.email, thread);
}

/** The first login of the registered contact. */
export function issueLogin(state: CaseState, campaign: Campaign, at: string, secrets: LoginSecrets): Decision<CaseEvent> {
  const { contact } = state;
  if (!contact) return ignored('no-contact');
  if (isUnconfirmed(state)) return ignored('awaiting-confirmation');
  if (state.login?.email === contact.email) return ignored('already-issued');
  return { events: [askLogin(state, campaign, at, contact, secrets, null)] };
}

/** A new link for a contact whose link ended unused. */
export function renewLogin(state: CaseState, campaign: Campaign, at: string, secrets: LoginSecrets): Decision<CaseEvent> {
  const { contact } = state;
  if (!contact) return ignored('no-contact');
  if (state.login?.email !== contact.email) return ignored('never-issued');
  if (!isSpent(state, Temporal.Instant.from(at))) return ignored('link-is-good');
  return { events: [askLogin(state, campaign, at, contact, secrets, null)] };
}

/**
 * Why a request for a login goes to a person; null when a new link may leave to the registered contact at once: it comes from that very
 * address with proof, asks for nothing else, a login had been sent before, and it is not the fourth of the day.
 */
export function whyNotRenewed(state: CaseState, campaign: Campaign, { mail, understanding: read, thread, at }: Receive): string | null {
  const { contact } = state;
  if (!contact || mail.from.toLowerCase() !== contact.email.toLowerCase()) return 'only the registered contact is sent a login without a person';
  // An approved address elsewhere proves no kommune: there it is DMARC and the thread of a login of ours.
  const answersLogin = thread.references.some((id) => state.logins.some((l) => l.email === contact.email && taskOfMessageId(id, domainOf(campaign.sender.address))?.id === l.task));
  const isApproved = state.approved.some((a) => a.email === contact.email.toLowerCase());
  if (read.sure !== true && !(isApproved && read.dmarcPass === true && answersLogin)) return 'the sender is not proved';
  if (read.also.length > 0) return 'it asks for more than a login';
  if (isUnconfirmed(state)) return "the contact's address is not confirmed yet";
  if (state.reviews.length > 0) return 'a review of this kommune is open';
  if (state.exempt) return 'the kommune is exempt';
  const now = Temporal.Instant.from(at);
  if (Temporal.Instant.compare(now, firstSendingInstant(campaign.loginWindow.from, campaign.sending.hours)) < 0) return 'logins are not sent yet';
  return requestsOn(state, now) >= requestsADay ? `${requestsADay} new links were sent today already` : null;
}

/** Links that somebody asked for on the day of `now` (Europe/Copenhagen), by reply or on the portal. */
export function requestsOn(state: CaseState, now: Instant): number {
  return Object.values(state.outgoing).filter((o) => o.kind === 'login' && (o.answers || state.forgotten.includes(o.id)) && dayOf(Temporal.Instant.from(o.askedAt)).equals(dayOf(now))).length;
}

/** The login that a link's token opens, by its hash; undefined when it is void, ended or used. `at`: ISO instant. */
export function loginOfToken(state: CaseState, tokenHash: string, at: string): { readonly task: string; readonly is: 'good' | 'used' | 'ended' | 'void' } | undefined {
  const login = state.logins.find((l) => l.tokenHash !== '' && l.tokenHash === tokenHash);
  if (!login) return undefined;
  if (state.login?.task !== login.task || state.contact?.email !== login.email || isUnconfirmed(state)) return { task: login.task, is: 'void' };
  if (login.activatedAt !== null) return { task: login.task, is: 'used' };
  return { task: login.task, is: Temporal.Instant.compare(login.expires, at) <= 0 ? 'ended' : 'good' };
}
