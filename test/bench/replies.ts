// Invented kommuner by the thousand, and the reply of each: a mail of about 37 kB with the filled contact list (17 kB) the product made.
// It refuses chance and real places: the same number gives the same kommune, and every domain ends in .test (RFC 2606).
import * as XLSX from '@e965/xlsx';
import { createContactLists } from '../../src/adapters/contact-list.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import { foldName, type Kommune, type Register } from '../../src/core/kommune.ts';
import { openZip } from '../../src/adapters/documents/zip.ts';
import { writeZip } from '../support/zip.ts';
import { writeMail } from '../mails/mail-writer.ts';

export type Reply = { readonly code: string; readonly from: string; readonly raw: Buffer };

const heads = ['Nørre', 'Sønder', 'Øster', 'Vester', 'Bøge', 'Ege', 'Aske', 'Birke', 'Lynge', 'Mose', 'Kilde', 'Grøn', 'Korn', 'Tran', 'Hjorte', 'Ravne', 'Svane', 'Klit', 'Tang', 'Kær'];
const middles = ['holm', 'dal', 'bjerg', 'skov', 'eng', 'sø', 'hede', 'gård', 'fjord', 'næs'];
const tails = ['lunde', 'holt', 'strup', 'løse', 'bølle', 'bæk', 'vang', 'tofte', 'rød', 'balle', 'vig', 'drup'];
const firstNames = ['Anne', 'Mette', 'Kirsten', 'Hanne', 'Søren', 'Lars', 'Jørgen', 'Bjørn', 'Åse', 'Maja', 'Gitte', 'Pernille', 'Rasmus', 'Lærke', 'Signe', 'Thomas', 'Henrik', 'Camilla'];
const lastNames = ['Nielsen', 'Jensen', 'Hansen', 'Østergaard', 'Ågård', 'Kjær', 'Møller', 'Holm', 'Vestergaard', 'Thøgersen', 'Dahl', 'Friis', 'Krogh', 'Juhl', 'Bisgaard', 'Winther', 'Toft'];

export const mostKommuner = heads.length * middles.length * tails.length;

/** A register of `count` invented kommuner, codes 3001 and on, in the real regions. */
export function inventRegister(count: number, regions: Register['regions']): Register {
  if (count > mostKommuner) throw new Error(`at most ${mostKommuner} kommuner can be invented`);
  const codes = regions.flatMap((r) => (r.code === null ? [] : [r.code]));
  const kommuner = Array.from({ length: count }, (_, i): Kommune => {
    const shortName = `${pick(heads, i)}${pick(middles, Math.floor(i / heads.length))}${pick(tails, Math.floor(i / heads.length / middles.length))}`;
    const domain = `${foldName(shortName)}.test`;
    return {
      code: String(3001 + i), name: `${shortName} Kommune`, shortName, region: pick(codes, i), mailDomains: [domain], webDomain: domain, mailbox: null,
      variants: [`${shortName} Kommune`, shortName],
    };
  });
  return { kommuner, regions };
}

export function mainMailboxOf(kommune: Kommune): string {
  return `post@${kommune.mailDomains[0]}`;
}

/** Makes the reply of each kommune to its letter. */
export async function repliesOf(register: Register, campaign: Campaign): Promise<readonly Reply[]> {
  const fill = await listFiller(register, campaign);
  return Promise.all(register.kommuner.map(async (kommune, i) => {
    const name = `${pick(firstNames, i)} ${pick(lastNames, Math.floor(i / firstNames.length))}`;
    const from = `${foldName(name.split(' ')[0] ?? '')}.${foldName(name.split(' ')[1] ?? '')}@${kommune.mailDomains[0]}`;
    const list = await fill(kommune, { name, email: from, phone: `2${String(1_000_000 + i * 317).slice(-7)}` });
    const raw = writeMail({
      from: `${name} <${from}>`, subject: `SV: ${campaign.title} [LIGE-${campaign.id}-${kommune.code}]`, answers: kommune.code,
      messageId: `<svar-${kommune.code}@${kommune.mailDomains[0]}>`, ...bodyOf(kommune, name, i),
      parts: [{ name: 'Kontaktliste.xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content: list }],
    });
    return { code: kommune.code, from, raw };
  }));
}

type Person = { readonly name: string; readonly email: string; readonly phone: string };

/** The product's own form, opened and saved by another program with the answer in row 4 and a sheet of the kommune's own beside it. */
async function listFiller(register: Register, campaign: Campaign): Promise<(kommune: Kommune, person: Person) => Promise<Uint8Array>> {
  const lists = createContactLists({ campaign, register });
  const [first] = register.kommuner;
  if (!first) throw new Error('there are no kommuner');
  const [form] = await lists.attachmentsOf({ date: '2024-01-30T08:00:00Z', attachments: [{ kind: 'contact-list', kommune: first, regionName: null }] });
  if (!form) throw new Error('the product made no contact list');
  const book = XLSX.read(form.content, { type: 'buffer', cellStyles: true });
  const sheet = book.Sheets['Ark1'];
  const meta = book.Sheets['_meta'];
  if (!sheet || !meta) throw new Error('the product\'s contact list has other sheets than this bench knows');
  return async (kommune, { name, email, phone }) => {
    const region = register.regions.find((r) => r.code === kommune.region)?.name ?? '';
    XLSX.utils.sheet_add_aoa(sheet, [[kommune.name, kommune.code, region, name, email, phone]], { origin: 'A4' });
    XLSX.utils.sheet_add_aoa(meta, [['kommune', kommune.code]], { origin: 'A2' });
    book.Sheets['Institutioner'] = XLSX.utils.aoa_to_sheet(institutions(Number(kommune.code)));
    if (!book.SheetNames.includes('Institutioner')) book.SheetNames.push('Institutioner');
    return packed(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: false }) as Buffer);
  };
}

/** Packed as office programs pack; SheetJS's own packer makes files of twice the size. */
async function packed(stored: Uint8Array): Promise<Uint8Array> {
  const zip = await openZip(stored);
  const files: Record<string, Uint8Array> = {};
  for (const name of zip.names) files[name] = await zip.read(name) ?? new Uint8Array();
  return writeZip(files);
}

/** Places of work with numbers, as kommuner keep them beside every list. */
function institutions(seed: number): (string | number)[][] {
  const rows: (string | number)[][] = [['Institution', 'Afdeling', 'Ansatte', 'Årsværk', 'P-nummer']];
  for (let i = 0; i < 300; i += 1) {
    const n = (seed * 7919 + i * 104_729) % 1_000_003;
    rows.push([`${pick(['Skolen', 'Børnehuset', 'Plejecentret', 'Biblioteket', 'Hallen'], n)} ved ${pick(heads, n >> 3)}${pick(tails, n >> 5)}`, pick(['Drift', 'Stab', 'Service', 'Ledelse'], n >> 2), n % 97, (n % 911) / 10, 1_000_000_000 + n]);
  }
  return rows;
}

function bodyOf(kommune: Kommune, name: string, i: number): { readonly text: string; readonly html: string } {
  const lines = [
    'Kære Ligestillingsafdeling', '', `Hermed kontaktlisten for ${kommune.name} i udfyldt stand. God dag til jer.`, '',
    'Med venlig hilsen', '', name, 'HR og Løn', kommune.name, `Sagsnr. 24/${1000 + i}`, '',
    'Fra: Ligestillingsafdelingen <lige@lige.dk>', 'Sendt: 30. januar 2024 08:00', `Til: ${kommune.name} <${mainMailboxOf(kommune)}>`, `Emne: Indberetning om måltal og politikker [LIGE-2024-${kommune.code}]`, '',
    ...quoted,
  ];
  const escaped = lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  const html = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body lang="DA"><div class="WordSection1">\n${escaped.map((line) => `<p class="MsoNormal"><span style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif">${line || '&nbsp;'}<o:p></o:p></span></p>`).join('\n')}\n</div></body></html>\n`;
  return { text: `${lines.join('\n')}\n`, html };
}

const quoted = Array.from({ length: 5 }, () => [
  'Ligestillingsafdelingen beder hermed kommunen om at oplyse en kontaktperson, som får brugernavn og adgang til indberetningen om måltal og politikker.',
  'Offentlige institutioner skal efter ligestillingsloven opstille måltal og udarbejde en politik for det underrepræsenterede køn på de øverste ledelsesniveauer.',
  'Kontaktlisten er vedlagt som regneark. Udfyld de gule felter, gem filen, og send den som svar på denne mail.', '',
]).flat();

function pick<T>(list: readonly T[], i: number): T {
  const found = list[i % list.length];
  if (found === undefined) throw new Error('picked from an empty list');
  return found;
}
