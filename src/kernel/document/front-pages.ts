/** Pages of a PDF before its text: cover and contents. */
import type { NumberedHeading } from './headings.ts'
import type { Cover, PrintDocument } from './model.ts'
import { A4, CONTENT_WIDTH, type Page, type Style } from './page.ts'

/** Draws the cover on the first page and begins the next one. */
export function drawCover(page: Page, doc: PrintDocument, cover: Cover): void {
  const centred = (text: string, style: Style): void => {
    const of = page.layOut(text, CONTENT_WIDTH, style)
    page.draw(of.lines, A4.left, page.y, CONTENT_WIDTH, of, 'center')
    page.y += of.lines.length * of.leading
  }
  page.y = A4.top + 40
  if (doc.org) centred(doc.org, { size: 16 })
  page.y = 250
  centred(doc.title, { size: 28, weight: 'bold' })
  page.y += 10
  if (cover.subtitle) centred(cover.subtitle, { size: 16 })
  if (doc.number) centred(doc.number, { size: 11, color: '#333' })
  const text: Style = { size: 12 }
  const label = Math.max(0, ...cover.lines.map((one) => page.width(one.label, text))) + 16
  const left = A4.left + CONTENT_WIDTH * 0.2
  const width = CONTENT_WIDTH * 0.7 - label
  const laid = cover.lines.map((one) => ({ ...one, of: page.layOut(one.value, width, text) }))
  const height = laid.reduce((sum, one) => sum + Math.max(1, one.of.lines.length) * one.of.leading + 6, 0)
  page.y = A4.height - A4.bottom - 40 - height
  for (const one of laid) {
    const name = page.layOut(one.label, label, text)
    page.draw(name.lines, left, page.y, label, name)
    page.draw(one.of.lines, left + label, page.y, width, one.of)
    page.y += Math.max(1, one.of.lines.length) * one.of.leading + 6
  }
  page.break()
}

/** A heading with the page on which it stands, counted from 1 in the text. */
export interface ContentsEntry extends NumberedHeading {
  page: number
  /** name of its destination */
  anchor: string
}

const styles: readonly Style[] = [{ size: 11.5, weight: 'bold' }, { size: 11 }, { size: 10.5 }]
const INDENT = 18
const NUMBER = 34
const TITLE: Style = { size: 16, weight: 'bold' }

/**
 * The contents are laid out before the text, on whose pages they take, and written after it, when its pages are known.
 * Begins the page after them.
 * @returns what writes them
 */
export function reserveContents(
  page: Page,
  title: string,
  headings: readonly NumberedHeading[],
): (entries: readonly ContentsEntry[]) => void {
  const first = page.pdf.bufferedPageRange().count - 1
  const head = page.layOut(title, CONTENT_WIDTH, TITLE)
  const headAt = page.y
  page.y += head.leading + 10
  const places = headings.map((one) => {
    const indent = (one.level - 1) * INDENT
    const of = page.layOut(one.text, CONTENT_WIDTH - indent - NUMBER, styles[one.level - 1] ?? styles[2]!)
    const height = of.lines.length * of.leading + 3
    page.need(height)
    const place = { sheet: page.pdf.bufferedPageRange().count - 1, y: page.y, indent, of, height }
    page.y += height
    return place
  })
  page.break()
  return (entries) => {
    page.pdf.switchToPage(first)
    page.draw(head.lines, A4.left, headAt, CONTENT_WIDTH, head, 'center')
    places.forEach(({ sheet, y, indent, of, height }, i) => {
      const entry = entries[i]!
      page.pdf.switchToPage(sheet)
      const left = A4.left + indent
      page.draw(of.lines, left, y, CONTENT_WIDTH - indent - NUMBER, of)
      const last = y + (of.lines.length - 1) * of.leading
      const right = A4.left + CONTENT_WIDTH
      const number = page.layOut(String(entry.page), NUMBER, { size: of.style.size })
      page.draw(number.lines, right - NUMBER, last, NUMBER, number, 'right')
      drawDots(
        page,
        left + page.width(of.lines.at(-1)!, of.style) + 6,
        right,
        last,
        of.style.size,
        entry.page,
      )
      page.pdf.goTo(left, y, right - left, height, entry.anchor)
    })
  }
}

function drawDots(page: Page, from: number, right: number, y: number, size: number, number: number): void {
  const to = right - page.width(String(number), { size }) - 5
  if (to - from < 8) return
  page.pdf
    .save()
    .lineWidth(0.7)
    .dash(0.8, { space: 3 })
    .moveTo(from, y + size * 1.13)
    .lineTo(to, y + size * 1.13)
    .stroke('#666')
    .restore()
}
