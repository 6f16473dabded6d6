/** With whom a thing of one's own is shared: nobody, a support group, an org and all below it. */
export const shares = ['personal', 'group', 'org'] as const
export type Share = (typeof shares)[number]
