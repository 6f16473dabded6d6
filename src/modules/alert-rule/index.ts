import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import * as rules from './rules.ts'
import { shipRules } from './shipped.ts'
import * as silenceContract from './silence-contract.ts'
import * as silences from './silences.ts'
import * as windows from './windows.ts'
import zh from './zh-CN.ts'

export { factsOf, RuleSet, type Enriched, type Inhibition, type RuleRef } from './evaluate.ts'
export { compile, type Labels, type Test } from './matchers.ts'
export { quietersNow, silenceInForce, type Quieter } from './quiet.ts'
export { checkBody, rulesNow, rulesWith } from './rules.ts'
export { checkMatchers } from './silences.ts'
// for the sample city
export { createRuleVerb as createRule } from './rules.ts'
export { createSilenceVerb as createSilence } from './silences.ts'
export { createWindowVerb as createWindow } from './windows.ts'

export const manifest: Manifest = {
  name: 'alert-rule',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'alert-rule.read': { grants: staff },
    'alert-rule.silence': { grants: staff },
    'alert-rule.configure': { grants: ['manager'] },
  },
  routes: [
    route(contract.listRules, rules.listRulesVerb),
    route(contract.createRule, rules.createRuleVerb),
    route(contract.updateRule, rules.updateRuleVerb),
    route(contract.removeRule, rules.removeRuleVerb),
    route(contract.orderRules, rules.orderRulesVerb),
    route(contract.ruleVersions, rules.ruleVersionsVerb),
    route(silenceContract.listSilences, silences.listSilencesVerb),
    route(silenceContract.createSilence, silences.createSilenceVerb),
    route(silenceContract.endSilence, silences.endSilenceVerb),
    route(silenceContract.listWindows, windows.listWindowsVerb),
    route(silenceContract.createWindow, windows.createWindowVerb),
    route(silenceContract.updateWindow, windows.updateWindowVerb),
    route(silenceContract.removeWindow, windows.removeWindowVerb),
  ],
  ensureShipped: shipRules,
  timers: [{ kind: silences.silenceStart, run: silences.silenceStarts }],
}
