/** Does a carrier fail alone: does its traffic stay, does its service land, does its reach spread? */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays } from '../../../stats/calendar.ts'
import { wilson } from '../../../stats/wilson.ts'
import { after, before, daySets } from '../common/day-sets.ts'
import { fill, type Query, run, type Scope } from '../common/query.ts'
import type { Words } from '../common/schema.ts'
import { threeCarriers } from '../multi-carrier/multi-carrier.ts'
import type { Diagnosis } from './schema.ts'

const blocks = loadChSql(new URL('./diagnoses.ch.sql', import.meta.url), ['judged', 'counts', 'who'])

type Kind = {
  carrier: (typeof threeCarriers)[number]
  good: 'stay' | 'land' | 'spread'
  threshold: number
  name: Words
  definition: Words
  advice: Words
}

/** The three ways; thresholds are where we begin to worry, and can be given with the request. */
export const kinds: Record<Diagnosis['id'], Kind> = {
  'traffic-does-not-stay': {
    carrier: 'channels',
    good: 'stay',
    threshold: 0.2,
    name: { zh: '流量留不住', en: 'Traffic does not stay' },
    definition: {
      zh: '在视频号上首次接触的人，7 天内另一天再来（任一载体）的比例。',
      en: 'Of the people with a first contact on Channels, those back on another day within 7 days, on any carrier.',
    },
    advice: {
      zh: '在视频和直播里挂小程序与公众号入口，用预约把人接住。',
      en: 'Put Mini Program and Official Account entries into videos and lives; keep people with reservations.',
    },
  },
  'service-does-not-land': {
    carrier: 'mini_program',
    good: 'land',
    threshold: 0.05,
    name: { zh: '服务落不了地', en: 'Service does not land' },
    definition: {
      zh: '在小程序上首次接触的人，7 天内支付或预约的比例。',
      en: 'Of the people with a first contact in the Mini Program, those who pay or book within 7 days.',
    },
    advice: {
      zh: '用公众号服务通知和视频号讲解把人带回下单页，检查入口落地页。',
      en: 'Bring people back to the order page by service notices and live explanations; check where entries land.',
    },
  },
  'reach-does-not-spread': {
    carrier: 'official_account',
    good: 'spread',
    threshold: 0.1,
    name: { zh: '触达扩不开', en: 'Reach does not spread' },
    definition: {
      zh: '在公众号上首次接触的人，7 天内到达另一载体的比例。',
      en: 'Of the people with a first contact on the Official Account, those seen on another carrier within 7 days.',
    },
    advice: {
      zh: '在文章、菜单和关注回复里放小程序卡片与视频号入口。',
      en: 'Put Mini Program cards and Channels entries into articles, menus and follow replies.',
    },
  },
}

/** Fewer contacts than this say nothing. */
const fewest = 30

export type DiagnosisSpec = { from: string; to: string }

type Measured = Record<Diagnosis['id'], { people: number; of: number }>

/** How many of the first contacts with a full week after them went well, for all three. */
export async function measureAll(scope: Scope, spec: DiagnosisSpec): Promise<Measured> {
  const { sql, params } = judged(scope, spec)
  const ids = Object.keys(kinds) as Diagnosis['id'][]
  const counts = ids
    .flatMap(id => [kinds[id].good, `${kinds[id].good}_of`])
    .map(name => `sum(bitmapCardinality(${name})) as n_${name}`)
    .join(', ')
  const [row] = await run<Record<string, string>>(scope, { sql: fill(blocks.counts, { counts, judged: sql }), params })
  const count = (name: string) => Number(row![`n_${name}`])
  return Object.fromEntries(ids.map(id => [id, { people: count(kinds[id].good), of: count(`${kinds[id].good}_of`) }])) as Measured
}

export function diagnosisPeople(scope: Scope, spec: DiagnosisSpec, id: Diagnosis['id'], isGood: boolean): Query {
  const { sql, params } = judged(scope, spec)
  const { good } = kinds[id]
  const people = isGood ? good : `bitmapAndnot(${good}_of, ${good})`
  return { sql: fill(blocks.who, { people, judged: sql }), params }
}

/** Contacts of the last week cannot be judged yet. */
function judged(scope: Scope, { from, to }: DiagnosisSpec): Query {
  const on = Object.fromEntries(threeCarriers.map(carrier => [carrier, { carriers: [carrier] }]))
  const days = daySets(
    scope,
    { from, to },
    { ...on, active: {}, elsewhere: { carriers: ['mini_program', 'channels'] }, goal: { events: ['order.pay', 'service.book'] } },
  )
  const firsts = threeCarriers.map(name => `bitmapAndnot(${name}, groupBitmapMergeState(${name}) ${before}) as new_${name}`).join(', ')
  const sql = fill(blocks.judged, { firsts, later: after(1, 7), week: after(0, 7), days: days.sql })
  return { sql, params: { ...days.params, judged_to: addDays(to, -7) } }
}

/** Failing or fine only when the whole interval lies on one side. */
export function verdictOf(measured: { people: number; of: number }, threshold: number): Diagnosis['verdict'] {
  const interval = wilson(measured.people, measured.of)
  if (!interval || measured.of < fewest) return 'too-few'
  return interval[1] < threshold ? 'failing' : interval[0] >= threshold ? 'ok' : 'unsure'
}
