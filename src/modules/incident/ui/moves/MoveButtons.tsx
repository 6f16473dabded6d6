import { Button, Dropdown } from 'antd'
import { DownOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useMe } from '#web/session.tsx'
import type { Move } from '../../words.ts'
import type { Incident } from '../types.ts'
import { moveOrder, moveSpecs } from './specs.tsx'
import type { Moves } from './useMoves.tsx'

const keys: Partial<Record<Move, string>> = { assign: 'a', take: 't', start: 's', hold: 'h', resolve: 'r' }

/** The moves that are possible now: the first ones as buttons, the others in a menu. */
export function MoveButtons({
  incident,
  moves,
  shown = 4,
  size = 'middle',
}: {
  incident: Incident
  moves: Moves
  shown?: number
  size?: 'small' | 'middle'
}) {
  const { t } = useTranslation('incident')
  const me = useMe()
  const mine = incident.owner !== null && incident.owner.id === me?.person.id
  // Taking what one has already is allowed and pointless; taking it from somebody is not the next step.
  const possible = moveOrder
    .filter((move) => incident.abilities.includes(move) && !(move === 'take' && mine))
    .toSorted(
      (a, b) =>
        Number(a === 'take' && incident.owner !== null) - Number(b === 'take' && incident.owner !== null),
    )
  const buttons = possible.slice(0, shown)
  const rest = possible.slice(shown)
  const hint = (move: Move) => (keys[move] ? `${t(`move.${move}`)}  ${keys[move]}` : t(`move.${move}`))
  return (
    <>
      {buttons.map((move, index) => (
        <Button
          key={move}
          size={size}
          type={index === 0 ? 'primary' : 'default'}
          icon={moveSpecs[move].icon}
          danger={moveSpecs[move].danger ?? false}
          disabled={moves.busy}
          title={hint(move)}
          onClick={() => moves.run(move)}
        >
          {t(`move.${move}`)}
        </Button>
      ))}
      {rest.length > 0 ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: rest.map((move) => ({
              key: move,
              icon: moveSpecs[move].icon,
              label: t(`move.${move}`),
              danger: moveSpecs[move].danger ?? false,
            })),
            onClick: ({ key }) => moves.run(key as Move),
          }}
        >
          <Button size={size} aria-label={t('ui.more')}>
            {t('ui.moreShort')} <DownOutlined />
          </Button>
        </Dropdown>
      ) : null}
    </>
  )
}
