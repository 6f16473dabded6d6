/** Writes winmail.dat as Outlook does, as far as its reader looks at it. */
interface Winmail {
  text?: string
  /** in code page 936 where it is given as bytes */
  body?: Buffer
  html?: string
  files?: readonly { name: string; type?: string; bytes: Buffer }[]
  /** attached mails: a winmail.dat each */
  messages?: readonly { name: string; bytes: Buffer }[]
}

const u16 = (n: number): Buffer => {
  const b = Buffer.alloc(2)
  b.writeUInt16LE(n)
  return b
}
const u32 = (n: number): Buffer => {
  const b = Buffer.alloc(4)
  b.writeUInt32LE(n)
  return b
}

function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0)
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)])
}

/** One property with one value of variable length. */
function property(type: number, id: number, data: Buffer): Buffer {
  const fill = Buffer.alloc((4 - (data.length % 4)) % 4)
  return Buffer.concat([u16(type), u16(id), u32(1), u32(data.length), data, fill])
}
const unicode = (id: number, text: string): Buffer =>
  property(0x1f, id, Buffer.from(`${text}\u0000`, 'utf16le'))
const list = (...properties: Buffer[]): Buffer => Buffer.concat([u32(properties.length), ...properties])
/** A named property and one of fixed length, as every mail of Outlook has some. */
const named = (): Buffer =>
  Buffer.concat([
    u16(0x1f),
    u16(0x8001),
    Buffer.alloc(16, 1),
    u32(1),
    u32(6),
    Buffer.from('ab\0\0\0\0\0\0'),
    u32(1),
    u32(4),
    Buffer.alloc(4),
  ])
const number = (id: number, value: number): Buffer => Buffer.concat([u16(3), u16(id), u32(value)])

export function winmail(w: Winmail): Buffer {
  const props = [
    named(),
    number(0x3705, 1),
    ...(w.text === undefined ? [] : [unicode(0x1000, w.text)]),
    ...(w.html === undefined ? [] : [property(0x102, 0x1013, Buffer.from(w.html))]),
  ]
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(1, 0x00069007, Buffer.concat([u32(936), u32(0)])),
    ...(w.body ? [attribute(1, 0x0002800c, Buffer.concat([w.body, Buffer.alloc(1)]))] : []),
    attribute(1, 0x00069003, list(...props)),
    ...(w.files ?? []).flatMap(({ name, type, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from('FILE~1.BIN\0')),
      attribute(2, 0x0006800f, bytes),
      attribute(2, 0x00069005, list(unicode(0x3707, name), ...(type ? [unicode(0x370e, type)] : []))),
    ]),
    ...(w.messages ?? []).flatMap(({ name, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(
        2,
        0x00069005,
        list(
          number(0x3705, 5),
          unicode(0x3001, name),
          property(0xd, 0x3701, Buffer.concat([Buffer.alloc(16), bytes])),
        ),
      ),
    ]),
  ])
}
