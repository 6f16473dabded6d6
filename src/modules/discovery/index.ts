import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import * as devices from './devices.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { runnerOf } from './runner.ts'
import * as runs from './runs.ts'
import * as targets from './targets.ts'
import zh from './zh-CN.ts'

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
  evidence,
}
