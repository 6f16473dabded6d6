import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import * as stocktake from '#modules/stocktake/index.ts'
import { idsOf, type Around } from './around.ts'

type Line = Awaited<ReturnType<typeof stocktake.listLines>>['items'][number]
interface Team {
  keeper: Actor
  finance: Actor
  engineer: Actor
  manager: Actor
}

/** One stocktake that three departments have signed, and one of everything that is half counted. */
export async function seedStocktakes(tx: Tx, around: Around): Promise<void> {
  const [keeper, finance, engineer, manager] = await Promise.all(
    ['asset01', 'fin01', 'eng01', 'mgr01'].map(around.person),
  )
  const team = { keeper: keeper!, finance: finance!, engineer: engineer!, manager: manager! }
  const classes = await idsOf(tx, team.keeper, 'asset-class', ['A02010200'])
  await closed(tx, around, team, classes.get('A02010200')!)
  await running(tx, around, team)
}

async function begun(
  tx: Tx,
  around: Around,
  { keeper, finance, engineer }: Team,
  about: { title: string; classId: string | null; days: readonly [number, number, number] },
): Promise<{ id: string; lines: Line[] }> {
  const [baseDate, startsOn, endsOn] = about.days.map(around.day) as [string, string, string]
  const made = await stocktake.createStocktake(tx, keeper, {
    ...{ title: about.title, budgetYear: Number(around.day(0).slice(0, 4)) + 1, orgId: around.orgId('om') },
    ...{ classId: about.classId, startsOn, endsOn, baseDate },
    members: [
      { department: 'asset', personId: keeper.id! },
      { department: 'finance', personId: finance.id! },
      { department: 'information', personId: engineer.id! },
    ],
  })
  const { id } = await stocktake.openStocktake(tx, keeper, { id: made.id, version: made.version })
  const { items } = await stocktake.listLines(tx, keeper, { id, limit: 200 })
  return { id, lines: items }
}

/** Network devices: one stood elsewhere, which was explained, decided and put right on the ledger. */
async function closed(tx: Tx, around: Around, team: Team, classId: string): Promise<void> {
  const { keeper, finance, engineer, manager } = team
  const { id, lines } = await begun(tx, around, team, {
    title: '预算编制前盘点（网络设备）',
    classId,
    days: [-50, -40, -33],
  })
  for (const line of lines) {
    const moved = line.name.includes('卫健委')
    await stocktake.countLine(tx, engineer, {
      ...{ id, lineId: line.id, version: line.version, via: 'phone' },
      ...(moved ? { result: 'moved', location: '卫健委新办公楼 3 层弱电间' } : { result: 'found' }),
    })
  }
  const version = async () => {
    const { version: now } = await stocktake.getStocktake(tx, keeper, { id })
    return now
  }
  await stocktake.reviewStocktake(tx, keeper, { id, version: await version(), uncountedIsMissing: false })
  const differing = async () => {
    const { items } = await stocktake.listLines(tx, keeper, { id, limit: 10, result: 'difference' })
    return items.map((one) => ({ id, lineId: one.id, version: one.version }))
  }
  for (const at of await differing())
    await stocktake.explainLine(tx, finance, { ...at, explanation: '卫健委搬迁时随迁，未办理变动登记' })
  for (const at of await differing()) await stocktake.decideLine(tx, manager, { ...at, decision: 'adjust' })
  for (const at of await differing()) await stocktake.adjustLine(tx, keeper, at)
  await stocktake.submitStocktake(tx, keeper, { id, version: await version() })
  for (const [by, department] of [
    [keeper, 'asset'],
    [finance, 'finance'],
    [engineer, 'information'],
  ] as const)
    await stocktake.signStocktake(tx, by, { id, version: await version(), department, opinion: '属实' })
}

/** Everything: the first half is counted, with a difference of each kind. */
async function running(tx: Tx, around: Around, team: Team): Promise<void> {
  const { id, lines } = await begun(tx, around, team, {
    title: '预算编制前盘点（全部资产）',
    classId: null,
    days: [-22, -5, 20],
  })
  const damaged = lines.find((one) => one.name === '激光打印机' && one.location?.includes('203'))
  const missing = lines.find((one) => one.name.includes('投影仪'))
  for (const [i, line] of lines.entries()) {
    const special = line === damaged || line === missing
    if (i % 2 === 1 && !special) continue
    await stocktake.countLine(tx, i % 4 === 0 ? team.engineer : team.keeper, {
      ...{ id, lineId: line.id, version: line.version, via: 'phone' },
      ...(line === damaged
        ? { result: 'damaged', note: '定影组件损坏，送修中' }
        : line === missing
          ? { result: 'missing', note: '会议室改造后未见' }
          : { result: 'found' }),
    })
  }
  await stocktake.addSurplus(tx, team.finance, {
    ...{
      id,
      name: '网络测试仪',
      model: '福禄克 LRAT-2000',
      quantity: 1,
      location: '运行维护科 203',
      via: 'hand',
    },
    note: '随项目移交，未入账',
  })
}
