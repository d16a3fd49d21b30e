// The portal in a process of its own with 98 kommuner behind it, beside the workers of a campaign that runs: contacts and logins came to be by mail.
// It refuses short cuts: contacts wrote their replies, the clock issued the logins, and each password was chosen by the link of a mail that was sent.
import { freePort } from '../../demo/servers/index.ts';
import { createTokens, openStore, readSettings, type Store } from '../../workers/compose.ts';
import { createPerson, formOn, type Answer, type Person } from './portal-person.ts';
import { inTurn, pause, type Room, type Running, type World } from './world.ts';

export const password = 'en regnfuld torsdag i maj';
const today = { RUNDSKRIV_CLOCK: '2024-04-02T10:00:00+02:00' } as const;

export type Contact = { readonly code: string; readonly email: string; readonly person: Person };

export type House = {
  readonly store: Store;
  readonly contacts: readonly Contact[];
  readonly workers: Running;
  /** Milliseconds of processor time of the web worker so far. */
  readonly cpu: () => number;
  /** Starts the web worker anew, and gives it when it answers. */
  readonly restart: () => Promise<void>;
  /** Lets a mail a second come into INBOX until `stop`, which tells how many came and how many were read. */
  readonly trickle: () => { readonly stop: () => Promise<{ readonly came: number; readonly read: number }> };
  readonly close: () => Promise<void>;
};

export async function openHouse(world: World, room: Room, tell: (text: string) => void): Promise<House> {
  await room.launch();
  const before = await room.start('inbox,intake,letters');
  room.deliver(world.replies.map((r) => r.raw));
  await room.acked(world.replies.length);
  await room.quiet();
  await before.stop();
  const settings = await readSettings(room.env);
  const store = await openStore(settings, false);
  const tokens = createTokens(settings.config.secret);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const workers = await room.start('inbox,intake,letters,clock', today);
  const startWeb = async (): Promise<Running> => {
    const running = await room.start('web', { ...today, PORTAL_PORT: String(port), PORTAL_URL: url });
    const knocking = createPerson(url, 0);
    for (const limit = performance.now() + 20_000; ;) {
      const answer = await knocking.get('/was').catch(() => undefined);
      if (answer?.status === 200) return running;
      if (performance.now() > limit) throw new Error(`the portal does not answer:\n${running.output().slice(-600)}`);
      await pause(20);
    }
  };
  let web = await startWeb();
  const links = await linksOf(store, world.replies.map((r) => r.code), tokens.activation);
  await room.quiet();
  const contacts = world.replies.map(({ code, from }, i): Contact => ({ code, email: from, person: createPerson(url, i + 1) }));
  await inTurn(contacts, 4, async ({ code, person }) => {
    const page = await person.get(links.get(code) ?? '');
    expect(await person.post(links.get(code) ?? '', { ...formOn(page.body.toString()), password, repeat: password }), 303, '/indberetning');
  });
  tell(`${contacts.length} contacts have chosen a password`);
  return {
    store, contacts, workers, cpu: () => web.cpu(),
    restart: async () => {
      await web.stop();
      web = await startWeb();
    },
    trickle: () => {
      const start = store.redis.hlen(store.keys.mails);
      let came = 0;
      const timer = setInterval(() => {
        // The same list again in a new mail: read, understood and answered like the first.
        const raw = world.replies[came % world.replies.length]?.raw ?? Buffer.alloc(0);
        came += 1;
        room.deliver([Buffer.from(raw.toString('latin1').replaceAll('<svar-', `<svar${came}-`), 'latin1')]);
      }, 1000);
      return {
        stop: async () => {
          clearInterval(timer);
          await room.quiet();
          return { came, read: (await store.redis.hlen(store.keys.mails)) - (await start) };
        },
      };
    },
    close: async () => { await store.close(); },
  };
}

/** Waits until each kommune's login was sent; gives the paths of their links. */
async function linksOf(store: Store, codes: readonly string[], activation: (nonce: string) => string): Promise<ReadonlyMap<string, string>> {
  for (const limit = performance.now() + 120_000; ; await pause(200)) {
    const links = new Map<string, string>();
    for (const code of codes) {
      const events = await store.log.load(code);
      const asked = events.findLast((e) => e.type === 'mail-asked' && e.task.kind === 'login');
      if (asked?.type !== 'mail-asked' || asked.task.kind !== 'login') continue;
      const { id, nonce } = asked.task;
      if (events.some((e) => e.type === 'mail-sent' && e.task === id)) links.set(code, `/aktiver/${activation(nonce)}`);
    }
    if (links.size === codes.length) return links;
    if (performance.now() > limit) throw new Error(`of ${codes.length} logins ${links.size} were sent`);
  }
}

/** Throws where the answer is another. */
export function expect(answer: Answer, status: number, location = ''): Answer {
  if (answer.status === status && (location === '' || answer.location === location)) return answer;
  const heading = /<h1>([^<]*)/.exec(answer.body.toString())?.[1] ?? '';
  throw new Error(`${answer.status} ${answer.location} where ${status} ${location} was due: ${heading}`);
}
