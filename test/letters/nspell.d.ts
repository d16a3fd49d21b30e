// The part of nspell that is used here; the package brings no types.
// It refuses to describe the rest.
declare module 'nspell' {
  export default function nspell(aff: string, dic: string): { readonly correct: (word: string) => boolean };
}
