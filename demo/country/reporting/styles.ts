// The ways in which kommuner report, one line each: how common, whom it fits, and the errands it gives. They are drawn beside the ways of naming a contact.
// It refuses a day of its own for everybody: people report on a few days, as most do before a deadline.
import { roundDays, workingDay, type Calendar, type Day } from '../../calendar.ts';
import type { Chance } from '../../random.ts';
import { corrected } from '../../reports/draw.ts';
import { slips } from '../../reports/form.ts';
import type { Meant } from '../../reports/meant.ts';
import { enter, handsIn, look, saves, sheet, visit, type Errand } from './errands.ts';

/** What a kommune's style is made of. */
export type Plan = { readonly meant: Meant; readonly days: Days; readonly chance: Chance };

export type Fit = { /** The contact writes from the kommune's own domain. */ readonly ownDomain: boolean; /** A colleague is free to help. */ readonly colleague: boolean };

export type Style = {
  readonly name: string;
  /** Share of the kommuner beyond the first that every style gets. */
  readonly weight: number;
  /** Whether the kommune hands in at all: the four biggest do. */
  readonly handsIn: boolean;
  readonly fits: (fit: Fit) => boolean;
  readonly errands: (plan: Plan) => readonly Errand[];
};

export type Days = Readonly<Record<'early' | 'soon' | 'spring' | 'may' | 'reminded' | 'last' | 'late' | 'end', Day>>;

/** The days on which people report. Whoever opens the link of the login does so within its fourteen days. */
export function reportingDays(calendar: Calendar): Days {
  const { loginWindow: { from, until }, deadlines: { report } } = calendar;
  const rounds = roundDays(calendar, 'report');
  const round = (index: number): Day => rounds.at(index)?.day ?? report;
  return {
    early: workingDay(from, 2), soon: workingDay(from, 6), spring: workingDay(until, 22), may: workingDay(round(0), -4), reminded: workingDay(round(0), 1),
    last: report, late: workingDay(round(-2), 1), end: round(-1),
  };
}

const anybody = (): boolean => true;
const ownDomain = (fit: Fit): boolean => fit.ownDomain;
const colleague = (fit: Fit): boolean => fit.colleague;

const reports = (label: string, day: Day, meant: Meant, correction = ''): Errand => visit(label, day, [enter, handsIn(meant, correction)]);
const again = ({ meant, chance }: Plan, comment: string): Meant => corrected(meant, chance, comment);
const because = 'En leder var talt med på det forkerte niveau.';

export const styles: readonly Style[] = [
  // On the portal.
  { name: 'portal, at once', weight: 13, handsIn: true, fits: anybody, errands: ({ meant, days }) => [reports('report', days.early, meant)] },
  { name: 'portal, in spring', weight: 10, handsIn: true, fits: anybody, errands: ({ meant, days }) => [visit('activation', days.soon, [enter]), reports('report', days.spring, meant)] },
  { name: 'portal, after a reminder', weight: 8, handsIn: true, fits: anybody, errands: ({ meant, days }) => [reports('report', days.reminded, meant)] },
  {
    name: 'portal, step by step', weight: 8, handsIn: true, fits: anybody,
    errands: ({ meant, days, chance }) => [visit('activation', days.soon, [enter]), visit('draft', days.may, [enter, saves(meant, chance.int(1, 3))]), reports('report', days.last, meant)],
  },
  { name: 'portal, too late', weight: 5, handsIn: true, fits: anybody, errands: ({ meant, days }) => [reports('report', days.late, meant)] },
  { name: 'portal, at the very end', weight: 2, handsIn: true, fits: anybody, errands: ({ meant, days }) => [reports('report', days.end, meant)] },
  { name: 'corrected in time', weight: 3, handsIn: true, fits: anybody, errands: (plan) => [reports('report', plan.days.early, plan.meant), reports('correction', plan.days.spring, again(plan, 'Rettet efter intern gennemgang.'))] },
  {
    name: 'corrected after the deadline', weight: 3, handsIn: true, fits: anybody,
    errands: (plan) => [reports('report', plan.days.reminded, plan.meant), reports('correction', plan.days.late, again(plan, 'Rettet efter fristen.'), because)],
  },
  {
    name: 'two tabs', weight: 2, handsIn: true, fits: anybody,
    errands: (plan) => [visit('report in two tabs', plan.days.early, [enter, { do: 'two-tabs', meant: plan.meant, draft: { ...plan.meant, comment: 'Skrevet i en anden fane.' } }, handsIn(plan.meant), look])],
  },
  { name: 'double click', weight: 2, handsIn: true, fits: anybody, errands: ({ meant, days }) => [visit('report, clicked twice', days.reminded, [enter, handsIn(meant, '', 2), look])] },
  {
    name: 'forgotten password', weight: 3, handsIn: true, fits: anybody,
    errands: ({ meant, days }) => [
      visit('draft', days.early, [enter, saves(meant, 2)]), visit('forgotten password', days.spring, [{ do: 'forget' }], { needs: null }), visit('report', days.spring, [enter, handsIn(meant)], { sameDay: true }),
    ],
  },
  {
    name: 'a colleague hands in', weight: 3, handsIn: true, fits: colleague,
    errands: ({ meant, days }) => [visit('invitation', days.early, [enter, { do: 'invite' }]), visit('report of a colleague', days.early, [enter, handsIn(meant)], { who: 'colleague', sameDay: true }), visit('look', days.spring, [enter, look])],
  },
  // By mail.
  { name: 'sheet by mail', weight: 9, handsIn: true, fits: ownDomain, errands: ({ meant, days, chance }) => [sheet('sheet', chance.pick([days.early, days.spring, days.may]), meant, { byHand: chance.happens(0.4) })] },
  { name: 'sheet on the last day', weight: 4, handsIn: true, fits: ownDomain, errands: ({ meant, days, chance }) => [sheet('sheet', days.last, meant, { byHand: chance.happens(0.4) })] },
  { name: 'sheet too late', weight: 2, handsIn: true, fits: ownDomain, errands: ({ meant, days }) => [sheet('sheet', days.late, meant)] },
  {
    name: 'sheet with faults', weight: 3, handsIn: true, fits: ownDomain,
    errands: ({ meant, days, chance }) => [
      sheet('sheet with faults', days.may, meant, { effect: 'faulty', slips: slips(meant), byHand: chance.happens(0.5) }),
      sheet('mended sheet', days.may, meant, { to: 'clarify', needs: 'clarify', sameDay: true, byHand: chance.happens(0.5) }),
    ],
  },
  {
    name: 'sheet corrected after the deadline', weight: 2, handsIn: true, fits: ownDomain,
    errands: (plan) => [sheet('sheet', plan.days.spring, plan.meant), sheet('corrected sheet', plan.days.late, again(plan, 'Rettet pr. mail.'), { correction: because, to: 'receipt' })],
  },
  // Both.
  {
    name: 'portal, then a sheet', weight: 2, handsIn: true, fits: ownDomain,
    errands: (plan) => [reports('report', plan.days.early, plan.meant), sheet('newer sheet', plan.days.spring, again(plan, 'Arket gælder.'), { to: 'receipt' }), visit('look', plan.days.may, [enter, look])],
  },
  {
    name: 'a sheet, then the portal', weight: 2, handsIn: true, fits: ownDomain,
    errands: (plan) => [visit('activation', plan.days.soon, [enter]), sheet('sheet', plan.days.spring, plan.meant), visit('newer report', plan.days.may, [enter, handsIn(again(plan, 'Svarene på siden gælder.')), look])],
  },
  {
    name: 'sheet of somebody else', weight: 2, handsIn: true, fits: (fit) => fit.ownDomain && fit.colleague,
    errands: (plan) => [
      visit('activation', plan.days.soon, [enter]), sheet('sheet of somebody else', plan.days.spring, again(plan, 'Tallene er fra min egen oversigt.'), { effect: 'review', who: 'colleague' }),
      reports('report', plan.days.may, plan.meant),
    ],
  },
  {
    name: 'forged sheet', weight: 1, handsIn: true, fits: ownDomain,
    errands: (plan) => [
      visit('activation', plan.days.soon, [enter]), sheet('forged sheet', plan.days.spring, again(plan, 'Vi har ingen måltal.'), { effect: 'review', forged: true, byHand: true }), reports('report', plan.days.may, plan.meant),
    ],
  },
  // Never.
  { name: 'begun, never finished', weight: 4, handsIn: false, fits: anybody, errands: ({ meant, days, chance }) => [visit('draft', days.early, [enter, saves(meant, chance.int(1, 3))])] },
  { name: 'activated, never begun', weight: 3, handsIn: false, fits: anybody, errands: ({ days }) => [visit('activation', days.soon, [enter])] },
  { name: 'nothing at all', weight: 4, handsIn: false, fits: anybody, errands: () => [] },
];
