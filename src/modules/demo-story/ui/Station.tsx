import { AlertOutlined, LinkOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Story } from '../contract.ts'
import './station.css'

const shown = 32

/** The service that fails: its house, its lamp, and what the prober has seen of it. */
export function Station({ story: { street, state } }: { story: Story }) {
  const { t } = useTranslation('demo-story')
  const mood = street.url === null ? 'idle' : street.up ? 'up' : 'down'
  const blanks = Math.max(0, shown - street.looks.length)
  // the address is one of the server's own: it means something only to a browser on the same machine
  const near = ['127.0.0.1', 'localhost'].includes(location.hostname)
  return (
    <section className={`zy-station zy-station-${mood}`} aria-label={t('street.title')}>
      <House />
      <div className="zy-station-words">
        <div>
          <b>{t('street.title')}</b>
          <small>{t('street.system')}</small>
        </div>
        <span className="zy-station-lamp">{t(`street.${mood}`)}</span>
      </div>
      <div className="zy-probe" role="img" aria-label={t('street.probe')}>
        {Array.from({ length: blanks }, (_, n) => (
          <i key={`blank ${n}`} />
        ))}
        {street.looks.slice(-shown).map((look) => (
          <i key={look.at} className={look.ok ? 'zy-probe-ok' : 'zy-probe-bad'} />
        ))}
      </div>
      <div className="zy-station-foot">
        <span>{t('street.probe')}</span>
        {street.firing ? (
          <span className="zy-station-firing">
            <AlertOutlined /> {t('street.firing')}
          </span>
        ) : near && street.url && state === 'done' ? (
          <a href={street.url} target="_blank" rel="noreferrer">
            <LinkOutlined /> {t('street.open')}
          </a>
        ) : null}
      </div>
    </section>
  )
}

/** A small house of public services; its windows go dark with the service. */
function House() {
  return (
    <svg viewBox="0 0 320 150" className="zy-house" aria-hidden="true">
      <path className="zy-house-hill" d="M0 132 C60 96 110 112 160 104 S270 84 320 112 V150 H0Z" />
      <rect className="zy-house-side" x="18" y="62" width="58" height="74" rx="3" />
      <rect className="zy-house-side" x="246" y="50" width="56" height="86" rx="3" />
      <path className="zy-house-roof" d="M82 44 L160 20 L238 44Z" />
      <rect className="zy-house-wall" x="90" y="44" width="140" height="92" />
      <rect className="zy-house-sign" x="112" y="52" width="96" height="20" rx="3" />
      <text x="160" y="66.5" textAnchor="middle" className="zy-house-name">
        一网通办
      </text>
      {[102, 132, 178, 208].map((x) => (
        <rect key={x} className="zy-window" x={x - 6} y="82" width="20" height="18" rx="2" />
      ))}
      {[30, 52].flatMap((x) =>
        [74, 94].map((y) => (
          <rect key={`${x} ${y}`} className="zy-pane" x={x - 4} y={y} width="12" height="11" />
        )),
      )}
      {[256, 278].flatMap((x) =>
        [62, 82, 102].map((y) => (
          <rect key={`${x} ${y}`} className="zy-pane" x={x} y={y} width="12" height="11" />
        )),
      )}
      <rect className="zy-door" x="147" y="104" width="26" height="32" rx="2" />
      <line className="zy-house-road" x1="0" x2="320" y1="136" y2="136" />
      <circle className="zy-lamp" cx="216" cy="62" r="4.5" />
      <g className="zy-queue">
        {[184, 197, 210, 223, 236].map((x, n) => (
          <g key={x} style={{ transitionDelay: `${n * 0.15}s` }}>
            <circle cx={x} cy="119" r="4" />
            <path d={`M${x - 5} 136 V129 a5 5 0 0 1 10 0 V136Z`} />
          </g>
        ))}
      </g>
    </svg>
  )
}
