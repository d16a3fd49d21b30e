// The internet of the demo: takes every mail of the bot by SMTP and carries it to a kommune, the ministry or back to lige@lige.dk,
// and carries what kommuner post to lige@lige.dk. It refuses to change a mail on its way, but for the headers that servers add on top.
import { readBotMail } from '../botmail.ts';
import type { Instant } from '../calendar.ts';
import type { Country, Posting } from '../country/country.ts';
import { ministry, type Department, type Reply as DepartmentReply } from '../country/department.ts';
import type { Post } from '../country/mime.ts';
import type { Observation } from '../judge/evidence.ts';
import { startSmtp, type DeliveryOptions, type Reply, type SmtpServerHandle, type TakenMail } from '../servers/index.ts';

export type Internet = {
  readonly smtp: SmtpServerHandle;
  readonly seen: readonly Observation[];
  /** Message-ID → how often a mail with it was delivered to lige@lige.dk. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Addresses whose server put our mail off and that have not been tried again with success. */
  readonly putOff: () => readonly string[];
  /** Delivers what a kommune posted, as often as the act says. */
  readonly carry: (posting: Posting) => void;
  /** Delivers what the department's contact replied. */
  readonly carryReply: (reply: DepartmentReply) => void;
  /** Something else was seen to happen. */
  readonly see: (o: Observation) => void;
};

export type InternetOptions = {
  readonly country: Country;
  readonly department: Department;
  readonly now: () => Instant;
  /** Puts a mail into INBOX of lige@lige.dk. */
  readonly deliver: (raw: Uint8Array, options: DeliveryOptions) => void;
  /** Asked for every mail after it was carried and before the sender gets its 250. */
  readonly carried: () => void;
};

const own = 'lige@lige.dk';

export async function openInternet({ country, department, now, deliver, carried }: InternetOptions): Promise<Internet> {
  const seen: Observation[] = [];
  const delivered = new Map<string, number>();
  const tries = new Map<string, number>();
  const putOff = new Set<string>();
  const count = (id: string): void => { delivered.set(id, (delivered.get(id) ?? 0) + 1); };
  const date = (): Date => new Date(now().epochMilliseconds);

  /** The answer of a kommune's server at RCPT. */
  const recipient = (address: string): Reply | undefined => {
    const player = country.owner(address);
    if (!player || player.mailbox.toLowerCase() !== address.toLowerCase()) return undefined;
    const tried = (tries.get(address) ?? 0) + 1;
    const reply = player.script.door === 'refuses' ? { code: 550, text: '5.1.1 User unknown' }
      : player.script.door === 'defers-twice' && tried <= 2 ? { code: 451, text: '4.7.1 Greylisted, please try again later' }
      : undefined;
    if (reply) {
      tries.set(address, tried);
      if (reply.code < 500) putOff.add(address);
      seen.push({ what: 'turned-away', at: now(), address, kommune: player.kommune.code, code: reply.code });
    }
    return reply;
  };

  const onMail = async ({ envelope, raw }: TakenMail): Promise<void> => {
    const at = now();
    const mail = await readBotMail(raw, at);
    for (const address of new Set(envelope.to)) {
      const lower = address.toLowerCase();
      if (lower === own || /^lige\+[^@]*@lige\.dk$/.test(lower)) {
        deliver(raw, { from: envelope.from, helo: 'localhost', authenticationResults: 'spf=pass smtp.mailfrom=lige.dk; dmarc=pass header.from=lige.dk', at: date() });
        if (mail.messageId !== null) count(mail.messageId);
        continue;
      }
      const player = country.owner(address);
      putOff.delete(address);
      seen.push({ what: 'taken', at, address, kommune: player?.kommune.code ?? null, place: player ? 'kommune' : lower === ministry.address ? 'ministry' : 'nowhere', mail });
      if (player) country.take(player, address, mail);
      if (lower === ministry.address) department.take(mail);
    }
    carried();
  };

  const carryPost = (post: Post): void => {
    deliver(post.raw, { from: post.envelopeFrom, helo: post.helo, authenticationResults: post.authenticationResults, at: date() });
    count(post.messageId);
  };

  const smtp = await startSmtp({ onMail, behave: { recipient } });
  return {
    smtp, seen, delivered,
    putOff: () => [...putOff],
    carry: ({ player, act, post, report }) => {
      seen.push({
        what: 'posted', at: now(), kommune: player.kommune.code, label: act.label, effect: act.effect, machine: act.machine, contact: act.contact,
        asks: act.question?.words ?? null, dead: act.dead, from: post.from, messageId: post.messageId, copies: act.copies, report,
      });
      for (let copy = 0; copy < act.copies; copy += 1) carryPost(post);
    },
    carryReply: ({ player, act, forward, words, post }) => {
      seen.push({ what: 'answered', at: now(), kommune: player.kommune.code, asks: act.question?.words ?? '', words, forward: forward.messageId ?? '', messageId: post.messageId });
      carryPost(post);
    },
    see: (o) => { seen.push(o); },
  };
}
