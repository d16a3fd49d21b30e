// A kommune on its way to a report, for tests: its contact with a login she has used, a colleague, saved pages, and sheets that came by mail.
// It refuses shortcuts: every state is reached by commands of the real case.
import type { CaseCommand } from '../../src/core/decide.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import { ofSection } from '../../src/core/report/draft.ts';
import { sections, type Answers, type Section } from '../../src/core/report/model.ts';
import type { FormRead } from '../../src/core/report/sheet.ts';
import type { Understanding } from '../../src/core/reading.ts';
import { at } from './campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from './given.ts';
import { wholeAnswers } from './report.ts';

export type Given = ReturnType<typeof given>;

export const mette = { name: 'Mette Holm', email: 'mho@aarhus.dk' };
export const jens = { name: 'Jens Lund', email: 'jlu@aarhus.dk' };

/** Events that simply happen: the mail left. */
export const add = (c: Given, ...events: readonly CaseEvent[]): Given => given(...c.events, ...events);

/** Mette is the contact, and was sent her login when the window opened. */
export function withLogin(): Given {
  const asked = given(...invited()).when(receive()).then({}, { type: 'contact-registered' }, {}).when({ type: 'issue-login', at: at('2024-03-13 08:00'), nonce: 'n1', tokenHash: 'h1' }).then({});
  return add(asked, ...sent('login.2024.0751', '2024-03-13 08:01'));
}

/** She has used it and chosen a password. */
export const active = (): Given => withLogin().when(activate('h1', 'c1', '2024-03-14 09:00')).then({ type: 'login-activated' });

export function activate(tokenHash: string, credential: string, when: string): CaseCommand {
  return { type: 'activate-login', at: at(when), tokenHash, credential };
}

export function invite(email: string, n: number, when: string, by = mette.email): CaseCommand {
  return { type: 'invite-colleague', at: at(when), by, name: email === jens.email ? jens.name : 'En Kollega', email, nonce: `i${n}`, tokenHash: `ih${n}` };
}

/** Jens is her colleague, and has chosen his password. */
export function withColleague(): Given {
  const asked = active().when(invite(jens.email, 1, '2024-03-15 09:00')).then({ task: { kind: 'invitation' } });
  return add(asked, ...sent('invitation.2024.0751', '2024-03-15 09:01')).when(activate('ih1', 'c2', '2024-03-15 10:00')).then({ type: 'login-activated' });
}

export const start: Answers = { 'u1.name': 'Aarhus Kommune' };

/** `revision`: left out, the page was shown just now. */
export function save(c: Given, section: Section, answers: Answers, { by = mette.email, when = '2024-04-02 10:00', revision = c.state.draft?.revision ?? 0 } = {}): CaseCommand {
  return { type: 'save-report', at: at(when), by, section, answers, start, revision };
}

/** Every page saved, one after another. */
export function filled(c: Given, answers: Answers = wholeAnswers, how: Parameters<typeof save>[3] = {}): Given {
  return sections.reduce((before, section) => {
    const { decision } = before.when(save(before, section, ofSection(answers, section), how));
    return 'ignored' in decision ? before : add(before, ...decision.events);
  }, c);
}

export function submit(c: Given, { by = mette.email, when = '2024-04-02 11:00', revision = c.state.draft?.revision ?? 0, correction = '' } = {}): CaseCommand {
  return { type: 'submit-report', at: at(when), by, revision, correction };
}

/** Handed in on the portal. */
export const handedIn = (c: Given = filled(active()), how: Parameters<typeof submit>[1] = {}): Given => c.when(submit(c, how)).then({ type: 'report-submitted' }, { task: { kind: 'receipt' } });

/** The same report with another comment: a version of its own. */
export const commented = (comment: string): Answers => ({ ...wholeAnswers, comment });

export function formOf(answers: Answers, more: Partial<FormRead> = {}): FormRead {
  return { source: 'Indberetning.xlsx', campaign: '2024', kommune: '0751', answers, places: { 'u1.level2.women': 'C14', correction: 'C40' }, problems: [], ...more };
}

/** A mail that brings the report. `when`: when it is read; `date`: when it was written. */
export function mailed(answers: Answers, { from = mette.email, when = '2024-04-03 10:00', date = when as string | null, form = {} as Partial<FormRead>, read = {} as Partial<Understanding>, id = undefined as string | undefined, times = 1 } = {}): CaseCommand {
  const report = formOf(answers, form);
  return receive({
    at: when, times, mail: mailRef({ from, date: date === null ? null : at(date), subject: 'SV: Indberetning', ...(id === undefined ? {} : { id }) }),
    reading: reading({ kind: 'report', outcome: report.problems.length > 0 ? 'clarify' : 'accept', contacts: [], sure: true, answerTo: from, report, ...read }),
  });
}
