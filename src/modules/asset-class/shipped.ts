import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Tx } from '#kernel/db/index.ts'
import { classesOf } from './catalogue.ts'
import { examine, type RawEntry } from './examine.ts'
import { refreshTree } from './store/class.ts'
import { addClasses, giveDefaults, type ImportedClass } from './store/import.ts'
import type { Family } from './words.ts'

const FILE = path.join(import.meta.dirname, '../../../data/classifications/asset-classes.csv')

/**
 * Minimum service years: the least years of depreciation by the guide to Government Accounting Standard No. 3, and of the standards
 * of office equipment. A unit changes them where its own rules say otherwise.
 */
const YEARS: Readonly<Record<string, number>> = {
  A02010000: 6, // information technology
  A02020000: 6, // office equipment
  A02030000: 8, // vehicles
  A02040000: 5, // for books and archives
  A02050000: 10, // machinery
  A02060000: 5, // electrical equipment
  A02070000: 10, // radar, radio and satellite navigation
  A02080000: 5, // communication
  A02090000: 5, // broadcasting, television, film
  A02100000: 5, // instruments
  A02110000: 5, // electronic and communication measuring
  A02120000: 5, // measuring standards and scales
  A05010000: 15, // furniture
}

/** Classes whose assets hold data: destruction is recorded when they go. */
const HOLD_DATA = ['A02010100', 'A02010300', 'A02010400', 'A02010500', 'A02020100', 'A02020400']

/** Families of which the procurement catalogue knows little: what a unit's information centre looks after. */
const OWN: readonly [Family, string, string, string | null][] = [
  ['information-system', 'XT01', '政务办公系统', null],
  ['information-system', 'XT02', '业务应用系统', null],
  ['information-system', 'XT03', '门户网站与新媒体', null],
  ['information-system', 'XT0301', '门户网站', 'XT03'],
  ['information-system', 'XT0302', '移动应用', 'XT03'],
  ['information-system', 'XT0303', '政务新媒体账号', 'XT03'],
  ['information-system', 'XT04', '数据共享与分析平台', null],
  ['information-system', 'XT05', '基础支撑平台', null],
  ['information-system', 'XT0501', '政务云与虚拟化平台', 'XT05'],
  ['information-system', 'XT0502', '统一身份认证平台', 'XT05'],
  ['information-system', 'XT0503', '视频会议系统', 'XT05'],
  ['information-system', 'XT06', '安全与运维管理系统', null],
  ['information-resource', 'ZY01', '业务数据库', null],
  ['information-resource', 'ZY02', '电子文件与电子档案', null],
  ['information-resource', 'ZY03', '数据接口与服务', null],
  ['information-resource', 'ZY04', '网络地址与域名资源', null],
]

/** Makes sure that the shipped classes exist; what a unit has changed stays as it is. */
export async function ensureShipped(tx: Tx): Promise<void> {
  await addClasses(tx, [...catalogue(), ...own()], 'shipped')
  await giveDefaults(tx, YEARS, HOLD_DATA)
  await refreshTree(tx)
}

/** Goods of the procurement catalogue of 2022 as cleaned by `examine`: `code,name,doubtful`. */
function catalogue(): ImportedClass[] {
  const [, ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n')
  const doubtful = new Set<string>()
  const raw = lines.map((text, i): RawEntry => {
    const [code = '', name = '', mark] = text.split(',')
    if (mark === '1') doubtful.add(code)
    return {
      line: i + 2,
      code,
      name,
      level: null,
      parent: null,
      category: null,
      gbt14885: null,
      description: '',
    }
  })
  return classesOf(examine(raw).entries).map((one) => ({ ...one, doubtful: doubtful.has(one.code) }))
}

function own(): ImportedClass[] {
  return OWN.map(([family, code, name, parent]) => ({
    ...{ family, code, name, parent },
    ...{ gbt14885: null, description: '', doubtful: false },
  }))
}
