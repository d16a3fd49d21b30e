// The mails of a simulated year without their looks: the real letter as data, written as a few lines of text with link and code.
// It refuses to skip what counts: recipient, Message-ID, thread and proof are those of the real composer.
import { createHash } from 'node:crypto';
import { composeLetter } from '../../../src/core/letters.ts';
import { proofHeader, type Tokens } from '../../../src/adapters/tokens.ts';
import type { SendNeeds } from '../../../src/flows/send-letter.ts';
import type { Settings } from '../../../workers/compose.ts';

export function plainComposer({ campaign, register }: Pick<Settings, 'campaign' | 'register'>, tokens: Tokens): SendNeeds['compose'] {
  return async (task, at) => {
    const nonce = task.kind === 'login' ? task.nonce : task.kind === 'reminder' && task.copyOf === null ? task.login?.nonce : undefined;
    const link = nonce === undefined ? null : `https://portal.test/aktiver/${tokens.activation(nonce)}`;
    const code = task.kind === 'review' ? tokens.answerCode(task.id) : null;
    const letter = composeLetter(task, {
      campaign, kommune: register.kommuner.find((k) => k.code === task.kommune) ?? null, regionName: null, link, code, at, plusToken: null,
    });
    const to = letter.to.address;
    const proof = tokens.proof({ messageId: letter.messageId, date: letter.date, to });
    const text = [
      `From: ${letter.from.address}`, `To: ${to}`, `Subject: ${letter.subject.replaceAll(/[^\x20-\x7e]/g, '?')}`, `Date: ${new Date(letter.date).toUTCString().replace('GMT', '+0000')}`, `Message-ID: ${letter.messageId}`,
      ...(letter.inReplyTo === null ? [] : [`In-Reply-To: ${letter.inReplyTo}`]), ...(letter.references.length === 0 ? [] : [`References: ${letter.references.join(' ')}`]),
      `Auto-Submitted: ${letter.autoSubmitted}`, `${proofHeader}: ${proof}`, '', `${task.kind}`, link ?? '', code ?? '', '',
    ].join('\r\n');
    const raw = new TextEncoder().encode(text);
    return { raw, sha256: createHash('sha256').update(raw).digest('hex'), to, proof };
  };
}
