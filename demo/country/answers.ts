// How people at a kommune answer the letter: who writes, in which program, and in which form the contact stands there.
// It refuses clean answers: greetings, signatures, quoted originals and forwards are part of every one.
import type { BotMail } from '../botmail.ts';
import { clients, disclaimer, fresh, reply, signature, type Client, type Writing } from './clients.ts';
import { compose, domainOf, type Dmarc, type Mailbox, type MailParts, type Post } from './mime.ts';
import type { Person } from './people.ts';
import type { Cast, Given } from './script.ts';
import { answerOf, fillList, ownCsv, ownSheet, ownTable, type Answer } from './sheets.ts';

/** Who writes: the main mailbox, or a person. */
export type Writer = 'mailbox' | Person;

/** How the mail hangs together with ours: as a reply, as a reply to a colleague's forward, with the subject only, or not at all. */
export type Threading = 'reply' | 'forwarded' | 'subject-only' | 'none';

export type Form = 'filled-list' | 'own-sheet' | 'csv' | 'html-table' | 'sentence' | 'i-am';

export type Content = { readonly paragraphs: readonly string[]; readonly table?: readonly (readonly string[])[]; readonly attachments?: MailParts['attachments'] };

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The list that came with the letter. Throws when there is none. */
export function listOf(letter: BotMail): { readonly filename: string; readonly content: Uint8Array } {
  const list = letter.attachments.find((a) => a.filename.toLowerCase().endsWith('.xlsx'));
  if (!list) throw new Error(`the letter to ${letter.to.join(', ')} has no contact list attached`);
  return list;
}

/** A contact in one of the forms in which kommuner give it. Without `email` it is left out, as people forget it. */
export function contentFor(cast: Cast, given: Given, form: Form, person: Person, forgetEmail = false): Content {
  const { kommune, region } = cast;
  const { chance, letter } = given;
  const full = answerOf(kommune, region, person, chance.happens(0.5));
  const answer: Answer = forgetEmail ? { ...full, email: null } : full;
  const shape = chance.int(0, 3);
  switch (form) {
    case 'filled-list': {
      const list = listOf(letter);
      const paragraph = chance.pick(['Hermed fremsendes kommunens udfyldte kontaktliste.', 'Vedhæftet følger listen i udfyldt stand.', 'Se venligst den vedhæftede liste.', 'Hermed listen retur.']);
      return { paragraphs: [paragraph], attachments: [{ filename: list.filename, contentType: xlsx, content: fillList(list.content, answer) }] };
    }
    case 'own-sheet':
      return {
        paragraphs: ['Vi kunne ikke skrive i jeres ark, så oplysningerne er sat ind i et nyt.'],
        attachments: [{ filename: chance.pick(['Kontaktperson.xlsx', 'Mappe1.xlsx', 'Ligestilling kontakt.xlsx']), contentType: xlsx, content: ownSheet(ownTable(shape, answer), kommune.name) }],
      };
    case 'csv':
      return { paragraphs: ['Vedhæftet er oplysningerne om vores kontaktperson.'], attachments: [{ filename: 'kontaktperson.csv', contentType: 'text/csv', content: ownCsv(ownTable(shape, answer)) }] };
    case 'html-table':
      return { paragraphs: [chance.pick(['Her er oplysningerne:', 'Kommunens kontaktperson fremgår af skemaet herunder.'])], table: ownTable(shape, answer) };
    case 'sentence':
      return { paragraphs: [sentence(cast, given, answer)] };
    case 'i-am':
      return { paragraphs: [chance.pick([`Jeg er kontaktperson for ${kommune.name}.`, `Det er mig, der er kontaktperson i ${kommune.name}.`, `Undertegnede er kommunens kontaktperson. Vi hører til ${region}.`])] };
  }
}

function sentence({ kommune, region }: Cast, { chance }: Given, { name, email }: Answer): string {
  if (email === null) return `Kontaktperson i ${kommune.name} bliver ${name}.`;
  return chance.pick([
    `Vores kontaktperson er ${name}, ${email}.`,
    `Kontaktperson for ${kommune.name} er ${name} (${email}). Kommunen ligger i ${region}.`,
    `I bedes notere ${name}, mail: ${email}, som kontaktperson.`,
    `${kommune.name} har udpeget ${name} som kontaktperson. Mailadressen er ${email}.`,
  ]);
}

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
