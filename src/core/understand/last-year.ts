// The contact of an answer that names nobody but says "samme som sidste år": whoever was registered in the campaign before, if there was one.
// It refuses to remember for a kommune that is not proved.
import type { Match, ReadingContext } from '../match.ts';
import type { Choice } from './choose.ts';

/** Last year's contact with that campaign as its place ("campaign 2023"), or nothing: then it is asked for. */
export function contactOfLastYear(match: Match, context: ReadingContext): Choice {
  const known = match.sure && match.kommune ? context.lastYear?.(match.kommune.code) : undefined;
  if (!known) return { contacts: [], doubts: [] };
  return {
    doubts: [],
    contacts: [{
      kommuneText: null, codeText: null, regionText: null, name: known.name, email: known.email, phone: known.phone,
      from: `campaign ${known.campaign}`, origin: 'text', doubts: [], problems: [], notes: ['I skrev, at kontaktpersonen er den samme som sidst. Det er den person, vi har skrevet her.'],
    }],
  };
}
