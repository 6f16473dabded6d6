import { route } from '#kernel/http/index.ts'
import { approveManyVerb } from './approve-many.ts'
import * as contract from './contract.ts'
import * as delegations from './delegations.ts'
import * as moves from './moves.ts'
import * as read from './read.ts'
import { remindVerb } from './remind.ts'

export const routes = [
  route(contract.listApprovals, read.listApprovalsVerb),
  route(contract.countApprovals, read.countApprovalsVerb),
  route(contract.approvalsOf, read.approvalsOfVerb),
  route(contract.lookupSigners, read.lookupSignersVerb),
  route(contract.getApproval, read.getApprovalVerb),
  route(contract.approve, moves.approveVerb),
  route(contract.reject, moves.rejectVerb),
  route(contract.returnTo, moves.returnVerb),
  route(contract.addSigner, moves.addSignerVerb),
  route(contract.transfer, moves.transferVerb),
  route(contract.recall, moves.recallVerb),
  route(contract.withdraw, moves.withdrawVerb),
  route(contract.resubmit, moves.resubmitVerb),
  route(contract.remind, remindVerb),
  route(contract.approveMany, approveManyVerb),
  route(contract.listDelegations, delegations.listDelegationsVerb),
  route(contract.createDelegation, delegations.createDelegationVerb),
  route(contract.editDelegation, delegations.editDelegationVerb),
  route(contract.endDelegation, delegations.endDelegationVerb),
]
