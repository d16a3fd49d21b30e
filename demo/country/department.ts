// The department's contact at anb@lige.dk: reads the questions that are put before her and answers them, as her mail program writes a reply.
// It refuses to know how the bot tells her answer from others: she replies, and what hangs on that is her program's doing.
import type { BotMail } from '../botmail.ts';
import { compareDays, dayOf, workingDay, type Day, type Instant } from '../calendar.ts';
import { chanceOf } from '../random.ts';
import { reply } from './clients.ts';
import type { Player } from './country.ts';
import { compose, type Post } from './mime.ts';
import type { Act, Slot } from './script.ts';

export const ministry = { name: 'Anne Bendixen', address: 'anb@lige.dk' } as const;
const bot = { name: 'Ligestillingsafdelingen', address: 'lige@lige.dk' } as const;

export type Reply = {
  readonly player: Player;
  readonly act: Act;
  /** The mail of ours that she answers. */
  readonly forward: BotMail;
  /** Everything she wrote, line by line, and nothing of the quotation. */
  readonly words: readonly string[];
  readonly post: Post;
};

export type Department = {
  /** A mail of the bot reached her. */
  readonly take: (mail: BotMail) => void;
  /** Her replies that are due at a slot of a day, in a fixed order. */
  readonly post: (at: Instant, slot: Slot) => Promise<readonly Reply[]>;
  /** True when she will answer somebody in the afternoon of that day. */
  readonly busyAfternoon: (day: Day) => boolean;
};

type Waiting = { readonly player: Player; readonly act: Act; readonly forward: BotMail; readonly day: Day; readonly slot: Slot };

export function createDepartment(players: readonly Player[], seed: number): Department {
  let waiting: Waiting[] = [];
  let written = 0;

  const take = (forward: BotMail): void => {
    if (forward.kind !== 'review') return;
    const player = players.find((p) => p.kommune.code === forward.kommune);
    const text = unquoted(forward.text);
    const act = player?.script.acts.find((a) => a.question !== null && text.includes(a.question.words));
    // What she does not know she leaves lying; the judge asks who was never answered.
    if (!player || !act?.question) return;
    const { days } = act.question;
    const today = dayOf(forward.at);
    waiting.push({ player, act, forward, day: days === 0 ? today : workingDay(today, days), slot: days === 0 ? 'afternoon' : 'morning' });
  };

  const post = async (at: Instant, slot: Slot): Promise<readonly Reply[]> => {
    const today = dayOf(at);
    const due = waiting.filter((w) => compareDays(w.day, today) < 0 || (w.day.equals(today) && (w.slot === slot || slot === 'afternoon')))
      .sort((a, b) => a.player.kommune.code.localeCompare(b.player.kommune.code));
    waiting = waiting.filter((w) => !due.includes(w));
    const replies: Reply[] = [];
    for (const { player, act, forward } of due) {
      written += 1;
      replies.push(await answerTo(player, act, forward, at, `${at.toString().slice(0, 10).replaceAll('-', '')}.anb.${written}`, seed));
    }
    return replies;
  };

  return { take, post, busyAfternoon: (day) => waiting.some((w) => w.slot === 'afternoon' && w.day.equals(day)) };
}

async function answerTo(player: Player, act: Act, forward: BotMail, at: Instant, id: string, seed: number): Promise<Reply> {
  const chance = chanceOf(seed, 'department', forward.messageId ?? '');
  const paragraphs = [chance.pick(['Hej', 'Kære kollega', 'Tak for jeres spørgsmål.']), ...(act.question?.answer ?? [])];
  const signature = [chance.pick(['Med venlig hilsen', 'Venlig hilsen']), '', ministry.name, 'Specialkonsulent', 'Ligestillingsafdelingen', 'Telefon: 21 57 06 89'];
  const written = reply('outlook', { paragraphs, signature }, forward);
  // Some programs name in References what they answer and no more.
  const references = chance.happens(0.6) ? forward.references : [];
  const post = await compose({ id, from: ministry, to: bot, date: at.subtract({ minutes: chance.int(1, 20) }), ...written, inReplyTo: forward.messageId, references }, 'pass');
  return { player, act, forward, words: [...paragraphs, ...signature.filter((line) => line !== '')], post };
}

/** The text without its quotation marks and line ends. */
function unquoted(text: string): string {
  return text.replaceAll(/^> ?/gm, '').replaceAll(/\s+/g, ' ');
}
