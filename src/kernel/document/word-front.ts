/** Cover, contents and headings of a Word file. */
import {
  AlignmentType,
  Footer,
  HeadingLevel,
  LevelFormat,
  LevelSuffix,
  NumberFormat,
  PageNumber,
  Paragraph,
  SectionType,
  TabStopType,
  TableOfContents,
  TextRun,
  VerticalAlignSection,
  type INumberingOptions,
  type ISectionOptions,
} from 'docx'
import type { Cover, HeadingBlock, PrintDocument } from './model.ts'
import { CONTENT_TWIPS } from './word-table.ts'
import { exactly, HEAD_FONT, plain, TABLE_FONT } from './word-text.ts'

type Children = ISectionOptions['children']
export type SectionPage = NonNullable<NonNullable<ISectionOptions['properties']>['page']>

/** Name of the list by which headings are numbered. */
const HEADINGS = 'zy-headings'
const levels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const

/** 一、（一）1.（1） as Word counts them itself, so that they stay right when somebody adds a heading; 1, 1.1, 1.1.1 in English. */
export function headingNumbers(doc: PrintDocument): INumberingOptions {
  const chinese = LevelFormat.CHINESE_COUNTING_THOUSAND
  const zh = [
    [chinese, '%1、'],
    [chinese, '（%2）'],
    [LevelFormat.DECIMAL, '%3. '],
    [LevelFormat.DECIMAL, '（%4）'],
  ] as const
  const en = [1, 2, 3, 4].map(
    (n) => [LevelFormat.DECIMAL, `${Array.from({ length: n }, (_, i) => `%${i + 1}`).join('.')} `] as const,
  )
  return {
    config: [
      {
        reference: HEADINGS,
        levels: (doc.locale === 'en' ? en : zh).map(([format, text], level) => ({
          level,
          format,
          text,
          suffix: LevelSuffix.NOTHING,
          alignment: AlignmentType.LEFT,
          style: { paragraph: { indent: { left: 0, firstLine: 0 } }, run: { font: HEAD_FONT } },
        })),
      },
    ],
  }
}

export function headingParagraph(block: HeadingBlock): Paragraph {
  return new Paragraph({
    heading: levels[block.level - 1]!,
    numbering: { reference: HEADINGS, level: block.level - 1 },
    children: [new TextRun(plain(block.text))],
  })
}

/** The cover: the unit above, the title in the middle, by whom and when below. */
export function coverSection(doc: PrintDocument, cover: Cover, page: SectionPage): ISectionOptions {
  const centred = (text: string, size: number, before: number, bold = false): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before, after: 120 },
      children: [new TextRun({ text: plain(text), size, bold, font: HEAD_FONT })],
    })
  const children: Children = [
    ...(doc.org ? [centred(doc.org, 32, 900)] : []),
    centred(doc.title, 52, doc.org ? 2600 : 3600, true),
    ...(cover.subtitle ? [centred(cover.subtitle, 32, 200)] : []),
    ...(doc.number ? [centred(doc.number, 22, 60)] : []),
    ...cover.lines.map(
      (one, i) =>
        new Paragraph({
          spacing: { before: i === 0 ? 3000 : 60, after: 60 },
          indent: { left: 3800, hanging: 1900 },
          tabStops: [{ type: TabStopType.LEFT, position: 3800 }],
          children: [new TextRun({ text: `${plain(one.label)}\t${plain(one.value)}`, size: 26 })],
        }),
    ),
  ]
  return { properties: { page, verticalAlign: VerticalAlignSection.TOP }, children }
}

/** The contents: a field with its entries and their pages, which Word brings up to date on request. */
export function contentsSection(
  doc: PrintDocument,
  contents: NonNullable<PrintDocument['contents']>,
  page: SectionPage,
): ISectionOptions {
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      page: { ...page, pageNumbers: { start: 1, formatType: NumberFormat.UPPER_ROMAN } },
    },
    footers: { default: reportFoot(doc) },
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { after: 240 },
        children: [new TextRun({ text: plain(contents.title), size: 32, bold: true, font: HEAD_FONT })],
      }),
      new TableOfContents(plain(contents.title), {
        hyperlink: true,
        headingStyleRange: `1-${contents.depth ?? 2}`,
      }),
    ],
  }
}

/** — 1 — and the number of the document. */
export function reportFoot(doc: PrintDocument): Footer {
  const font = { font: TABLE_FONT, size: 22 }
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [
          { type: TabStopType.CENTER, position: CONTENT_TWIPS / 2 },
          { type: TabStopType.RIGHT, position: CONTENT_TWIPS },
        ],
        children: [
          new TextRun({ ...font, children: ['\t', '— ', PageNumber.CURRENT, ' —'] }),
          new TextRun({ font: TABLE_FONT, size: 18, color: '555555', text: `\t${plain(doc.number ?? '')}` }),
        ],
      }),
    ],
  })
}

/** Styles of the entries of the contents, level by level. */
export const contentsStyles = [1, 2, 3].map((level) => ({
  id: `TOC${level}`,
  name: `toc ${level}`,
  basedOn: 'Normal',
  next: 'Normal',
  run: { font: level === 1 ? HEAD_FONT : TABLE_FONT, size: level === 1 ? 24 : 22 },
  paragraph: { spacing: { before: 20, after: 20, ...exactly(19) }, indent: { left: (level - 1) * 360 } },
}))
