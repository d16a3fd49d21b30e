// Lets LibreOffice open workbooks and write them again, as a kommune does that has no Excel.
// It refuses to touch the profile of whoever runs the tests, and to be content when LibreOffice had something to say.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const places = ['/usr/bin/soffice', '/usr/local/bin/soffice', '/opt/homebrew/bin/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice'];

/** A filter of LibreOffice; text in csv stands in quotation marks, so that it is told from numbers. */
const filters = { xlsx: 'xlsx', ods: 'ods', pdf: 'pdf', csv: 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true' } as const;

/** The workbooks as LibreOffice saves them, by the names they were given. Throws with what it said when it said anything but that. */
export async function converted<Name extends string>(books: Readonly<Record<Name, Uint8Array>>, format: keyof typeof filters): Promise<Readonly<Record<Name, Uint8Array>>> {
  const soffice = places.find((file) => existsSync(file));
  if (soffice === undefined) throw new Error('LibreOffice is not installed, and this test opens workbooks in it: apt-get install libreoffice-calc (Mac: brew install --cask libreoffice)');
  const dir = await mkdtemp(path.join(tmpdir(), 'soffice-'));
  const names = Object.keys(books) as Name[];
  try {
    for (const name of names) await writeFile(path.join(dir, `${name}.xlsx`), books[name]);
    const { stdout, stderr } = await run(soffice, [
      `-env:UserInstallation=${pathToFileURL(dir)}/profile`, '--headless', '--convert-to', filters[format], '--outdir', path.join(dir, 'out'), ...names.map((name) => path.join(dir, `${name}.xlsx`)),
    ]);
    const said = `${stdout}\n${stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('convert ') && !/javaldx|^Warning: failed to launch/u.test(line));
    if (said.length > 0) throw new Error(`LibreOffice said: ${said.join(' | ')}`);
    const files = await Promise.all(names.map(async (name) => [name, new Uint8Array(await readFile(path.join(dir, 'out', `${name}.${format}`)))] as const));
    return Object.fromEntries(files) as Record<Name, Uint8Array>;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
