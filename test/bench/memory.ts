// How much memory a mail with an attachment of 25 MB costs, beyond what the process needs anyway.
// It refuses to warm up on big mails: before each, the process has handled small ones only.
import { info, type Bench, type Row } from './table.ts';
import { openWorld, pause, type World } from './world.ts';

const attachmentBytes = 25 * 1024 * 1024;
const limitMB = 45;
const warm = 30;

const kinds = [
  { what: 'a film (a kind that is never read)', name: 'film.mp4', type: 'video/mp4' },
  { what: 'a workbook over maxAttachment', name: 'Kontaktliste.xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
];

export const memory: Bench = async ({ tell }) => {
  const world = await openWorld({ kommuner: warm + 1 });
  try {
    const rows: Row[] = [];
    for (const [i, kind] of kinds.entries()) {
      const { grown, before, outcome } = await handle(world, `memory${i}`, bigMail(world, kind.name, kind.type));
      tell(`${kind.what}: ${outcome}`);
      rows.push({ bench: 'memory', what: `25 MB attachment, ${kind.what}`, measured: `+${grown.toFixed(1)} MB`, limit: `less than ${limitMB} MB`, ratio: (grown / limitMB).toFixed(2), pass: grown < limitMB });
      rows.push(info('memory', 'the process before that', `${before.toFixed(0)} MB; ${outcome}`));
    }
    return rows;
  } finally {
    await world.close();
  }
};

async function handle(world: World, name: string, mail: Uint8Array): Promise<{ grown: number; before: number; outcome: string }> {
  const room = await world.room(name);
  try {
    await room.launch();
    const script = await room.script('receive-one.ts');
    const heard = async (sign: RegExp): Promise<RegExpExecArray> => {
      for (let i = 0; i < 6000; i += 1) {
        const found = sign.exec(script.output());
        if (found) return found;
        await pause(10);
      }
      throw new Error(`the process said nothing:\n${script.output().slice(-1000)}`);
    };
    room.deliver(world.replies.slice(0, warm).map((r) => r.raw));
    script.say('warm');
    await heard(/^warm: handled/m);
    room.deliver([mail]);
    script.say('measure');
    const [, outcome = '', before, grown] = await heard(/^\{"measured":"([^"]*)","beforeKB":(\d+),"grownKB":(-?\d+)\}$/m);
    return { outcome, before: Number(before) / 1024, grown: Number(grown) / 1024 };
  } finally {
    await room.close();
  }
}

/** The last kommune's reply with its list exchanged for an attachment of 25 MB that no packer makes smaller. */
function bigMail(world: World, name: string, type: string): Uint8Array {
  const reply = world.replies.at(-1);
  const head = /^[\s\S]*?\r\n\r\n/.exec(reply?.raw.toString('latin1') ?? '')?.[0].replace(/Content-Type: multipart\/mixed;[^\r]*\r\n/, '') ?? '';
  const content = Buffer.alloc(attachmentBytes);
  for (let i = 0, n = 1; i < content.length; i += 4) content.writeUInt32LE(n = (Math.imul(n, 1_664_525) + 1_013_904_223) >>> 0, i);
  const body = [
    '--grense', 'Content-Type: text/plain; charset="utf-8"', '', 'Hej', '', 'Se vedlagte fil.', '', 'Med venlig hilsen', '',
    '--grense', `Content-Type: ${type}; name="${name}"`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '',
    content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'), '--grense--', '',
  ].join('\r\n');
  return Buffer.from(`${head.trimEnd()}\r\nContent-Type: multipart/mixed; boundary="grense"\r\n\r\n${body}`, 'latin1');
}
