// Gives `pause`, `resume`, `exempt`, `include` and `extend` what they need: the store, and the queue of letters, so that what was held is looked at now.
// It refuses a store that forgets.
import type { SteerNeeds } from '../src/cli/steer.ts';
import { steerCampaign, steerKommune } from '../src/flows/steer.ts';
import { openQueues, openStore, readSettings, refuseForgetful } from './compose.ts';

export async function openSteer(env: Readonly<Record<string, string | undefined>>): Promise<Awaited<ReturnType<SteerNeeds['open']>>> {
  const settings = await readSettings(env, 'store');
  const store = await openStore(settings, false);
  await refuseForgetful(store);
  const { campaign, register, clock } = settings;
  const needs = {
    campaign, log: store.log, now: clock.now,
    wakeLetters: async () => {
      const queues = openQueues(settings, store);
      try {
        await queues.wakeLetters();
      } finally {
        await queues.close();
      }
    },
  };
  return {
    campaign, register, now: clock.now,
    steerCampaign: (type, who) => steerCampaign(needs, type, who), steerKommune: (kommune, action, who) => steerKommune(needs, kommune, action, who),
    close: store.close,
  };
}
