// What composeLetter decides: subjects, threads, reply addresses, and which words a day calls for.
// It refuses to look at sentences: those are in the golden letters.
import { describe, expect, it } from 'vitest';
import { composeLetter, type LetterContext } from '../../src/core/letters.ts';
import { answerSubject, line, messageIds, plainAddress } from '../../src/core/letters/line.ts';
import { danishPeriod, danishTime, joined, seasonOf } from '../../src/core/letters/danish.ts';
import { digestHeadline, needInDanish } from '../../src/core/letters/digest.ts';
import type { DigestFacts, Task, TaskBody } from '../../src/core/task.ts';
import { campaign, contact, contextOf, samples, taskOf } from './samples.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const ack: TaskBody = { kind: 'ack', contact, corrected: false, notes: [], question: false };
const fieldsOf = (task: Task, context: LetterContext): Record<string, unknown> => composeLetter(task, context).template.fields;

describe('subjects', () => {
  it('end in the tag of the kommune', () => {
    for (const { task, context } of Object.values(samples)) {
      expect(composeLetter(task, context).subject).toMatch(task.kommune === null ? /\S \[LIGE-2024\]$/ : /\S \[LIGE-2024-0751\]$/);
    }
  });

  it('of an answer are those of the question, once', () => {
    expect(answerSubject('Re: SV: VS:  Kontaktliste', 'x')).toBe('SV: Kontaktliste');
    expect(answerSubject('SV[2]: Kontaktliste [LIGE-2024-0751]', 'x')).toBe('SV: Kontaktliste');
    expect(answerSubject('[LIGE-2024-0101] Svar: regnskab', 'x')).toBe('SV: Svar: regnskab');
    expect(answerSubject('  ', 'Kontaktperson')).toBe('SV: Kontaktperson');
    expect(answerSubject(`Re: ${'ord '.repeat(100)}`, 'x').length).toBeLessThanOrEqual(154);
    const thread = { inReplyTo: null, references: [], subject: '[LIGE-2024-0751] Vores svar [LIGE-2024-0101]' };
    expect(composeLetter(taskOf(ack, { to: 'a@b.dk', thread }), contextOf('2024-02-05T09:30:00Z')).subject).toBe('SV: Vores svar [LIGE-2024-0751]');
  });
});

describe('threads', () => {
  it('an answer names the mail it answers and all before it', () => {
    const thread = { inReplyTo: '<3@k>', references: ['<1@lige.dk>', '<2@k>'], subject: 'x' };
    const letter = composeLetter(taskOf(ack, { to: 'a@b.dk', thread }), contextOf('2024-02-05T09:30:00Z'));
    expect(letter).toMatchObject({ messageId: '<ack.2024.0751@lige.dk>', inReplyTo: '<3@k>', references: ['<1@lige.dk>', '<2@k>', '<3@k>'] });
  });

  it('a reminder follows the letter; the letter follows nothing', () => {
    const { task, context } = samples['reminder-last'] ?? { task: taskOf({ kind: 'letter' }), context: contextOf('') };
    expect(composeLetter(task, context)).toMatchObject({ inReplyTo: '<letter.2024.0751@lige.dk>', references: ['<letter.2024.0751@lige.dk>'] });
    expect(composeLetter(taskOf({ kind: 'letter' }), contextOf('2024-01-30T07:00:00Z'))).toMatchObject({ inReplyTo: null, references: [] });
  });

  it('very long threads keep their first and newest mails', () => {
    const ids = messageIds(Array.from({ length: 60 }, (_, i) => `<${i}@k>`));
    expect([ids.length, ids[0], ids[1], ids.at(-1)]).toEqual([21, '<0@k>', '<40@k>', '<59@k>']);
  });
});

describe('reply address', () => {
  const plus = { ...campaign, sender: { ...campaign.sender, replyTo: 'plus' as const } };
  it('carries the token only where the campaign says so', () => {
    const task = taskOf({ kind: 'letter' });
    const at = '2024-01-30T07:00:00Z';
    expect(composeLetter(task, contextOf(at, { plusToken: 'k0751.ab12' })).replyTo).toBe('lige@lige.dk');
    expect(composeLetter(task, contextOf(at, { campaign: plus, plusToken: 'k0751.ab12' })).replyTo).toBe('lige+k0751.ab12@lige.dk');
    expect(composeLetter(task, contextOf(at, { campaign: plus })).replyTo).toBe('lige@lige.dk');
    expect(() => composeLetter(task, contextOf(at, { campaign: plus, plusToken: 'a@b' }))).toThrow(/token/);
  });
});

describe('the day decides the words', () => {
  const reminder = (round: string, deadline: string): Task => taskOf({ kind: 'reminder', about: 'contact', round, step: 2, deadline, overdue: false });
  it.each([
    ['before', '2024-02-09', '2024-02-12', 'before'], ['on', '2024-02-12', '2024-02-12', 'today'], ['after', '2024-02-13', '2024-02-12', 'overdue'],
    ['last', '2024-02-22', '2024-02-12', 'last'], ['last', '2024-02-09', '2024-02-12', 'before'],
    // A deadline on a Sunday: Monday is still in time, Tuesday is not. A reminder held over its deadline speaks of the day it leaves.
    ['on', '2026-06-01', '2026-05-31', 'moved'], ['on', '2026-06-02', '2026-05-31', 'overdue'], ['before', '2024-02-13', '2024-02-12', 'overdue'],
  ])('round %s on %s with deadline %s: %s', (round, at, deadline, tone) => {
    const fields = fieldsOf(reminder(round, deadline), contextOf(`${at}T08:00:00Z`));
    expect(['before', 'today', 'moved', 'overdue', 'last'].filter((name) => fields[name] === true)).toEqual([tone]);
  });

  it('midnight counts in Danish time', () => {
    expect(fieldsOf(reminder('on', '2024-02-12'), contextOf('2024-02-11T23:30:00Z'))['today']).toBe(true);
  });

  it('an acknowledgement says when the login comes, and whether the report is late', () => {
    const of = (at: string) => fieldsOf(taskOf(ack), contextOf(at));
    expect(of('2024-03-12T09:00:00Z')).toMatchObject({ loginLater: true, reportOverdue: false });
    expect(of('2024-03-13T09:00:00Z')).toMatchObject({ loginLater: false, reportOverdue: false });
    expect(of('2024-06-03T09:00:00Z')).toMatchObject({ loginLater: false, reportOverdue: true });
  });
});

describe('a clarification asks one question', () => {
  const asked = (missing: Extract<TaskBody, { kind: 'clarify' }>['missing'], name: string | null, email: string | null) =>
    fieldsOf(taskOf({ kind: 'clarify', missing, read: [{ kommune: '0751', name, email, phone: null, region: null, from: 'body:1' }], notes: [] }), contextOf('2024-02-05T09:30:00Z'))['missing'];
  it('for exactly what is missing', () => {
    expect(asked(['email'], 'A', null)).toBe('kontaktpersonens mailadresse');
    expect(asked(['name', 'email'], null, null)).toBe('kontaktpersonens navn og mailadresse');
    expect(asked(['name', 'kommune'], null, 'a@b.dk')).toBe('kontaktpersonens navn og hvilken kommune svaret gælder');
    expect(asked(['readable-attachment'], null, null)).toBe('kontaktpersonens navn og mailadresse');
    expect(asked(['readable-attachment'], 'A', null)).toBe('kontaktpersonens mailadresse');
    expect(asked(['name'], 'Mette', 'a@b.dk')).toBe('kontaktpersonens fulde navn');
  });

  it('without a kommune nothing is attached, and no kommune is named', () => {
    const letter = composeLetter(taskOf({ kind: 'clarify', missing: ['kommune'], read: [], notes: [] }, { kommune: null, id: 'clarify.2024.0000' }), contextOf('2024-02-05T09:30:00Z', { kommune: null, regionName: null }));
    expect(letter.attachments).toEqual([]);
    expect(letter.template.fields).toMatchObject({ formAttached: false, kommune: 'kommunen', missing: 'hvilken kommune svaret gælder' });
  });
});

describe('a digest', () => {
  const none: DigestFacts = { day: '2024-02-20', every: 'day', invited: 98, contact: 98, login: 98, begun: 0, submitted: 0, total: 98, bounced: 0, overdue: 0, needs: [], changed: [], waiting: [], upcoming: [] };
  it('leads with what matters', () => {
    const need = { kommune: null, name: '', what: 'question', since: '2024-02-19T10:00:00Z' };
    expect(digestHeadline({ ...none, needs: [need], waiting: ['Fanø Kommune'] })).toBe('1 sag venter på en medarbejder, og 1 kommune mangler at svare');
    expect(digestHeadline({ ...none, needs: [need, need] })).toBe('2 sager venter på en medarbejder');
    expect(digestHeadline({ ...none, waiting: ['Fanø Kommune', 'Læsø Kommune'] })).toBe('2 af 98 kommuner har ikke oplyst en kontaktperson');
    expect(digestHeadline(none)).toBe('Alle 98 kommuner har oplyst en kontaktperson');
    expect(digestHeadline({ ...none, submitted: 40 })).toBe('40 af 98 kommuner har indberettet');
    expect(digestHeadline({ ...none, submitted: 98 })).toBe('Alle 98 kommuner har indberettet');
    expect(digestHeadline({ ...none, invited: 0, contact: 0 })).toBe('Brevet er ikke sendt endnu');
  });

  it('speaks Danish of what status.ts calls in English, and loses nothing it does not know', () => {
    expect(needInDanish('review: several-contacts (2 contacts were read for this kommune)')).toBe('der er oplyst flere kontaktpersoner');
    expect(needInDanish('review: differs-from-registered (A <a@b.dk> is registered; this mail names C <c@d.dk>)')).toMatch(/: registreret er A <a@b.dk>, mailen nævner C <c@d.dk>$/);
    expect(needInDanish('refused: login to a@b.dk (550 no such user)')).toBe('login til a@b.dk blev afvist af modtagerens mailserver (550 no such user)');
    expect(needInDanish('bounced: a@b.dk')).toBe('mail til a@b.dk kan ikke leveres');
    expect(needInDanish('something new')).toBe('something new');
    expect(needInDanish('review: something-new (why)')).toBe('til gennemsyn: something-new (why)');
  });
});

describe('small Danish', () => {
  it('joins, names periods, times and seasons', () => {
    expect([joined([]), joined(['a']), joined(['a', 'b']), joined(['a', 'b', 'c'])]).toEqual(['', 'a', 'a og b', 'a, b og c']);
    expect(danishPeriod(day('2024-03-13'), day('2024-03-20'))).toBe('i perioden fra den 13. til den 20. marts 2024');
    expect(danishPeriod(day('2024-03-28'), day('2024-04-03'))).toBe('i perioden fra den 28. marts til den 3. april 2024');
    expect(danishPeriod(day('2024-12-28'), day('2025-01-03'))).toBe('i perioden fra den 28. december 2024 til den 3. januar 2025');
    expect(danishPeriod(day('2024-03-13'), day('2024-03-13'))).toBe('den 13. marts 2024');
    expect(danishTime(Temporal.Instant.from('2024-07-01T07:05:00Z'))).toBe('mandag den 1. juli 2024 kl. 09.05');
    expect(['2024-01-31', '2024-03-01', '2024-08-31', '2024-11-30'].map((d) => seasonOf(day(d)))).toEqual(['vinteren 2024', 'foråret 2024', 'sommeren 2024', 'efteråret 2024']);
  });

  it('cleans lines and knows an address', () => {
    expect(line('a\r\n\tb\u200b\u202ec \ud800')).toBe('a bc \ufffd');
    expect(['a@b.dk', ' ø@æ.dk ', 'a+b@c.d.dk', 'a@b@c', 'a b@c.dk', '"a"@b.dk', 'a@', ''].map(plainAddress)).toEqual(['a@b.dk', 'ø@æ.dk', 'a+b@c.d.dk', undefined, undefined, undefined, undefined, undefined]);
  });
});
