import { route } from '#kernel/http/index.ts'
import * as adopt from './adopt.ts'
import * as asked from './asked.ts'
import * as contract from './contract.ts'
import * as editions from './editions.ts'
import { evaluateVerb } from './evaluate.ts'
import * as exemptions from './exemptions.ts'
import * as library from './library.ts'
import * as pack from './pack.ts'
import * as proofs from './proofs.ts'
import * as read from './read.ts'
import { checkSealVerb } from './seal.ts'
import * as tasks from './tasks.ts'
import * as work from './work-contract.ts'

export const routes = [
  route(contract.listNorms, library.listNormsVerb),
  route(contract.readEdition, editions.readEditionVerb),
  route(contract.checkNorm, library.checkNormVerb),
  route(contract.importNorm, library.importNormVerb),
  route(contract.addNorm, library.addNormVerb),
  route(contract.overview, read.overviewVerb),
  route(contract.adopt, adopt.adoptVerb),
  route(contract.endAdoption, adopt.endAdoptionVerb),
  route(contract.readNormOf, read.readNormVerb),
  route(contract.evaluate, evaluateVerb),
  route(contract.askEvaluation, asked.askEvaluationVerb),
  route(contract.readEvaluation, asked.readEvaluationVerb),
  route(contract.readClause, read.readClauseVerb),
  route(contract.measureRule, read.measureRuleVerb),
  route(contract.setResponsible, adopt.setResponsibleVerb),
  route(contract.lookupAnswerers, adopt.lookupAnswerersVerb),
  route(contract.listMine, read.listMineVerb),
  route(work.fileProof, proofs.fileProofVerb),
  route(work.reviewProof, proofs.reviewProofVerb),
  route(work.withdrawProof, proofs.withdrawProofVerb),
  route(work.attachToProof, proofs.attachToProofVerb),
  route(work.downloadFromProof, proofs.downloadFromProofVerb),
  route(work.askExemption, exemptions.askExemptionVerb),
  route(work.endExemption, exemptions.endExemptionVerb),
  route(work.listTasks, tasks.listTasksVerb),
  route(work.createTask, tasks.createTaskVerb),
  route(work.finishTask, tasks.finishTaskVerb),
  route(work.verifyTask, tasks.verifyTaskVerb),
  route(work.returnTask, tasks.returnTaskVerb),
  route(work.cancelTask, tasks.cancelTaskVerb),
  route(work.superviseTask, tasks.superviseTaskVerb),
  route(work.answerTask, tasks.answerTaskVerb),
  route(work.checkSeal, checkSealVerb),
  route(work.packPdf, pack.packPdfVerb),
  route(work.packWord, pack.packWordVerb),
]
