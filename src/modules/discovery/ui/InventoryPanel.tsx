import { Link } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import type { getDevice } from '../contract.ts'
import { bytesText, speedText } from './parts.tsx'

type DeviceView = CallOutput<typeof getDevice>
const step = 200

/** The tables of an inventory, each in its tab; empty ones are left out. */
export function InventoryPanel({ device }: { device: DeviceView }) {
  const { t } = useTranslation('discovery')
  const { interfaces, addresses, neighbours, modules, storage } = device.inventory
  const nameOf = (index: number | null) =>
    interfaces.find((one) => one.index === index)?.name ?? (index === null ? '—' : String(index))
  const link = (port: string, remotePort: string) =>
    device.links.find((one) => one.port === port && one.remotePort === remotePort)?.device
  const tabs = [
    {
      key: 'interfaces' as const,
      rows: interfaces.length,
      children: (
        <Rows
          rows={interfaces}
          columns={[
            { key: 'name', title: t('field.interface'), width: 190, lead: true },
            { key: 'alias', title: t('field.alias'), cut: true },
            {
              key: 'status',
              title: t('field.status'),
              width: 130,
              render: (row) => [row.admin, row.oper].map((one) => (one ? t(`link.${one}`) : '—')).join(' / '),
            },
            { key: 'speed', title: t('field.speed'), width: 100, render: (row) => speedText(row.speed) },
            { key: 'mac', title: t('field.mac'), width: 150, render: (row) => row.mac ?? '—' },
            { key: 'type', title: t('field.type'), width: 150, wide: true },
          ]}
        />
      ),
    },
    {
      key: 'addresses' as const,
      rows: addresses.length,
      children: (
        <Rows
          rows={addresses}
          columns={[
            {
              key: 'address',
              title: t('field.address'),
              lead: true,
              render: (row) => (row.prefix === null ? row.address : `${row.address}/${row.prefix}`),
            },
            { key: 'interface', title: t('field.interface'), render: (row) => nameOf(row.interfaceIndex) },
          ]}
        />
      ),
    },
    {
      key: 'neighbours' as const,
      rows: neighbours.length,
      children: (
        <Rows
          rows={neighbours}
          columns={[
            { key: 'port', title: t('field.port1'), width: 170 },
            {
              key: 'name',
              title: t('field.neighbour'),
              lead: true,
              render: (row) => {
                const other = link(row.port, row.remotePort)
                const name = row.name || row.chassisId || '—'
                return other ? (
                  <Link to={'/discovery/devices/$id' as never} params={{ id: other.id } as never}>
                    {name}
                  </Link>
                ) : (
                  name
                )
              },
            },
            {
              key: 'remotePort',
              title: t('field.remotePort'),
              render: (row) => row.remotePort || row.remotePortDescription || '—',
            },
            {
              key: 'addresses',
              title: t('field.address'),
              width: 150,
              wide: true,
              render: (row) => row.addresses.join(' ') || '—',
            },
          ]}
        />
      ),
    },
    {
      key: 'modules' as const,
      rows: modules.length,
      children: (
        <Rows
          rows={modules}
          columns={[
            {
              key: 'name',
              title: t('field.name'),
              lead: true,
              render: (row) => row.name || row.description || '—',
            },
            { key: 'class', title: t('field.class'), width: 100, render: (row) => t(`class.${row.class}`) },
            { key: 'model', title: t('field.model'), width: 180, render: (row) => row.model || '—' },
            { key: 'serial', title: t('field.serial'), width: 170, render: (row) => row.serial || '—' },
            {
              key: 'software',
              title: t('field.osVersion'),
              width: 140,
              wide: true,
              render: (row) => row.software || row.firmware || '—',
            },
          ]}
        />
      ),
    },
    {
      key: 'storage' as const,
      rows: storage.length,
      children: (
        <Rows
          rows={storage}
          columns={[
            { key: 'description', title: t('field.name'), lead: true },
            {
              key: 'type',
              title: t('field.type'),
              width: 120,
              render: (row) => t(`storageType.${row.type}`),
            },
            {
              key: 'bytes',
              title: t('field.capacity'),
              width: 120,
              align: 'right',
              render: (row) => bytesText(row.bytes),
            },
          ]}
        />
      ),
    },
  ].filter((tab) => tab.rows > 0)
  if (tabs.length === 0) return null
  return (
    <Panel>
      <Tabs
        items={tabs.map(({ key, rows, children }) => ({
          key,
          label: `${t(`tab.${key}`)} ${rows}`,
          children,
        }))}
      />
    </Panel>
  )
}

/** Rows of an inventory, some more with each look further down: a chassis has thousands. */
function Rows<T>({ rows, columns }: { rows: readonly T[]; columns: Column<T & { at: number }>[] }) {
  const [shown, setShown] = useState(step)
  const list = {
    items: rows.slice(0, shown).map((row, at) => ({ ...row, at })),
    error: null,
    isPending: false,
    hasNextPage: shown < rows.length,
    isFetchingNextPage: false,
    fetchNextPage: () => setShown(shown + step),
    refetch: () => undefined,
  }
  return <RecordTable list={list} columns={columns} keys={false} rowKey={(row) => String(row.at)} />
}
