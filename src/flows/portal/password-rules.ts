// Which passwords may be chosen on the portal, each refusal as a sentence for the person who chooses.
// It refuses rules that make passwords worse: no digits or signs are demanded, and nothing expires (NIST SP 800-63B 5.1.1.2).

export const shortest = 12;
export const longest = 200;

/** Whose password it is: what she, and anybody who knows her, would think of first. */
export type Chooser = { readonly email: string; readonly name: string; readonly kommune: string };

/** What is wrong with a password, in Danish; null when it may be chosen. */
export function passwordFault(password: string, chooser: Chooser): string | null {
  const normal = password.normalize('NFC');
  const { length } = [...normal];
  if (length === 0) return 'Skriv en adgangskode.';
  if (length < shortest) return `Adgangskoden skal have mindst ${shortest} tegn.`;
  if (length > longest) return `Adgangskoden må højst have ${longest} tegn.`;
  const folded = fold(normal);
  if (isRepeated(folded)) return 'Adgangskoden må ikke være det samme tegn eller det samme korte ord igen og igen.';
  if (isSequence(folded)) return 'Adgangskoden må ikke være en række som »123456789012« eller »abcdefghijkl«.';
  const local = chooser.email.slice(0, chooser.email.lastIndexOf('@'));
  if ([chooser.email, local].some((own) => isOnly(folded, own))) return 'Adgangskoden må ikke være din mailadresse.';
  if (isOnly(folded, chooser.name)) return 'Adgangskoden må ikke være dit navn.';
  const short = chooser.kommune.replace(/ kommune$/i, '');
  if ([chooser.kommune, short, short.replace(/s$/, '')].some((own) => isOnly(folded, own))) return 'Adgangskoden må ikke være kommunens navn.';
  if (common.some((word) => isOnly(folded, word))) return 'Adgangskoden er en af dem, som alle prøver først. Vælg en anden.';
  return null;
}

/** What stands at the field where it is written again; null when both are the same. */
export function repeatFault(password: string, repeat: string): string | null {
  return password.normalize('NFC') === repeat.normalize('NFC') ? null : 'De to adgangskoder er ikke ens.';
}

/** Words that are tried first, alone or with digits and signs around them. */
const common = [
  'adgangskode', 'adgangskoden', 'password', 'passwordpassword', 'kodeord', 'hemmelighed', 'hemmeligt', 'velkommen', 'velkommenvelkommen', 'indberetning', 'ligestilling', 'kommune', 'kommunen', 'danmark', 'kobenhavn',
  'sommer', 'vinter', 'foraar', 'efteraar', 'qwerty', 'qwertyuiop', 'qwertyuiopaa', 'asdfghjkl', 'asdfghjklaeoe', 'zxcvbnm', 'letmein', 'iloveyou', 'jegelskerdig', 'welcome', 'administrator', 'admin', 'football', 'fodbold',
  'qazwsxedcrfv', 'correcthorsebatterystaple', '1q2w3e4r5t6y', 'q1w2e3r4t5y6', 'zaq12wsxcde3', 'abcd', 'abc', 'test', 'testtest', 'secret', 'princess', 'sunshine', 'monkey', 'dragon', 'master',
];

/** Small letters; æ, ø, å and the digits that stand for letters as they are mostly written. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa').replaceAll('@', 'a').replaceAll('$', 's');
}

/** The password is this word and nothing else but digits and signs, or the word again. */
function isOnly(folded: string, word: string): boolean {
  const own = fold(word).replace(/[^a-z0-9]/g, '');
  if (own.length < 3) return false;
  const plain = folded.replace(/[^a-z0-9]/g, '');
  return [plain, plain.replace(/^\d+|\d+$/g, '')].some((rest) => rest !== '' && rest.replaceAll(own, '') === '');
}

/** One to four characters, again and again. */
function isRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(text) && new Set(text).size <= 4;
}

/** Each character is the next of the alphabet, of the digits or of the keyboard, or the one before. */
function isSequence(text: string): boolean {
  const rows = ['abcdefghijklmnopqrstuvwxyz', '0123456789', '1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
  const pairs = new Set(rows.flatMap((row) => [row, [...row].toReversed().join('')]).flatMap((row) => [...row].slice(1).map((next, i) => `${row[i]}${next}`)));
  const signs = [...text];
  const follows = signs.slice(1).filter((next, i) => pairs.has(`${signs[i]}${next}`)).length;
  // A break or two, where one row ends and another begins.
  return follows >= signs.length - 3;
}
