// `review …`: lists what waits for a person, shows one, and takes the decision: accept, assign, ask, forward, discard, undo.
// It refuses to register or to answer without saying first what and to whom, and it never asks a script to type: there is --yes.
import type { Command } from 'commander';
import type { Campaign } from '../core/campaign.ts';
import type { CaseState } from '../core/case.ts';
import { contactToRegister } from '../core/review-contact.ts';
import { desk } from '../core/events.ts';
import { domainOf, findKommune, kommuneOfDomain, type Kommune, type Register } from '../core/kommune.ts';
import { line } from '../core/letters/line.ts';
import { missingThings, type Missing } from '../core/reading.ts';
import { offeredReport, receiptTo, reportOf } from '../core/report/accept.ts';
import { shownJson } from '../core/shown.ts';
import type { Acted, Action, FoundItem, ItemRef, ListedItem } from '../flows/review.ts';
import type { Refiled } from '../flows/refile.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';
import { faultLine, reportPlan } from './review-report-text.ts';
import { asJson, followed, idOf, list, plan, shown, whyNot, type Reread } from './review-text.ts';
import { kommuneNamed } from './status.ts';

export type ReviewNeeds = {
  readonly print: Print;
  /** Asks on the terminal; null where there is none. */
  readonly ask: (question: string) => Promise<string | null>;
  readonly who: () => string;
  readonly open: (forWhat: 'looking' | 'deciding') => Promise<{
    readonly campaign: Campaign;
    readonly register: Register;
    readonly now: () => Temporal.Instant;
    readonly list: (kommune: string | null) => Promise<readonly ListedItem[]>;
    readonly find: (ref: ItemRef) => Promise<FoundItem | undefined>;
    /** Undefined when the kommune has no case. */
    readonly registered: (kommune: string) => Promise<Pick<CaseState, 'kommune' | 'contact' | 'exempt' | 'reports' | 'extended'> | undefined>;
    /** The mail fetched from its folder and read once more. */
    readonly reread: (found: FoundItem) => Promise<Reread>;
    readonly act: (ref: ItemRef, action: Action, who: { readonly by: string; readonly note: string }) => Promise<Acted>;
    readonly tidy: () => Promise<readonly Refiled[]>;
    readonly close: () => Promise<void>;
  }>;
};

type Opened = Awaited<ReturnType<ReviewNeeds['open']>>;
type Who = { readonly by?: string; readonly note?: string };
type AcceptOptions = Who & { readonly name?: string; readonly email?: string; readonly phone?: string; readonly kommune?: string; readonly foreign?: boolean; readonly quiet?: boolean; readonly yes?: boolean };

export function addReviewCommand(program: Command, needs: ReviewNeeds): void {
  const review = program.command('review').description('what waits for a person: list, show, accept, assign, ask, forward, discard, undo');
  const command = (name: string, description: string): Command => review.command(name).description(description);
  const deciding = (name: string, description: string): Command => command(name, description)
    .argument('<ID>', 'as "review" lists it, e.g. 0751/r1')
    .option('--note <TEXT>', 'why; stands in the timeline')
    .option('--by <NAME>', 'who decides; without it, who is logged in');

  review.command('list', { isDefault: true }).description('what waits, the oldest first')
    .argument('[KOMMUNE]', 'only this kommune\'s: code (0751, 751) or name (Aarhus, århus)')
    .option('--json', 'as JSON (see README)')
    .action((asked: string | undefined, options: { json?: boolean }) => using(needs, 'looking', async (opened) => {
      const kommune = asked === undefined ? null : kommuneOf(opened, asked).code;
      const items = await opened.list(kommune);
      needs.print(options.json ? shownJson({ campaign: opened.campaign.id, now: opened.now().toString(), items: items.map((listed) => asJson(listed, listed.workingDays)) }) : list(items));
    }));

  command('show', 'one that waits: what was read, why it waits, and what can be done')
    .argument('<ID>', 'as "review" lists it, e.g. 0751/r1')
    .option('--json', 'as JSON (see README)')
    .action((id: string, options: { json?: boolean }) => using(needs, 'looking', async (opened) => {
      const found = await find(opened, id);
      const reread = await opened.reread(found);
      needs.print(options.json ? shownJson({ campaign: opened.campaign.id, now: opened.now().toString(), ...asJson(found, null), registered: found.contact, report: found.report, folder: found.folder, history: found.history, reread })
        : shown(found, reread, opened.register, opened.campaign.letterDate.toString()));
    }));

  deciding('accept', 'registers the contact, as read or as given, and acknowledges it in the thread; a report by mail counts from then on, and its receipt is sent')
    .option('--name <NAME>', 'the contact\'s name, instead of what was read')
    .option('--email <ADDRESS>', 'the contact\'s address; also says which one is meant where several were read')
    .option('--phone <NUMBER>', 'the contact\'s telephone number; empty takes it away')
    .option('--kommune <KOMMUNE>', 'for this kommune: the item is assigned to it first')
    .option('--foreign', 'the address may lie outside the kommune\'s own domains')
    .option('--quiet', 'send no acknowledgement, and no receipt')
    .option('--yes', 'do not ask, for scripts')
    .action((id: string, options: AcceptOptions) => using(needs, 'deciding', (opened) => accept(needs, opened, id, options)));

  deciding('assign', 'gives it to another kommune, where it waits as it waited here')
    .argument('<KOMMUNE>', 'code (0751, 751) or name (Aarhus, århus)')
    .action((id: string, asked: string, options: Who) => using(needs, 'deciding', (opened) => decide(needs, opened, id, { type: 'assign', to: kommuneOf(opened, asked).code }, options)));

  deciding('ask', 'asks the sender for what is missing, in the thread')
    .option('--missing <things>', `a list of ${missingThings.join(', ')}; without it, what the reading missed`, asMissing)
    .action((id: string, options: Who & { missing?: readonly Missing[] }) => using(needs, 'deciding', async (opened) => {
      const found = await find(opened, id);
      const missing = options.missing ?? found.item.read?.missing ?? [];
      if (missing.length === 0 && found.closed === null && found.item.mail !== null) throw new Ends(exit.usage, `nothing was found missing in ${idOf(found.ref)}: say what to ask for, e.g. --missing name,email`);
      await decide(needs, opened, id, { type: 'ask', missing }, options);
    }));

  deciding('forward', 'makes it a question that waits for an answer').action((id: string, options: Who) => using(needs, 'deciding', (opened) => decide(needs, opened, id, { type: 'forward' }, options)));
  deciding('discard', 'closes it, nothing follows; also for a question that was answered by hand').alias('close')
    .action((id: string, options: Who) => using(needs, 'deciding', (opened) => decide(needs, opened, id, { type: 'discard' }, options)));
  deciding('undo', 'opens it again and takes back what closing it caused, as far as it has not left').action((id: string, options: Who) => using(needs, 'deciding', (opened) => decide(needs, opened, id, { type: 'undo' }, options)));

  command('tidy', 'moves mails to the folder where they belong, where that failed before')
    .action(() => using(needs, 'deciding', async (opened) => {
      const refiled = await opened.tidy();
      for (const one of refiled) needs.print(followed.filed(one));
      if (refiled.length === 0) needs.print('Every mail lies where it belongs.');
      const failed = refiled.find((one) => one.outcome === 'failed');
      if (failed) throw new Ends(exit.unreachable, failed.why);
    }));
}

async function using(needs: ReviewNeeds, forWhat: 'looking' | 'deciding', work: (opened: Opened) => Promise<unknown>): Promise<void> {
  const opened = await needs.open(forWhat);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

async function accept(needs: ReviewNeeds, opened: Opened, id: string, options: AcceptOptions): Promise<void> {
  const found = await find(opened, id);
  if (found.closed) throw new Ends(exit.no, whyNot('already-closed', found));
  if (options.kommune === undefined && found.ref.stream === desk) throw new Ends(exit.usage, `${idOf(found.ref)} belongs to no kommune: say for which one to register with --kommune`);
  const kommune = kommuneOf(opened, options.kommune ?? found.ref.stream);
  const elsewhere = kommune.code !== found.ref.stream;
  const registered = await opened.registered(kommune.code);
  if (!registered) throw new Ends(exit.no, `${kommune.name} has no case in campaign ${opened.campaign.id}: nothing can be registered there`);
  if (reportOf(found.item) && options.name === undefined && options.email === undefined) return acceptReport(needs, opened, id, found, kommune, registered, options);
  const built = contactToRegister(found.item, kommune, opened.register, opened.campaign.letterDate.toString(), registered.contact, { ...options, foreign: options.foreign ?? false });
  if ('wrong' in built) throw new Ends(exit.usage, `${idOf(found.ref)} is not accepted: ${built.wrong}`);

  needs.print(plan(found, kommune, opened.register, built, registered.contact, options.quiet ?? false));
  await confirmed(needs, options, 'register this', 'registered');
  const assigned = elsewhere ? await decide(needs, opened, id, { type: 'assign', to: kommune.code }, options) : undefined;
  // What the person saw: if somebody else has been registered meanwhile, nothing is overwritten.
  await decide(needs, opened, assigned ?? id, { type: 'accept', contact: built.contact, over: registered.contact, quiet: options.quiet ?? false, foreign: built.foreign }, options);
}

/** The report counts as it was read; what the person saw counting must count still. */
async function acceptReport(needs: ReviewNeeds, opened: Opened, id: string, found: FoundItem, kommune: Kommune, state: NonNullable<Awaited<ReturnType<Opened['registered']>>>, options: AcceptOptions): Promise<void> {
  const { campaign, register } = opened;
  const offered = offeredReport(found.item, state, campaign, opened.now().toString(), options.note);
  if (!offered) throw new Ends(exit.no, whyNot('no-report', found));
  if (offered.faults.length > 0) throw new Ends(exit.no, `the report of ${idOf(found.ref)} has faults and can't count: ${offered.faults.map(faultLine).join(' ')}`);
  if (offered.isSame) throw new Ends(exit.no, whyNot('nothing-new', found));
  if (offered.needsReason) throw new Ends(exit.usage, whyNot('needs-reason', found));
  const quiet = options.quiet ?? false;
  const answer = receiptTo(found.item, state.contact, (address) => kommuneOfDomain(register, domainOf(address))?.code === kommune.code);
  needs.print(reportPlan(found, kommune, register, campaign, offered, state, answer, quiet));
  await confirmed(needs, options, 'let this report count', 'handed in');
  const assigned = kommune.code === found.ref.stream ? undefined : await decide(needs, opened, id, { type: 'assign', to: kommune.code }, options);
  await decide(needs, opened, assigned ?? id, { type: 'accept-report', over: offered.newest?.number ?? null, answer, quiet }, options);
}

async function confirmed(needs: ReviewNeeds, { yes }: AcceptOptions, what: string, done: string): Promise<void> {
  if (yes) return;
  const answer = await needs.ask(`Type yes to ${what}: `);
  if (answer === null) throw new Ends(exit.usage, 'nobody is at the terminal to type yes; give --yes to accept from a script');
  if (answer.trim().toLowerCase() !== 'yes') throw new Ends(exit.no, `nothing is ${done}: "${answer.trim()}" is not yes`);
}

/** Takes the decision and prints what followed; gives the item that waits now because of it. */
async function decide(needs: ReviewNeeds, opened: Opened, id: string, action: Action, who: Who): Promise<string> {
  const found = await find(opened, id);
  const acted = await opened.act(found.ref, action, { by: line(who.by ?? '') || needs.who(), note: line(who.note ?? '') });
  if (acted.outcome === 'ignored') throw new Ends(exit.no, whyNot(acted.reason, found, action.type));
  needs.print(followed.all(found, action, acted));
  return acted.opened[0] ?? id;
}

async function find(opened: Opened, id: string): Promise<FoundItem> {
  const [, left = '', item = ''] = /^([^/]+)\/([rq][1-9]\d*)$/.exec(id.trim()) ?? [];
  const stream = left.toLowerCase() === desk ? desk : findKommune(opened.register, left)?.code;
  if (item === '' || stream === undefined) throw new Ends(exit.usage, `"${id}" names nothing that waits; ids look like 0751/r1 or desk/q2, and "rundskriv review" lists them`);
  const found = await opened.find({ stream, id: item });
  if (!found) throw new Ends(exit.no, `there is no ${stream}/${item}; "rundskriv review" lists what waits`);
  return found;
}

function kommuneOf(opened: Opened, asked: string): Kommune {
  return kommuneNamed(opened.register, asked);
}

function asMissing(text: string): readonly Missing[] {
  const asked = text.split(',').map((thing) => thing.trim()).filter((thing) => thing !== '');
  const unknown = asked.filter((thing) => !(missingThings as readonly string[]).includes(thing));
  if (asked.length === 0 || unknown.length > 0) throw new Ends(exit.usage, `--missing takes a list of ${missingThings.join(', ')}${unknown.length > 0 ? `, not ${unknown.join(', ')}` : ''}`);
  return missingThings.filter((thing) => asked.includes(thing));
}
