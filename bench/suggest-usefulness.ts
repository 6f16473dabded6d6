/**
 * Of what use likeness of words is on real records (issue 3, section 7): the older four fifths of a log are put into the
 * search index, then for each younger record that was not seen the text known at its filing is typed, and we look
 * whether one of the first records suggested went to the same group. Beside it what needs no text at all: the
 * groups that get most, and those that get most of the record's category, which is what a dispatch rule knows.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { newId, transaction, type Db } from '#kernel/db/index.ts'
import { likeDocuments, putDocument } from '#kernel/search/index.ts'

const shared = path.join(import.meta.dirname, '../../shared/data')
const HELD_OUT = 0.2
const FIRST = [3, 5] as const

/** A record of a log as far as it was known at its filing, and who solved it. */
interface Told {
  at: number
  text: string
  category: string
  group: string
}

export interface Usefulness {
  log: string
  /** what "the same group" means in this log */
  meant: string
  known: number
  asked: number
  /** share of those asked, by how many of the first suggestions are looked at */
  alike: Record<number, number>
  frequent: Record<number, number>
  frequentOfCategory: Record<number, number>
}

function rowsOf(file: string): Record<string, string>[] {
  return parse(gunzipSync(readFileSync(path.join(shared, file))), { columns: true, bom: true })
}

/** `29/2/2016 01:16`, of the ServiceNow log. */
function dayFirst(text: string): number {
  const [, day, month, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)/.exec(text) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
}

/** The log has no words, only codes: of category, symptom, place and caller. The last group is the one that solved it. */
function serviceNow(): Told[] {
  const last = new Map<string, Record<string, string>>()
  for (const row of rowsOf('itsm-servicenow/incident_event_log.csv.gz')) last.set(row['number']!, row)
  return [...last.values()]
    .filter((row) => row['assignment_group'] !== '?')
    .map((row) => ({
      at: dayFirst(row['opened_at']!),
      text: ['category', 'subcategory', 'u_symptom', 'location', 'caller_id']
        .map((key) => row[key]!)
        .filter((value) => value !== '?')
        .map((value) => value.replaceAll(' ', ''))
        .join(' '),
      category: row['category']!,
      group: row['assignment_group']!,
    }))
}

/** Offices as replies to a city's hotline name them; the first one named is the one that dealt with it. */
const offices: readonly [string, RegExp][] = (
  [
    ['housing', '住房|住建|房产局|房屋产权|不动产'],
    ['planning', '规划局|国土|自然资源'],
    ['police', '交警|公安|派出所'],
    ['urban management', '城管|城市管理|行政执法'],
    ['education', '教育局|教育部门'],
    ['transport', '交通运输|交通局|公交公司|轨道'],
    ['environment', '环保局|环境保护|生态环境'],
    ['social security', '人社|人力资源|社保局|医保'],
    ['health', '卫计|卫生|疾控'],
    ['market', '工商|市场监管|食品药品|食药|质监'],
    ['prices', '发改|物价'],
    ['civil affairs', '民政'],
    ['funds', '公积金'],
    ['water and power', '水务|水业|自来水|电力|供电|燃气'],
    ['neighbourhood', '街道|社区|镇政府|镇人民政府|镇党委'],
  ] as const
).map(([name, words]) => [name, new RegExp(words)])

function officeOf(reply: string): string | undefined {
  const found = offices
    .map(([name, words]) => ({ name, at: reply.search(words) }))
    .filter(({ at }) => at >= 0)
  return found.toSorted((a, b) => a.at - b.at)[0]?.name
}

/** Real complaints in Chinese; a complaint whose reply names no office is left out. Only its subject is typed. */
function hotline(): Told[] {
  return rowsOf('hotline-12345/complaints-with-replies.csv.gz').flatMap((row) => {
    const group = officeOf(row['答复意见']!)
    const time = row['留言时间']!
    // spreadsheets left some times as their day number
    const at = /^\d+\.\d+$/.test(time) ? (Number(time) - 25_569) * 86_400_000 : Date.parse(time)
    const text = `${row['留言主题']!}\n${row['留言详情']!}`
    return group && Number.isFinite(at) ? [{ at, text, category: '', group }] : []
  })
}

const countBy = (groups: string[]): string[] =>
  [...Map.groupBy(groups, (group) => group)]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([group]) => group)

async function judge(
  db: Db,
  log: string,
  meant: string,
  told: Told[],
  typed: (one: Told) => string,
  analyse: () => Promise<unknown>,
): Promise<Usefulness> {
  const sorted = told.toSorted((a, b) => a.at - b.at)
  const cut = Math.floor(sorted.length * (1 - HELD_OUT))
  const known = sorted.slice(0, cut)
  const asked = sorted.slice(cut)
  const kind = `bench-${log}`
  const groupOf = new Map<string, string>()
  for (let i = 0; i < known.length; i += 500)
    await transaction(db, async (tx) => {
      for (const one of known.slice(i, i + 500)) {
        const entityId = newId()
        groupOf.set(entityId, one.group)
        await putDocument(tx, { kind, entityId, text: one.text, scope: [kind], recordedAt: new Date(one.at) })
      }
    })
  await analyse()
  const frequent = countBy(known.map((one) => one.group))
  const ofCategory = new Map(
    [...Map.groupBy(known, (one) => one.category)].map(([category, all]) => [
      category,
      countBy(all.map((one) => one.group)),
    ]),
  )
  const hits = { alike: zero(), frequent: zero(), frequentOfCategory: zero() }
  for (const one of asked) {
    const ids = await likeDocuments(db, {
      kinds: [kind],
      text: typed(one),
      scope: null,
      limit: Math.max(...FIRST),
    })
    const suggested = ids.map((id) => groupOf.get(id)!)
    for (const n of FIRST) {
      if (suggested.slice(0, n).includes(one.group)) hits.alike[n]! += 1 / asked.length
      if (frequent.slice(0, n).includes(one.group)) hits.frequent[n]! += 1 / asked.length
      const known = ofCategory.get(one.category) ?? []
      if (known.slice(0, n).includes(one.group)) hits.frequentOfCategory[n]! += 1 / asked.length
    }
  }
  return { log, meant, known: known.length, asked: asked.length, ...hits }
}

const zero = (): Record<number, number> => Object.fromEntries(FIRST.map((n) => [n, 0]))

/** Measures both logs, if they are there. @param analyse makes the statistics of the index anew */
export async function usefulness(db: Db, analyse: () => Promise<unknown>): Promise<Usefulness[]> {
  if (!existsSync(shared)) {
    console.log(`no real logs in ${shared}: usefulness not measured`)
    return []
  }
  return [
    await judge(db, 'servicenow', 'resolving group', serviceNow(), (one) => one.text, analyse),
    await judge(
      db,
      'hotline',
      'office that replied, of 15 kinds',
      hotline(),
      (one) => one.text.split('\n')[0]!,
      analyse,
    ),
  ]
}
