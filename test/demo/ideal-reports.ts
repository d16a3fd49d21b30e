// The report's side of the bot that never errs: its form, what its receipts say, and what people see of a portal where all goes well.
// It refuses a browser: what would be read on a page is made of what was meant.
import * as XLSX from '@e965/xlsx';
import type { Visit } from '../../demo/country/country.ts';
import type { Did } from '../../demo/portal/visit.ts';
import { factsOf } from '../../demo/reports/facts.ts';
import { fillForm, linesOf } from '../../demo/reports/form.ts';
import { levels, type Meant } from '../../demo/reports/meant.ts';

const perBlock: Readonly<Record<string, number>> = { 1: 2, 2: 1, 3: 8, 4: 8, 5: 5, 6: 1 };

/** A form with the lines that the sheet has, and room for ten units. */
export const blankForm: Uint8Array = (() => {
  const rows = Object.entries(perBlock).flatMap(([block, count]) => Array.from({ length: count }, (_, i) => [`${block}.${i + 1}`, 'Felt', ...Array.from({ length: 10 }, () => ' ')]));
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Indberetning');
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
})();

export type File = { readonly filename: string; readonly content: Uint8Array };

export function formFile(content: Uint8Array = blankForm): File {
  return { filename: 'Indberetning.xlsx', content };
}

/** What a receipt says of a version, and the files that come with it. */
export function receiptOf(version: number, meant: Meant, correction: string): { readonly body: string; readonly files: readonly File[] } {
  const yesNo = (value: boolean): string => (value ? 'Ja' : 'Nej');
  const row = (label: string, value: string): string => `  ${label}:  ${value}`;
  const day = (iso: string): string => `den ${Temporal.PlainDate.from(iso).toLocaleString('da-DK', { day: 'numeric', month: 'long', year: 'numeric' })}`;
  const ofLevels = meant.units.flatMap((unit) => levels.flatMap((level) => {
    const { women, men, hasTarget, target, status, reason } = unit[level];
    const name = `${level === 1 ? 'øverste' : 'næste'} ledelsesniveau`;
    const parts = target ? [...(target.number === null ? [] : [`${target.number} personer`]), ...(target.percent === null ? [] : [`${String(target.percent).replace('.', ',')} %`])].join(', ') : '';
    return [
      '', meant.units.length > 1 ? `${unit.name}: ${name}` : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, row('Kvinder', `${women} (x %)`), row('Mænd', `${men} (x %)`),
      ...(hasTarget === null ? [] : [row('Måltal', target ? `${parts} i ${target.year}` : 'Ikke opstillet')]),
      ...(status === null ? [] : [row('Status for måltallet', { reached: 'Nået', 'not-reached': 'Ikke nået', 'not-due': 'Ikke forfaldent endnu' }[status])]), ...(reason === '' ? [] : [row('Begrundelse', reason)]),
    ];
  }));
  const { policy, reportedOn, comment } = meant;
  const body = [
    'Tak for indberetningen.', '', row('Version', String(version)), ...(correction === '' ? [] : [row('Årsag til rettelsen', correction)]), '',
    'Grundoplysninger', row('Opgørelsesdato', day(meant.referenceDate)), row('50 eller flere ansatte', yesNo(meant.fiftyOrMore)), ...ofLevels, '', 'Politik',
    ...(policy ? [row('Politik for det underrepræsenterede køn', { yes: 'Ja', no: 'Nej', 'not-required': 'Ikke påkrævet' }[policy.answer]), ...(policy.link === '' ? [] : [row('Link til politikken', policy.link)]), ...(policy.date === null ? [] : [row('Dato for politikken', day(policy.date))])] : []),
    row('Indberettet til kommunalbestyrelsen', reportedOn === null ? 'Ikke oplyst' : day(reportedOn)), row('Bemærkninger', comment === '' ? 'Ingen' : comment), '', 'Med venlig hilsen',
  ].join('\n');
  return { body, files: [formFile(fillForm(blankForm, linesOf(meant), false).content), { filename: 'Kvittering.pdf', content: Buffer.from('%PDF-1.7') }] };
}

export type IdealPortal = {
  readonly see: (did: Did) => void;
  /** The version that comes of it. */
  readonly handIn: (meant: Meant, correction: string) => number;
  readonly newest: () => { readonly version: number; readonly meant: Meant };
  readonly invite: (email: string) => void;
  readonly forget: () => void;
};

/** All that an errand does, where everything goes well. */
export function visitIdeal({ reporting, errand, password }: Visit, portal: IdealPortal): void {
  const me = reporting.people[errand.who];
  for (const step of errand.steps) {
    switch (step.do) {
      case 'enter':
        if (me.password !== null) break;
        portal.see({ did: 'activated', link: me.link ?? '' });
        Object.assign(me, { password, link: null });
        break;
      case 'save':
        portal.see({ did: 'saved' });
        break;
      case 'two-tabs':
        portal.see({ did: 'saved' });
        portal.see({ did: 'conflict' });
        break;
      case 'hand-in':
        portal.see({ did: 'handed-in', version: portal.handIn(step.meant, step.correction), meant: step.meant, correction: step.correction, said: factsOf(step.meant) });
        break;
      case 'invite': {
        const { email } = reporting.people.colleague.person;
        portal.see({ did: 'invited', email });
        portal.invite(email);
        break;
      }
      case 'forget':
        portal.see({ did: 'forgot' });
        me.done.add('forgot');
        Object.assign(me, { password: null, link: null });
        portal.forget();
        break;
      case 'look': {
        const { version, meant } = portal.newest();
        portal.see({ did: 'looked', version, said: factsOf(meant), inSheet: factsOf(meant), isPdf: true });
        break;
      }
    }
  }
}
