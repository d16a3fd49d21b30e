// Lets one mail prove that our mailbox receives the copies of what we send, before the others follow: at every start, and every ten minutes.
// It refuses to take a copy for granted: without copies nobody could tell after a crash what has left, so until that one is seen nothing else leaves.

/** The one mail whose copy stands for all. */
export type Canary = {
  readonly task: string;
  readonly attempt: number;
  readonly messageId: string;
  readonly proof: string;
  /** `claimed`: under way, or may have left. `accepted`: the mail server took it. `missing`: its copy has not come in time, and that was said. `seen`: it came. */
  readonly state: 'claimed' | 'accepted' | 'missing' | 'seen';
  /** The machine's clock in ms: claimed since, accepted at, seen at. */
  readonly at: number;
};

/** Where all processes of a campaign keep the one canary. */
export type CanaryBook = {
  readonly canary: () => Promise<Canary | undefined>;
  /** Puts `to` in the place of `from` for so many seconds (null: without end). False when something else stands there by now. */
  readonly changeCanary: (from: Canary | undefined, to: Canary | undefined, seconds: number | null) => Promise<boolean>;
};

export type SeenNeeds = CanaryBook & {
  /** The machine's own clock. */
  readonly clock: () => Temporal.Instant;
  /** Held mails are to be looked at now. */
  readonly released: () => Promise<void>;
  readonly facts: { copyCame(fact: { task: string; seconds: number }): void };
};

export type CopyWatchNeeds = SeenNeeds & {
  /** Seconds in which a copy comes (machine.proofWait). */
  readonly proofWait: number;
  readonly hasCopy: (messageId: string, proof: string) => Promise<boolean>;
  readonly facts: { copyMissing(fact: { task: string; seconds: number }): void };
};

/** One attempt at a mail. */
export type Attempt = Pick<Canary, 'task' | 'attempt'>;

export type CopyWatch = {
  /** `go`: copies come. `first`: nobody has shown that yet; the mail may leave if it can `claim` the proof. `wait`: another mail has it to show. */
  turn(mail: Attempt): Promise<'go' | 'first' | 'wait'>;
  /** False when another mail was faster. */
  claim(mail: Attempt & Pick<Canary, 'messageId' | 'proof'>): Promise<boolean>;
  /** The server took the canary: its copy must come. A mail that is not the canary changes nothing, here and below. */
  accepted(mail: Attempt): Promise<void>;
  /** The canary did not leave: another may try. */
  release(mail: Attempt): Promise<void>;
  /** The copy of a mail was met somewhere. */
  seen(messageId: string, proof: string): Promise<void>;
  /** Looks for the copy that is waited for, if there is one. */
  look(): Promise<void>;
};

/** Seconds for which one copy is proof for all mails. */
const provedFor = 600;
/** No more searches than one in so many milliseconds, however many mails wait. */
const between = 1_000;

/**
 * Watches from now on: what was proved before does not count. A canary whose copy never came before is given up too, so that whoever has mended
 * the mailbox can begin again; its mail has left and is not sent twice.
 */
export function createCopyWatch(needs: CopyWatchNeeds): CopyWatch {
  const ms = (): number => needs.clock().epochMilliseconds;
  let begun: Promise<void> | undefined;
  let looking: Promise<boolean> | undefined;
  let looked = Number.NEGATIVE_INFINITY;

  const begin = async (): Promise<void> => {
    const now = await needs.canary();
    if (now === undefined || now.state === 'claimed' || (now.state === 'accepted' && ms() - now.at < needs.proofWait * 1000)) return;
    await needs.changeCanary(now, undefined, null);
  };
  const read = async (): Promise<Canary | undefined> => {
    begun ??= begin().catch((error: unknown) => { begun = undefined; throw error; });
    await begun;
    return needs.canary();
  };

  const search = async (now: Canary): Promise<boolean> => {
    if (await needs.hasCopy(now.messageId, now.proof)) {
      await copySeen(needs, now.messageId, now.proof);
      return true;
    }
    const seconds = Math.floor((ms() - now.at) / 1000);
    if (now.state === 'accepted' && seconds >= needs.proofWait && await needs.changeCanary(now, { ...now, state: 'missing' }, null)) needs.facts.copyMissing({ task: now.task, seconds });
    return false;
  };
  const look = async (now: Canary): Promise<boolean> => {
    if (!looking && ms() - looked < between) return false;
    looking ??= search(now).finally(() => { looked = ms(); looking = undefined; });
    return looking;
  };

  /** Changes the canary if it is this attempt's and under way. */
  const settle = async ({ task, attempt }: Attempt, state: 'accepted' | undefined): Promise<void> => {
    for (;;) {
      const now = await needs.canary();
      if (now?.state !== 'claimed' || now.task !== task || now.attempt !== attempt) return;
      if (await needs.changeCanary(now, state && { ...now, state, at: ms() }, null)) return;
    }
  };

  return {
    turn: async (mail) => {
      const now = await read();
      if (now === undefined) return 'first';
      switch (now.state) {
        case 'seen':
          return 'go';
        case 'claimed':
          return isLaterAttempt(mail, now) ? 'first' : 'wait';
        case 'accepted':
        case 'missing':
          return (await look(now)) ? 'go' : 'wait';
      }
    },
    claim: async (mail) => {
      const now = await read();
      if (now && !isLaterAttempt(mail, now)) return now.state === 'seen';
      // A killed worker's claim ends by itself: longer than any attempt lasts, and than its next one waits for proof.
      return needs.changeCanary(now, { ...mail, state: 'claimed', at: ms() }, 2 * needs.proofWait);
    },
    accepted: (mail) => settle(mail, 'accepted'),
    release: (mail) => settle(mail, undefined),
    seen: (messageId, proof) => copySeen(needs, messageId, proof),
    look: async () => {
      const now = await read();
      if (now?.state === 'accepted' || now?.state === 'missing') await look(now);
    },
  };
}

/** The same mail again, after an attempt of which nothing more is to come: it keeps its place. */
function isLaterAttempt(mail: Attempt, now: Canary): boolean {
  return now.state === 'claimed' && now.task === mail.task && now.attempt < mail.attempt;
}

/** A copy came: if it is the canary's, everything that waits goes on. It may come before the mail server has said that it took the mail. */
export async function copySeen(needs: SeenNeeds, messageId: string, proof: string): Promise<void> {
  for (;;) {
    const now = await needs.canary();
    if (now === undefined || now.state === 'seen' || now.messageId !== messageId || now.proof !== proof) return;
    const at = needs.clock().epochMilliseconds;
    if (!(await needs.changeCanary(now, { ...now, state: 'seen', at }, provedFor))) continue;
    if (now.state === 'missing') needs.facts.copyCame({ task: now.task, seconds: Math.floor((at - now.at) / 1000) });
    return needs.released();
  }
}
