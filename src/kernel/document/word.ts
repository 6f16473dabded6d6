import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  NumberFormat,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  TabStopType,
  SectionType,
  type Table,
  TextRun,
  type ISectionOptions,
  type ParagraphChild,
} from 'docx'
import { estimatePageNumbersWith } from 'docx/layout'
import en from './en.ts'
import { numberCaptions } from './headings.ts'
import type { Block, PrintDocument, TextBlock } from './model.ts'
import { chartParagraph } from './word-chart.ts'
import {
  contentsSection,
  contentsStyles,
  coverSection,
  headingNumbers,
  headingParagraph,
  reportFoot,
  type SectionPage,
} from './word-front.ts'
import { settle } from './word-settle.ts'
import { BODY_FONT, exactly, HEAD_FONT, plain, TABLE_FONT } from './word-text.ts'
import { CONTENT_TWIPS, factsTable, signatureTable, tableOf, timelineTable } from './word-table.ts'
import zh from './zh-CN.ts'

/** 20 mm at the sides, 22 mm above and below, as on paper (`page.ts`). */
const MARGIN = { left: 1134, right: 1134, top: 1247, bottom: 1247 }

/**
 * Lays the document out as a Word file: the same parts in the same order as the PDF, to be written on in Word or WPS.
 * Fonts are named, not embedded. Nothing in it runs or refers to another file. Pages in the contents are those of a layout
 * as Word makes it; Word counts them itself when its user asks for it.
 * @returns the bytes of a .docx, the same for the same document and `createdAt`
 */
export async function renderWord(doc: PrintDocument): Promise<Buffer> {
  const lang = doc.locale ?? 'zh-CN'
  const file = new Document({
    title: plain(doc.number ? `${doc.title} ${doc.number}` : doc.title),
    creator: 'Zhengyun',
    lastModifiedBy: 'Zhengyun',
    styles: {
      default: {
        document: {
          run: {
            font: BODY_FONT,
            size: 24,
            language: { value: 'en-US', eastAsia: lang === 'en' ? 'en-US' : 'zh-CN' },
          },
        },
        title: {
          run: { font: HEAD_FONT, size: 40, bold: true, color: '000000' },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 60, after: 60 } },
        },
        // a section's title stays with what follows
        heading1: heading(doc.cover ? 32 : 26, 280, 100),
        heading2: heading(28, 200, 80),
        heading3: heading(24, 160, 60),
        heading4: { ...heading(24, 120, 60), run: { font: BODY_FONT, size: 24, color: '000000' } },
      },
      ...(doc.contents ? { paragraphStyles: contentsStyles } : {}),
    },
    numbering: headingNumbers(doc),
    ...(doc.contents ? { pageNumbers: estimatePageNumbersWith({ guess: true }) } : {}),
    sections: sectionsOf(doc),
  })
  return settle(await Packer.toBuffer(file), doc.createdAt ?? new Date())
}

const heading = (size: number, before: number, after: number) => ({
  run: { font: HEAD_FONT, size, bold: true, color: '000000' },
  paragraph: { spacing: { before, after, ...exactly(Math.round(size * 0.75)) }, keepNext: true },
})

/** Cover and contents have sections of their own: pages are counted from the text on. */
function sectionsOf(doc: PrintDocument): ISectionOptions[] {
  const page: SectionPage = { size: { width: 11906, height: 16838 }, margin: MARGIN }
  const words = doc.locale === 'en' ? en : zh
  const captions = numberCaptions(doc, words)
  const blocks = doc.blocks.flatMap((block) => blockOf(block, captions.get(block), words.unit))
  const front = [
    ...(doc.cover ? [coverSection(doc, doc.cover, page)] : []),
    ...(doc.contents ? [contentsSection(doc, doc.contents, page)] : []),
  ]
  return [
    ...front,
    {
      properties: {
        ...(front.length > 0 ? { type: SectionType.NEXT_PAGE } : {}),
        page: {
          ...page,
          ...(front.length > 0 ? { pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL } } : {}),
        },
      },
      footers: { default: doc.cover ? reportFoot(doc) : foot(doc) },
      children: [...(doc.cover ? [] : head(doc)), ...blocks],
    },
  ]
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

function blockOf(block: Block, caption: string | undefined, unit: string): (Paragraph | Table)[] {
  if (block.kind === 'heading') return [headingParagraph(block)]
  if (block.kind === 'chart') {
    const axis = block.chart.unit ? unit.replace('{{unit}}', block.chart.unit) : ''
    return [chartParagraph(block, axis), captionParagraph(caption!, { after: 200 })]
  }
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
      return [
        ...title,
        ...(caption ? [captionParagraph(caption, { before: 160, after: 60 })] : []),
        ...tableOf(block),
        // two tables that touch would be one
        ...(caption ? [new Paragraph({ spacing: { after: 60, ...exactly(8) }, children: [] })] : []),
      ]
    case 'timeline':
      return [...title, ...timelineTable(block)]
    case 'signatures':
      return [...title, ...signatureTable(block)]
  }
}

/** Above a table, which it stays with, or below a chart. */
function captionParagraph(text: string, spacing: { before?: number; after: number }): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: spacing.before !== undefined,
    spacing: { ...spacing, ...exactly(16) },
    children: [new TextRun({ text: plain(text), size: 21, bold: true, font: HEAD_FONT })],
  })
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
      spacing: exactly(22),
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
