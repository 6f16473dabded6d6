import { route } from '../http/route.ts'
import * as contract from './contract.ts'
import { createOrgVerb } from './create-org.ts'
import { editOrgVerb } from './edit-org.ts'
import {
  createGroupVerb,
  editGroupVerb,
  getGroupVerb,
  listGroupsVerb,
  lookupGroupsVerb,
  setMembersVerb,
} from './groups.ts'
import * as imports from './import-contract.ts'
import { checkOrgImportVerb, importOrgsVerb, orgTemplateVerb } from './import-orgs.ts'
import { getOrgVerb, listOrgsVerb, lookupOrgsVerb } from './orgs.ts'

export const routes = [
  route(contract.listOrgs, listOrgsVerb),
  route(contract.lookupOrgs, lookupOrgsVerb),
  route(contract.getOrg, getOrgVerb),
  route(contract.createOrg, createOrgVerb),
  route(contract.editOrg, editOrgVerb),
  route(imports.orgTemplate, orgTemplateVerb),
  route(imports.checkOrgImport, checkOrgImportVerb),
  route(imports.importOrgs, importOrgsVerb),
  route(contract.listGroups, listGroupsVerb),
  route(contract.lookupGroups, lookupGroupsVerb),
  route(contract.getGroup, getGroupVerb),
  route(contract.createGroup, createGroupVerb),
  route(contract.editGroup, editGroupVerb),
  route(contract.setMembers, setMembersVerb),
]
