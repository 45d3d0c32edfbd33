/** Drafts of places: what stands in a page, over it, in a menu. */
import Type from 'typebox'
import { Amount, Close, Count, common, copy, list, maybe, Name, PageRole, shape, Tags, Target, yes } from './parts.ts'

const Style = list(
  Type.Enum(['arrow_to_menu', 'fake_share_dialog', 'fake_system', 'fake_play', 'fake_unread', 'fake_reward', 'fake_close']),
  20,
)

/** A place that leads elsewhere. `depth`: taps from the first page to it; `steps`: taps from it to the thing done. */
export const entry = shape({
  ...common,
  label: copy('button', 200),
  icon: yes,
  tags: maybe(Tags),
  text: maybe(copy('page_copy')),
  pageRole: maybe(PageRole),
  aim: maybe(Type.Enum(['follow', 'share', 'subscribe', 'coupon', 'service', 'content'])),
  target: Target,
  skippable: yes,
  style: maybe(Style),
  depth: maybe(Count),
  steps: maybe(Count),
})

/** A place in a page and what stands in it. */
export const slot = shape({
  ...common,
  pageRole: PageRole,
  popup: yes,
  entries: list(shape({ label: copy('button', 200), target: Target }), 50),
})

export const popup = shape({
  ...common,
  title: maybe(copy('popup', 200)),
  body: copy('popup'),
  button: maybe(copy('button', 200)),
  pageRole: PageRole,
  aim: Type.Enum(['follow', 'share', 'subscribe', 'coupon', 'channels', 'survey', 'notice']),
  trigger: shape({ on: Type.Enum(['enter', 'dwell', 'step', 'back', 'tap']), seconds: maybe(Amount), step: maybe(Name) }),
  close: Close,
  style: maybe(Style),
  /** Of the person it is about to be shown to. `daysSinceRefusal`: since the same thing was refused. */
  state: maybe(shape({ popupsInLast24h: maybe(Count), dwellSeconds: maybe(Amount), daysSinceRefusal: maybe(Amount) })),
})

const MenuItem = shape({ name: copy('menu', 100), target: maybe(Target), icon: yes })
export const menu = shape({
  ...common,
  buttons: list(shape({ name: copy('menu', 100), target: maybe(Target), icon: yes, items: maybe(list(MenuItem, 20)) }), 20),
})

export const follow_component = shape({
  ...common,
  text: maybe(copy('follow_module', 200)),
  pageRole: PageRole,
  /** Scene value of the visit it shows in. */
  scene: maybe(Count),
  onThisPage: Count,
  sameSubject: Type.Boolean(),
  fallback: yes,
  skippable: yes,
})

export const link = shape({
  ...common,
  text: copy('button', 500),
  target: Target,
  opensWithoutTap: yes,
  changesBack: yes,
  needsDownload: yes,
})
