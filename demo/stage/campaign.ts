// The campaign file of the rehearsal: the real one with a faster machine, an address list and, for another size of country, a register.
// It refuses to change what is said to whom and when: dates, rounds, people and hours stay as they are in the real file.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { workingDay, type Calendar } from '../calendar.ts';
import { mainMailbox, type RegisterFile } from '../country/kommuner.ts';

/** Seconds: as fast as the machine can be told to be. */
const machine = { proofWait: 3, poll: 1, tick: 1, lock: 3, smtpTimeout: 2 } as const;

/** How long after a kill everything that was broken off has been taken up again, in milliseconds. */
export const recoveryMs = (machine.proofWait + machine.lock) * 1000;

export type CampaignFolder = { readonly file: string; readonly calendar: Calendar };

/** Writes the campaign file, the address list and, where `register` is not the program's own, the register into `folder`. */
export function writeCampaign(folder: string, original: string, register: RegisterFile, ownRegister: boolean, seed: number): CampaignFolder {
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
  return { file, calendar: calendarOf(document.toJS() as CampaignYaml) };
}

type CampaignYaml = {
  readonly id: string;
  readonly letterDate: string;
  readonly contactDeadline: string;
  readonly loginWindow: { readonly from: string; readonly until: string };
  readonly rounds: { readonly contact: readonly { readonly name: string; readonly workingDays: number }[] };
  readonly sending: { readonly hours: { readonly from: string; readonly until: string } };
};

export function calendarOf(yaml: CampaignYaml): Calendar {
  const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
  const deadline = day(yaml.contactDeadline);
  return {
    campaign: yaml.id, letterDate: day(yaml.letterDate), contactDeadline: deadline,
    loginWindow: { from: day(yaml.loginWindow.from), until: day(yaml.loginWindow.until) },
    rounds: yaml.rounds.contact.map(({ name, workingDays }) => ({ name, day: workingDay(deadline, workingDays) })).sort((a, b) => Temporal.PlainDate.compare(a.day, b.day)),
    hours: yaml.sending.hours,
  };
}

/** The calendar of a campaign file. */
export function readCalendar(file: string): Calendar {
  return calendarOf(parseDocument(readFileSync(file, 'utf8')).toJS() as CampaignYaml);
}
