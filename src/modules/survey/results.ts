import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { showable } from './cohort.ts'
import { accessRun, mayCount } from './policy.ts'
import type * as contract from './run-contract.ts'
import { runsBefore, type RunRow } from './store/runs.ts'
import { selectSheets, type SheetRow } from './store/sheets.ts'
import { overall, tally, type Tally } from './tally.ts'

type Results = Output<typeof contract.runResults>
/** How many times before it a survey is compared with. */
const compared = 5

/** Whether an anonymous run has too few answers for any figure. */
const isTooFew = (run: RunRow, sheets: number): boolean => run.anonymous && sheets < run.minGroup

/** Figures of a run as a whole; nothing where there are too few answers. */
export async function totals(
  db: Db,
  run: RunRow,
): Promise<{ sheets: SheetRow[]; tallies: Tally[]; tooFew: boolean }> {
  const sheets = await selectSheets(db, run.id)
  const tooFew = isTooFew(run, sheets.length)
  return {
    sheets,
    tooFew,
    tallies: tooFew
      ? []
      : tally(
          run.questions,
          sheets.map((one) => one.answers),
        ),
  }
}

/** @throws survey.not_found (404), survey.still_open (409): an anonymous one is not counted before it is closed */
export async function runResultsVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Results> {
  const run = await accessRun(db, actor, id, 'survey.read')
  if (!mayCount(run)) throw new AppError('survey.still_open', { status: 409, field: 'state' })
  const { sheets, tallies, tooFew } = await totals(db, run)
  return {
    sheets: sheets.length,
    asked: run.asked,
    tooFew,
    overall: tooFew ? null : overall(tallies),
    questions: tallies,
    ...groupsOf(run, tooFew ? [] : sheets),
    before: await Promise.all((await runsBefore(db, run, compared)).map((one) => earlier(db, one))),
  }
}

/** By org, most answers first; of anonymous runs only orgs that are large enough, see `showable`. */
export function groupsOf(
  run: Pick<RunRow, 'anonymous' | 'minGroup' | 'questions'>,
  sheets: readonly SheetRow[],
): Pick<Results, 'groups' | 'hidden'> {
  const by = new Map<string, { org: { id: string; name: string } | null; of: SheetRow[] }>()
  for (const sheet of sheets) {
    const key = sheet.cohort?.id ?? ''
    const group = by.get(key) ?? { org: sheet.cohort, of: [] }
    group.of.push(sheet)
    by.set(key, group)
  }
  const all = [...by].map(([key, group]) => ({ key, n: group.of.length, ...group }))
  const shown = showable(all, run.anonymous ? run.minGroup : 1)
  const groups = all
    .filter((one) => shown.has(one.key))
    .sort((a, b) => b.n - a.n)
    .map(({ org, of, n }) => ({
      org,
      sheets: n,
      overall: overall(
        tally(
          run.questions,
          of.map((one) => one.answers),
        ),
      ),
    }))
  return { groups, hidden: sheets.length - groups.reduce((sum, one) => sum + one.sheets, 0) }
}

async function earlier(db: Db, run: RunRow): Promise<Results['before'][number]> {
  const { sheets, tallies, tooFew } = await totals(db, run)
  return {
    id: run.id,
    number: run.number,
    closedAt: run.closedAt!,
    asked: run.asked,
    sheets: sheets.length,
    overall: tooFew ? null : overall(tallies),
    questions: tallies.map(({ key, row, n, mean }) => ({ key, row, n, mean })),
  }
}
