// The structure of a big mail as the server tells it (BODYSTRUCTURE, RFC 3501 7.4.2), and which of its parts are worth fetching.
// It refuses to fetch: it only says what to fetch, and gives the structure a form that can be hashed.
import type { MessageStructureObject } from 'imapflow';

export type Wanted =
  | { readonly what: 'text'; readonly part: string; readonly contentType: 'text/plain' | 'text/html'; readonly node: MessageStructureObject }
  | { readonly what: 'attachment'; readonly part: string; readonly filename: string; readonly contentType: string; readonly inline: boolean; readonly encodedSize: number; readonly mayMatter: boolean };

/**
 * The texts and attachments of a mail, in its order. Attached mails (message/rfc822) over `maxAttachment` are looked into,
 * smaller ones are attachments themselves. `mayMatter` is false for what can't hold a contact list or a report: pictures, sound, film, programs.
 */
export function partsOf(root: MessageStructureObject, maxAttachment: number): readonly Wanted[] {
  const found: Wanted[] = [];
  collect(root, maxAttachment, found);
  return found;
}

function collect(node: MessageStructureObject, maxAttachment: number, found: Wanted[]): void {
  const contentType = node.type.toLowerCase();
  const children = node.childNodes ?? [];
  if (contentType.startsWith('multipart/')) {
    for (const child of children) collect(child, maxAttachment, found);
    return;
  }
  if (contentType === 'message/rfc822' && children.length > 0 && (node.size ?? 0) > maxAttachment) {
    for (const child of children) collect(child, maxAttachment, found);
    return;
  }
  // A mail that is no multipart has one part, called 1 (RFC 3501 6.4.5).
  const part = node.part ?? '1';
  const filename = node.dispositionParameters?.['filename'] ?? node.parameters?.['name'] ?? '';
  const disposition = node.disposition?.toLowerCase() ?? '';
  if ((contentType === 'text/plain' || contentType === 'text/html') && disposition !== 'attachment' && filename === '') {
    found.push({ what: 'text', part, contentType, node });
    return;
  }
  found.push({
    what: 'attachment', part, filename, contentType, inline: disposition === 'inline' || (disposition === '' && node.id !== undefined),
    encodedSize: node.size ?? 0, mayMatter: mayMatter(contentType, filename),
  });
}

const listExtensions = new Set(['xlsx', 'xlsm', 'xls', 'xlsb', 'xltx', 'ods', 'csv', 'tsv', 'txt', 'htm', 'html', 'mht', 'docx', 'docm', 'doc', 'odt', 'rtf', 'pdf', 'msg', 'eml', 'zip', 'dat', 'xml', 'json', 'numbers', 'pages', 'p7m', 'p7s']);
const neverTypes = /^(?:image|audio|video|font|model)\//;
const neverExtensions = new Set(['exe', 'dll', 'bat', 'cmd', 'js', 'vbs', 'scr', 'ps1', 'msi', 'iso', 'apk', 'jar', 'png', 'jpg', 'jpeg', 'gif', 'heic', 'tif', 'tiff', 'bmp', 'svg', 'webp', 'mp3', 'mp4', 'mov', 'avi', 'm4a', 'wav', 'wmv', 'mkv']);

function mayMatter(contentType: string, filename: string): boolean {
  const extension = /\.([a-z0-9]+)\s*$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
  if (listExtensions.has(extension)) return true;
  return !neverExtensions.has(extension) && !neverTypes.test(contentType);
}

/** The structure as one line of JSON that is the same whenever the mail is the same: keys sorted, nothing that a copy or a move changes. */
export function canonicalStructure(node: MessageStructureObject): string {
  return JSON.stringify(plain(node));
}

function plain(node: MessageStructureObject): unknown {
  return {
    children: node.childNodes?.map(plain) ?? null,
    description: node.description ?? null,
    disposition: node.disposition?.toLowerCase() ?? null,
    dispositionParameters: sorted(node.dispositionParameters),
    encoding: node.encoding?.toLowerCase() ?? null,
    id: node.id ?? null,
    parameters: sorted(node.parameters),
    size: node.size ?? null,
    type: node.type.toLowerCase(),
  };
}

function sorted(parameters: Readonly<Record<string, string>> | undefined): unknown {
  return Object.entries(parameters ?? {}).map(([k, v]) => [k.toLowerCase(), v]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
}
