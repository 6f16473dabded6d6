/** Stored alerts as changes, for looking at them again without anything having come. Pure. */
import type { Change } from './fold.ts'
import type { ReleasedRow } from './store/silenced.ts'

function changeOf(row: ReleasedRow): Omit<Change, 'fired' | 'began' | 'ended'> {
  const { id, status, ticketId, startsAt, severity, changes, quiet, beganAt } = row
  return {
    ...row,
    receivedAt: row.lastAt,
    known: { id, status, ticketId, startsAt, severity, changes, quiet, beganAt, answerBy: null },
    // counted when it came
    count: 0,
    flips: [],
  }
}

/** It fires, and nothing keeps it quiet any more. */
export function beganAnew(row: ReleasedRow): Change {
  const change = changeOf(row)
  // as if it had not fired: something else may keep it quiet in turn
  return {
    ...change,
    known: { ...change.known!, status: 'resolved' },
    fired: true,
    began: true,
    ended: false,
  }
}

/** It is over, though its source has not said so; or what its source said is told only now. */
export function endedNow(row: ReleasedRow, at: Date | null): Change {
  const change = changeOf(row)
  return {
    ...change,
    known: { ...change.known!, status: 'firing' },
    status: 'resolved',
    endsAt: row.endsAt ?? at,
    fired: false,
    began: false,
    ended: true,
    flips: row.status === 'firing' && at ? [at] : [],
  }
}
