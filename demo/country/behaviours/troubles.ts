// Scripts of kommuner whose answer is not enough, or not for a program: something is missing, locked, doubtful or refused.
// It refuses to leave them there: who is asked for what is missing gives it.
import { answer, type Writer } from '../answers.ts';
import { contentFor, labels, listOf, withFile, type Content } from '../contents.ts';
import { paper } from '../files.ts';
import { encrypted } from '../machines.ts';
import type { Person } from '../people.ts';
import { act, type Act, type Cast, type Given, type Script } from '../script.ts';
import { script } from './answers.ts';
import { daysAfterLetter, inTime } from './when.ts';

/** An answer that makes the bot ask, and the same writer's answer to that. */
function askedBack(cast: Cast, label: string, writer: Writer, first: (given: Given) => Content | Promise<Content>, then: (given: Given) => Content | Promise<Content>): Script {
  return script([
    act(label, inTime(cast), 'clarify', async (given) => answer(cast, given, writer, await first(given))),
    act('what was missing', { on: 'mail', kind: 'clarify', workingDays: 1 }, 'register', async (given) => answer(cast, given, writer, await then(given), { threading: 'reply' }), { contact: cast.contact }),
  ]);
}

const filled = (cast: Cast, words: readonly string[]) => async (given: Given): Promise<Content> =>
  ({ ...await contentFor(cast, given, 'filled-list', cast.contact), paragraphs: [given.chance.pick(words)] });

const inWords = ({ contact: { name, email } }: Cast, more: readonly string[] = []) => ({ chance }: Given): Content =>
  ({ paragraphs: [chance.pick([`Beklager, det manglede. Kontaktpersonen er ${name}, ${email}.`, `Det er ${name}, ${email}.`, `Undskyld! Her er oplysningerne: ${name}, ${email}.`, ...more])] });

export function forgetful(cast: Cast): Script {
  const form = cast.chance.pick(['filled-list', 'filled-list', 'sentence'] as const);
  return askedBack(cast, `${labels[form]} without e-mail`, 'mailbox', (given) => contentFor(cast, given, form, cast.contact, true), inWords(cast, [`${cast.contact.name} har mailadressen ${cast.contact.email}.`, `Mailadressen er ${cast.contact.email}.`]));
}

/** A file that opens with a password only. */
export function locked(cast: Cast): Script {
  return askedBack(cast, 'locked file', cast.colleague, ({ chance }) => {
    const words = chance.pick(['Hermed listen. Den er låst med adgangskode af hensyn til GDPR, koden følger separat.', 'Listen er vedhæftet og beskyttet med kode.']);
    return chance.happens(0.5) ? withFile(words, 'Kontaktliste.xls', 'xls', paper('locked.xls')) : withFile(words, 'Kontaktliste.pdf', 'pdf', paper('locked.pdf'));
  }, filled(cast, ['Her er listen uden adgangskode.', 'Så kommer den igen, uden kode på.']));
}

/** The list on paper, through a scanner or before a telephone. */
export function scanned(cast: Cast): Script {
  return askedBack(cast, 'scan', 'mailbox', ({ chance }) => (chance.happens(0.6)
    ? withFile('Hermed den udfyldte liste i scannet udgave.', `SKM_C250i${chance.int(100000, 999999)}.pdf`, 'pdf', paper('scan.pdf'))
    : withFile('Jeg har taget et billede af den udfyldte liste.', `IMG_${chance.int(1000, 9999)}.jpg`, 'jpg', paper('photo.jpg'))
  ), inWords(cast, [`Kontaktpersonen er ${cast.contact.name} med mailadressen ${cast.contact.email}.`]));
}

/** Points to a year that this campaign does not know. */
export function likeLastYear(cast: Cast): Script {
  return askedBack(cast, 'same as last year', cast.colleague, ({ chance }) => ({ paragraphs: [chance.pick(['Samme kontaktperson som sidste år.', 'Det er den samme som sidste år.', 'Vi fortsætter med samme kontaktperson som ved sidste indberetning.', 'Vores kontaktperson er uændret siden sidste år.'])] }), inWords(cast));
}

/** An address that no mail can reach. */
export function slip(cast: Cast): Script {
  const { name, email } = cast.contact;
  const [local = '', domain = ''] = email.split('@');
  const wrong = cast.chance.pick([`${local}@${domain.replace(/\.([a-z]+)$/, ',$1')}`, `${local}@${domain.replace(/\.[a-z]+$/, '')}`]);
  return askedBack(cast, 'slip in the address', 'mailbox', ({ chance }) => ({ paragraphs: [chance.pick([`Kommunens kontaktperson er ${name}, ${wrong}.`, `Kontaktperson: ${name}, mail: ${wrong}`])] }),
    ({ chance }) => ({ paragraphs: [chance.pick([`Tak, fordi I gjorde opmærksom på det. Den rigtige adresse er ${email}. Kontaktpersonen er ${name}.`, `${name} har mailadressen ${email}.`, `Kontaktperson: ${name}, mail: ${email}`])] }));
}

/** The list comes back as it was sent. */
export function emptyForm(cast: Cast): Script {
  return askedBack(cast, 'empty form', 'mailbox', (given) => {
    const { filename, content } = listOf(given.letter);
    return withFile(given.chance.pick(['Hermed listen retur.', 'Se vedhæftede.', 'Vedhæftet kontaktliste.']), filename, 'xlsx', content);
  }, filled(cast, ['Undskyld, det var den tomme. Her er den udfyldte.', 'Nu med oplysninger.']));
}

/** Our own letter, sent back without a word. */
export function ownLetter(cast: Cast): Act {
  return act('own letter', inTime(cast), 'review', (given) => answer(cast, given, 'mailbox', { paragraphs: [] }, { threading: 'reply' }));
}

export function decline(cast: Cast): Act {
  return act('decline', inTime(cast), 'review', (given) => answer(cast, given, cast.colleague, { paragraphs: [given.chance.pick([
    'Vi ønsker ikke at deltage i indberetningen i år.',
    `${cast.kommune.name} har valgt ikke at deltage.`,
    'Efter drøftelse i direktionen har vi besluttet ikke at indberette måltal, da vi ikke mener, at vi er omfattet.',
    'Vi har desværre ikke tid til at deltage i denne omgang.',
  ])] }, { threading: 'reply' }));
}

/** A mail that only the holder of a key can read. */
export function secret(cast: Cast): Act {
  return act('encrypted mail', inTime(cast), 'review', (given) => encrypted({ ...given, to: cast.ministry, dmarc: cast.dmarc }, cast.colleague));
}

/** Somebody who may well be who they say, but writes from a private address. */
export function stranger(cast: Cast): Act {
  const person = { ...cast.contact, email: `${cast.contact.email.split('@')[0]}.privat@gmail.com` };
  return act('answer from gmail', inTime(cast), 'review', async (given) => answer(cast, given, person, await contentFor(cast, given, 'filled-list', cast.contact), { client: 'gmail', threading: 'reply', dmarc: 'pass' }));
}

/** The kommune's address in From, another server behind it: DMARC fails (RFC 7489). */
export function forgery(cast: Cast): Act {
  const impostor: Person = { ...cast.colleague, name: 'Ib Falk', firstName: 'Ib', lastName: 'Falk', email: `ib.falk@${cast.kommune.mailDomains[0]}` };
  return act('forged answer', daysAfterLetter(cast, 3), 'review', async (given) =>
    answer(cast, given, 'mailbox', await contentFor(cast, given, 'sentence', impostor), { threading: 'reply', dmarc: 'fail', envelopeFrom: `bulk@mailer${given.chance.int(1, 9)}.example` }));
}
