// What a newcomer sees: one line a day, the table at the end, and where to look further.
// It refuses to overwhelm: days on which nothing happened are told in one line.
import { styleText } from 'node:util';
import { isWorkingDay, shortDay, type Day } from '../calendar.ts';
import type { Kind } from '../botmail.ts';
import type { Deed } from '../country/script.ts';
import type { Did } from '../portal/visit.ts';
import type { Observation } from '../judge/evidence.ts';
import type { Verdict } from '../judge/verdict.ts';

export type View = {
  readonly say: (line: string) => void;
  /** A line that the next one replaces; nothing where nobody watches. */
  readonly now: (line: string) => void;
  readonly dayOver: (day: Day, seen: readonly Observation[]) => void;
  readonly table: (verdict: Verdict) => void;
};

type Style = Parameters<typeof styleText>[0];

/** Writes to `out`; with `living`, in colours and with a line that moves. */
export function createView(out: NodeJS.WriteStream, living: boolean): View {
  const paint = (style: Style, text: string): string => (living ? styleText(style, text, { validateStream: false }) : text);
  let open = false;
  const clear = (): void => {
    if (open) out.write('\r\u001b[2K');
    open = false;
  };
  const write = (line: string): void => {
    clear();
    out.write(`${line}\n`);
  };
  let quiet: Day[] = [];
  /** Days on which nothing happened are told together, once they are over. */
  const tellQuiet = (): void => {
    const [first, last] = [quiet[0], quiet.at(-1)];
    if (!first || !last) return;
    const days = quiet.length === 1 ? shortDay(first) : `${shortDay(first)} to ${shortDay(last)}`;
    quiet = [];
    write(`${paint('dim', days)}  ${paint('dim', 'quiet')}`);
  };
  const say = (line: string): void => {
    tellQuiet();
    write(line);
  };
  return {
    say,
    now: (line) => {
      if (!living) return;
      clear();
      out.write(paint('dim', line));
      open = true;
    },
    dayOver: (day, seen) => {
      const { sent, came, portal, decided, trouble } = describeDay(seen);
      if (`${sent}${came}${portal}${decided}${trouble}` === '') return void quiet.push(day);
      const date = paint(isWorkingDay(day) ? 'bold' : 'dim', shortDay(day));
      const parts = [sent && paint('cyan', `out: ${sent}`), came && paint('green', `in: ${came}`), portal && paint('blue', `portal: ${portal}`), decided && paint('magenta', `department: ${decided}`), trouble && paint('yellow', trouble)].filter((part) => part !== '');
      say(`${date}  ${parts.join('  ·  ')}`);
    },
    table: (verdict) => {
      for (const line of tableLines(verdict, paint)) say(line);
    },
  };
}

const toDepartment = 'question to the department';
const plurals: ReadonlySet<string> = new Set(['reminder', 'letter', 'login', 'ack', 'digest', 'notice', 'receipt', 'answer', 'question', 'invitation', 'sheet', 'report', 'forgotten password', 'conflict']);
const deeds: Readonly<Record<Deed['does'], string>> = { accept: 'accepted', discard: 'closed', exempt: 'exempted', extend: 'given more time' };

/** Logins that were activated, reports that were handed in … */
const deedsOnPortal: Readonly<Record<Did['did'], string>> = {
  activated: 'login', saved: '', 'handed-in': 'report', forgot: 'forgotten password', invited: 'invitation', conflict: 'conflict', looked: '',
};

/** One day in words: what the bot sent, what came, and what went wrong on the way. */
export function describeDay(seen: readonly Observation[]): { readonly sent: string; readonly came: string; readonly portal: string; readonly decided: string; readonly trouble: string } {
  const sent = count(seen.flatMap((o) => (o.what === 'taken' ? [kindName(o.mail.kind)] : [])));
  const came = count(seen.flatMap((o) => (o.what === 'posted' ? Array.from({ length: o.copies }, () => o.label) : [])));
  const decided = count(seen.flatMap((o) => (o.what === 'decided' ? [deeds[o.deed.does]] : o.what === 'answered' ? ['answered'] : o.what === 'paused' || o.what === 'resumed' ? [o.what] : [])));
  const portal = count(seen.flatMap((o) => (o.what === 'visited' ? [deedsOnPortal[o.did.did]] : [])).filter((name) => name !== ''));
  const trouble = count(seen.flatMap((o) => (o.what === 'turned-away' ? [o.code >= 500 ? 'mailbox refused' : 'put off by the server'] : [])));
  const plural = (name: string, n: number): string => (n === 1 ? name : name === toDepartment ? name.replace('question', 'questions') : plurals.has(name) ? `${name}s` : name);
  const words = (counts: ReadonlyMap<string, number>): string => [...counts].map(([name, n]) => (name === 'paused' || name === 'resumed' ? name : `${n} ${plural(name, n)}`)).join(', ');
  return { sent: words(sent), came: words(came), portal: words(portal), decided: words(decided), trouble: words(trouble) };
}

function kindName(kind: Kind | null): string {
  return kind === null ? 'unknown mail' : kind === 'review' ? toDepartment : kind === 'closed' ? 'login closed' : kind;
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

function tableLines(verdict: Verdict, paint: (style: Style, text: string) => string): readonly string[] {
    const behaviours = verdict.behaviours.map((b) => [b.behaviour, String(b.kommuner), b.expected, b.seen, b.ok ? 'yes' : 'NO']);
  const styles = verdict.styles.map((s) => [s.style, ...[s.kommuner, s.begun, s.submitted, s.versions].map(String), s.ok ? 'yes' : 'NO']);
  const { portal, mail, corrected, begunOnly, notAtAll } = verdict.reported;
  const broken = verdict.rules.filter((r) => r.broken.length > 0);
  return [
    '',
    ...drawn(['behaviour', 'kommuner', 'expected', 'seen', 'ok'], behaviours, [1], paint),
    '',
    ...drawn(['report', 'kommuner', 'begun', 'handed in', 'versions', 'ok'], styles, [1, 2, 3, 4], paint),
    '',
    `Of ${verdict.kommuner} kommuner ${portal} reported on the portal and ${mail} by mail; ${corrected} corrected their report, ${begunOnly} began and never finished, ${notAtAll} did not report at all.`,
    ...broken.flatMap(({ rule, broken: list }) => [paint('red', `Broken: ${rule}`), ...list.slice(0, 20).map((what) => `  ${what}`), ...(list.length > 20 ? [`  … and ${list.length - 20} more`] : [])]),
    verdict.ok
      ? paint('green', `All ${verdict.kommuner} kommuner are accounted for; none of the ${verdict.rules.length} rules was broken.`)
      : paint('red', `${verdict.accountedFor} of ${verdict.kommuner} kommuner are accounted for; ${broken.length} of the ${verdict.rules.length} rules were broken.`),
  ];
}

/** A table; the columns `numbers` stand to the right, and what is not well is red. */
function drawn(head: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[], paint: (style: Style, text: string) => string): readonly string[] {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => [...(row[i] ?? '')].length)));
  const line = (row: readonly string[]): string => row.map((cell, i) => (numbers.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ').trimEnd();
  return [paint('bold', line(head)), paint('dim', widths.map((w) => '─'.repeat(w)).join('  ')), ...rows.map((row) => (row.at(-1) === 'yes' ? line(row) : paint('red', line(row))))];
}
