// What each field of the report is called, how it is explained and what may be chosen: one catalogue for the web form, the sheet and the receipt.
// It refuses to check: the rules are in check.ts.
import { correctionField, partsOf, type LevelName, type PolicyAnswer, type Section, type TargetStatus } from './model.ts';

export type Option = { readonly value: string; readonly label: string };
export type FieldKind = 'text' | 'long' | 'whole' | 'percent' | 'year' | 'day' | 'choice' | 'link';
export type FieldWords = { readonly label: string; readonly help: string; readonly kind: FieldKind; readonly options: readonly Option[] };

export const yesNo: readonly Option[] = [{ value: 'yes', label: 'Ja' }, { value: 'no', label: 'Nej' }];
export const statusLabels: Readonly<Record<TargetStatus, string>> = { reached: 'Nået', 'not-reached': 'Ikke nået', 'not-due': 'Ikke forfaldent endnu' };
export const policyLabels: Readonly<Record<PolicyAnswer, string>> = { yes: 'Ja', no: 'Nej', 'not-required': 'Ikke påkrævet' };
export const levelLabels: Readonly<Record<LevelName, string>> = { level1: 'Øverste ledelsesniveau', level2: 'Næste ledelsesniveau' };
export const sectionLabels: Readonly<Record<Section, string>> = { basics: 'Grundoplysninger', leaders: 'Ledere', targets: 'Måltal', policy: 'Politik' };

/** Box 1 of the letter, which explains the levels; source: vejledning nr. 10414 af 19/12/2022. */
export const levelHelp: Readonly<Record<LevelName, string>> = {
  level1: 'Toplederen, typisk kommunaldirektøren. I de fire største kommuner den administrerende direktør for hver forvaltning.',
  level2: 'Ledere af ledere, der refererer direkte til toplederen, typisk forvaltningschefer eller -direktører. En centerchef vil typisk ikke være omfattet. I de fire største kommuner de øvrige direktører i hver forvaltning.',
};

/** The words of the field at a path. `reportYear` stands in examples. Throws for a path that is none: the caller made it. */
export function wordsOf(path: string, reportYear: number): FieldWords {
  const parts = partsOf(path);
  if (!parts) throw new Error(`"${path}" is no field of a report`);
  const words = (label: string, kind: FieldKind, help = '', options: readonly Option[] = []): FieldWords => ({ label, help, kind, options });
  switch (parts.field) {
    case 'referenceDate': return words('Opgørelsesdato', 'day', `Den dag, tallene gælder for, f.eks. 31-12-${reportYear}.`);
    case 'fiftyOrMore': return words('Har kommunen 50 eller flere ansatte?', 'choice', 'Reglerne om måltal og politik gælder for kommuner med 50 eller flere ansatte.', yesNo);
    case 'name': return words('Enhedens navn', 'text', 'F.eks. forvaltningens navn.');
    case 'women': return words('Kvinder', 'whole');
    case 'men': return words('Mænd', 'whole');
    case 'hasTarget': return words('Er der opstillet et måltal for det underrepræsenterede køn?', 'choice', '', yesNo);
    case 'number': return words('Måltal i antal', 'whole', 'Antal ledere af det underrepræsenterede køn. Skriv antal eller procent, eller begge dele.');
    case 'percent': return words('Måltal i procent', 'percent', 'F.eks. 40 eller 33,3.');
    case 'year': return words('Måltallet skal være nået senest i', 'year', `Årstal, f.eks. ${reportYear + 3}.`);
    case 'status': return words('Status for måltallet', 'choice', '', options(statusLabels));
    case 'reason': return words('Begrundelse', 'long', 'Skal udfyldes, når der ikke er opstillet et måltal, eller når måltallet ikke er nået.');
    case 'policy': return words('Har kommunen en politik for at øge andelen af det underrepræsenterede køn i ledelsen?', 'choice', 'Vælg kun »Ikke påkrævet«, hvis der er ligelig fordeling på de niveauer, hvor den opgøres.', options(policyLabels));
    case 'policyLink': return words('Link til politikken', 'link', 'F.eks. https://www.kommune.dk/politik. Skriv link eller dato, eller begge dele.');
    case 'policyDate': return words('Dato for politikken', 'day', 'Den dag, politikken blev vedtaget.');
    case 'reportedOn': return words('Indberettet til kommunalbestyrelsen den (valgfrit)', 'day', 'Der er ikke krav om, at kommunalbestyrelsen har godkendt indberetningen.');
    case 'comment': return words('Bemærkninger (valgfrit)', 'long', 'Bemærkninger offentliggøres sammen med indberetningen. Skriv ingen personoplysninger.');
    case correctionField: return words('Årsag til rettelsen', 'long', 'Skal kun udfyldes, når en indsendt indberetning rettes efter fristen.');
  }
}

function options(labels: Readonly<Record<string, string>>): readonly Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
