// The names of all keys in Redis, in one place: everything of a campaign begins with the same prefix.
// It refuses to touch Redis.

export type Keys = ReturnType<typeof keysOf>;

export function keysOf(campaign: string) {
  const prefix = `rundskriv:{${campaign}}`;
  return {
    /** LIST of events as JSON. */
    stream: (stream: string) => `${prefix}:log:${stream}`,
    /** SET of the names of all streams. */
    streams: `${prefix}:streams`,
    /** HASH task id → task JSON, while the task has no end. */
    tasks: `${prefix}:tasks`,
    /** ZSET stream → when to look at it again, in ms. */
    due: `${prefix}:due`,
    /** HASH mail identity → MailRecord JSON. */
    mails: `${prefix}:mails`,
    /** STRING JSON: how far INBOX has been read. */
    cursor: `${prefix}:cursor`,
    /** STRING: fencing counter of the watch lease. */
    fence: `${prefix}:fence`,
    /** STRING with expiry: who watches. */
    lease: `${prefix}:lease`,
    /** HASH of signs of life: worker → JSON. */
    life: `${prefix}:life`,
    /** STRING with expiry: the task that answered an address with a kind on a day. */
    answer: (kind: string, address: string, day: string) => `${prefix}:answer:${kind}:${day}:${address.toLowerCase()}`,
    /** STRING with expiry: how many mails left in a minute. */
    allowance: (minute: number) => `${prefix}:minute:${minute}`,
    /** STRING JSON, with expiry while claimed and once seen: the one mail whose copy proves that our mailbox receives them. */
    canary: `${prefix}:canary`,
    /** HASH credential id → the password's hash as a PHC string. */
    credentials: `${prefix}:credentials`,
    /** STRING JSON with expiry: a session, by the SHA-256 of its cookie in hex. */
    session: (hash: string) => `${prefix}:session:${hash}`,
    /** STRING with expiry: wrong passwords for an address, by its SHA-256 in hex. */
    attempts: (hash: string) => `${prefix}:attempts:${hash}`,
    /** What the counters of requests begin with. */
    requests: `${prefix}:requests:`,
    /** BullMQ's own prefix. */
    queues: `${prefix}:bull`,
  } as const;
}
