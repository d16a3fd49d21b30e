// The composition root: reads the configuration and makes the adapters that the flows ask for. Nothing else knows both.
// It refuses logic: what is decided here is only which part is plugged into which.
import { loadAddressList } from '../src/adapters/address-list.ts';
import { loadCampaignFile } from '../src/adapters/campaign-file.ts';
import { createClock, type Clock } from '../src/adapters/clock.ts';
import { createComposer } from '../src/adapters/compose.ts';
import { oauthEnvironment, readConfig, type Config, type Environment } from '../src/adapters/config.ts';
import { readDocuments } from '../src/adapters/documents/index.ts';
import type { ReadingPool } from '../src/adapters/documents/pool.ts';
import { createFacts, createLogger, type Facts } from '../src/adapters/facts.ts';
import { createMailbox, MailboxUnreachable, type Mailbox } from '../src/adapters/mailbox.ts';
import { createTokenSource, readOAuth } from '../src/adapters/oauth.ts';
import { createQueues, type Queues } from '../src/adapters/queues.ts';
import { readFetched, readHeader } from '../src/adapters/read-mail.ts';
import { loadRegister } from '../src/adapters/register.ts';
import { checkTemplates } from '../src/adapters/render.ts';
import { createSmtp, SmtpTrouble, type Smtp } from '../src/adapters/smtp.ts';
import { createInboxBook, type InboxBook } from '../src/adapters/store/inbox-book.ts';
import { keysOf, type Keys } from '../src/adapters/store/keys.ts';
import { createRedisLog } from '../src/adapters/store/redis-log.ts';
import { checkRedis, openRedis, openWaiting } from '../src/adapters/store/requirements.ts';
import { createTokens, proofHeader, type Tokens } from '../src/adapters/tokens.ts';
import { Ends, exit } from '../src/cli/exit.ts';
import { reportRules, type AddressList, type Campaign } from '../src/core/campaign.ts';
import type { InboxState } from '../src/core/deadlines.ts';
import { domainOf, regionOf, type Register } from '../src/core/kommune.ts';
import type { EventLog } from '../src/core/log.ts';
import { headerValue, type InboundMail } from '../src/core/mail.ts';
import { replyToForward } from '../src/core/reply.ts';
import { taskOfMessageId, type Task } from '../src/core/task.ts';
import { understand, type ReadingContext } from '../src/core/understand.ts';
import { copySeen, createCopyWatch, type SeenNeeds } from '../src/flows/copy-watch.ts';
import type { DigestNeeds } from '../src/flows/digest.ts';
import { readHealth, type HealthNeeds } from '../src/flows/health.ts';
import { createDeskView } from '../src/flows/desk-view.ts';
import { noLastYear, readLastYear, type LastYear } from '../src/flows/last-year.ts';
import type { LaunchNeeds } from '../src/flows/launch.ts';
import type { ReceiveNeeds } from '../src/flows/receive-mail.ts';
import type { RefileNeeds } from '../src/flows/refile.ts';
import type { SendNeeds, SendResult } from '../src/flows/send-letter.ts';
import { loadDesk } from '../src/flows/step.ts';
import { readStatus } from '../src/flows/stand.ts';
import type { TickNeeds } from '../src/flows/tick.ts';
import { inboxState, type WatchNeeds } from '../src/flows/watch-inbox.ts';

export type Settings = {
  readonly config: Config;
  readonly campaign: Campaign;
  readonly register: Register;
  readonly addressListFile: string;
  readonly clock: Clock;
};

const productRegister = new URL('../config/kommuner.json', import.meta.url).pathname;

/** The configuration with all its files, read and checked. Throws BadEnvironment, BadCampaign, BadRegister. */
export async function readSettings(env: Environment, extent: 'all' | 'store' = 'all'): Promise<Settings> {
  const config = readConfig(env, extent);
  const { campaign, addressList, register } = await loadCampaignFile(config.campaignFile);
  return { config, campaign, register: await loadRegister(register ?? productRegister), addressListFile: addressList, clock: createClock(config.clock) };
}

/** `keepTrying`: workers wait for Redis and come back; commands fail at once. */
export async function openStore(settings: Settings, keepTrying: boolean) {
  const redis = await openRedis(settings.config.redisUrl, keepTrying);
  const keys = keysOf(settings.campaign.id);
  return { redis, keys, log: createRedisLog(redis, keys), book: createInboxBook(redis, keys), close: async () => redis.disconnect() };
}

/** Closes a Redis that would lose mail, and ends the command with what to change. */
export async function refuseForgetful(store: Store): Promise<void> {
  const faults = (await checkRedis(store.redis)).filter((f) => f.level === 'error');
  if (faults.length === 0) return;
  await store.close();
  throw new Ends(exit.no, `this Redis would lose mail: ${faults.map((f) => `${f.what}: ${f.cure}`).join('; ')}`);
}

/** What was answered in the campaign before, where the campaign file names one. */
export async function readBefore({ campaign }: Pick<Settings, 'campaign'>, { redis }: Store): Promise<LastYear> {
  return campaign.previous === undefined ? noLastYear : readLastYear(campaign.previous, createRedisLog(redis, keysOf(campaign.previous)));
}

export type Store = Awaited<ReturnType<typeof openStore>>;

export function openQueues(settings: Settings, store: { readonly keys: Keys }): Queues {
  return createQueues({ connect: () => openWaiting(settings.config.redisUrl), prefix: store.keys.queues, lock: settings.campaign.machine.lock });
}

export function openMailbox(settings: Settings, env: Environment, facts?: Facts): Mailbox {
  const oauth = readOAuth(oauthEnvironment(env));
  const { machine } = settings.campaign;
  return createMailbox({
    url: settings.config.imapUrl,
    ...(oauth ? { oauth: createTokenSource(oauth) } : {}),
    ...(facts ? { log: facts.mailboxFact } : {}),
    limits: { mail: machine.maxMailBytes, attachment: machine.maxAttachmentBytes },
  });
}

/** `pool`: as many connections as letters at once, so that no letter waits for its turn after its intent. */
export function openSmtp(settings: Settings, env: Environment, pool = 1): Smtp {
  const oauth = readOAuth(oauthEnvironment(env));
  const ms = settings.campaign.machine.smtpTimeout * 1000;
  return createSmtp({
    url: settings.config.smtpUrl,
    ownMailbox: settings.campaign.sender.address,
    pool,
    timeouts: { connect: Math.min(ms, 10_000), greeting: Math.min(ms, 10_000), socket: ms },
    ...(oauth ? { oauth: createTokenSource(oauth) } : {}),
    ...(settings.config.dkim ? { dkim: settings.config.dkim } : {}),
  });
}

/** What every flow is given, from one store, one mailbox, one pair of queues. */
export type Parts = {
  readonly settings: Settings;
  readonly log: EventLog;
  readonly book: InboxBook;
  readonly queues: Queues;
  readonly mailbox: Mailbox;
  readonly facts: Facts;
  readonly tokens: Tokens;
  readonly before?: LastYear;
};

export function queueLettersOf(queues: Queues): (tasks: readonly Task[]) => Promise<void> {
  return (tasks) => queues.addLetters(tasks.map((task) => task.id));
}

/** What a mail is read against: whose mailbox it is, which campaign runs, who the kommuner are. `before`: what was answered in the campaign before. */
export function readingContext({ campaign, register, config }: Settings, before: LastYear): ReadingContext {
  const tokens = createTokens(config.secret);
  return {
    kommuneOfReplyToken: (token) => tokens.kommuneOfReply(campaign.id, token),
    lastYear: (kommune) => before.contacts.get(kommune),
    report: reportRules(campaign),
    register, campaignId: campaign.id, ownAddress: campaign.sender.address, ownDomain: domainOf(campaign.sender.address), authservId: campaign.authservId, subjectTagPrefix: 'LIGE',
    day: campaign.letterDate.toString(),
  };
}

export function receiveNeeds({ settings, log, book, queues, mailbox, facts, tokens, before }: Parts, pool: Pick<ReadingPool, 'readFile' | 'openSigned'>): ReceiveNeeds {
  const seen = seenNeeds({ settings, book, queues, facts });
  const { campaign, register, clock } = settings;
  const context = readingContext(settings, before ?? noLastYear);
  const { ownDomain } = context;
  return {
    campaign, register, log, facts,
    readDocuments: (mail) => readDocuments(mail, pool.readFile),
    readMail: async ({ uidValidity, uid }) => readFetched(await mailbox.fetch(uidValidity, uid), pool.openSigned),
    readHeader: async ({ uidValidity, uid }) => readHeader(await mailbox.fetch(uidValidity, uid)),
    firstSeen: async (uidValidity) => {
      const cursor = await book.cursor();
      return cursor?.uidValidity === uidValidity ? cursor.since : undefined;
    },
    understand: (mail, documents) => understand(mail, documents, context),
    replyOf: (mail, read) => replyToForward(mail, read, { campaignId: campaign.id, ownDomain, ownAddress: campaign.sender.address, authservId: campaign.authservId, contact: campaign.questions.email, code: tokens.answerCode }),
    secrets: tokens.loginSecrets,
    isOwn: (mail) => {
      const proof = proofOf(mail, ownDomain, tokens);
      // A word that is lost is no harm: whoever waits for the copy looks for it too.
      if (proof) void copySeen(seen, proof.messageId, proof.proof).catch(() => undefined);
      return proof !== undefined;
    },
    move: async (ref, folder) => void await mailbox.move(ref, folder),
    queueLetters: queueLettersOf(queues),
    now: clock.now,
  };
}

/** The proof in a mail of ours. Ours only with a Message-ID of ours and the proof that belongs to it, its Date and its recipient: anyone can write our address into From. */
function proofOf(mail: InboundMail, ownDomain: string, tokens: Tokens): { readonly messageId: string; readonly proof: string } | undefined {
  const proof = headerValue(mail, proofHeader.toLowerCase())?.trim();
  const [to] = mail.to;
  const { messageId, date } = mail;
  if (messageId === null || date === null || to === undefined || proof === undefined || taskOfMessageId(messageId, ownDomain) === undefined) return undefined;
  return tokens.isProof({ messageId, date, to: to.address }, proof) ? { messageId, proof } : undefined;
}

/** What is to be done when the copy of a mail of ours was met. */
function seenNeeds({ settings, book, queues, facts }: Pick<Parts, 'settings' | 'book' | 'queues' | 'facts'>): SeenNeeds {
  return { canary: book.canary, changeCanary: book.changeCanary, clock: settings.clock.machine, released: queues.wakeLetters, facts };
}

export function sendNeeds({ settings, log, book, queues, mailbox, facts, tokens, before = noLastYear }: Parts, smtp: Smtp): SendNeeds {
  const { campaign, register, clock, config } = settings;
  const hasCopy = async (messageId: string, proof: string): Promise<boolean> => (await mailbox.findByMessageId(messageId, proofHeader)).some((found) => found.header === proof);
  return {
    campaign, log, facts,
    compose: createComposer({ campaign, register, tokens, lastYear: (kommune) => before.reports.get(kommune) ?? null, portalUrl: config.portalUrl, redirectTo: config.redirectTo }),
    send: (raw, to, seconds) => send(smtp, raw, { from: campaign.sender.address, to }, seconds, facts),
    hasCopy,
    copies: createCopyWatch({ ...seenNeeds({ settings, book, queues, facts }), facts, hasCopy, proofWait: campaign.machine.proofWait }),
    allowance: () => book.allowance(campaign.sending.perMinute, Date.now()),
    inbox: inboxOf(settings, log, book, mailbox),
    paused: pausedOf(log),
    claimAnswer: book.claimAnswer,
    now: clock.now,
    clock: clock.machine,
  };
}

/** Whether a person has paused the campaign. */
function pausedOf(log: EventLog): () => Promise<boolean> {
  const view = createDeskView(log);
  return async () => (await view()).paused !== null;
}

async function send(smtp: Smtp, raw: Uint8Array, envelope: { readonly from: string; readonly to: string }, seconds: number, facts: Facts): Promise<SendResult> {
  try {
    return await smtp.send(raw, envelope, seconds);
  } catch (error) {
    if (!(error instanceof SmtpTrouble)) throw error;
    if (error.kind === 'own-mailbox') facts.ownMailboxRefused({ response: error.response });
    return { outcome: 'trouble', code: error.code, response: error.message, maybeLeft: error.maybeLeft };
  }
}

/** Trouble of the mail server passes: the job waits, and its attempts are not used up. Anything else is a failure. */
export function laterOr(error: unknown, tries: number): { readonly outcome: 'held'; readonly seconds: number } {
  if (error instanceof MailboxUnreachable) return { outcome: 'held', seconds: Math.min(300, 2 ** Math.min(tries, 8)) };
  throw error;
}

export function inboxOf(settings: Settings, log: Pick<EventLog, 'load'>, book: InboxBook, mailbox: Mailbox): () => Promise<InboxState> {
  return () => inboxState({
    launched: async () => (await loadDesk(log)).state.launched ?? undefined,
    cursor: book.cursor,
    state: mailbox.state,
    list: async (fromUid) => (await mailbox.list(fromUid)).mails,
    ownAddress: settings.campaign.sender.address, clock: settings.clock.machine, patience: 3 * settings.campaign.machine.poll + 5,
  });
}

export function refileNeeds({ log }: Pick<Parts, 'log'>, mailbox: Mailbox | undefined): RefileNeeds {
  return {
    log,
    moveFiled: async (mail, from, to) => {
      if (!mailbox) throw new Error('IMAP_URL is not set');
      return mailbox.moveFiled(mail, from, to);
    },
  };
}

export function tickNeeds(parts: Parts): TickNeeds {
  const { log, queues, facts, tokens } = parts;
  return { ...digestNeeds(parts), log, facts, secrets: tokens.loginSecrets, paused: pausedOf(log), queueLetters: queueLettersOf(queues) };
}

/** `ticking`: the clock itself asks, so it is alive. Without a mailbox to ask, INBOX can't be seen. */
export function digestNeeds({ settings, log, book, mailbox, queues }: Pick<Parts, 'settings' | 'log' | 'book' | 'queues'> & { readonly mailbox?: Mailbox | undefined }, ticking = true): DigestNeeds {
  const { campaign, register, clock } = settings;
  const signs: HealthNeeds['signs'] = async () => ({ ...(await book.signs()), ...(ticking ? { clock: { now: clock.now().toString(), clock: Date.now() } } : {}) });
  return {
    campaign, log, now: clock.now, inbox: mailbox ? inboxOf(settings, log, book, mailbox) : async () => 'unhealthy',
    trouble: async () => (await readHealth({
      campaign, now: clock.now, clock: clock.machine, cursor: book.cursor, counts: queues.counts, signs, canary: book.canary,
      status: () => readStatus({ campaign, log, now: clock.now }), launched: async () => (await loadDesk(log)).state.launched?.clock ?? null, pendingTasks: async () => (await log.tasks()).length,
    })).trouble,
    regionOf: (code, day) => {
      const kommune = register.kommuner.find((k) => k.code === code);
      return kommune ? regionOf(register, kommune, day).name : '';
    },
  };
}

export function watchNeeds({ settings, log, book, queues, mailbox, facts }: Parts): WatchNeeds {
  return {
    launched: async () => (await loadDesk(log)).state.launched ?? undefined,
    cursor: book.cursor, advance: book.advance,
    list: async (fromUid) => (await mailbox.list(fromUid)).mails,
    queueIntake: queues.addIntake,
    clock: settings.clock.machine,
    facts,
  };
}

export function healthNeeds(settings: Settings, store: Store, queues: Queues): HealthNeeds {
  const { campaign, clock } = settings;
  return {
    campaign, now: clock.now, clock: clock.machine, cursor: store.book.cursor, counts: queues.counts, signs: store.book.signs, canary: store.book.canary,
    status: () => readStatus({ campaign, log: store.log, now: clock.now }),
    launched: async () => (await loadDesk(store.log)).state.launched?.clock ?? null,
    pendingTasks: () => store.redis.hlen(store.keys.tasks),
  };
}

export async function launchNeeds(settings: Settings, store: Store, mailbox: Mailbox): Promise<LaunchNeeds> {
  const { campaign, register, clock } = settings;
  const { list, problems } = await readAddresses(settings);
  return {
    campaign, register, log: store.log, addresses: list, addressProblems: problems, redirectTo: settings.config.redirectTo, templates: () => checkTemplates(), now: clock.now, clock: clock.machine,
    inbox: async () => {
      await mailbox.ensureFolders();
      const { uidValidity, uidNext } = await mailbox.state();
      return { uidValidity, uidNext };
    },
  };
}

export async function readAddresses(settings: Settings): Promise<{ list: AddressList; problems: readonly string[] }> {
  const { entries, problems } = await loadAddressList(settings.addressListFile, settings.register);
  return { list: new Map(entries.map((entry) => [entry.code, entry.address])), problems };
}

export { createLogger, createFacts, createTokens };
