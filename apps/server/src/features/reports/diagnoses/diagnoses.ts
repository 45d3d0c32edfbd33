/** Does a carrier fail alone: does its traffic stay, does its service land, does its reach spread? */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays, dayNumber } from '../../../stats/calendar.ts'
import { wilson } from '../../../stats/wilson.ts'
import { baseParams, personDays } from '../common/days.ts'
import { firstDay, monthRows, movedDays, wideFor } from '../common/lives.ts'
import { fill, mergeMap, mergeScalar, type Query, run, type Scope } from '../common/query.ts'
import type { Words } from '../common/schema.ts'
import { threeCarriers } from '../multi-carrier/multi-carrier.ts'
import { notActivity, rollupServes } from '../retention/cohorts.ts'
import type { Diagnosis } from './schema.ts'

const blocks = loadChSql(new URL('./diagnoses.ch.sql', import.meta.url), [
  'contacts',
  'judged_months',
  'all_months',
  'who_months',
  'measured',
  'who',
])

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
  const ids = Object.keys(kinds) as Diagnosis['id'][]
  const ready = fromMonths(scope, spec)
  const counted = ready && { sql: fill(blocks.all_months, { judged: ready.sql }), params: ready.params }
  const [all] = counted ? await run<Record<string, string>>(scope, counted) : []
  const measured = await Promise.all(
    ids.map(async id => {
      const { good } = kinds[id]
      return [id, all ? { people: Number(all[good]), of: Number(all[`${good}_of`]) } : await measure(scope, spec, id)] as const
    }),
  )
  return Object.fromEntries(measured) as Measured
}

/** Each person as all three see them, in one scan, where the roll-up by month can answer. */
function fromMonths(scope: Scope, spec: DiagnosisSpec): Query | undefined {
  const { from, to, until } = daysOf(spec)
  const wide = rollupServes(scope, {}) && wideFor(dayNumber(until) - dayNumber(from) + 1)
  if (!wide) return undefined
  const firsts = Object.fromEntries(threeCarriers.map(name => [name, firstDay(name, { from: true })]))
  const sql = fill(blocks.judged_months, {
    merge_scalar: mergeScalar,
    ...firsts,
    days: movedDays(wide, 'days'),
    goals: movedDays(wide, 'bitOr(pays, books)'),
    others: movedDays(wide, 'bitOr(mini_program, channels)'),
    months: monthRows({ from: true }),
  })
  const params = { ...baseParams(scope), base: from, first_from: from, until, c_to: dayNumber(to) - dayNumber(from) }
  return { sql, params }
}

/** The same for one, from the days of people. */
async function measure(scope: Scope, spec: DiagnosisSpec, id: Diagnosis['id']): Promise<{ people: number; of: number }> {
  const { contacts, params } = compile(scope, spec, id)
  const [row] = await run<{ people: string; of: string }>(scope, { sql: fill(blocks.measured, { contacts, good: kinds[id].good }), params })
  return { people: Number(row!.people), of: Number(row!.of) }
}

export function diagnosisPeople(scope: Scope, spec: DiagnosisSpec, id: Diagnosis['id'], isGood: boolean): Query {
  const { good } = kinds[id]
  const ready = fromMonths(scope, spec)
  const is_good = isGood ? 1 : 0
  if (ready) return { sql: fill(blocks.who_months, { judged: ready.sql, good }), params: { ...ready.params, is_good } }
  const { contacts, params } = compile(scope, spec, id)
  return { sql: fill(blocks.who, { contacts, good }), params: { ...params, is_good } }
}

/** Failing or fine only when the whole interval lies on one side. */
export function verdictOf(measured: { people: number; of: number }, threshold: number): Diagnosis['verdict'] {
  const interval = wilson(measured.people, measured.of)
  if (!interval || measured.of < fewest) return 'too-few'
  return interval[1] < threshold ? 'failing' : interval[0] >= threshold ? 'ok' : 'unsure'
}

function compile(scope: Scope, spec: DiagnosisSpec, id: Diagnosis['id']): { contacts: string; params: Record<string, unknown> } {
  const contacts = fill(blocks.contacts, { person_days: personDays(scope), merge_map: mergeMap })
  const { carrier } = kinds[id]
  return { contacts, params: { ...baseParams(scope), ...daysOf(spec), carrier, passive: notActivity } }
}

/** Contacts of the last week cannot be judged yet. */
function daysOf({ from, to }: DiagnosisSpec): { from: string; to: string; until: string } {
  return { from, to: addDays(to, -7), until: to }
}
