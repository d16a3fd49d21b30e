// A reading child whose reader does as the file's name says: hangs, bursts, falls, waits for ever, or tries what a child may not.
// It refuses to be a model of anything: the pool around it is the real one.
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { serve } from '../../src/adapters/documents/pool/serve.ts';
import type { Document } from '../../src/core/mail.ts';

const said = (text: string): readonly Document[] => [{ source: text, contentType: '', bytes: 0, readAs: 'text', tables: [], lines: [JSON.stringify(process.env)], problem: null }];
const code = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'no error');

function attempt(what: () => unknown): string {
  try {
    what();
    return 'allowed';
  } catch (error) {
    return code(error);
  }
}

serve({ openSigned: async () => { for (;;); }, readFile: async ({ filename, content }) => {
  switch (filename) {
    case 'hangs': for (;;);
    case 'waits': return new Promise(() => undefined);
    case 'falls': process.exit(3);
    // eslint-disable-next-line no-fallthrough -- exit does not return
    case 'bursts': for (const held: Uint8Array[] = []; ; held.push(new Uint8Array(4_000_000).fill(1)));
    case 'writes': return said(attempt(() => writeFileSync(String.fromCharCode(...content), 'x')));
    case 'calls': return said(await new Promise<string>((resolve) => {
      try {
        connect(Number(String.fromCharCode(...content)), '127.0.0.1').on('connect', () => resolve('allowed')).on('error', (error) => resolve(code(error)));
      } catch (error) {
        resolve(code(error));
      }
    }));
    default: return said(`${filename} ${process.pid}`);
  }
} });
