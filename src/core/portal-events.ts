// The case's state after what happens on the portal or with a report: links used, passwords, colleagues, drafts, versions.
// It refuses to decide: what may happen is in accounts.ts and report/decide.ts.
import { later } from './calendar.ts';
import type { CaseState } from './case.ts';
import type { CaseEvent } from './events.ts';
import { closedItem, itemsOf, noteCaused } from './items.ts';
import { overtake } from './outgoing.ts';
import { afterSave, afterSubmission, afterWithdrawal, begunDraft, draftOf, isUntouched, newestReport, sameAnswers, unsent, type Submission } from './report/draft.ts';

type PortalEvent = Extract<CaseEvent, { readonly type: 'login-activated' | 'password-changed' | 'colleague-removed' | 'portal-entered' | 'report-begun' | 'report-saved' | 'report-submitted' | 'report-withdrawn' }>;

export function evolvePortal(state: CaseState, event: PortalEvent): CaseState {
  switch (event.type) {
    case 'login-activated':
      return withCredential({ ...state, login: activated(state.login, event), logins: state.logins.map((l) => activated(l, event)), colleagues: state.colleagues.map((c) => activated(c, event)) }, event);
    case 'password-changed':
      return { ...state, credentials: { ...state.credentials, [event.email.toLowerCase()]: event.credential } };
    case 'colleague-removed': {
      const address = event.email.toLowerCase();
      const colleagues = state.colleagues.map((c) => (c.email.toLowerCase() === address && c.removedAt === null ? { ...c, removedAt: event.at } : c));
      return { ...state, colleagues, credentials: withoutPassword(state.credentials, address), outgoing: overtake(state.outgoing, (o) => o.kind === 'invitation' && o.to.toLowerCase() === address, 'taken-back') };
    }
    case 'portal-entered':
      return state;
    case 'report-begun':
      return { ...state, begunAt: state.begunAt ?? event.at, draft: event.start === undefined ? state.draft : draftOf(state.draft, event.start) };
    case 'report-saved':
      return { ...state, draft: afterSave(state.draft ?? begunDraft({}), event.section, event.answers, event.by, event.at) };
    case 'report-submitted':
      return submitted(state, event);
    case 'report-withdrawn': {
      const { reports, draft } = afterWithdrawal(state.reports, state.draft, event.number, event.at);
      const newest = newestReport({ reports });
      const isAsBefore = !newest && isUntouched(draft) && reports.some(({ before }) => before?.began);
      return { ...state, reports, draft, begunAt: isAsBefore ? null : state.begunAt, submittedAt: newest?.at ?? null, reportWrittenAt: newest?.writtenAt ?? null };
    }
  }
}

function submitted(state: CaseState, { handedIn, by, at, item }: Extract<CaseEvent, { type: 'report-submitted' }>): CaseState {
  const draft = handedIn ? afterSubmission(state.draft, handedIn.answers, by, at) : state.draft;
  const via = handedIn?.via ?? 'portal';
  const number = state.submissions + 1;
  const writtenAt = item !== undefined ? later(state.reportWrittenAt, mailWrittenAt(closedItem(state, item)?.item.mail?.date ?? null, at)) : via === 'mail' ? writtenJustNow(state, at) : at;
  const submission: Submission = {
    number, at, by, via, report: handedIn?.report ?? null, answers: handedIn?.answers ?? {}, correction: handedIn?.correction ?? '', revision: (draft?.revision ?? 1) - 1,
    over: via === 'mail' && handedIn && !(state.draft && sameAnswers(state.draft.answers, handedIn.answers)) ? unsent(state.draft, newestReport(state)) : null,
    writtenAt, withdrawnAt: null, before: item === undefined ? null : { draft: state.draft, began: state.begunAt === null },
  };
  const noted = item === undefined ? state : { ...state, ...itemsOf(noteCaused(state, item, { report: number })) };
  return { ...noted, begunAt: state.begunAt ?? at, submittedAt: at, submissions: number, draft, reports: [...state.reports, submission], reportWrittenAt: writtenAt };
}

/** When the mail that is handled at this instant was written: its event stands before those of what it brought. */
function writtenJustNow({ lastMails }: CaseState, at: string): string {
  const mail = lastMails.at(-1);
  return mailWrittenAt(mail?.at === at ? mail.date : null, at);
}

/** Its Date, which can't lie in the future; the instant itself where it has none. */
function mailWrittenAt(date: string | null, at: string): string {
  return date !== null && Temporal.Instant.compare(date, at) < 0 ? date : at;
}

/** The passwords that count, without this address's. */
export function withoutPassword(credentials: CaseState['credentials'], email: string): CaseState['credentials'] {
  return Object.fromEntries(Object.entries(credentials).filter(([address]) => address !== email.toLowerCase()));
}

/** The password that was chosen with a link counts for the address that the link was sent to. */
function withCredential(state: CaseState, { task, credential }: { readonly task: string; readonly credential?: string | undefined }): CaseState {
  const email = [...state.logins, ...state.colleagues].find((l) => l.task === task)?.email.toLowerCase();
  return credential === undefined || email === undefined ? state : { ...state, credentials: { ...state.credentials, [email]: credential } };
}

function activated<L extends { readonly task: string; readonly activatedAt: string | null } | null>(login: L, event: { readonly task: string; readonly at: string }): L {
  return login?.task === event.task ? { ...login, activatedAt: event.at } : login;
}
