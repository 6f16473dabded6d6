import type { Tx } from '#kernel/db/index.ts'
import { createAsset, moveAsset, updateAsset } from '#modules/asset/index.ts'
import { assets, type Life, type SampleAsset } from './assets.ts'
import { idsOf, type Around } from './around.ts'

/** Assets, each group of attributes written by the department that keeps it. @returns how many */
export async function seedAssets(tx: Tx, around: Around): Promise<number> {
  const [keeper, engineer] = await Promise.all([around.person('asset01'), around.person('eng01')])
  const [classes, cis] = await Promise.all([
    idsOf(tx, keeper, 'asset-class', [...new Set(assets.map((one) => one.cls))]),
    idsOf(
      tx,
      engineer,
      'ci',
      assets.flatMap((one) => one.ci ?? []),
    ),
  ])
  for (const [i, one] of assets.entries())
    await seedAsset(tx, around, one, {
      classId: classes.get(one.cls)!,
      ciIds: one.ci ? [cis.get(one.ci)!] : [],
      card: `KP-${String(2201 + i)}`,
    })
  return assets.length
}

const before: Partial<Record<Life, readonly ('purchase' | 'accept')[]>> = {
  accepted: ['purchase', 'accept'],
  planned: [],
}

async function seedAsset(
  tx: Tx,
  around: Around,
  one: SampleAsset,
  { classId, ciIds, card }: { classId: string; ciIds: string[]; card: string },
): Promise<void> {
  const [keeper, finance, engineer, custodian] = await Promise.all(
    ['asset01', 'fin01', 'eng01', one.custodian].map(around.person),
  )
  const { life = 'in-use' } = one
  const acquiredOn = around.day(-365 * one.age - 20)
  const { name, model, serial, location } = one
  let row = await createAsset(tx, keeper!, {
    orgId: around.orgId('om'),
    values: {
      ...{ name, model, location, assetClass: classId, quantity: 1, measure: '台' },
      ...(serial ? { serial } : {}),
      usingOrg: around.orgId('om'),
    },
  })
  const at = () => ({ id: row.id, version: row.version })
  const steps = before[life] ?? ['register']
  for (const step of steps)
    row = await moveAsset(tx, keeper!, step, {
      ...at(),
      values:
        step === 'purchase'
          ? {}
          : {
              acceptedOn: acquiredOn,
              ...(step === 'accept' ? { acceptor: engineer!.id } : { custodian: custodian!.id, location }),
            },
    })
  if (life === 'planned') return
  row = await updateAsset(tx, finance!, {
    ...at(),
    values: {
      ...{ value: one.value, acquisition: 'purchase', funds: 'budget', acquiredOn },
      cardNumber: card,
    },
  })
  row = await updateAsset(tx, engineer!, {
    ...at(),
    values: {
      ...{
        cis: ciIds,
        condition: one.age > 6 ? 'fair' : 'good',
        warrantyUntil: around.day(one.warranty * 30),
      },
      ...{ supportLevel: one.ci ? '7x24' : '5x9', domestic: !/艾默生|爱普生/.test(one.model) },
    },
  })
  await lead(tx, around, life, at)
}

/** From `in-use` on. */
async function lead(
  tx: Tx,
  around: Around,
  life: Life,
  at: () => { id: string; version: number },
): Promise<void> {
  const [keeper, engineer, borrower] = await Promise.all(['asset01', 'eng01', 'lead01'].map(around.person))
  if (life === 'idle')
    await moveAsset(tx, keeper!, 'return', { ...at(), values: { location: '库房 107', condition: 'good' } })
  if (life === 'on-loan')
    await moveAsset(tx, keeper!, 'lend', {
      ...at(),
      values: { borrower: borrower!.id, dueBack: around.day(2) },
      reason: '全市政务服务大会现场保障',
    })
  if (life === 'in-repair')
    await moveAsset(tx, engineer!, 'repair', {
      ...at(),
      values: { condition: 'faulty' },
      reason: '卡纸，定影组件损坏',
    })
  if (life === 'to-dispose')
    await moveAsset(tx, keeper!, 'propose-disposal', {
      ...at(),
      values: { disposalKind: 'scrap' },
      reason: '超过使用年限，灯泡停产，无维修价值',
    })
}
