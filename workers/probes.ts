// What `check` tries, in order: environment, campaign, address list, templates, Redis, IMAP, SMTP.
// It refuses to send anything.
import { checkAddressList, checkCampaign, type Finding } from '../src/core/campaign.ts';
import { checkPortal } from '../src/adapters/config.ts';
import { checkTemplates } from '../src/adapters/render.ts';
import { checkDkim } from '../src/adapters/smtp/dkim.ts';
import { checkRedis } from '../src/adapters/store/requirements.ts';
import type { Probe } from '../src/flows/check.ts';
import { checkClock, newestEventAt } from '../src/flows/clock-check.ts';
import { openMailbox, openSmtp, openStore, readAddresses, readSettings, type Settings } from './compose.ts';

type Env = Readonly<Record<string, string | undefined>>;

export async function probesOf(env: Env): Promise<{ probes: readonly Probe[]; close: () => Promise<void> }> {
  let settings: Settings;
  try {
    settings = await readSettings(env);
  } catch (error) {
    return { probes: [{ area: 'configuration', run: () => Promise.reject(error instanceof Error ? error : new Error(String(error))) }], close: async () => undefined };
  }
  const { campaign, config, register } = settings;
  const notice = (what: string, cure: string): Finding => ({ level: 'notice', what, cure });
  const probes: Probe[] = [
    {
      area: 'configuration',
      run: async () => [
        ...checkPortal(config),
        ...(config.redirectTo ? [notice(`rehearsal: every mail goes to ${config.redirectTo}`, 'remove RUNDSKRIV_REDIRECT_TO to write to the kommuner')] : []),
        ...(settings.clock.rehearsal ? [notice(`rehearsal: the program's clock says ${settings.clock.now()}`, 'remove RUNDSKRIV_CLOCK to use the real time')] : []),
        ...(config.dkim ? checkDkim(config.dkim, campaign.sender.address) : []),
      ],
    },
    { area: `campaign ${campaign.id}`, run: async () => checkCampaign(campaign) },
    {
      area: 'address list',
      run: async () => {
        const { list, problems } = await readAddresses(settings);
        return [...problems.map((what): Finding => ({ level: 'error', what, cure: 'correct the address list that the campaign names' })), ...checkAddressList(register, list)];
      },
    },
    { area: 'mail templates', run: () => checkTemplates() },
    {
      area: 'Redis',
      run: async () => {
        const store = await openStore(settings, false);
        try {
          // An event that this version does not know is told too; a clock behind the newest one holds everything.
          return [...await checkRedis(store.redis), ...checkClock(await newestEventAt(store.log), settings.clock.now())];
        } finally {
          await store.close();
        }
      },
    },
    {
      area: 'IMAP',
      run: async () => {
        const mailbox = openMailbox(settings, env);
        try {
          await mailbox.connect();
          await mailbox.ensureFolders();
          await mailbox.state();
          return [];
        } finally {
          await mailbox.close();
        }
      },
    },
    {
      area: 'SMTP',
      run: async () => {
        const smtp = openSmtp(settings, env);
        try {
          await smtp.verify();
          return [];
        } finally {
          await smtp.close();
        }
      },
    },
  ];
  return { probes, close: async () => undefined };
}
