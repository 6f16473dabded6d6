import type { Manifest } from '#kernel/manifest.ts'
import { manifest as approval } from '#kernel/approval/index.ts'
import { manifest as audit } from '#kernel/audit/index.ts'
import { manifest as calendar } from '#kernel/calendar/index.ts'
import { manifest as codes } from '#kernel/codes/index.ts'
import { manifest as db } from '#kernel/db/index.ts'
import { manifest as fact } from '#kernel/fact/index.ts'
import { manifest as files } from '#kernel/files/index.ts'
import { manifest as http } from '#kernel/http/index.ts'
import { manifest as identity } from '#kernel/identity/index.ts'
import { manifest as ledger } from '#kernel/ledger/index.ts'
import { manifest as notify } from '#kernel/notify/index.ts'
import { manifest as org } from '#kernel/org/index.ts'
import { manifest as permission } from '#kernel/permission/index.ts'
import { manifest as secrets } from '#kernel/secrets/index.ts'
import { manifest as sheet } from '#kernel/sheet/index.ts'
import { manifest as view } from '#kernel/view/index.ts'
import { manifest as callback } from '#modules/callback/index.ts'
import { manifest as asset } from '#modules/asset/index.ts'
import { manifest as assetExchange } from '#modules/asset-exchange/index.ts'
import { manifest as assetClass } from '#modules/asset-class/index.ts'
import { manifest as address } from '#modules/address/index.ts'
import { manifest as canned } from '#modules/canned/index.ts'
import { manifest as complaint } from '#modules/complaint/index.ts'
import { manifest as custody } from '#modules/custody/index.ts'
import { manifest as consumable } from '#modules/consumable/index.ts'
import { manifest as dashboard } from '#modules/dashboard/index.ts'
import { manifest as discovery } from '#modules/discovery/index.ts'
import { manifest as dutyLog } from '#modules/duty-log/index.ts'
import { manifest as duty } from '#modules/duty/index.ts'
import { manifest as escalation } from '#modules/escalation/index.ts'
import { manifest as demoStory } from '#modules/demo-story/index.ts'
import { manifest as faultReport } from '#modules/fault-report/index.ts'
import { manifest as alertRule } from '#modules/alert-rule/index.ts'
import { manifest as alert } from '#modules/alert/index.ts'
import { manifest as alertSource } from '#modules/alert-source/index.ts'
import { manifest as check } from '#modules/check/index.ts'
import { manifest as ci } from '#modules/ci/index.ts'
import { manifest as change } from '#modules/change/index.ts'
import { manifest as release } from '#modules/release/index.ts'
import { manifest as importServicenow } from '#modules/import-servicenow/index.ts'
import { manifest as incident } from '#modules/incident/index.ts'
import { manifest as major } from '#modules/major/index.ts'
import { manifest as licence } from '#modules/licence/index.ts'
import { manifest as mailbox } from '#modules/mailbox/index.ts'
import { manifest as knowledge } from '#modules/knowledge/index.ts'
import { manifest as catalogue } from '#modules/catalogue/index.ts'
import { manifest as media } from '#modules/media/index.ts'
import { manifest as norm } from '#modules/norm/index.ts'
import { manifest as premises } from '#modules/premises/index.ts'
import { manifest as probe } from '#modules/probe/index.ts'
import { manifest as problem } from '#modules/problem/index.ts'
import { manifest as report } from '#modules/report/index.ts'
import { manifest as request } from '#modules/request/index.ts'
import { manifest as round } from '#modules/round/index.ts'
import { manifest as recurring } from '#modules/recurring/index.ts'
import { manifest as satisfaction } from '#modules/satisfaction/index.ts'
import { manifest as service } from '#modules/service/index.ts'
import { manifest as sla } from '#modules/sla/index.ts'
import { manifest as stocktake } from '#modules/stocktake/index.ts'
import { manifest as survey } from '#modules/survey/index.ts'
import { manifest as ticket } from '#modules/ticket/index.ts'
import { manifest as evaluation } from '#modules/evaluation/index.ts'
import { manifest as wall } from '#modules/wall/index.ts'
import { manifest as zeroReport } from '#modules/zero-report/index.ts'

/** The only list of rooms. Order matters to nobody: migrations are numbered globally, rooms meet at front doors. */
export const manifests: readonly Manifest[] = [
  db,
  http,
  audit,
  org,
  permission,
  identity,
  calendar,
  codes,
  fact,
  files,
  notify,
  secrets,
  sheet,
  view,
  approval,
  ledger,
  assetClass,
  asset,
  stocktake,
  assetExchange,
  consumable,
  service,
  sla,
  ticket,
  incident,
  major,
  callback,
  canned,
  recurring,
  round,
  mailbox,
  importServicenow,
  alertRule,
  alert,
  alertSource,
  probe,
  check,
  ci,
  discovery,
  change,
  release,
  problem,
  satisfaction,
  survey,
  complaint,
  catalogue,
  request,
  knowledge,
  faultReport,
  custody,
  media,
  premises,
  address,
  licence,
  norm,
  report,
  duty,
  dutyLog,
  escalation,
  dashboard,
  evaluation,
  wall,
  zeroReport,
  demoStory,
]
