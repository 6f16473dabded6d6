import type { CountedTargets } from '../lib/counted-targets.ts'

export type Kind = 'http' | 'tcp'

/** So many checks of one kind, each done once in an interval. */
export interface Load {
  kind: Kind
  checks: number
  intervalSeconds: number
  targets: CountedTargets
  /** of this load alone, empty; removed by whoever made it */
  folder: string
}

/** Something at work on a load. */
export interface Running {
  /** processes whose trees are all that it consists of */
  pids: readonly number[]
  /** what it last said, for the case that it goes wrong */
  said: () => string
  /** begins to watch how late checks start; the call that it returns ends that: the 99th percentile in milliseconds */
  watchDelay?: () => Promise<() => Promise<number>>
  stop: () => Promise<void>
}

/** What can check targets again and again. */
export interface Contender {
  /** as results name it, with its version */
  name: string
  start: (load: Load) => Promise<Running>
  /** gives back what all loads share */
  end: () => Promise<void>
}
