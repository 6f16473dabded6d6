import { Badge, Button, Popover } from 'antd'
import { ShoppingCartOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { listLowStock } from '../contract.ts'
import './consumable.css'

/** What must be ordered, wherever the list stands. */
export function LowStockButton() {
  const { t } = useTranslation('consumable')
  const { data } = useCall(listLowStock, {})
  const items = data?.items ?? []
  if (items.length === 0) return null
  const lines = (
    <ul className="zy-stock-orders">
      {items.map((one) => (
        <li key={one.id}>
          <Link to={`/consumables/${one.id}`}>
            {t('stock.lowLine', {
              name: one.name,
              stock: one.stock,
              measure: one.measure,
              point: one.reorderPoint,
            })}
          </Link>
        </li>
      ))}
    </ul>
  )
  return (
    <Popover trigger="click" title={t('stock.lowTitle', { n: items.length })} content={lines}>
      <Badge count={items.length} size="small">
        <Button icon={<ShoppingCartOutlined />}>{t('stock.low')}</Button>
      </Badge>
    </Popover>
  )
}
