import { buffer } from 'node:stream/consumers'
import QRCode from 'qrcode'
import { A4, Page } from './page.ts'

/** A label: a QR code of the link, and beside it a small head and up to four lines, the first one bold. */
export interface Label {
  link: string
  head: string
  lines: readonly string[]
}

/** Three columns and eight rows of 70 × 37 mm, the commonest label sheet on A4. */
const GRID = { columns: 3, rows: 8, width: A4.width / 3, height: A4.height / 8 }
const PADDING = 11
const CODE = 68

/** Lays labels out on sheets of 24. @param title of the file's properties */
export async function renderLabels(labels: readonly Label[], title: string): Promise<Buffer> {
  const page = new Page({ title, createdAt: new Date(), lang: 'zh-CN' })
  const bytes = buffer(page.pdf)
  const each = GRID.columns * GRID.rows
  for (const [i, label] of labels.entries()) {
    if (i > 0 && i % each === 0) page.pdf.addPage()
    const at = i % each
    drawLabel(page, label, (at % GRID.columns) * GRID.width, Math.floor(at / GRID.columns) * GRID.height)
  }
  page.pdf.end()
  return bytes
}

function drawLabel(page: Page, label: Label, x: number, y: number): void {
  drawCode(page, label.link, x + PADDING, y + (GRID.height - CODE) / 2)
  const left = x + PADDING + CODE + 10
  const width = GRID.width - PADDING * 2 - CODE - 10
  let top = y + 14
  const write = (text: string, style: { size: number; weight?: 'bold'; color?: string }, most: number) => {
    if (text === '') return
    const of = page.layOut(text, width, style)
    const lines = of.lines.slice(0, most)
    page.draw(lines, left, top, width, of)
    top += lines.length * of.leading
  }
  write(label.head, { size: 6.5, color: '#444' }, 1)
  write(label.lines[0] ?? '', { size: 8.5, weight: 'bold' }, 1)
  write(label.lines[1] ?? '', { size: 8 }, 2)
  for (const line of label.lines.slice(2, 4)) write(line, { size: 7, color: '#222' }, 1)
}

/** Drawn as squares, not as a picture: sharp at any size. */
function drawCode(page: Page, text: string, x: number, y: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const size = CODE / modules.size
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column))
        // a little larger than the grid: printers leave white seams between squares that only touch
        page.pdf.rect(x + column * size, y + row * size, size + 0.05, size + 0.05)
  page.pdf.fill('#000')
}
