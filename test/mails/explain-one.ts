// Explains one golden mail as `explain --json` does, less the file name and the time it took.
// It refuses shortcuts: the mail goes through the same adapters and flow as in the program.
import { explainContext, explainNeeds } from '../../workers/explain.ts';
import { explainFiles, type Explanation } from '../../src/flows/explain.ts';

const context = await explainContext();

export async function explainOne(raw: Uint8Array): Promise<Omit<Explanation, 'file' | 'ms'>> {
  for await (const line of explainFiles([{ path: '', name: '' }], context, { ...explainNeeds, readFile: async () => raw })) {
    const { file: _file, ms: _ms, ...facts } = line;
    return facts;
  }
  throw new Error('no line for a mail');
}
