// The pages of the portal as plain data: one member of `View` per page, with everything that the page shows.
// It refuses functions and decisions: who may see a page, and what happened, is settled before a view is made.
import type { Balance } from '../../core/report/equality.ts';
import type { FieldKind, Option } from '../../core/report/fields.ts';
import type { LevelName, Section } from '../../core/report/model.ts';
import type { SummaryBlock } from '../../core/report/summary.ts';

/** What stands around every page. `csrf` goes into the hidden field `_csrf` of each form. */
export type Frame = {
  readonly department: string;
  readonly ministry: string;
  /** The campaign's title. */
  readonly title: string;
  readonly questions: { readonly name: string; readonly email: string; readonly phone: string | null };
  readonly signedIn: null | { readonly name: string; readonly kommune: string };
  readonly csrf: string;
};

/** What was typed into a field, and what is wrong with it. */
export type Typed = { readonly value: string; readonly fault: string | null };

/** A field of the report; made by `fieldOf` (field-view.ts). `where`: unit and level, '' for fields of the whole kommune. `lastYear`: as it is shown. */
export type FieldView = Typed & {
  readonly path: string;
  readonly where: string;
  readonly label: string;
  readonly help: string;
  readonly kind: FieldKind;
  readonly options: readonly Option[];
  readonly most: number;
  readonly lastYear: string | null;
};

/** Times and days in these views are texts as they are read: "mandag den 6. maj 2024 kl. 10.12". */
export type Saved = { readonly by: string; readonly at: string };

/** A page of the form: not begun, or saved by somebody, with so many faults as it stands now. */
export type StepStand = { readonly section: Section; readonly saved: Saved | null; readonly faults: number };

export type Channel = 'portal' | 'mail';
export type Version = { readonly number: number; readonly at: string; readonly by: string; readonly how: Channel; /** A person at the department took it back: it does not count. */ readonly withdrawn?: boolean };

/** `revision`: of the draft that the page was made from; it comes back in the hidden field `revision`. `notice`: what has just been done, e.g. "Gemt kl. 10.32." */
type Step = { readonly reportYear: number; readonly kommune: string; readonly revision: string; readonly steps: readonly StepStand[]; readonly notice: string | null };

/** `balance`: null until both numbers are saved. */
export type LevelCounts = { readonly level: LevelName; readonly women: FieldView; readonly men: FieldView; readonly balance: Balance | null };
/** `name`: null where the kommune reports as one. `title`: its name as saved, or "Enhed 2". */
export type UnitCounts = { readonly id: string; readonly title: string; readonly name: FieldView | null; readonly levels: readonly LevelCounts[] };

export type LevelTarget = {
  readonly level: LevelName;
  /** null where there is one unit. */
  readonly unit: string | null;
  readonly balance: Balance | null;
  readonly hasTarget: FieldView;
  /** number, percent, year, status, reason. */
  readonly fields: readonly FieldView[];
};

export type Fault = { readonly path: string; readonly label: string; readonly text: string };
export type Person = { readonly id: string; readonly name: string; readonly email: string; readonly state: { readonly is: 'invited'; readonly until: string } | { readonly is: 'active'; readonly since: string } };

export type View =
  | { readonly is: 'activate'; readonly name: string; readonly userName: string; readonly kommune: string; readonly password: string | null; readonly repeat: string | null }
  | { readonly is: 'dead-link'; readonly why: 'used' | 'ended' | 'void' }
  | { readonly is: 'not-found' }
  | { readonly is: 'error' }
  /** A form without its token. `back`: where the form stands. */
  | { readonly is: 'forbidden'; readonly back: string }
  | { readonly is: 'too-many'; readonly minutes: number }
  | { readonly is: 'too-big'; readonly back: string }
  | { readonly is: 'signed-out' }
  /** `unsaved`: what was typed into the form that came too late, to be copied from the page. */
  | { readonly is: 'session-ended'; readonly unsaved: readonly { readonly label: string; readonly value: string }[] }
  | { readonly is: 'log-in'; readonly email: string; readonly problem: string | null; readonly notice: string | null }
  | { readonly is: 'forgotten'; readonly email: Typed }
  | { readonly is: 'forgotten-sent' }
  /** The three passwords have no values: only faults come back. */
  | { readonly is: 'password'; readonly userName: string; readonly current: string | null; readonly password: string | null; readonly repeat: string | null; readonly notice?: string }
  | {
    readonly is: 'overview'; readonly kommune: string; readonly reportYear: number; readonly notice: string | null;
    /** `note`: e.g. "12 dage tilbage" or "Fristen er overskredet". */
    readonly deadline: { readonly day: string; readonly note: string; readonly overdue: boolean };
    readonly steps: readonly StepStand[];
    /** The page to go on with; null where all are filled in. */
    readonly next: Section | null;
    readonly versions: readonly Version[];
    /** Answers that are saved but not handed in since the newest version. */
    readonly changed: boolean;
    /** The newest version came by mail and took the place of a draft, last saved so. */
    readonly mailReplaced: Saved | null;
    /** The department has exempted the kommune; with its note. */
    readonly exempt: string | null;
  }
  | ({ readonly is: 'basics'; readonly fields: readonly FieldView[] } & Step)
  /** No units where nothing is asked: fewer than 50 employees. So with the levels of targets. */
  | ({ readonly is: 'leaders'; readonly units: readonly UnitCounts[]; readonly mayAdd: boolean } & Step)
  | ({ readonly is: 'targets'; readonly levels: readonly LevelTarget[] } & Step)
  | ({ readonly is: 'policy'; readonly fields: readonly FieldView[] } & Step)
  /** `hidden`: what else was typed on the page, carried along word for word. */
  | { readonly is: 'confirm-removal'; readonly unit: string; readonly title: string; readonly revision: string; readonly hidden: Readonly<Record<string, string>> }
  | {
    readonly is: 'conflict'; readonly section: Section; readonly revision: string; readonly theirs: Saved;
    /** Fields that differ, with values as they are shown. */
    readonly rows: readonly { readonly label: string; readonly yours: string; readonly theirs: string }[];
    /** All of yours, word for word. */
    readonly hidden: Readonly<Record<string, string>>;
  }
  | {
    readonly is: 'preview'; readonly reportYear: number; readonly kommune: string; readonly revision: string;
    /** Nothing is filled in at all. */
    readonly empty: boolean;
    readonly faults: readonly { readonly section: Section; readonly faults: readonly Fault[] }[];
    /** Empty as long as there are faults. */
    readonly blocks: readonly SummaryBlock[];
    readonly notices: readonly string[];
    /** Asked for after the deadline, where a version has been handed in. */
    readonly correction: FieldView | null;
    /** The version that this one takes the place of. */
    readonly replaces: Version | null;
    readonly submitter: { readonly name: string; readonly email: string };
  }
  | {
    readonly is: 'receipt'; readonly kommune: string; readonly reportYear: number; readonly version: Version;
    /** Shown right after it was handed in, not looked up later. */
    readonly fresh: boolean;
    readonly replaced: Version | null;
    /** A newer one that counts instead. */
    readonly replacedBy: Version | null;
    readonly reason: string | null; readonly blocks: readonly SummaryBlock[];
    readonly deadline: { readonly day: string; readonly overdue: boolean };
  }
  | {
    readonly is: 'colleagues'; readonly kommune: string; readonly people: readonly Person[]; readonly notice: string | null;
    readonly contact: { readonly name: string; readonly email: string };
    /** Only for the contact: to invite, and to remove. `domain`: the kommune's own, e.g. "aarhus.dk". */
    readonly invite: null | { readonly name: Typed; readonly email: Typed; readonly domain: string };
  }
  | { readonly is: 'accessibility'; readonly updated: string; readonly address: string }
  /** `kept`: e.g. "til kampagnen er afsluttet og journaliseret". */
  | { readonly is: 'personal-data'; readonly kept: string };

export type ViewName = View['is'];

/** Every page, each with its template of the same name. */
export const viewNames = [
  'activate', 'dead-link', 'not-found', 'error', 'forbidden', 'too-many', 'too-big', 'signed-out', 'session-ended', 'log-in', 'forgotten', 'forgotten-sent', 'password', 'overview',
  'basics', 'leaders', 'targets', 'policy', 'confirm-removal', 'conflict', 'preview', 'receipt', 'colleagues', 'accessibility', 'personal-data',
] as const satisfies readonly ViewName[];
