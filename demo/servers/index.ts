// All private servers of the demo and the tests in one place.
// It refuses to hold code of its own.
export { startRedis, type RedisOptions, type RedisServer } from './redis.ts';
export { startDovecot, type DovecotOptions, type DovecotServer, type MailUser, type Owner } from './dovecot.ts';
export { startSmtp, type Behaviour, type Cut, type Envelope, type Reply, type SmtpOptions, type SmtpServerHandle, type TakenMail } from './smtp.ts';
export { deliverTo, traceHeaders, type DeliveryOptions } from './deliver.ts';
export { answers, findProgram, freePort, startProcess, untilReady, type Child } from './process.ts';
