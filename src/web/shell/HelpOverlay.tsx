import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { activeHotkeys, type Hotkey } from '../kit/hotkeys.ts'

/** All shortcuts that work on this page now; opened by `?`. */
export function HelpOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const groups = new Map<string, Hotkey[]>()
  if (open) for (const one of activeHotkeys()) groups.set(one.group, [...(groups.get(one.group) ?? []), one])
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('web:keys.title')} width={520}>
      <div className="zy-keys">
        {[...groups].map(([group, keys]) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {keys.map((one) => (
                <div key={one.key}>
                  <dt>{t(one.label)}</dt>
                  <dd>
                    <kbd>{one.key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
