import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { colon, comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { SideList } from '#web/kit/SideList.tsx'
import { useUrlState } from '#web/url.ts'
import { createClass, editClass, type AttributeDefinition, type CiClass } from '../class-contract.ts'
import { attributeKinds } from '../words.ts'
import { tree, useCatalogue } from './parts.tsx'
import { TypesPanel } from './TypesPanel.tsx'

/** Administration: the tree of classes at the left, the chosen one with its attributes at the right. */
export function ClassesPage() {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const [url, setUrl] = useUrlState()
  const [adding, setAdding] = useState(false)
  const chosen = catalogue.classes.find((one) => one.id === url['at']) ?? catalogue.classes[0]
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.classes')}
        sub={t('ui.class.help')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('ui.class.add')}
          </Button>
        }
      />
      <SideList
        label={t('ui.page.classes')}
        items={tree(catalogue.classes).map(({ one, depth }) => ({
          id: one.id,
          name: `${'　'.repeat(depth)}${catalogue.nameOf(one)}`,
        }))}
        chosen={chosen?.id}
        onChoose={(at) => setUrl({ at })}
      >
        {chosen ? <ClassPanel key={`${chosen.id} ${chosen.version}`} cls={chosen} /> : null}
      </SideList>
      <TypesPanel />
      {adding ? (
        <AddDialog
          parentId={chosen?.id ?? null}
          onMade={(at) => setUrl({ at })}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}

function AddDialog({
  parentId,
  onMade,
  onClose,
}: {
  parentId: string | null
  onMade: (id: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const create = useMove(createClass, {
    done: t('ui.edit.done'),
    onProblem: () => true,
    onDone: (made) => onMade(made.id),
  })
  return (
    <FormDialog
      title={t('ui.class.add')}
      fields={[
        { name: 'name', label: t('ui.class.name'), type: 'text', max: 50, required: true, autoFocus: true },
        { name: 'nameEn', label: t('ui.class.nameEn'), type: 'text', max: 80, required: true },
        {
          name: 'key',
          label: t('ui.class.key'),
          hint: t('ui.class.keyHint'),
          type: 'text',
          max: 40,
          required: true,
        },
        {
          name: 'parentId',
          label: t('ui.class.parent'),
          type: 'select',
          options: catalogue.classOptions(false).map((one) => ({ ...one, disabled: false })),
        },
      ]}
      initial={{ parentId }}
      onSubmit={(values) =>
        create.mutateAsync(values as { name: string; nameEn: string; key: string; parentId?: string })
      }
      onClose={onClose}
    />
  )
}

function ClassPanel({ cls }: { cls: CiClass }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const [draft, setDraft] = useState({ ...cls })
  const save = useMove(editClass, { done: t('ui.edit.done') })
  const inherited = catalogue
    .line(cls.id)
    .slice(0, -1)
    .flatMap((one) => one.attributes)
  const set = (patch: Partial<CiClass>) => setDraft({ ...draft, ...patch })
  const setAttribute = (i: number, patch: Partial<AttributeDefinition>) =>
    set({ attributes: draft.attributes.map((one, k) => (k === i ? { ...one, ...patch } : one)) })
  const { name, nameEn, abstract, active, attributes, staleAfterDays } = draft
  const send = () =>
    save.mutate({
      ...{ id: cls.id, version: cls.version, name, nameEn, abstract, active, staleAfterDays },
      attributes: attributes.map(tidy),
    })
  return (
    <Panel
      title={`${catalogue.nameOf(cls)} · ${cls.key}`}
      actions={
        <Button type="primary" size="small" loading={save.isPending} onClick={send}>
          {t('ui.save')}
        </Button>
      }
    >
      <div className="zy-ci-row">
        <Input
          value={name}
          aria-label={t('ui.class.name')}
          onChange={(e) => set({ name: e.target.value })}
          style={{ width: 160 }}
        />
        <Input
          value={nameEn}
          aria-label={t('ui.class.nameEn')}
          onChange={(e) => set({ nameEn: e.target.value })}
          style={{ width: 180 }}
        />
        <Checkbox checked={abstract} onChange={(e) => set({ abstract: e.target.checked })}>
          {t('ui.class.abstract')}
        </Checkbox>
        <Checkbox checked={active} onChange={(e) => set({ active: e.target.checked })}>
          {t('ui.class.active')}
        </Checkbox>
        <InputNumber
          min={1}
          max={3650}
          value={staleAfterDays}
          onChange={(value) => set({ staleAfterDays: value })}
          placeholder={t('ui.class.stale')}
          aria-label={t('ui.class.stale')}
          suffix={t('ui.class.days')}
          style={{ width: 200 }}
        />
      </div>
      {inherited.length > 0 ? (
        <p className="zy-ci-dim">
          {t('ui.class.inherited')}
          {colon()}
          {inherited.map(catalogue.nameOf).join(comma())}
        </p>
      ) : null}
      <strong>{t('ui.class.own')}</strong>
      {attributes.map((def, i) => (
        <AttributeRow
          key={i}
          def={def}
          onChange={(patch) => setAttribute(i, patch)}
          onRemove={() => set({ attributes: attributes.filter((_, k) => k !== i) })}
        />
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() =>
          set({
            attributes: [
              ...attributes,
              {
                ...{ key: '', name: '', nameEn: '', kind: 'text', many: false },
                ...{ required: false, searchable: false, identifies: false },
              },
            ],
          })
        }
      >
        {t('ui.class.addAttribute')}
      </Button>
    </Panel>
  )
}

/** As the contract wants it: a unit only for numbers, options only for codes. */
function tidy({ unit, options, ...def }: AttributeDefinition): AttributeDefinition {
  return {
    ...def,
    ...(def.kind === 'number' && unit ? { unit } : {}),
    ...(def.kind === 'code' ? { options: options ?? [] } : {}),
  }
}

const flags = ['many', 'required', 'searchable', 'identifies'] as const

function AttributeRow({
  def,
  onChange,
  onRemove,
}: {
  def: AttributeDefinition
  onChange: (patch: Partial<AttributeDefinition>) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('ci')
  const field = (key: 'name' | 'nameEn' | 'key' | 'unit', width: number) => (
    <Input
      size="small"
      value={def[key] ?? ''}
      placeholder={t(`ui.class.${key}`)}
      aria-label={t(`ui.class.${key}`)}
      onChange={(e) => onChange({ [key]: e.target.value })}
      style={{ width }}
    />
  )
  return (
    <div className="zy-ci-row">
      {field('name', 120)}
      {field('nameEn', 140)}
      {field('key', 120)}
      <Select
        size="small"
        value={def.kind}
        aria-label={t('ui.class.kind')}
        options={attributeKinds.map((value) => ({ value, label: t(`ui.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
        style={{ width: 110 }}
      />
      {def.kind === 'number' ? field('unit', 80) : null}
      {def.kind === 'code' ? (
        <Input
          size="small"
          defaultValue={(def.options ?? []).map((o) => `${o.value}=${o.name}/${o.nameEn}`).join('；')}
          placeholder={t('ui.class.optionsHint')}
          aria-label={t('ui.class.options')}
          onChange={(e) => onChange({ options: readOptions(e.target.value) })}
          style={{ width: 260 }}
        />
      ) : null}
      {flags.map((flag) => (
        <Checkbox key={flag} checked={def[flag]} onChange={(e) => onChange({ [flag]: e.target.checked })}>
          {t(`ui.class.${flag}`)}
        </Checkbox>
      ))}
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={`${t('ui.remove')} ${def.name}`}
        onClick={onRemove}
      />
    </div>
  )
}

/** `a=甲/Alpha；b=乙/Beta` */
function readOptions(text: string): NonNullable<AttributeDefinition['options']> {
  return text
    .split(/[；;]/)
    .map((one) => /^\s*([^=]+)=([^/]+)(?:\/(.+))?$/.exec(one))
    .flatMap((m) => (m ? [{ value: m[1]!.trim(), name: m[2]!.trim(), nameEn: (m[3] ?? m[2]!).trim() }] : []))
}
