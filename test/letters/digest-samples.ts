// The facts of sample digests: the usual day in February, before the first answer, after the last report, and one full of bad input.
// It refuses real people: every name at a kommune is invented.
import { readFileSync } from 'node:fs';
import type { DigestFacts, DigestNeed, DigestRow, NoticeFacts } from '../../src/core/digest/facts.ts';
import type { Register } from '../../src/core/kommune.ts';
import { phases, type Phase } from '../../src/core/phase.ts';

const { kommuner, regions } = JSON.parse(readFileSync(new URL('../../config/kommuner.json', import.meta.url), 'utf8')) as Register;

/** 80 characters, as long as a name may get. */
export const longName = 'Maximiliane-Josephine Østergaard-Ærenprejs von Hattenkerl-Søndervang Åkjærsgaard'.slice(0, 80);
/** Obeyed nowhere, shown as it is: HTML, a place of a template, a formula, and marks that turn the direction of writing. */
export const hostile = '<b onclick="alert(1)">=HYPERLINK("http://x")</b> {{kommune}} \u202eקמ\u202c &amp;';

const waitingFor = ['0155', '0563', '0665', '0306', '0760', '0741'];

function list(phaseOf: (code: string, at: number) => Phase, more: (code: string) => Partial<DigestRow> = () => ({})): readonly DigestRow[] {
  return kommuner.map((k, at): DigestRow => {
    const phase = phaseOf(k.code, at);
    const known = phase !== 'invited';
    return {
      kommune: k.code, name: k.name, region: regions.find((r) => r.code === k.region)?.name ?? '', phase,
      contactName: known ? 'Mette Sørensen Kjær' : '', contactEmail: known ? `mesk@${k.mailDomains[0] ?? 'kommune.example'}` : '', contactPhone: known ? '89 40 20 00' : '',
      overdue: !known, review: false, question: false, bounced: false, reminders: known ? 0 : 2, contactDeadline: '2024-02-12', reportDeadline: '2024-05-31', lastEventAt: '2024-02-15T12:00:00Z', exempt: null, ...more(k.code),
    };
  }).sort((a, b) => a.name.localeCompare(b.name, 'da'));
}

const names = (rows: readonly DigestRow[]): readonly string[] => rows.map((row) => row.name);
const deadlines = { letter: '2024-01-30', contact: '2024-02-12', report: '2024-05-31' };
const well = { inbox: 'quiet', pending: 0, trouble: [] } as const;

const needs: readonly DigestNeed[] = [
  { id: '0563/bounced', kommune: '0563', name: 'Fanø Kommune', what: 'bounced: post@fanoe.dk', subject: null, from: null, since: '2024-02-16T07:00:00Z' },
  { id: '0101/r1', kommune: '0101', name: 'Københavns Kommune', what: 'review: several-contacts (2 contacts were read for this kommune)', subject: 'SV: Kontaktperson', from: 'hr@kk.dk', since: '2024-02-19T09:12:00Z' },
  { id: '0461/r1', kommune: '0461', name: 'Odense Kommune', what: 'review: differs-from-registered (Ida Holm <ida@odense.dk> is registered; this mail names Per Lund <plu@odense.dk>)', subject: 'SV: Kontaktperson', from: 'plu@odense.dk', since: '2024-02-19T10:00:00Z' },
  { id: '0665/q1', kommune: '0665', name: 'Lemvig Kommune', what: 'question', subject: 'Hvem tæller med?', from: 'post@lemvig.dk', since: '2024-02-19T13:40:00Z' },
  { id: 'desk/r2', kommune: null, name: '', what: 'review: no-kommune', subject: 'Kontaktperson', from: 'lone.holm@gmail.example', since: '2024-02-20T06:30:00Z' },
];

const usualList = list((code) => (waitingFor.includes(code) ? 'invited' : 'contact'), (code) => ({
  review: code === '0101' || code === '0461', question: code === '0665', bounced: code === '0563', ...(code === '0825' ? { exempt: 'Beslutning af 1. februar' } : {}),
}));

const usual: DigestFacts = {
  day: '2024-02-20', at: '2024-02-20T07:00:00Z', every: 'week', since: '2024-02-12T07:00:00Z', launched: true, paused: null,
  invited: 97, contact: 91, login: 0, begun: 0, submitted: 0, asked: 97, total: 98, bounced: 1, overdue: 6, deadlines, needs,
  changed: [
    { kommune: '0751', name: 'Aarhus Kommune', what: 'contact', detail: 'Mette Sørensen Kjær', at: '2024-02-15T12:00:00Z' }, { kommune: '0813', name: 'Frederikshavn Kommune', what: 'contact', detail: 'Bo Lind', at: '2024-02-16T08:15:00Z' },
    { kommune: '0461', name: 'Odense Kommune', what: 'contact-changed', detail: 'Ida Holm', at: '2024-02-16T09:15:00Z' }, { kommune: '0665', name: 'Lemvig Kommune', what: 'question', detail: '', at: '2024-02-19T13:40:00Z' },
    { kommune: '0741', name: 'Samsø Kommune', what: 'extended', detail: '2024-03-01', at: '2024-02-16T08:15:00Z' }, { kommune: '0825', name: 'Læsø Kommune', what: 'exempted', detail: 'Beslutning af 1. februar', at: '2024-02-14T08:15:00Z' },
    { kommune: '0563', name: 'Fanø Kommune', what: 'bounced', detail: 'post@fanoe.dk', at: '2024-02-16T07:00:00Z' },
  ],
  waiting: names(usualList.filter((row) => row.phase === 'invited')), unreported: names(usualList.filter((row) => row.phase !== 'invited')),
  upcoming: [{ day: '2024-02-22', what: 'reminder', count: 4 }],
  held: [{ what: 'reminder', reason: 'question-open', count: 1, names: ['Lemvig Kommune'] }, { what: 'reminder', reason: 'bounced', count: 1, names: ['Fanø Kommune'] }],
  health: well,
  progress: ([['01-31', 4], ['02-01', 11], ['02-02', 19], ['02-05', 31], ['02-06', 38], ['02-07', 44], ['02-08', 49], ['02-09', 61], ['02-12', 80], ['02-13', 84], ['02-15', 89], ['02-16', 91], ['02-20', 91]] as const)
    .map(([day, contact]) => ({ day: `2024-${day}`, contact, submitted: 0 })),
  list: usualList,
};

const silent = list(() => 'invited', () => ({ overdue: false, reminders: 0, lastEventAt: '2024-01-30T07:10:00Z' }));
const none: DigestFacts = {
  ...usual, day: '2024-01-31', at: '2024-01-31T07:00:00Z', every: 'day', since: null, invited: 98, contact: 0, asked: 98, bounced: 0, overdue: 0, needs: [], waiting: names(silent), unreported: [],
  changed: silent.map((row) => ({ kommune: row.kommune, name: row.name, what: 'letter' as const, detail: '', at: '2024-01-30T07:10:00Z' })),
  upcoming: [], held: [], progress: [{ day: '2024-01-31', contact: 0, submitted: 0 }], list: silent,
};

const done = list(() => 'submitted', () => ({ overdue: false, lastEventAt: '2024-06-12T10:00:00Z' }));
const all: DigestFacts = {
  ...usual, day: '2024-06-17', at: '2024-06-17T06:00:00Z', since: '2024-06-10T06:00:00Z', invited: 98, contact: 98, login: 98, begun: 98, submitted: 98, asked: 98, bounced: 0, overdue: 0, needs: [], waiting: [], unreported: [],
  changed: [{ kommune: '0563', name: 'Fanø Kommune', what: 'submitted', detail: '', at: '2024-06-12T10:00:00Z' }, { kommune: '0101', name: 'Københavns Kommune', what: 'resubmitted', detail: '', at: '2024-06-11T10:00:00Z' }],
  upcoming: [], held: [],
  progress: ([['02-09', 61, 0], ['02-16', 91, 0], ['03-06', 98, 0], ['03-20', 98, 6], ['04-15', 98, 22], ['05-02', 98, 41], ['05-17', 98, 58], ['05-28', 98, 75], ['05-31', 98, 92], ['06-05', 98, 97], ['06-12', 98, 98], ['06-17', 98, 98]] as const)
    .map(([day, contact, submitted]) => ({ day: `2024-${day}`, contact, submitted })),
  list: done,
};

const middle = list((_, at) => phases[1 + (at * 7) % 4] ?? 'login', (code) => (code === '0155' ? { phase: 'invited', contactName: '', contactEmail: '' } : {}));
/** Half-way through the report, on a bad day: paused, out of order, and every name as bad as can be. */
const bad: DigestFacts = {
  ...usual, day: '2024-05-02', at: '2024-05-02T06:00:00Z', every: 'day', since: '2024-04-30T06:00:00Z', paused: { at: '2024-05-01T09:00:00Z', by: 'anb@lige.dk', note: hostile },
  invited: 98, contact: 97, login: 73, begun: 49, submitted: 24, asked: 98, overdue: 1, waiting: [longName], unreported: middle.slice(0, 73).map((row) => row.name),
  needs: [
    { id: '0751/r3', kommune: '0751', name: longName, what: `review: understanding (${hostile})`, subject: hostile, from: 'x@y.dk', since: '2024-04-30T09:00:00Z' },
    { id: 'desk/r9', kommune: null, name: hostile, what: `refused: login to mesk@aarhus.dk (550 ${hostile})`, subject: null, from: hostile, since: '2024-05-01T09:00:00Z' },
  ],
  changed: [{ kommune: '0751', name: hostile, what: 'submitted', detail: '', at: '2024-05-01T09:00:00Z' }, { kommune: null, name: '', what: 'paused', detail: hostile, at: '2024-05-01T09:00:00Z' }],
  held: [{ what: 'login', reason: 'paused', count: 98, names: middle.map((row) => row.name) }],
  health: { inbox: 'unhealthy', pending: 98, trouble: ['INBOX was last looked at 4711 seconds ago: is the inbox worker running, and does the mail server answer?', hostile] },
  progress: ([['02-09', 61, 0], ['02-16', 91, 0], ['03-20', 97, 2], ['04-15', 97, 15], ['05-02', 97, 24]] as const).map(([day, contact, submitted]) => ({ day: `2024-${day}`, contact, submitted })),
  list: middle.map((row, at) => (at === 0 ? { ...row, name: longName, contactName: longName } : at === 1 ? { ...row, name: hostile, contactName: hostile } : row)),
};

export const digests = { usual, none, all, bad } as const;

export const notice: NoticeFacts = { day: '2024-02-20', needs: needs.slice(3), before: 3 };
