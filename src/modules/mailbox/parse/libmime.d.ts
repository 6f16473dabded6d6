declare module 'libmime' {
  const libmime: {
    /** Decodes encoded words (RFC 2047), adjacent ones of one charset joined first. */
    decodeWords: (text: string) => string
  }
  export default libmime
}
