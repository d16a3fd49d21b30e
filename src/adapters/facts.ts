// The log: one function per business fact, so that every line has the same name and fields wherever it comes from.
// It refuses personal data: kommune codes, task ids, UIDs and folders only; names, addresses and text of people at LOG_LEVEL=debug alone.
import { pino, type Logger } from 'pino';
import { escapedJson } from '../core/shown.ts';

export type Facts = ReturnType<typeof createFacts>;

/** JSON lines on standard output. `level` as in LOG_LEVEL. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"`, hooks: { streamWrite: escapedJson } }, pino.destination({ dest: 1, sync: true }));
}

/** Servers put addresses into their answers; the log keeps the sentence and drops the address, but at LOG_LEVEL=debug. */
function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '<address>');
}

export function createFacts(log: Logger) {
  const words = (text: string): string => (log.isLevelEnabled('debug') ? text : withoutAddresses(text));
  const cleaned = (detail: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? words(value) : value]));
  return {
    started: (fact: { parts: readonly string[]; campaign: string; rehearsal: boolean; now: string }) => log.info(fact, 'started'),
    stopping: (fact: { signal: string }) => log.info(fact, 'stopping'),
    stopped: () => log.info('stopped'),
    campaignNotLaunched: () => log.warn('the campaign is not launched: nothing is read or sent'),

    mailboxFact: (what: string, detail: Readonly<Record<string, unknown>>) => (what === 'connected' ? log.info(cleaned(detail), `mailbox ${what}`) : log.warn(cleaned(detail), `mailbox ${what}`)),
    watching: (fact: { fence: number }) => log.info(fact, 'watching INBOX'),
    waitingForLease: () => log.info('another process watches INBOX; waiting'),
    superseded: () => log.warn('another process has taken over the watch'),
    inboxSynced: (fact: { uidValidity: string; uidNext: number; queued: number; full: boolean }) => log.info(fact, 'INBOX looked through'),
    uidValidityChanged: (fact: { from: string; to: string }) => log.warn(fact, 'INBOX has a new UIDVALIDITY: all of it is handed over again, nothing is handled twice'),
    leftAlone: (fact: { count: number }) => log.info(fact, 'mails from before the launch are left alone'),

    mailReceived: (fact: { uid: number; kommuner: readonly string[]; kind: string; outcome: string; reading: number; ignored: readonly string[] }) => log.info(fact, 'mail received'),
    mailFiled: (fact: { uid: number; folder: string; why: string }) => log.info(fact, 'mail filed'),
    mailsRefiled: (fact: { moved: number; gone: number; error: string | null }) => (fact.error === null ? log.info(fact, 'mails of reviews lie where they belong') : log.warn(cleaned(fact), 'mails of reviews could not be moved; the next start tries again')),
    mailGivenUp: (fact: { uid: number; error: string }) => log.error(cleaned(fact), 'a mail could not be handled; it waits for a person in review'),

    mailSent: (fact: { task: string; kind: string; kommune: string | null; proof: string }) => log.info(fact, 'mail sent'),
    mailRefused: (fact: { task: string; kind: string; kommune: string | null; code: number }) => log.warn(fact, 'mail refused for good'),
    mailDeferred: (fact: { task: string; kind: string; kommune: string | null; code: number | null; maybeLeft: boolean }) => log.warn(fact, 'mail deferred'),
    mailHeld: (fact: { task: string; kind: string; kommune: string | null; reason: string }) => log.info(fact, 'mail held'),
    mailUnwanted: (fact: { task: string; kind: string; kommune: string | null; reason: string }) => log.info(fact, 'mail not wanted any more'),
    letterGivenUp: (fact: { task: string; error: string }) => log.error(cleaned(fact), 'a letter could not be sent; it waits for a person in review'),
    ownMailboxRefused: (fact: { response: string }) => log.error(cleaned(fact), 'the mail server refuses our own mailbox as a Bcc: nothing is sent, because its copy is the proof that a mail left'),
    copyMissing: (fact: { task: string; seconds: number }) => log.error(fact, 'the mail server took a mail, but its copy has not come to our own mailbox, and no other mail leaves until one comes, because it is the proof that a mail left: see that the account receives its own Bcc and that no rule moves or deletes it, then start the program again'),
    copyCame: (fact: { task: string; seconds: number }) => log.info(fact, 'the copy came to our own mailbox: mails leave again'),

    clockBehind: (fact: { error: string }) => log.error(fact, 'the clock stands behind what has happened: nothing that is due leaves'),
    ticked: (fact: { due: number; asked: number; held: number }) => (fact.due > 0 ? log.info(fact, 'tick') : log.debug(fact, 'tick')),
    dueHeld: (fact: { kommune: string; what: string; reason: string }) => log.info(fact, 'due, but held'),
    swept: (fact: { tasks: number }) => (fact.tasks > 0 ? log.info(fact, 'pending tasks are in the queue') : undefined),

    // The audit of the portal: `client` is the address of the machine that asked. Who it was stands in the kommune's timeline.
    portalEntered: (fact: { kommune: string; role: string; client: string }) => log.info(fact, 'somebody logged in'),
    portalRefused: (fact: { kommune: string | null; why: string; client: string }) => log.warn(fact, 'a log-in was refused'),
    passwordChosen: (fact: { kommune: string; role: string; how: string; client: string }) => log.info(fact, 'a password was chosen'),
    passwordForgotten: (fact: { kommune: string | null; outcome: string; client: string }) => log.info(fact, 'a password was forgotten'),
    colleagueInvited: (fact: { kommune: string; client: string }) => log.info(fact, 'a colleague was invited'),
    reportSaved: (fact: { kommune: string; section: string; outcome: string }) => log.info(fact, 'a page of a report was saved'),
    reportHandedIn: (fact: { kommune: string; number: number | null; outcome: string }) => log.info(fact, 'a report was handed in'),
    pageFailed: (fact: { route: string; error: string }) => log.error(cleaned(fact), 'a page could not be shown'),
    colleagueRemoved: (fact: { kommune: string; client: string }) => log.info(fact, 'a colleague was removed'),

    trouble: (fact: { queue: string; job: string; attempt: number; error: Error }) => log.warn({ queue: fact.queue, job: fact.job, attempt: fact.attempt, error: words(fact.error.message), name: fact.error.name }, 'a job failed and is tried again'),
    stopsBecause: (fact: { error: string }) => log.fatal(cleaned(fact), 'the program stops'),
  };
}
