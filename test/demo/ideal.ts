// A bot that does everything right, made of the truth alone: it gives the judge evidence without a fault, for tests to spoil.
// It refuses to be a model for the real one: it reads no mail.
import * as XLSX from '@e965/xlsx';
import MailComposer from 'nodemailer/lib/mail-composer';
import { readBotMail, type BotMail, type Kind } from '../../demo/botmail.ts';
import { compareDays, dayOf, instantAt, isWorkingDay, pauseOf, playedDays, roundDays, weekBegins, type Calendar, type Day, type Instant } from '../../demo/calendar.ts';
import { createCountry, type Country, type DueDeed, type Player, type Posting, type Visit } from '../../demo/country/country.ts';
import { createDepartment, type Reply } from '../../demo/country/department.ts';
import { readRegister, registerOf, regionName } from '../../demo/country/kommuner.ts';
import type { Evidence, Observation, Posted, Status } from '../../demo/judge/evidence.ts';
import { begin, follow, isDead, isHeld, isJustAnswered, owes, type Standing } from '../../demo/judge/standing.ts';
import type { Meant } from '../../demo/reports/meant.ts';
import { readCalendar } from '../../demo/stage/campaign.ts';
import { formFile, receiptOf, visitIdeal, type File } from './ideal-reports.ts';

export const calendar: Calendar = readCalendar('config/campaigns/2024.yaml');
export const real = readRegister('config/kommuner.json');

const reportRounds = roundDays(calendar, 'report');
const contactRounds = roundDays(calendar, 'contact');
const digestDays = new Set(weekBegins(calendar).map(String));

/** A contact list with the headings that the contract names, under a title, the answer's cells empty. */
export function contactList(code: string, kommune: string, region: string): Uint8Array {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['Kontaktliste'], [],
    ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)'],
    [kommune, code, region, null, null, null],
  ]);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'Kontaktliste');
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
}

export type Writing = { readonly kind: Kind; readonly n?: number; readonly kommune: string; readonly to: string; readonly body: string; readonly inReplyTo?: string | null; readonly files?: readonly File[] };

export async function botMail(writing: Writing, at: Instant): Promise<BotMail> {
  const { kind, n = 1, kommune, to, body, inReplyTo, files = [] } = writing;
  const escaped = body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const raw = await new MailComposer({
    from: { name: 'Ligestillingsafdelingen', address: 'lige@lige.dk' }, to, subject: `Indberetning om måltal [LIGE-2024-${kommune}]`,
    messageId: `<${kind}.2024.${kommune}${n > 1 ? `.${n}` : ''}@lige.dk>`, text: body, html: `<p>${escaped.replaceAll(/https?:\S+/g, (link) => `<a href="${link}">${link}</a>`)}</p>`,
    headers: { 'Auto-Submitted': kind === 'answer' ? 'no' : inReplyTo ? 'auto-replied' : 'auto-generated' }, ...(inReplyTo ? { inReplyTo, references: [inReplyTo] } : {}),
    attachments: files.map(({ filename, content }) => ({ filename, content: Buffer.from(content) })), baseBoundary: 'ideal',
  }).compile().build();
  return readBotMail(raw, at);
}

export type Ideal = { readonly evidence: Evidence; readonly country: Country; readonly postings: readonly Posting[]; readonly replies: readonly Reply[] };

type More = { readonly body?: string; readonly inReplyTo?: string; readonly files?: readonly File[] };

/** Plays the whole campaign with a bot that never errs. */
export async function playIdeal(kommuner: number, seed: number): Promise<Ideal> {
  const register = registerOf(real, kommuner, seed);
  const country = createCountry(register, calendar, seed);
  const { players } = country;
  const department = createDepartment(players, seed);
  const seen: Observation[] = [];
  const postings: Posting[] = [];
  const replies: Reply[] = [];
  const delivered = new Map<string, number>();
  const folders = new Map<string, string[]>([['INBOX', []], ['Rundskriv/Behandlet', []], ['Rundskriv/Til gennemsyn', []]]);
  const standings = new Map(players.map((p): [Player, Standing] => [p, begin(p.mailbox)]));
  const nudged = new Map<Player, Day>();
  const counts = new Map<string, number>();
  const longer = new Map<Player, Readonly<Record<string, string>>>();
  const exempt = new Map<Player, string>();
  const outbox: (() => Promise<void>)[] = [];
  let paused = false;
  let links = 0;

  const standing = (player: Player): Standing => standings.get(player) ?? begin(player.mailbox);
  const activated = new Set<string>();
  const see = (o: Observation): void => {
    seen.push(o);
    if (o.what === 'visited' && o.did.did === 'activated') activated.add(o.kommune);
    for (const player of players) if (o.kommune === player.kommune.code || o.what === 'paused' || o.what === 'resumed') standings.set(player, follow(standing(player), o));
  };
  const next = (key: string): number => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key) ?? 1;
  };
  const toMinistry = async (kind: Kind, kommune: string, body: string, at: Instant): Promise<void> => {
    const mail = await botMail({ kind, n: next(`${kommune} ${kind}`), kommune, to: 'anb@lige.dk', body }, at);
    see({ what: 'taken', at, address: 'anb@lige.dk', kommune: null, place: 'ministry', mail });
    department.take(mail);
  };
  const send = async (player: Player, kind: Kind, to: string, at: Instant, more: More = {}): Promise<void> => {
    if (paused) return void outbox.push(() => send(player, kind, to, pauseOf(calendar).until, more));
    const { code } = player.kommune;
    const mail = await botMail({ kind, n: next(`${code} ${kind}`), kommune: code, to, body: more.body ?? 'Kære kommune.', inReplyTo: more.inReplyTo ?? null, files: more.files ?? [] }, at);
    see({ what: 'taken', at, address: to, kommune: code, place: 'kommune', mail });
    country.take(player, to, mail);
  };
  const sendLogin = async (player: Player, at: Instant, inReplyTo?: string): Promise<void> => {
    const { contact } = standing(player);
    if (contact && player.script.truth.login) await send(player, 'login', contact.email, at, { body: `Dit link: https://portal.example/aktiver/${links += 1}`, files: [formFile()], ...(inReplyTo === undefined ? {} : { inReplyTo }) });
  };
  const versions = new Map<Player, Meant[]>();
  const handIn = (player: Player, meant: Meant): number => {
    const all = [...versions.get(player) ?? [], meant];
    versions.set(player, all);
    return all.length;
  };
  const sendReceipt = async (player: Player, meant: Meant, correction: string, at: Instant, inReplyTo?: string, version = handIn(player, meant)): Promise<void> => {
    const { body, files } = receiptOf(version, meant, correction);
    await send(player, 'receipt', standing(player).contact?.email ?? '', at, { body, files, ...(inReplyTo === undefined ? {} : { inReplyTo }) });
  };
  const visitPortal = async (visit: Visit, at: Instant): Promise<void> => {
    const { player, reporting, errand } = visit;
    const mails: (() => Promise<void>)[] = [];
    visitIdeal(visit, {
      see: (did) => see({ what: 'visited', at, kommune: player.kommune.code, label: errand.label, by: reporting.people[errand.who].person.email, did }),
      handIn: (meant, correction) => {
        const version = handIn(player, meant);
        mails.push(() => sendReceipt(player, meant, correction, at, undefined, version));
        return version;
      },
      newest: () => ({ version: versions.get(player)?.length ?? 0, meant: versions.get(player)?.at(-1) ?? neverMeant(player) }),
      invite: (email) => { mails.push(() => send(player, 'invitation', email, at, { body: `Dit link: https://portal.example/aktiver/${links += 1}` })); },
      forget: () => { mails.push(() => sendLogin(player, at)); },
    });
    for (const mail of mails) await mail();
    country.settle(visit, at, 'done');
  };
  const isOpen = (at: Instant): boolean => Temporal.Instant.compare(at, instantAt(calendar.loginWindow.from, '08:30')) >= 0;

  const receive = async (posting: Posting, at: Instant): Promise<void> => {
    const { player, act, post, report } = posting;
    postings.push(posting);
    const was = standing(player);
    const { contact, question, effect, dead } = act;
    see({ what: 'posted', at, kommune: player.kommune.code, label: act.label, effect, machine: act.machine, contact, asks: question?.words ?? null, dead, from: post.from, messageId: post.messageId, copies: act.copies, report });
    delivered.set(post.messageId, (delivered.get(post.messageId) ?? 0) + act.copies);
    const folder = effect === 'review' ? 'Rundskriv/Til gennemsyn' : 'Rundskriv/Behandlet';
    for (let copy = 0; copy < act.copies; copy += 1) folders.get(folder)?.push(post.messageId);
    const reply = { inReplyTo: post.messageId };
    if (question) await toMinistry('review', player.kommune.code, `${post.from} spørger:\n\n> ${question.words}`, at);
    if (effect === 'clarify') await send(player, 'clarify', post.from, at, reply);
    if (effect === 'report' && report) await sendReceipt(player, report.meant, report.correction, at, post.messageId);
    if (effect === 'faulty' && report) await send(player, 'clarify', post.from, at, { ...reply, body: report.cells.map((cell) => `Ret celle ${cell}.`).join('\n'), files: [formFile()] });
    if (effect === 'login') await sendLogin(player, at, post.messageId);
    if (effect === 'bounce' && was.contact) await send(player, 'clarify', player.mailbox, at);
    if (effect === 'confirm' && isOpen(at)) await sendLogin(player, at);
    if (effect !== 'register' || !contact) return;
    await send(player, 'ack', post.from, at, { ...reply, body: `Vi har noteret ${contact.name}, ${contact.email}.` });
    if (was.contact && was.login && was.contact.email !== contact.email) await send(player, 'closed', was.contact.email, at);
    if (isOpen(at)) await sendLogin(player, at);
  };

  const carryReply = async ({ player, act, forward, words, post }: Reply, at: Instant): Promise<void> => {
    const asks = act.question?.words ?? '';
    see({ what: 'answered', at, kommune: player.kommune.code, asks, words, forward: forward.messageId ?? '', messageId: post.messageId });
    delivered.set(post.messageId, 1);
    folders.get('Rundskriv/Behandlet')?.push(post.messageId);
    const asked = seen.find((o): o is Posted => o.what === 'posted' && o.kommune === player.kommune.code && o.asks === asks);
    if (asked) await send(player, 'answer', asked.from, at, { inReplyTo: asked.messageId, body: words.join('\n\n') });
  };

  const carryOut = async ({ player, deed }: DueDeed, at: Instant): Promise<void> => {
    const waits = seen.findLast((o): o is Posted => o.what === 'posted' && o.kommune === player.kommune.code && o.effect === 'review');
    const mail = deed.does === 'accept' || deed.does === 'discard' ? waits?.messageId ?? null : null;
    see({ what: 'decided', at, kommune: player.kommune.code, deed, mail });
    if (deed.does === 'exempt') exempt.set(player, deed.because);
    if (deed.does === 'extend') longer.set(player, { [deed.deadline]: deed.until.toString() });
    if (mail !== null) {
      folders.set('Rundskriv/Til gennemsyn', (folders.get('Rundskriv/Til gennemsyn') ?? []).filter((id) => id !== mail));
      folders.get('Rundskriv/Behandlet')?.push(mail);
    }
    if (deed.does !== 'accept' || !waits) return;
    await send(player, 'ack', waits.from, at, { inReplyTo: waits.messageId, body: `Vi har noteret ${deed.contact.name}, ${deed.contact.email}.` });
    await send(player, 'confirm', player.mailbox, at);
  };

  /** What the calendar asks of one kommune on a day. */
  const lookAt = async (player: Player, day: Day, at: Instant): Promise<void> => {
    const { kommune, mailbox, script } = player;
    if (day.equals(calendar.letterDate)) {
      if (script.door !== 'refuses') return send(player, 'letter', mailbox, at, { files: [{ filename: 'Kontaktliste.xlsx', content: contactList(kommune.code, kommune.name, regionName(register, kommune)) }] });
      return see({ what: 'turned-away', at, address: mailbox, kommune: kommune.code, code: 550 });
    }
    const s = standing(player);
    if (s.paused || s.exempt || !isWorkingDay(day)) return;
    if (calendar.loginWindow.from.equals(day) && s.ready !== null && !s.login) return sendLogin(player, at);
    const report = reportRounds.find((r) => r.day.equals(day));
    if (report && s.contact && s.ready === null) return send(player, 'confirm', mailbox, at);
    const owed = owes(s);
    if (owed === null || isHeld(s) || isDead(s, mailbox)) return;
    const until = longer.get(player)?.['contact'];
    const rounds = [...(owed !== 'contact' ? [] : until === undefined ? contactRounds : roundDays(calendar, 'contact', Temporal.PlainDate.from(until))), ...reportRounds];
    const round = rounds.findLast((r) => compareDays(r.day, day) <= 0);
    const before = nudged.get(player);
    if (!round || isJustAnswered(s, round.day) || (before && compareDays(before, round.day) >= 0) || (s.login && compareDays(dayOf(s.login.first), round.day) >= 0)) return;
    nudged.set(player, day);
    if (owed === 'contact') return send(player, 'reminder', mailbox, at);
    if (!s.login || !s.contact) return;
    if (owed === 'report') await send(player, 'reminder', s.contact.email, at);
    else if (s.login.at.until(at).total('hours') >= 13 * 24) await sendLogin(player, at);
    else await send(player, 'reminder', s.contact.email, at, { body: `Brug ${s.login.link}` });
    if (round.last && s.contact.email !== mailbox) await send(player, 'reminder', mailbox, at);
  };

  const pause = pauseOf(calendar);
  for (const day of playedDays(calendar)) {
    const at = instantAt(day, '08:30');
    const isPaused = dayOf(pause.until).equals(day);
    if (isPaused) {
      paused = true;
      see({ what: 'paused', at: pause.from, kommune: null });
    }
    for (const posting of await country.post(instantAt(day, '06:00'), 'night')) await receive(posting, instantAt(day, '06:00'));
    for (const player of players) await lookAt(player, day, at);
    if (digestDays.has(day.toString())) {
      const count = (test: (s: Standing) => boolean): number => [...standings.values()].filter(test).length;
      await toMinistry('digest', '0000', `Har aktiveret login (${activated.size}): …\n\nEr begyndt at indberette: ${count((s) => s.begun)} af 98\nHar indberettet: ${count((s) => s.handedIn)} af 98`, at);
      activated.clear();
    }
    for (const slot of ['morning', 'afternoon'] as const) {
      const now = slot === 'morning' ? at : instantAt(day, '13:00');
      for (;;) {
        const deeds = country.deeds(day);
        for (const deed of deeds) await carryOut(deed, now);
        const { postings: sheets, visits } = await country.report(now);
        const posted = [...await country.post(now, slot), ...sheets];
        for (const posting of posted) await receive(posting, now);
        for (const visit of visits) await visitPortal(visit, now);
        const answers = await department.post(now, slot);
        for (const reply of answers) await carryReply(reply, now);
        replies.push(...answers);
        if (deeds.length + posted.length + visits.length + answers.length === 0) break;
      }
    }
    if (!isPaused) continue;
    paused = false;
    see({ what: 'resumed', at: pause.until, kommune: null });
    for (const held of outbox.splice(0)) await held();
    for (const player of players) await lookAt(player, day, pause.until);
  }

  const number = (test: (player: Player) => boolean): number => players.filter(test).length;
  const truth = (player: Player): Player['script']['truth'] => player.script.truth;
  const isReminder = (player: Player) => (o: Observation): boolean => o.what === 'taken' && o.kommune === player.kommune.code && o.mail.kind === 'reminder';
  const isCopy = (player: Player) => (o: Observation): boolean => isReminder(player)(o) && o.what === 'taken' && standing(player).login !== null && o.address === player.mailbox && standing(player).contact?.email !== player.mailbox
    && compareDays(dayOf(o.at), reportRounds[0]?.day ?? calendar.deadlines.report) >= 0;
  const status: Status = {
    counts: {
      invited: number((p) => p.script.door !== 'refuses'), contact: number((p) => truth(p).contact !== null), login: number((p) => truth(p).login),
      begun: number((p) => standing(p).begun), submitted: number((p) => standing(p).handedIn),
      review: number((p) => truth(p).flags.includes('review')), bounced: number((p) => truth(p).flags.includes('bounced')),
    },
    cases: players.map((p) => ({
      kommune: p.kommune.code, contact: standing(p).contact, phase: phaseOf(standing(p)), flags: truth(p).flags, exempt: exempt.get(p) ?? null, deadlines: longer.get(p) ?? {},
      reminders: seen.filter(isReminder(p)).length - seen.filter(isCopy(p)).length,
    })),
  };
  return {
    country, postings, replies,
    evidence: {
      calendar, seen, status, folders, delivered,
      players: players.map((p) => ({ code: p.kommune.code, name: p.kommune.name, mailbox: p.mailbox, behaviour: p.behaviour, style: p.reporting?.style ?? null, truth: p.script.truth, door: p.script.door })),
      stuck: country.stuck(calendar.end).map(({ player, why }) => ({ kommune: player.kommune.code, why })),
    },
  };
}

function phaseOf({ login, begun, handedIn, contact }: Standing): string {
  return handedIn ? 'submitted' : begun ? 'begun' : login ? 'login' : contact ? 'contact' : 'invited';
}

function neverMeant({ kommune }: Player): never {
  throw new Error(`${kommune.name} looks at a report that it never handed in`);
}
