import type { SwapState } from './words.ts'

export type SwapMove = 'accept' | 'decline' | 'withdraw' | 'approve' | 'refuse'

/** asked → agreed (by the other) → approved (by the leader, which carries it out). */
const moves: Readonly<Record<SwapMove, { from: readonly SwapState[]; to: SwapState }>> = {
  accept: { from: ['asked'], to: 'agreed' },
  decline: { from: ['asked'], to: 'declined' },
  withdraw: { from: ['asked', 'agreed'], to: 'withdrawn' },
  approve: { from: ['agreed'], to: 'approved' },
  refuse: { from: ['asked', 'agreed'], to: 'refused' },
}

export interface SwapParty {
  /** asked for it */
  asker: boolean
  /** is the one who was asked, or, where it is open to the team, a member who could stand it */
  other: boolean
  /** approves for the team */
  approver: boolean
}

/**
 * What somebody may do with a swap in a state. Nobody approves what is their own: then another leader or who keeps the rosters does.
 */
export function swapMoves(
  state: SwapState,
  openToAll: boolean,
  { asker, other, approver }: SwapParty,
): SwapMove[] {
  const who: Record<SwapMove, boolean> = {
    accept: other && !asker,
    // one says no for oneself only
    decline: other && !asker && !openToAll,
    withdraw: asker,
    approve: approver && !asker && !other,
    refuse: approver && !asker && (!other || openToAll),
  }
  return (Object.keys(moves) as SwapMove[]).filter((move) => who[move] && moves[move].from.includes(state))
}

export const stateAfter = (move: SwapMove): SwapState => moves[move].to
