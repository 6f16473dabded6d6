import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Problem } from '../inventory-contract.ts'

/** What went wrong while a device was read, a line each. */
export function ProblemList({ problems }: { problems: readonly z.output<typeof Problem>[] }) {
  const { t } = useTranslation('discovery')
  if (problems.length === 0) return <>—</>
  return (
    <ul style={{ margin: 0, paddingInlineStart: 16 }}>
      {problems.slice(0, 10).map(({ code, table }) => (
        <li key={`${code} ${table}`}>{t(`problem.${code}`, { table })}</li>
      ))}
    </ul>
  )
}
