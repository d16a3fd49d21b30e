// What composeLetter decides: subjects, threads, reply addresses, and which words a day calls for.
// It refuses to look at sentences: those are in the golden letters.
import { describe, expect, it } from 'vitest';
import { composeLetter, type LetterContext } from '../../src/core/letters.ts';
import { answerSubject, bareSubject, line, messageIds, plainAddress } from '../../src/core/letters/line.ts';
import { danishPeriod, danishTime, danishTimeOf, joined, seasonOf } from '../../src/core/letters/danish.ts';
import { digestHeadline, noticeHeadline } from '../../src/core/letters/digest.ts';
import { commandFor, needInDanish } from '../../src/core/letters/digest-words.ts';
import type { DigestFields } from '../../src/core/letters/template.ts';
import { boundedText, rowsOf, textLines } from '../../src/core/letters/verbatim.ts';
import { countedMails, phaseInDanish, receivedInDanish, sentInDanish } from '../../src/core/letters/words.ts';
import { messageIdOf, reminderAbouts, taskId, taskKinds, taskOfMessageId, type DigestFacts, type ReminderAbout, type Task, type TaskBody } from '../../src/core/task.ts';
import { digests } from './digest-samples.ts';
import { beside, campaign, code, contact, contextOf, question, reminder as reminderOf, samples, taskOf } from './samples.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const ack: TaskBody = { kind: 'ack', contact, corrected: false, notes: [], question: false, confirm: false };
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

describe('the Message-ID', () => {
  it('of every kind of mail is known again as ours: a copy that is not would hold everything', () => {
    for (const kind of taskKinds) expect(taskOfMessageId(messageIdOf(taskId(kind, '2024', '0751', 2), 'lige.dk'), 'LIGE.dk')).toEqual({ id: `${kind}.2024.0751.2`, kind, campaign: '2024', kommune: '0751' });
    expect(new Set(Object.values(samples).map(({ task }) => task.kind)).size).toBe(taskKinds.length);
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

  const at = '2024-05-16T06:00:00Z';
  const link = 'https://portal.example.dk/aktiver/abc';
  const good = { task: 'login.2024.0751.3', nonce: 'n', expires: '2024-05-20T06:00:00Z' };
  const follows = (task: Task) => composeLetter(task, contextOf(at, { link })).inReplyTo;
  it('a reminder to the contact follows the login that was sent, the last round and what is asked of the main mailbox the letter', () => {
    for (const about of ['login', 'report', 'begun'] as const) {
      expect(follows(taskOf(reminderOf(about, 'report', 'before', 1, { login: good }), { to: 'a@b.dk' }))).toBe('<login.2024.0751.3@lige.dk>');
      expect(follows(taskOf(reminderOf(about, 'report', 'before', 1), { to: 'a@b.dk' }))).toBe('<login.2024.0751@lige.dk>');
      expect(follows(taskOf(reminderOf(about, 'report', 'last', 1, { login: good, copyOf: { name: 'M', email: 'a@b.dk' } })))).toBe('<letter.2024.0751@lige.dk>');
    }
    expect(follows(taskOf(reminderOf('contact', 'report', 'before', 1)))).toBe('<letter.2024.0751@lige.dk>');
    expect(follows(taskOf({ kind: 'confirm', contact }))).toBe('<letter.2024.0751@lige.dk>');
    expect(follows(taskOf({ kind: 'clarify', missing: [], read: [], notes: [], unreachable: { name: 'M', email: 'a@b.dk' } }))).toBe('<letter.2024.0751@lige.dk>');
    expect(composeLetter(taskOf({ kind: 'closed', former: { name: 'P', email: 'p@b.dk' }, contact }, { to: 'p@b.dk' }), contextOf(at))).toMatchObject({ inReplyTo: null, references: [] });
  });

  it('a forwarded question answers nothing and refers to its code, so that a reply carries it', () => {
    const letter = composeLetter(taskOf({ kind: 'review', item: 'q2', recipientName: 'Anne', question, beside }, { to: 'anb@lige.dk' }), contextOf(at, { code }));
    expect(letter).toMatchObject({ messageId: '<review.2024.0751@lige.dk>', inReplyTo: null, references: [`<svar.${code}@lige.dk>`] });
  });

  it('what answers a mail by itself says so, what begins by itself too, and what a person wrote does not (RFC 3834 5)', () => {
    const thread = { inReplyTo: '<3@k>', references: [], subject: 'x' };
    const of = (body: TaskBody, more: Partial<Task> = {}) => composeLetter(taskOf(body, { to: 'a@b.dk', ...more }), contextOf(at, { link, code })).autoSubmitted;
    const login: TaskBody = { kind: 'login', contact, userName: 'm', nonce: 'n', tokenHash: '', expires: '2024-05-20T06:00:00Z', again: true };
    expect([of({ kind: 'answer', item: 'q1', by: 'anb@lige.dk', text: 'Ja.' }, { thread }), of(ack, { thread }), of(login, { thread }), of(login)]).toEqual(['no', 'auto-replied', 'auto-replied', 'auto-generated']);
    expect(of({ kind: 'clarify', missing: [], read: [], notes: [], unreachable: { name: 'M', email: 'a@b.dk' } })).toBe('auto-generated');
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
  const reminder = (round: string, deadline: string): Task => taskOf(reminderOf('contact', 'contact', round, 2, { deadline }));
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

describe('a reminder', () => {
  const of = (about: ReminderAbout, at: string, more: Parameters<typeof reminderOf>[4] = {}, round = 'on', link: string | null = null) =>
    composeLetter(taskOf(reminderOf(about, 'report', round, 2, more), { to: 'a@b.dk' }), contextOf(at, { link }));
  const link = 'https://portal.example.dk/aktiver/abc';
  const login = { task: 'login.2024.0751', nonce: 'n', expires: '2024-06-10T09:00:00Z' };

  it('has a template for each thing that is missing, and one for the main mailbox', () => {
    expect(reminderAbouts.map((about) => of(about, '2024-05-16T06:00:00Z').template.name)).toEqual(['reminder', 'reminder-login', 'reminder-report', 'reminder-begun']);
    for (const about of ['login', 'report', 'begun'] as const) {
      const { template, to } = of(about, '2024-06-13T06:00:00Z', { copyOf: { name: 'M', email: 'm@b.dk' } }, 'last');
      expect([template.name, to.name]).toEqual(['reminder-copy', 'Aarhus Kommune']);
      expect(template.fields).toMatchObject({ unused: about === 'login', unbegun: about === 'report', begun: about === 'begun', last: true });
    }
  });

  it('goes by the deadline it carries: a kommune can have a longer one', () => {
    expect(of('begun', '2024-06-13T06:00:00Z', { deadline: '2024-06-14' }).template.fields).toMatchObject({ before: true, deadline: 'fredag den 14. juni 2024' });
    expect(of('contact', '2024-06-13T06:00:00Z', { deadline: '2024-06-14' }).template.fields).toMatchObject({ before: true, ofReport: true, reportDeadline: 'fredag den 14. juni 2024', reportOverdue: false });
    const subject = (deadline: string) => of('report', '2024-06-17T06:00:00Z', { deadline }).subject;
    // A Sunday: on the Monday nothing is late yet.
    expect([subject('2024-06-16'), subject('2024-06-17'), subject('2024-06-14'), subject('2024-06-18')].map((s) => s.replace(campaign.title, 'T'))).toEqual([
      'Påmindelse: T [LIGE-2024-0751]', 'Fristen er i dag: T [LIGE-2024-0751]', 'Fristen er overskredet: T [LIGE-2024-0751]', 'Påmindelse: T senest 18. juni 2024 [LIGE-2024-0751]',
    ]);
  });

  it('has the link while it is good on the day it leaves, and never in the copy', () => {
    const at = '2024-06-10T08:59:59Z';
    expect(of('login', at, { login }, 'on', link).template.fields).toMatchObject({ link, expires: 'mandag den 10. juni 2024 kl. 11.00' });
    expect(of('login', '2024-06-10T09:00:00Z', { login }, 'on', link).template.fields).toMatchObject({ link: '', expires: '' });
    expect(of('login', at, {}, 'on', link).template.fields).toMatchObject({ link: '' });
    for (const about of ['report', 'begun'] as const) expect(JSON.stringify(of(about, at, { login }, 'on', link))).not.toContain(link);
    for (const about of reminderAbouts) expect(JSON.stringify(of(about, at, { login, copyOf: { name: 'M', email: 'm@b.dk' } }, 'last', link))).not.toContain('/aktiver/');
    expect(() => of('login', at, { login }, 'on', null)).toThrow(/needs an activation link/);
  });
});

describe('a question', () => {
  const at = '2024-04-22T08:15:00Z';
  const forwarded = (more: Partial<typeof question> = {}, given: Partial<LetterContext> = { code }) => composeLetter(taskOf({ kind: 'review', item: 'q2', recipientName: 'Anne', question: { ...question, ...more }, beside }, { to: 'anb@lige.dk' }), contextOf(at, given));
  const answered = (text: string) => composeLetter(taskOf({ kind: 'answer', item: 'q2', by: 'anb@lige.dk', text }, { to: 'mesk@aarhus.dk', thread: { inReplyTo: '<3@k>', references: [], subject: 'SV: Tvivl [LIGE-2024-0751]' } }), contextOf(at));

  it('is named after who asks and what it is about', () => {
    expect(bareSubject('SV: VS: Tvivl [LIGE-2024-0751]')).toBe('Tvivl');
    expect(forwarded({ subject: 'SV: Tvivl om måltal [LIGE-2024-0751]' }).subject).toBe('Spørgsmål fra Aarhus Kommune: Tvivl om måltal [LIGE-2024-0751]');
    expect(forwarded({ subject: 'Re: ' }).subject).toBe('Spørgsmål fra Aarhus Kommune [LIGE-2024-0751]');
    expect(forwarded({}, { code, kommune: null }).subject).toMatch(/^Spørgsmål fra mesk@aarhus\.dk: /);
  });

  it('does not leave without its code', () => {
    for (const given of [null, '', 'kort', 'K3VQZ7MW2HF4NTRA', `${code}a`]) expect(() => forwarded({}, { code: given })).toThrow(/code by which its answer is known/);
  });

  it('of many pages is cut, and says so', () => {
    const long = forwarded({ text: 'ord\n'.repeat(10_000) }).template.fields as unknown as { lines: readonly unknown[]; cut: boolean };
    expect([long.cut, long.lines.length]).toEqual([true, 5_000]);
    expect(forwarded().template.fields).toMatchObject({ cut: false, hasText: true });
    expect(forwarded({ text: ' \n ' }).template.fields).toMatchObject({ hasText: false, lines: [] });
  });

  it('is answered in its own thread with the words that were written and no others', () => {
    const letter = answered('Kære Mette\r\n\r\nJa.  Det  skal I.\r\n\r\n\r\nHilsen\r\nAnne\r\n');
    expect(letter).toMatchObject({ subject: 'SV: Tvivl [LIGE-2024-0751]', inReplyTo: '<3@k>', attachments: [] });
    expect(letter.template).toEqual({ name: 'answer', fields: { title: campaign.title, caseNumber: '2023 - 2516', tag: 'LIGE-2024-0751', senderAddress: 'lige@lige.dk', lines: ['Kære Mette', '', 'Ja. Det skal I.', '', 'Hilsen', 'Anne'] } });
  });

  it('is never answered with nothing, or with part of an answer', () => {
    expect(() => answered(' \n\u200b')).toThrow(/without a word/);
    expect(() => answered('ord '.repeat(25_001))).toThrow(/answer of 100004 characters/);
    expect((answered('ord '.repeat(25_000)).template.fields as { lines: readonly string[] }).lines.join().length).toBe(99_999);
  });
});

describe('a text word for word', () => {
  it('is lines, empty ones one at a time and not at the ends', () => {
    expect(textLines('\n\n a \r\nb\rc\u2028d\u0085e\vf\f\n\n\n\tg\u202e\n\n')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', '', 'g']);
    expect([textLines(''), textLines('\n \u200b\n')]).toEqual([[], []]);
  });

  it('is quoted in rows that are no longer than a line, and lose nothing', () => {
    const text = `${'ord '.repeat(40)}${'x'.repeat(200)} ${'længere '.repeat(30)}slut`;
    expect(rowsOf(text).join(' ')).toBe(text);
    for (const row of rowsOf(text)) expect(row.length <= 70 || !row.includes(' ')).toBe(true);
    expect([rowsOf(''), rowsOf('x'.repeat(71))]).toEqual([[''], ['x'.repeat(71)]]);
  });

  it('is cut at a word', () => {
    expect(boundedText('et to tre', 7)).toEqual({ text: 'et to ', cut: true });
    expect(boundedText('et to', 5)).toEqual({ text: 'et to', cut: false });
  });
});

describe('words of code', () => {
  it('are Danish, and shown as they are where they are not known', () => {
    expect([sentInDanish('reminder'), countedMails('closed', 2), receivedInDanish('login-request'), phaseInDanish('begun')]).toEqual(['påmindelse', '2 beskeder om lukkede logins', 'anmodning om login', 'er begyndt at indberette']);
    expect([sentInDanish('x'), countedMails('x', 2), receivedInDanish('x'), phaseInDanish('constructor'), danishTimeOf('i går')]).toEqual(['x', '2 x', 'x', 'constructor', 'i går']);
  });
});

describe('a clarification asks one question', () => {
  const asked = (missing: Extract<TaskBody, { kind: 'clarify' }>['missing'], name: string | null, email: string | null) =>
    fieldsOf(taskOf({ kind: 'clarify', missing, read: [{ kommune: '0751', name, email, phone: null, region: null, from: 'body:1' }], notes: [], unreachable: null }), contextOf('2024-02-05T09:30:00Z'))['missing'];
  it('for exactly what is missing', () => {
    expect(asked(['email'], 'A', null)).toBe('kontaktpersonens mailadresse');
    expect(asked(['name', 'email'], null, null)).toBe('kontaktpersonens navn og mailadresse');
    expect(asked(['name', 'kommune'], null, 'a@b.dk')).toBe('kontaktpersonens navn og den kommune, som svaret gælder');
    expect(asked(['readable-attachment'], null, null)).toBe('kontaktpersonens navn og mailadresse');
    expect(asked(['readable-attachment'], 'A', null)).toBe('kontaktpersonens mailadresse');
    expect(asked(['name'], 'Mette', 'a@b.dk')).toBe('kontaktpersonens fulde navn');
  });

  it('without a kommune nothing is attached, and no kommune is named', () => {
    const letter = composeLetter(taskOf({ kind: 'clarify', missing: ['kommune'], read: [], notes: [], unreachable: null }, { kommune: null, id: 'clarify.2024.0000' }), contextOf('2024-02-05T09:30:00Z', { kommune: null, regionName: null }));
    expect(letter.attachments).toEqual([]);
    expect(letter.template.fields).toMatchObject({ formAttached: false, kommune: 'kommunen', missing: 'den kommune, som svaret gælder' });
  });
});

describe('a digest', () => {
  const usual: DigestFacts = { ...digests.all, day: '2024-02-20', login: 0, begun: 0, submitted: 0 };
  const [need] = digests.usual.needs;
  it('leads with what matters', () => {
    const needs = need ? [need] : [];
    expect(digestHeadline({ ...usual, contact: 97, needs })).toBe('1 sag venter på en medarbejder, og 1 af 98 kommuner mangler at oplyse en kontaktperson (fristen var mandag den 12. februar 2024)');
    expect(digestHeadline({ ...usual, needs: [...needs, ...needs] })).toBe('2 sager venter på en medarbejder, og alle 98 kommuner har oplyst en kontaktperson');
    expect(digestHeadline({ ...usual, day: '2024-02-12', contact: 96 })).toBe('2 af 98 kommuner mangler at oplyse en kontaktperson (fristen er i dag)');
    expect(digestHeadline({ ...usual, day: '2024-02-09', contact: 0 })).toBe('98 af 98 kommuner mangler at oplyse en kontaktperson (fristen er mandag den 12. februar 2024)');
    expect(digestHeadline(usual)).toBe('Alle 98 kommuner har oplyst en kontaktperson');
    expect(digestHeadline({ ...usual, day: '2024-03-18', login: 98 })).toBe('0 af 98 kommuner har indberettet (fristen er fredag den 31. maj 2024)');
    expect(digestHeadline({ ...usual, day: '2024-06-03', submitted: 40, waiting: ['Fanø Kommune'] })).toBe('40 af 98 kommuner har indberettet, 1 mangler også en kontaktperson (fristen var fredag den 31. maj 2024)');
    expect(digestHeadline({ ...usual, submitted: 98 })).toBe('Alle 98 kommuner har indberettet');
    expect(digestHeadline({ ...usual, invited: 0, contact: 0 })).toBe('Brevet er ikke sendt endnu');
    expect(digestHeadline({ ...usual, asked: 0, invited: 0, contact: 0 })).toBe('Alle kommuner er fritaget');
    expect(digestHeadline({ ...usual, needs, paused: { at: '', by: '', note: '' } })).toBe('Kampagnen er sat på pause, og der sendes intet til kommunerne; 1 sag venter på en medarbejder');
    expect(noticeHeadline({ day: '2024-02-20', needs, before: 0 })).toBe('1 ny sag venter på en medarbejder');
  });

  it('says of each thing that waits which command shows it', () => {
    expect(commandFor('0751/r3', '0751')).toBe('rundskriv review show 0751/r3');
    expect(commandFor('desk/q2', null)).toBe('rundskriv review show desk/q2');
    expect(commandFor('0563/bounced', '0563')).toBe('rundskriv status 0563');
    expect(commandFor('desk/clock', null)).toBe('rundskriv check');
  });

  it('counts what lies at the desk one by one, though it is told by its days', () => {
    const atDesk = (at: string) => ({ kommune: null, name: '', what: 'review' as const, detail: '', at });
    const changed = [...['2024-02-19T08:00:00Z', '2024-02-19T09:00:00Z', '2024-02-18T09:00:00Z'].map(atDesk), { ...atDesk('2024-02-19T08:00:00Z'), kommune: '0751', name: 'Aarhus Kommune' }];
    const fields = composeLetter(taskOf({ kind: 'digest', facts: { ...digests.none, changed }, recipientName: 'A' }, { kommune: null }), contextOf('2024-02-20T07:00:00Z', { kommune: null })).template.fields as unknown as DigestFields;
    expect(fields.changed).toEqual([{ what: 'Er kommet til gennemsyn', count: '4', names: 'den 18. februar 2024, den 19. februar 2024, Aarhus Kommune' }]);
  });

  it('cuts long lists and says where the rest stands', () => {
    const many = need ? Array.from({ length: 40 }, (_, i) => ({ ...need, id: `0563/r${i}` })) : [];
    const fields = composeLetter(taskOf({ kind: 'digest', facts: { ...digests.none, needs: many }, recipientName: 'A' }, { kommune: null }), contextOf('2024-02-20T07:00:00Z', { kommune: null })).template.fields as unknown as DigestFields;
    expect(fields.needs).toHaveLength(25);
    expect(fields.moreNeeds).toBe('15 andre sager');
    expect(fields.waiting).toMatch(/^Aabenraa Kommune|^Albertslund Kommune/);
    expect(fields.waiting).toMatch(/ og 68 andre \(se den vedhæftede liste\)$/);
    expect(fields.changed).toMatchObject([{ what: 'Har fået brevet', count: '98' }]);
    expect(fields.map).toBe('Kortet viser, hvor langt hver kommune er nået: 98 har ikke svaret.');
  });

  it('speaks Danish of what status.ts calls in English, and loses nothing it does not know', () => {
    expect(needInDanish('review: several-contacts (2 contacts were read for this kommune)')).toBe('der er oplyst flere kontaktpersoner');
    expect(needInDanish('review: differs-from-registered (A <a@b.dk> is registered; this mail names C <c@d.dk>)')).toMatch(/: registreret er A <a@b.dk>, mailen nævner C <c@d.dk>$/);
    expect(needInDanish('refused: login to a@b.dk (550 no such user)')).toBe('login til a@b.dk blev afvist af modtagerens mailserver (550 no such user)');
    expect(needInDanish('refused: letter to a@b.dk (550 550 5.1.1 User unknown)')).toBe('brev til a@b.dk blev afvist af modtagerens mailserver (550 5.1.1 User unknown)');
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
