import { route } from '#kernel/http/index.ts'
import { createFromCisVerb, previewFromCisVerb } from './from-ci.ts'
import { checkChecksVerb, checkTemplateVerb, importChecksVerb } from './import-checks.ts'
import { checkImports } from './import-contract.ts'
import { getOverview } from './overview-contract.ts'
import { overviewVerb } from './overview.ts'
import * as contract from './template-contract.ts'
import * as templates from './templates.ts'

/** Templates, and checks made of many items at once. */
export const templateRoutes = [
  route(contract.listTemplates, templates.listTemplatesVerb),
  route(contract.getTemplate, templates.getTemplateVerb),
  route(contract.createTemplate, templates.createTemplateVerb),
  route(contract.editTemplate, templates.editTemplateVerb),
  route(contract.deleteTemplate, templates.deleteTemplateVerb),
  route(contract.previewTemplate, templates.previewTemplateVerb),
  route(contract.applyTemplate, templates.applyTemplateVerb),
  route(contract.listTemplateChecks, templates.listTemplateChecksVerb),
  route(contract.resetToTemplate, templates.resetToTemplateVerb),
  route(contract.templateOfCheck, templates.templateOfCheckVerb),
  route(contract.previewFromCis, previewFromCisVerb),
  route(contract.createFromCis, createFromCisVerb),
  route(checkImports.template, checkTemplateVerb),
  route(checkImports.check, checkChecksVerb),
  route(checkImports.take, importChecksVerb),
  route(getOverview, overviewVerb),
]
