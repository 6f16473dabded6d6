import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { call } from '#web/api.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import {
  createAssetClass,
  editAssetClass,
  getAssetClass,
  lookupAssetClasses,
  type AssetClassRecord,
} from '../contract.ts'
import { families } from '../words.ts'

const option = (one: { id: string; code: string; name: string; trail: string[] }) => ({
  value: one.id,
  label: `${one.code} ${one.name}`,
  detail: one.trail.join(' / '),
})

const classSource: RemoteSource = {
  name: 'asset-class',
  search: async (q, signal) =>
    (await call(lookupAssetClasses, q ? { q } : {}, { signal })).items.map((one) => option(one)),
  byId: async (id, signal) => option(await call(getAssetClass, { id }, { signal })),
}

/** Makes a class (below `parent`, where the page stands) or changes one. */
export function ClassForm(props: {
  one: AssetClassRecord | null
  parent: AssetClassRecord | null
  onClose: () => void
}) {
  const { one, parent, onClose } = props
  const { t } = useTranslation('asset-class')
  const options = { done: t('page.saved'), onProblem: () => true }
  const create = useMove(createAssetClass, options)
  const edit = useMove(editAssetClass, options)
  const data = [
    { value: 'above', label: t('field.asAbove') },
    { value: 'yes', label: t('field.yes') },
    { value: 'no', label: t('field.no') },
  ]
  const fields: FormField[] = [
    {
      type: 'text',
      name: 'code',
      label: t('field.code'),
      required: true,
      half: true,
      max: 30,
      hint: t('field.codeHint'),
      when: () => one === null,
    },
    {
      type: 'text',
      name: 'name',
      label: t('field.name'),
      required: true,
      max: 200,
      ...(one?.doubtful ? { hint: t('page.doubtfulHint') } : {}),
    },
    {
      type: 'remote',
      name: 'parentId',
      label: t('field.parent'),
      source: classSource,
      when: () => one === null || one.parentId !== null,
      ...(parent && !one ? { valueLabel: `${parent.code} ${parent.name}` } : {}),
    },
    {
      type: 'select',
      name: 'family',
      label: t('field.family'),
      half: true,
      options: families.map((value) => ({ value, label: t(`family.${value}`) })),
      when: (values) => one === null && !values['parentId'],
    },
    { type: 'text', name: 'gbt14885', label: t('field.gbt14885'), half: true, max: 15 },
    {
      type: 'number',
      name: 'serviceYears',
      label: t('field.serviceYears'),
      hint: t('field.serviceYearsHint'),
      half: true,
      min: 1,
      max: 70,
      unit: t('unit.years'),
    },
    {
      type: 'radio',
      name: 'holdsData',
      label: t('field.holdsData'),
      hint: t('field.holdsDataHint'),
      half: true,
      options: data,
    },
    { type: 'longtext', name: 'description', label: t('field.description'), max: 2000, rows: 2 },
    {
      type: 'switch',
      name: 'checked',
      label: t('field.checked'),
      half: true,
      when: () => one?.doubtful === true,
    },
    { type: 'switch', name: 'active', label: t('field.active'), half: true, when: () => one !== null },
  ]
  const send = ({ code, parentId, family, active, checked, holdsData, gbt14885, ...rest }: FormValues) => {
    const values = {
      ...rest,
      description: rest['description'] ?? '',
      serviceYears: rest['serviceYears'] ?? null,
      gbt14885: gbt14885 || null,
      holdsData: holdsData === 'above' ? null : holdsData === 'yes',
    }
    if (!one)
      return create.mutateAsync({ ...values, code, ...(parentId ? { parentId } : { family }) } as CallInput<
        typeof createAssetClass
      >)
    return edit.mutateAsync({
      ...values,
      active,
      ...(checked ? { doubtful: false } : {}),
      ...(parentId ? { parentId } : {}),
      id: one.id,
      version: one.version,
    } as CallInput<typeof editAssetClass>)
  }
  const initial = one
    ? { ...one, holdsData: one.holdsData === null ? 'above' : one.holdsData ? 'yes' : 'no', checked: false }
    : { parentId: parent?.id, holdsData: 'above', family: 'physical' }
  return (
    <FormDialog
      title={one ? `${t('page.edit')} ${one.code}` : t('page.create')}
      width={680}
      fields={fields}
      initial={pick(initial, fields)}
      onSubmit={send}
      onClose={onClose}
    />
  )
}

/** What the form has fields for: nothing else is sent. */
function pick(values: object, fields: readonly FormField[]): FormValues {
  const names = new Set(fields.map((field) => field.name))
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => names.has(key) && value !== undefined),
  )
}
