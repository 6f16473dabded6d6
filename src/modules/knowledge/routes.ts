import { route } from '#kernel/http/index.ts'
import * as contract from './contract.ts'
import * as drills from './drills.ts'
import * as feedback from './feedback.ts'
import { attachToArticleVerb, downloadFileVerb } from './files.ts'
import * as links from './links.ts'
import * as moves from './moves.ts'
import * as read from './read.ts'
import * as ticketContract from './ticket-contract.ts'
import { createArticleVerb, editArticleVerb } from './write.ts'

export const routes = [
  route(contract.listArticles, read.listArticlesVerb),
  route(contract.listTags, read.listTagsVerb),
  route(contract.suggestArticles, read.suggestArticlesVerb),
  route(contract.getArticle, read.getArticleVerb),
  route(contract.listVersions, read.listVersionsVerb),
  route(contract.getVersion, read.getVersionVerb),
  route(contract.createArticle, createArticleVerb),
  route(contract.editArticle, editArticleVerb),
  route(contract.reviseArticle, moves.reviseVerb),
  route(contract.submitArticle, moves.submitVerb),
  route(contract.recallArticle, moves.recallVerb),
  route(contract.returnArticle, moves.returnVerb),
  route(contract.publishArticle, moves.publishVerb),
  route(contract.confirmArticle, moves.confirmVerb),
  route(contract.dropDraft, moves.dropVerb),
  route(contract.withdrawArticle, moves.withdrawVerb),
  route(contract.attachToArticle, attachToArticleVerb),
  route(contract.downloadFile, downloadFileVerb),
  route(ticketContract.voteArticle, feedback.voteVerb),
  route(ticketContract.listVotes, feedback.listVotesVerb),
  route(ticketContract.countView, feedback.countViewVerb),
  route(ticketContract.getFigures, feedback.getFiguresVerb),
  route(ticketContract.articlesOfIncident, links.articlesOfIncidentVerb),
  route(ticketContract.linkArticle, links.linkArticleVerb),
  route(ticketContract.unlinkArticle, links.unlinkArticleVerb),
  route(ticketContract.articleFromIncident, links.articleFromIncidentVerb),
  route(ticketContract.ticketsOfArticle, links.ticketsOfArticleVerb),
  route(ticketContract.listDrills, drills.listDrillsVerb),
  route(ticketContract.planDrill, drills.planDrillVerb),
  route(ticketContract.holdDrill, drills.holdDrillVerb),
  route(ticketContract.cancelDrill, drills.cancelDrillVerb),
]
