import { route } from '#kernel/http/index.ts'
import { computeEvaluationVerb, recomputeEvaluationVerb } from './compute.ts'
import * as contract from './contract.ts'
import * as evaluations from './evaluations.ts'
import * as form from './form-contract.ts'
import { getFormVerb, handInFormVerb, listFormsVerb } from './forms.ts'
import * as indicators from './indicators.ts'
import * as moves from './moves.ts'
import { evaluationDocumentVerb, issueNoticeVerb, noticeDocumentVerb } from './notices.ts'
import * as objections from './objections.ts'
import * as scheme from './scheme-contract.ts'
import * as schemes from './schemes.ts'

export const routes = [
  route(scheme.listIndicators, indicators.listIndicatorsVerb),
  route(scheme.createIndicator, indicators.createIndicatorVerb),
  route(scheme.editIndicator, indicators.editIndicatorVerb),
  route(scheme.tryIndicator, indicators.tryIndicatorVerb),
  route(scheme.listSchemes, schemes.listSchemesVerb),
  route(scheme.getScheme, schemes.getSchemeVerb),
  route(scheme.createScheme, schemes.createSchemeVerb),
  route(scheme.editScheme, schemes.editSchemeVerb),
  route(scheme.newEdition, schemes.newEditionVerb),
  route(scheme.publishScheme, schemes.publishSchemeVerb),
  route(scheme.withdrawScheme, schemes.withdrawSchemeVerb),
  route(contract.listEvaluations, evaluations.listEvaluationsVerb),
  route(contract.getEvaluation, evaluations.getEvaluationVerb),
  route(contract.createEvaluation, evaluations.createEvaluationVerb),
  route(contract.editEvaluation, evaluations.editEvaluationVerb),
  route(contract.listPublished, evaluations.listPublishedVerb),
  route(contract.startEvaluation, moves.startEvaluationVerb),
  route(contract.computeEvaluation, computeEvaluationVerb),
  route(contract.backEvaluation, moves.backEvaluationVerb),
  route(contract.announceEvaluation, moves.announceEvaluationVerb),
  route(contract.acceptEvaluation, moves.acceptEvaluationVerb),
  route(contract.submitEvaluation, moves.submitEvaluationVerb),
  route(contract.publishEvaluation, moves.publishEvaluationVerb),
  route(contract.cancelEvaluation, moves.cancelEvaluationVerb),
  route(contract.recomputeEvaluation, recomputeEvaluationVerb),
  route(contract.enterPoints, objections.enterPointsVerb),
  route(contract.voidEntry, objections.voidEntryVerb),
  route(contract.objectToEvaluation, objections.objectVerb),
  route(contract.reviewObjection, objections.reviewObjectionVerb),
  route(contract.answerEvaluation, objections.answerVerb),
  route(contract.issueNotice, issueNoticeVerb),
  route(contract.noticeDocument, noticeDocumentVerb),
  route(contract.evaluationDocument, evaluationDocumentVerb),
  route(form.listForms, listFormsVerb),
  route(form.getForm, getFormVerb),
  route(form.handInForm, handInFormVerb),
  route(form.attachToObjection, objections.attachVerb),
  route(form.downloadFromObjection, objections.downloadVerb),
]
