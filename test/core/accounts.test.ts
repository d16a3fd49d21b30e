// Who may enter the portal, given/when/then: the contact, whom she has invited, who was and is no more, and what a link opens and when.
// It refuses to hold passwords: a credential is a name, and which one counts is all that the case says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOf, colleagueOf, linkOfToken } from '../../src/core/accounts.ts';
import type { CaseCommand } from '../../src/core/decide.ts';
import { dueCommands } from '../../src/core/deadlines.ts';
import { tasksFor } from '../../src/core/events.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { aboutOf } from '../../src/core/rounds.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';
import { activate, active, add, filled, handedIn, invite, jens, mette, withColleague, withLogin, type Given } from '../support/reporting.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const kommune = '0751';
const contactOf = (who: typeof mette) => ({ kommune, ...who, phone: null, region: '1082', from: 'body:1' });
/** A mail by Mette that names who the contact is from now on. */
const names = (who: typeof mette, when: string) => receive({ at: when, mail: mailRef({ date: at(when) }), reading: reading({ contacts: [contactOf(who)] }) });
const forget = (when: string, n = 9, email = mette.email): CaseCommand => ({ type: 'forget-password', at: at(when), email, nonce: `f${n}`, tokenHash: `fh${n}` });
const asksByMail = (when: string, n: number) => ({ ...receive({ at: when, mail: mailRef({ date: at(when) }), reading: reading({ kind: 'login-request', outcome: 'forward', contacts: [], sure: true }) }), secrets: { nonce: `m${n}`, tokenHash: `mh${n}` } });
const remove = (when: string, email = jens.email, by = mette.email): CaseCommand => ({ type: 'remove-colleague', at: at(when), by, email });
const close = (when: string): CaseCommand => ({ type: 'close-login', at: at(when), former: mette });
const account = (c: Given, email: string) => {
  const found = accountOf(c.state, email);
  return found && `${found.role} ${found.name} ${found.credential}`;
};
const newest = (c: Given) => {
  const [task] = tasksFor(c.events).slice(-1);
  if (!task) throw new Error('nothing was asked for');
  return task;
};
const wanted = (c: Given, when: string, task = newest(c)) => stillWanted(task, c.state, campaign2024, instant(when), allQuiet);
const link = (c: Given, tokenHash: string, when = '2024-03-16 10:00') => linkOfToken(c.state, tokenHash, at(when))?.is;
const exempted = { type: 'exempted', at: at('2024-04-01 09:00'), by: 'anb', note: '' } as const;
/** Jens has taken Mette's place; she had used her login. */
const replaced = (when = '2024-04-02 10:00') => active().when(names(jens, when)).then({}, { type: 'contact-registered' }, {});

describe('an account', () => {
  test('is the contact\'s once she has chosen a password, in whatever letters her address is typed', () => {
    expect(account(withLogin(), mette.email)).toBeUndefined();
    expect(accountOf(active().state, 'MHO@Aarhus.DK')).toEqual({ kommune, ...mette, role: 'contact', credential: 'c1' });
    expect(account(active(), 'hr@aarhus.dk')).toBeUndefined();
    active().when({ type: 'note-entry', at: at('2024-03-15 09:00'), email: mette.email }).then({ type: 'portal-entered', email: mette.email });
    active().when({ type: 'note-entry', at: at('2024-03-15 09:00'), email: jens.email }).thenIgnored('no-account');
  });
  test('names the password that was chosen last', () => {
    const changed = active().when({ type: 'change-password', at: at('2024-03-15 09:00'), email: 'MHO@aarhus.dk', credential: 'c9' }).then({ type: 'password-changed', email: mette.email });
    expect(account(changed, mette.email)).toBe('contact Mette Holm c9');
    withLogin().when({ type: 'change-password', at: at('2024-03-15 09:00'), email: mette.email, credential: 'c9' }).thenIgnored('no-account');
  });
  test('is a colleague\'s from her link until she is removed; invited again she keeps it while the new link waits', () => {
    const waiting = active().when(invite(jens.email, 1, '2024-03-15 09:00')).then({ task: { kind: 'invitation', to: jens.email, by: mette, userName: jens.email } });
    expect(account(waiting, jens.email)).toBeUndefined();
    const again = withColleague().when(invite('JLU@aarhus.dk', 2, '2024-03-16 09:00')).then({ task: { id: 'invitation.2024.0751.2' } });
    expect([account(again, jens.email), link(again, 'ih1'), link(again, 'ih2')]).toEqual(['colleague Jens Lund c2', 'void', 'good']);
    const renewed = again.when(activate('ih2', 'c3', '2024-03-16 10:00')).then({});
    expect(account(renewed, jens.email)).toBe('colleague En Kollega c3');
    const removed = again.when(remove('2024-03-17 09:00')).then({ type: 'colleague-removed', email: 'JLU@aarhus.dk', by: mette.email });
    expect([account(removed, jens.email), removed.state.credentials[jens.email], link(removed, 'ih2')]).toEqual([undefined, undefined, 'void']);
    removed.when(activate('ih2', 'c3', '2024-03-17 10:00')).thenIgnored('login-void');
    removed.when(remove('2024-03-17 10:00')).thenIgnored('no-such-colleague');
    // Invited once more, it is the new password that counts, and nothing of the old.
    const back = removed.when(invite(jens.email, 3, '2024-03-18 09:00')).then({});
    expect([account(back, jens.email), account(back.when(activate('ih3', 'c4', '2024-03-18 10:00')).then({}), jens.email)]).toEqual([undefined, 'colleague Jens Lund c4']);
  });
  test('is no former contact\'s, told of it or not; her colleagues stay, and the new contact decides about them', () => {
    const c = withColleague().when(names({ name: 'Lars Lind', email: 'lali@aarhus.dk' }, '2024-04-02 10:00')).then({}, { type: 'contact-registered' }, {});
    expect([account(c, mette.email), account(c, jens.email), account(c, 'lali@aarhus.dk')]).toEqual([undefined, 'colleague Jens Lund c2', undefined]);
    const told = c.when(close('2024-04-02 10:01')).then({ task: { kind: 'closed', to: mette.email } });
    expect([account(told, mette.email), told.state.credentials]).toEqual([undefined, { [jens.email]: 'c2' }]);
    for (const command of [remove('2024-04-02 11:00'), invite('ny@aarhus.dk', 4, '2024-04-02 11:00'), forget('2024-04-02 11:00')]) told.when(command).thenIgnored('not-the-contact');
  });
  test('is hers again when she becomes the contact again: with the old password if she was not told, with a new login if she was', () => {
    const back = (c: Given) => c.when(names(mette, '2024-04-03 10:00')).then({}, { type: 'contact-registered' }, {});
    expect(account(back(replaced()), mette.email)).toBe('contact Mette Holm c1');
    const told = back(replaced().when(close('2024-04-02 10:01')).then({}));
    expect([account(told, mette.email), dueCommands(told.state, campaign2024, instant('2024-04-03 10:01')).commands]).toEqual([undefined, [{ type: 'issue-login' }]]);
    // Whoever is the contact now may ask for a link herself.
    told.when(forget('2024-04-03 11:00')).then({ task: { kind: 'login', to: mette.email, forgotten: true } });
    const again = told.when({ type: 'issue-login', at: at('2024-04-03 10:01'), nonce: 'n5', tokenHash: 'h5' }).then({}).when(activate('h5', 'c5', '2024-04-03 10:10')).then({});
    expect(account(again, mette.email)).toBe('contact Mette Holm c5');
  });
  test('of a former contact whom the new one invites is not closed behind her back', () => {
    const login = replaced('2024-04-02 20:00').when({ type: 'issue-login', at: at('2024-04-02 20:01'), nonce: 'n5', tokenHash: 'h5' }).then({});
    const jensIn = add(login, ...sent('login.2024.0751.2', '2024-04-02 20:02')).when(activate('h5', 'c5', '2024-04-02 20:05')).then({});
    const both = jensIn.when(invite(mette.email, 1, '2024-04-02 20:10', jens.email)).then({ task: { kind: 'invitation', to: mette.email } }).when(activate('ih1', 'c6', '2024-04-02 20:15')).then({});
    expect(account(both, mette.email)).toBe('colleague En Kollega c6');
    expect(dueCommands(both.state, campaign2024, instant('2024-04-03 09:00')).commands).toEqual([]);
    both.when(close('2024-04-03 09:00')).thenIgnored('already-told');
  });
  test('is nobody\'s whose address waits to be confirmed, and her link opens nothing until it is', () => {
    const bo = { kommune, name: 'Bo Berg', email: 'bo@konsulent.dk', phone: null, region: '1082' };
    const doubted = (id: string, when: string) => receive({ at: when, mail: mailRef({ id, date: at(when) }), reading: reading({ outcome: 'review', contacts: [] }) });
    const accept = (item: string, when: string, over: typeof bo | null): CaseCommand => ({ type: 'review-accept', at: at(when), by: 'anb', note: '', item, contact: bo, over, foreign: true, answer: null });
    const approved = given(...invited()).when(doubted('d1', '2024-03-20 10:00')).then({}, {}).when(accept('r1', '2024-03-20 11:00', null)).then({}, {})
      .when(doubted('d2', '2024-03-21 10:00')).then({}, {}).when(accept('r2', '2024-03-21 11:00', bo)).then({}, { type: 'address-approved' }, {});
    const asked = approved.when({ type: 'issue-login', at: at('2024-03-21 11:01'), nonce: 'n7', tokenHash: 'h7' }).then({});
    const undo: CaseCommand = { type: 'review-undo', at: at('2024-03-22 09:00'), by: 'anb', note: '', item: 'r2', givenBackBy: null };
    expect([link(asked, 'h7', '2024-03-22 10:00'), link(asked.when(undo).then({}), 'h7', '2024-03-22 10:00')]).toEqual(['good', 'void']);
    const inside = asked.when(activate('h7', 'c7', '2024-03-21 12:00')).then({});
    expect([account(inside, bo.email), account(inside.when(undo).then({}), bo.email)]).toEqual(['contact Bo Berg c7', undefined]);
  });
});

describe('an invitation', () => {
  test('is the contact\'s alone to give, and not to herself or while the kommune is exempt', () => {
    withColleague().when(invite('ny@aarhus.dk', 2, '2024-03-16 09:00', jens.email)).thenIgnored('not-the-contact');
    withColleague().when(remove('2024-03-16 09:00', jens.email, jens.email)).thenIgnored('not-the-contact');
    withLogin().when(invite(jens.email, 1, '2024-03-16 09:00')).thenIgnored('not-the-contact');
    active().when(invite('MHO@aarhus.dk', 1, '2024-03-16 09:00')).thenIgnored('herself');
    add(active(), exempted).when(invite(jens.email, 1, '2024-04-02 09:00')).thenIgnored('exempt');
  });
  test('at most five a day, and ten colleagues at a time', () => {
    let c = active();
    for (let n = 1; n <= 10; n += 1) {
      if (n === 6) c.when(invite('seks@aarhus.dk', 6, '2024-03-15 15:00')).thenIgnored('asked-too-often');
      c = c.when(invite(`k${n}@aarhus.dk`, n, n <= 5 ? `2024-03-15 1${n}:00` : `2024-03-16 0${n - 5}:00`)).then({ type: 'mail-asked' });
    }
    c.when(invite('elleve@aarhus.dk', 11, '2024-03-17 09:00')).thenIgnored('too-many-colleagues');
    // One of the ten may be invited again, and removing one makes room.
    c.when(invite('k3@aarhus.dk', 11, '2024-03-17 09:00')).then({});
    const fewer = c.when(remove('2024-03-17 09:00', 'k3@aarhus.dk')).then({});
    fewer.when(invite('elleve@aarhus.dk', 11, '2024-03-17 09:00')).then({});
  });
  test('leaves at any hour, and not when it was taken back, sent again, or the kommune is exempt', () => {
    const asked = active().when(invite(jens.email, 1, '2024-03-16 22:00')).then({});
    const task = newest(asked);
    expect(wanted(asked, '2024-03-16 22:01', task)).toEqual({ wanted: true });
    const removed = asked.when(remove('2024-03-16 22:01')).then({});
    const again = asked.when(invite(jens.email, 2, '2024-03-16 22:01')).then({});
    expect([removed, again, add(asked, exempted)].map((c) => wanted(c, '2024-04-01 22:02', task))).toEqual([{ unwanted: 'taken-back' }, { unwanted: 'taken-back' }, { unwanted: 'exempt' }]);
    expect(wanted(again, '2024-03-16 22:02')).toEqual({ wanted: true });
  });
});

describe('a forgotten password', () => {
  test('is mended by a mail to the contact, at any hour; the old one is good until the link is used', () => {
    const asked = active().when(forget('2024-04-06 23:00', 1, 'MHO@aarhus.dk')).then({ task: { kind: 'login', to: mette.email, forgotten: true, again: true, thread: null } });
    expect([wanted(asked, '2024-04-06 23:01'), account(asked, mette.email), link(asked, 'fh1', '2024-04-07 10:00')]).toEqual([{ wanted: true }, 'contact Mette Holm c1', 'good']);
    expect(account(asked.when(activate('fh1', 'c8', '2024-04-07 10:00')).then({}), mette.email)).toBe('contact Mette Holm c8');
  });
  test('is nobody else\'s to ask for, nor before logins are sent, nor while the kommune is exempt', () => {
    for (const email of [jens.email, 'hr@aarhus.dk', '']) withColleague().when(forget('2024-04-02 09:00', 1, email)).thenIgnored('not-the-contact');
    // Who has lost the first link gets another; before logins are sent nobody gets one.
    withLogin().when(forget('2024-04-02 09:00')).then({ task: { kind: 'login', forgotten: true } });
    withLogin().when(forget('2024-03-12 09:00')).thenIgnored('logins-not-sent-yet');
    add(active(), exempted).when(forget('2024-04-02 09:00')).thenIgnored('exempt');
    handedIn().when(forget('2024-04-02 12:00')).then({ type: 'mail-asked' });
  });
  test('at most three links a day, those asked for by mail among them', () => {
    const c = active().when(forget('2024-04-02 09:00', 1)).then({}).when(asksByMail('2024-04-02 10:00', 2)).then({}, { task: { kind: 'login' } }).when(forget('2024-04-02 11:00', 3)).then({});
    c.when(forget('2024-04-02 12:00', 4)).thenIgnored('asked-too-often');
    c.when(asksByMail('2024-04-02 12:00', 4)).then({ outcome: 'forward' }, { type: 'question-opened' });
    c.when(forget('2024-04-03 00:30', 4)).then({});
    expect(['fh1', 'mh2', 'fh3'].map((hash) => link(c, hash, '2024-04-02 13:00'))).toEqual(['void', 'void', 'good']);
  });
  test('that she remembers after all changes no reminder: she has a way in', () => {
    const asked = active().when(forget('2024-04-02 09:00')).then({});
    const left = add(asked, ...sent('login.2024.0751.2', '2024-04-02 09:01'));
    expect([aboutOf(left.state), aboutOf(withLogin().state), aboutOf(filled(left).state)]).toEqual(['report', 'login', 'begun']);
    expect(dueCommands(left.state, campaign2024, instant('2024-05-29 10:00')).commands).toEqual([{ type: 'remind', about: 'report', of: 'report', round: 'soon' }]);
  });
});

describe('a link', () => {
  test('is good, then used, ended or void; a token that is nobody\'s opens nothing', () => {
    const c = withColleague();
    expect([link(withLogin(), 'h1'), link(c, 'h1'), link(c, 'ih1'), link(c, 'nobody'), link(c, '')]).toEqual(['good', 'used', 'used', undefined, undefined]);
    const waiting = active().when(invite(jens.email, 1, '2024-03-15 09:00')).then({});
    expect(['2024-03-29 08:59', '2024-03-29 09:00'].map((when) => link(waiting, 'ih1', when))).toEqual(['good', 'ended']);
    expect(linkOfToken(waiting.state, 'ih1', at('2024-03-16 09:00'))).toEqual({ task: 'invitation.2024.0751', is: 'good', who: jens, role: 'colleague' });
    expect(linkOfToken(withLogin().state, 'h1', at('2024-03-16 09:00'))).toEqual({ task: 'login.2024.0751', is: 'good', who: mette, role: 'contact' });
    expect(link(replaced(), 'h1')).toBe('void');
  });
  test('is used once: of two who press at the same time, the first has chosen', () => {
    const once = withLogin().when(activate('h1', 'first', '2024-03-14 09:00')).then({ type: 'login-activated', task: 'login.2024.0751', credential: 'first' });
    once.when(activate('h1', 'second', '2024-03-14 09:00')).thenIgnored('login-used');
    expect(account(once, mette.email)).toBe('contact Mette Holm first');
    withColleague().when(activate('ih1', 'second', '2024-03-15 10:00')).thenIgnored('login-used');
    withLogin().when(activate('nobody', 'c', '2024-03-14 09:00')).thenIgnored('no-such-login');
    withLogin().when(activate('h1', 'c', '2024-04-14 09:00')).thenIgnored('login-ended');
  });
});

test('property: whatever is asked in any order, only the contact and colleagues of hers have an account, and each link opens it once', () => {
  const someone = fc.constantFrom(mette.email, jens.email, 'lali@aarhus.dk');
  const step = fc.record({ what: fc.constantFrom('invite', 'remove', 'forget', 'issue', 'use', 'replace', 'close') as fc.Arbitrary<'invite' | 'remove' | 'forget' | 'issue' | 'use' | 'replace' | 'close'>, who: someone, by: someone, link: fc.nat(8) });
  fc.assert(fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
    let c = active();
    const used = new Map<string, number>([['h1', 1]]);
    for (const [i, { what, who, by, link: which }] of steps.entries()) {
      const when = `2024-04-${String(i + 1).padStart(2, '0')} 10:00`;
      const hashes = [...c.state.logins, ...c.state.colleagues].map(({ tokenHash }) => tokenHash);
      const hash = hashes[which % hashes.length] ?? '';
      const command: Record<typeof what, CaseCommand> = {
        invite: { ...invite(who, i, when, by) } as CaseCommand, remove: remove(when, who, by), forget: forget(when, i, who), use: activate(hash, `c-${hash}-${i}`, when), close: close(when),
        issue: { type: 'issue-login', at: at(when), nonce: `n${i}`, tokenHash: `h-${i}` }, replace: { ...names({ name: 'Navn Navnesen', email: who }, when), mail: mailRef({ from: c.state.contact?.email ?? '', date: at(when) }) } as CaseCommand,
      };
      const opens = linkOfToken(c.state, hash, at(when));
      const { decision } = c.when(command[what]);
      if ('ignored' in decision) { if (what === 'use') expect(opens?.is).not.toBe('good'); continue; }
      c = add(c, ...decision.events, ...tasksFor(decision.events).flatMap(({ id }) => sent(id, when)));
      if (what !== 'use') continue;
      used.set(hash, (used.get(hash) ?? 0) + 1);
      expect([opens?.is, accountOf(c.state, opens?.who.email ?? '')?.credential]).toEqual(['good', `c-${hash}-${i}`]);
    }
    expect([...used.values()].every((times) => times === 1)).toBe(true);
    for (const email of [mette.email, jens.email, 'lali@aarhus.dk']) {
      const found = accountOf(c.state, email);
      if (found) expect(found.role === 'contact' ? c.state.contact?.email : colleagueOf(c.state, email)?.email).toBe(email);
    }
  }), { numRuns: 150 });
});
