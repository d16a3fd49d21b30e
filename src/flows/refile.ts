// Handled mails to the folder where they belong now: what waits for a person lies in `Til gennemsyn`, what nobody waits for in `Behandlet`.
// It refuses to decide anything: it follows the log, any number of times, and a mail that can't be moved today is moved another day.
import type { MailRef } from '../core/events.ts';
import { openItems, type Items } from '../core/items.ts';
import type { EventLog } from '../core/log.ts';
import { folders } from './receive-mail.ts';
import { loadAll } from './stand.ts';

export type RefileNeeds = {
  readonly log: Pick<EventLog, 'load' | 'streams' | 'mail' | 'refile'>;
  /** Moves a mail by its identity. `there`: it lies there already; `gone`: it lies in neither folder. Throws when the mailbox can't be reached. */
  readonly moveFiled: (mail: MailRef, from: string, to: string) => Promise<'moved' | 'there' | 'gone'>;
};

/** `gone`: somebody has moved or deleted it. `failed`: the mailbox could not be reached, or said no; `why` is its sentence. */
export type Refiled = { readonly mail: MailRef; readonly from: string; readonly to: string; readonly outcome: 'moved' | 'gone' | 'failed'; readonly why: string };

/**
 * Moves every mail whose folder does not fit the log any more, or only the mail with this identity. A mail of several kommuner stays in
 * `Til gennemsyn` until none of them waits for it. After a failure the rest is left for the next time.
 */
export async function refileMails(needs: RefileNeeds, only?: string): Promise<readonly Refiled[]> {
  const done: Refiled[] = [];
  for (const { mail, waits } of await mailsOfItems(needs, only)) {
    const record = await needs.log.mail(mail.id);
    const to = waits ? folders.review : folders.done;
    // Only between these two: what lies elsewhere was put there for another reason.
    if (!record || record.folder === to || (record.folder !== folders.review && record.folder !== folders.done)) continue;
    const from = record.folder;
    try {
      const outcome = await needs.moveFiled(mail, from, to);
      if (outcome === 'gone') {
        done.push({ mail, from, to, outcome, why: '' });
        continue;
      }
      await needs.log.refile(mail.id, record, to);
      done.push({ mail, from, to, outcome: 'moved', why: '' });
    } catch (error) {
      return [...done, { mail, from, to, outcome: 'failed', why: error instanceof Error ? error.message : String(error) }];
    }
  }
  return done;
}

/** Every mail that is or was an item's, and whether any item waits for it. */
async function mailsOfItems(needs: RefileNeeds, only: string | undefined): Promise<readonly { readonly mail: MailRef; readonly waits: boolean }[]> {
  const { cases, desk } = await loadAll(needs.log);
  const found = new Map<string, { mail: MailRef; waits: boolean }>();
  const note = (mail: MailRef | null, waits: boolean): void => {
    if (mail && (only === undefined || mail.id === only)) found.set(mail.id, { mail, waits: waits || (found.get(mail.id)?.waits ?? false) });
  };
  for (const items of [desk, ...cases] satisfies readonly Items[]) {
    for (const item of openItems(items)) note(item.mail, true);
    for (const { item } of items.closed) note(item.mail, false);
  }
  return [...found.values()];
}
