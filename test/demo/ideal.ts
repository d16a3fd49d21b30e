// A bot that does everything right, made of the truth alone: it gives the judge evidence without a fault, for tests to spoil.
// It refuses to be a model for the real one: it reads no mail.
import * as XLSX from '@e965/xlsx';
import MailComposer from 'nodemailer/lib/mail-composer';
import { readBotMail, type BotMail, type Kind } from '../../demo/botmail.ts';
import { compareDays, dayOf, instantAt, playedDays, type Calendar, type Instant } from '../../demo/calendar.ts';
import { createCountry, type Country, type Player, type Posting } from '../../demo/country/country.ts';
import { readRegister, registerOf, regionName } from '../../demo/country/kommuner.ts';
import type { Evidence, Observation, Status } from '../../demo/judge/evidence.ts';
import { readCalendar } from '../../demo/stage/campaign.ts';

export const calendar: Calendar = readCalendar('config/campaigns/2024.yaml');
export const real = readRegister('config/kommuner.json');

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

export type Writing = { readonly kind: Kind; readonly n?: number; readonly kommune: string; readonly to: string; readonly body: string; readonly inReplyTo?: string | null; readonly list?: Uint8Array };

export async function botMail(writing: Writing, at: Instant): Promise<BotMail> {
  const { kind, n = 1, kommune, to, body, inReplyTo, list } = writing;
  const raw = await new MailComposer({
    from: { name: 'Ligestillingsafdelingen', address: 'lige@lige.dk' }, to, subject: `Indberetning om måltal [LIGE-2024-${kommune}]`,
    messageId: `<${kind}.2024.${kommune}${n > 1 ? `.${n}` : ''}@lige.dk>`, text: body, html: `<p>${body.replaceAll(/https?:\S+/g, (link) => `<a href="${link}">${link}</a>`)}</p>`,
    headers: { 'Auto-Submitted': inReplyTo ? 'auto-replied' : 'auto-generated' }, ...(inReplyTo ? { inReplyTo } : {}),
    attachments: list ? [{ filename: 'Kontaktliste.xlsx', content: Buffer.from(list) }] : [], baseBoundary: 'ideal',
  }).compile().build();
  return readBotMail(raw, at);
}

export type Ideal = { readonly evidence: Evidence; readonly country: Country; readonly postings: readonly Posting[] };

/** Plays the whole campaign with a bot that never errs. */
export async function playIdeal(kommuner: number, seed: number): Promise<Ideal> {
  const register = registerOf(real, kommuner, seed);
  const country = createCountry(register, calendar, seed);
  const seen: Observation[] = [];
  const postings: Posting[] = [];
  const delivered = new Map<string, number>();
  const folders = new Map<string, string[]>([['INBOX', []], ['Rundskriv/Behandlet', []], ['Rundskriv/Til gennemsyn', []]]);
  const settled = new Set<Player>();
  const registered = new Map<Player, { name: string; email: string }>();
  const counts = new Map<string, number>();
  const { players } = country;

  const send = async (player: Player, kind: Kind, to: string, at: Instant, more: { body?: string; inReplyTo?: string; list?: Uint8Array } = {}): Promise<void> => {
    const key = `${player.kommune.code} ${kind}`;
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    const mail = await botMail({ kind, n, kommune: player.kommune.code, to, body: more.body ?? 'Kære kommune.', inReplyTo: more.inReplyTo ?? null, ...(more.list ? { list: more.list } : {}) }, at);
    seen.push({ what: 'taken', at, address: to, kommune: player.kommune.code, place: 'kommune', mail });
    country.take(player, to, mail);
  };
  const login = async (player: Player, at: Instant): Promise<void> => {
    const contact = registered.get(player);
    if (contact && !player.script.truth.flags.includes('review')) await send(player, 'login', contact.email, at, { body: 'Dit link: https://portal.example/aktiver/x' });
  };
  const receive = async (posting: Posting, at: Instant): Promise<void> => {
    const { player, act, post } = posting;
    postings.push(posting);
    seen.push({ what: 'posted', at, kommune: player.kommune.code, label: act.label, effect: act.effect, machine: act.machine, contact: act.contact, from: post.from, messageId: post.messageId, copies: act.copies });
    delivered.set(post.messageId, (delivered.get(post.messageId) ?? 0) + act.copies);
    const folder = act.effect === 'review' ? 'Rundskriv/Til gennemsyn' : 'Rundskriv/Behandlet';
    for (let copy = 0; copy < act.copies; copy += 1) folders.get(folder)?.push(post.messageId);
    if (['register', 'review', 'question', 'bounce'].includes(act.effect)) settled.add(player);
    if (act.effect === 'clarify') await send(player, 'clarify', post.from, at, { inReplyTo: post.messageId });
    if (act.effect !== 'register' || !act.contact) return;
    registered.set(player, { name: act.contact.name, email: act.contact.email });
    await send(player, 'ack', post.from, at, { inReplyTo: post.messageId, body: `Vi har noteret ${act.contact.name}, ${act.contact.email}.` });
    if (compareDays(dayOf(at), calendar.loginWindow.from) > 0) await login(player, at);
  };

  for (const day of playedDays(calendar)) {
    const at = instantAt(day, '08:30');
    for (const posting of await country.post(instantAt(day, '06:00'), 'night')) await receive(posting, at);
    for (const player of players) {
      const { kommune, mailbox, script } = player;
      if (day.equals(calendar.letterDate)) {
        if (script.door === 'refuses') {
          seen.push({ what: 'turned-away', at, address: mailbox, kommune: kommune.code, code: 550 });
          settled.add(player);
        } else {
          await send(player, 'letter', mailbox, at, { list: contactList(kommune.code, kommune.name, regionName(register, kommune)) });
        }
      }
      if (calendar.rounds.some((r) => r.day.equals(day)) && !settled.has(player)) await send(player, 'reminder', mailbox, at);
      if (calendar.loginWindow.from.equals(day)) await login(player, at);
    }
    for (const slot of ['morning', 'afternoon'] as const) {
      for (let list = await country.post(at, slot); list.length > 0; list = await country.post(at, slot)) for (const posting of list) await receive(posting, at);
    }
    if (day.equals(calendar.contactDeadline)) seen.push({ what: 'taken', at, address: 'anb@lige.dk', kommune: null, place: 'ministry', mail: await botMail({ kind: 'digest', kommune: '0000', to: 'anb@lige.dk', body: 'Status' }, at) });
  }

  const number = (test: (player: Player) => boolean): number => players.filter(test).length;
  const truth = (player: Player): Player['script']['truth'] => player.script.truth;
  const status: Status = {
    counts: {
      invited: number((p) => p.script.door !== 'refuses'), contact: number((p) => truth(p).contact !== null), login: number((p) => truth(p).logins > 0),
      review: number((p) => truth(p).flags.includes('review')), bounced: number((p) => truth(p).flags.includes('bounced')),
    },
    cases: players.map((p) => ({ kommune: p.kommune.code, contact: registered.get(p) ?? null, flags: truth(p).flags, reminders: counts.get(`${p.kommune.code} reminder`) ?? 0 })),
  };
  return {
    country, postings,
    evidence: {
      calendar, seen, status, folders, delivered,
      players: players.map((p) => ({ code: p.kommune.code, name: p.kommune.name, mailbox: p.mailbox, behaviour: p.behaviour, truth: p.script.truth, door: p.script.door })),
    },
  };
}
