// The functions of upng-js that are used: one by the pictures, all by the portal's gallery.
declare module 'upng-js' {
  const upng: {
    /** Frames of RGBA bytes to PNG; with `colours` above 0 they are reduced to a palette of so many. */
    readonly decode: (png: ArrayBuffer) => { readonly width: number; readonly height: number };
    readonly toRGBA8: (image: { readonly width: number; readonly height: number }) => readonly ArrayBuffer[];
    readonly encode: (frames: readonly ArrayBuffer[], width: number, height: number, colours: number) => ArrayBuffer;
  };
  export default upng;
}
