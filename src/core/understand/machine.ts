// What is told of a machine's mail: for a bounce the dead recipient, our mail that came back, and whether the trouble is permanent.
// It refuses to answer, to register and to ask, ever (design rule 5).
import type { MachineVerdict } from '../classify.ts';
import { domainOf, kommuneOfDomain } from '../kommune.ts';
import { kommuneOfCode } from '../kommune-names.ts';
import { headerValue, type InboundMail } from '../mail.ts';
import { matchKommune, type ReadingContext } from '../match.ts';
import type { Understanding } from '../reading.ts';
import { told, type Base } from './told.ts';
import { isOwn } from './sender-and-us.ts';

/** Machines are never answered (design rule 5). The kommune is told so that a bounce can be flagged on its case. */
export function ofMachine(base: Base, machine: MachineVerdict): Understanding {
  const { mail, context, newest } = base;
  const match = matchKommune(mail, newest, [], [], context);
  const recipient = mail.report?.recipients[0];
  const dead = machine.kind !== 'bounce' && !recipient ? null : recipient?.address || failedRecipient(headerValue(mail, 'x-failed-recipients'), mail.text, context);
  const ofDead = dead === null ? undefined : kommuneOfDomain(context.register, domainOf(dead));
  const original = mail.report?.originalMessageId ?? (machine.kind === 'bounce' ? ourMessageId(mail, context.ownDomain) : null);
  const ofOriginal = original === null ? undefined : kommuneOfCode(context.register, /^<[a-z]+\.[\w-]+\.(\d{4})(?:\.[\w-]+)*@/i.exec(original)?.[1] ?? '');
  const byReport = machine.kind === 'bounce' || machine.kind === 'receipt' ? ofOriginal ?? ofDead : undefined;
  const kommune = byReport ?? match.kommune;
  const evidence = [...match.evidence];
  if (ofOriginal) evidence.push(`the returned mail is ours to ${ofOriginal.name} (${original})`);
  else if (ofDead && dead !== null) evidence.push(`the address ${dead} is ${ofDead.name}'s`);
  return {
    ...told(base, match),
    kommune: kommune?.code ?? null,
    kommuner: kommune ? [...new Set([kommune.code, ...match.kommuner])].sort() : match.kommuner,
    evidence,
    kind: machine.kind, also: [], outcome: 'ignore', missing: [], contacts: [],
    problems: [...mail.problems],
    reasons: [machine.reason, ...(machine.kind === 'bounce' && dead !== null ? [`${dead} could not be reached, ${isPermanent(mail) ? 'for good' : 'for now'}${original === null ? '' : `; the mail was ${original}`}.`] : []), 'Machines are never answered.'],
    bounce: machine.kind === 'bounce' ? { recipient: dead, permanent: isPermanent(mail), originalMessageId: original } : null,
    answerTo: null, notes: [],
  };
}

/** Our mail in a bounce of no standard form: in the thread, in the returned mail below the text or attached, wherever its Message-ID stands. */
function ourMessageId(mail: InboundMail, ownDomain: string): string | null {
  const ours = new RegExp(`<[a-z]+\\.[\\w-]+\\.\\d{4}(?:\\.\\d+)?@${ownDomain.replaceAll('.', '\\.')}>`, 'i');
  const attached = mail.attachments.flatMap((a) => (a.content !== null && /^(?:message|text)\//i.test(a.contentType) ? [ascii(a.content.subarray(0, 20_000))] : []));
  for (const text of [mail.inReplyTo ?? '', ...mail.references, mail.text.slice(0, 50_000), ...attached]) {
    const found = ours.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return null;
}

/** Enough to find a Message-ID, which is ASCII (RFC 5322 3.6.4). */
function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Permanent by RFC 3463: status 5.x.x, or action "failed" without a status of class 4. */
function isPermanent(mail: InboundMail): boolean {
  const recipient = mail.report?.recipients[0];
  if (!recipient) return !/forsinket|delayed|\b4\.\d\.\d\b/i.test(`${mail.subject} ${mail.text.slice(0, 500)}`);
  return recipient.status.startsWith('5') || (recipient.action === 'failed' && !recipient.status.startsWith('4'));
}

function failedRecipient(header: string | undefined, text: string, context: ReadingContext): string | null {
  const written = header ?? text.slice(0, 3000);
  const all = written.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
  return all.map((a) => a.toLowerCase()).find((a) => kommuneOfDomain(context.register, domainOf(a)) !== undefined && !isOwn(a, context)) ?? null;
}
