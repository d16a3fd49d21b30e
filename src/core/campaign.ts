// A campaign as data: its dates, people, references and rounds, and the rules its dates must obey.
// It refuses to mend anything: what is wrong is found and named, and a person changes the file.
import { addWorkingDays, danishDay, holidayName, isWorkingDay, lastDayInTime, type Day, type SendingHours } from './calendar.ts';
import { domainOf, type Register } from './kommune.ts';
import type { ReportRules } from './report/model.ts';

/** One reminder round: so many working days before (negative), on (0) or after (positive) the deadline it belongs to. */
export type Round = { readonly name: string; readonly workingDays: number };

export type Person = { readonly name: string; readonly email: string; readonly phone: string | null; readonly role: string };

export type DigestRecipient = { readonly name: string; readonly email: string; readonly every: 'day' | 'week' };

/** How the machine works; nothing here changes what is said to whom. All in seconds unless the name says otherwise. */
export type MachineSettings = {
  /** How long to wait for the copy of a mail before it is sent again after a crash; longer than any SMTP time limit. */
  readonly proofWait: number;
  /** How often INBOX is looked at even when the server notifies of nothing. */
  readonly poll: number;
  /** How often the clock looks for what is due. */
  readonly tick: number;
  /** How long a job of a killed worker stays locked before another takes it up. */
  readonly lock: number;
  /** Time limit for every answer of the SMTP server. */
  readonly smtpTimeout: number;
  /** A mail above this many bytes goes to review unread. */
  readonly maxMailBytes: number;
  /** An attachment above this many bytes is not fetched. */
  readonly maxAttachmentBytes: number;
};

export type Campaign = {
  readonly id: string;
  /** The campaign before, in the same store: its contacts answer "samme som sidste år". */
  readonly previous?: string | undefined;
  readonly reportYear: number;
  readonly title: string;
  readonly caseNumber: string;
  readonly documentNumber: string;
  readonly letterDate: Day;
  readonly contactDeadline: Day;
  readonly loginWindow: { readonly from: Day; readonly until: Day };
  readonly reportDeadline: Day;
  readonly sender: { readonly name: string; readonly address: string; readonly replyTo: 'plain' | 'plus' };
  readonly authority: { readonly department: string; readonly ministry: string };
  readonly supplier: { readonly name: string; readonly note: string };
  readonly signer: Person;
  readonly questions: Person;
  /** What the report's form asks, and when a group is equally composed (core/report/model.ts); its year is `reportYear`. */
  readonly report: Omit<ReportRules, 'reportYear'>;
  readonly legal: {
    readonly act: string;
    readonly duty: string;
    readonly reporting: string;
    readonly guidance: string;
    readonly inForceSince: Day;
  };
  /** Who gets the letter: always the kommune's main mailbox, from this list (path relative to the campaign file). */
  readonly recipients: { readonly rule: 'main-mailbox'; readonly addressList: string };
  readonly digest: readonly DigestRecipient[];
  readonly rounds: { readonly contact: readonly Round[]; readonly report: readonly Round[] };
  readonly sending: { readonly hours: SendingHours; readonly perMinute: number };
  /** The one authserv-id whose Authentication-Results count (RFC 8601 2.5, 5). */
  readonly authservId: string;
  readonly machine: MachineSettings;
};

/** The rules of the campaign's report, its year among them. */
export function reportRules({ report, reportYear }: Pick<Campaign, 'report' | 'reportYear'>): ReportRules {
  return { ...report, reportYear };
}

/** `error`: nothing may leave. `notice`: a person should know. */
export type Finding = { readonly level: 'error' | 'notice'; readonly what: string; readonly cure: string };

/**
 * What is wrong or odd about a campaign's dates and rounds. Rules: letter date < contact deadline < login window < report deadline;
 * the report year is the deadlines' year minus one; deadlines on days off and colliding rounds are pointed out.
 */
export function checkCampaign(campaign: Campaign): readonly Finding[] {
  const findings: Finding[] = [];
  const error = (what: string, cure: string): number => findings.push({ level: 'error', what, cure });
  const notice = (what: string, cure: string): number => findings.push({ level: 'notice', what, cure });

  const { letterDate, contactDeadline, loginWindow, reportDeadline } = campaign;
  const order: readonly (readonly [string, Day])[] = [
    ['letterDate', letterDate], ['contactDeadline', contactDeadline], ['loginWindow.from', loginWindow.from], ['reportDeadline', reportDeadline],
  ];
  for (const [i, [name, day]] of order.entries()) {
    const next = order[i + 1];
    if (next && Temporal.PlainDate.compare(day, next[1]) >= 0) {
      error(`${name} ${day} is not before ${next[0]} ${next[1]}`, `correct one of the two dates in the campaign file; the order is ${order.map(([n]) => n).join(' < ')}`);
    }
  }
  if (Temporal.PlainDate.compare(loginWindow.from, loginWindow.until) > 0) {
    error(`loginWindow begins ${loginWindow.from}, after it ends ${loginWindow.until}`, 'swap the two dates');
  } else if (Temporal.PlainDate.compare(loginWindow.until, reportDeadline) >= 0) {
    error(`loginWindow ends ${loginWindow.until}, not before reportDeadline ${reportDeadline}`, 'end the login window before the report deadline');
  }
  if (campaign.reportYear !== reportDeadline.year - 1) {
    error(`reportYear ${campaign.reportYear} is not the year before the report deadline ${reportDeadline}`, `write reportYear: ${reportDeadline.year - 1} or correct the deadline`);
  }
  if (!campaign.id.startsWith(String(reportDeadline.year))) {
    error(`the campaign is called ${campaign.id}, but its report deadline is in ${reportDeadline.year}`, 'correct id or reportDeadline: the id stands in every subject and Message-ID');
  }
  for (const [name, day] of order) {
    if (isWorkingDay(day)) continue;
    const why = holidayName(day) ?? (day.dayOfWeek === 6 ? 'a Saturday' : 'a Sunday');
    const cure = name.endsWith('Deadline')
      ? `it is shown as printed and counts as overdue after ${danishDay(lastDayInTime(day))}; choose a working day if that is not meant`
      : 'nothing leaves on that day; the next working day is used';
    notice(`${name} ${day} is ${why}`, cure);
  }
  // Where the dates themselves are wrong, complaints about rounds only hide the cause.
  const about = findings.some((f) => f.level === 'error') ? [] : [['contact', contactDeadline], ['report', reportDeadline]] as const;
  findings.push(...about.flatMap(([name, deadline]) => checkRounds(campaign, name, deadline)));
  if (about.length > 0) findings.push(...checkOverlap(campaign));
  const { machine } = campaign;
  if (campaign.questions.email.toLowerCase() === campaign.sender.address.toLowerCase()) {
    error(`questions go to ${campaign.questions.email}, which is the mailbox they come from`, 'name a person in questions.email: what is forwarded there would never be seen');
  }
  if (machine.proofWait <= machine.smtpTimeout) {
    error(`machine.proofWait ${machine.proofWait} s is not longer than machine.smtpTimeout ${machine.smtpTimeout} s`, 'a mail still on its way would be sent a second time: raise proofWait');
  }
  return findings;
}

function checkRounds(campaign: Campaign, about: 'contact' | 'report', deadline: Day): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  const earliest = about === 'contact' ? campaign.letterDate : campaign.loginWindow.from;
  for (const round of campaign.rounds[about]) {
    const day = roundDay(deadline, round);
    const other = seen.get(day.toString());
    if (other) findings.push({ level: 'error', what: `reminder rounds ${about}/${other} and ${about}/${round.name} both fall on ${day}`, cure: 'move one of the two' });
    seen.set(day.toString(), round.name);
    if (Temporal.PlainDate.compare(day, earliest) <= 0) {
      findings.push({ level: 'error', what: `reminder round ${about}/${round.name} falls on ${day}, not after ${about === 'contact' ? 'the letter' : 'the login window opens'} (${earliest})`, cure: 'give it a later day' });
    }
  }
  return findings;
}

/** The rounds of the contact list are over before those of the report begin: otherwise one kommune would hear of two deadlines at once. */
function checkOverlap(campaign: Campaign): readonly Finding[] {
  const last = lastRound(campaign, 'contact');
  const [first] = campaign.rounds.report.toSorted((a, b) => a.workingDays - b.workingDays);
  if (!last || !first) return [];
  const [end, begin] = [roundDay(campaign.contactDeadline, last), roundDay(campaign.reportDeadline, first)];
  if (Temporal.PlainDate.compare(end, begin) < 0) return [];
  return [{ level: 'error', what: `reminder round contact/${last.name} falls on ${end}, not before round report/${first.name} on ${begin}`, cure: 'the rounds of the two deadlines overlap: move one of the two' }];
}

/** The round of a deadline that comes last. */
export function lastRound(campaign: Campaign, of: 'contact' | 'report'): Round | undefined {
  return campaign.rounds[of].toSorted((a, b) => a.workingDays - b.workingDays).at(-1);
}

/** The working day on which a round leaves. A round on the deadline itself (0) leaves on it or, where it is no working day, on the next. */
export function roundDay(deadline: Day, round: Round): Day {
  return addWorkingDays(deadline, round.workingDays);
}

/** Kommune code → main mailbox. */
export type AddressList = ReadonlyMap<string, string>;

/**
 * What is wrong or odd about the address list: a kommune without a main mailbox (blocks the launch), a code that is no kommune's,
 * two kommuner sharing a mailbox, a mailbox outside the kommune's known domains.
 */
export function checkAddressList(register: Register, list: AddressList): readonly Finding[] {
  const findings: Finding[] = [];
  const missing = register.kommuner.filter((k) => !list.has(k.code));
  if (missing.length > 0) {
    findings.push({
      level: 'error',
      what: `${missing.length} kommuner have no main mailbox: ${missing.map((k) => `${k.shortName} (${k.code})`).join(', ')}`,
      cure: 'add them to the address list that the campaign names',
    });
  }
  const byAddress = new Map<string, string[]>();
  for (const [code, address] of list) {
    const kommune = register.kommuner.find((k) => k.code === code);
    if (!kommune) {
      findings.push({ level: 'error', what: `the address list has code ${code}, which is no kommune's`, cure: 'correct the code or remove the line' });
      continue;
    }
    byAddress.set(address.toLowerCase(), [...(byAddress.get(address.toLowerCase()) ?? []), kommune.shortName]);
    const domain = domainOf(address);
    if (!kommune.mailDomains.some((own) => domain === own || domain.endsWith(`.${own}`))) {
      findings.push({ level: 'notice', what: `${kommune.name}'s main mailbox ${address} is outside its known mail domains (${kommune.mailDomains.join(', ')})`, cure: 'check the address before launching' });
    }
  }
  for (const [address, names] of byAddress) {
    if (names.length > 1) findings.push({ level: 'error', what: `${names.join(' and ')} share the main mailbox ${address}`, cure: 'give each kommune its own address' });
  }
  return findings;
}
