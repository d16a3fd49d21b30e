// Writes the page on which all mails stand side by side: pictures, plain text, Subject and preheader, and what is wrong with each.
// It refuses to fetch anything: one file and the pictures beside it, to be opened from a disk.
import { escapeHtml } from '../../src/adapters/placeholders.ts';
import { sentenceOf, type Fault } from './inspect.ts';
import type { Mail, MailFile } from './mail.ts';
import type { Shot } from './shots.ts';

/** `mail` is null where it could not be made or read; the faults say why. */
export type Entry = { readonly name: string; readonly mail: Mail | null; readonly shots: readonly Shot[]; readonly faults: readonly Fault[] };

const style = `
:root { color-scheme: light; --ink: #1b1f23; --soft: #59626b; --line: #d5dadf; --page: #eceff1; --bad: #a4161a; }
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
nav { position: fixed; inset: 0 auto 0 0; width: 220px; padding: 20px 12px; overflow-y: auto; background: #fff; border-right: 1px solid var(--line); }
nav h1 { margin: 0 0 4px; font-size: 19px; }
nav ol { margin: 16px 0 0; padding: 0; list-style: none; }
nav a { display: flex; justify-content: space-between; gap: 8px; padding: 3px 8px; border-radius: 4px; color: inherit; text-decoration: none; }
nav a:hover, nav a:focus-visible { background: var(--page); }
nav p, .soft { color: var(--soft); }
nav p { margin: 0; font-size: 13px; }
.bad { color: var(--bad); font-weight: 600; }
main { margin-left: 220px; padding: 20px; min-width: 0; }
article { margin: 0 0 32px; padding: 20px; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
h2 { margin: 0 0 12px; font-size: 21px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 20px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.faults { margin: 0 0 20px; padding: 10px 16px 10px 34px; color: var(--bad); background: #fdf0f0; border-radius: 4px; overflow-wrap: anywhere; }
.looks { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 20px; margin: 0 0 20px; }
figure { margin: 0; min-width: 0; }
figcaption { margin: 0 0 4px; font-size: 13px; color: var(--soft); }
figure a, pre { display: block; border: 1px solid var(--line); border-radius: 4px; overflow: hidden; }
figure a { max-height: 900px; overflow-y: auto; }
img { display: block; height: auto; }
.phone img { width: 256px; }
.desktop img { width: 550px; max-width: 100%; }
pre { width: calc(72ch + 34px); max-width: 100%; max-height: 900px; margin: 0; padding: 16px; overflow: auto; font: 12px/1.5 ui-monospace, Consolas, 'DejaVu Sans Mono', monospace; background: #fafbfb; white-space: pre; }
@media (max-width: 900px) { nav { position: static; width: auto; border: 0; } main { margin: 0; padding: 12px; } }
`;

/** The whole page. */
export function galleryPage(entries: readonly Entry[]): string {
  const faulty = entries.filter(({ faults }) => faults.length > 0).length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails of Rundskriv</title>
<style>${style}</style>
</head>
<body>
<nav aria-label="Mails">
<h1>Mails of Rundskriv</h1>
<p>${entries.length} ${entries.length === 1 ? 'mail' : 'mails'}, read back from their bytes.${faulty === 0 ? ' None has a fault.' : ` <span class="bad">${faulty} with faults.</span>`}</p>
<ol>
${entries.map(({ name, faults }) => `<li><a href="#${name}">${escapeHtml(name)}${faults.length > 0 ? `<span class="bad">${faults.length}</span>` : ''}</a></li>`).join('\n')}
</ol>
</nav>
<main>
${entries.map(articleOf).join('\n')}
</main>
</body>
</html>
`;
}

function articleOf({ name, mail, shots, faults }: Entry): string {
  return `<article id="${name}" aria-labelledby="${name}-name">
<h2 id="${name}-name">${escapeHtml(name)}</h2>
${mail ? factsOf(mail) : ''}${faults.length > 0 ? `<ul class="faults">${faults.map((fault) => `<li>${escapeHtml(sentenceOf(name, fault))}</li>`).join('')}</ul>\n` : ''}${mail ? looksOf(mail, shots) : ''}</article>`;
}

function factsOf(mail: Mail): string {
  const files = (list: readonly MailFile[]): string => list.map(({ name, type, size }) => `${escapeHtml(name)} <span class="soft">(${escapeHtml(type)}, ${Math.ceil(size / 1024)} kB)</span>`).join('<br>');
  const rows: readonly (readonly [string, string])[] = [
    ['Subject', `<strong lang="da">${escapeHtml(mail.subject)}</strong>`], ['Preheader', `<span lang="da">${escapeHtml(mail.preheader)}</span>`], ['From', escapeHtml(mail.from)],
    ['Attachments', mail.attachments.length > 0 ? files(mail.attachments) : '<span class="soft">none</span>'],
    ...(mail.pictures.length > 0 ? [['Pictures', files(mail.pictures)] as const] : []),
  ];
  return `<dl>${rows.map(([term, what]) => `<dt>${term}</dt><dd>${what}</dd>`).join('')}</dl>\n`;
}

function looksOf(mail: Mail, shots: readonly Shot[]): string {
  const figure = ({ file, title, device, width, height, cut }: Shot): string =>
    `<figure class="${device}"><figcaption>${title}${cut ? ' (goes on)' : ''}</figcaption><a href="${encodeURI(file)}"><img src="${encodeURI(file)}" width="${width}" height="${height}" loading="lazy" alt="${escapeHtml(`${mail.name} at ${title}`)}"></a></figure>`;
  const of = (device: Shot['device']): string => shots.filter((shot) => shot.device === device).map(figure).join('\n');
  return `<div class="looks">
${of('phone')}
<figure><figcaption>plain text, 72 columns</figcaption><pre lang="da" tabindex="0">${escapeHtml(mail.text)}</pre></figure>
</div>
<div class="looks">
${of('desktop')}
</div>
`;
}
