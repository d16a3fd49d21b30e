// Makes the files that wrap others in parts/ (wrap-*): zips with zip, Python and 7z, signed and encrypted mails with openssl, winmail.dat and .msg
// with the writers in test/support. Run by hand, the results are committed. It refuses to overwrite: delete a file to have it made anew.
// Checked when made: `tnef -x` and `ytnef` (Debian) take the same files out of wrap-winmail*.dat, `msgconvert` (Debian) reads wrap-*.msg.
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import iconv from 'iconv-lite';
import { writeMsg } from '../support/msg.ts';
import { htmlInRtf, uncompressedRtf, writeTnef } from '../support/tnef.ts';

const folder = join(import.meta.dirname, 'parts');
const list = readFileSync(join(folder, 'aarhus-libreoffice.xlsx'));

async function make(name: string, content: () => Uint8Array): Promise<void> {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, content());
}

/** Runs a program in a new folder that holds the files, and gives the file it writes. */
function made(files: Readonly<Record<string, Uint8Array | string>>, result: string, ...commands: readonly (readonly [string, ...string[]])[]): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'wrap-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  for (const [program, ...args] of commands) execFileSync(program, args, { cwd: dir, stdio: 'ignore' });
  return readFileSync(join(dir, result));
}

// Zips. Info-ZIP writes UTF-8 with its flag; Python is told to write the bytes of code page 850, as Explorer in Denmark does, and those of macOS without the flag.
const python = (code: string) => ['python3', '-c', `import zipfile, struct\n${code}`] as const;
const rawNames = (encoding: string, names: readonly string[]) => `
class Info(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode('${encoding}'), 0
with zipfile.ZipFile('out.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for name in ${JSON.stringify(names)}:
        info = Info(name); info.compress_type = zipfile.ZIP_DEFLATED
        z.writestr(info, open('liste.xlsx', 'rb').read() if name.endswith('.xlsx') else b'Hilsen Mette')
`;
await make('wrap-list.zip', () => made({ 'Kontaktliste Ærø.xlsx': list, 'Læs mig.txt': 'Hermed listen.\n' }, 'out.zip', ['zip', '-q', '-r', 'out.zip', 'Kontaktliste Ærø.xlsx', 'Læs mig.txt']));
await make('wrap-cp850.zip', () => made({ 'liste.xlsx': list }, 'out.zip', python(rawNames('cp850', ['Ærø/', 'Ærø/Kontaktliste Søby.xlsx', 'Ærø/Blåbær.txt', 'Ærø/Thumbs.db']))));
await make('wrap-macos.zip', () => made({ 'liste.xlsx': list }, 'out.zip', python(rawNames('utf-8', ['Kontaktliste Ærø.xlsx', '__MACOSX/._Kontaktliste Ærø.xlsx', '.DS_Store']))));
await make('wrap-traversal.zip', () => made({ 'liste.xlsx': list }, 'out.zip', python(rawNames('utf-8', ['../../ud/liste.xlsx', '/etc/passwd.txt', 'C:\\\\Users\\\\mho\\\\noter.txt']))));
await make('wrap-locked.zip', () => made({ 'liste.xlsx': list }, 'out.zip', ['zip', '-q', '-P', 'hemmelig', 'out.zip', 'liste.xlsx']));
await make('wrap-nested.zip', () => made({ 'liste.xlsx': list }, 'out.zip', ['zip', '-q', 'indre.zip', 'liste.xlsx'], ['zip', '-q', 'out.zip', 'indre.zip']));
await make('wrap-list.7z', () => made({ 'liste.xlsx': list }, 'out.7z', ['7z', 'a', '-bd', 'out.7z', 'liste.xlsx']));
await make('wrap-list.csv.gz', () => made({ 'liste.csv': 'Navn;E-mail\nMette Holm;mho@aarhus.dk\n' }, 'liste.csv.gz', ['gzip', 'liste.csv']));

// winmail.dat.
const table = '<html><body><p>Hej. Hermed vores kontaktperson på Ærø &amp; omegn:</p><table><tr><td>Navn</td><td>E-mail</td></tr><tr><td>Søren Bæk</td><td>sbaek@aeroekommune.dk</td></tr></table></body></html>';
await make('wrap-winmail-list.dat', () => writeTnef({
  subject: 'Kontaktliste Ærø', legacyBody: 'Hej.\r\nListen er vedhæftet.\r\n', body: 'Hej.\r\nListen er vedhæftet.\r\n',
  attachments: [{ name: 'Kontaktliste for Ærø Kommune – 2024.xlsx', shortName: 'KONTAK~1.XLS', content: list }, { name: 'noter.txt', content: Buffer.from('Noter'), as: 'property' }],
}));
await make('wrap-winmail-rtf.dat', () => writeTnef({ subject: 'Svar', rtf: htmlInRtf(table) }));
await make('wrap-winmail-html.dat', () => writeTnef({ subject: 'Svar', html: table }));
await make('wrap-winmail-cp850.dat', () => writeTnef({ codePage: 850, legacyBody: 'Kære alle på Ærø\r\n', attachments: [{ name: 'Ærø.txt', content: Buffer.from('Hej') }] }));
await make('wrap-winmail-embedded.dat', () => writeTnef({
  subject: 'VS: listen', body: 'Se nedenfor.\r\n',
  attachments: [{ name: 'Kontaktliste', message: true, content: writeTnef({ subject: 'Kontaktliste', body: 'Listen er her.\r\n', attachments: [{ name: 'liste.xlsx', content: list }] }) }],
}));

// .msg.
const sender = { sender: 'Mette Holm', senderAddress: 'mho@aarhus.dk' };
await make('wrap-list.msg', () => writeMsg({
  ...sender, subject: 'Kontaktliste Aarhus', body: 'Hej.\r\nHermed listen på Aarhus.\r\n\r\nMette Holm\r\n',
  attachments: [{ name: 'Kontaktliste for Århus – 2024.xlsx', shortName: 'KONTAK~1.XLS', content: list }, { name: 'logo.png', content: readFileSync(join(folder, 'logo.png')), mime: 'image/png', contentId: 'logo@aarhus' }],
}));
await make('wrap-rtf.msg', () => writeMsg({ ...sender, subject: 'Svar', rtf: uncompressedRtf(htmlInRtf(table)) }));
await make('wrap-html.msg', () => writeMsg({ ...sender, subject: 'Svar', html: table }));
await make('wrap-cp865.msg', () => writeMsg({ ...sender, subject: 'På Ærø', body: 'Kære alle på Ærø', codePage: { number: 865, encode: (text) => iconv.encode(text, 'cp865') } }));
await make('wrap-embedded.msg', () => writeMsg({
  ...sender, subject: 'VS: listen', body: 'Se vedhæftede mail.',
  attachments: [{ name: 'Kontaktliste', message: { ...sender, subject: 'Kontaktliste', body: 'Listen er her.', attachments: [{ name: 'liste.xlsx', content: list }] } }],
}));

// S/MIME: an authority of our own, a signer, and mails signed by openssl.
const ca = mkdtempSync(join(tmpdir(), 'ca-'));
const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { cwd: ca, stdio: ['ignore', 'pipe', 'ignore'] });
function authority(): void {
  if (existsSync(join(ca, 'signer.pem'))) return;
  const days = ['-days', '36500'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/C=DK/O=Opdigtet CA/CN=Opdigtet CA', ...days);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'signer.key', '-out', 'signer.csr', '-subj', '/C=DK/O=Aarhus Kommune/CN=Mette Holm');
  writeFileSync(join(ca, 'ext'), 'subjectAltName=email:mho@aarhus.dk\nkeyUsage=digitalSignature\nextendedKeyUsage=emailProtection\n');
  openssl('x509', '-req', '-in', 'signer.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'ext', '-out', 'signer.pem', ...days);
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ec.key');
  openssl('req', '-new', '-key', 'ec.key', '-out', 'ec.csr', '-subj', '/C=DK/O=Aarhus Kommune/CN=Aarhus Kommune');
  openssl('x509', '-req', '-in', 'ec.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'ec.pem', ...days);
}
const inner = Buffer.from([
  'Content-Type: multipart/mixed; boundary="indre"', '',
  '--indre', 'Content-Type: text/plain; charset="utf-8"', 'Content-Transfer-Encoding: 8bit', '', 'Hej. Hermed listen på Aarhus.', '', 'Mette Holm', '',
  '--indre', 'Content-Type: application/octet-stream; name="Kontaktliste.xlsx"', 'Content-Disposition: attachment; filename="Kontaktliste.xlsx"', 'Content-Transfer-Encoding: base64', '',
  list.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'), '--indre--', '',
].join('\r\n'));
const sign = (input: Uint8Array, ...more: readonly string[]): Buffer => {
  authority();
  writeFileSync(join(ca, 'in'), input);
  openssl('cms', '-sign', '-binary', '-in', 'in', '-signer', 'signer.pem', '-inkey', 'signer.key', '-certfile', 'ca.pem', '-md', 'sha256', '-out', 'out', ...more);
  return readFileSync(join(ca, 'out'));
};
const encrypt = (input: Uint8Array, ...more: readonly string[]): Buffer => {
  authority();
  writeFileSync(join(ca, 'in'), input);
  openssl('cms', '-encrypt', '-binary', '-in', 'in', '-aes-256-cbc', '-out', 'out', ...more, 'signer.pem');
  return readFileSync(join(ca, 'out'));
};
/** The headers of a mail before what openssl wrote, which begins with MIME-Version. */
const mail = (body: Uint8Array): Buffer => Buffer.concat([Buffer.from('From: Mette Holm <mho@aarhus.dk>\r\nTo: lige@lige.dk\r\nSubject: Kontaktliste\r\nDate: Wed, 07 Feb 2024 09:12:30 +0100\r\nMessage-ID: <smime.1@aarhus.dk>\r\n'), Buffer.from(Buffer.from(body).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')]);
const opaque = ['-nodetach', '-outform', 'SMIME'];
await make('wrap-signed-opaque.eml', () => mail(sign(inner, ...opaque)));
await make('wrap-signed-stream.eml', () => mail(sign(inner, ...opaque, '-stream')));
await make('wrap-signed-detached.eml', () => mail(sign(inner, '-outform', 'SMIME')));
await make('wrap-signed.p7m', () => sign(inner, '-nodetach', '-outform', 'DER'));
await make('wrap-signed-ber.p7m', () => sign(inner, '-nodetach', '-outform', 'DER', '-stream'));
await make('wrap-signed-keyid-noattr.p7m', () => sign(inner, '-nodetach', '-outform', 'DER', '-keyid', '-noattr'));
await make('wrap-signed-nocerts.p7m', () => sign(inner, '-nodetach', '-outform', 'DER', '-nocerts'));
await make('wrap-signed-ec.p7m', () => {
  authority();
  writeFileSync(join(ca, 'in'), inner);
  openssl('cms', '-sign', '-binary', '-in', 'in', '-signer', 'ec.pem', '-inkey', 'ec.key', '-nodetach', '-outform', 'DER', '-out', 'out');
  return readFileSync(join(ca, 'out'));
});
await make('wrap-signed-twice.eml', () => mail(sign(sign(inner, ...opaque), ...opaque)));
await make('wrap-encrypted.eml', () => mail(encrypt(inner, '-outform', 'SMIME')));
await make('wrap-encrypted.p7m', () => encrypt(inner, '-outform', 'DER'));
await make('wrap-auth-encrypted.p7m', () => encrypt(inner, '-outform', 'DER', '-aes-256-gcm'));
await make('wrap-signed-encrypted-signed.eml', () => mail(sign(encrypt(sign(inner, ...opaque), '-outform', 'SMIME'), ...opaque)));
