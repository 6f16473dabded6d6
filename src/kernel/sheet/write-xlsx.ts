import { writeZip } from './zip.ts'
import { columnName } from './table.ts'

/** A sheet of a template: all cells are text, so that numbers keep their leading zeros. */
export interface TemplateSheet {
  name: string
  rows: readonly (readonly string[])[]
}

/** Text in XML. What XML 1.0 cannot hold is left out; line feeds stay, carriage returns would be lost to it. */
export const escapeXml = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const ooxml = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts of a workbook but for its sheets, which are `xl/worksheets/sheet1.xml` and so on. */
export function workbookParts(names: readonly string[]): (readonly [path: string, content: string])[] {
  const parts = names.map((_, i) => `worksheets/sheet${i + 1}.xml`)
  const types = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${ooxml}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${ooxml}.styles+xml"/>`,
    ...parts.map((p) => `<Override PartName="/xl/${p}" ContentType="${ooxml}.worksheet+xml"/>`),
  ]
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="r${id}" Type="${rels}/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const list = names.map(
    (name, i) => `<sheet name="${escapeXml(sheetName(name))}" sheetId="${i + 1}" r:id="r${i + 1}"/>`,
  )
  return [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types.join('')}</Types>`,
    ],
    ['_rels/.rels', relations(relation(1, 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${rels}"><sheets>${list.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        parts.map((p, i) => relation(i + 1, 'worksheet', p)).join('') +
          relation(names.length + 1, 'styles', 'styles.xml'),
      ),
    ],
    ['xl/styles.xml', styles],
  ]
}

/** At most 31 characters, and none that a spreadsheet refuses in the name of a sheet. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet1'

/** A small workbook (ECMA-376): first row bold and frozen, every column formatted as text. */
export function writeXlsx(sheets: readonly TemplateSheet[]): Buffer {
  return writeZip([
    ...workbookParts(sheets.map((one) => one.name)),
    ...sheets.map((s, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(s)] as const),
  ])
}

/** Style 1: text (format 49 `@`); style 2: text, bold. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`

function sheetXml({ rows }: TemplateSheet): string {
  const width = Math.max(1, ...rows.map((row) => row.length))
  const body = rows.map((row, r) => {
    const style = r === 0 ? 2 : 1
    const cells = row.map(
      (text, c) =>
        `<c r="${columnName(c)}${r + 1}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`,
    )
    return `<row r="${r + 1}">${cells.join('')}</row>`
  })
  return `${sheetHead(width)}${body.join('')}${sheetTail}`
}

/** What stands before the rows of a sheet with so many columns: the heading is frozen, columns are formatted as text. */
export const sheetHead = (width: number): string =>
  `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${width}" width="24" style="1" customWidth="1"/></cols><sheetData>`
export const sheetTail = '</sheetData></worksheet>'
