// Scripts of kommuner that answer rightly: one answer in one of the forms, or several.
// It refuses an answer that a person would have to think about: those are troubles.
import { answer, type Threading, type Writer } from '../answers.ts';
import { contentFor, labels, type Form } from '../contents.ts';
import type { Person } from '../people.ts';
import { act, truthOf, type Act, type Cast, type Deed, type Due, type Flag, type Script } from '../script.ts';
import { daysAfterLetter, inTime } from './when.ts';

export const mailbox = (): Writer => 'mailbox';
export const colleague = (cast: Cast): Writer => cast.colleague;
export const contact = (cast: Cast): Writer => cast.contact;

/** The acts with the truth that follows from them. */
export function script(acts: readonly Act[], flags: readonly Flag[] = [], door: Script['door'] = 'open', deeds: readonly Deed[] = []): Script {
  return { acts, deeds, truth: truthOf(acts, deeds, flags), door };
}

/** One right answer: who writes, in which form, when. */
export function answers(cast: Cast, writer: Writer, form: Form, due: Due, how: { threading?: Threading; copies?: number; contact?: Person } = {}): Act {
  const person = how.contact ?? cast.contact;
  return act(labels[form], due, 'register',
    async (given) => answer(cast, given, writer, await contentFor(cast, given, form, person), how.threading ? { threading: how.threading } : {}),
    { contact: person, copies: how.copies ?? 1 });
}

/** A script of one answer within the deadline. */
export const simple = (writer: (cast: Cast) => Writer, form: Form, how: { threading?: Threading; copies?: number } = {}) =>
  (cast: Cast): Script => script([answers(cast, writer(cast), form, inTime(cast), how)]);

/** The colleague gives the contact, and later takes it over. */
export function changing(cast: Cast): Script {
  const first = answers(cast, cast.colleague, 'filled-list', daysAfterLetter(cast, 2), { contact: cast.contact });
  const second = act('correction', daysAfterLetter(cast, 5), 'register',
    (given) => answer(cast, given, cast.colleague, { paragraphs: [`Der er sket en ændring hos os. Vores nye kontaktperson er ${cast.colleague.name}, ${cast.colleague.email}.`] }), { contact: cast.colleague });
  return script([first, second]);
}
