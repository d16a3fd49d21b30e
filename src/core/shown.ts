// Text that may hold words of strangers, made safe to be shown: a line for a terminal, and JSON for a terminal or a log.
// It refuses to let such words act: no control sequence (ECMA-48), no line of their own, nothing turned round or hidden (Unicode TR 36, 3.2).

/** C0 and C1 controls, ESC and CSI among them, and the line and paragraph separators. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Format characters and what is shown as nothing: bidi marks, zero-width characters, soft hyphens, tags, variation selectors. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** The same within JSON, where C0 controls are escaped already (RFC 8259 7) and a line break stands between values only. */
const rawInJson = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The text as one line: controls become a blank, what nobody would see is dropped, blanks stay as they are. */
export function shownLine(text: string): string {
  return text.toWellFormed().replace(unseen, '').replace(controls, ' ');
}

/** The value as one line of JSON: nothing is lost, each character that could act or hide is escaped. */
export function shownJson(value: unknown): string {
  return escapedJson(JSON.stringify(value));
}

/** JSON that was written already, the same values with those characters escaped. */
export function escapedJson(json: string): string {
  return json.replace(rawInJson, (char) => char.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}
