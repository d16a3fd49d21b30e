// The one function of upng-js that is used.
declare module 'upng-js' {
  const upng: {
    /** Frames of RGBA bytes to PNG; with `colours` above 0 they are reduced to a palette of so many. */
    readonly encode: (frames: readonly ArrayBuffer[], width: number, height: number, colours: number) => ArrayBuffer;
  };
  export default upng;
}
