import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stepKeys, type Story, type StoryStep } from './contract.ts'

/** What outlives the process: the last run. */
export interface Memory {
  state: Story['state']
  run: number
  startedAt: string | null
  endedAt: string | null
  steps: StoryStep[]
  trouble: string | null
  /** since when the prober's alert fires, or null */
  firingSince: string | null
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'demo-story.json')

export function freshSteps(): StoryStep[] {
  return stepKeys.map((key) => ({
    key,
    state: 'waiting',
    startedAt: null,
    endedAt: null,
    facts: {},
    lines: null,
    trail: [],
    links: [],
  }))
}

const nothing = (): Memory => ({
  state: 'never',
  run: 0,
  startedAt: null,
  endedAt: null,
  steps: freshSteps(),
  trouble: null,
  firingSince: null,
})

/**
 * The last run as the process before left it; one that was still running was interrupted, and its open step failed.
 * @throws Error when the file is there and cannot be read
 */
export function recall(dataDir: string): Memory {
  const text = readIfThere(fileOf(dataDir))
  if (text === undefined) return nothing()
  const memory = JSON.parse(text) as Memory
  // of another version, with other steps: its pictures mean nothing here
  if (memory.steps.length !== stepKeys.length || memory.steps.some((s, i) => s.key !== stepKeys[i]))
    return { ...nothing(), run: memory.run, firingSince: memory.firingSince }
  if (memory.state !== 'running') return memory
  const steps = memory.steps.map((s) => (s.state === 'running' ? { ...s, state: 'failed' as const } : s))
  return { ...memory, state: 'interrupted', steps }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Replaces the file as a whole: a kill leaves the old one or the new one. */
export function remember(dataDir: string, memory: Memory): void {
  const file = fileOf(dataDir)
  writeFileSync(`${file}.new`, JSON.stringify(memory), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
