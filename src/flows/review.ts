// What a person asks and decides about what waits: listed, looked at, closed, taken back; then the mails are queued and the mail is filed.
// It refuses a way of its own into a case: every decision is a step, and what moves between two streams moves in one.
import { dayOf, workingDaysSince } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { CaseState } from '../core/case.ts';
import { desk, type Event, type Stream } from '../core/events.ts';
import { closedItem, openItem, openItems, type ClosedItem, type Item, type Items } from '../core/items.ts';
import type { EventLog } from '../core/log.ts';
import type { Missing } from '../core/reading.ts';
import { offeredReport, type OfferedReport, type ReceiptTo } from '../core/report/accept.ts';
import { answerOf, withdrawal, type ReviewCommand, type ReviewState } from '../core/review.ts';
import type { Contact, Task } from '../core/task.ts';
import { refileMails, type Refiled, type RefileNeeds } from './refile.ts';
import { loadAll } from './stand.ts';
import { loadCase, loadDesk, step, stepTogether, type Step, type StepNeeds } from './step.ts';

export type ReviewNeeds = StepNeeds & RefileNeeds & {
  readonly log: EventLog;
  readonly now: () => Temporal.Instant;
  readonly queueLetters: (tasks: readonly Task[]) => Promise<void>;
};

/** An item by its stream and its id there: "0751" and "r1". */
export type ItemRef = { readonly stream: Stream; readonly id: string };

export type ListedItem = { readonly ref: ItemRef; readonly name: string; readonly item: Item; readonly workingDays: number };

export type FoundItem = {
  readonly ref: ItemRef;
  readonly name: string;
  readonly item: Item;
  /** null while it is open. */
  readonly closed: ClosedItem | null;
  readonly contact: Contact | null;
  /** The report that it holds, and how it stands beside what was handed in; null where it holds none. */
  readonly report: OfferedReport | null;
  /** The versions of the report that were not taken back, the newest last. */
  readonly versions: readonly number[];
  /** The folder its mail went to, as far as the log knows; null without a mail. */
  readonly folder: string | null;
  /** The stream's events about it, oldest first. */
  readonly history: readonly Event[];
};

export type Action =
  | { readonly type: 'accept'; readonly contact: Contact; readonly over: Contact | null; readonly quiet: boolean; readonly foreign: boolean }
  /** `over`: the version that counted when the person looked. */
  | { readonly type: 'accept-report'; readonly over: number | null; readonly answer: ReceiptTo; readonly quiet: boolean }
  | { readonly type: 'assign'; readonly to: Stream }
  | { readonly type: 'ask'; readonly missing: readonly Missing[] }
  | { readonly type: 'forward' }
  | { readonly type: 'discard' }
  | { readonly type: 'undo' };

export type Acted =
  | {
      readonly outcome: 'done';
      readonly events: readonly Event[];
      /** What waits now because of it, with its stream: "0751/q2". */
      readonly opened: readonly string[];
      readonly refiled: Refiled | null;
      /** Taken back, but a mail had left or was leaving: it can't be called back. */
      readonly left: readonly { readonly id: string; readonly kind: string; readonly to: string }[];
    }
  | { readonly outcome: 'ignored'; readonly reason: string };

/** What waits for a person, the oldest first; only a kommune's where one is given. */
export async function listItems(needs: Pick<ReviewNeeds, 'log' | 'now'>, kommune: string | null): Promise<readonly ListedItem[]> {
  const all = await loadAll(needs.log);
  const today = dayOf(needs.now());
  const listed = (stream: Stream, name: string, items: Items): readonly ListedItem[] => openItems(items)
    .map((item) => ({ ref: { stream, id: item.id }, name, item, workingDays: workingDaysSince(dayOf(Temporal.Instant.from(item.at)), today) }));
  return [...listed(desk, '', all.desk), ...all.cases.flatMap((c) => (c.kommune === null ? [] : listed(c.kommune, c.name, c)))]
    .filter(({ ref }) => kommune === null || ref.stream === kommune)
    .sort((a, b) => a.item.at.localeCompare(b.item.at) || a.ref.stream.localeCompare(b.ref.stream));
}

/** One item, open or closed; undefined when there never was one. */
export async function findItem(needs: Pick<ReviewNeeds, 'log' | 'now'> & { readonly campaign: Campaign }, ref: ItemRef): Promise<FoundItem | undefined> {
  const state = await load(needs, ref.stream);
  const closed = closedItem(state, ref.id) ?? null;
  const item = closed?.item ?? openItem(state, ref.id);
  if (!item) return undefined;
  const record = item.mail === null ? undefined : await needs.log.mail(item.mail.id);
  const history = (await needs.log.load(ref.stream)).filter((event) => isAbout(event, item));
  const versions = state.reports.flatMap(({ number, withdrawnAt }) => (withdrawnAt === null ? [number] : []));
  return { ref, name: state.name, item, closed, contact: state.contact, report: offeredReport(item, state, needs.campaign, needs.now().toString()), versions, folder: record?.folder ?? null, history };
}

/** Takes one decision of a person. The mail is filed last: when the mailbox can't be reached, the decision stands, and `refiled` says so. */
export async function act(needs: ReviewNeeds, ref: ItemRef, action: Action, who: { readonly by: string; readonly note: string }): Promise<Acted> {
  const state = await load(needs, ref.stream);
  const common = { at: needs.now().toString(), ...who };
  const undone = action.type === 'undo' ? closedItem(state, ref.id) : undefined;
  const commands = commandsFor(ref, action, state, undone, common);
  const steps = commands.map(({ stream, command }): Step => (stream === desk ? { stream: desk, command } : { stream, command }));
  const stepped = steps.length === 1 ? await step(needs, steps) : await stepTogether(needs, steps);
  if (stepped.outcome === 'ignored') return { outcome: 'ignored', reason: stepped.ignored[0] ?? 'nothing-to-do' };
  await needs.queueLetters(stepped.tasks);
  const mail = (undone?.item ?? openItem(state, ref.id))?.mail ?? null;
  const [refiled = null] = mail === null ? [] : await refileMails(needs, mail.id);
  const stream = commands.at(-1)?.stream ?? ref.stream;
  const opened = stepped.events.flatMap((event) => (event.type === 'review-opened' ? [`${stream}/${event.review}`] : event.type === 'question-opened' ? [`${stream}/${event.question}`] : []));
  return { outcome: 'done', events: stepped.events, opened, refiled, left: undone ? leftBehind(undone, state) : [] };
}

type Common = { readonly at: string; readonly by: string; readonly note: string };

/** One command, or two for two streams that go together; the stream where something new may wait comes last. */
function commandsFor(ref: ItemRef, action: Action, state: Loaded, undone: ClosedItem | undefined, common: Common): readonly { readonly stream: Stream; readonly command: ReviewCommand }[] {
  const { stream, id: item } = ref;
  const one = (command: ReviewCommand) => [{ stream, command }];
  const origin = `${stream}/${item}`;
  const open = openItem(state, item);
  switch (action.type) {
    case 'accept':
      return one({ ...common, type: 'review-accept', item, contact: action.contact, over: action.over, answer: action.quiet || !open ? null : answerOf(open), foreign: action.foreign });
    case 'accept-report':
      return one({ ...common, type: 'accept-report', item, over: action.over, answer: action.answer, quiet: action.quiet });
    case 'ask':
      return one({ ...common, type: 'review-ask', item, missing: action.missing, answer: open ? answerOf(open) : null });
    case 'forward':
      return one({ ...common, type: 'review-forward', item });
    case 'discard':
      return one({ ...common, type: 'review-discard', item });
    case 'assign': {
      const leave: ReviewCommand = { ...common, type: 'review-assign', item, to: action.to };
      // Not open, or without a mail: the item's own stream says why not.
      if (!open || action.to === stream) return one(leave);
      return [...one(leave), { stream: action.to, command: { ...common, type: 'review-take-over', origin, moved: open } }];
    }
    case 'undo': {
      const to = undone?.how === 'assigned' ? undone.to : null;
      const back: ReviewCommand = { ...common, type: 'review-undo', item, givenBackBy: to };
      return to === null ? one(back) : [...one(back), { stream: to, command: { ...common, type: 'review-give-back', origin } }];
    }
  }
}

type Loaded = ReviewState & Pick<CaseState, 'name' | 'login' | 'reports' | 'extended'>;

async function load(needs: Pick<ReviewNeeds, 'log'>, stream: Stream): Promise<Loaded> {
  if (stream === desk) return { ...(await loadDesk(needs.log)).state, stream, name: '', kommune: null, contact: null, contactMail: null, contactAt: null, foreign: [], approved: [], login: null, reports: [], extended: {} };
  return { ...(await loadCase(needs.log, stream)).state, stream };
}

/** Mails of ours that left because of what is taken back: those it asked for, and the login of whoever is not registered any more. */
function leftBehind(undone: ClosedItem, state: Loaded): readonly { readonly id: string; readonly kind: string; readonly to: string }[] {
  const { login } = state;
  const withLogin = withdrawal(undone, state) && login && login.email === undone.registered?.contact.email ? [login.task] : [];
  return [...undone.tasks, ...withLogin].flatMap((id) => {
    const mail = state.outgoing[id];
    return mail && (mail.state === 'sent' || mail.state === 'intended') ? [{ id, kind: mail.kind, to: mail.to }] : [];
  });
}

function isAbout(event: Event, item: Item): boolean {
  switch (event.type) {
    case 'review-opened':
      return event.review === item.id;
    case 'question-opened':
      return event.question === item.id;
    case 'review-closed':
    case 'review-reopened':
    case 'contact-withdrawn':
    case 'contact-registered':
    case 'report-submitted':
    case 'report-withdrawn':
    case 'mail-asked':
    case 'address-approved':
      return event.item === item.id;
    case 'mail-received':
    case 'bounce-noted':
      return event.mail.id === item.mail?.id;
    case 'case-opened':
    case 'contact-confirmed':
    case 'campaign-launched':
    case 'campaign-paused':
    case 'campaign-resumed':
    case 'login-activated':
    case 'report-begun':
    case 'report-saved':
    case 'password-changed':
    case 'colleague-removed':
    case 'portal-entered':
    case 'exempted':
    case 'exemption-lifted':
    case 'deadline-extended':
    case 'mail-intended':
    case 'mail-deferred':
    case 'mail-sent':
    case 'mail-refused':
    case 'mail-unwanted':
      return false;
  }
}
