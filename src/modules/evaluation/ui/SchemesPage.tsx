import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listSchemes } from '../scheme-contract.ts'
import { digits } from './parts.tsx'

/** Schemes in use and drafts; former editions on demand. */
export function SchemesPage() {
  const { t, i18n } = useTranslation('evaluation')
  const navigate = useNavigate()
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const all = url['all'] === 'true'
  const query = useCall(listSchemes, all ? { all: 'true' } : {})
  const list = plainList({ ...query, data: query.data?.items })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.schemes')}
        sub={t('page.schemesHelp')}
        breadcrumb={[{ label: t('page.list'), to: '/evaluations' }, { label: t('page.schemes') }]}
        actions={
          <>
            <Checkbox
              checked={all}
              onChange={(event) => setUrl({ all: event.target.checked ? 'true' : undefined })}
            >
              {t('schemeState.former')}
            </Checkbox>
            {can('evaluation.manage') ? (
              <Button
                type="primary"
                icon={<PlusOutlined />}
                onClick={() => void navigate({ to: '/evaluation-schemes/new' })}
              >
                {t('page.newScheme')}
              </Button>
            ) : null}
          </>
        }
      />
      <RecordTable
        list={list}
        label={t('page.schemes')}
        onOpen={(row) => void navigate({ to: `/evaluation-schemes/${row.id}` })}
        empty={{ title: t('page.noSchemes') }}
        columns={[
          {
            key: 'name',
            title: t('field.scheme'),
            lead: true,
            render: (row) => (i18n.language === 'en' && row.nameEn ? row.nameEn : row.name),
          },
          {
            key: 'subjectKind',
            title: t('field.subjectKind'),
            width: 120,
            render: (row) => t(`subjectKind.${row.subjectKind}`),
          },
          { key: 'edition', title: t('field.edition'), width: 90, named: true },
          {
            key: 'sum',
            title: t('field.weight'),
            width: 90,
            wide: true,
            render: (row) => digits(row.items.reduce((sum, one) => sum + (one.weight ?? 0), 0)),
          },
          {
            key: 'used',
            title: t('page.list'),
            width: 130,
            wide: true,
            render: (row) => t('used', { n: row.used }),
          },
          {
            key: 'state',
            title: t('field.state'),
            width: 100,
            render: (row) => (
              <Tag hue={row.state === 'current' ? 'green' : row.state === 'draft' ? 'blue' : 'grey'}>
                {t(`schemeState.${row.state}`)}
              </Tag>
            ),
          },
        ]}
      />
    </div>
  )
}
