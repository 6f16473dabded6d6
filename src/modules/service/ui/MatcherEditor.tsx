import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Matcher } from '../contract.ts'
import './service.css'

export type MatcherSets = Matcher[][]

/** Sets of label conditions: all of a set, any of the sets. */
export function MatcherEditor({
  value,
  onChange,
}: {
  value: MatcherSets
  onChange: (sets: MatcherSets) => void
}) {
  const { t } = useTranslation('service')
  const setAt = (i: number, set: Matcher[]) =>
    onChange(set.length > 0 ? value.with(i, set) : value.filter((_, at) => at !== i))
  const empty: Matcher = { label: '', value: '', regex: false }
  return (
    <div className="service-matchers">
      {value.map((set, i) => (
        <fieldset key={i}>
          <legend>{t('matcher.set', { n: i + 1 })}</legend>
          {set.map((m, j) => {
            const change = (part: Partial<Matcher>) => setAt(i, set.with(j, { ...m, ...part }))
            return (
              <div key={j} className="service-matcher">
                <Input
                  value={m.label}
                  placeholder={t('matcher.label')}
                  aria-label={t('matcher.label')}
                  maxLength={100}
                  onChange={(e) => change({ label: e.target.value.trim() })}
                />
                <Select
                  value={m.regex ? 'regex' : 'equals'}
                  aria-label={`${t('matcher.equals')} / ${t('matcher.regex')}`}
                  options={[
                    { value: 'equals', label: t('matcher.equals') },
                    { value: 'regex', label: t('matcher.regex') },
                  ]}
                  onChange={(how) => change({ regex: how === 'regex' })}
                />
                <Input
                  value={m.value}
                  placeholder={t('matcher.value')}
                  aria-label={t('matcher.value')}
                  maxLength={200}
                  onChange={(e) => change({ value: e.target.value })}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('matcher.remove')}
                  onClick={() =>
                    setAt(
                      i,
                      set.filter((_, at) => at !== j),
                    )
                  }
                />
              </div>
            )
          })}
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAt(i, [...set, empty])}>
            {t('matcher.addMatcher')}
          </Button>
        </fieldset>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...value, [empty]])}>
        {t('matcher.addSet')}
      </Button>
    </div>
  )
}
