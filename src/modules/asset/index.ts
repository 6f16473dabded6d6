import { route } from '#kernel/http/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { createRecord, ledgerRoom, moveRecord, updateRecord } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { codes } from './codes.ts'
import { assetEndpoints } from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { byNumberVerb, configureLabels, labelsVerb } from './labels.ts'
import { check } from './rules.ts'
import { assetLabels, findAssetByNumber, listSlips, slipPdf } from './slip-contract.ts'
import { listSlipsVerb, makeSlip, slipPdfVerb } from './slips.ts'
import zh from './zh-CN.ts'

const room = ledgerRoom(assetEndpoints, {
  check,
  afterWrite: makeSlip,
  codes,
  approvals: {
    disposal: {
      steps: [
        {
          name: 't:asset:approval.disposal',
          mode: 'any',
          by: [{ kind: 'permission', permission: 'asset.approve-disposal' }],
        },
      ],
    },
  },
})
const { ledger } = room

/** Writes of other rooms, under the same rights and checks as those of the pages; each names its cause in the history. */
export const createAsset = (tx: Tx, actor: Actor, input: Parameters<typeof createRecord>[3]) =>
  createRecord(tx, actor, ledger, input)
export const updateAsset = (tx: Tx, actor: Actor, input: Parameters<typeof updateRecord>[3]) =>
  updateRecord(tx, actor, ledger, input)
export const moveAsset = (
  tx: Tx,
  actor: Actor,
  move: keyof typeof assetEndpoints.moves,
  input: Parameters<typeof moveRecord>[4],
) => moveRecord(tx, actor, ledger, move, input)

export const manifest: Manifest = {
  name: 'asset',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  factSplits,
  permissions: {
    'asset.read': { grants: ['asset-keeper', 'finance', 'engineer', 'desk', 'duty-leader', 'manager'] },
    'asset.keep': { grants: ['asset-keeper'] },
    'asset.finance': { grants: ['finance'] },
    'asset.maintain': { grants: ['engineer', 'manager'] },
    'asset.approve-disposal': { grants: ['manager'] },
  },
  routes: [
    // before `/assets/{id}`: fixed words win over what could be an id
    route(assetLabels, (db, actor, input) => labelsVerb(db, actor, ledger, input)),
    route(findAssetByNumber, byNumberVerb),
    ...room.routes,
    route(listSlips, (db, actor, input) => listSlipsVerb(db, actor, ledger, input)),
    route(slipPdf, (db, actor, input) => slipPdfVerb(db, actor, ledger, input)),
  ],
  evidence,
  plugin: (_app, { settings }) => configureLabels(settings),
  setUp: room.setUp,
  ensureShipped: room.ensureShipped,
}
