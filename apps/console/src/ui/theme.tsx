/**
 * Light and dark. `auto` follows the system; a choice is kept on this device.
 * antd gets the same palette as our own CSS (ui/styles/tokens.css), read from there so that there is one source.
 */
import { App, theme as antdTheme, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useWords } from '../locales/index.tsx'

export type ThemeChoice = 'auto' | 'light' | 'dark'
type Theme = { choice: ThemeChoice; dark: boolean; choose(choice: ThemeChoice): void }

const ThemeContext = createContext<Theme>({ choice: 'auto', dark: false, choose: () => {} })
export const useTheme = () => useContext(ThemeContext)

const systemDark = () => matchMedia('(prefers-color-scheme: dark)')
const watchSystem = (changed: () => void) => {
  const media = systemDark()
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

function savedChoice(): ThemeChoice {
  const saved = localStorage.getItem('wm-theme')
  return saved === 'light' || saved === 'dark' ? saved : 'auto'
}

/** The value of one of our CSS variables, for those who draw outside CSS (charts, canvas). */
export const cssVar = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { lang } = useWords()
  const [choice, setChoice] = useState<ThemeChoice>(savedChoice)
  const system = useSyncExternalStore(watchSystem, () => systemDark().matches)
  const dark = choice === 'auto' ? system : choice === 'dark'
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'

  useEffect(() => {
    if (choice === 'auto') localStorage.removeItem('wm-theme')
    else localStorage.setItem('wm-theme', choice)
  }, [choice])

  const config = useMemo(
    () => ({
      algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
      token: {
        colorPrimary: cssVar('--brand'),
        colorInfo: cssVar('--info'),
        colorSuccess: cssVar('--good'),
        colorError: cssVar('--bad'),
        colorWarning: cssVar('--warn'),
        colorWarningBg: cssVar('--warn-soft'),
        colorWarningBorder: cssVar('--warn-soft'),
        colorErrorBg: cssVar('--bad-soft'),
        colorErrorBorder: cssVar('--bad-soft'),
        colorPrimaryBg: cssVar('--brand-soft'),
        colorText: cssVar('--text'),
        colorTextSecondary: cssVar('--text-2'),
        colorTextTertiary: cssVar('--text-3'),
        colorTextDescription: cssVar('--text-2'),
        colorTextPlaceholder: cssVar('--text-3'),
        colorTextLightSolid: cssVar('--on-brand'),
        colorBgLayout: cssVar('--bg'),
        colorBgContainer: cssVar('--surface'),
        colorBgElevated: cssVar('--raised'),
        colorBorder: cssVar('--line-2'),
        colorBorderSecondary: cssVar('--line'),
        colorLink: cssVar('--brand'),
        borderRadius: 7,
        fontFamily: 'var(--font)',
        fontFamilyCode: 'var(--mono)',
        controlHeight: 34,
        wireframe: false,
      },
      components: {
        Tooltip: { colorBgSpotlight: dark ? '#2b3036' : '#1d2226', colorTextLightSolid: '#ffffff' },
        Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
        Segmented: { trackBg: cssVar('--track'), itemSelectedBg: cssVar('--raised'), itemColor: cssVar('--text-2') },
        Select: { optionSelectedBg: cssVar('--brand-soft'), optionSelectedColor: cssVar('--text') },
        Drawer: { paddingLG: 20 },
      },
    }),
    [dark],
  )
  const value = useMemo(() => ({ choice, dark, choose: setChoice }), [choice, dark])
  return (
    <ThemeContext value={value}>
      <ConfigProvider theme={config} locale={lang === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
        <App message={{ maxCount: 2 }}>{children}</App>
      </ConfigProvider>
    </ThemeContext>
  )
}
