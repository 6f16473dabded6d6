import { writeZip } from './zip.ts'
import { columnName } from './table.ts'

/** A sheet of a template: all cells are text, so that numbers keep their leading zeros. */
export interface TemplateSheet {
  name: string
  rows: readonly (readonly string[])[]
}

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const ooxml = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A small workbook (ECMA-376): first row bold and frozen, every column formatted as text. */
export function writeXlsx(sheets: readonly TemplateSheet[]): Buffer {
  const parts = sheets.map((_, i) => `worksheets/sheet${i + 1}.xml`)
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
  const list = sheets.map((s, i) => `<sheet name="${escape(s.name)}" sheetId="${i + 1}" r:id="r${i + 1}"/>`)
  return writeZip([
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
          relation(sheets.length + 1, 'styles', 'styles.xml'),
      ),
    ],
    ['xl/styles.xml', styles],
    ...sheets.map((s, i) => [`xl/${parts[i]!}`, sheetXml(s)] as const),
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
        `<c r="${columnName(c)}${r + 1}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`,
    )
    return `<row r="${r + 1}">${cells.join('')}</row>`
  })
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${width}" width="24" style="1" customWidth="1"/></cols><sheetData>${body.join('')}</sheetData></worksheet>`
}
