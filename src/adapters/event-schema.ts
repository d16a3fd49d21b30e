// What an event must look like when it comes back from the store: one zod schema per event type.
// It refuses to skip: an unknown or broken event stops the program with a sentence that says which one and what to do.
import { z } from 'zod';
import { answers, formRead, handedIn } from './report-schema.ts';
import { digestChanges } from '../core/digest/facts.ts';
import { closings, type Event } from '../core/events.ts';
import { holdReasons } from '../core/holds.ts';
import { phases } from '../core/phase.ts';
import { mailKinds, missingThings, outcomes } from '../core/reading.ts';
import { sections } from '../core/report/model.ts';
import { deadlines, reminderAbouts, taskKinds, type Task } from '../core/task.ts';

const mail = z.strictObject({ id: z.string(), messageId: z.string().nullable(), from: z.string(), date: z.string().nullable(), subject: z.string() });
const contact = z.strictObject({ kommune: z.string(), name: z.string(), email: z.string(), phone: z.string().nullable(), region: z.string().nullable() });
const readContact = z.strictObject({
  kommune: z.string().nullable(), name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), region: z.string().nullable(), from: z.string(),
});
const thread = z.strictObject({ inReplyTo: z.string().nullable(), references: z.array(z.string()), subject: z.string() });
const about = z.enum(reminderAbouts);
const deadline = z.enum(deadlines);
const kind = z.enum(taskKinds);
const named = z.strictObject({ name: z.string(), email: z.string() });
const reason = z.enum([
  'understanding', 'differs-from-registered', 'older-than-registered', 'several-contacts', 'clarified-before', 'incomplete-after-registration',
  'no-kommune', 'unknown-case', 'exempt', 'answers-no-question', 'could-not-be-handled', 'letter-failed',
  'report-not-from-contact', 'report-older-than-newest',
]);


const read = z.strictObject({
  kind: z.enum(mailKinds), also: z.array(z.enum(mailKinds)), contacts: z.array(readContact), missing: z.array(z.enum(missingThings)), notes: z.array(z.string()),
  answerTo: z.string().nullable(), thread, text: z.string().optional(), files: z.array(z.string()).optional(), report: formRead.optional(),
}).optional();
const origin = z.string().optional();
const item = z.string();

const need = z.strictObject({
  id: z.string().default(''), kommune: z.string().nullable(), name: z.string(), what: z.string(), subject: z.string().nullable().default(null), from: z.string().nullable().default(null), since: z.string(),
});
/** A digest of before there was more to tell lacks most of this: one that still waits is not wanted any more (core/wanted.ts). */
const digestFacts = z.strictObject({
  day: z.string(), at: z.string().optional(), every: z.enum(['day', 'week']), since: z.string().nullable().default(null), launched: z.boolean().default(true),
  paused: z.strictObject({ at: z.string(), by: z.string(), note: z.string() }).nullable().default(null),
  invited: z.number(), contact: z.number(), login: z.number(), begun: z.number(), submitted: z.number(), asked: z.number().optional(), total: z.number(), bounced: z.number(), overdue: z.number(),
  deadlines: z.strictObject({ letter: z.string(), contact: z.string(), report: z.string() }).default({ letter: '1970-01-01', contact: '1970-01-01', report: '1970-01-01' }),
  needs: z.array(need),
  changed: z.array(z.strictObject({ kommune: z.string().nullable(), name: z.string(), what: z.enum(digestChanges), detail: z.string().default(''), at: z.string() })),
  waiting: z.array(z.string()), unreported: z.array(z.string()).default([]),
  upcoming: z.array(z.strictObject({ day: z.string(), what: kind, count: z.number() })),
  held: z.array(z.strictObject({ what: kind, reason: z.enum(holdReasons), count: z.number(), names: z.array(z.string()) })).default([]),
  health: z.strictObject({ inbox: z.enum(['quiet', 'unread', 'unhealthy']).nullable(), pending: z.number().nullable(), trouble: z.array(z.string()) }).default({ inbox: null, pending: null, trouble: [] }),
  progress: z.array(z.strictObject({ day: z.string(), contact: z.number(), submitted: z.number() })).default([]),
  list: z.array(z.strictObject({
    kommune: z.string(), name: z.string(), region: z.string(), phase: z.enum(phases), contactName: z.string(), contactEmail: z.string(), contactPhone: z.string(),
    overdue: z.boolean(), review: z.boolean(), question: z.boolean(), bounced: z.boolean(), reminders: z.number(), contactDeadline: z.string(), reportDeadline: z.string(),
    lastEventAt: z.string().nullable(), exempt: z.string().nullable(),
  })).default([]),
}).transform((facts) => ({ ...facts, at: facts.at ?? `${facts.day}T00:00:00Z`, asked: facts.asked ?? facts.total }));

const forwarded = z.strictObject({
  from: z.string(), date: z.string().nullable(), subject: z.string(), text: z.string(), cut: z.boolean(), files: z.array(z.string()), answerTo: z.string().nullable(),
});
const beside = z.strictObject({
  name: z.string(), phase: z.string(), contact: named.nullable(), mailbox: z.string(), reminders: z.number(), contactDeadline: z.string(), reportDeadline: z.string(),
  mails: z.array(z.strictObject({ at: z.string(), direction: z.enum(['in', 'out']), what: z.string(), who: z.string() })),
});

const taskBase = {
  id: z.string(), kommune: z.string().nullable(), to: z.string(), createdAt: z.string(), thread: thread.nullable(),
  extended: z.strictObject({ contact: z.string().optional(), report: z.string().optional() }).optional(),
};
export const taskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...taskBase, kind: z.literal('letter') }),
  z.strictObject({ ...taskBase, kind: z.literal('ack'), contact, corrected: z.boolean(), notes: z.array(z.string()), question: z.boolean(), confirm: z.boolean().default(false) }),
  z.strictObject({ ...taskBase, kind: z.literal('clarify'), missing: z.array(z.enum(missingThings)), read: z.array(readContact), notes: z.array(z.string()), unreachable: named.nullable().default(null) }),
  z.strictObject({ ...taskBase, kind: z.literal('login'), contact, userName: z.string(), nonce: z.string(), tokenHash: z.string().default(''), expires: z.string(), again: z.boolean().default(false), forgotten: z.boolean().optional() }),
  z.strictObject({ ...taskBase, kind: z.literal('reminder'), about, of: deadline.default('contact'), round: z.string(), step: z.number(), deadline: z.string(), overdue: z.boolean(),
    login: z.strictObject({ task: z.string(), nonce: z.string(), expires: z.string() }).nullable().default(null), copyOf: named.nullable().default(null) }),
  z.strictObject({ ...taskBase, kind: z.literal('confirm'), contact }),
  z.strictObject({ ...taskBase, kind: z.literal('closed'), former: named, contact }),
  z.strictObject({ ...taskBase, kind: z.literal('review'), item: z.string(), recipientName: z.string(), question: forwarded, beside: beside.nullable() }),
  z.strictObject({ ...taskBase, kind: z.literal('answer'), item: z.string(), by: z.string(), text: z.string() }),
  z.strictObject({ ...taskBase, kind: z.literal('receipt'), contact: named, submittedAt: z.string(), again: z.boolean(), number: z.number(), handedIn: handedIn.optional() }),
  z.strictObject({ ...taskBase, kind: z.literal('correct'), name: z.string(), faults: z.array(z.strictObject({ place: z.string().nullable(), label: z.string(), text: z.string() })), filename: z.string(), answers }),
  z.strictObject({ ...taskBase, kind: z.literal('invitation'), colleague: named, by: named, userName: z.string(), nonce: z.string(), tokenHash: z.string(), expires: z.string() }),
  z.strictObject({ ...taskBase, kind: z.literal('digest'), facts: digestFacts, recipientName: z.string(), atOnce: z.boolean().optional() }),
  z.strictObject({ ...taskBase, kind: z.literal('notice'), facts: z.strictObject({ day: z.string(), needs: z.array(need), before: z.number() }), recipientName: z.string() }),
]);

const at = z.string();
const schemas = {
  'case-opened': z.strictObject({ type: z.literal('case-opened'), at, kommune: z.string(), name: z.string(), mailbox: z.string() }),
  'campaign-launched': z.strictObject({ type: z.literal('campaign-launched'), at, by: z.string(), redirectTo: z.string().nullable(), inbox: z.strictObject({ uidValidity: z.string(), uidNext: z.number() }).nullable(), clock: z.string() }),
  'mail-received': z.strictObject({ type: z.literal('mail-received'), at, mail, reading: z.number(), kind: z.enum(mailKinds), outcome: z.enum(outcomes), reasons: z.array(z.string()) }),
  'contact-registered': z.strictObject({ type: z.literal('contact-registered'), at, contact, mail, from: z.string(), item: item.optional(), foreign: z.boolean().optional() }),
  'contact-confirmed': z.strictObject({ type: z.literal('contact-confirmed'), at, mail }),
  'contact-withdrawn': z.strictObject({ type: z.literal('contact-withdrawn'), at, contact, restored: z.strictObject({ contact, mail, at }).nullable(), item }),
  'address-approved': z.strictObject({ type: z.literal('address-approved'), at, mail, email: z.string(), item: item.optional() }),
  'login-activated': z.strictObject({ type: z.literal('login-activated'), at, task: z.string(), credential: z.string().optional() }),
  'password-changed': z.strictObject({ type: z.literal('password-changed'), at, email: z.string(), credential: z.string() }),
  'colleague-removed': z.strictObject({ type: z.literal('colleague-removed'), at, email: z.string(), by: z.string() }),
  'portal-entered': z.strictObject({ type: z.literal('portal-entered'), at, email: z.string() }),
  'report-begun': z.strictObject({ type: z.literal('report-begun'), at, by: z.string(), start: answers.optional() }),
  'report-saved': z.strictObject({ type: z.literal('report-saved'), at, by: z.string(), section: z.enum(sections), answers }),
  'report-submitted': z.strictObject({ type: z.literal('report-submitted'), at, by: z.string(), handedIn: handedIn.optional(), item: item.optional() }),
  'report-withdrawn': z.strictObject({ type: z.literal('report-withdrawn'), at, number: z.number(), item }),
  exempted: z.strictObject({ type: z.literal('exempted'), at, by: z.string(), note: z.string() }),
  'exemption-lifted': z.strictObject({ type: z.literal('exemption-lifted'), at, by: z.string(), note: z.string() }),
  'deadline-extended': z.strictObject({ type: z.literal('deadline-extended'), at, deadline, until: z.string(), by: z.string(), note: z.string() }),
  'campaign-paused': z.strictObject({ type: z.literal('campaign-paused'), at, by: z.string(), note: z.string() }),
  'campaign-resumed': z.strictObject({ type: z.literal('campaign-resumed'), at, by: z.string(), note: z.string() }),
  'review-opened': z.strictObject({ type: z.literal('review-opened'), at, review: z.string(), mail: mail.nullable(), reason, detail: z.string(), read, origin, task: z.string().optional() }),
  'question-opened': z.strictObject({ type: z.literal('question-opened'), at, question: z.string(), mail, read, origin }),
  'review-closed': z.strictObject({ type: z.literal('review-closed'), at, item, how: z.enum(closings), by: z.string(), note: z.string(), to: z.string().nullable() }),
  'review-reopened': z.strictObject({ type: z.literal('review-reopened'), at, item, by: z.string(), note: z.string() }),
  'bounce-noted': z.strictObject({ type: z.literal('bounce-noted'), at, mail, recipient: z.string(), permanent: z.boolean(), task: z.string().nullable() }),
  'mail-asked': z.strictObject({ type: z.literal('mail-asked'), at, task: taskSchema, item: item.optional() }),
  'mail-intended': z.strictObject({ type: z.literal('mail-intended'), at, task: z.string(), sha256: z.string(), clock: z.string() }),
  'mail-deferred': z.strictObject({ type: z.literal('mail-deferred'), at, task: z.string(), code: z.number().nullable(), response: z.string() }),
  'mail-sent': z.strictObject({ type: z.literal('mail-sent'), at, task: z.string(), proof: z.enum(['accepted', 'copy']), response: z.string() }),
  'mail-refused': z.strictObject({ type: z.literal('mail-refused'), at, task: z.string(), stage: z.enum(['recipient', 'content']), code: z.number(), response: z.string() }),
  'mail-unwanted': z.strictObject({ type: z.literal('mail-unwanted'), at, task: z.string(), reason: z.string() }),
} satisfies { readonly [T in Event['type']]: z.ZodType<Extract<Event, { type: T }>> };

export class UnknownEvent extends Error {
  override name = 'UnknownEvent';
}

/** One event from its JSON. Throws UnknownEvent, which stops the program: an event is never skipped. */
export function parseEvent(json: string, where: string): Event {
  return checked(JSON.parse(json), where, 'restore the store from a backup, or start the version that wrote it');
}

/** One event as JSON. Throws UnknownEvent rather than write what could not be read again. */
export function formatEvent(event: Event, stream: string): string {
  return JSON.stringify(checked(event, `a new event of ${stream}`, 'this is a fault of the program; nothing was written'));
}

function checked(raw: unknown, where: string, cure: string): Event {
  const type = typeof raw === 'object' && raw !== null && 'type' in raw ? String(raw.type) : '(none)';
  if (!(type in schemas)) {
    throw new UnknownEvent(`${where} is an event of type "${type}", which this version does not know; it was written by another version of the program: start that version, or a newer one`);
  }
  const parsed = schemas[type as Event['type']].safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UnknownEvent(`${where} is a "${type}" event that does not fit its schema (${issue?.path.join('.')}: ${issue?.message}); ${cure}`);
  }
  return parsed.data as Event;
}

/** A pending task from its JSON. Throws UnknownEvent. */
export function parseTask(json: string, id: string): Task {
  const parsed = taskSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new UnknownEvent(`task ${id} does not fit its schema (${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}); start the version of the program that wrote it`);
  return parsed.data;
}
