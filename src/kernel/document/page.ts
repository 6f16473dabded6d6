import { createRequire } from 'node:module'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import { wrap } from './wrap.ts'

const fonts = path.dirname(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'),
)
/** Full fonts; pdfkit embeds the glyphs that are used. */
const FONT = {
  regular: path.join(fonts, '400Regular/NotoSansSC_400Regular.ttf'),
  bold: path.join(fonts, '700Bold/NotoSansSC_700Bold.ttf'),
}

export type Weight = keyof typeof FONT
export interface Style {
  size: number
  weight?: Weight
  color?: string
}

/** A4 in points, margins of 20 mm at the sides and 22 mm above and below. */
export const A4 = { width: 595.28, height: 841.89, left: 56.7, right: 56.7, top: 62, bottom: 62 }
export const CONTENT_WIDTH = A4.width - A4.left - A4.right
const LEADING = 1.55

/** Lines of a text in a style, ready to be drawn or split. */
export interface Lines {
  lines: string[]
  style: Style
  leading: number
}

/** A pdfkit document with a writing position and measured text. Nothing here knows of blocks. */
export class Page {
  readonly pdf: PDFKit.PDFDocument
  y = A4.top
  /** Called after each page break, e.g. to repeat a table's head. */
  onBreak: (() => void) | undefined
  readonly #widths = new Map<string, number>()

  constructor(info: { title: string; createdAt: Date; lang: string; paper?: 'A4' | 'A3' }) {
    const paper = info.paper ?? 'A4'
    this.pdf = new PDFDocument({
      size: paper,
      margin: 0,
      bufferPages: true,
      lang: info.lang,
      displayTitle: true,
      info: { Title: info.title, Producer: 'Zhengyun', Creator: 'Zhengyun', CreationDate: info.createdAt },
    })
    // twice the area in the same proportions: everything stays laid out on A4 and is drawn larger
    const enlarge = () => this.pdf.scale(Math.SQRT2)
    if (paper === 'A3') {
      enlarge()
      this.pdf.on('pageAdded', enlarge)
    }
    this.pdf.registerFont('regular', FONT.regular).registerFont('bold', FONT.bold)
  }

  get room(): number {
    return A4.height - A4.bottom - this.y
  }

  break(): void {
    this.pdf.addPage()
    this.y = A4.top
    this.onBreak?.()
  }

  /** Begins a new page unless this many points are left. */
  need(height: number): void {
    if (this.room < height) this.break()
  }

  layOut(text: string, width: number, style: Style): Lines {
    return { lines: wrap(text, width, (t) => this.width(t, style)), style, leading: style.size * LEADING }
  }

  /** Draws lines from the top left corner on. */
  draw(
    lines: readonly string[],
    x: number,
    y: number,
    width: number,
    of: Lines,
    align: 'left' | 'center' | 'right' = 'left',
  ): void {
    const { style, leading } = of
    this.pdf.font(style.weight ?? 'regular', style.size).fillColor(style.color ?? '#000')
    lines.forEach((line, i) => {
      if (line === '') return
      const spare = align === 'left' ? 0 : width - this.width(line, style)
      const dx = align === 'center' ? spare / 2 : spare
      // no kerning: widths are measured character by character
      this.pdf.text(line, x + dx, y + i * leading + (leading - style.size * 1.2) / 2, {
        lineBreak: false,
        features: [],
      })
    })
  }

  /** Writes running text at the position, over as many pages as it takes. */
  write(text: string, style: Style, indent = 0): void {
    const of = this.layOut(text, CONTENT_WIDTH - indent, style)
    for (const line of of.lines) {
      this.need(of.leading)
      this.draw([line], A4.left + indent, this.y, CONTENT_WIDTH - indent, of)
      this.y += of.leading
    }
  }

  box(x: number, y: number, width: number, height: number, fill?: string): void {
    if (fill) this.pdf.rect(x, y, width, height).fill(fill)
    this.pdf.lineWidth(0.6).rect(x, y, width, height).stroke('#444')
  }

  /** Width by characters, each measured once per weight. */
  width(text: string, style: Style): number {
    let sum = 0
    for (const char of text) sum += this.#unit(char, style.weight ?? 'regular') * style.size
    return sum
  }

  #unit(char: string, weight: Weight): number {
    const key = weight + char
    let unit = this.#widths.get(key)
    if (unit === undefined) {
      unit = this.pdf.font(weight, 100).widthOfString(char) / 100
      this.#widths.set(key, unit)
    }
    return unit
  }
}
