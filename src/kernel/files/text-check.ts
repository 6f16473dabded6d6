import { TextDecoder } from 'node:util'

/**
 * Tells text from anything else while it streams by: UTF-8, GB18030 or UTF-16 with its mark, without NUL and without
 * control characters but those of logs (tab, line ends, form feed, escape, backspace).
 */
export class TextCheck {
  #candidates: TextDecoder[] | undefined
  #clean = true
  #utf16 = false

  push(chunk: Uint8Array): void {
    if (chunk.length === 0 || !this.#clean) return
    this.#candidates ??= this.#begin(chunk)
    if (!this.#utf16 && hasControls(chunk)) this.#clean = false
    else this.#decode(chunk, true)
  }

  /** Whether all of it was text; the last call. */
  end(): boolean {
    this.#decode(new Uint8Array(), false)
    return this.#clean && (this.#candidates?.length ?? 0) > 0
  }

  #begin(first: Uint8Array): TextDecoder[] {
    const fatal = { fatal: true }
    if (first[0] === 0xff && first[1] === 0xfe) {
      this.#utf16 = true
      return [new TextDecoder('utf-16le', fatal)]
    }
    return [new TextDecoder('utf-8', fatal), new TextDecoder('gb18030', fatal)]
  }

  #decode(chunk: Uint8Array, stream: boolean): void {
    this.#candidates = this.#candidates?.filter((decoder) => {
      try {
        const text = decoder.decode(chunk, { stream })
        return !this.#utf16 || !text.includes('\u0000')
      } catch {
        // TypeError is how a fatal decoder says that this is not its encoding
        return false
      }
    })
    if (this.#candidates?.length === 0) this.#clean = false
  }
}

function hasControls(chunk: Uint8Array): boolean {
  for (const byte of chunk) {
    if (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b) return true
    if (byte === 0x7f) return true
  }
  return false
}
