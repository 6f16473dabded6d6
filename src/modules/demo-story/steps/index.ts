import type { StepKey } from '../contract.ts'
import type { Step } from '../scene.ts'
import { audit, faultReport } from './account.ts'
import { alert, clocks, fault, healthy, report } from './outage.ts'
import { rate, resolve, restore, work } from './restoration.ts'

/** In the order of their keys. */
export const steps: Record<StepKey, Step> = {
  healthy,
  fault,
  alert,
  report,
  clocks,
  work,
  restore,
  resolve,
  rate,
  faultReport,
  audit,
}
