// From a mail's delivery to the sink's receipt of its acknowledgement, one mail at a time, beyond the mail server's own notice of it (IDLE).
// It refuses to use the poll: the product looks by itself every 30 seconds only, and each mail comes into a quiet INBOX.
import { ImapFlow } from 'imapflow';
import { parseMailUrl } from '../../src/adapters/mail-url.ts';
import { info, quantile, type Bench, type Row } from './table.ts';
import { openWorld, pause, type Room } from './world.ts';

const warm = 60;
const medianLimit = 20;
const p99Limit = 60;

export const latency: Bench = async ({ mails, tell }) => {
  const count = Math.min(mails, 40);
  const world = await openWorld({ kommuner: count + warm, machine: { poll: 30 } });
  try {
    const room = await world.room('latency');
    await room.launch();
    await room.start('inbox,intake,letters');
    // A program that has been at work for a while: its code is compiled.
    room.deliver(world.replies.slice(0, warm).map((r) => r.raw));
    await room.acked(warm);
    await room.quiet();
    await pause(1500);
    const bell = await bellOf(room);
    const notices: number[] = [];
    const whole: number[] = [];
    for (const [i, { raw }] of world.replies.slice(warm).entries()) {
      const noticed = bell.next();
      const from = room.deliver([raw]);
      const [notice, acked] = await Promise.all([noticed, room.acked(warm + i + 1)]);
      notices.push(notice - from);
      whole.push(acked - from);
      // Until the copy of our own mail is filed too, and what that tells the watchers has been told.
      await room.quiet();
      await pause(700);
    }
    bell.close();
    await room.close();
    tell(`${count} mails, whole way ${ms(quantile(whole, 0.5))} median`);
    // Both watchers hear of the same mail at the same moment, so the notice is taken off mail by mail.
    const beyond = whole.map((all, i) => all - (notices[i] ?? 0));
    const row = (what: string, value: number, limit: number): Row =>
      ({ bench: 'latency', what, measured: ms(value), limit: `at most ${limit} ms beyond the notice`, ratio: (value / limit).toFixed(2), pass: value <= limit });
    return [
      row(`delivery to acknowledgement, median of ${count}`, quantile(beyond, 0.5), medianLimit),
      row('the same, p99', quantile(beyond, 0.99), p99Limit),
      info('latency', 'the server\'s notice alone, median and p99', `${ms(quantile(notices, 0.5))}, ${ms(quantile(notices, 0.99))}`),
      info('latency', 'the whole way, median and p99', `${ms(quantile(whole, 0.5))}, ${ms(quantile(whole, 0.99))}`),
    ];
  } finally {
    await world.close();
  }
};

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** A bare IDLE client on the same INBOX: tells when the server says that a mail has come. */
async function bellOf(room: Room): Promise<{ next: () => Promise<number>; close: () => void }> {
  const { host, port, user, password } = parseMailUrl('IMAP_URL', room.imapUrl);
  const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false, disableAutoIdle: true });
  client.on('error', () => undefined);
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  let ring: ((at: number) => void) | undefined;
  client.on('exists', (event: { count: number; prevCount: number }) => { if (event.count > event.prevCount) ring?.(performance.now()); });
  client.idle().catch(() => undefined);
  return {
    next: () => new Promise<number>((resolve) => { ring = (at) => { ring = undefined; resolve(at); }; }),
    close: () => client.close(),
  };
}
