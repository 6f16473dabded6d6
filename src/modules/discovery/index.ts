import { route } from '#kernel/http/index.ts'
import type { JobContext, Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import * as devices from './devices.ts'
import en from './en.ts'
import { Runner } from './runner.ts'
import * as runs from './runs.ts'
import * as targets from './targets.ts'
import zh from './zh-CN.ts'

const runners = new WeakMap<JobContext['settings'], Runner>()

/** The runner of the process with these settings (several in a test run). */
export function runnerOf(settings: JobContext['settings']): Runner {
  const known = runners.get(settings)
  if (known) return known
  const made = new Runner()
  runners.set(settings, made)
  return made
}

const keepers = ['engineer', 'manager', 'asset-keeper'] as const

export const manifest: Manifest = {
  name: 'discovery',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'discovery.read': { grants: [...keepers, 'duty-leader'] },
    'discovery.manage': { grants: keepers },
    'discovery.decide': { grants: [...keepers, 'duty-leader'] },
  },
  routes: [
    route(contract.listTargets, targets.listTargetsVerb),
    route(contract.tryTarget, targets.tryTargetVerb),
    route(contract.getTarget, targets.getTargetVerb),
    route(contract.createTarget, targets.createTargetVerb),
    route(contract.editTarget, targets.editTargetVerb),
    route(contract.deleteTarget, targets.deleteTargetVerb),
    route(contract.startRun, runs.startRunVerb),
    route(contract.listRuns, runs.listRunsVerb),
    route(contract.getRun, runs.getRunVerb),
    route(contract.stopRun, runs.stopRunVerb),
    route(contract.continueRun, runs.continueRunVerb),
    route(contract.listAnswers, runs.listAnswersVerb),
    route(contract.listDevices, devices.listDevicesVerb),
    route(contract.getDevice, devices.getDeviceVerb),
    route(contract.acceptDevice, devices.acceptDeviceVerb),
    route(contract.rejectDevice, devices.rejectDeviceVerb),
    route(contract.proposeDevice, devices.proposeDeviceVerb),
  ],
  reactions: [devices.followDecision],
  jobs: [
    { name: 'discovery.run', everySeconds: 2, run: (context) => runnerOf(context.settings).turn(context) },
  ],
  plugin: (app, { settings }) => {
    // before the database goes: what is under way is given back
    app.addHook('onClose', () => runnerOf(settings).close())
  },
}
