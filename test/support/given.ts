// given(events).when(command).then(events) for a kommune's case, and the mails and readings that tests are made of.
// It refuses mocks: decide and evolve are the real ones.
import { expect } from 'vitest';
import { evolve, newCase, replay, type CaseState } from '../../src/core/case.ts';
import { decide, type CaseCommand } from '../../src/core/decide.ts';
import type { CaseEvent, MailRef } from '../../src/core/events.ts';
import type { Understanding } from '../../src/core/reading.ts';
import { at, campaign2024 } from './campaign.ts';

export function given(...events: readonly CaseEvent[]) {
  const state = replay(events);
  return {
    state, events,
    when(command: CaseCommand) {
      const decision = decide(command, state, campaign2024);
      return {
        decision,
        /** Each event given must match one event in its place, with at least these fields. */
        then(...expected: readonly object[]) {
          if ('ignored' in decision) throw new Error(`ignored: ${decision.ignored}`);
          expect(decision.events).toMatchObject(expected);
          expect(decision.events).toHaveLength(expected.length);
          return given(...events, ...decision.events);
        },
        thenIgnored(reason: string) {
          expect(decision).toEqual({ ignored: reason });
        },
      };
    },
  };
}

export const opened: CaseEvent = { type: 'case-opened', at: at('2024-01-29 10:00'), kommune: '0751', name: 'Aarhus Kommune', mailbox: 'post@aarhus.dk' };

/** The letter asked for and sent on 30 January. */
export function invited(): readonly CaseEvent[] {
  const asked = run(replay([opened]), { type: 'invite', at: at('2024-01-30 08:00') });
  return [opened, ...asked, ...sent('letter.2024.0751', '2024-01-30 08:01')];
}

export function sent(task: string, when: string): readonly CaseEvent[] {
  return [
    { type: 'mail-intended', at: at(when), task, sha256: 'aa', clock: at(when) },
    { type: 'mail-sent', at: at(when), task, proof: 'accepted', response: '250 ok' },
  ];
}

export function run(state: CaseState, command: CaseCommand): readonly CaseEvent[] {
  const decision = decide(command, state, campaign2024);
  return 'ignored' in decision ? [] : decision.events;
}

let mails = 0;
export function mailRef(change: Partial<MailRef> = {}): MailRef {
  mails += 1;
  return { id: `mail-${mails}`, messageId: `<${mails}@aarhus.dk>`, from: 'mho@aarhus.dk', date: at('2024-02-05 10:00'), subject: 'SV: brev', ...change };
}

export function reading(change: Partial<Understanding> = {}): Understanding {
  return {
    kind: 'contact-list', kommune: '0751', kommuner: ['0751'],
    contacts: [{ kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: '1082', from: 'Kontaktliste.xlsx!Ark1!D4' }],
    outcome: 'accept', also: [], missing: [], problems: [], text: '', attachments: [], evidence: ['thread'], reasons: ['a filled list'], bounce: null, answerTo: 'mho@aarhus.dk', notes: [],
    ...change,
  };
}

export function receive(change: { mail?: MailRef; reading?: Understanding; at?: string; times?: number } = {}): Extract<CaseCommand, { type: 'receive-mail' }> {
  const mail = change.mail ?? mailRef();
  return {
    type: 'receive-mail', at: at(change.at ?? '2024-02-05 10:00'), mail, reading: change.times ?? 1, understanding: change.reading ?? reading(),
    thread: { inReplyTo: mail.messageId, references: [], subject: mail.subject },
  };
}

export { evolve, newCase, replay };
