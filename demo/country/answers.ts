// How people at a kommune answer the letter: who writes, in which program, and how the mail hangs together with ours.
// It refuses clean answers: greetings, signatures, quoted originals and forwards are part of every one.
import { clients, disclaimer, fresh, reply, signature, type Client, type Writing } from './clients.ts';
import type { Content } from './contents.ts';
import { compose, domainOf, type Dmarc, type Mailbox, type Post } from './mime.ts';
import type { Person } from './people.ts';
import type { Cast, Given } from './script.ts';

/** Who writes: the main mailbox, or a person. */
export type Writer = 'mailbox' | Person;

/** How the mail hangs together with ours: as a reply, as a reply to a colleague's forward, with the subject only, or not at all. */
export type Threading = 'reply' | 'forwarded' | 'subject-only' | 'none';

/** Writes one answer. `dmarc` and `envelopeFrom` only where they are not the kommune's own. */
export async function answer(
  cast: Cast, given: Given, writer: Writer, content: Content,
  how: { readonly client?: Client; readonly threading?: Threading; readonly subject?: string; readonly dmarc?: Dmarc; readonly envelopeFrom?: string } = {},
): Promise<Post> {
  const { kommune, mailbox } = cast;
  const { chance } = given;
  const client = how.client ?? (writer === 'mailbox' ? 'outlook' : clients[Math.min(3, Math.floor(chance.next() ** 1.8 * 4))]) ?? 'outlook';
  const threading = how.threading ?? defaultThreading(given, writer, mailbox);
  const from: Mailbox = writer === 'mailbox' ? mailbox : { name: writer.name, address: writer.email };
  const writing: Writing = {
    paragraphs: [chance.pick(['Hej', 'Kære Ligestillingsafdeling', 'Til Ligestillingsafdelingen', 'Hej Anne']), ...content.paragraphs],
    ...(content.table ? { table: content.table } : {}),
    signature: writer === 'mailbox' ? ['Med venlig hilsen', '', kommune.name] : signature(writer, kommune.name, chance.happens(0.6)),
    ...(chance.happens(0.2) ? { footer: disclaimer } : {}),
  };
  const written = threading === 'none' ? fresh(client, writing, how.subject ?? 'Kontaktperson til indberetning om måltal') : reply(client, writing, given.about);
  const own = given.about.messageId;
  const forwarded = `<vs.${given.id}@${domainOf(mailbox.address)}>`;
  const thread = threading === 'reply' ? { inReplyTo: own, references: given.about.references }
    : threading === 'forwarded' ? { inReplyTo: forwarded, references: own ? [own] : [] }
    : {};
  const post = await compose({
    id: given.id, from, to: cast.ministry, date: given.at.subtract({ minutes: chance.int(1, 9), seconds: chance.int(0, 59) }), ...written, ...thread,
    attachments: content.attachments,
  }, how.dmarc ?? cast.dmarc, how.envelopeFrom ?? from.address);
  return post;
}

/** A person who isn't the main mailbox got the letter from there: as a forward, mostly. */
function defaultThreading({ chance }: Given, writer: Writer, mailbox: Mailbox): Threading {
  if (chance.happens(0.1)) return 'subject-only';
  return writer === 'mailbox' || writer.email === mailbox.address || chance.happens(0.5) ? 'reply' : 'forwarded';
}
