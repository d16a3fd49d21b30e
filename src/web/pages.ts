// The pages of the portal so far, in Danish, as strings.
// It refuses unescaped values: everything put into a page goes through escapeHtml.

export type Words = { readonly department: string; readonly title: string; readonly reportDeadline: string; readonly questionsEmail: string };

export function activationPage(words: Words): string {
  return page(words, 'Dit login er på vej', `
    <h1>Dit login er på vej</h1>
    <p>Indberetningsskemaet er ikke åbnet endnu. Du behøver ikke at gøre noget nu.</p>
    <p>Gem mailen med linket. Når skemaet åbner, vælger du selv en adgangskode her på siden.</p>
    <p>Fristen for indberetningen er <strong>${escapeHtml(words.reportDeadline)}</strong>.</p>
    <p>Spørgsmål? Skriv til <a href="mailto:${escapeHtml(words.questionsEmail)}">${escapeHtml(words.questionsEmail)}</a>.</p>`);
}

const dead: Readonly<Record<'used' | 'ended' | 'void', string>> = {
  used: 'Linket er allerede brugt, og det kan kun bruges én gang.',
  ended: 'Linket er udløbet. Et link kan bruges i 14 dage.',
  void: 'Linket er erstattet af et nyere, eller kommunen har fået en anden kontaktperson.',
};

/** What to do with a link that opens nothing any more. */
export function deadLinkPage(words: Words, why: 'used' | 'ended' | 'void'): string {
  return page(words, 'Linket virker ikke længere', `
    <h1>Linket virker ikke længere</h1>
    <p>${dead[why]}</p>
    <p>Er du kommunens kontaktperson, så svar »nyt login« på den mail, som linket stod i. Så sender vi et nyt link med det samme.</p>
    <p>Spørgsmål? Skriv til <a href="mailto:${escapeHtml(words.questionsEmail)}">${escapeHtml(words.questionsEmail)}</a>.</p>`);
}

export function notFoundPage(words: Words): string {
  return page(words, 'Siden findes ikke', `
    <h1>Siden findes ikke</h1>
    <p>Kontrollér, at hele linket fra mailen er kommet med. Spørgsmål? Skriv til <a href="mailto:${escapeHtml(words.questionsEmail)}">${escapeHtml(words.questionsEmail)}</a>.</p>`);
}

export function errorPage(words: Words): string {
  return page(words, 'Noget gik galt', `
    <h1>Noget gik galt</h1>
    <p>Siden kan ikke vises lige nu. Prøv igen om lidt. Hjælper det ikke, så skriv til <a href="mailto:${escapeHtml(words.questionsEmail)}">${escapeHtml(words.questionsEmail)}</a>.</p>`);
}

function page(words: Words, title: string, body: string): string {
  return `<!doctype html>
<html lang="da">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} – ${escapeHtml(words.department)}</title><link rel="stylesheet" href="/style.css"></head>
<body><header>${escapeHtml(words.department)}</header><main>${body}
</main></body></html>
`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
