// What a clarification tells of the files that came: which could not be read and why, and that none came, in Danish.
// It refuses to blame: each sentence says what would help.
import type { ContentSigns } from '../content-kinds.ts';
import type { Document } from '../mail.ts';

/** One sentence for each file that could not be read, and one where a list was announced that did not come. */
export function notesOnFiles(unread: readonly Document[], signs: Pick<ContentSigns, 'bringsList' | 'sameAsLastYear'>, noFile: boolean): readonly string[] {
  if (unread.length > 0) return unread.slice(0, 5).map((document) => ofFile(document));
  if (signs.sameAsLastYear) return ['Vi har ikke oplysninger om jeres kontaktperson fra tidligere år.'];
  return signs.bringsList && noFile ? ['I skriver, at listen er vedhæftet, men der var ingen fil vedhæftet mailen.'] : [];
}

function ofFile({ source, unread }: Document): string {
  const file = `Filen "${source.length > 80 ? `${source.slice(0, 79)}…` : source}"`;
  switch (unread) {
    case 'locked': return `${file} er beskyttet med en adgangskode, så vi kan ikke åbne den. Send den gerne igen uden adgangskode.`;
    case 'scanned': return `${file} er et billede eller en indscanning, som vi ikke kan læse teksten i.`;
    case 'damaged': return `${file} kan ikke åbnes. Den er tom eller beskadiget.`;
    case 'unknown-format': return `${file} er i et format, som vi ikke kan læse.`;
    case 'encrypted': return `${file} er krypteret, så vi kan ikke åbne den.`;
    case 'not-fetched': case 'too-much': return `${file} er for stor til, at vi kan læse den.`;
    case undefined: return `${file} kan ikke læses.`;
    default: return unread satisfies never;
  }
}
