/** What does WeChat itself say of an account, and how far is it from what arrived here? Totals stand beside people, never among them. */
import type { Context } from '../../../context.ts'
import { loadChSql, loadSql } from '../../../infra/sql.ts'
import { addDays, dayOf, shanghai, startOfDay } from '../../../stats/calendar.ts'
import { carrierRow } from '../../carriers/carriers.ts'
import { groupBy } from '../common/group.ts'
import { fill, mergeScalar, peopleOf, run, type Scope } from '../common/query.ts'
import { frameOf, headOf } from '../common/range.ts'
import { delays, type OfficialKind, officialKinds, partName } from './kinds.ts'
import type { OfficialMetric, OfficialReply } from './schema.ts'

const sql = loadChSql(new URL('./official.ch.sql', import.meta.url), ['figures', 'last_reading', 'own_days'])
const pg = loadSql(new URL('./official.sql', import.meta.url), ['titles'])

type Figure = { on_day: string; metric: string; dimension: string; value: number }
type Own = { on_day: string; event: string; n: string; people: string }

/** Days are WeChat's: of Beijing. Throws `not_found` for carriers of other brands. */
export async function officialAnswer(ctx: Context, query: { carrier: string; from?: string; to?: string }): Promise<OfficialReply> {
  const [frame, carrier] = await Promise.all([frameOf(ctx, query), carrierRow(ctx, query.carrier)])
  const { scope, range } = frame
  const days = { brand: scope.brandId, carrier: carrier.id, from: range.from, to: range.to }
  const [figures, own, reading, contents] = await Promise.all([
    run<Figure>(scope, { sql: sql.figures, params: days }),
    ownDays(scope, days),
    run<{ read_at: string; newest: string; n: string }>(scope, { sql: sql.last_reading, params: days }),
    ctx.db.query<{ content: string; title: string }>(pg.titles, { brand_id: scope.brandId, carrier_id: carrier.id }),
  ])
  const read = Number(reading[0]?.n ?? 0) > 0 ? reading[0] : undefined
  const titles = new Map(contents.map(({ content, title }) => [content, title]))
  const today = dayOf(ctx.clock.now().getTime(), shanghai)
  const shown = daysOf(range.from, range.to < today ? range.to : addDays(today, -1))
  return {
    ...headOf('official', frame),
    carrierId: carrier.id,
    given: carrier.kind === 'official_account' || carrier.kind === 'mini_program',
    delay: delays[carrier.kind]!,
    readAt: read ? new Date(Number(read.read_at)).toISOString() : null,
    newest: read?.newest ?? null,
    metrics: Object.entries(officialKinds).flatMap(([id, kind]) => {
      const list = figures.filter(figure => figure.metric === id)
      return list.length > 0 ? [metricOf(id, kind, list, own, shown, titles)] : []
    }),
  }
}

async function ownDays(scope: Scope, days: { from: string; to: string; carrier: string }): Promise<Own[]> {
  const names = [...new Set(Object.values(officialKinds).flatMap(kind => kind.own?.event ?? []))]
  const text = `with (${mergeScalar}) as m\n${fill(sql.own_days, { people: peopleOf('b') })}`
  const params = {
    ...days,
    brand: scope.brandId,
    names,
    from_ms: startOfDay(days.from, shanghai),
    to_ms: startOfDay(addDays(days.to, 1), shanghai),
  }
  return run<Own>(scope, { sql: text, params })
}

/** Pure: one figure over the days shown, newest last; a day that WeChat has not given is unknown, not zero. */
export function metricOf(
  id: string,
  kind: OfficialKind,
  figures: readonly Figure[],
  own: readonly Own[],
  shown: readonly string[],
  titles: ReadonlyMap<string, string> = new Map(),
): OfficialMetric {
  const total = kind.dimension ?? ''
  const theirs = new Map(figures.filter(figure => figure.dimension === total).map(figure => [figure.on_day, Number(figure.value)]))
  const counted = kind.own
  const mine = new Map(
    own.filter(row => row.event === counted?.event).map(row => [row.on_day, Number(counted?.people ? row.people : row.n)]),
  )
  const days = shown.map(day => ({ day, value: theirs.get(day) ?? null, ours: counted ? (mine.get(day) ?? 0) : null }))
  const known = days.filter(day => day.value !== null)
  const value = together(
    kind.over,
    known.map(day => day.value!),
  )
  const ours = counted
    ? together(
        kind.over,
        known.map(day => day.ours!),
      )
    : null
  const parts = groupBy(
    figures.filter(figure => figure.dimension !== total),
    figure => figure.dimension,
  )
  return {
    id,
    name: kind.name,
    over: kind.over,
    unit: kind.unit ?? 'count',
    value,
    ours,
    oursIs: counted?.is ?? null,
    difference: value && ours !== null ? ours / value - 1 : null,
    days,
    parts: [...parts]
      .map(([dimension, list]) => ({
        name: partName(id, dimension, titles),
        value: together(
          kind.partsOver ?? 'sum',
          list.map(figure => Number(figure.value)),
        )!,
      }))
      .filter(part => part.value > 0)
      .sort((a, b) => b.value - a.value),
  }
}

function together(over: OfficialMetric['over'], values: readonly number[]): number | null {
  if (values.length === 0) return null
  if (over === 'last') return values.at(-1)!
  const sum = values.reduce((total, value) => total + value, 0)
  return over === 'sum' ? sum : sum / values.length
}

function daysOf(from: string, to: string): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
