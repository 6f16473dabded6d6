import assert from 'node:assert/strict'
import { benchKill } from '../bench/kill.ts'
import type { Check } from './run.ts'

const kills = 6

/**
 * A server and a PostgreSQL of their own are killed while they work; `npm run bench -- kill` does it fifty times, and
 * holds the time until it is ready again against its bar: that is for a quiet machine.
 */
const survive: Check['run'] = async (_zhengyun, passed) => {
  const result = await benchKill({ kills, say: () => undefined })
  assert.deepEqual(result.faults, [])
  assert.ok(result.clockSteps > 0, 'no step of a clock fired')
  passed(
    `${kills} times kill -9: ${result.acknowledged} creations, ${result.moves} moves, ${result.clockSteps} steps kept`,
  )
  passed(`ready again within ${(result.slowestMs / 1000).toFixed(1)} s`)
}

export const checks: Check[] = [{ name: 'kill', run: survive }]
