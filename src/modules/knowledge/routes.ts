import { route } from '#kernel/http/index.ts'
import * as contract from './contract.ts'
import { attachToArticleVerb, downloadFileVerb } from './files.ts'
import * as moves from './moves.ts'
import * as read from './read.ts'
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
]
