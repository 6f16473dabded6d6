import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import * as channels from './channels.ts'
import * as contract from './contract.ts'
import { sendDue } from './deliver.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import * as policies from './policies.ts'
import * as runs from './read-runs.ts'
import { reactions, stepTimer } from './runs.ts'
import zh from './zh-CN.ts'

// for the sample city
export { createPolicyVerb as createPolicy } from './policies.ts'

export const manifest: Manifest = {
  name: 'escalation',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'escalation.read': { grants: staff },
    'escalation.receive': { grants: staff },
    // policies and channels of the org subtree of the role
    'escalation.manage': { grants: ['duty-leader', 'manager'] },
  },
  notices: Object.fromEntries(Object.keys(zh.notify).map((leaf) => [leaf, ['escalation.read']])),
  urgentNotices: Object.keys(zh.notify),
  routes: [
    route(contract.listPolicies, policies.listPoliciesVerb),
    route(contract.getPolicy, policies.getPolicyVerb),
    route(contract.createPolicy, policies.createPolicyVerb),
    route(contract.editPolicy, policies.editPolicyVerb),
    route(contract.listChannels, channels.listChannelsVerb),
    route(contract.createChannel, channels.createChannelVerb),
    route(contract.editChannel, channels.editChannelVerb),
    route(contract.testChannel, channels.testChannelVerb),
    route(contract.listRuns, runs.listRunsVerb),
    route(contract.getRun, runs.getRunVerb),
    route(contract.incidentRuns, runs.incidentRunsVerb),
    route(contract.receiveRun, runs.receiveRunVerb),
  ],
  reactions,
  timers: [stepTimer],
  jobs: [{ name: 'escalation.deliver', everySeconds: 1, run: sendDue }],
  plugin: (_app, { settings }) => channels.configureLinks(settings),
  evidence,
}
