// The pages of accounts: use a link, log in and out, forgotten and changed passwords, colleagues, and the two statements.
// It refuses to change anything on a GET, and to say whether an address is anybody's.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { colleagueOf, type Account } from '../../core/accounts.ts';
import type { CaseState } from '../../core/case.ts';
import { danishDay, dayOfIso } from '../../core/calendar.ts';
import type { Accounts, DeadLink } from '../../flows/portal/accounts.ts';
import type { Link } from '../../flows/portal/directory.ts';
import { requestLimit } from '../security.ts';
import { closeSession, openSession, type SessionNeeds } from '../session.ts';
import { ownPath, typedIn, type Kit } from './kit.ts';
import type { Person, View } from './views.ts';

export type AccountRouteNeeds = SessionNeeds & { readonly accounts: Accounts; readonly portalUrl: string };

type WithToken = { Params: { token: string } };
type WithQuery = { Querystring: Readonly<Record<string, unknown>> };

const open = { access: 'anybody' } as const;
const counted = { rateLimit: requestLimit } as const;
/** When the accessibility statement was last gone through, and until when data are kept. */
const updated = '25. november 2026';
const kept = 'til kampagnen er afsluttet og journaliseret';
const wrongLogIn = 'Mailadressen eller adgangskoden er forkert, eller dit login er ikke aktiveret endnu.';
const loggedOut = 'Log ind igen. Du har ikke brugt siden i to timer, eller din adgang er ændret.';
/** Asking for a link takes as long for an address that is nobody's: longer than writing it down does. */
const forgottenTakes = 300;

export function accountRoutes(app: FastifyInstance, kit: Kit, needs: AccountRouteNeeds): void {
  const { accounts } = needs;
  const home = '/indberetning';
  const logIn = async (request: FastifyRequest, reply: FastifyReply, account: Account, next: string): Promise<FastifyReply> => {
    await openSession(request, reply, needs, account);
    return reply.redirect(next, 303);
  };
  const dead = (request: FastifyRequest, reply: FastifyReply, why: DeadLink['why']): Promise<FastifyReply> =>
    why === 'unknown' ? kit.show(request, reply, { is: 'not-found' }, 404) : kit.show(request, reply, { is: 'dead-link', why }, 410);

  app.get('/', { config: open }, async (_request, reply) => reply.redirect(home, 303));

  app.get<WithToken>('/aktiver/:token', { config: open }, async (request, reply) => {
    const link = await accounts.look(request.params.token);
    return link?.is === 'good' ? kit.show(request, reply, activation(link, null, null)) : dead(request, reply, link?.is ?? 'unknown');
  });
  app.post<WithToken>('/aktiver/:token', { config: { ...open, ...counted } }, async (request, reply) => {
    const { password = '', repeat = '' } = typedIn(request);
    const done = await accounts.activate(request.params.token, { password, repeat }, request.ip);
    switch (done.is) {
      case 'in': return logIn(request, reply, done.account, home);
      case 'faults': return kit.show(request, reply, activation(done.link, done.password, done.repeat), 422);
      case 'dead': return dead(request, reply, done.why);
    }
  });

  app.get<WithQuery>('/log-ind', { config: open }, async (request, reply) => {
    if (request.visitor?.signed) return reply.redirect(nextOf(request, home), 303);
    return kit.show(request, reply, { is: 'log-in', email: '', problem: null, notice: request.query['igen'] === '1' ? loggedOut : null });
  });
  app.post<WithQuery>('/log-ind', { config: { ...open, ...counted } }, async (request, reply) => {
    const { email, password = '' } = { email: '', ...typedIn(request) };
    const address = addressIn(email);
    const done = await accounts.logIn(address, password, request.ip);
    switch (done.is) {
      case 'in': return logIn(request, reply, done.account, nextOf(request, home));
      case 'too-many': return tooMany(request, reply, done.minutes);
      case 'wrong': return kit.show(request, reply, { is: 'log-in', email: address, problem: wrongLogIn, notice: null }, 422);
    }
  });
  app.get('/log-ud', { config: open }, async (request, reply) => (request.visitor?.signed ? reply.redirect(home, 303) : kit.show(request, reply, { is: 'signed-out' })));
  app.post('/log-ud', async (request, reply) => {
    await closeSession(request, reply, needs);
    return reply.redirect('/log-ud', 303);
  });

  app.get('/glemt-adgangskode', { config: open }, async (request, reply) => kit.show(request, reply, { is: 'forgotten', email: { value: '', fault: null } }));
  app.post('/glemt-adgangskode', { config: { ...open, ...counted } }, async (request, reply) => {
    const address = addressIn(typedIn(request)['email'] ?? '');
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) return kit.show(request, reply, { is: 'forgotten', email: { value: address, fault: 'Skriv din mailadresse.' } }, 422);
    await Promise.all([accounts.forget(address, request.ip), new Promise((resolve) => { setTimeout(resolve, forgottenTakes); })]);
    return kit.show(request, reply, { is: 'forgotten-sent' });
  });

  const passwordPage = (request: FastifyRequest, faults: Omit<Extract<View, { is: 'password' }>, 'is' | 'userName'>): View => ({ is: 'password', userName: kit.signed(request).account.email, ...faults });
  app.get<WithQuery>('/adgangskode', async (request, reply) => {
    const notice = request.query['gjort'] === 'skiftet' ? { notice: 'Adgangskoden er skiftet.' } : {};
    return kit.show(request, reply, passwordPage(request, { current: null, password: null, repeat: null, ...notice }));
  });
  app.post('/adgangskode', { config: counted }, async (request, reply) => {
    const { current = '', password = '', repeat = '' } = typedIn(request);
    const done = await accounts.changePassword(kit.signed(request).account, current, { password, repeat }, request.ip);
    switch (done.is) {
      case 'changed': return logIn(request, reply, done.account, '/adgangskode?gjort=skiftet');
      case 'faults': return kit.show(request, reply, passwordPage(request, { current: done.current, password: done.password, repeat: done.repeat }), 422);
      case 'too-many': return tooMany(request, reply, done.minutes);
      case 'signed-out': return reply.redirect('/log-ind?igen=1', 303);
    }
  });

  type Invite = NonNullable<Extract<View, { is: 'colleagues' }>['invite']>;
  const colleaguesPage = (request: FastifyRequest, notice: string | null, typed: Pick<Invite, 'name' | 'email'>): View => {
    const { account, loaded: { state } } = kit.signed(request);
    return {
      is: 'colleagues', kommune: state.name, people: peopleOf(state), notice, contact: { name: state.contact?.name ?? '', email: state.contact?.email ?? '' },
      invite: account.role === 'contact' ? { ...typed, domain: accounts.ownDomain(account.kommune) } : null,
    };
  };
  const untyped = { name: { value: '', fault: null }, email: { value: '', fault: null } };
  app.get<WithQuery>('/kolleger', async (request, reply) => kit.show(request, reply, colleaguesPage(request, doneToColleagues.get(String(request.query['gjort'])) ?? null, untyped)));
  app.post('/kolleger', { config: counted }, async (request, reply) => {
    const { go = '', name = '', email = '' } = typedIn(request);
    const { account } = kit.signed(request);
    if (go.startsWith('remove:')) {
      const done = await accounts.removeColleague(account, go.slice('remove:'.length), request.ip);
      return done.is === 'not-the-contact' ? kit.show(request, reply, colleaguesPage(request, null, untyped), 403) : reply.redirect('/kolleger?gjort=fjernet', 303);
    }
    const done = await accounts.invite(account, { name, email }, request.ip);
    switch (done.is) {
      case 'invited': return reply.redirect('/kolleger?gjort=inviteret', 303);
      case 'faults': return kit.show(request, reply, colleaguesPage(request, null, { name: { value: name, fault: done.name }, email: { value: email, fault: done.email } }), 422);
      case 'not-the-contact': return kit.show(request, reply, colleaguesPage(request, null, untyped), 403);
    }
  });

  app.get('/was', { config: open }, async (request, reply) => kit.show(request, reply, { is: 'accessibility', updated, address: needs.portalUrl }));
  app.get('/persondata', { config: open }, async (request, reply) => kit.show(request, reply, { is: 'personal-data', kept }));

  function tooMany(request: FastifyRequest, reply: FastifyReply, minutes: number): Promise<FastifyReply> {
    return kit.show(request, reply.header('Retry-After', String(minutes * 60)), { is: 'too-many', minutes }, 429);
  }
}

const doneToColleagues: ReadonlyMap<string, string> = new Map([['inviteret', 'Invitationen er på vej med mail.'], ['fjernet', 'Kollegaen har ikke adgang længere.']]);

function activation({ who, loaded }: Link, password: string | null, repeat: string | null): View {
  return { is: 'activate', name: who.name, userName: who.email.toLowerCase(), kommune: loaded.state.name, password, repeat };
}

function nextOf(request: FastifyRequest<WithQuery>, home: string): string {
  const next = ownPath(request.query['naeste']);
  return next === undefined || next === '/' || next.startsWith('/log-') ? home : next;
}

/** An address as it is typed; longer than one can be (RFC 5321 4.5.3.1), it is cut, and nobody's. */
function addressIn(typed: string): string {
  return typed.normalize('NFC').trim().slice(0, 255);
}

/** The colleagues that were not removed, each by her newest invitation. One who has become the contact stands there as that alone. */
function peopleOf(state: CaseState): readonly Person[] {
  const contact = state.contact?.email.toLowerCase();
  return state.colleagues.filter((c) => colleagueOf(state, c.email)?.task === c.task && c.email.toLowerCase() !== contact).map(({ task, name, email, expires, activatedAt }) => ({
    id: task, name, email, state: activatedAt === null ? { is: 'invited', until: dayText(expires) } : { is: 'active', since: dayText(activatedAt) },
  }));
}

function dayText(at: string): string {
  return danishDay(dayOfIso(at));
}
