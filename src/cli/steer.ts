// `pause`, `resume`, `exempt`, `include`, `extend`: what a person decides about the whole campaign or one kommune, each with its reason.
// It refuses to act without a reason, and to leave open what follows: each says in a sentence or two what is so now.
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Campaign } from '../core/campaign.ts';
import type { Register } from '../core/kommune.ts';
import { line } from '../core/letters/line.ts';
import { shownJson } from '../core/shown.ts';
import { deadlines, type Deadline } from '../core/task.ts';
import type { CampaignSteered, KommuneAction, KommuneSteered, Who } from '../flows/steer.ts';
import { Ends, exit } from './exit.ts';
import type { Print } from './print.ts';
import { kommuneNamed } from './status.ts';
import { campaignRefused, campaignSaid, kommuneRefused, kommuneSaid } from './steer-text.ts';

export type SteerNeeds = {
  readonly print: Print;
  readonly who: () => string;
  readonly open: () => Promise<{
    readonly campaign: Campaign;
    readonly register: Register;
    readonly now: () => Temporal.Instant;
    readonly steerCampaign: (type: 'pause' | 'resume', who: Who) => Promise<CampaignSteered>;
    readonly steerKommune: (kommune: string, action: KommuneAction, who: Who) => Promise<KommuneSteered>;
    readonly close: () => Promise<void>;
  }>;
};

type Opened = Awaited<ReturnType<SteerNeeds['open']>>;
type Options = { readonly because?: string; readonly by?: string; readonly json?: boolean };

export function addSteerCommands(program: Command, needs: SteerNeeds): void {
  const command = (name: string, description: string): Command => program.command(name).description(description);
  const decided = (added: Command): Command => added.option('--by <NAME>', 'who decides; without it, who is logged in').option('--json', 'as JSON');
  const because = (added: Command): Command => added.requiredOption('--because <TEXT>', 'why; stands in the timeline', reason);
  const oneKommune = (name: string, description: string): Command => because(command(name, description).argument('<KOMMUNE>', 'code (0751, 751) or name (Aarhus, århus)'));

  decided(because(command('pause', 'nothing more leaves to any kommune, until "resume"; mail is still read, and questions still reach the department')))
    .action((options: Options) => campaign(needs, 'pause', options));
  decided(command('resume', 'ends a pause: what it held leaves, of the rounds missed only the newest').option('--because <TEXT>', 'why; stands in the timeline'))
    .action((options: Options) => campaign(needs, 'resume', options));
  decided(oneKommune('exempt', 'nothing more is asked of this kommune; an answer of its own goes to review'))
    .action((asked: string, options: Options) => kommune(needs, asked, { type: 'exempt' }, options));
  decided(oneKommune('include', 'lifts the exemption of this kommune'))
    .action((asked: string, options: Options) => kommune(needs, asked, { type: 'lift-exemption' }, options));
  decided(oneKommune('extend', 'gives this kommune a longer deadline, and its rounds with it; the campaign\'s own day takes that back')
    .addOption(new Option('--deadline <which>', 'for the contact list or the report').choices(deadlines).makeOptionMandatory())
    .requiredOption('--until <DAY>', 'the last day, e.g. 2024-06-14', day))
    .action((asked: string, options: Options & { readonly deadline: Deadline; readonly until: string }) => kommune(needs, asked, { type: 'extend', deadline: options.deadline, until: options.until }, options));
}

async function campaign(needs: SteerNeeds, type: 'pause' | 'resume', options: Options): Promise<void> {
  await using(needs, async (opened) => {
    const { id } = opened.campaign;
    const steered = await opened.steerCampaign(type, who(needs, options));
    if (steered.outcome === 'ignored') throw new Ends(exit.no, campaignRefused(steered.reason, id));
    needs.print(options.json ? shownJson({ campaign: id, now: opened.now().toString(), done: type, held: steered.held }) : campaignSaid(type, id, steered.held));
  });
}

async function kommune(needs: SteerNeeds, asked: string, action: KommuneAction, options: Options): Promise<void> {
  await using(needs, async (opened) => {
    const found = kommuneNamed(opened.register, asked);
    const steered = await opened.steerKommune(found.code, action, who(needs, options));
    if (steered.outcome === 'ignored') throw new Ends(exit.no, kommuneRefused(steered.reason, found, action, opened.campaign));
    const { state, dropped, next } = steered;
    needs.print(options.json
      ? shownJson({ campaign: opened.campaign.id, now: opened.now().toString(), kommune: found.code, done: action.type, exempt: state.exempt, deadlines: state.extended, dropped, next })
      : kommuneSaid(found, action, steered, opened.campaign, opened.now()));
  });
}

async function using(needs: SteerNeeds, work: (opened: Opened) => Promise<void>): Promise<void> {
  const opened = await needs.open();
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

function who(needs: SteerNeeds, options: Options): Who {
  return { by: line(options.by ?? '') || needs.who(), note: line(options.because ?? '') };
}

function reason(text: string): string {
  if (line(text) === '') throw new InvalidArgumentError('say why: the reason stands in the timeline');
  return text;
}

function day(text: string): string {
  const wrong = new InvalidArgumentError('give a day that there is, written as 2024-06-14');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw wrong;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    throw wrong;
  }
}
