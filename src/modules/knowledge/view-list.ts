import { endpointList, listTime } from '#kernel/view/index.ts'
import { listArticles as endpoint } from './contract.ts'
import { listArticlesVerb } from './read.ts'

/** The list of articles, as views and exports know it. */
export const articleList = endpointList({
  list: 'knowledge',
  permission: 'knowledge.read-staff',
  endpoint,
  verb: listArticlesVerb,
  label: (line) => `${line.number} ${line.title}`,
  columns: [
    ['knowledge:ui.field.number', (line) => line.number],
    ['knowledge:ui.field.title', (line) => line.title],
    ['knowledge:ui.field.kind', (line, t) => t(`knowledge:kind.${line.kind}`)],
    ['knowledge:ui.field.state', (line, t) => t(`knowledge:state.${line.state}`)],
    ['knowledge:ui.field.service', (line) => line.service?.name ?? null],
    ['knowledge:ui.field.category', (line) => line.category?.name ?? null],
    ['knowledge:ui.field.tag', (line) => line.tags.join('、')],
    ['knowledge:ui.field.owner', (line) => line.owner.name],
    ['knowledge:ui.field.audience', (line, t) => t(`knowledge:audience.${line.audience}`)],
    ['knowledge:ui.field.level', (line, t) => t(`knowledge:classification.${line.classification}`)],
    ['knowledge:ui.field.views', (line) => line.views],
    ['knowledge:ui.field.useful', (line) => `${line.useful}/${line.useful + line.useless}`],
    ['knowledge:ui.field.used', (line) => line.used],
    ['knowledge:ui.field.updated', (line) => listTime(line.updatedAt)],
    ['knowledge:ui.field.reviewDue', (line) => listTime(line.reviewDueAt)],
  ],
})
