import type { Manifest } from '../manifest.ts'
import { route } from '../http/route.ts'
import { followApprovals } from './approvals.ts'
import { sweepUploads } from './attachments.ts'
import * as codes from './codes.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { lookupReferencesVerb } from './references.ts'
import { remind } from './reminders.ts'
import { ledgerAt, ledgersAtWork } from './room.ts'
import zh from './zh-CN.ts'

export { anyRecord, ledgerAt, ledgerRoom, type LedgerRoom } from './room.ts'
export { findReference, registerReference, type Reference, type ShippedCodes } from './registry.ts'
export type { Ledger, LedgerHooks, LedgerProblem, LedgerState, LedgerWrite, SentValues } from './types.ts'
export { createRecord, updateRecordVerb as updateRecord } from './write-record.ts'
export { moveRecord } from './move-record.ts'
export { readDate } from './read-cell.ts'
export { accessRecord } from './access.ts'
export { uploadFor } from './story.ts'
export { listSeparator, oneOf, orgsByText, type Found } from './import-names.ts'
export { readPlain, type Read } from './read-cell.ts'
export { peopleByText } from './store/lookup.ts'

export const manifest: Manifest = {
  name: 'ledger',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'ledger.manage-codes': { grants: ['manager', 'asset-keeper'] },
    // whole identity numbers, each time with a reason that the audit keeps
    'ledger.reveal': { grants: ['manager'] },
  },
  routes: [
    route(contract.lookupCodes, codes.lookupCodesVerb),
    route(contract.listCodeLists, codes.listCodeListsVerb),
    route(contract.listCodes, codes.listCodesVerb),
    route(contract.addCode, codes.addCodeVerb),
    route(contract.editCode, codes.editCodeVerb),
    route(contract.lookupReferences, lookupReferencesVerb),
  ],
  reactions: [followApprovals(ledgerAt)],
  jobs: [
    { name: 'ledger.remind', everySeconds: 3600, run: (context) => remind(context, ledgersAtWork()) },
    {
      name: 'ledger.sweep-uploads',
      everySeconds: 3600,
      run: (context) => sweepUploads(context, ledgersAtWork()),
    },
  ],
}
