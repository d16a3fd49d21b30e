// The routes of the report: its overview, the four pages of its form, looking it through, handing it in, and its receipts.
// It refuses to lose what was typed: whatever is wrong with it, it is saved or shown again beside what is wrong.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerAt, correctionField, levelPath, levelNames, longestAt, namePath, partsOf, sectionOf, sections, unitsOf, type Answers, type Section } from '../../core/report/model.ts';
import type { Submission } from '../../core/report/draft.ts';
import type { Reports, Stand } from '../../flows/portal/report.ts';
import { formBodyLimit, typedIn, type Kit } from './kit.ts';
import { sectionPaths } from './page-words.ts';
import { asSaved, conflictView, overviewView, previewView, receiptView, stepView } from './report-views.ts';

export type ReportRouteNeeds = {
  readonly reports: Reports;
  readonly files: {
    /** Indberetning.xlsx with the draft in it. */
    sheet(stand: Stand): Promise<Uint8Array>;
    receiptSheet(stand: Stand, submission: Submission): Promise<Uint8Array>;
    receiptPdf(stand: Stand, submission: Submission): Promise<Uint8Array>;
  };
};

type Body = Readonly<Record<string, string>>;

/** Of a kommune in an hour: each version sends mails. */
const handInLimit = { max: 30, timeWindow: 3_600_000, keyGenerator: (request: FastifyRequest): string => request.visitor?.signed?.account.kommune ?? request.ip };

export function reportRoutes(app: FastifyInstance, kit: Kit, { reports, files }: ReportRouteNeeds): void {
  /** For a GET, whose case was read when it came: it is not read again. */
  const standFor = (request: FastifyRequest): Stand => reports.stand(kit.signed(request).loaded.state);

  app.get<{ Querystring: { besked?: string } }>('/indberetning', async (request, reply) => {
    const stand = standFor(request);
    return kit.show(request, reply, overviewView(stand, request.query.besked === 'gemt' ? 'Det, du har skrevet, er gemt.' : null));
  });

  for (const section of sections) {
    app.get<{ Querystring: { besked?: string } }>(sectionPaths[section], async (request, reply) => {
      const stand = standFor(request);
      return kit.show(request, reply, stepView(stand, section, asSaved(stand, section, request.query.besked === 'gemt' ? 'Det, du har skrevet, er gemt.' : null)));
    });
    app.post(sectionPaths[section], { bodyLimit: formBodyLimit }, (request, reply) => save(section, request, reply));
  }

  async function save(section: Section, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { account } = kit.signed(request);
    const body = typedIn(request);
    const go = body['go'] ?? '';
    const revision = revisionOf(body);
    const here = sectionPaths[section];
    if (go === 'theirs') return reply.redirect(here, 303);
    const saved = section === 'leaders' ? (await reports.look(account.kommune)).draft.answers : {};
    const typed = typedOf(body, section, saved);
    const asked = /^remove:(u\d+)$/.exec(go)?.[1];
    if (section === 'leaders' && asked !== undefined && unitsOf(typed).includes(asked)) {
      const name = answerAt(typed, namePath(asked)).trim();
      return kit.show(request, reply, { is: 'confirm-removal', unit: asked, title: name === '' ? 'enheden' : name, revision: String(revision), hidden: typed });
    }
    const removed = /^removed:(u\d+)$/.exec(go)?.[1];
    const answers = section === 'leaders' ? changedUnits(typed, removed, go === 'add') : typed;
    const done = await reports.save(account, section, answers, revision);
    if (done.is === 'exempt') return reply.redirect('/indberetning', 303);
    if (done.is === 'conflict') return kit.show(request, reply, conflictView(done.stand, section, answers, done.theirs), 409);
    const { stand } = done;
    const tooLong = Object.entries(answers).some(([path, text]) => text.length > longestAt(path));
    const faults = (tooLong || go === 'next' ? await reports.faultsWith(account.kommune, section, answers) : []).filter(({ path }) => sectionOf(path) === section);
    const shown = tooLong && go !== 'next' ? faults.filter(({ path }) => answerAt(answers, path).length > longestAt(path)) : faults;
    if (shown.length > 0) return kit.show(request, reply, stepView(stand, section, { typed: answers, faults: shown, notice: null }), 422);
    switch (go) {
      case 'next':
        return reply.redirect(nextPath(section, stand), 303);
      case 'back':
        return reply.redirect(previousPath(section, stand), 303);
      default:
        return reply.redirect(`${here}?besked=gemt`, 303);
    }
  }

  app.get('/indberetning/kontrol', async (request, reply) => {
    return kit.show(request, reply, previewView(standFor(request), kit.signed(request).account, { value: '', fault: null }));
  });

  app.post('/indberetning/kontrol', { bodyLimit: formBodyLimit, config: { rateLimit: handInLimit } }, async (request, reply) => {
    const { account } = kit.signed(request);
    const body = typedIn(request);
    const correction = cleaned(body[correctionField] ?? '');
    const done = await reports.handIn(account, revisionOf(body), correction);
    switch (done.is) {
      case 'handed-in':
        return reply.redirect(`/indberetning/kvittering/${done.number}${done.fresh ? '?ny=1' : ''}`, 303);
      case 'exempt':
        return reply.redirect('/indberetning', 303);
      case 'faults': {
        const fault = done.stand.faults.find(({ path }) => path === correctionField)?.text ?? null;
        return kit.show(request, reply, previewView(done.stand, account, { value: correction.slice(0, longestAt(correctionField)), fault }), 422);
      }
      case 'changed':
        return kit.show(request, reply, previewView(done.stand, account, { value: correction, fault: null }, ['Indberetningen er ændret, siden du åbnede siden. Læs den igennem igen, før du indsender den.']), 409);
    }
  });

  app.get<{ Params: { number: string }; Querystring: { ny?: string } }>('/indberetning/kvittering/:number', async (request, reply) => {
    const [, digits = '', ending] = /^([1-9]\d{0,5})(?:\.(pdf|xlsx))?$/.exec(request.params.number) ?? [];
    const stand = standFor(request);
    const view = receiptView(stand, Number(digits), request.query.ny === '1');
    const submission = stand.reports.find((r) => r.number === Number(digits));
    if (!view || !submission) return kit.show(request, reply, { is: 'not-found' }, 404);
    const name = `${ending === 'pdf' ? 'Kvittering' : 'Indberetning'}-${stand.rules.reportYear}-version-${digits}.${ending ?? ''}`;
    if (ending === 'pdf') return sendFile(reply, name, 'application/pdf', await files.receiptPdf(stand, submission));
    if (ending === 'xlsx') return sendFile(reply, name, xlsxType, await files.receiptSheet(stand, submission));
    return kit.show(request, reply, view);
  });

  app.get('/indberetning/Indberetning.xlsx', async (request, reply) => {
    return sendFile(reply, 'Indberetning.xlsx', xlsxType, await files.sheet(standFor(request)));
  });
}

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function sendFile(reply: FastifyReply, name: string, type: string, bytes: Uint8Array): FastifyReply {
  return reply.header('Content-Disposition', `attachment; filename="${name}"`).type(type).send(Buffer.from(bytes));
}

/** The page's own fields, cleaned. On the page of the leaders a unit whose name is not asked for keeps the one that is saved. */
function typedOf(body: Body, section: Section, saved: Answers): Answers {
  const typed = Object.fromEntries(Object.entries(body).flatMap(([path, value]) => (sectionOf(path) === section ? [[path, cleaned(value)] as const] : [])));
  // A choice that was left open is not sent at all.
  const left = section === 'basics' ? { fiftyOrMore: '' } : section === 'policy' ? { policy: '' } : section === 'targets' ? openChoices(typed) : {};
  if (section !== 'leaders') return { ...left, ...typed };
  const counted = new Set(Object.keys(typed).flatMap((path) => {
    const parts = partsOf(path);
    return parts && 'unit' in parts ? [parts.unit] : [];
  }));
  return { ...Object.fromEntries([...counted].map((unit) => [namePath(unit), answerAt(saved, namePath(unit))])), ...typed };
}

function openChoices(typed: Answers): Answers {
  const units = new Set(Object.keys(typed).map((path) => path.split('.')[0] ?? ''));
  return Object.fromEntries([...units].flatMap((unit) => levelNames.flatMap((level) => (['hasTarget', 'status'] as const).map((field) => [levelPath(unit, level, field), ''] as const))));
}

/** One unit taken out, or an empty one added at the end. */
function changedUnits(typed: Answers, removed: string | undefined, add: boolean): Answers {
  const kept = removed === undefined ? typed : Object.fromEntries(Object.entries(typed).filter(([path]) => !path.startsWith(`${removed}.`)));
  if (!add) return kept;
  const highest = Math.max(0, ...unitsOf(kept).map((unit) => Number(unit.slice(1))));
  return highest < 99 ? { ...kept, [namePath(`u${highest + 1}`)]: '' } : kept;
}

/** Line ends as LF, and no other control characters. */
function cleaned(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '').normalize('NFC');
}

/** A revision that can't be read is older than every save. */
function revisionOf(body: Body): number {
  const text = body['revision'] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

function nextPath(section: Section, stand: Stand): string {
  // Who is not obliged has nothing to tell of leaders and targets.
  if (section === 'basics' && answerAt(stand.draft.answers, 'fiftyOrMore') === 'no') return sectionPaths.policy;
  const next = sections[sections.indexOf(section) + 1];
  return next ? sectionPaths[next] : '/indberetning/kontrol';
}

function previousPath(section: Section, stand: Stand): string {
  if (section === 'policy' && answerAt(stand.draft.answers, 'fiftyOrMore') === 'no') return sectionPaths.basics;
  const previous = sections[sections.indexOf(section) - 1];
  return previous ? sectionPaths[previous] : '/indberetning?besked=gemt';
}
