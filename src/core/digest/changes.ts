// What has happened in a stream since an instant, as the news of a digest.
// It refuses to tell what only the machine did: a mail that was put off, an intent, a mail of a machine are no news.
import type { Event } from '../events.ts';
import type { TaskKind } from '../task.ts';
import type { DigestChange, DigestChangeKind } from './facts.ts';

/** A case's events with whose they are; `kommune` null for the desk. */
export type Stream = { readonly kommune: string | null; readonly name: string; readonly events: readonly Event[] };

/** News after `since` (ISO instant; null for all) up to `until`, oldest first. */
export function changesOf({ kommune, name, events }: Stream, since: string | null, until: string | null = null): readonly DigestChange[] {
  const from = since === null ? -Infinity : Temporal.Instant.from(since).epochMilliseconds;
  const to = until === null ? Infinity : Temporal.Instant.from(until).epochMilliseconds;
  const news: DigestChange[] = [];
  const kinds = new Map<string, { readonly kind: TaskKind; readonly to: string }>();
  let contact: { readonly name: string; readonly email: string } | null = null;
  /** Versions that count, of those that came; a version that was taken back keeps its number. */
  const versions = new Set<number>();
  let came = 0;
  const told = (event: Event): readonly [DigestChangeKind, string] | null => {
    switch (event.type) {
      case 'contact-registered': {
        const before = contact;
        contact = event.contact;
        if (before === null) return ['contact', event.contact.name];
        return before.name === event.contact.name && before.email === event.contact.email ? null : ['contact-changed', event.contact.name];
      }
      case 'contact-withdrawn':
        contact = event.restored?.contact ?? null;
        return ['contact-withdrawn', event.contact.name];
      case 'login-activated':
        return ['activated', ''];
      case 'report-begun':
        return ['begun', ''];
      case 'report-saved':
      case 'password-changed':
      case 'colleague-removed':
      case 'portal-entered':
        return null;
      case 'report-submitted': {
        const again = versions.size > 0;
        versions.add(++came);
        return [again ? 'resubmitted' : 'submitted', ''];
      }
      case 'report-withdrawn':
        versions.delete(event.number);
        return ['report-withdrawn', ''];
      case 'question-opened':
        return ['question', ''];
      case 'review-opened':
        return ['review', event.reason];
      case 'review-closed':
        // That a question was answered is told when the answer has left.
        return event.how === 'answered' || event.how === 'withdrawn' ? null : ['review-closed', event.how];
      case 'bounce-noted':
        return event.permanent ? ['bounced', event.recipient] : null;
      case 'mail-asked':
        kinds.set(event.task.id, { kind: event.task.kind, to: event.task.to });
        return null;
      case 'mail-sent': {
        const kind = kinds.get(event.task)?.kind;
        if (kind === 'letter' || kind === 'login') return [kind, ''];
        return kind === 'answer' ? ['answered', ''] : null;
      }
      case 'mail-refused':
        return ['refused', kinds.get(event.task)?.to ?? ''];
      case 'exempted':
        return ['exempted', event.note];
      case 'exemption-lifted':
        return ['included', event.note];
      case 'deadline-extended':
        return ['extended', event.until];
      case 'campaign-paused':
        return ['paused', event.note];
      case 'campaign-resumed':
        return ['resumed', event.note];
      case 'case-opened':
      case 'campaign-launched':
      case 'mail-received':
      case 'contact-confirmed':
      case 'address-approved':
      case 'review-reopened':
      case 'mail-intended':
      case 'mail-deferred':
      case 'mail-unwanted':
        return null;
    }
  };
  for (const event of events) {
    const change = told(event);
    const ms = Temporal.Instant.from(event.at).epochMilliseconds;
    if (change && ms > from && ms <= to) news.push({ kommune, name, what: change[0], detail: change[1], at: event.at });
  }
  return news;
}
