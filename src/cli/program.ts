// The program's command line: every command of the house under one name.
// It refuses to do anything itself: each command's file says what it does, and workers/ hands it what it needs.
import { Command, CommanderError, Option } from 'commander';
import { addCheckCommand, type CheckNeeds } from './check.ts';
import { addDigestCommand, type DigestCommandNeeds } from './digest.ts';
import { Ends, exit, type ExitCode } from './exit.ts';
import { addExplainCommand, type ExplainCommandNeeds } from './explain.ts';
import { addForecastCommand, type ForecastNeeds } from './forecast.ts';
import { addLaunchCommand, type LaunchNeeds } from './launch.ts';
import type { Print } from './print.ts';
import { addReviewCommand, type ReviewNeeds } from './review.ts';
import { addRosterCommand, type RosterNeeds } from './roster.ts';
import { addStatusCommand, type StatusNeeds } from './status.ts';
import { addSteerCommands, type SteerNeeds } from './steer.ts';

export const parts = ['inbox', 'intake', 'letters', 'clock', 'web'] as const;
export type Part = (typeof parts)[number];

export type ProgramNeeds = {
  readonly check: CheckNeeds;
  readonly launch: LaunchNeeds;
  readonly status: StatusNeeds;
  readonly forecast: ForecastNeeds;
  readonly review: ReviewNeeds;
  readonly steer: SteerNeeds;
  readonly roster: RosterNeeds;
  readonly digest: DigestCommandNeeds;
  readonly explain: ExplainCommandNeeds;
  /** Runs until it is told to stop. */
  readonly start: (parts: readonly Part[]) => Promise<void>;
  readonly demo: (args: readonly string[]) => Promise<number>;
  readonly printError: Print;
  /** Gives an error its exit code; undefined for one nobody foresaw. */
  readonly codeOf: (error: unknown) => ExitCode | undefined;
};

/** Runs one command; gives the exit code. Never throws. */
export async function runProgram(args: readonly string[], needs: ProgramNeeds): Promise<number> {
  let code: number = exit.done;
  const program = new Command('rundskriv');
  program
    .description('Carries the yearly circular letter about gender balance in top management through all 98 kommuner by e-mail.')
    .showHelpAfterError('(--help shows how)')
    .exitOverride()
    .configureOutput({ writeErr: (text) => needs.printError(text.trimEnd().split('\n')) })
    .addHelpText('after', environment);
  addCheckCommand(program, needs.check);
  addLaunchCommand(program, needs.launch);
  program.command('start')
    .description('runs the workers in the foreground; without --only, all of them in one process')
    .addOption(new Option('--only <parts>', `a list of ${parts.join(', ')}`).argParser(asParts))
    .action(async (options: { only?: readonly Part[] }) => needs.start(options.only ?? parts));
  addStatusCommand(program, needs.status);
  addForecastCommand(program, needs.forecast);
  addReviewCommand(program, needs.review);
  addSteerCommands(program, needs.steer);
  addRosterCommand(program, needs.roster);
  addDigestCommand(program, needs.digest);
  addExplainCommand(program, needs.explain);
  program.command('demo')
    .description('a whole campaign against a simulated country, over real IMAP, SMTP and Redis on loopback')
    .allowUnknownOption().allowExcessArguments().helpOption(false)
    .argument('[options...]')
    .action(async (args: readonly string[]) => {
      code = await needs.demo(args);
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
    const known = error instanceof Ends ? error.code : needs.codeOf(error);
    const message = error instanceof Error ? error.message : String(error);
    needs.printError(known === undefined && error instanceof Error ? `rundskriv: ${error.stack ?? message}`.split('\n') : `rundskriv: ${message}`);
    return known ?? exit.no;
  }
}

function asParts(text: string): readonly Part[] {
  const asked = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const unknown = asked.filter((part) => !(parts as readonly string[]).includes(part));
  if (asked.length === 0 || unknown.length > 0) throw new Ends(exit.usage, `--only takes a list of ${parts.join(', ')}${unknown.length > 0 ? `, not ${unknown.join(', ')}` : ''}`);
  return asked as Part[];
}

const environment = `
Environment (every secret also as NAME_FILE, the path of a file that holds it):
  RUNDSKRIV_CAMPAIGN     path of the campaign file, e.g. config/campaigns/2024.yaml
  REDIS_URL              redis://127.0.0.1:6379
  IMAP_URL, SMTP_URL     imaps://user:pass@host, smtps://user:pass@host
  MAIL_OAUTH_*           TENANT, CLIENT_ID, CLIENT_SECRET: Exchange Online instead of a password
  DKIM_*                 DOMAIN, SELECTOR, KEY (RSA, PEM): signs mails where the mail server does not; all three or none
  RUNDSKRIV_SECRET       signs tokens; 16 characters or more
  PORTAL_URL, PORTAL_PORT
  RUNDSKRIV_REDIRECT_TO  rehearsal: every mail goes to this address, the true recipient in the subject
  RUNDSKRIV_CLOCK        rehearsal: an instant at which the program's clock starts (RUNDSKRIV_CLOCK_FILE: a file
                         with an instant at which it stands); only with RUNDSKRIV_REDIRECT_TO or a loopback SMTP_URL
  LOG_LEVEL              info; debug also logs names and addresses

Exit codes: 0 done; 1 the answer is no or something needs a person; 2 wrong usage; 3 a service can't be reached.
`;
