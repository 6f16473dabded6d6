import { buffer } from 'node:stream/consumers'
import { chartHeight, drawChart } from './chart.ts'
import en from './en.ts'
import { drawCover, reserveContents, type ContentsEntry } from './front-pages.ts'
import { numberCaptions, numberHeadings, type NumberedHeading } from './headings.ts'
import type {
  Block,
  ChartBlock,
  FactsBlock,
  HeadingLevel,
  PrintDocument,
  SignaturesBlock,
  TableBlock,
  TextBlock,
  TimelineBlock,
} from './model.ts'
import { A4, CONTENT_WIDTH, Page, type Style } from './page.ts'
import { drawRow, rowHeight, type Cell } from './table.ts'
import zh from './zh-CN.ts'

const BODY: Style = { size: 10.5 }
/** of a document with a cover */
const REPORT_BODY: Style = { size: 12 }
const HEADINGS: Record<HeadingLevel, Style> = {
  1: { size: 16, weight: 'bold' },
  2: { size: 14, weight: 'bold' },
  3: { size: 12, weight: 'bold' },
  4: { size: 12 },
}
const CAPTION: Style = { size: 10, weight: 'bold' }
const SECTION: Style = { size: 12, weight: 'bold' }
const QUIET: Style = { size: 9, color: '#555' }

/** What drawing a document goes by, and what it finds out. */
interface Drawing {
  page: Page
  body: Style
  words: typeof zh
  headings: ReadonlyMap<Block, NumberedHeading>
  captions: ReadonlyMap<Block, string>
  /** index of the first page of the text */
  first: number
  entries: ContentsEntry[]
  /** the last heading of each level, for the tree of the outline */
  outline: PDFKit.PDFOutline[]
}

/** Lays the document out on A4 (or the same enlarged to A3) and gives the PDF's bytes, with the used glyphs of the Chinese fonts embedded. */
export async function renderPdf(doc: PrintDocument): Promise<Buffer> {
  const page = new Page({
    title: doc.number ? `${doc.title} ${doc.number}` : doc.title,
    createdAt: doc.createdAt ?? new Date(),
    lang: doc.locale ?? 'zh-CN',
    paper: doc.paper ?? 'A4',
  })
  const bytes = buffer(page.pdf)
  const words = doc.locale === 'en' ? en : zh
  const drawing: Drawing = {
    page,
    words,
    body: doc.cover ? REPORT_BODY : BODY,
    headings: numberHeadings(doc),
    captions: numberCaptions(doc, words),
    first: 0,
    entries: [],
    outline: [page.pdf.outline],
  }
  if (doc.cover) drawCover(page, doc, doc.cover)
  else drawHead(page, doc)
  const contents = page.pdf.bufferedPageRange().count - 1
  const depth = doc.contents?.depth ?? 2
  const listed = [...drawing.headings.values()].filter((one) => one.level <= depth)
  const write = doc.contents && reserveContents(page, doc.contents.title, listed)
  drawing.first = page.pdf.bufferedPageRange().count - 1
  doc.blocks.forEach((block, i) => drawBlock(drawing, block, doc.blocks.slice(i + 1)))
  write?.(drawing.entries.filter((one) => one.level <= depth))
  if (doc.cover) drawReportFeet(page, doc, contents, drawing.first)
  else drawFeet(page, doc)
  page.pdf.end()
  return bytes
}

function drawHead(page: Page, doc: PrintDocument): void {
  if (doc.org) centred(page, doc.org, { size: 12 })
  centred(page, doc.title, { size: 20, weight: 'bold' })
  if (doc.number) centred(page, doc.number, { size: 10, color: '#333' })
  page.y += 4
  const right = A4.left + CONTENT_WIDTH
  page.pdf.lineWidth(1.4).moveTo(A4.left, page.y).lineTo(right, page.y).stroke('#000')
  page.pdf
    .lineWidth(0.5)
    .moveTo(A4.left, page.y + 2.5)
    .lineTo(right, page.y + 2.5)
    .stroke('#000')
  page.y += 14
}

function centred(page: Page, text: string, style: Style): void {
  const of = page.layOut(text, CONTENT_WIDTH, style)
  page.draw(of.lines, A4.left, page.y, CONTENT_WIDTH, of, 'center')
  page.y += of.lines.length * of.leading
}

function drawBlock(drawing: Drawing, block: Block, rest: readonly Block[]): void {
  const { page } = drawing
  switch (block.kind) {
    case 'heading':
      drawHeading(drawing, drawing.headings.get(block)!, following(rest))
      return
    case 'chart':
      drawFigure(drawing, block)
      break
    case 'facts':
      drawFacts(page, block)
      break
    case 'text':
      drawText(page, block, drawing.body)
      break
    case 'table':
      drawTable(page, block, drawing.captions.get(block))
      break
    case 'timeline':
      drawTimeline(page, block)
      break
    case 'signatures':
      drawSignatures(page, block)
      break
  }
  page.y += 12
}

/** Points that have to stand below a heading: a further heading with what follows it, all of a chart, some lines of the rest. */
function following([next, ...rest]: readonly Block[]): number {
  if (next?.kind === 'heading') return HEADINGS[next.level].size * 1.55 + 10 + following(rest)
  return next?.kind === 'chart' ? chartHeight(next.chart) + 40 : 90
}

/** A numbered heading stays with what follows; it is a destination of the contents and an entry of the outline. */
function drawHeading(drawing: Drawing, { level, text }: NumberedHeading, below: number): void {
  const { page } = drawing
  const style = HEADINGS[level]
  // nothing stands above it on a new page
  if (page.y > A4.top + 1) page.y += level === 1 ? 10 : 4
  page.need(style.size * 1.55 + below)
  const anchor = `h${drawing.entries.length + 1}`
  page.pdf.addNamedDestination(anchor, 'XYZ', 0, page.y, null)
  const above = drawing.outline[level - 1] ?? drawing.outline.at(-1)!
  drawing.outline.length = Math.min(drawing.outline.length, level)
  drawing.outline[level] = above.addItem(text, { expanded: level === 1 })
  drawing.entries.push({
    level,
    text,
    anchor,
    page: page.pdf.bufferedPageRange().count - drawing.first,
  })
  page.write(text, style)
  page.y += 6
}

function drawFigure({ page, captions, words }: Drawing, block: ChartBlock): void {
  const height = chartHeight(block.chart)
  page.need(height + 30)
  drawChart(page, block.chart, block.chart.unit ? words.unit.replace('{{unit}}', block.chart.unit) : '')
  page.y += height + 4
  centred(page, captions.get(block)!, CAPTION)
}

/** A section's title stays with what follows. */
function drawTitle(page: Page, title: string | undefined, following = 60): void {
  if (!title) return
  page.need(following + 24)
  const of = page.layOut(title, CONTENT_WIDTH - 10, SECTION)
  page.pdf.rect(A4.left, page.y + 3.5, 3, 12).fill('#1d4e89')
  page.draw(of.lines, A4.left + 9, page.y, CONTENT_WIDTH - 10, of)
  page.y += of.lines.length * of.leading + 4
}

function drawFacts(page: Page, block: FactsBlock): void {
  drawTitle(page, block.title)
  const label = (text: string): Cell => ({ text, width: 17, head: true })
  let pending: { label: string; value: string } | undefined
  const flush = (): void => {
    if (pending) drawRow(page, [label(pending.label), { text: pending.value, width: 83 }])
    pending = undefined
  }
  for (const fact of block.facts) {
    if (fact.wide) {
      flush()
      drawRow(page, [label(fact.label), { text: fact.value, width: 83 }])
    } else if (pending) {
      const left = pending
      pending = undefined
      const cells = [label(left.label), { text: left.value, width: 33 }]
      drawRow(page, [...cells, label(fact.label), { text: fact.value, width: 33 }])
    } else pending = fact
  }
  flush()
}

function drawText(page: Page, block: TextBlock, body: Style): void {
  drawTitle(page, block.title)
  const paragraphs = block.paragraphs
    .flatMap((text) => text.split(/\r?\n/))
    .filter((text) => text.trim() !== '')
  if (paragraphs.length === 0 && block.empty) page.write(block.empty, { ...body, color: '#777' })
  for (const paragraph of paragraphs) {
    // two characters of indent are how Chinese marks a paragraph
    const indent = /^\p{Script=Han}/u.test(paragraph.trim()) ? '\u3000\u3000' : ''
    page.write(indent + paragraph.trim(), body)
    page.y += 3
  }
}

function drawTable(page: Page, block: TableBlock, caption: string | undefined): void {
  drawTitle(page, block.title)
  if (caption) {
    page.need(90)
    centred(page, caption, CAPTION)
    page.y += 3
  }
  const head = block.columns.map((column): Cell => ({ text: column.label, width: column.width, head: true }))
  drawRow(page, head)
  page.onBreak = () => drawRow(page, head)
  for (const row of block.rows) {
    const cells = block.columns.map((column, i): Cell => {
      return { text: row[i] ?? '', width: column.width, ...(column.align ? { align: column.align } : {}) }
    })
    drawRow(page, cells)
  }
  if (block.rows.length === 0 && block.empty)
    drawRow(page, [{ text: block.empty, width: 1, align: 'center' }])
  page.onBreak = undefined
}

function drawTimeline(page: Page, block: TimelineBlock): void {
  drawTitle(page, block.title)
  for (const item of block.items) {
    drawRow(page, [
      { text: item.at, width: 22, align: 'center' },
      { text: item.who ?? '', width: 15, align: 'center' },
      { text: item.text, width: 63 },
    ])
  }
}

function drawSignatures(page: Page, block: SignaturesBlock): void {
  const heights = block.boxes.map((box) =>
    Math.max(92, rowHeight(page, [{ text: box.opinion ?? '', width: 1 }]) + 60),
  )
  const columns = Math.min(block.boxes.length, 2)
  const rows = Math.ceil(block.boxes.length / Math.max(columns, 1))
  const height = Math.max(...heights)
  drawTitle(page, block.title, Math.min(rows * height, 600))
  for (let first = 0; first < block.boxes.length; first += columns) {
    page.need(height)
    block.boxes.slice(first, first + columns).forEach((box, i) => {
      const width = CONTENT_WIDTH / columns
      drawSignature(page, box, A4.left + i * width, width, height)
    })
    page.y += height
  }
}

function drawSignature(
  page: Page,
  box: SignaturesBlock['boxes'][number],
  x: number,
  width: number,
  height: number,
): void {
  page.box(x, page.y, width, height)
  const label = page.layOut(box.label, width - 16, { size: 10, weight: 'bold' })
  page.draw(label.lines, x + 8, page.y + 6, width - 16, label)
  const opinion = page.layOut(box.opinion ?? '', width - 16, { size: 10 })
  page.draw(opinion.lines, x + 8, page.y + 6 + label.lines.length * label.leading, width - 16, opinion)
  // room to write lies right of "签字："
  const at = x + width * 0.42
  for (const [text, up] of [
    [box.name ?? '', 40],
    [box.date ?? '', 22],
  ] as const) {
    const of = page.layOut(text, width * 0.58 - 8, { size: 10 })
    page.draw(of.lines.slice(0, 1), at, page.y + height - up, width * 0.58 - 8, of)
  }
}

/** Pages of a report are counted from its text on, those of the contents in Roman numbers; the cover has none. */
function drawReportFeet(page: Page, doc: PrintDocument, contents: number, first: number): void {
  const { count } = page.pdf.bufferedPageRange()
  const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']
  const y = A4.height - A4.bottom + 16
  for (let i = contents; i < count; i++) {
    page.pdf.switchToPage(i)
    const number = i < first ? (roman[i - contents] ?? String(i - contents + 1)) : String(i - first + 1)
    const foot = (text: string, align: 'left' | 'center' | 'right', style: Style): void => {
      const of = page.layOut(text, CONTENT_WIDTH, style)
      page.draw(of.lines.slice(0, 1), A4.left, y, CONTENT_WIDTH, of, align)
    }
    foot(`— ${number} —`, 'center', { size: 10.5 })
    foot(doc.number ?? '', 'right', QUIET)
  }
}

/** Feet come last, when the number of pages is known. */
function drawFeet(page: Page, doc: PrintDocument): void {
  const words = doc.locale === 'en' ? en : zh
  const { count } = page.pdf.bufferedPageRange()
  const y = A4.height - A4.bottom + 16
  for (let i = 0; i < count; i++) {
    page.pdf.switchToPage(i)
    page.pdf
      .lineWidth(0.4)
      .moveTo(A4.left, y - 4)
      .lineTo(A4.left + CONTENT_WIDTH, y - 4)
      .stroke('#999')
    const place = words.pageOf.replace('{{page}}', String(i + 1)).replace('{{pages}}', String(count))
    const third = CONTENT_WIDTH / 3
    const foot = (text: string, x: number, width: number, align: 'left' | 'center' | 'right'): void => {
      const of = page.layOut(text, width, QUIET)
      page.draw(of.lines.slice(0, 1), x, y, width, of, align)
    }
    foot(doc.footer ?? '', A4.left, third * 1.35, 'left')
    foot(place, A4.left + third, third, 'center')
    foot(doc.number ?? '', A4.left + 2 * third, third, 'right')
  }
}
