/** The frame around a brand's screens: navigation, palette, keys. */
import {
  DownOutlined,
  EllipsisOutlined,
  LogoutOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  MoonOutlined,
  PlusOutlined,
  SunOutlined,
  TranslationOutlined,
} from '@ant-design/icons'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { deleteSession, type Session } from '@wematrix/server/features/access/schema'
import { Drawer, Dropdown, Tooltip } from 'antd'
import { Suspense, useMemo, useState } from 'react'
import { call } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { useWords } from '../locales/index.tsx'
import { useTheme } from '../ui/theme.tsx'
import { type Brand, BrandContext } from './brand.ts'
import { Crashed } from './crashed.tsx'
import { useKeys } from './keys.ts'
import { PageBones } from './page-bones.tsx'
import { Palette } from './palette.tsx'
import { screens } from './screens.ts'
import { Shortcuts } from './shortcuts.tsx'
import './shell.css'

export function Shell({ session, brand }: { session: Session; brand: Brand }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [small, setSmall] = useState(() => localStorage.getItem('wm-nav') === 'small')
  const [open, setOpen] = useState<'palette' | 'shortcuts' | 'more' | null>(null)
  const fold = () => {
    localStorage.setItem('wm-nav', small ? 'wide' : 'small')
    setSmall(!small)
  }
  const act = useMemo(
    () => ({
      palette: () => setOpen('palette'),
      shortcuts: () => setOpen('shortcuts'),
      go: (path: string) => void navigate({ to: `/b/${brand.id}/${path}`, search: keepRange } as never),
    }),
    [navigate, brand.id],
  )
  useKeys(act)
  return (
    <BrandContext value={brand}>
      <div className={`shell ${small ? 'small' : ''}`}>
        <a className="skip" href="#main">
          {t('nav.skip')}
        </a>
        <nav className="nav" aria-label={t('nav.label')}>
          <BrandSwitch session={session} brand={brand} />
          {screens.map(screen => (
            <NavLink key={screen.path} screen={screen} brandId={brand.id} small={small} />
          ))}
          <div className="nav-gap" />
          <NavFoot session={session}>
            <Tooltip title={t(small ? 'nav.unfold' : 'nav.fold')} placement="right">
              <button type="button" className="icon-button" onClick={fold} aria-label={t(small ? 'nav.unfold' : 'nav.fold')}>
                {small ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              </button>
            </Tooltip>
          </NavFoot>
        </nav>
        <Crashed>
          <Suspense fallback={<PageBones />}>
            <Outlet />
          </Suspense>
        </Crashed>
        <nav className="tabbar" aria-label={t('nav.label')}>
          {['overview', 'funnel', 'retention', 'people'].map(path => {
            const screen = screens.find(known => known.path === path)
            if (!screen) return null
            return (
              <Link
                key={path}
                to={`/b/$brandId/${path}` as '/b/$brandId/overview'}
                params={{ brandId: brand.id }}
                search={keepRange}
                className="tab"
              >
                <screen.icon />
                {t(screen.word)}
              </Link>
            )
          })}
          <button type="button" className="tab plain" onClick={() => setOpen('more')}>
            <EllipsisOutlined />
            {t('nav.more')}
          </button>
        </nav>
      </div>
      <Drawer open={open === 'more'} onClose={() => setOpen(null)} placement="bottom" size="auto" title={brand.name}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: closes after a choice made on a link or button inside */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: closes after a choice made on a link or button inside */}
        <div className="stack tight" onClick={() => setOpen(null)}>
          {screens.map(screen => (
            <NavLink key={screen.path} screen={screen} brandId={brand.id} small={false} />
          ))}
          <NavFoot session={session} />
        </div>
      </Drawer>
      <Palette open={open === 'palette'} close={() => setOpen(null)} />
      <Shortcuts open={open === 'shortcuts'} close={() => setOpen(null)} />
    </BrandContext>
  )
}

/** Going to another screen keeps the days, not the other filters. */
const keepRange = (old: Record<string, unknown>) => ({ range: old.range, from: old.from, to: old.to }) as never

function NavLink({ screen, brandId, small }: { screen: (typeof screens)[number]; brandId: string; small: boolean }) {
  const { t } = useWords()
  return (
    <Tooltip title={small ? t(screen.word) : ''} placement="right">
      <Link
        to={`/b/$brandId/${screen.path}` as '/b/$brandId/overview'}
        params={{ brandId }}
        search={keepRange}
        activeOptions={{ includeSearch: false, exact: false }}
        className="nav-link"
        aria-label={t(screen.word)}
      >
        <screen.icon />
        <span className="nav-text">{t(screen.word)}</span>
      </Link>
    </Tooltip>
  )
}

const NEW = 'new'

function BrandSwitch({ session, brand }: { session: Session; brand: Brand }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const items = [
    ...session.brands.map(other => ({ key: other.id, label: other.name })),
    { type: 'divider' as const },
    { key: NEW, label: t('brand.new'), icon: <PlusOutlined /> },
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectedKeys: [brand.id],
        onClick: ({ key }) => void navigate(key === NEW ? { to: '/new-brand' } : { to: '/b/$brandId/overview', params: { brandId: key } }),
      }}
    >
      <button type="button" className="plain nav-brand" aria-label={`${t('nav.brand')}: ${brand.name}`}>
        <img src="/mark.svg" alt="" className="mark" />
        <span className="nav-text grow">
          <strong className="ellipsis">{brand.name}</strong>
          <span className="small faint">wematrix</span>
        </span>
        <DownOutlined className="nav-text faint small" />
      </button>
    </Dropdown>
  )
}

function NavFoot({ session, children }: { session: Session; children?: React.ReactNode }) {
  const { t, lang, choose } = useWords()
  const theme = useTheme()
  const navigate = useNavigate()
  const leave = async () => {
    await call(deleteSession, {})
    queryClient.clear()
    void navigate({ to: '/sign-in' })
  }
  return (
    <div className="nav-foot">
      <Tooltip title={t('theme.toggle')}>
        <button
          type="button"
          className="icon-button"
          aria-label={t('theme.toggle')}
          onClick={() => theme.choose(theme.dark ? 'light' : 'dark')}
        >
          {theme.dark ? <SunOutlined /> : <MoonOutlined />}
        </button>
      </Tooltip>
      <Tooltip title={t('lang.toggle')}>
        <button type="button" className="icon-button" aria-label={t('lang.toggle')} onClick={() => choose(lang === 'zh' ? 'en' : 'zh')}>
          <TranslationOutlined />
        </button>
      </Tooltip>
      <Tooltip title={`${t('nav.signOut')} · ${session.user.email}`}>
        <button type="button" className="icon-button" aria-label={t('nav.signOut')} onClick={() => void leave()}>
          <LogoutOutlined />
        </button>
      </Tooltip>
      {children}
    </div>
  )
}
