import { execFile } from 'node:child_process'
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { ticksOf } from './chart-scale.ts'
import { chineseNumber, headingCounter } from './headings.ts'
import type { Block, PrintDocument } from './model.ts'
import { renderPdf } from './render.ts'
import { wordParts } from '../testing/word.ts'
import { renderWord } from './word.ts'
import { wrap } from './wrap.ts'

const wide = (text: string): number =>
  [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 10 : 5), 0)

describe('wrap', () => {
  it('keeps punctuation from the beginning and brackets from the end of a line', () => {
    expect(wrap('网络已经恢复，请确认', 60, wide)).toEqual(['网络已经恢', '复，请确认'])
    expect(wrap('系统（门户）', 30, wide)).toEqual(['系统', '（门', '户）'])
  })
  it('breaks words at spaces and over-long ones anywhere', () => {
    expect(wrap('restart nginx', 40, wide)).toEqual(['restart', 'nginx'])
    expect(wrap('x'.repeat(10), 25, wide)).toEqual(['xxxxx', 'xxxxx'])
    expect(wrap('a\r\n\nb', 50, wide)).toEqual(['a', '', 'b'])
    expect(wrap('', 50, wide)).toEqual([''])
  })
  it('loses nothing but white space, and no line is too wide', () => {
    const text = fc.string({ unit: fc.constantFrom(...'网络故障（，。）ab1 -\n'), maxLength: 80 })
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 200 }), (t, width) => {
        const lines = wrap(t, width, wide)
        const same = lines.join('').replace(/\s/g, '') === t.replace(/\s/g, '')
        return same && lines.every((line) => wide(line) <= width)
      }),
    )
  })
})

const report: PrintDocument = {
  title: '故障报告',
  org: '榆州市政务服务数据管理局信息中心',
  number: 'INC-20261121-0001',
  footer: '2026年11月21日 16:40 生成',
  createdAt: new Date('2026-11-21T08:40:00Z'),
  blocks: [
    {
      kind: 'facts',
      facts: [
        { label: '信息系统', value: '一体化在线政务服务平台' },
        { label: '故障等级', value: '重大' },
        { label: '发生时间', value: '2026-11-21 09:02' },
        { label: '恢复时间', value: '2026-11-21 10:21' },
        { label: '报告单位', value: '市政务服务中心（办事大厅）', wide: true },
      ],
    },
    {
      kind: 'text',
      title: '一、故障现象',
      paragraphs: ['全市窗口无法登录业务系统，页面返回 502 Bad Gateway；自助终端同时离线。'.repeat(4)],
    },
    { kind: 'text', title: '二、原因分析', paragraphs: [], empty: '（待填写）' },
    {
      kind: 'timeline',
      title: '三、处置过程',
      items: Array.from({ length: 45 }, (_, i) => ({
        at: `2026-11-21 09:${String(i).padStart(2, '0')}`,
        who: '张𠮷',
        text:
          i === 20
            ? '逐台检查应用服务器的连接池与线程状态，并与外包单位工程师电话会商。'.repeat(60)
            : `第 ${i + 1} 步：重启 nginx，观察 10 分钟 😀`,
      })),
    },
    {
      kind: 'table',
      title: '四、受影响单位',
      columns: [
        { label: '序号', width: 1, align: 'center' },
        { label: '单位', width: 4 },
        { label: '时长（分钟）', width: 2, align: 'right' },
      ],
      rows: Array.from({ length: 40 }, (_, i) => [String(i + 1), `第${i + 1}街道办事处`, String(i * 3)]),
    },
    {
      kind: 'signatures',
      title: '五、审核意见',
      boxes: [
        { label: '报告人', name: '签字：', date: '      年    月    日' },
        { label: '运维主管意见', opinion: '同意。', name: '签字：', date: '      年    月    日' },
      ],
    },
  ],
}

/** The characters that the PDF says its glyphs stand for: the destinations of all ToUnicode maps. */
function unicodeOf(pdf: Buffer): string {
  const found: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue
    const raw = pdf.subarray(at + 7, pdf.indexOf('endstream', at))
    const body = raw[0] === 0x78 ? inflateSync(raw).toString('latin1') : raw.toString('latin1')
    if (!body.includes('beginbfrange')) continue
    for (const [, hex] of body.matchAll(/<([0-9a-f]{4,})>/gi)) {
      found.push(Buffer.from(hex!, 'hex').swap16().toString('utf16le'))
    }
  }
  return found.join('')
}

describe('renderPdf', () => {
  it('makes a PDF whose text is Chinese, on several pages', async () => {
    const pdf = await renderPdf(report)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.length).toBeLessThan(300_000)
    const unicode = unicodeOf(pdf)
    for (const char of '故障报告榆州政务服务受影响单位签字') expect(unicode).toContain(char)
    const pages = [...pdf.toString('latin1').matchAll(/\/Type \/Page\b/g)].length
    expect(pages).toBeGreaterThan(4)
    await compareWithPdftotext(pdf, pages)
  })
  it('stands odd input', async () => {
    const pdf = await renderPdf({
      title: '',
      locale: 'en',
      blocks: [
        { kind: 'facts', facts: [] },
        { kind: 'table', columns: [{ label: 'a', width: 1 }], rows: [], empty: 'none' },
        { kind: 'text', paragraphs: ['\u0000\u202e\ud800 x'.repeat(10), 'y'.repeat(5000)] },
        { kind: 'timeline', items: [] },
        { kind: 'signatures', boxes: [] },
      ],
    })
    expect(pdf.length).toBeGreaterThan(1000)
  })
})

describe('renderWord', () => {
  it('makes a Word file with title, sections, tables, fonts of the country and page numbers', async () => {
    const parts = wordParts(await renderWord(report))
    const body = parts.get('word/document.xml')!
    const wellFormed = (xml: string) =>
      new Parser({}, { xmlMode: true, decodeEntities: true }).end(xml) === undefined
    for (const [name, xml] of parts) if (name.endsWith('.xml')) expect(wellFormed(xml), name).toBe(true)
    const texts = [...body.matchAll(/<w:t[^>]*>([^<]*)</g)].map(([, text]) => text).join('\n')
    for (const text of [
      '故障报告',
      '榆州市政务服务数据管理局信息中心',
      '三、处置过程',
      '第40街道办事处',
      '运维主管意见',
    ])
      expect(texts).toContain(text)
    expect(texts).toContain('张𠮷')
    expect(texts.split('（待填写）')).toHaveLength(2)
    expect(body.match(/<w:tbl>/g)).toHaveLength(4)
    // one head row per table with columns, repeated on every page
    expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(1)
    expect(body.match(/w:val="Heading1"/g)).toHaveLength(5)
    expect([...parts.values()].join('')).toMatch(/w:eastAsia="仿宋"/)
    for (const font of ['宋体', '黑体']) expect(body + parts.get('word/styles.xml')).toContain(`"${font}"`)
    const foot = parts.get('word/footer1.xml')!
    expect(foot).toContain('NUMPAGES')
    expect(foot).toContain('INC-20261121-0001')
  })

  it('holds nothing that runs or that leads out of it', async () => {
    const link = 'https://example.gov.cn/x"><w:instrText>INCLUDETEXT</w:instrText>'
    const parts = wordParts(
      await renderWord({ title: link, blocks: [{ kind: 'text', paragraphs: [link, '=cmd|calc'] }] }),
    )
    expect([...parts.keys()].filter((name) => /vba|macro|\.bin|embed|activex/i.test(name))).toEqual([])
    for (const [name, xml] of parts) {
      if (name.endsWith('.rels')) expect(xml).not.toMatch(/TargetMode="External"/)
      expect(xml).not.toMatch(/<w:(hyperlink|altChunk|object)\b/)
    }
    expect(parts.get('word/document.xml')).not.toContain('<w:instrText>')
  })

  it('stands odd input', async () => {
    const parts = wordParts(
      await renderWord({
        title: '',
        locale: 'en',
        blocks: [
          { kind: 'facts', facts: [] },
          {
            kind: 'facts',
            facts: [
              { label: 'a', value: 'b' },
              { label: 'c', value: 'd', wide: true },
            ],
          },
          { kind: 'table', columns: [{ label: 'a', width: 1 }], rows: [], empty: 'none' },
          { kind: 'text', paragraphs: ['\u0000\u202e\ud800 x\u000b'.repeat(10), 'y'.repeat(5000)] },
          { kind: 'timeline', items: [] },
          { kind: 'signatures', boxes: [] },
          { kind: 'signatures', boxes: [{ label: 'one' }, { label: 'two' }, { label: 'three' }] },
        ],
      }),
    )
    const body = parts.get('word/document.xml')!
    // the characters that XML refuses
    expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c]/)
    expect(body).toContain('three')
    // a table without rows is what Word calls damaged
    expect(body).not.toMatch(/<w:tbl>(?:(?!<w:tr>).)*<\/w:tbl>/s)
  })
})

describe('headings', () => {
  it('are counted in the order of official documents', () => {
    const next = headingCounter('zh-CN')
    const made = ([1, 2, 2, 3, 4, 4, 3, 1, 2] as const).map(next)
    expect(made).toEqual(['一、', '（一）', '（二）', '1. ', '（1）', '（2）', '2. ', '二、', '（一）'])
    const english = headingCounter('en')
    expect(([1, 2, 3, 1] as const).map(english)).toEqual(['1 ', '1.1 ', '1.1.1 ', '2 '])
  })
  it('are numbered in Chinese', () => {
    const said: [number, string][] = [
      [1, '一'],
      [10, '十'],
      [11, '十一'],
      [20, '二十'],
      [21, '二十一'],
      [101, '一百零一'],
      [110, '一百一十'],
      [2026, '二千零二十六'],
    ]
    for (const [n, text] of said) expect(chineseNumber(n)).toBe(text)
    expect(() => chineseNumber(0)).toThrow(RangeError)
  })
})

describe('axes', () => {
  it('hold every figure, in few round steps', () => {
    const figures = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 24 })
    const type = fc.constantFrom('line' as const, 'bars' as const, 'ranking' as const)
    fc.assert(
      fc.property(figures, type, (values, kind) => {
        const ticks = ticksOf({ type: kind, categories: values.map(String), series: [{ name: '', values }] })
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values))
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values))
        expect(ticks.length).toBeGreaterThan(1)
        expect(ticks.length).toBeLessThan(9)
        if (kind !== 'line') expect(ticks[0]).toBe(0)
      }),
    )
    expect(
      ticksOf({
        type: 'line',
        most: 100,
        categories: ['a', 'b'],
        series: [{ name: '', values: [97.5, 100] }],
      }).at(-1),
    ).toBe(100)
  })
})

const chart = (type: 'line' | 'bars' | 'stacked' | 'ranking'): Block => ({
  kind: 'chart',
  caption: `事件（${type}）`,
  chart: {
    type,
    unit: '件',
    categories: ['一月', '二月', '三月'],
    series: [
      { name: '事件', values: [3, null, 5] },
      { name: '故障', values: [1, 2, 0] },
    ],
  },
})
const yearly: PrintDocument = {
  title: '运维报告',
  org: '信息中心',
  createdAt: new Date('2026-11-21T08:40:00Z'),
  cover: { subtitle: '2026年度', lines: [{ label: '编制单位', value: '信息中心' }] },
  contents: { title: '目录' },
  blocks: [1, 2, 3].flatMap((n): Block[] => [
    { kind: 'heading', level: 1, text: `部分${n}` },
    { kind: 'text', paragraphs: ['本月受理事件 12 件，比上月减少 3 件。'.repeat(60)] },
    { kind: 'heading', level: 2, text: `小节${n}` },
    chart((['line', 'bars', 'stacked', 'ranking'] as const)[n]!),
    {
      kind: 'table',
      caption: '明细',
      columns: [{ label: '月份', width: 1 }],
      rows: Array.from({ length: 30 }, (_, i) => [String(i)]),
    },
  ]),
}

describe('a report', () => {
  it('has a cover, contents and an outline in its PDF, and is the same when made again', async () => {
    const pdf = await renderPdf(yearly)
    expect((await renderPdf(yearly)).equals(pdf)).toBe(true)
    const plain = pdf.toString('latin1')
    expect(plain.match(/\/Outlines \d+ 0 R/g)).toHaveLength(1)
    // each of six headings is a destination, and the contents lead to it
    expect(plain.match(/\/S \/GoTo/g)).toHaveLength(6)
  })
  it('has numbered headings, contents with pages, charts with their data and hatched bars in Word', async () => {
    const file = await renderWord(yearly)
    expect((await renderWord(yearly)).equals(file)).toBe(true)
    const parts = wordParts(file)
    const body = parts.get('word/document.xml')!
    expect(body).toMatch(/TOC \\h/)
    const texts = [...body.matchAll(/<w:t[^>]*>([^<]*)</g)].map(([, text]) => text).join('|')
    expect(texts).toMatch(/一、.{0,3}部分1.{0,3}1\|/)
    expect(texts).toContain('图 3  事件（ranking）')
    expect(texts).toContain('表 3  明细')
    expect(parts.get('word/numbering.xml')).toContain('chineseCountingThousand')
    expect(body.match(/<c:chart /g)).toHaveLength(3)
    expect(parts.get('word/charts/chart1.xml')).toContain('wdUpDiag')
    expect(parts.get('word/settings.xml')).not.toContain('updateFields w:val="true"')
    expect(body.match(/<w:cantSplit\/>/g)!.length).toBeGreaterThan(90)
    for (const [name, xml] of parts) if (name.endsWith('.rels')) expect(xml).not.toContain('"External"')
  })
})

/** Where poppler is installed, reads the text back as any reader would. */
async function compareWithPdftotext(pdf: Buffer, pages: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zy-pdf-'))
  try {
    const file = path.join(folder, 'report.pdf')
    await writeFile(file, pdf)
    const run = await promisify(execFile)('pdftotext', ['-layout', file, '-']).catch(
      (error: { code?: string }) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      },
    )
    if (!run) return
    expect(run.stdout).toContain('一体化在线政务服务平台')
    // poppler drops narrow spaces
    expect(run.stdout.replaceAll(' ', '')).toContain(`第${pages}页/共${pages}页`)
    expect(run.stdout.split('处置过程').length).toBe(2)
  } finally {
    await rm(folder, { recursive: true })
  }
}
