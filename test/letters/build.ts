// Builds the golden letters from the samples, attachments and all, exactly as the bot would.
// It refuses to take a shortcut: compose, render, contact list and message are the program's own.
import { readFile } from 'node:fs/promises';
import { createAttachments, type Attachments } from '../../src/adapters/attachments.ts';
import { buildMessage } from '../../src/adapters/message.ts';
import { createRenderer, type Renderer } from '../../src/adapters/render.ts';
import { composeLetter, type Letter } from '../../src/core/letters.ts';
import type { Register } from '../../src/core/kommune.ts';
import { campaign, samples } from './samples.ts';

export const here = new URL('.', import.meta.url);
export const templates = new URL('../../templates/mail/', import.meta.url);

let renderer: Promise<Renderer> | undefined;
let attachments: Promise<Attachments> | undefined;
export const theRenderer = (): Promise<Renderer> => (renderer ??= createRenderer());

export async function theRegister(): Promise<Register> {
  return JSON.parse(await readFile(new URL('../../config/kommuner.json', import.meta.url), 'utf8')) as Register;
}

export function letterOf(name: string): Letter {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample is called ${name}`);
  return composeLetter(sample.task, sample.context);
}

/** The mail as it would leave, except that no proof is added: it depends on a secret. */
export async function bytesOf(letter: Letter): Promise<Uint8Array> {
  attachments ??= theRegister().then((register) => createAttachments({ campaign, register }));
  return buildMessage(letter, (await theRenderer()).render(letter), await (await attachments).of(letter));
}
