// The part of mjml's shape that render.ts uses; the package brings no types.
// It refuses to describe more than is used.
declare module 'mjml' {
  export type MjmlOptions = {
    readonly filePath: string;
    readonly ignoreIncludes: boolean;
    readonly includePath: string;
    readonly validationLevel: 'strict' | 'soft' | 'skip';
    readonly fonts: Readonly<Record<string, string>>;
    readonly keepComments: boolean;
  };
  export type MjmlResult = { readonly html: string; readonly errors: readonly { readonly formattedMessage: string }[] };
  export default function mjml(source: string, options: MjmlOptions): Promise<MjmlResult>;
}
