// The roster for whoever runs the support line: one row a kommune, who has a login and how far they have come. In Danish, as text.
// It refuses secrets: no nonce, no hash, no link, and nothing from which one could be made.
import { dayOf, zone } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import type { CaseState } from './case.ts';
import { regionOf, type Register } from './kommune.ts';
import { phaseOf } from './phase.ts';
import { deadlineOf } from './rounds.ts';
import { shownLine } from './shown.ts';

/** Instants as "2024-03-13 08:00" in Danish time, days as "2024-05-31"; '' for what is not so. */
export type RosterRow = {
  readonly code: string;
  readonly kommune: string;
  readonly region: string;
  readonly contact: string;
  readonly email: string;
  readonly phone: string;
  readonly userName: string;
  readonly phase: string;
  readonly loginSentAt: string;
  readonly linkGoodUntil: string;
  readonly loginUsedAt: string;
  readonly reportDeadline: string;
  readonly exempt: 'ja' | 'nej';
};

export const rosterHeader: Readonly<Record<keyof RosterRow, string>> = {
  code: 'Kommunekode', kommune: 'Kommune', region: 'Region', contact: 'Kontaktperson', email: 'E-mail', phone: 'Telefon', userName: 'Brugernavn', phase: 'Status',
  loginSentAt: 'Login sendt', linkGoodUntil: 'Link gyldigt til', loginUsedAt: 'Login brugt', reportDeadline: 'Frist for indberetning', exempt: 'Fritaget',
};
export const rosterColumns = Object.keys(rosterHeader) as readonly (keyof RosterRow)[];

/** One row a kommune, by code. */
export function rosterOf(cases: readonly CaseState[], campaign: Campaign, register: Register, now: Temporal.Instant): readonly RosterRow[] {
  return cases.filter((c) => c.kommune !== null).map((c) => row(c, campaign, register, now)).sort((a, b) => a.code.localeCompare(b.code));
}

function row(state: CaseState, campaign: Campaign, register: Register, now: Temporal.Instant): RosterRow {
  const { contact } = state;
  const kommune = register.kommuner.find((k) => k.code === state.kommune);
  const login = sentLogin(state);
  return {
    code: state.kommune ?? '',
    kommune: shownLine(state.name),
    region: kommune ? regionOf(register, kommune, dayOf(now).toString()).name : '',
    contact: shownLine(contact?.name ?? ''),
    email: shownLine(contact?.email ?? ''),
    phone: shownLine(contact?.phone ?? ''),
    userName: login ? shownLine(login.email.toLowerCase()) : '',
    phase: danishPhase(state),
    loginSentAt: login ? local(login.sentAt) : '',
    // A link that was used is good no more.
    linkGoodUntil: login && login.usedAt === null ? local(login.expires) : '',
    loginUsedAt: login?.usedAt ? local(login.usedAt) : '',
    reportDeadline: deadlineOf(campaign, state, 'report').toString(),
    exempt: state.exempt ? 'ja' : 'nej',
  };
}

/** The login of the registered contact, once it has left. */
function sentLogin({ login, contact, outgoing }: CaseState): { readonly email: string; readonly sentAt: string; readonly expires: string; readonly usedAt: string | null } | null {
  const mail = login === null ? undefined : outgoing[login.task];
  if (!login || !contact || login.email !== contact.email || mail?.state !== 'sent') return null;
  return { email: login.email, sentAt: mail.at, expires: login.expires, usedAt: login.activatedAt };
}

function danishPhase(state: CaseState): string {
  switch (phaseOf(state)) {
    case 'submitted':
      return 'indsendt';
    case 'begun':
      return 'indberetning begyndt';
    case 'login':
      return state.login?.activatedAt ? 'login brugt' : 'login sendt';
    case 'contact':
      return 'kontaktperson registreret';
    case 'invited':
      return 'ingen kontaktperson';
  }
}

function local(instant: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
