// From a task to the bytes of its mail: composed by the core, rendered, given its attachments and proof, turned into a message.
// It refuses to depend on anything but task and instant: the same two give the same bytes, in any process, on any day.
import { createHash } from 'node:crypto';
import type { Campaign } from '../core/campaign.ts';
import { dayOf } from '../core/calendar.ts';
import { regionOf, type Register } from '../core/kommune.ts';
import { composeLetter } from '../core/letters.ts';
import type { Answers } from '../core/report/model.ts';
import type { Task } from '../core/task.ts';
import { createAttachments } from './attachments.ts';
import { buildMessage } from './message.ts';
import { createRenderer, type Renderer } from './render.ts';
import type { Tokens } from './tokens.ts';

export type ComposeSettings = {
  readonly campaign: Campaign;
  readonly register: Register;
  readonly tokens: Tokens;
  /** What the kommune reported in the campaign before; null where that is not known. */
  readonly lastYear?: (kommune: string) => Answers | null;
  readonly portalUrl: string;
  /** Rehearsal: every mail goes here, the true recipient in the subject. */
  readonly redirectTo: string | null;
};

/** `proof` stands in the mail's header: only this very mail (its Message-ID, Date and recipient) carries it. */
export type Composed = { readonly raw: Uint8Array; readonly sha256: string; readonly to: string; readonly proof: string };

/** The templates are compiled at the first mail. */
export function createComposer(settings: ComposeSettings): (task: Task, at: string) => Promise<Composed> {
  const { campaign, register, tokens, redirectTo } = settings;
  const files = createAttachments({ campaign, register });
  let renderer: Promise<Renderer> | undefined;
  return async (task, at) => {
    renderer ??= createRenderer();
    const kommune = register.kommuner.find((k) => k.code === task.kommune) ?? null;
    const day = dayOf(Temporal.Instant.from(at)).toString();
    const nonce = nonceOf(task);
    const letter = composeLetter(task, {
      campaign,
      kommune,
      regionName: kommune && regionOf(register, kommune, day).name,
      link: nonce === null ? null : `${settings.portalUrl}/aktiver/${tokens.activation(nonce)}`,
      code: task.kind === 'review' ? tokens.answerCode(task.id) : null,
      at,
      lastYear: task.kommune === null ? null : settings.lastYear?.(task.kommune) ?? null,
      plusToken: task.kommune === null ? null : tokens.reply(campaign.id, task.kommune),
    });
    const attachments = await files.of(letter);
    const to = redirectTo ?? letter.to.address;
    const proof = tokens.proof({ messageId: letter.messageId, date: letter.date, to });
    const raw = await buildMessage(letter, (await renderer).render(letter), attachments, {
      proof, ...(redirectTo === null ? {} : { redirectTo }),
    });
    return { raw, sha256: createHash('sha256').update(raw).digest('hex'), to, proof };
  };
}

/** Of the login whose link the mail may hold. */
function nonceOf(task: Task): string | null {
  if (task.kind === 'login' || task.kind === 'invitation') return task.nonce;
  return task.kind === 'reminder' ? task.login?.nonce ?? null : null;
}
