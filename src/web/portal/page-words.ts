// The words of pages that depend on more than one value: titles, addresses of pages, what a balance or a step's state means.
// It refuses whole pages: those are in templates/web.
import type { Balance } from '../../core/report/equality.ts';
import { levelLabels, sectionLabels } from '../../core/report/fields.ts';
import { sections, type LevelName, type Section } from '../../core/report/model.ts';
import { grouped as wholeText } from '../../core/report/check.ts';
import { capital, equalText, genderNames, percentText } from '../../core/report/summary.ts';
import type { Channel, StepStand, View } from './views.ts';

export const sectionPaths: Readonly<Record<Section, string>> = {
  basics: '/indberetning/grundoplysninger', leaders: '/indberetning/ledere', targets: '/indberetning/maaltal', policy: '/indberetning/politik',
};

export const channelWords: Readonly<Record<Channel, string>> = { portal: 'her på siden', mail: 'med mail' };

/** The page's name in its title and as its heading. */
export function titleOf(view: View): string {
  switch (view.is) {
    case 'activate': return 'Vælg en adgangskode';
    case 'dead-link': return 'Linket virker ikke længere';
    case 'not-found': return 'Siden findes ikke';
    case 'error': return 'Noget gik galt';
    case 'forbidden': return 'Siden var åben for længe';
    case 'too-many': return 'For mange forsøg';
    case 'too-big': return 'Der er for meget tekst';
    case 'signed-out': return 'Du er logget ud';
    case 'session-ended': return 'Log ind igen';
    case 'log-in': return 'Log ind';
    case 'forgotten': return 'Glemt adgangskode';
    case 'forgotten-sent': return 'Se efter en mail fra os';
    case 'password': return 'Skift adgangskode';
    case 'overview': return `Indberetning for ${view.reportYear}`;
    case 'basics': case 'leaders': case 'targets': case 'policy': return sectionLabels[view.is];
    case 'confirm-removal': return `Vil du fjerne ${view.title}?`;
    case 'conflict': return `»${sectionLabels[view.section]}« er gemt i mellemtiden`;
    case 'preview': return 'Kontrollér og indsend';
    case 'receipt': return view.fresh ? 'Tak. Indberetningen er modtaget' : `Kvittering for version ${view.version.number}`;
    case 'colleagues': return 'Kolleger';
    case 'accessibility': return 'Tilgængelighedserklæring';
    case 'personal-data': return 'Persondata';
  }
}

/** "Ledere": position and number of steps. */
export function stepNumber(section: Section): number {
  return sections.indexOf(section) + 1;
}

export function stepText({ saved, faults }: StepStand): string {
  if (saved === null) return 'Ikke påbegyndt';
  return faults === 0 ? 'Udfyldt' : faults === 1 ? '1 fejl eller mangel' : `${faults} fejl eller mangler`;
}

/** Shares of both and whether they make an equal distribution, in sentences. */
export function balanceText(balance: Balance): string {
  const { total, women, men, equal, underRepresented } = balance;
  if (total === 0 || women === null || men === null) return 'Der er ingen ledere på niveauet. Ligelig fordeling opgøres derfor ikke.';
  const shares = `${percentText(women)} kvinder og ${percentText(men)} mænd.`;
  if (equal === null) return `${shares} Ligelig fordeling opgøres ikke for ${total === 1 ? 'én person' : `${total} personer`}.`;
  if (equal) return `${shares} Der er ligelig fordeling.`;
  return `${shares} Der er ikke ligelig fordeling.${underRepresented === null ? '' : ` ${capital(genderNames[underRepresented])} er det underrepræsenterede køn.`}`;
}

/** What would be equal; '' where that is undefined. */
export function neededText({ needed, total }: Balance): string {
  return needed === null ? '' : `Ligelig fordeling af ${total} ledere kræver mindst ${needed} af hvert køn.`;
}

/** Keeps "-direktører" in one piece where a line ends: a word joiner stands after the hyphen. */
export function unbroken(text: string): string {
  return text.replaceAll(' -', ' -\u2060');
}

/** Above the fields of a level. */
export function levelTitle(level: LevelName, unit: string | null): string {
  return unit === null ? levelLabels[level] : `${unit}: ${levelLabels[level].toLowerCase()}`;
}

export { equalText, levelLabels, percentText, sectionLabels, wholeText };
