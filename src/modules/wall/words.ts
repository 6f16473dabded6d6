/** The words of the wall screen. Pure; shared with the browser. */

/** How an information system does, the worst first. `unwatched`: no check says anything of it. */
export const healths = ['down', 'degraded', 'unwatched', 'ok'] as const
export type Health = (typeof healths)[number]
