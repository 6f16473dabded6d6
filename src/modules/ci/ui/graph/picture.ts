/** The picture as an SVG file: drawn from the same places, so that it holds what lies outside of the window, too. */
import { box } from './layout.ts'

export interface DrawnNode {
  id: string
  title: string
  sub: string
  color: string
  x: number
  y: number
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? one)

const cut = (text: string, length: number): string =>
  [...text].length > length ? `${[...text].slice(0, length - 1).join('')}…` : text

/** Self-contained; opens in any browser and in Word. */
export function svgOf(
  nodes: readonly DrawnNode[],
  edges: readonly { sourceId: string; targetId: string; label: string }[],
  title: string,
): string {
  const at = new Map(nodes.map((node) => [node.id, node]))
  const xs = nodes.map((node) => node.x)
  const ys = nodes.map((node) => node.y)
  const [left, top] = [least(xs) - 20, least(ys) - 50]
  const [width, height] = [most(xs) + box.width + 20 - left, most(ys) + box.height + 20 - top]
  const lines = edges.flatMap(({ sourceId, targetId, label }) => {
    const [a, b] = [at.get(sourceId), at.get(targetId)]
    if (!a || !b) return []
    const [x1, y1] = [a.x + box.width / 2, a.y + box.height / 2]
    const [x2, y2] = [b.x + box.width / 2, b.y + box.height / 2]
    return [
      `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#9aa4b2"><title>${escape(label)}</title></line>`,
    ]
  })
  const boxes = nodes.map(
    ({ x, y, title: name, sub, color }) =>
      `<g><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" fill="#fff" stroke="${color}" stroke-width="2"/>` +
      `<text x="${x + 10}" y="${y + 20}" font-size="13">${escape(cut(name, 13))}</text>` +
      `<text x="${x + 10}" y="${y + 37}" font-size="11" fill="#667085">${escape(cut(sub, 15))}</text></g>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="Noto Sans SC, Microsoft YaHei, sans-serif">`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left + 20}" y="${top + 28}" font-size="16">${escape(title)}</text>`,
    ...lines,
    ...boxes,
    '</svg>',
  ].join('\n')
}

// of thousands of numbers: spread arguments have a limit
const least = (all: readonly number[]): number => all.reduce((a, b) => Math.min(a, b), Infinity)
const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b), -Infinity)

/** Hands a file to the person. */
export function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
