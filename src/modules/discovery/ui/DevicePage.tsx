import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { Duration } from '#web/kit/Duration.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { acceptDevice, getDevice, proposeDevice, rejectDevice } from '../contract.ts'
import { InventoryPanel } from './InventoryPanel.tsx'
import { bytesText, StateTag } from './parts.tsx'
import { ProblemList } from './Problems.tsx'

type DeviceView = CallOutput<typeof getDevice>

/** All that a found device says of itself, and what a person makes of it. */
export function DevicePage() {
  const { t } = useTranslation('discovery')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: device, error, refetch } = useCall(getDevice, { id })
  if (error && !device) return <ErrorState error={error} retry={() => void refetch()} />
  if (!device) return <PageSkeleton />
  const { inventory } = device
  return (
    <RecordPage
      title={device.name}
      breadcrumb={[{ label: t('page.devices'), to: '/discovery' }]}
      tags={<StateTag state={device.state} />}
      sub={[t(`kind.${device.kind}`), device.vendor, device.model].filter(Boolean).join(' · ')}
      actions={<Actions device={device} />}
      story={
        <>
          {device.problems.length > 0 ? (
            <Alert
              type="warning"
              title={<ProblemList problems={device.problems} />}
              style={{ marginBottom: 12 }}
            />
          ) : null}
          {device.failure ? (
            <Alert type="error" title={t('state.failed')} description={device.failure} />
          ) : null}
          {inventory.description ? (
            <Panel title={t('field.description')}>
              <PlainText>{inventory.description}</PlainText>
            </Panel>
          ) : null}
          <InventoryPanel device={device} />
        </>
      }
      facts={<Facts device={device} />}
    />
  )
}

function Facts({ device }: { device: DeviceView }) {
  const { t } = useTranslation('discovery')
  const { inventory } = device
  return (
    <>
      <FactList
        facts={[
          { label: t('field.address'), value: device.address },
          { label: t('field.vendor'), value: device.vendor },
          { label: t('field.model'), value: device.model },
          { label: t('field.system'), value: inventory.system, when: inventory.system !== null },
          { label: t('field.osVersion'), value: device.osVersion },
          { label: t('field.release'), value: inventory.release, when: inventory.release !== null },
          { label: t('field.serial'), value: device.serial },
          { label: t('field.mac'), value: inventory.mac },
          {
            label: t('field.memory'),
            value: inventory.memoryBytes ? bytesText(inventory.memoryBytes) : null,
            when: inventory.memoryBytes !== null,
          },
          { label: t('field.location'), value: inventory.location },
          { label: t('field.contact'), value: inventory.contact },
          { label: t('field.uptime'), value: <Duration seconds={inventory.uptimeSeconds} days /> },
        ]}
      />
      <FactList
        facts={[
          { label: t('field.org'), value: device.org.name },
          { label: t('field.target'), value: device.target?.name },
          { label: t('field.seen'), value: <TimeText at={device.seenAt} /> },
          { label: t('field.firstSeen'), value: <TimeText at={device.firstSeenAt} /> },
          { label: t('field.changed'), value: <TimeText at={device.changedAt} /> },
          { label: t('field.objectId'), value: inventory.objectId, block: true },
          { label: t('field.figures'), value: t('said.figures', device.figures), block: true },
        ]}
      />
    </>
  )
}

function Actions({ device }: { device: DeviceView }) {
  const { t } = useTranslation('discovery')
  const [asking, setAsking] = useState(false)
  const also = { invalidates: ['discovery', 'ci'] }
  const accept = useMove(acceptDevice, { ...also, done: t('done.accepted') })
  const reject = useMove(rejectDevice, { ...also, done: t('done.rejected'), onDone: () => setAsking(false) })
  const propose = useMove(proposeDevice, { ...also, done: t('done.proposed') })
  const input = { id: device.id, version: device.version }
  const may = (ability: DeviceView['abilities'][number]) => device.abilities.includes(ability)
  return (
    <>
      {device.ciId ? (
        <Link to={'/cis/$id' as never} params={{ id: device.ciId } as never}>
          <Button>{t('do.openCi')}</Button>
        </Link>
      ) : null}
      {may('propose') ? (
        <Button loading={propose.isPending} onClick={() => propose.mutate(input)}>
          {t('do.propose')}
        </Button>
      ) : null}
      {may('reject') ? <Button onClick={() => setAsking(true)}>{t('do.reject')}</Button> : null}
      {may('accept') ? (
        <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate(input)}>
          {t(device.state === 'changed' ? 'do.acceptChange' : 'do.accept')}
        </Button>
      ) : null}
      <ConfirmMove
        open={asking}
        title={t('do.reject')}
        reason="optional"
        reasonLabel={t('field.reason')}
        busy={reject.isPending}
        error={reject.error}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => reject.mutate({ ...input, reason })}
      />
    </>
  )
}
