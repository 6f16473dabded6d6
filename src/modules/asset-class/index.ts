import { route } from '#kernel/http/index.ts'
import { registerReference } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as catalogue from './catalogue.ts'
import * as classes from './classes.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { classReference } from './reference.ts'
import { ensureShipped } from './shipped.ts'
import zh from './zh-CN.ts'

export { findClass as findAssetClass, findClassRules, pathOfClass, type ClassRules } from './store/class.ts'

registerReference('asset-class', classReference)

export const manifest: Manifest = {
  name: 'asset-class',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'asset-class.read': {
      grants: ['asset-keeper', 'finance', 'manager', 'engineer', 'desk', 'duty-leader'],
    },
    'asset-class.manage': { grants: ['asset-keeper'] },
  },
  routes: [
    route(contract.listAssetClasses, classes.listClassesVerb),
    route(contract.lookupAssetClasses, classes.lookupClassesVerb),
    route(contract.checkCatalogue, catalogue.checkCatalogueVerb),
    route(contract.importCatalogue, catalogue.importCatalogueVerb),
    route(contract.listCatalogueImports, catalogue.listImportsVerb),
    route(contract.getCatalogueImport, catalogue.getImportVerb),
    route(contract.getAssetClass, classes.getClassVerb),
    route(contract.createAssetClass, classes.createClassVerb),
    route(contract.editAssetClass, classes.editClassVerb),
  ],
  ensureShipped,
}
