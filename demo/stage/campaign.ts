// The campaign file of the rehearsal: the real one with a faster machine, an address list and, for another size of country, a register.
// It refuses to change what is said to whom and when: dates, rounds, people and hours stay as they are in the real file.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { roundDays, type Calendar, type Day, type Deadline, type Round } from '../calendar.ts';
import { mainMailbox, type RegisterFile } from '../country/kommuner.ts';

/** Seconds: as fast as the machine can be told to be. */
const machine = { proofWait: 3, poll: 1, tick: 1, lock: 3, smtpTimeout: 2 } as const;

/**
 * In milliseconds. `up`: within it a bot that was killed has started and looked at the clock. `held`: what is held for longer waits for something other than
 * another mail of its kommune. `proof`: after a kill, for something other than the copy of a mail that may have left. `all`: by then all is as before the kill.
 */
export const recovery = { up: (machine.tick + 1.5) * 1000, held: 1_500, proof: (machine.proofWait + 1.5) * 1000, all: 2 * (machine.proofWait + machine.lock) * 1000 } as const;

export type CampaignFolder = { readonly file: string; readonly calendar: Calendar };

/** Writes the campaign file, the address list and, where `register` is not the program's own, the register into `folder`. */
export function writeCampaign(folder: string, original: string, register: RegisterFile, ownRegister: boolean, seed: number, short: boolean): CampaignFolder {
  const document = parseDocument(readFileSync(original, 'utf8'));
  document.setIn(['recipients', 'addressList'], 'mailboxes.csv');
  document.setIn(['sending', 'perMinute'], 6000);
  for (const [name, value] of Object.entries(machine)) document.setIn(['machine', name], value);
  if (ownRegister) {
    document.set('register', 'kommuner.json');
    writeFileSync(path.join(folder, 'kommuner.json'), JSON.stringify(register, null, 1));
  }
  const file = path.join(folder, 'campaign.yaml');
  writeFileSync(file, document.toString());
  const lines = register.kommuner.map((k) => `${k.code};${k.name};${mainMailbox(k, seed)}`);
  writeFileSync(path.join(folder, 'mailboxes.csv'), `Kommunekode;Kommune;Hovedpostkasse\n${lines.join('\n')}\n`);
  return { file, calendar: calendarOf(document.toJS() as CampaignYaml, short) };
}

type CampaignYaml = {
  readonly id: string;
  readonly letterDate: string;
  readonly contactDeadline: string;
  readonly reportDeadline: string;
  readonly loginWindow: { readonly from: string; readonly until: string };
  readonly rounds: Readonly<Record<Deadline, readonly Round[]>>;
  readonly sending: { readonly hours: { readonly from: string; readonly until: string } };
};

/** `short`: the play ends when the logins are out, otherwise on the day after the last round of the report. */
export function calendarOf(yaml: CampaignYaml, short: boolean): Calendar {
  const day = (text: string): Day => Temporal.PlainDate.from(text);
  const inOrder = (rounds: readonly Round[]): readonly Round[] => rounds.toSorted((a, b) => a.workingDays - b.workingDays);
  const calendar: Calendar = {
    campaign: yaml.id, letterDate: day(yaml.letterDate), deadlines: { contact: day(yaml.contactDeadline), report: day(yaml.reportDeadline) },
    loginWindow: { from: day(yaml.loginWindow.from), until: day(yaml.loginWindow.until) },
    rounds: { contact: inOrder(yaml.rounds.contact), report: inOrder(yaml.rounds.report) },
    hours: yaml.sending.hours, end: day(yaml.loginWindow.until).add({ days: 2 }),
  };
  const last = roundDays(calendar, 'report').at(-1);
  return short || !last ? calendar : { ...calendar, end: last.day.add({ days: 1 }) };
}

/** The calendar of a campaign file. */
export function readCalendar(file: string): Calendar {
  return calendarOf(parseDocument(readFileSync(file, 'utf8')).toJS() as CampaignYaml, false);
}
