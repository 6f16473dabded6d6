import { CloseCircleFilled, EllipsisOutlined } from '@ant-design/icons'
import { App, ConfigProvider, theme as antdTheme, type ThemeConfig } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type ThemeName = 'light' | 'dark'

/** Chinese fonts of the system first, then the bundled slices (see base.css for why no Latin family leads). */
export const fontFamily = 'var(--zy-font)'

const { defaultAlgorithm, darkAlgorithm, compactAlgorithm } = antdTheme

type MapToken = ReturnType<typeof compactAlgorithm>

/** The compact algorithm gives 12 px text, too small for eight hours a day: its sizes, our 13 px. */
function dense(...args: Parameters<typeof compactAlgorithm>): MapToken {
  return {
    ...compactAlgorithm(...args),
    fontSize: 13,
    fontSizeSM: 12,
    fontSizeLG: 14,
    fontSizeXL: 18,
    fontSizeHeading1: 26,
    fontSizeHeading2: 22,
    fontSizeHeading3: 18,
    fontSizeHeading4: 16,
    fontSizeHeading5: 14,
    lineHeight: 1.54,
    controlHeight: 30,
    controlHeightSM: 24,
    controlHeightLG: 38,
  }
}

const seeds: Record<ThemeName, ThemeConfig['token']> = {
  light: {
    colorPrimary: '#0b3d91',
    colorInfo: '#0b3d91',
    colorLink: '#0b4db3',
    colorSuccess: '#1f7a3d',
    colorWarning: '#b25e00',
    colorError: '#c4262e',
    // as the tags are: what antd makes of our darker hues is muddy
    colorInfoBg: '#e8f0fc',
    colorInfoBorder: '#b9d0f5',
    colorSuccessBg: '#e6f4ea',
    colorSuccessBorder: '#b4dcc0',
    colorWarningBg: '#fdf1dd',
    colorWarningBorder: '#efcf9d',
    colorErrorBg: '#fdebec',
    colorErrorBorder: '#f2babd',
    colorTextBase: '#1b2430',
    colorBgLayout: '#f3f5f8',
    colorBorder: '#cfd6df',
    colorBorderSecondary: '#e4e8ee',
    colorTextSecondary: '#4c5866',
    colorTextTertiary: '#657180',
    colorTextPlaceholder: '#717c8a',
  },
  dark: {
    colorPrimary: '#4c8dff',
    colorInfo: '#4c8dff',
    colorLink: '#7fb0ff',
    colorSuccess: '#4cb874',
    colorWarning: '#e09a3e',
    colorError: '#f0656b',
    colorBgBase: '#10151d',
    colorTextBase: '#e6ebf2',
    colorBgLayout: '#0c1017',
    colorBgContainer: '#151c26',
    colorBgElevated: '#1b2431',
    colorBorder: '#344154',
    colorBorderSecondary: '#253041',
    colorTextSecondary: '#b0bccb',
    colorTextTertiary: '#8d9aab',
    colorTextPlaceholder: '#8490a1',
  },
}

/** Who wants no motion gets none from antd either: it would wait for the end of animations that never begin. */
const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches

function configOf(name: ThemeName): ThemeConfig {
  return {
    algorithm: name === 'dark' ? [darkAlgorithm, dense] : [defaultAlgorithm, dense],
    token: {
      ...seeds[name],
      fontFamily,
      borderRadius: 5,
      wireframe: false,
      motionUnit: 0.06,
      motion: !still,
    },
    cssVar: { key: 'zy' },
    hashed: false,
    components: {
      Table: {
        cellPaddingBlock: 8,
        cellPaddingInline: 10,
        headerBg: name === 'dark' ? '#1a2330' : '#f6f8fa',
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Tabs: { horizontalItemPadding: '8px 0' },
    },
  }
}

const ThemeContext = createContext<{ name: ThemeName; toggle: () => void }>({
  name: 'light',
  toggle: () => undefined,
})

/** `const { name, toggle } = useThemeName()`; charts read `name` to choose their palette. */
export function useThemeName() {
  return use(ThemeContext)
}

function initialTheme(): ThemeName {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'
}

/** antd's theme, language and message holders around everything. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [name, setName] = useState<ThemeName>(initialTheme)
  const { t, i18n } = useTranslation('web')
  useEffect(() => {
    document.documentElement.dataset['theme'] = name
  }, [name])
  const toggle = useCallback(() => {
    setName((now) => {
      const next = now === 'dark' ? 'light' : 'dark'
      localStorage.setItem('zy.theme', next)
      return next
    })
  }, [])
  const config = useMemo(() => configOf(name), [name])
  const value = useMemo(() => ({ name, toggle }), [name, toggle])
  return (
    <ThemeContext value={value}>
      <ConfigProvider
        theme={config}
        locale={i18n.language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        // buttons that antd makes of an icon only: the icon is their name
        input={{ allowClear: { clearIcon: <CloseCircleFilled aria-label={t('action.clear')} /> } }}
        tabs={{ more: { icon: <EllipsisOutlined aria-label={t('action.more')} /> } }}
      >
        <App component={false} message={{ maxCount: 3 }}>
          {children}
        </App>
      </ConfigProvider>
    </ThemeContext>
  )
}
