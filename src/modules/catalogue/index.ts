import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import { browseCatalogueVerb, getOfferVerb, lookupColleaguesVerb } from './browse.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import * as manage from './manage.ts'
import { ensureShipped } from './shipped/index.ts'
import zh from './zh-CN.ts'

export { askerOf, itemForAsking, type Asker } from './browse.ts'
export { getItemVerb, listItemsVerb, updateItemVerb } from './manage.ts'
export { selectVersion as itemVersion, type ItemRow } from './store.ts'

export const manifest: Manifest = {
  name: 'catalogue',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  permissions: {
    'catalogue.read': { grants: business },
    'catalogue.manage': { grants: ['manager'] },
  },
  routes: [
    route(contract.browseCatalogue, browseCatalogueVerb),
    route(contract.getOffer, getOfferVerb),
    route(contract.lookupColleagues, lookupColleaguesVerb),
    route(contract.listItems, manage.listItemsVerb),
    route(contract.getItem, manage.getItemVerb),
    route(contract.createItem, manage.createItemVerb),
    route(contract.updateItem, manage.updateItemVerb),
    route(contract.createCategory, manage.createCategoryVerb),
    route(contract.updateCategory, manage.updateCategoryVerb),
  ],
  ensureShipped,
}
