// The script anybody would write first: fetch, simpleParser, SheetJS, one HSET, an answer from a pooled nodemailer. The pipeline is measured against it.
// It refuses everything the product is for: no case, no queue, no proof, no move; a crash loses or doubles mails.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as XLSX from '@e965/xlsx';
import { ImapFlow } from 'imapflow';
import { Redis } from 'ioredis';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';

const { env } = process;
const imap = new URL(env['IMAP_URL'] ?? '');
const client = new ImapFlow({ host: imap.hostname, port: Number(imap.port), secure: false, auth: { user: decodeURIComponent(imap.username), pass: decodeURIComponent(imap.password) }, logger: false });
client.on('error', () => undefined);
await client.connect();
const redis = new Redis(env['REDIS_URL'] ?? '');
const smtp = nodemailer.createTransport({ url: env['SMTP_URL'] ?? '', pool: true, maxConnections: 5, ignoreTLS: true } as object);
// The same text and HTML as the product's acknowledgement, so that both send a mail of the same size.
const model = await simpleParser(readFileSync(env['ACK_FILE'] ?? ''));
const own = 'lige@lige.dk';
let lastUid = 0;

async function answerAll(): Promise<void> {
  const sending: Promise<unknown>[] = [];
  await client.mailboxOpen('INBOX');
  for await (const message of client.fetch(`${lastUid + 1}:*`, { uid: true, source: true }, { uid: true })) {
    if (!message.source || message.uid <= lastUid) continue;
    lastUid = message.uid;
    const mail = await simpleParser(message.source);
    const from = mail.from?.value[0]?.address ?? '';
    const list = mail.attachments.find((a) => a.filename?.endsWith('.xlsx'));
    if (!list) continue;
    const sheet = Object.values(XLSX.read(list.content, { type: 'buffer' }).Sheets)[0];
    const rows = sheet ? XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1 }) : [];
    const row = rows[3];
    if (!row?.[4]) continue;
    await redis.hset('contacts', String(row[1]), JSON.stringify({ name: row[3], email: row[4], phone: row[5] }));
    sending.push(smtp.sendMail({
      from: `Ligestillingsafdelingen <${own}>`, to: from, subject: `Tak for svaret fra ${row[0]}`, inReplyTo: mail.messageId, references: mail.messageId,
      text: model.text, html: model.html || '',
    }));
  }
  await client.mailboxClose();
  await Promise.all(sending);
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'go') await answerAll();
  if (line === 'end') break;
}
process.exit();
