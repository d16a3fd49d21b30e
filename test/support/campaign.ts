// The campaign of 2024 as the tests use it: the real file, and ways to change one thing about it.
// It refuses to copy the file's contents: what the product ships is what is tested.
import { loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { loadRegister } from '../../src/adapters/register.ts';
import type { Campaign } from '../../src/core/campaign.ts';

export const campaignPath = new URL('../../config/campaigns/2024.yaml', import.meta.url).pathname;
export const { campaign: campaign2024 } = await loadCampaignFile(campaignPath);
export const register = await loadRegister(new URL('../../config/kommuner.json', import.meta.url).pathname);

export function campaignWith(change: Partial<Campaign>): Campaign {
  return { ...campaign2024, ...change };
}

/** An instant in Denmark: "2024-02-12 09:00". */
export function at(local: string): string {
  return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime('Europe/Copenhagen').toInstant().toString();
}
