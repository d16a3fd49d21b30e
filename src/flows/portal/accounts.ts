// What people do with their accounts on the portal, as straight lines: use a link, log in, forget, change, invite, remove.
// It refuses to tell an address that is nobody's from a wrong password, and to let a password count that the case does not name.
import { accountOf, type Account, type Role } from '../../core/accounts.ts';
import type { CaseState } from '../../core/case.ts';
import type { CaseCommand } from '../../core/decide.ts';
import { domainOf, kommuneOfDomain, type Register } from '../../core/kommune.ts';
import type { LoginSecrets } from '../../core/logins.ts';
import type { Task } from '../../core/task.ts';
import { step, type StepNeeds, type Stepped } from '../step.ts';
import type { Directory, Link } from './directory.ts';
import { longest, passwordFault, repeatFault } from './password-rules.ts';

export type AccountsNeeds = StepNeeds & {
  readonly register: Register;
  readonly directory: Directory;
  readonly passwords: { hash(password: string): Promise<string>; verify(password: string, stored: string): Promise<boolean>; verifyNothing(password: string): Promise<false> };
  readonly credentials: { add(hash: string): Promise<string>; find(id: string): Promise<string | undefined>; remove(id: string): Promise<void> };
  readonly attempts: { begin(email: string, client: string): Promise<{ readonly wait: number | null }>; forgive(email: string, client: string): Promise<void> };
  readonly tokenHash: (token: string) => string;
  readonly secrets: () => LoginSecrets;
  readonly queueLetters: (tasks: readonly Task[]) => Promise<void>;
  readonly now: () => Temporal.Instant;
  readonly facts: AccountFacts;
};

/** The audit of what is done with accounts. `client`: the address of the machine that asks. */
export type AccountFacts = {
  portalEntered(fact: { readonly kommune: string; readonly role: Role; readonly client: string }): void;
  /** `kommune`: whose account it was; null for an address that is nobody's, and where nobody has looked. */
  portalRefused(fact: { readonly kommune: string | null; readonly why: 'wrong' | 'too-many'; readonly client: string }): void;
  passwordChosen(fact: { readonly kommune: string; readonly role: Role; readonly how: 'link' | 'changed'; readonly client: string }): void;
  passwordForgotten(fact: { readonly kommune: string | null; readonly outcome: string; readonly client: string }): void;
  colleagueInvited(fact: { readonly kommune: string; readonly client: string }): void;
  colleagueRemoved(fact: { readonly kommune: string; readonly client: string }): void;
};

/** A password as it is chosen: written twice. */
export type Chosen = { readonly password: string; readonly repeat: string };
export type ChosenFaults = { readonly password: string | null; readonly repeat: string | null };

export type DeadLink = { readonly is: 'dead'; readonly why: 'used' | 'ended' | 'void' | 'unknown' };
export type Activated = { readonly is: 'in'; readonly account: Account } | ({ readonly is: 'faults'; readonly link: Link } & ChosenFaults) | DeadLink;
export type LoggedIn = { readonly is: 'in'; readonly account: Account } | { readonly is: 'wrong' } | { readonly is: 'too-many'; readonly minutes: number };
export type Changed = { readonly is: 'changed'; readonly account: Account } | ({ readonly is: 'faults'; readonly current: string | null } & ChosenFaults) | { readonly is: 'too-many'; readonly minutes: number } | { readonly is: 'signed-out' };
export type Invited = { readonly is: 'invited' } | { readonly is: 'faults'; readonly name: string | null; readonly email: string | null } | { readonly is: 'not-the-contact' };
export type Removed = { readonly is: 'removed'; readonly name: string } | { readonly is: 'no-such-colleague' } | { readonly is: 'not-the-contact' };

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(needs: AccountsNeeds) {
  const { directory, passwords, credentials, attempts, facts } = needs;
  const at = (): string => needs.now().toString();

  /** A command for a case; the letters it asks for are queued. */
  async function take(kommune: string, command: CaseCommand): Promise<Stepped> {
    const stepped = await step(needs, [{ stream: kommune, command }]);
    if (stepped.outcome === 'done') await needs.queueLetters(stepped.tasks);
    return stepped;
  }

  /** Stores a password and lets the case name it. The one it takes the place of is forgotten, and so is this one where the case did not take it. */
  async function choose(kommune: string, password: string, before: string | undefined, command: (credential: string) => CaseCommand): Promise<{ readonly credential: string } | { readonly ignored: string }> {
    const credential = await credentials.add(await passwords.hash(password));
    // When the step throws nobody knows whether it was written: then the hash stays.
    const stepped = await take(kommune, command(credential));
    if (stepped.outcome === 'ignored') {
      await credentials.remove(credential);
      return { ignored: stepped.ignored[0] ?? '' };
    }
    if (before !== undefined) await credentials.remove(before);
    return { credential };
  }

  /** Whether this is the password of the account; as slow for no account as for a wrong one. */
  async function isRight(password: string, account: Account | undefined): Promise<boolean> {
    const stored = await credentials.find(account?.credential ?? 'nobody');
    // Nobody's password is longer; and a long one must not cost more.
    const asked = password.normalize('NFC').slice(0, 2 * longest + 1);
    return stored === undefined ? passwords.verifyNothing(asked) : passwords.verify(asked, stored);
  }

  return {
    /** What a link opens; changes nothing. */
    look: (token: string): Promise<Link | undefined> => directory.byToken(needs.tokenHash(token), at()),

    /** A link is used: the password is chosen, and she is logged in with it. */
    async activate(token: string, chosen: Chosen, client: string): Promise<Activated> {
      const tokenHash = needs.tokenHash(token);
      const link = await directory.byToken(tokenHash, at());
      if (!link) return { is: 'dead', why: 'unknown' };
      if (link.is !== 'good') return { is: 'dead', why: link.is };
      const { kommune, who, role, loaded: { state } } = link;
      const faults = faultsOf(chosen, { email: who.email, name: who.name, kommune: state.name });
      if (faults) return { is: 'faults', link, ...faults };
      const done = await choose(kommune, chosen.password, state.credentials[who.email.toLowerCase()], (credential) => ({ type: 'activate-login', at: at(), tokenHash, credential }));
      if ('ignored' in done) return { is: 'dead', why: whyDead(done.ignored) };
      facts.passwordChosen({ kommune, role, how: 'link', client });
      return enter(kommune, who.email, client);
    },

    async logIn(email: string, password: string, client: string): Promise<LoggedIn> {
      const { wait } = await attempts.begin(email, client);
      if (wait !== null) {
        facts.portalRefused({ kommune: null, why: 'too-many', client });
        return { is: 'too-many', minutes: wait };
      }
      const known = await directory.byEmail(email);
      const entered = (await isRight(password, known?.account)) && known?.account ? await enter(known.kommune, email, client) : undefined;
      if (entered?.is !== 'in') {
        facts.portalRefused({ kommune: known?.kommune ?? null, why: 'wrong', client });
        return { is: 'wrong' };
      }
      await attempts.forgive(email, client);
      return entered;
    },

    /** The answer is the same whoever asks; a link goes to the registered contact alone. */
    async forget(email: string, client: string): Promise<void> {
      const known = await directory.byEmail(email);
      if (!known) return facts.passwordForgotten({ kommune: null, outcome: 'unknown', client });
      const stepped = await take(known.kommune, { type: 'forget-password', at: at(), email, ...needs.secrets() });
      facts.passwordForgotten({ kommune: known.kommune, outcome: stepped.outcome === 'done' ? 'sent' : stepped.ignored[0] ?? '', client });
    },

    /** Her other sessions end, because they name the password of before. */
    async changePassword(account: Account, current: string, chosen: Chosen, client: string): Promise<Changed> {
      const { kommune, email, role, name } = account;
      const { wait } = await attempts.begin(email, client);
      if (wait !== null) {
        facts.portalRefused({ kommune, why: 'too-many', client });
        return { is: 'too-many', minutes: wait };
      }
      const isCurrent = await isRight(current, account);
      if (isCurrent) await attempts.forgive(email, client);
      else facts.portalRefused({ kommune, why: 'wrong', client });
      const loaded = await directory.caseOf(kommune);
      const faults = faultsOf(chosen, { email, name, kommune: loaded?.state.name ?? '' });
      const isSame = isCurrent && !faults && chosen.password.normalize('NFC') === current.normalize('NFC');
      if (!isCurrent || faults || isSame) {
        return { is: 'faults', current: isCurrent ? null : 'Det er ikke din nuværende adgangskode.', repeat: faults?.repeat ?? null, password: isSame ? 'Vælg en anden adgangskode end den, du har nu.' : faults?.password ?? null };
      }
      const done = await choose(kommune, chosen.password, account.credential, (credential) => ({ type: 'change-password', at: at(), email, credential }));
      if ('ignored' in done) return { is: 'signed-out' };
      facts.passwordChosen({ kommune, role, how: 'changed', client });
      return { is: 'changed', account: { ...account, credential: done.credential } };
    },

    /** Who is invited gets a link by mail, at an address of the kommune's own. Who was invited before gets a new one. */
    async invite(account: Account, given: { readonly name: string; readonly email: string }, client: string): Promise<Invited> {
      const { kommune, role } = account;
      if (role !== 'contact') return { is: 'not-the-contact' };
      const [name, email] = [given.name.normalize('NFC').trim().replaceAll(/ {2,}/g, ' '), given.email.trim()];
      const faults = { name: nameFault(name), email: await addressFault(kommune, email) };
      if (faults.name !== null || faults.email !== null) return { is: 'faults', ...faults };
      const stepped = await take(kommune, { type: 'invite-colleague', at: at(), by: account.email, name, email, ...needs.secrets() });
      if (stepped.outcome === 'ignored') {
        const [why = ''] = stepped.ignored;
        return why === 'not-the-contact' ? { is: 'not-the-contact' } : { is: 'faults', name: null, email: notInvited[why] ?? 'Der kan ikke inviteres nogen nu. Skriv til os, hvis det er nødvendigt.' };
      }
      facts.colleagueInvited({ kommune, client });
      return { is: 'invited' };
    },

    /** `task`: her invitation, as the page names it. */
    async removeColleague(account: Account, task: string, client: string): Promise<Removed> {
      const { kommune, role } = account;
      if (role !== 'contact') return { is: 'not-the-contact' };
      const state = (await directory.caseOf(kommune))?.state;
      const colleague = state?.colleagues.find((c) => c.task === task && c.removedAt === null);
      // A colleague who has become the contact has one password for both: it stays.
      if (!state || !colleague || colleague.email.toLowerCase() === state.contact?.email.toLowerCase()) return { is: 'no-such-colleague' };
      const stepped = await take(kommune, { type: 'remove-colleague', at: at(), by: account.email, email: colleague.email });
      if (stepped.outcome === 'ignored') return { is: stepped.ignored[0] === 'not-the-contact' ? 'not-the-contact' : 'no-such-colleague' };
      const credential = state.credentials[colleague.email.toLowerCase()];
      if (credential !== undefined) await credentials.remove(credential);
      facts.colleagueRemoved({ kommune, client });
      return { is: 'removed', name: colleague.name };
    },

    /** The domain at which colleagues of a kommune are invited; '' where none is known. */
    ownDomain: (kommune: string): string => needs.register.kommuner.find((k) => k.code === kommune)?.mailDomains[0] ?? '',
  };

  /** The log-in is noted, and the account given as it is now. */
  async function enter(kommune: string, email: string, client: string): Promise<{ readonly is: 'in'; readonly account: Account } | DeadLink> {
    const stepped = await take(kommune, { type: 'note-entry', at: at(), email });
    const state: CaseState | undefined = (await directory.caseOf(kommune))?.state;
    const account = state && accountOf(state, email);
    if (stepped.outcome === 'ignored' || !account) return { is: 'dead', why: 'void' };
    facts.portalEntered({ kommune, role: account.role, client });
    return { is: 'in', account };
  }

  async function addressFault(kommune: string, email: string): Promise<string | null> {
    if (email === '') return 'Skriv kollegaens mailadresse.';
    if (email.length > 254 || !/^[\w.+'-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(email)) return 'Skriv en mailadresse uden æ, ø og å og uden mellemrum.';
    if (kommuneOfDomain(needs.register, domainOf(email))?.code !== kommune) return 'Adressen skal være en af kommunens egne. Skriv til os, hvis kollegaen har en anden.';
    const known = await directory.byEmail(email);
    return known && known.kommune !== kommune ? 'Adressen hører til en anden kommunes login. Skriv til os.' : null;
  }
}

const notInvited: Readonly<Record<string, string>> = {
  'herself': 'Det er din egen adresse. Du har allerede adgang.',
  'asked-too-often': 'Der er inviteret fem i dag. Prøv igen i morgen.',
  'too-many-colleagues': 'Ti kolleger kan have adgang ad gangen. Fjern en af dem først.',
  'exempt': 'Kommunen er fritaget for at indberette, og der kan ikke inviteres nogen.',
};

function nameFault(name: string): string | null {
  if (name === '') return 'Skriv kollegaens navn.';
  if ([...name].length > 80) return 'Navnet må højst have 80 tegn.';
  // Control characters, line breaks and marks that turn the direction of text have no place in a mail's greeting, and neither have telephone numbers and addresses of pages.
  return /[\p{C}\p{Zl}\p{Zp}\p{N}<>@]|:\/\/|\.\p{Ll}{2}|\.\p{Lu}{2}/u.test(name) || !/\p{L}/u.test(name) ? 'Skriv kun et navn.' : null;
}

function faultsOf({ password, repeat }: Chosen, chooser: Parameters<typeof passwordFault>[1]): ChosenFaults | undefined {
  const fault = passwordFault(password, chooser);
  const faults = { password: fault, repeat: fault === null ? repeatFault(password, repeat) : null };
  return faults.password === null && faults.repeat === null ? undefined : faults;
}

function whyDead(ignored: string): DeadLink['why'] {
  switch (ignored) {
    case 'login-used': return 'used';
    case 'login-ended': return 'ended';
    case 'login-void': return 'void';
    default: return 'unknown';
  }
}
