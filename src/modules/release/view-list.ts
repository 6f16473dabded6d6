import { endpointList, listTime } from '#kernel/view/index.ts'
import { listReleases as endpoint } from './contract.ts'
import { listReleasesVerb } from './releases.ts'
import { itemKeys } from './words.ts'

/** The list of releases, as views and exports know it. */
export const releaseList = endpointList({
  list: 'releases',
  permission: 'release.read',
  endpoint,
  verb: listReleasesVerb,
  label: (line) => `${line.number} ${line.title}`,
  columns: [
    ['release:field.number', (line) => line.number],
    ['release:field.title', (line) => line.title],
    ['release:field.service', (line) => line.service.name],
    ['release:field.versionName', (line) => line.versionName],
    ['release:field.state', (line, t) => t(`release:state.${line.state}`)],
    ['release:field.progress', (line) => `${line.confirmed}/${itemKeys.length}`],
    ['release:field.plannedAt', (line) => listTime(line.plannedAt)],
    ['release:field.liveAt', (line) => listTime(line.liveAt)],
  ],
})
