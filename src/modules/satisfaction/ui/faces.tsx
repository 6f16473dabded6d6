import { DislikeOutlined, FrownOutlined, LikeOutlined, MehOutlined, SmileOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import type { Answer } from '../words.ts'

/** Each answer has its hue and its face, and never goes without its word. */
export const faces: Record<Answer, { hue: Hue; icon: ReactNode }> = {
  'very-satisfied': { hue: 'green', icon: <LikeOutlined /> },
  satisfied: { hue: 'green', icon: <SmileOutlined /> },
  'fairly-satisfied': { hue: 'blue', icon: <MehOutlined /> },
  unsatisfied: { hue: 'amber', icon: <FrownOutlined /> },
  'very-unsatisfied': { hue: 'red', icon: <DislikeOutlined /> },
}

export function AnswerTag({ answer }: { answer: Answer | null }) {
  const { t } = useTranslation('satisfaction')
  if (answer === null) return <>—</>
  return (
    <Tag hue={faces[answer].hue} icon={faces[answer].icon}>
      {t(`answer.${answer}`)}
    </Tag>
  )
}
