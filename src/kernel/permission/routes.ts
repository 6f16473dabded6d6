import { route } from '../http/route.ts'
import * as contract from './contract.ts'
import { grantRoleVerb, listGrantsVerb, revokeRoleVerb } from './grants.ts'
import {
  createRoleVerb,
  deleteRoleVerb,
  editRoleVerb,
  listPermissionsVerb,
  listRolesVerb,
} from './roles-admin.ts'

export const routes = [
  route(contract.listRoles, listRolesVerb),
  route(contract.listPermissions, listPermissionsVerb),
  route(contract.createRole, createRoleVerb),
  route(contract.editRole, editRoleVerb),
  route(contract.deleteRole, deleteRoleVerb),
  route(contract.listGrants, listGrantsVerb),
  route(contract.grantRole, grantRoleVerb),
  route(contract.revokeRole, revokeRoleVerb),
]
