// Scripts with mail that no person writes: receipts, absences, newsletters, delays and dead mailboxes.
// It refuses to let a machine's words count: what a person of the kommune answers beside it is the truth.
import { deliveryReport, newsletter, notYet, outOfOffice, postmaster, receipt, unknownUser, type Language } from '../machines.ts';
import type { Person } from '../people.ts';
import { act, type Act, type Cast, type Due, type Script } from '../script.ts';
import { answers, script } from './answers.ts';
import { atOnce, daysAfterLetter, inTime } from './when.ts';

/** `dead`: the address that it says is dead; null where it says nothing of the kind. */
function machine(label: string, due: Due, write: Act['write'], dead: string | null = null): Act {
  return act(label, due, dead === null ? 'none' : 'bounce', write, { machine: true, dead });
}

/** Receipts for every mail, with the headers that mark them or without. */
export function receipts(cast: Cast): Act {
  const marked = cast.chance.happens(0.6);
  const from = cast.chance.happens(0.5) ? cast.mailbox : { name: cast.mailbox.name, address: `noreply@${cast.kommune.mailDomains[0]}` };
  return machine('receipt', { on: 'every-mail' }, (given) => receipt({ ...given, to: cast.ministry, dmarc: cast.dmarc }, from, marked));
}

export function report(cast: Cast, action: 'failed' | 'delayed'): Act {
  const whole = cast.chance.happens(0.5);
  return machine(action === 'failed' ? 'bounce' : 'delay report', atOnce,
    (given) => Promise.resolve(deliveryReport({ ...given, to: cast.ministry }, cast.mailbox.address, action === 'failed' ? unknownUser : notYet, whole)),
    action === 'failed' ? cast.mailbox.address : null);
}

/** A bounce in words, with the Message-ID of our mail or with the dead address alone. */
export function bounceInWords(cast: Cast): Act {
  const namesOurMail = cast.chance.happens(0.5);
  return machine('bounce in words', atOnce, (given) => postmaster({ ...given, to: cast.ministry, dmarc: cast.dmarc }, cast.mailbox.address, namesOurMail), cast.mailbox.address);
}

/** The server of the contact reports for good that the login found nobody. */
export function loginBounces(cast: Cast): Act {
  const whole = cast.chance.happens(0.5);
  const { email } = cast.contact;
  return machine('bounce of the login', { on: 'mail', kind: 'login', workingDays: 0 }, (given) => Promise.resolve(deliveryReport({ ...given, to: cast.ministry }, email, unknownUser, whole)), email);
}

/** Away when the letter comes, and the contact away when the login comes. */
export function absent(cast: Cast, language: Language = 'da'): Script {
  const note = (due: Due, who: Person, instead: Person): Act =>
    machine('out-of-office', due, (given) => outOfOffice({ ...given, to: cast.ministry, dmarc: cast.dmarc }, who, instead, language));
  return script([
    note(atOnce, cast.colleague, cast.contact), answers(cast, cast.colleague, 'sentence', inTime(cast, 3)),
    note({ on: 'mail', kind: 'login', workingDays: 0 }, cast.contact, cast.colleague),
  ]);
}

export function newsletterFirst(cast: Cast): Script {
  const news = machine('newsletter', daysAfterLetter(cast, 3),
    (given) => newsletter({ ...given, to: cast.ministry, dmarc: cast.dmarc }, cast.kommune.name, cast.kommune.mailDomains[0] ?? '', cast.colleague));
  return script([news, answers(cast, 'mailbox', 'filled-list', inTime(cast, 4))]);
}
