/** From taking up the work to the answer of the person affected. */
import { listNotifications } from '#kernel/notify/contract.ts'
import { addComment, addWorkLog } from '#modules/incident/story-contract.ts'
import { resolveIncident, resumeIncident, startIncident, takeIncident } from '#modules/incident/contract.ts'
import { answerSurvey, listSurveys } from '#modules/satisfaction/contract.ts'
import type { StoryStep } from '../contract.ts'
import { beat, incidentNow, onCurrent, stationAlert, until, type Scene, type Step } from '../scene.ts'

/** The engineer takes it up: the response clock has met its target. */
export const work: Step = async (scene, note) => {
  const { engineer, logins } = scene.cast
  await onCurrent(scene, async ({ id, version, owner, state, abilities }) => {
    if (state === 'pending') return engineer.call(resumeIncident, { id, version })
    const mine = owner === null || abilities.includes('start')
    if (state === 'assigned' || state === 'new')
      return mine
        ? engineer.call(startIncident, { id, version })
        : engineer.call(takeIncident, { id, version })
  })
  const incident = await incidentNow(scene)
  await engineer.call(addComment, {
    id: incident.id,
    body: '已确认站点进程退出，正在重新启动服务并核对叫号接口。',
    public: true,
  })
  note({
    facts: {
      owner: incident.owner?.name ?? '',
      response: incident.clocks.find((c) => c.metric === 'response')?.state ?? '',
    },
    links: [{ key: 'incident', to: `/incidents/${incident.id}`, as: logins.engineer }],
  })
  await beat(scene, 2)
}

/** The web server runs again; the prober sees it and resolves the alert, which puts the incident into observation. */
export const restore: Step = async (scene, note) => {
  const since = scene.prober.firingSince
  await scene.street.start()
  await until(scene, 'resolved alert', async () => {
    const resolved = scene.prober.firingSince === null && (await stationAlert(scene))?.status === 'resolved'
    return resolved || undefined
  })
  const incident = await until(scene, 'observation', async () => {
    const now = await incidentNow(scene)
    return now.state === 'in-progress' || now.state === 'assigned' ? undefined : now
  })
  note({
    facts: {
      seconds: since ? Math.round((Date.now() - since.getTime()) / 1000) : 0,
      state: incident.state,
      hold: incident.holdReason ?? '',
    },
    links: [{ key: 'alerts', to: '/alerts', as: scene.cast.logins.engineer }],
  })
  await beat(scene, 2)
}

/** What was done goes into the record; everybody affected is told and asked to rate it. */
export const resolve: Step = async (scene, note) => {
  const { engineer, logins } = scene.cast
  const solution = '重新启动站点服务，叫号与办件功能逐项验证正常，观察期内无异常。'
  const incident = await onCurrent(scene, async ({ id, version, state }) => {
    if (state === 'resolved' || state === 'closed') return
    await engineer.call(resolveIncident, { id, version, resolution: solution, code: 'fixed' })
  })
  await engineer.call(addWorkLog, { id: incident.id, minutes: 5, note: '重启并验证站点服务' })
  await mySurvey(scene)
  note({
    facts: {
      number: incident.number,
      affected: incident.affectedCount,
      restore: incident.clocks.find((c) => c.metric === 'restore')?.state ?? '',
    },
    lines: { 'zh-CN': await told(scene, 'zh-CN'), en: await told(scene, 'en') },
    links: [
      { key: 'portal', to: `/portal/incidents/${incident.id}`, as: logins.requester },
      { key: 'incident', to: `/incidents/${incident.id}`, as: logins.engineer },
    ],
  })
  await beat(scene, 2)
}

/** The last notifications of the requester about this run, newest first. */
async function told(scene: Scene, language: keyof NonNullable<StoryStep['lines']>): Promise<string[]> {
  const survey = await mySurvey(scene)
  const about = [scene.incidentId, survey.id]
  const { items } = await scene.cast.requester.call(listNotifications, { limit: 20 }, language)
  return items
    .filter((one) => about.includes(one.entityId))
    .slice(0, 3)
    .map((one) => one.text)
}

/** What the requester is asked about this incident; asking is a reaction, which takes its moment. */
async function mySurvey(scene: Scene): Promise<{ id: string; state: string }> {
  return until(scene, 'survey', async () => {
    const { items } = await scene.cast.requester.call(listSurveys, { limit: 50 })
    return items.find((s) => s.ticketId === scene.incidentId && s.state !== 'cancelled')
  })
}

/** The person affected rates it; all have answered and nobody is unhappy, so the incident is closed. */
export const rate: Step = async (scene, note) => {
  const { requester, logins } = scene.cast
  const survey = await mySurvey(scene)
  const remark = '恢复得很快，进展随时都能看到。'
  const links: StoryStep['links'] = [{ key: 'survey', to: `/surveys/${survey.id}`, as: logins.requester }]
  if (survey.state === 'asked')
    await requester.call(answerSurvey, {
      id: survey.id,
      answer: 'very-satisfied',
      reasons: ['restore-time', 'communication'],
      remark,
    })
  note({ facts: { answer: 'very-satisfied', remark }, links })
  await until(scene, 'closed incident', async () =>
    (await incidentNow(scene)).state === 'closed' ? true : undefined,
  )
  note({ facts: { answer: 'very-satisfied', remark, closed: true } })
  await beat(scene, 2)
}
