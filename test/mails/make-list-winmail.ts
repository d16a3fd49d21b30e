// Makes list-winmail.dat of parts/: Aarhus Kommune's list as Outlook wraps it, with the writer in test/support. Run by hand, the result is committed.
// It refuses to overwrite: delete the file to have it made anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTnef } from '../support/tnef.ts';

const folder = join(import.meta.dirname, 'parts');
const path = join(folder, 'list-winmail.dat');
const content = readFileSync(join(folder, 'aarhus-libreoffice.xlsx'));
if (!existsSync(path)) writeFileSync(path, writeTnef({ subject: 'SV: Kontaktliste', legacyBody: 'Hej.\r\nListen er vedhæftet.\r\n', body: 'Hej.\r\nListen er vedhæftet.\r\n', attachments: [{ name: 'Kontaktliste.xlsx', shortName: 'KONTAK~1.XLS', content }] }));
