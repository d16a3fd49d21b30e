// A report by mail: the form out of a mail of ours, filled in and sent back as people send files back.
// It refuses a form from anywhere else.
import type { BotMail } from '../../botmail.ts';
import type { Instant } from '../../calendar.ts';
import type { Chance } from '../../random.ts';
import { cellsIn, fillForm, linesAt, linesOf, type Line } from '../../reports/form.ts';
import type { Meant } from '../../reports/meant.ts';
import { answer } from '../answers.ts';
import { withFile } from '../contents.ts';
import type { Post } from '../mime.ts';
import type { Cast } from '../script.ts';
import type { Sheet } from './errands.ts';
import type { Reporter, Reporting } from './reporters.ts';

/** What a mail brought. `cells`: where what is wrong stands; empty where nothing is. */
export type Brought = { readonly meant: Meant; readonly correction: string; readonly cells: readonly string[] };

const words: Readonly<Record<Sheet['effect'], readonly string[]>> = {
  report: ['Hermed vores indberetning i udfyldt skema.', 'Skemaet er udfyldt og vedhæftet.', 'Vedhæftet følger kommunens indberetning.'],
  faulty: ['Hermed skemaet.', 'Vedhæftet er vores indberetning.'],
  review: ['Jeg har fået skemaet videresendt og har udfyldt det for vores område.'],
};

type At = { readonly id: string; readonly at: Instant; readonly chance: Chance };

export async function writeSheet(cast: Cast, { people }: Reporting, me: Reporter, sheet: Sheet, { id, at, chance }: At): Promise<{ readonly post: Post; readonly brought: Brought }> {
  const { effect, meant, correction, slips, byHand } = sheet;
  const about = (sheet.to === 'clarify' ? me : people.contact).forms.get(sheet.to);
  if (!about) throw new Error(`${me.person.email} has no ${sheet.to} with a form in it`);
  const right = linesOf(meant, correction);
  const isSlip = ([number, column]: Line): boolean => slips.some(([other, at]) => other === number && at === column);
  // In a form that comes back only what was wrong is typed anew.
  const form = formIn(about);
  const typed = sheet.to === 'clarify' ? linesAt(form, cellsIn(about.text), right) : [...right.filter((line) => !isSlip(line)), ...slips];
  const { content, cells } = fillForm(form, typed, byHand);
  const filename = chance.happens(0.6) ? 'Indberetning.xlsx' : `Indberetning ${cast.kommune.shortName}.xlsx`;
  const how = sheet.forged ? { dmarc: 'fail', envelopeFrom: `bulk@mailer${chance.int(1, 9)}.example` } as const : {};
  const post = await answer(cast, { id, letter: about, about, at, chance }, me.person, withFile(chance.pick(words[effect]), filename, 'xlsx', content), { threading: 'reply', ...how });
  return { post, brought: { meant, correction, cells: slips.length === 0 ? [] : cells.slice(-slips.length) } };
}

function formIn({ attachments, messageId }: BotMail): Uint8Array {
  const form = attachments.find(({ filename }) => filename === 'Indberetning.xlsx');
  if (!form) throw new Error(`${messageId ?? 'a mail'} has no form`);
  return form.content;
}
