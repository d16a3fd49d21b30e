// Fetches one mail in a process of its own and prints by how much its memory grew at the most.
// It refuses to judge: the test that starts it does.
import { createMailbox } from '../../src/adapters/mailbox.ts';

const [url = '', uid = '0', warmUp = '0'] = process.argv.slice(2);
const mailbox = createMailbox({ url });
const { uidValidity } = await mailbox.state();
// The first fetch pays for code and buffers that any process has.
await mailbox.fetch(uidValidity, Number(warmUp));
globalThis.gc?.();
const before = process.memoryUsage.rss();
// The highest so far, at start-up, is not the mail's; what is higher afterwards is.
const highestBefore = process.resourceUsage().maxRSS;
let peak = before;
let peakBuffers = process.memoryUsage().arrayBuffers;
const buffersBefore = peakBuffers;
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
  peakBuffers = Math.max(peakBuffers, process.memoryUsage().arrayBuffers);
}, 1);
const mail = await mailbox.fetch(uidValidity, Number(uid));
clearInterval(watching);
const highest = process.resourceUsage().maxRSS;
peak = Math.max(peak, process.memoryUsage.rss(), highest > highestBefore ? highest * 1024 : 0);
const content = mail.kind === 'parts' ? mail.attachments.map((a) => ({ filename: a.filename, bytes: a.bytes, fetched: a.content?.length ?? null })) : [];
await mailbox.close();
console.log(JSON.stringify({ kind: mail.kind, content, grownBy: peak - before, buffersGrownBy: peakBuffers - buffersBefore }));
