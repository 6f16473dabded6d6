import { Alert, Button, Input } from 'antd'
import { DeleteOutlined, EditOutlined, LeftOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, Problem } from '#web/api.ts'
import { invalidate, useExplain } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { askRequest } from '../../contract.ts'
import { useName } from '../parts/tags.tsx'
import { useBasket } from './basket.ts'
import '../request.css'

/** Several items that go with one number: looked through, described together, sent. */
export function BasketPage() {
  const { t } = useTranslation('request')
  const name = useName()
  const basket = useBasket()
  const [description, setDescription] = useState('')
  const sending = useSending(description)
  return (
    <div className="zy-req-portal">
      <Link to="/portal/catalogue" className="zy-req-back">
        <LeftOutlined aria-hidden="true" /> {t('ui.portal.title')}
      </Link>
      <PageHeader title={t('ui.basket.title')} sub={t('ui.basket.sub')} />
      {basket.lines.length === 0 ? (
        <EmptyState
          title={t('ui.basket.empty')}
          hint={<Link to="/portal/catalogue">{t('ui.portal.title')}</Link>}
        />
      ) : (
        <>
          <ol className="zy-req-basket">
            {basket.lines.map((line, n) => (
              <li key={line.key} className={sending.wrong.includes(n) ? 'zy-req-wrong' : ''}>
                <b>{name(line)}</b>
                <span>
                  <Link
                    to="/portal/catalogue/$id"
                    params={{ id: line.itemId }}
                    search={{ line: line.key } as never}
                  >
                    <Button icon={<EditOutlined />} tabIndex={-1}>
                      {t('ui.basket.edit')}
                    </Button>
                  </Link>
                  <Button
                    icon={<DeleteOutlined />}
                    aria-label={t('ui.basket.remove', { name: name(line) })}
                    onClick={() => basket.remove(line.key)}
                  />
                </span>
              </li>
            ))}
          </ol>
          <label className="zy-req-label">
            {t('ui.basket.why')}
            <Input.TextArea
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              autoSize={{ minRows: 2, maxRows: 8 }}
              maxLength={5000}
            />
          </label>
          {sending.trouble ? <Alert type="error" showIcon role="alert" title={sending.trouble} /> : null}
          <Button type="primary" size="large" block loading={sending.busy} onClick={sending.send}>
            {t('ui.basket.send', { n: basket.lines.length })}
          </Button>
        </>
      )}
    </div>
  )
}

/** Sends the basket; sent again with the same content it is the same request. */
function useSending(description: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const explain = useExplain()
  const basket = useBasket()
  const asking = useMutation({
    mutationFn: () =>
      call(
        askRequest,
        {
          description: description.trim(),
          lines: basket.lines.map(({ itemId, itemNo, answers }) => ({ itemId, itemNo, answers })),
        },
        { idempotencyKey: `${basket.key}:${description.trim().length}` },
      ),
    onSuccess: async (made) => {
      basket.clear()
      await navigate({ to: '/portal/requests/$id', params: { id: made.id }, search: { sent: '1' } as never })
      await invalidate(client, 'request')
    },
  })
  const { error } = asking
  const fields = error instanceof Problem ? error.errors.map((one) => one.field) : []
  return {
    send: () => asking.mutate(),
    busy: asking.isPending,
    trouble: error ? explain(error) : null,
    wrong: fields.flatMap((field) => /^lines\.(\d+)/.exec(field)?.[1] ?? []).map(Number),
  }
}
