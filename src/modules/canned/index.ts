import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import * as answers from './answers.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { fileByTemplate } from './file.ts'
import * as templates from './templates.ts'
import zh from './zh-CN.ts'

export { fileFromTemplate } from './file.ts'
export { accessTemplate } from './templates.ts'

export const manifest: Manifest = {
  name: 'canned',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'canned.use': { grants: [...staff, 'vendor-engineer'] },
    // with everybody below an org; with the own group everybody may who uses them
    'canned.share': { grants: ['duty-leader', 'manager'] },
  },
  routes: [
    route(contract.listAnswers, answers.listAnswers),
    route(contract.createAnswer, answers.createAnswer),
    route(contract.editAnswer, answers.editAnswer),
    route(contract.deleteAnswer, answers.deleteAnswer),
    route(contract.renderAnswer, answers.renderAnswer),
    route(contract.listTemplates, templates.listTemplates),
    route(contract.createTemplate, templates.createTemplate),
    route(contract.editTemplate, templates.editTemplate),
    route(contract.deleteTemplate, templates.deleteTemplate),
    route(contract.draftTemplate, templates.draftTemplate),
    route(contract.fileByTemplate, fileByTemplate),
  ],
}
