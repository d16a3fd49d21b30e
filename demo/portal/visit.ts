// One errand of one person to the portal: she reads each page, fills in what is asked, presses the button that says what she wants.
// It refuses to go on where a page is not the one that was to come, and to do twice what was done when the portal went away.
import type { Reporter } from '../country/reporting/reporters.ts';
import type { Step } from '../country/reporting/errands.ts';
import { factsOfBlocks, factsOfSheet, type Facts } from '../reports/facts.ts';
import { typed, type Meant } from '../reports/meant.ts';
import { NotAsExpected, type Browser, type Tab } from './browser.ts';

/** What was done, as far as the one who did it can tell. `said`: the report as the receipt's page has it. */
export type Did =
  | { readonly did: 'activated'; readonly link: string }
  | { readonly did: 'saved' }
  | { readonly did: 'handed-in'; readonly version: number; readonly meant: Meant; readonly correction: string; readonly said: Facts }
  | { readonly did: 'forgot' }
  | { readonly did: 'invited'; readonly email: string }
  | { readonly did: 'conflict' }
  /** The newest version, read again: on its page, in its sheet; and whether its PDF is one. */
  | { readonly did: 'looked'; readonly version: number; readonly said: Facts; readonly inSheet: Facts; readonly isPdf: boolean };

export type Visitor = {
  readonly browser: Browser;
  readonly me: Reporter;
  /** Whom she invites. */
  readonly colleague: Reporter;
  /** What she would choose as her password. */
  readonly password: string;
  /** True where an earlier try was cut off. */
  readonly again: boolean;
  readonly see: (did: Did) => void;
};

const [basics, leaders, targets, policy, check] = ['Grundoplysninger', 'Ledere', 'Måltal', 'Politik', 'Kontrollér og indsend'];
const overview = /^Indberetning for \d{4}$/;

export async function visitPortal(visitor: Visitor, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await take(visitor, step);
}

async function take(visitor: Visitor, step: Step): Promise<void> {
  switch (step.do) {
    case 'enter': return enter(visitor);
    case 'save': return saveSome(visitor, step.meant, step.pages);
    case 'hand-in': return handIn(visitor, step.meant, step.correction, step.clicks);
    case 'two-tabs': return twoTabs(visitor, step.meant, step.draft);
    case 'invite': return invite(visitor);
    case 'forget': return forget(visitor);
    case 'look': return look(visitor);
  }
}

function expected(tab: Tab, heading: string | RegExp, what: string): Tab {
  if (typeof heading === 'string' ? tab.heading === heading : heading.test(tab.heading)) return tab;
  throw new NotAsExpected(tab, what);
}

async function enter({ browser, me, password, see }: Visitor): Promise<void> {
  if (me.password !== null) return logIn(browser, me, me.password);
  if (me.link === null) throw new Error(`${me.person.email} has neither link nor password`);
  const { link } = me;
  const used = (): void => {
    me.password = password;
    if (me.link === link) me.link = null;
    see({ did: 'activated', link });
  };
  const page = await browser.open(link);
  if (me.choosing !== null && page.heading === 'Linket virker ikke længere') {
    // The portal went away in the middle of it, and had taken the password.
    await logIn(browser, me, me.choosing);
    return used();
  }
  expected(page, 'Vælg en adgangskode', 'the link does not open');
  if (page.valueOf('username') !== me.person.email.toLowerCase()) throw new NotAsExpected(page, `the link is for ${page.valueOf('username')}, not for ${me.person.email}`);
  page.fill('password', password);
  page.fill('repeat', password);
  me.choosing = password;
  expected(await page.press('Gem adgangskoden og log ind'), overview, 'the password was not taken');
  used();
}

async function logIn(browser: Browser, { person }: Reporter, password: string): Promise<void> {
  const page = expected(await browser.open('/log-ind'), 'Log ind', 'there is no page to log in');
  page.fill('email', person.email);
  page.fill('password', password);
  expected(await page.press('Log ind'), overview, `${person.email} can't log in`);
}

async function start(browser: Browser): Promise<Tab> {
  const home = expected(await browser.open('/indberetning'), overview, 'the overview is gone');
  return expected(await home.follow(basics ?? ''), basics ?? '', 'the form does not begin');
}

/** The pages that are asked for a report. */
function pagesOf({ fiftyOrMore }: Meant): readonly string[] {
  return [basics, ...(fiftyOrMore ? [leaders, targets] : []), policy].map(String);
}

async function saveSome({ browser, see }: Visitor, meant: Meant, count: number): Promise<void> {
  const pages = pagesOf(meant).slice(0, count);
  let tab = await start(browser);
  for (const [index, heading] of pages.entries()) {
    expected(tab, heading, 'another page was to come');
    tab = await (await filled(tab, meant)).press(index === pages.length - 1 ? 'Gem' : 'Gem og fortsæt');
    if (tab.faults.length > 0) throw new NotAsExpected(tab, 'a page was not saved');
    see({ did: 'saved' });
  }
}

/** All pages, up to the one on which the report is read through. */
async function fillAll({ browser, see }: Visitor, meant: Meant): Promise<Tab> {
  let tab = await start(browser);
  for (const heading of pagesOf(meant)) {
    tab = await (await filled(expected(tab, heading, 'another page was to come'), meant)).press('Gem og fortsæt');
    see({ did: 'saved' });
  }
  return expected(tab, check ?? '', 'the report can\'t be read through');
}

async function handIn(visitor: Visitor, meant: Meant, correction: string, clicks: 1 | 2): Promise<void> {
  const tab = await fillAll(visitor, meant);
  if (tab.fillable.includes('correction') !== (correction !== '')) throw new NotAsExpected(tab, correction === '' ? 'a reason is asked for' : 'no reason is asked for');
  if (correction !== '') tab.fill('correction', correction);
  const receipts = clicks === 2 ? await tab.pressTwice('Indsend indberetningen') : [await tab.press('Indsend indberetningen')];
  const versions = receipts.map((receipt) => versionOn(receipt));
  const [receipt] = receipts;
  if (!receipt || new Set(versions).size > 1) throw new Error(`two clicks handed in ${versions.join(' and ')}`);
  visitor.see({ did: 'handed-in', version: versions[0] ?? 0, meant, correction, said: factsOfBlocks(receipt.blocks) });
}

function versionOn(receipt: Tab): number {
  expected(receipt, /^(?:Tak\.|Kvittering for version)/, 'the report was not taken');
  const row = receipt.blocks.find(({ title }) => title === 'Kvittering')?.rows.find(([label]) => label === 'Version');
  return Number(row?.[1] ?? Number.NaN);
}

async function twoTabs(visitor: Visitor, meant: Meant, draft: Meant): Promise<void> {
  const { browser, see, again } = visitor;
  let first = await start(browser);
  for (const heading of pagesOf(meant).slice(0, -1)) {
    first = await (await filled(expected(first, heading, 'another page was to come'), meant)).press('Gem og fortsæt');
    see({ did: 'saved' });
  }
  const second = await browser.open(new URL(expected(first, policy ?? '', 'another page was to come').url).pathname);
  await (await filled(first, draft)).press('Gem');
  const answered = await (await filled(second, meant)).press('Gem');
  const isConflict = answered.status === 409;
  // A try that was cut off may have saved the same before: then nothing stands against it.
  if (!isConflict && !again) throw new NotAsExpected(answered, 'what was saved in the other tab was overwritten without a word');
  if (!isConflict) return;
  see({ did: 'conflict' });
  await answered.press('Behold mine');
}

async function invite({ browser, colleague: { person, done }, see }: Visitor): Promise<void> {
  const home = expected(await browser.open('/indberetning'), overview, 'the overview is gone');
  const page = expected(await home.follow('Kolleger'), 'Kolleger', 'there is no page of colleagues');
  if (page.text.includes(person.email)) return;
  page.fill('name', person.name);
  page.fill('email', person.email);
  if (!done.has('invited')) see({ did: 'invited', email: person.email });
  done.add('invited');
  const told = await page.press('Invitér');
  if (!told.text.includes('Invitationen er på vej')) throw new NotAsExpected(told, `${person.email} was not invited`);
}

async function forget({ browser, me, see }: Visitor): Promise<void> {
  // The link has come though the portal went away before it could say so.
  if (me.done.has('forgot') && me.link !== null) return;
  const page = expected(await (await browser.open('/log-ind')).follow('Har du glemt din adgangskode?'), 'Glemt adgangskode', 'there is no page for a forgotten password');
  page.fill('email', me.person.email);
  if (!me.done.has('forgot')) see({ did: 'forgot' });
  me.done.add('forgot');
  Object.assign(me, { password: null, choosing: null, link: null });
  expected(await page.press('Send et link'), 'Se efter en mail fra os', 'no link was promised');
}

async function look({ browser, see }: Visitor): Promise<void> {
  const home = expected(await browser.open('/indberetning'), overview, 'the overview is gone');
  const receipt = await home.follow('Se kvittering');
  const version = versionOn(receipt);
  const [pdf, xlsx] = await Promise.all([receipt.download('som PDF'), receipt.download('som regneark')]);
  see({ did: 'looked', version, said: factsOfBlocks(receipt.blocks), inSheet: factsOfSheet(xlsx), isPdf: Buffer.from(pdf).subarray(0, 5).toString('latin1') === '%PDF-' });
}

/** The page with all that it asks for typed in. Units are added and taken away until there are as many as are meant. */
async function filled(page: Tab, meant: Meant): Promise<Tab> {
  const tab = page.heading === leaders ? await withUnits(page, meant) : page;
  const answers = typed(meant, unitIds(tab));
  for (const name of tab.fillable) {
    const answer = answers[name];
    if (answer !== undefined) tab.fill(name, answer);
  }
  return tab;
}

function unitIds({ fillable }: Tab): readonly string[] {
  return [...new Set(fillable.flatMap((name) => /^(u\d+)\./.exec(name)?.[1] ?? []))];
}

async function withUnits(page: Tab, { units }: Meant): Promise<Tab> {
  let tab = page;
  while (unitIds(tab).length < units.length) {
    // What was typed so far is saved with every unit; a name at least, so that one is told from the other.
    const before = unitIds(tab);
    for (const [index, id] of before.entries()) if (tab.fillable.includes(`${id}.name`)) tab.fill(`${id}.name`, units[index]?.name ?? '');
    tab = await tab.press('Tilføj enhed');
    if (unitIds(tab).length !== before.length + 1) throw new NotAsExpected(tab, 'no unit was added');
  }
  if (unitIds(tab).length > units.length) throw new NotAsExpected(tab, `there are ${unitIds(tab).length} units, not ${units.length}`);
  return tab;
}
