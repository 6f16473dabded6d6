import type { RecordTitles } from '#kernel/evidence/index.ts'
import { ticketTitles } from '#modules/ticket/index.ts'

/** A fault report is called as the incident that it is about. */
export const recordTitles: readonly RecordTitles[] = [{ pages: ['/fault-reports/'], titles: ticketTitles }]
