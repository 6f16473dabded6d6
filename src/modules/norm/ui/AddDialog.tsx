import { Button, Input, Select } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { addNorm } from '../contract.ts'
import { kinds, types } from '../words.ts'

interface Article {
  number: string
  gist: string
  evidence: string
  type: (typeof types)[number]
}
const fresh: Article = { number: '', gist: '', evidence: '', type: 'process' }

/** A norm by form; its clauses are numbered by their place. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('norm')
  const add = useMove(addNorm, { done: t('ui.library.taken'), onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.library.add')}
      width={860}
      fields={[
        {
          name: 'norm',
          type: 'text',
          label: t('ui.library.code'),
          hint: t('ui.library.codeHint'),
          required: true,
          half: true,
          max: 60,
          autoFocus: true,
        },
        {
          name: 'kind',
          type: 'select',
          label: t('ui.library.kind'),
          half: true,
          options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        },
        {
          name: 'title.zh',
          type: 'text',
          label: t('ui.library.title'),
          required: true,
          half: true,
          max: 200,
        },
        { name: 'title.en', type: 'text', label: t('ui.library.titleEn'), half: true, max: 300 },
        {
          name: 'articles',
          type: 'custom',
          label: t('ui.library.articles'),
          render: ({ value, onChange }) => (
            <Articles value={(value as Article[] | undefined) ?? []} onChange={(next) => onChange?.(next)} />
          ),
        },
      ]}
      initial={{ kind: 'regulation', articles: [fresh] }}
      onClose={onClose}
      onSubmit={({ articles, ...values }) =>
        add.mutateAsync({
          ...values,
          articles: (articles as Article[]).map((one, i) => ({
            id: `${String(values['norm'])}/${i + 1}`,
            number: one.number,
            gist: { zh: one.gist },
            type: one.type,
            capability: 'other',
            evidence: one.evidence.trim() === '' ? null : { zh: one.evidence },
          })),
        } as unknown as CallInput<typeof addNorm>)
      }
    />
  )
}

function Articles({ value, onChange }: { value: Article[]; onChange: (next: Article[]) => void }) {
  const { t } = useTranslation('norm')
  const set = (at: number, patch: Partial<Article>) =>
    onChange(value.map((one, i) => (i === at ? { ...one, ...patch } : one)))
  return (
    <div className="zy-norm-articles">
      {value.map((one, i) => (
        <div key={i} className="zy-norm-article">
          <Input
            value={one.number}
            maxLength={60}
            aria-label={`${t('ui.library.number')} ${i + 1}`}
            placeholder={t('ui.library.number')}
            onChange={(event) => set(i, { number: event.target.value })}
          />
          <Select
            value={one.type}
            aria-label={`${t('ui.library.type')} ${i + 1}`}
            onChange={(type) => set(i, { type })}
            options={types.map((type) => ({ value: type, label: t(`type.${type}`) }))}
          />
          <span>
            <Input.TextArea
              value={one.gist}
              maxLength={1000}
              autoSize
              aria-label={`${t('ui.library.gist')} ${i + 1}`}
              placeholder={t('ui.library.gist')}
              onChange={(event) => set(i, { gist: event.target.value })}
            />
            <Input
              value={one.evidence}
              maxLength={1000}
              aria-label={`${t('ui.library.evidence')} ${i + 1}`}
              placeholder={t('ui.library.evidence')}
              onChange={(event) => set(i, { evidence: event.target.value })}
            />
          </span>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('ui.library.remove', { n: i + 1 })}
            disabled={value.length === 1}
            onClick={() => onChange(value.filter((_one, at) => at !== i))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange([...value, fresh])}>
        {t('ui.library.addArticle')}
      </Button>
    </div>
  )
}
