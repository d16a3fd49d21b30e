// One kommune's timeline for people: each event as a line that says who did what because of which mail (design rule 10).
// It refuses to leave an event out: what happened is told, whatever it was.
import type { Event } from '../core/events.ts';
import { unwantedWords } from './hold-text.ts';
import { onDay } from './when.ts';

/** One event as a line. */
export function told(event: Event): string {
  switch (event.type) {
    case 'case-opened':
      return `case opened; main mailbox ${event.mailbox}`;
    case 'campaign-launched':
      return `campaign launched by ${event.by}${event.redirectTo ? `, as a rehearsal to ${event.redirectTo}` : ''}`;
    case 'mail-received':
      return `mail from ${event.mail.from}: "${event.mail.subject}" is ${event.kind}, ${event.outcome}${event.reading > 1 ? ` (reading ${event.reading})` : ''}${event.reasons.length > 0 ? `: ${event.reasons.join('; ')}` : ''}`;
    case 'contact-registered':
      return `registered ${event.contact.name} <${event.contact.email}> from ${event.item === undefined ? event.from : `review ${event.item}`} of the mail from ${event.mail.from}`;
    case 'contact-withdrawn':
      return `${event.contact.name} <${event.contact.email}> is not registered any more; ${event.restored ? `${event.restored.contact.name} <${event.restored.contact.email}> is again` : 'nobody is'}`;
    case 'address-approved':
      return `${event.email}, outside the kommune's domains, is approved by ${event.item === undefined ? `the mail from ${event.mail.from}` : `review ${event.item}`}`;
    case 'login-activated':
      return `${event.task}: the link was used`;
    case 'report-begun':
      return `report begun by ${event.by}`;
    case 'report-saved':
      return `report: ${event.section} saved by ${event.by}`;
    case 'report-submitted': {
      const { handedIn, item } = event;
      return `report submitted by ${event.by}${item === undefined ? '' : ` (review ${item})`}${handedIn === undefined ? '' : ` ${handedIn.via === 'mail' ? 'by mail' : 'on the portal'}${handedIn.replaces === null ? '' : `, in place of version ${handedIn.replaces.number}`}${handedIn.correction === '' ? '' : `: ${handedIn.correction}`}`}`;
    }
    case 'report-withdrawn':
      return `version ${event.number} of the report does not count any more: ${event.item} was taken back`;
    case 'password-changed':
      return `${event.email} chose another password`;
    case 'colleague-removed':
      return `${event.email} may not enter the portal any more, by ${event.by}`;
    case 'portal-entered':
      return `${event.email} logged in`;
    case 'exempted':
      return `exempted by ${event.by}: ${event.note}`;
    case 'exemption-lifted':
      return `no longer exempt, by ${event.by}: ${event.note}`;
    case 'deadline-extended':
      return `deadline for the ${event.deadline === 'contact' ? 'contact list' : 'report'} is ${onDay(event.until)} now, by ${event.by}: ${event.note}`;
    case 'campaign-paused':
      return `campaign paused by ${event.by}: ${event.note}`;
    case 'campaign-resumed':
      return `campaign resumed by ${event.by}${event.note === '' ? '' : `: ${event.note}`}`;
    case 'contact-confirmed':
      return `mail from ${event.mail.from} names the registered contact again`;
    case 'review-opened':
      return `review ${event.review} opened${event.origin === undefined ? '' : ` from ${event.origin}`}: ${event.reason}${event.detail ? ` (${event.detail})` : ''}`;
    case 'question-opened':
      return `question ${event.question} from ${event.mail.from} waits for an answer${event.origin === undefined ? '' : ` (from ${event.origin})`}`;
    case 'review-closed':
      return `${event.item} ${event.how}${event.to === null ? '' : ` to ${event.to}`} by ${event.by}${event.note === '' ? '' : `: ${event.note}`}`;
    case 'review-reopened':
      return `${event.item} opened again by ${event.by}${event.note === '' ? '' : `: ${event.note}`}`;
    case 'bounce-noted':
      return `bounce: ${event.recipient} ${event.permanent ? 'is dead' : 'had passing trouble'}${event.task ? ` (${event.task})` : ''}`;
    case 'mail-asked':
      return `${event.task.kind} to ${event.task.to} asked for (${event.task.id})${event.item === undefined ? '' : ` by ${event.item}`}`;
    case 'mail-intended':
      return `${event.task} begins to leave`;
    case 'mail-deferred':
      return `${event.task} deferred: ${event.code ?? ''} ${event.response}`;
    case 'mail-sent':
      return `${event.task} sent (${event.proof}: ${event.response})`;
    case 'mail-refused':
      return `${event.task} refused for good: ${event.code} ${event.response}`;
    case 'mail-unwanted':
      return `${event.task} not sent: ${unwantedWords(event.reason)}`;
  }
}
