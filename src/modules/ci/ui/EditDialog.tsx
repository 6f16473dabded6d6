import { useNavigate } from '@tanstack/react-router'
import { Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { groupSource, orgSource, personSource } from '#web/kit/sources.ts'
import type { AttributeDefinition } from '../class-contract.ts'
import { createCi, editCi, type Ci } from '../contract.ts'
import { lifecycles } from '../words.ts'
import { useCatalogue } from './parts.tsx'

/** Registers an item: its class first, which says what there is to fill in. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('ci')
  const navigate = useNavigate()
  const catalogue = useCatalogue()
  const [classId, setClassId] = useState<string | null>(null)
  const create = useMove(createCi, {
    done: t('ui.create.done'),
    onProblem: () => true,
    onDone: (made) => void navigate({ to: '/cis/$id' as never, params: { id: made.id } as never }),
  })
  const shared = useSharedFields()
  const choice = (
    <>
      <div id="ci-class-of-new">{t('ui.field.class')}</div>
      <Select
        value={classId}
        onChange={setClassId}
        options={catalogue.classOptions(true)}
        showSearch={{ optionFilterProp: 'label' }}
        aria-labelledby="ci-class-of-new"
        placeholder={t('ui.create.class')}
        style={{ width: '100%', margin: '4px 0 12px' }}
      />
    </>
  )
  // without a class there is nothing to fill in
  if (!classId)
    return (
      <Modal open title={t('ui.create.title')} onCancel={onClose} footer={null} width={720}>
        {choice}
      </Modal>
    )
  return (
    <FormDialog
      key={classId}
      title={t('ui.create.title')}
      width={720}
      above={choice}
      fields={[...shared, ...attributeFields(catalogue.definitions(classId), catalogue.nameOf)]}
      initial={{ lifecycle: 'in-use' }}
      onSubmit={(values) => create.mutateAsync({ ...values, classId } as CallInput<typeof createCi>)}
      onClose={onClose}
    />
  )
}

/** Changes an item; emptied inputs take values away. */
export function EditDialog({ ci, onClose }: { ci: Ci; onClose: () => void }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const edit = useMove(editCi, { done: t('ui.edit.done'), onProblem: () => true })
  const definitions = catalogue.definitions(ci.classId)
  const initial = {
    ...{ code: ci.code, name: ci.name, location: ci.location, description: ci.description },
    ...{ lifecycle: ci.lifecycle, orgId: ci.org.id, ownerId: ci.owner?.id, groupId: ci.group?.id },
    attributes: ci.attributes,
  }
  return (
    <FormDialog
      title={t('ui.edit.title')}
      width={720}
      fields={[...useSharedFields(ci), ...attributeFields(definitions, catalogue.nameOf)]}
      initial={initial as FormValues}
      onSubmit={(values) => {
        const emptied = Object.fromEntries(definitions.map((def) => [def.key, null]))
        return edit.mutateAsync({
          ...{ ownerId: null, groupId: null, location: '', description: '' },
          ...values,
          attributes: { ...emptied, ...(values['attributes'] as object | undefined) },
          id: ci.id,
          version: ci.version,
        } as CallInput<typeof editCi>)
      }}
      onClose={onClose}
    />
  )
}

function useSharedFields(ci?: Ci): FormField[] {
  const { t } = useTranslation('ci')
  const label = (name: string | undefined) => (name ? { valueLabel: name } : {})
  return [
    { name: 'name', label: t('ui.field.name'), type: 'text', required: true, half: true, autoFocus: true },
    { name: 'code', label: t('ui.field.code'), type: 'text', max: 80, required: true, half: true },
    {
      ...{ name: 'orgId', label: t('ui.field.orgId'), type: 'remote', source: orgSource, required: true },
      ...{ half: true, ...label(ci?.org.name) },
    },
    {
      ...{ name: 'groupId', label: t('ui.field.groupId'), type: 'remote', source: groupSource, half: true },
      ...label(ci?.group?.name),
    },
    {
      ...{ name: 'ownerId', label: t('ui.field.ownerId'), type: 'remote', source: personSource, half: true },
      ...label(ci?.owner?.name),
    },
    {
      name: 'lifecycle',
      label: t('ui.field.lifecycle'),
      type: 'select',
      required: true,
      half: true,
      options: lifecycles
        .filter((one) => one !== 'retired')
        .map((value) => ({ value, label: t(`ui.stage.${value}`) })),
    },
    { name: 'location', label: t('ui.field.location'), type: 'text', half: true },
    { name: 'description', label: t('ui.field.description'), type: 'longtext', max: 4000, rows: 2 },
  ]
}

/** One input per attribute of the class. */
function attributeFields(
  definitions: readonly AttributeDefinition[],
  nameOf: (one: { name: string; nameEn: string }) => string,
): FormField[] {
  return definitions.map((def): FormField => {
    const common = { name: `attributes.${def.key}`, label: nameOf(def), half: true }
    if (def.many)
      return { ...common, type: 'custom', render: (bound) => <Many {...bound} def={def} nameOf={nameOf} /> }
    switch (def.kind) {
      case 'number':
        return { ...common, type: 'number', ...(def.unit ? { unit: def.unit } : {}) }
      case 'date':
        return { ...common, type: 'date' }
      case 'boolean':
        return { ...common, type: 'switch' }
      case 'code':
        return { ...common, type: 'select', options: optionsOf(def, nameOf) }
      case 'person':
      case 'org':
        return { ...common, type: 'remote', source: def.kind === 'org' ? orgSource : personSource }
      default:
        return { ...common, type: 'text', max: 2000 }
    }
  })
}

function optionsOf(def: AttributeDefinition, nameOf: (one: { name: string; nameEn: string }) => string) {
  return (def.options ?? []).map((one) => ({ value: one.value, label: nameOf(one) }))
}

/** Several values: chosen from options, or typed and ended by Enter or a comma. */
function Many({
  value,
  onChange,
  id,
  def,
  nameOf,
}: {
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
  def: AttributeDefinition
  nameOf: (one: { name: string; nameEn: string }) => string
}) {
  return (
    <Select
      {...(id ? { id } : {})}
      mode={def.kind === 'code' ? 'multiple' : 'tags'}
      {...(def.kind === 'code' ? { options: optionsOf(def, nameOf) } : { open: false, suffixIcon: null })}
      tokenSeparators={['，', ',', ' ', '；', ';']}
      value={(value as string[] | undefined) ?? []}
      {...(onChange ? { onChange } : {})}
      style={{ width: '100%' }}
    />
  )
}
