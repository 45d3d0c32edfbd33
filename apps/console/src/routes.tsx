/** Every screen and its address. What a screen shows is in its address: days, filters, the open edge. */

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, useNavigate } from '@tanstack/react-router'
import { getSession, getSetupState, type Session } from '@wematrix/server/features/access/schema'
import { Button } from 'antd'
import { call, Problem } from './api/client.ts'
import { keyOf, queryClient } from './api/queries.ts'
import { funnelSearch } from './features/reports/funnel/search.ts'
import { useWords } from './locales/index.tsx'
import {
  carrierSearch,
  checksSearch,
  connectSearch,
  figuresSearch,
  importSearch,
  overviewSearch,
  pathsSearch,
  peopleSearch,
  retentionSearch,
  settingsSearch,
} from './search.ts'
import { PageBones } from './shell/page-bones.tsx'
import { rangeSearch } from './shell/range.ts'
import { Shell } from './shell/shell.tsx'
import { Empty, Failed } from './ui/states.tsx'

type Search = Record<string, unknown>

const session = () => queryClient.fetchQuery({ queryKey: keyOf(getSession, {}), queryFn: () => call(getSession, {}), staleTime: 60_000 })

/** The session, or the way to one: first run, then sign-in. */
async function entered(to: string): Promise<Session> {
  try {
    return await session()
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    const state = await call(getSetupState, {})
    throw redirect(state.ownerExists ? { to: '/sign-in', search: to === '/' ? {} : { to } } : { to: '/welcome' })
  }
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <Failed error={error} again={reset} />,
})

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const { brands } = await entered('/')
    const last = brands.find(({ id }) => id === localStorage.getItem('wm-brand')) ?? brands[0]
    throw redirect(last ? { to: '/b/$brandId/overview', params: { brandId: last.id } } : { to: '/new-brand' })
  },
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Search): { to?: string } =>
    typeof search.to === 'string' && search.to.startsWith('/b/') ? { to: search.to } : {},
  component: lazyRouteComponent(() => import('./features/access/sign-in-screen.tsx')),
})
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./features/access/welcome-screen.tsx')),
})
const newBrand = createRoute({
  getParentRoute: () => root,
  path: '/new-brand',
  beforeLoad: ({ location }) => entered(location.pathname).then(() => {}),
  component: lazyRouteComponent(() => import('./features/brands/new-brand-screen.tsx')),
})

const brand = createRoute({
  getParentRoute: () => root,
  path: '/b/$brandId',
  validateSearch: (search: Search) => rangeSearch(search),
  beforeLoad: async ({ params, location }) => {
    const entrance = await entered(location.href)
    const found = entrance.brands.find(({ id }) => id === params.brandId)
    if (!found) throw redirect({ to: '/' })
    localStorage.setItem('wm-brand', found.id)
    return { session: entrance, brand: found }
  },
  component: function BrandFrame() {
    const context = brand.useRouteContext()
    return <Shell session={context.session} brand={context.brand} />
  },
})

const screen = <Path extends string, S extends object>(
  path: Path,
  validateSearch: (search: Search) => S,
  load: () => Promise<{ default: () => React.ReactNode }>,
) => createRoute({ getParentRoute: () => brand, path, validateSearch, component: lazyRouteComponent(load) })
const nothing = () => ({})

const tree = root.addChildren([
  index,
  signIn,
  welcome,
  newBrand,
  brand.addChildren([
    screen('overview', overviewSearch, () => import('./features/overview/overview-screen.tsx')),
    screen('funnel', funnelSearch, () => import('./features/reports/funnel/funnel-screen.tsx')),
    screen('retention', retentionSearch, () => import('./features/reports/retention/retention-screen.tsx')),
    screen('paths', pathsSearch, () => import('./features/reports/paths/paths-screen.tsx')),
    screen('people', peopleSearch, () => import('./features/persons/people-screen.tsx')),
    screen('people/$personId', nothing, () => import('./features/persons/person-screen.tsx')),
    screen('carriers', nothing, () => import('./features/carriers/carriers-screen.tsx')),
    screen('carriers/new', connectSearch, () => import('./features/carriers/connect-screen.tsx')),
    screen('carriers/$carrierId', carrierSearch, () => import('./features/carriers/carrier-screen.tsx')),
    screen('checks', checksSearch, () => import('./features/checks/checks-screen.tsx')),
    screen('checks/rules/$ruleId', nothing, () => import('./features/checks/rule-screen.tsx')),
    screen('imports', nothing, () => import('./features/imports/imports-screen.tsx')),
    screen('imports/new', importSearch, () => import('./features/imports/import-new-screen.tsx')),
    screen('imports/figures', figuresSearch, () => import('./features/statistics/file-new-screen.tsx')),
    screen('metrics', nothing, () => import('./features/reports/metrics/metrics-screen.tsx')),
    screen('settings', settingsSearch, () => import('./features/access/settings-screen.tsx')),
  ]),
])

function NotFound() {
  const { t } = useWords()
  const navigate = useNavigate()
  return (
    <Empty title={t('problem.notFound')} action={<Button onClick={() => void navigate({ to: '/' })}>{t('nav.overview')}</Button>}>
      {t('problem.notFound.do')}
    </Empty>
  )
}

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageBones,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
