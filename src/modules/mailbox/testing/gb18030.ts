let table: Map<string, number> | undefined

/** Every character that two bytes of GBK stand for, found by decoding them all. */
function codes(): Map<string, number> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, number>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue
      const text = decoder.decode(Uint8Array.of(high, low))
      if ([...text].length === 1 && text !== '\ufffd') found.set(text, high * 256 + low)
    }
  return found
}

/** Text as GBK, the two-byte part of GB18030, which Node can read and not write. @throws for a character beyond it */
export function gb18030(text: string): Buffer {
  table ??= codes()
  const bytes: number[] = []
  for (const char of text) {
    const point = char.codePointAt(0)!
    if (point < 0x80) {
      bytes.push(point)
      continue
    }
    const code = table.get(char)
    if (code === undefined) throw new Error(`not in GBK: ${char}`)
    bytes.push(code >> 8, code & 0xff)
  }
  return Buffer.from(bytes)
}
