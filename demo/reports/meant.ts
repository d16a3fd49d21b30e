// What a kommune has to report: figures, targets, policy. And what its people type for it, field by field.
// It refuses to know the bot's rules from its code: what is equal stands in the guidance that everybody has, and is worked out here anew.
import type { Kommune } from '../country/kommuner.ts';

export const levels = [1, 2] as const;
export type Level = (typeof levels)[number];

export type MeantTarget = { readonly number: number | null; readonly percent: number | null; readonly year: number };
export type MeantStatus = 'reached' | 'not-reached' | 'not-due';

export type MeantLevel = {
  readonly women: number;
  readonly men: number;
  /** Null where nobody is asked, or where nobody answers because the level is equal. */
  readonly hasTarget: boolean | null;
  readonly target: MeantTarget | null;
  readonly status: MeantStatus | null;
  readonly reason: string;
};

/** `name`: empty where the kommune reports as one. */
export type MeantUnit = { readonly name: string } & Readonly<Record<Level, MeantLevel>>;

/** Days are ISO days. With fewer than 50 employees there are no units and no policy. */
export type Meant = {
  readonly referenceDate: string;
  readonly fiftyOrMore: boolean;
  readonly units: readonly MeantUnit[];
  readonly policy: { readonly answer: 'yes' | 'no' | 'not-required'; readonly link: string; readonly date: string | null } | null;
  readonly reportedOn: string | null;
  readonly comment: string;
};

/** The fewest of each gender that make a group equal: 40 %, and for ten or fewer the number nearest to it that does not go over. Undefined for one or two. */
export function neededOf(total: number): number | undefined {
  if (total <= 2) return undefined;
  return total <= 10 ? Math.floor((4 * total) / 10) : Math.ceil((4 * total) / 10);
}

/** Undefined where the group is too small to be equal or not. */
export function isEqual(women: number, men: number): boolean | undefined {
  const needed = neededOf(women + men);
  return needed === undefined ? undefined : Math.min(women, men) >= needed;
}

/** True where some level is not equal: then there must be a policy, or the word that there is none. */
export function isUnequalSomewhere(units: readonly MeantUnit[]): boolean {
  return units.some((unit) => levels.some((level) => isEqual(unit[level].women, unit[level].men) === false));
}

/** Field by field as they type it; a field that they leave open is ''. `unitIds`: what the form calls its units, in their order. */
export function typed(meant: Meant, unitIds: readonly string[] = meant.units.map((_, i) => `u${i + 1}`)): Readonly<Record<string, string>> {
  const { units, policy } = meant;
  return {
    referenceDate: typedDay(meant.referenceDate), fiftyOrMore: yesNo(meant.fiftyOrMore),
    ...Object.fromEntries(units.flatMap((unit, i) => {
      const id = unitIds[i] ?? `u${i + 1}`;
      return [[`${id}.name`, unit.name], ...levels.flatMap((level) => Object.entries(typedLevel(unit[level])).map(([field, text]) => [`${id}.level${level}.${field}`, text]))];
    })),
    ...(policy ? { policy: policy.answer, policyLink: policy.link, policyDate: policy.date === null ? '' : typedDay(policy.date) } : {}),
    reportedOn: meant.reportedOn === null ? '' : typedDay(meant.reportedOn), comment: meant.comment,
  };
}

function typedLevel({ women, men, hasTarget, target, status, reason }: MeantLevel): Readonly<Record<string, string>> {
  return {
    women: String(women), men: String(men), hasTarget: hasTarget === null ? '' : yesNo(hasTarget),
    number: shown(target?.number), percent: shown(target?.percent), year: shown(target?.year), status: status ?? '', reason,
  };
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** With a comma, as Danish writes it. */
function shown(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value).replace('.', ',');
}

/** "31-12-2023" */
export function typedDay(iso: string): string {
  return iso.split('-').toReversed().join('-');
}

const forvaltninger: Readonly<Record<string, readonly string[]>> = {
  '0101': ['Økonomiforvaltningen', 'Kultur- og Fritidsforvaltningen', 'Børne- og Ungdomsforvaltningen', 'Sundheds- og Omsorgsforvaltningen', 'Socialforvaltningen', 'Teknik- og Miljøforvaltningen', 'Beskæftigelses- og Integrationsforvaltningen'],
  '0751': ['Borgmesterens Afdeling', 'Sociale Forhold og Beskæftigelse', 'Teknik og Miljø', 'Sundhed og Omsorg', 'Kultur og Borgerservice', 'Børn og Unge'],
  '0461': ['Borgmesterforvaltningen', 'Klima- og Miljøforvaltningen', 'By- og Kulturforvaltningen', 'Børn- og Ungeforvaltningen', 'Beskæftigelses- og Socialforvaltningen', 'Ældre- og Handicapforvaltningen'],
  '0851': ['Borgmesterens Forvaltning', 'By, Land og Klima', 'Børn og Unge', 'Senior og Omsorg', 'Job og Velfærd', 'Sundhed og Kultur'],
};

/** The names of the units for which a kommune reports; none where it reports as one. */
export function unitNames({ code }: Pick<Kommune, 'code'>): readonly string[] {
  return forvaltninger[code] ?? [];
}
