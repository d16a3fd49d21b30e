// A report as it is typed and as it counts: flat answers by path, and the checked report that comes of them.
// It refuses to judge: what is right and wrong about answers is said in check.ts, what is equal in equality.ts.

/** The two top levels of management (the letter's box 1; vejledning nr. 10414). */
export const levelNames = ['level1', 'level2'] as const;
export type LevelName = (typeof levelNames)[number];

export type Gender = 'women' | 'men';

/** How far a target has come: reached, not reached though its year has come, or its year is still to come. */
export const targetStatuses = ['reached', 'not-reached', 'not-due'] as const;
export type TargetStatus = (typeof targetStatuses)[number];

export const policyAnswers = ['yes', 'no', 'not-required'] as const;
export type PolicyAnswer = (typeof policyAnswers)[number];

/** The pages of the form; what a page holds is saved as one. */
export const sections = ['basics', 'leaders', 'targets', 'policy'] as const;
export type Section = (typeof sections)[number];

/**
 * What was typed, word for word: path → text. Paths: "referenceDate", "u1.name", "u1.level2.women", "policyLink". A field of the web form has its
 * path as its name, and a line of the sheet carries it. A unit exists when it has a name's path ("u3.name"), even an empty one.
 */
export type Answers = Readonly<Record<string, string>>;

export const basicsFields = ['referenceDate', 'fiftyOrMore'] as const;
export const countFields = ['women', 'men'] as const;
export const targetFields = ['hasTarget', 'number', 'percent', 'year', 'status', 'reason'] as const;
export const policyFields = ['policy', 'policyLink', 'policyDate', 'reportedOn', 'comment'] as const;
export type CountField = (typeof countFields)[number];
export type TargetField = (typeof targetFields)[number];
/** The reason for a correction after the deadline: asked when submitting, and no part of the draft. */
export const correctionField = 'correction';
export type PlainField = (typeof basicsFields)[number] | (typeof policyFields)[number] | typeof correctionField;

export function namePath(unit: string): string {
  return `${unit}.name`;
}

export function levelPath(unit: string, level: LevelName, field: CountField | TargetField): string {
  return `${unit}.${level}.${field}`;
}

/** A path in its parts; undefined for a path that is none. */
export type PathParts = { readonly field: PlainField } | { readonly unit: string; readonly field: 'name' } | { readonly unit: string; readonly level: LevelName; readonly field: CountField | TargetField };

const plainFields: readonly string[] = [...basicsFields, ...policyFields, correctionField];
const ofUnit = new RegExp(`^(u[1-9]\\d?)\\.(?:name|(${levelNames.join('|')})\\.(${[...countFields, ...targetFields].join('|')}))$`);

export function partsOf(path: string): PathParts | undefined {
  if (plainFields.includes(path)) return { field: path as PlainField };
  const [, unit, level, field] = ofUnit.exec(path) ?? [];
  if (unit === undefined) return undefined;
  return level === undefined ? { unit, field: 'name' } : { unit, level: level as LevelName, field: field as CountField | TargetField };
}

/** The page a path stands on; undefined for a path that is none, and for the reason of a correction. */
export function sectionOf(path: string): Section | undefined {
  const parts = partsOf(path);
  if (!parts || parts.field === correctionField) return undefined;
  if (!('unit' in parts)) return (basicsFields as readonly string[]).includes(parts.field) ? 'basics' : 'policy';
  return parts.field === 'name' || (countFields as readonly string[]).includes(parts.field) ? 'leaders' : 'targets';
}

/** The units of these answers in their order. */
export function unitsOf(answers: Answers): readonly string[] {
  return Object.keys(answers).flatMap((path) => {
    const parts = partsOf(path);
    return parts && 'unit' in parts && parts.field === 'name' ? [parts.unit] : [];
  }).toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** What was typed at a path; '' where nothing was. */
export function answerAt(answers: Answers, path: string): string {
  return answers[path] ?? '';
}

/** A target: the under-represented gender's share in per cent or number of persons, or both, by the end of a year. */
export type Target = { readonly number: number | null; readonly percent: number | null; readonly year: number };

export type ReportLevel = {
  readonly women: number;
  readonly men: number;
  /** null where it was not asked: the level is equal, or too small for equal distribution to mean anything. */
  readonly hasTarget: boolean | null;
  readonly target: Target | null;
  readonly status: TargetStatus | null;
  readonly reason: string;
};

export type ReportUnit = { readonly id: string; readonly name: string } & Readonly<Record<LevelName, ReportLevel>>;

/** A report that obeys every rule of check.ts. Days are ISO days. */
export type Report = {
  readonly kommune: string;
  readonly reportYear: number;
  readonly referenceDate: string;
  readonly fiftyOrMore: boolean;
  /** Empty where the kommune has fewer than 50 employees: it is not obliged (ligestillingslovens § 11, stk. 2). */
  readonly units: readonly ReportUnit[];
  readonly policy: { readonly answer: PolicyAnswer; readonly link: string; readonly date: string | null } | null;
  readonly reportedOn: string | null;
  readonly comment: string;
};

/** When a group is equally composed: at least so many per cent of each gender, and for small groups at least so many persons (size → persons). */
export type EqualityRules = { readonly percent: number; readonly smallGroups: Readonly<Record<string, number>> };

export type ReportRules = {
  readonly reportYear: number;
  readonly equality: EqualityRules;
  /** Codes of the kommuner that report for each forvaltning. */
  readonly perUnit: readonly string[];
  /** Names of units to begin with, by kommune code; last year's come first. */
  readonly units: Readonly<Record<string, readonly string[]>>;
};

/** More leaders than this at one level of a unit, and a target above this share, are taken for slips: more than 60 % would turn it round. */
export const limits = { leaders: 200, percent: 60 } as const;

/** The most units of a report, and the most characters of its texts. */
export const mostUnits = 30;
export const longest = { name: 120, reason: 1_000, comment: 4_000, link: 500, other: 40 } as const;

/** How much may be typed at a path. */
export function longestAt(path: string): number {
  const field = partsOf(path)?.field;
  switch (field) {
    case 'name': return longest.name;
    case 'reason': case 'correction': return longest.reason;
    case 'comment': return longest.comment;
    case 'policyLink': return longest.link;
    default: return longest.other;
  }
}
