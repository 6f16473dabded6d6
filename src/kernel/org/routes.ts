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
import { getOrgVerb, listOrgsVerb, lookupOrgsVerb } from './orgs.ts'

export const routes = [
  route(contract.listOrgs, listOrgsVerb),
  route(contract.lookupOrgs, lookupOrgsVerb),
  route(contract.getOrg, getOrgVerb),
  route(contract.createOrg, createOrgVerb),
  route(contract.editOrg, editOrgVerb),
  route(contract.listGroups, listGroupsVerb),
  route(contract.lookupGroups, lookupGroupsVerb),
  route(contract.getGroup, getGroupVerb),
  route(contract.createGroup, createGroupVerb),
  route(contract.editGroup, editGroupVerb),
  route(contract.setMembers, setMembersVerb),
]
