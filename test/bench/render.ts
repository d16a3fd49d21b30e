// Reminders to all 98 kommuner rendered to HTML and text from templates that were compiled once, against compiling their MJML for each mail.
// It refuses to render one mail over and over: each kommune has its own fields, and what comes out must hold them.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import mjml from 'mjml';
import { loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { escapeHtml, readTemplate } from '../../src/adapters/placeholders.ts';
import { loadRegister } from '../../src/adapters/register.ts';
import { createRenderer, templateDir } from '../../src/adapters/render.ts';
import { composeLetter, type Letter } from '../../src/core/letters.ts';
import type { Kommune } from '../../src/core/kommune.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import { info, perSecond, timed, type Bench } from './table.ts';
import { root } from './world.ts';

const limit = 20;
/** Mails a round: many from compiled templates, and as many as 98 take with a compilation each. */
const rounds = 5;
const repeats = 50;

export const render: Bench = async ({ tell }) => {
  const { campaign } = await loadCampaignFile(path.join(root, 'config/campaigns/2024.yaml'));
  const { kommuner } = await loadRegister(path.join(root, 'config/kommuner.json'));
  const letters = kommuner.map((kommune) => reminderTo(kommune, campaign));
  const renderer = await createRenderer();
  const file = path.join(templateDir, 'reminder.mjml');
  const source = await readFile(file, 'utf8');
  let bytes = 0;
  const filled = (): void => {
    for (let i = 0; i < repeats; i += 1) {
      for (const letter of letters) {
        const { html, text } = renderer.render(letter);
        bytes = html.length + text.length;
        if (!html.includes(letter.to.name) || !text.includes(letter.to.name)) throw new Error(`the reminder to ${letter.to.name} does not name it`);
      }
    }
  };
  const compiled = async (): Promise<void> => {
    for (const { template } of letters) {
      const { html } = await mjml(source, { filePath: file, ignoreIncludes: false, includePath: templateDir, validationLevel: 'soft', fonts: {}, keepComments: true });
      readTemplate(html).fill(template.fields, escapeHtml);
    }
  };
  const [ours, theirs]: [number[], number[]] = [[], []];
  // By turns, the first round to warm up both.
  for (let i = 0; i <= rounds; i += 1) {
    const a = perSecond(letters.length * repeats, await timed(async () => filled()));
    const b = perSecond(letters.length, await timed(compiled));
    tell(`round ${i}: ${a.toFixed(0)}/s filled, ${b.toFixed(1)}/s compiled each`);
    if (i > 0) { ours.push(a); theirs.push(b); }
  }
  const [fill, compile] = [Math.max(...ours), Math.max(...theirs)];
  return [
    { bench: 'render', what: `reminders, HTML and text of ${(bytes / 1000).toFixed(0)} kB`, measured: `${fill.toFixed(0)}/s`, limit: `at least ${limit} x compiling MJML for each ${compile.toFixed(1)}/s`, ratio: (fill / compile).toFixed(0), pass: fill / compile >= limit },
    info('render', 'compiling all templates once, at start', `${(await timed(() => createRenderer())).toFixed(0)} ms`),
  ];
};

function reminderTo(kommune: Kommune, campaign: Campaign): Letter {
  const at = '2024-02-12T08:00:00Z';
  return composeLetter({
    kind: 'reminder', id: `reminder.${campaign.id}.${kommune.code}`, kommune: kommune.code, to: `post@${kommune.mailDomains[0]}`, createdAt: at, thread: null,
    about: 'contact', of: 'contact', round: 'on', step: 1, deadline: campaign.contactDeadline.toString(), overdue: false, login: null, copyOf: null,
  }, { campaign, kommune, regionName: null, link: null, code: null, at, plusToken: null });
}
