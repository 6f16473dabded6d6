import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  TabStopType,
  type Table,
  TextRun,
  type ParagraphChild,
} from 'docx'
import en from './en.ts'
import type { Block, PrintDocument, TextBlock } from './model.ts'
import { BODY_FONT, HEAD_FONT, plain, TABLE_FONT } from './word-text.ts'
import { CONTENT_TWIPS, factsTable, signatureTable, tableOf, timelineTable } from './word-table.ts'
import zh from './zh-CN.ts'

/** 20 mm at the sides, 22 mm above and below, as on paper (`page.ts`). */
const MARGIN = { left: 1134, right: 1134, top: 1247, bottom: 1247 }

/**
 * Lays the document out as a Word file: the same parts in the same order as the PDF, to be written on in Word or WPS.
 * Fonts are named, not embedded. Nothing in it runs or refers to another file.
 * @returns the bytes of a .docx
 */
export async function renderWord(doc: PrintDocument): Promise<Buffer> {
  const lang = doc.locale ?? 'zh-CN'
  const file = new Document({
    title: plain(doc.number ? `${doc.title} ${doc.number}` : doc.title),
    creator: 'Zhengyun',
    lastModifiedBy: 'Zhengyun',
    styles: {
      default: {
        document: { run: { font: BODY_FONT, size: 24, language: { value: lang, eastAsia: 'zh-CN' } } },
        title: {
          run: { font: HEAD_FONT, size: 40, bold: true, color: '000000' },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 60, after: 60 } },
        },
        heading1: {
          run: { font: HEAD_FONT, size: 26, bold: true, color: '000000' },
          // a section's title stays with what follows
          paragraph: { spacing: { before: 280, after: 100 }, keepNext: true },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: MARGIN } },
        footers: { default: foot(doc) },
        children: [...head(doc), ...doc.blocks.flatMap(blockOf)],
      },
    ],
  })
  return Packer.toBuffer(file)
}

function head(doc: PrintDocument): Paragraph[] {
  const centred = (text: string, size: number): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ text: plain(text), size })],
    })
  return [
    ...(doc.org ? [centred(doc.org, 26)] : []),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(plain(doc.title))] }),
    ...(doc.number ? [centred(doc.number, 20)] : []),
    new Paragraph({
      spacing: { after: 120 },
      border: { bottom: { style: BorderStyle.THIN_THICK_SMALL_GAP, size: 12, color: '000000', space: 1 } },
      children: [],
    }),
  ]
}

function blockOf(block: Block): (Paragraph | Table)[] {
  const title = block.title
    ? [
        new Paragraph({
          heading: HeadingLevel.HEADING_1,
          children: [new TextRun(plain(block.title))],
        }),
      ]
    : []
  switch (block.kind) {
    case 'facts':
      return [...title, ...factsTable(block)]
    case 'text':
      return [...title, ...textOf(block)]
    case 'table':
      return [...title, ...tableOf(block)]
    case 'timeline':
      return [...title, ...timelineTable(block)]
    case 'signatures':
      return [...title, ...signatureTable(block)]
  }
}

function textOf(block: TextBlock): Paragraph[] {
  const paragraphs = block.paragraphs
    .flatMap((text) => text.split(/\r?\n/))
    .filter((text) => text.trim() !== '')
  if (paragraphs.length === 0)
    return [
      new Paragraph({ children: [new TextRun({ text: plain(block.empty ?? ''), color: '777777' })] }),
      // room to write, where the PDF leaves some
      ...(block.paragraphs.length > 0 ? [new Paragraph({}), new Paragraph({}), new Paragraph({})] : []),
    ]
  return paragraphs.map((text) => {
    // two characters of indent are how Chinese marks a paragraph
    const indent = /^\p{Script=Han}/u.test(text.trim()) ? { firstLine: 480 } : {}
    return new Paragraph({
      indent,
      spacing: { line: 360 },
      children: [new TextRun(plain(text.trim()))],
    })
  })
}

/** Made when and by whom; page of pages, counted by Word; the number. */
function foot(doc: PrintDocument): Footer {
  const quiet = { font: TABLE_FONT, size: 18, color: '555555' }
  const place = (doc.locale === 'en' ? en : zh).pageOf.split(/(\{\{pages?\}\})/)
  const pages: ParagraphChild[] = place.map(
    (part) =>
      new TextRun({
        ...quiet,
        children: [
          part === '{{page}}' ? PageNumber.CURRENT : part === '{{pages}}' ? PageNumber.TOTAL_PAGES : part,
        ],
      }),
  )
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        border: { top: { style: BorderStyle.SINGLE, size: 4, color: '999999', space: 4 } },
        children: pages,
      }),
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: CONTENT_TWIPS }],
        children: [
          new TextRun({ ...quiet, text: plain(doc.footer ?? '') }),
          new TextRun({ ...quiet, children: [new Tab(), plain(doc.number ?? '')] }),
        ],
      }),
    ],
  })
}
