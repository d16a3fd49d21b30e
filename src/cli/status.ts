// `status`: where all stand, or one kommune's timeline.
// It refuses to interpret: it prints what the log says.
import type { Command } from 'commander';
import { danishDate, dayOf, zone } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Event } from '../core/events.ts';
import { findKommune, type Register } from '../core/kommune.ts';
import { shownJson } from '../core/shown.ts';
import type { Status } from '../core/status.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';
import { table } from './table.ts';

export type StatusNeeds = {
  readonly print: Print;
  readonly open: () => Promise<{
    readonly campaign: Campaign;
    readonly register: Register;
    readonly status: () => Promise<Status>;
    readonly timeline: (kommune: string) => Promise<readonly Event[]>;
    readonly launched: () => Promise<boolean>;
    readonly close: () => Promise<void>;
  }>;
};

export function addStatusCommand(program: Command, needs: StatusNeeds): void {
  program.command('status')
    .description('where all kommuner stand, or one kommune\'s timeline')
    .argument('[KOMMUNE]', 'code (0751, 751) or name (Aarhus, århus)')
    .option('--json', 'as JSON (see README)')
    .action(async (asked: string | undefined, options: { json?: boolean }) => {
      const opened = await needs.open();
      try {
        const kommune = asked === undefined ? undefined : findKommune(opened.register, asked);
        if (asked !== undefined && !kommune) throw new Ends(exit.usage, `"${asked}" is no kommune; give a code such as 0751 or a name such as Aarhus`);
        const status = await opened.status();
        if (!kommune) {
          needs.print(options.json ? shownJson(status) : overview(status, opened.campaign, await opened.launched()));
          return;
        }
        const found = status.cases.find((c) => c.kommune === kommune.code);
        const events = await opened.timeline(kommune.code);
        if (options.json) {
          needs.print(shownJson({ campaign: status.campaign, now: status.now, case: found ?? null, waiting: status.waiting.filter((w) => w.kommune === kommune.code), events }));
          return;
        }
        if (!found) throw new Ends(exit.no, `${kommune.name} has no case in campaign ${status.campaign}; the campaign has not been launched`);
        needs.print([
          `${found.name} (${found.kommune}), campaign ${status.campaign}`,
          `phase ${found.phase}${found.flags.length > 0 ? `; ${found.flags.join(', ')}` : ''}; ${found.mailsIn} mails in, ${found.mailsOut} out, ${found.reminders} reminders`,
          found.contact ? `contact ${found.contact.name} <${found.contact.email}>${found.contact.phone ? `, ${found.contact.phone}` : ''}` : 'no contact yet',
          '',
          ...events.map((event) => `${local(event.at)}  ${told(event)}`),
        ]);
      } finally {
        await opened.close();
      }
    });
}

function overview(status: Status, campaign: Campaign, launched: boolean): readonly string[] {
  const { counts } = status;
  const rows = status.cases.map((c) => [c.kommune, c.name, c.phase, c.flags.join(', ') || '-', String(c.reminders), String(c.mailsIn), String(c.mailsOut), c.lastEventAt ? local(c.lastEventAt) : '-']);
  return [
    `Campaign ${status.campaign}, ${local(status.now)}${launched ? '' : ' (not launched)'}`,
    `contact list by ${danishDate(campaign.contactDeadline)}, report by ${danishDate(campaign.reportDeadline)}`,
    '',
    `${status.cases.length} kommuner: ${counts.invited} invited, ${counts.contact} with a contact, ${counts.login} with a login, ${counts.begun} begun, ${counts.submitted} submitted`,
    `${counts.review} in review, ${counts.bounced} bounced, ${counts.overdue} overdue`,
    '',
    ...(rows.length > 0 ? table([['code', 'kommune', 'phase', 'flags', 'reminders', 'in', 'out', 'last event'], ...rows], [4, 5, 6]) : ['No cases yet: launch the campaign.']),
    ...(status.waiting.length > 0
      ? ['', `${status.waiting.length} wait for a person:`, ...table([['id', 'since', 'kommune', 'from', 'what'], ...status.waiting.map((w) => [w.id, local(w.since), w.name || '-', w.from ?? '-', w.what])])]
      : []),
  ];
}

/** "2024-02-12 09:30" in Denmark. */
export function local(instant: string): string {
  const at = Temporal.Instant.from(instant);
  const time = at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  return `${dayOf(at).toString()} ${time}`;
}

/** One event as a line: who did what because of which mail (design rule 10). */
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
      return `${event.task} not sent: ${event.reason}`;
  }
}
