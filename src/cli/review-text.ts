// What `review` says: the list, one item, what will follow, what followed, and why something did not happen.
// It refuses to run long: what comes from a mail is cut to what a person reads at a glance.
import { contactToRegister, type ContactToRegister } from '../core/review-contact.ts';
import { desk } from '../core/events.ts';
import type { Item } from '../core/items.ts';
import type { Kommune, Register } from '../core/kommune.ts';
import { line, shortLine } from '../core/letters/line.ts';
import type { Understanding } from '../core/reading.ts';
import { reportOf } from '../core/report/accept.ts';
import { answerOf } from '../core/review.ts';
import type { Contact } from '../core/task.ts';
import type { Refiled } from '../flows/refile.ts';
import type { Acted, Action, FoundItem, ItemRef, ListedItem } from '../flows/review.ts';
import { idOf, reportLines, reportNext } from './review-report-text.ts';
import { table } from './table.ts';
import { told } from './timeline.ts';
import { local } from './when.ts';

export { idOf } from './review-report-text.ts';

/** The mail read once more, or one sentence why not. */
export type Reread = { readonly understanding: Understanding } | { readonly not: string };

/** The JSON of an item, for `list` and `show`. */
export function asJson({ ref, name, item, closed = null }: { readonly ref: ItemRef; readonly name: string; readonly item: Item; readonly closed?: FoundItem['closed'] }, workingDays: number | null) {
  const { what, reason, detail, mail, at, read, origin } = item;
  return {
    id: idOf(ref), kommune: ref.stream === desk ? null : ref.stream, name, what, reason, detail, since: at, ...(workingDays === null ? {} : { workingDays }), mail, read, origin,
    closed: closed && { how: closed.how, by: closed.by, at: closed.at, note: closed.note, to: closed.to },
  };
}

export function list(items: readonly ListedItem[]): readonly string[] {
  if (items.length === 0) return ['Nothing waits for a person.'];
  return [
    ...table([['id', 'kommune', 'days', 'from', 'subject', 'why'], ...items.map(({ ref, name, item, workingDays }) =>
      [idOf(ref), name || '-', String(workingDays), item.mail?.from ?? '-', item.mail ? shortLine(item.mail.subject, 50) : '-', shortLine(why(item), 100)])], [2]),
    '', `${items.length} wait; days are working days. "rundskriv review show ${items[0] ? idOf(items[0].ref) : 'ID'}" shows the first.`,
  ];
}

export function shown(found: FoundItem, reread: Reread, register: Register, day: string): readonly string[] {
  const { ref, name, item, closed } = found;
  const out: string[] = [`${idOf(ref)}  ${item.what}${name ? `, ${name}` : ''}, since ${local(item.at)}${item.origin ? `, from ${item.origin}` : ''}`];
  const say = (label: string, text: string): void => void out.push(`  ${label.padEnd(10)} ${text}`);
  if (closed) say('closed', `${closed.how}${closed.to ? ` to ${closed.to}` : ''} by ${closed.by}, ${local(closed.at)}${closed.note ? `: ${closed.note}` : ''}`);
  if (item.mail) {
    say('mail', `"${item.mail.subject}" from ${item.mail.from}${item.mail.date ? `, ${local(item.mail.date)}` : ', without a date'}`);
    if (found.folder) say('lies in', found.folder);
  }
  say('because', why(item));
  const read = 'understanding' in reread ? reread.understanding : item.read;
  if (read) {
    say('kind', [read.kind, ...read.also].join(' + '));
    for (const c of read.contacts) say('read', `${c.name ?? '(no name)'} <${c.email ?? 'no address'}>${c.phone ? `, ${c.phone}` : ''}${c.kommune ? `, ${kommuneName(register, c.kommune)}` : ''}, from ${c.from}`);
    if (read.contacts.length === 0 && !found.report) say('read', 'no contact');
    if (read.missing.length > 0) say('missing', read.missing.join(', '));
  }
  if (found.report) for (const [label, text] of reportLines(found.report, item.mail?.from ?? null, register)) say(label, text);
  if ('understanding' in reread) {
    const { understanding } = reread;
    say('now', `read again, it is ${understanding.outcome}${understanding.kommuner.length > 0 ? `, ${understanding.kommuner.map((code) => kommuneName(register, code)).join(' / ')}` : ''}`);
    for (const a of understanding.attachments) say('file', `${a.filename}: ${a.readAs === null ? a.problem ?? 'needs no reading' : `read as ${a.readAs}`}`);
    for (const e of understanding.evidence) say('evidence', e);
    for (const r of understanding.reasons) say('reason', r);
    for (const p of understanding.problems) say('problem', p);
    const text = understanding.text.split('\n').map(line).filter((t) => t !== '');
    for (const t of text.slice(0, 20)) say('text', shortLine(t, 160));
    if (text.length > 20) say('text', `(+${text.length - 20} lines)`);
  } else if (item.mail) {
    say('not read', reread.not);
  }
  if (ref.stream !== desk) say('registered', found.contact ? contactLine(found.contact) : 'nobody');
  for (const event of found.history) say(local(event.at), shortLine(told(event), 200));
  return [...out, '', 'You can type:', ...next(found, register, day).map((command) => `  rundskriv review ${command}`)];
}

/** The commands that make sense next, ready to copy. */
function next({ ref, item, closed, contact, report }: FoundItem, register: Register, day: string): readonly string[] {
  const id = idOf(ref);
  if (closed) return [`undo ${id}`];
  const discard = `discard ${id}`;
  if (item.mail === null) return [discard];
  if (report) return reportNext({ ref, item }, report, register);
  const code = ref.stream === desk ? item.read?.contacts.find((c) => c.kommune !== null)?.kommune : ref.stream;
  const kommune = register.kommuner.find((k) => k.code === code);
  const can = (email?: string): boolean => kommune !== undefined && 'contact' in contactToRegister(item, kommune, register, day, contact, { email, foreign: false });
  const to = ref.stream === desk ? ` --kommune ${kommune?.code ?? 'KOMMUNE'}` : '';
  // An address goes into a line to copy only when no shell would see more in it.
  const either = (item.read?.contacts ?? []).flatMap(({ email }) => (email !== null && /^[\w.+-]+@[\w.-]+$/.test(email) && can(email) ? [`accept ${id}${to} --email ${email}`] : []));
  const accept = can() ? [`accept ${id}${to}`] : either;
  const missing = (item.read?.missing.length ?? 0) > 0;
  const assign = `assign ${id} KOMMUNE`;
  if (item.what === 'question') return [discard, ...accept, assign];
  return [
    ...(accept.length > 0 ? accept : [`accept ${id}${to} --name "NAME" --email ADDRESS`]),
    assign, ...(answerOf(item) ? [`ask ${id}${missing ? '' : ' --missing name,email'}`] : []), `forward ${id}`, discard,
  ];
}

/** What accepting will do, before anybody says yes. */
export function plan(found: FoundItem, kommune: Kommune, register: Register, built: Extract<ContactToRegister, { contact: Contact }>, registered: Contact | null, quiet: boolean): readonly string[] {
  const { contact, toKnow } = built;
  const { item, ref } = found;
  const region = register.regions.find((r) => r.code !== null && r.code === contact.region)?.name;
  const source = item.read?.contacts.find((c) => c.email === contact.email && c.name === contact.name)?.from;
  const answer = answerOf(item);
  const same = registered !== null && JSON.stringify(registered) === JSON.stringify(contact);
  return [
    ...(ref.stream === kommune.code ? [] : [`Assigns ${idOf(ref)} to ${kommune.name} (${kommune.code}) first.`]),
    `Registers for ${kommune.name} (${kommune.code}): ${contactLine(contact)}${region ? `, ${region}` : ''}, ${source === undefined ? 'as you give it' : `from ${source}`}.`,
    ...toKnow.map((sentence) => `To know: ${sentence}.`),
    registered === null ? 'Nobody is registered now.' : same ? 'The same contact is registered already.' : `Registered now: ${contactLine(registered)}. It is replaced.`,
    quiet ? 'No acknowledgement is sent.' : same ? 'No second acknowledgement is sent.' : answer === null ? 'No acknowledgement is sent: the mail may not be answered.' : `The acknowledgement goes to ${answer.to}, in the thread "${shortLine(answer.thread.subject, 80)}".`,
    ...(item.what === 'question' || (item.read?.also.length ?? 0) > 0 ? ['What stands beside the contact in the mail goes on waiting, as a question.'] : []),
  ];
}

export const followed = {
  all(found: FoundItem, action: Action, acted: Extract<Acted, { outcome: 'done' }>): readonly string[] {
    const id = idOf(found.ref);
    const asked = acted.events.flatMap((event) => (event.type === 'mail-asked' ? [`${event.task.kind} to ${event.task.to} is on its way (${event.task.id}); it leaves while "rundskriv start" runs.`] : []));
    const withdrawn = acted.events.flatMap((event) => (event.type === 'contact-withdrawn' ? [`${contactLine(event.contact)} is not registered any more; ${event.restored ? `${contactLine(event.restored.contact)} is again` : 'nobody is'}.`] : []));
    const noReport = acted.events.flatMap((event) => (event.type === 'report-withdrawn' ? [`Version ${event.number} of the report does not count any more; ${countsNow(found.versions, event.number)}.`] : []));
    const stopped = acted.events.flatMap((event) => (event.type === 'mail-unwanted' ? [`${event.task} will not be sent.`] : []));
    const kept = action.type === 'undo' && found.closed?.registered && withdrawn.length === 0 ? [`${contactLine(found.closed.registered.contact)} is no longer what that registered, or was named again since: the registered contact stays as it is.`] : [];
    const unsent = action.type === 'undo' && found.item.task !== null ? [`${found.item.task} stays unsent: a mail that was given up is not sent after all.`] : [];
    return [
      `${id} is ${action.type === 'undo' ? 'open again' : done[action.type]}.`,
      ...withdrawn, ...kept, ...noReport, ...stopped, ...unsent,
      ...acted.left.map((mail) => `The ${mail.kind} to ${mail.to} has left or was leaving (${mail.id}): it can't be called back; write to them if it matters.`),
      ...asked,
      ...(acted.opened.length > 0 ? [`It waits as ${acted.opened.join(', ')} now.`] : []),
      ...(acted.refiled ? [followed.filed(acted.refiled)] : []),
    ];
  },
  filed({ mail, from, to, outcome, why: trouble }: Refiled): string {
    const which = `The mail "${shortLine(mail.subject, 60)}" from ${mail.from}`;
    switch (outcome) {
      case 'moved':
        return `${which} lies in ${to} now.`;
      case 'gone':
        return `${which} lies neither in ${from} nor in ${to}: somebody has moved or deleted it.`;
      case 'failed':
        return `${which} still lies in ${from} (${trouble}); "rundskriv review tidy" or the next "rundskriv start" moves it.`;
    }
  },
};

const done: { readonly [T in Exclude<Action['type'], 'undo'>]: string } = { accept: 'accepted', 'accept-report': 'accepted: the report counts', assign: 'assigned', ask: 'closed: the sender is asked', forward: 'closed: it is a question now', discard: 'closed' };

function countsNow(versions: readonly number[], withdrawn: number): string {
  const newest = versions.findLast((number) => number !== withdrawn);
  return newest === undefined ? 'no report counts' : `version ${newest} does`;
}

/** Why a decision did not happen, as one sentence with the cure. */
export function whyNot(reason: string, found: FoundItem, type?: Action['type']): string {
  const id = idOf(found.ref);
  const { closed } = found;
  switch (reason) {
    case 'already-closed':
      return `${id} is closed already${closed ? ` (${closed.how} by ${closed.by}, ${local(closed.at)})` : ''}; "rundskriv review undo ${id}" opens it again`;
    case 'not-closed':
      return `${id} is open: there is nothing to undo`;
    case 'changed-meanwhile':
      if (type === 'accept-report') return `another version of the report has come or was taken back while you looked: nothing was handed in; look again with "rundskriv review show ${id}"`;
      return `another contact has been registered while you looked: nothing was registered; look again with "rundskriv review show ${id}"`;
    case 'nothing-new':
      return `the report of ${id} says what the version that counts says: nothing is handed in; discard it`;
    case 'needs-reason':
      return `the deadline has passed, and the sheet does not say why the report is corrected: give the reason with --note`;
    case 'no-mail':
      return `${id} is about a letter of ours, not about a mail: it can only be discarded`;
    case 'is-a-question':
      return `${id} is a question already: answer it, then close it with "rundskriv review discard ${id}"`;
    case 'nobody-to-ask':
      return `the mail of ${id} may not be answered: write to the kommune yourself, then discard it`;
    case 'same-kommune':
      return `${id} belongs to that kommune already`;
    case 'not-open':
      return 'that kommune has no case in this campaign: nothing can be assigned to it';
    case 'waits-there-already':
      return `the same mail waits at that kommune already: discard ${id}, or that one first`;
    case 'given-back':
      return `${id} was closed because the item it came from was taken back (${found.item.origin ?? 'unknown'}): decide on that one`;
    case 'closed-there':
      return `${id} was assigned to ${closed?.to ?? 'another kommune'} and has been closed there: undo that one first`;
    default:
      return `${id} is not changed: ${reason}; look again with "rundskriv review show ${id}"`;
  }
}

function why(item: Item): string {
  const { reason, detail, task } = item;
  const isReport = reportOf(item) !== undefined;
  if (reason === null) return 'a question waits for an answer';
  return [isReport ? 'report by mail' : '', reason === 'understanding' ? '' : reason, detail, task && !detail.startsWith(task) ? task : ''].filter((s) => s).join(': ') || 'understanding';
}

function contactLine({ name, email, phone }: Contact): string {
  return `${name} <${email}>${phone ? `, ${phone}` : ''}`;
}

function kommuneName(register: Register, code: string): string {
  return `${register.kommuner.find((k) => k.code === code)?.name ?? '?'} (${code})`;
}
