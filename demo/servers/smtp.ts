// A mail server's receiving end on loopback, in process: takes every mail and hands it over, or misbehaves as told.
// It refuses to send anything anywhere, and it is no judge: whether a mail is right is for others to say.
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export type Envelope = { readonly from: string; readonly to: readonly string[] };
export type TakenMail = { readonly envelope: Envelope; readonly raw: Buffer };
/** `text` with line ends is a reply of several lines (RFC 5321 4.2.1). After a 421 the server hangs up. */
export type Reply = { readonly code: number; readonly text: string };

/**
 * Where the connection is cut. `during-data`: before the final dot, nothing is delivered. `lost-before-reply`: the whole mail was read, but
 * neither delivered nor answered. `before-reply`: delivered, but the reply never comes. `after-reply`: delivered, answered, then cut. `silence`: delivered,
 * and the connection stays open without a reply.
 */
export type Cut = 'during-data' | 'lost-before-reply' | 'before-reply' | 'after-reply' | 'silence';

/** How the server misbehaves; each is asked at its step, and undefined means: as it should be. May be changed while it runs. */
export type Behaviour = {
  connect?: () => Reply | undefined;
  /** False refuses the login (535). `secret` is the password, or the token of XOAUTH2. */
  login?: (user: string, secret: string) => boolean;
  sender?: (address: string) => Reply | undefined;
  recipient?: (address: string) => Reply | undefined;
  /** After the final dot: the mail is not delivered and gets this answer. */
  data?: (mail: TakenMail) => Reply | undefined;
  cut?: (envelope: Envelope) => Cut | undefined;
  /** True for a recipient that is accepted as all are, and whose mail is never delivered. */
  loses?: (address: string) => boolean;
};

export type SmtpServerHandle = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly url: string;
  /** How many mails were handed to onMail. */
  readonly received: number;
  /** How many connections are open, and how many there were. */
  readonly open: number;
  readonly connections: number;
  behave: Behaviour;
  stop(): Promise<void>;
};

export type SmtpOptions = {
  /** Called for each mail before its 250; when it throws, the answer is 451. */
  readonly onMail: (mail: TakenMail) => Promise<void> | void;
  readonly behave?: Behaviour;
  readonly port?: number;
  /** Bytes of a mail at most, announced by SIZE (RFC 1870). */
  readonly size?: number;
};

// The package holds back each greeting for 100 ms to catch early talkers; nobody is caught here.
SMTPConnection.prototype.init = function init(this: SMTPConnection): void {
  this._setListeners(() => this.connectionReady());
};

/** Starts the server. AUTH PLAIN, LOGIN and XOAUTH2 are offered and not required; without `behave.login` everybody may. */
export async function startSmtp(options: SmtpOptions): Promise<SmtpServerHandle> {
  let received = 0;
  let connections = 0;
  const handle: { behave: Behaviour } = { behave: options.behave ?? {} };
  const cutOff = (session: SMTPServerSession): void => {
    for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
  };
  const server = new SMTPServer({
    name: 'mx.lige.dk',
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    maxAllowedUnauthenticatedCommands: false,
    lenientAddressParsing: true,
    closeTimeout: 50,
    ...(options.size === undefined ? {} : { size: options.size }),
    logger: false,
    onAuth: (auth, _session, done) => {
      const ok = handle.behave.login?.(auth.username ?? '', auth.password ?? auth.accessToken ?? '') ?? true;
      if (ok) done(null, { user: auth.username });
      else done(refusal({ code: 535, text: '5.7.8 Authentication credentials invalid' }));
    },
    onConnect: (_session, done) => { connections += 1; done(refusal(handle.behave.connect?.())); },
    onMailFrom: (address, _session, done) => done(refusal(handle.behave.sender?.(address.address))),
    onRcptTo: (address, _session, done) => done(refusal(handle.behave.recipient?.(address.address))),
    onData: (stream, session, done) => {
      const envelope: Envelope = { from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((to) => to.address) };
      const cut = handle.behave.cut?.(envelope);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (cut === 'during-data') cutOff(session);
        else chunks.push(chunk);
      });
      stream.once('end', () => {
        if (cut === 'during-data' || cut === 'lost-before-reply') return cutOff(session);
        const mail = { envelope, raw: Buffer.concat(chunks) };
        const refused = handle.behave.data?.(mail);
        if (refused) return done(refusal(refused));
        void (async () => {
          try {
            const kept = envelope.to.filter((to) => handle.behave.loses?.(to) !== true);
            if (kept.length > 0) await options.onMail({ ...mail, envelope: { ...envelope, to: kept } });
            received += 1;
          } catch (error) {
            return done(refusal({ code: 451, text: `4.3.0 ${error instanceof Error ? error.message : String(error)}` }));
          }
          if (cut === 'silence') return;
          if (cut === 'before-reply') return cutOff(session);
          done(null, '2.0.0 Ok: queued');
          if (cut === 'after-reply') setImmediate(() => cutOff(session));
        })();
      });
    },
  });
  server.on('error', () => { /* A client that broke off; the mail's fate is told by its answer. */ });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => { server.server.off('error', reject); resolve(); });
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port');
  const { port } = address;
  return {
    host: '127.0.0.1', port, url: `smtp://127.0.0.1:${port}`,
    get received() { return received; },
    get open() { return server.connections.size; },
    get connections() { return connections; },
    get behave() { return handle.behave; },
    set behave(behaviour) { handle.behave = behaviour; },
    stop: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const connection of server.connections) connection._socket.destroy();
    }),
  };
}

function refusal(reply: Reply | undefined): Error | null {
  if (!reply) return null;
  const lines = reply.text.split('\n');
  // The package writes a message that is a list as lines of one reply.
  return Object.assign(new Error(reply.text), { responseCode: reply.code }, lines.length > 1 ? { message: lines } : {});
}
