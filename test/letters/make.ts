// Makes the golden letters and the samples beside the templates anew: `node test/letters/make.ts`, then look at the difference.
// It refuses to run by itself: no test and no script calls it, so that a golden changes only on purpose.
import { writeFile } from 'node:fs/promises';
import { bytesOf, here, letterOf, templates } from './build.ts';
import { samples } from './samples.ts';

const written = new Set<string>();
for (const name of Object.keys(samples)) {
  const letter = letterOf(name);
  await writeFile(new URL(`${name}.eml`, here), await bytesOf(letter));
  const { template } = letter;
  if (written.has(template.name)) continue;
  written.add(template.name);
  await writeFile(new URL(`${template.name}.sample.json`, templates), `${JSON.stringify(template.fields, null, 2)}\n`);
}
console.log(`${Object.keys(samples).length} letters and ${written.size} samples written`);
