import { AppError } from '../../../errors.ts'
import { addDays, addMonths, dayOf, instantAt, isZone } from '../../../stats/calendar.ts'
import { share } from '../../../stats/wilson.ts'
import { times } from '../../reports/common/group.ts'
import type { Scope } from '../../reports/common/query.ts'
import { monthRows, periodRepurchase, repurchase } from '../../reports/repurchase/repurchase.ts'
import { type CohortGrain, recurringCells } from '../../reports/retention/cohorts.ts'
import { retentionCurve, retentionTriangle } from '../../reports/retention/retention.ts'
import type { Call, Topic } from '../run.ts'
import type { CaseEvent } from '../store.ts'
import { type CaseInput, inputDay, inputNumber, inputNumbers, inputZone, numberOf, type Row, readTable } from '../table.ts'

/** What stands for «was active» and «ordered» in these cases. */
const event = 'order.pay'

type Loaded = { scope: Scope; firstDay: string; lastDay: string }

/** Rows of (person, date or instant), or lists of days by person; a plain date is noon of that day. */
async function load({ input, dir, store }: Call): Promise<Loaded> {
  const zone = inputZone(input, isZone)
  const listed = (input.active_days ?? input.active_months) as Record<string, unknown> | undefined
  const { rows, fingerprint } = listed
    ? { rows: daysOf(listed), fingerprint: JSON.stringify(listed) }
    : readTable(input, dir, ['person', ['date', 'ts_ms', 'ts']])
  const days = rows.map(row => ('date' in row ? inputDay(row, 'date') : dayOf(timeOf(row), zone))).sort()
  const events = (): CaseEvent[] =>
    rows.map((row, seq) => ({
      person: row.person!,
      event,
      carrier: 'channels',
      seq,
      atMs: 'date' in row ? instantAt(row.date!, 720, zone) : timeOf(row),
    }))
  const scope = await store.load(`${fingerprint} ${zone} days`, zone, events)
  return { scope, firstDay: days[0] ?? '1970-01-01', lastDay: days.at(-1) ?? '1970-01-01' }
}

const timeOf = (row: Row) => Math.round('ts_ms' in row ? numberOf(row, 'ts_ms') : numberOf(row, 'ts') * 1000)

function daysOf(listed: Record<string, unknown>): Row[] {
  return Object.entries(listed).flatMap(([person, days]) => {
    if (!Array.isArray(days)) throw new AppError('invalid_input', `The days of "${person}" must be a list.`)
    return days.map(day => ({ person, date: inputDay({ day }, 'day') }))
  })
}

const lastDayOf = (input: CaseInput, loaded: Loaded) => inputDay(input, 'last_day', loaded.lastDay)

async function recurring(call: Call, grain: CohortGrain, from: string, until: string, size: number): Promise<{ matrix: number[][] }> {
  const { scope } = await load(call)
  const cells = await recurringCells(scope, { from, until, grain, event })
  const people = new Map(cells.map(cell => [`${cell.i} ${cell.o}`, cell.people]))
  return { matrix: times(size, i => times(size - i, o => people.get(`${i} ${o}`) ?? 0)) }
}

export const retention: Topic = {
  retention: async call => {
    const loaded = await load(call)
    const until = lastDayOf(call.input, loaded)
    const { points } = await retentionCurve(
      loaded.scope,
      { from: loaded.firstDay, until, grain: 'day', event },
      inputNumbers(call.input, 'n'),
    )
    return Object.fromEntries(
      points.map(({ n, eligible, exact, rolling, range }) => {
        const rates = { exact_rate: share(exact, eligible), rolling_rate: share(rolling, eligible), range_rate: share(range, eligible) }
        return [n, { eligible, exact, rolling, range, ...rates }]
      }),
    )
  },
  cohort_triangle: async call => {
    const loaded = await load(call)
    const until = lastDayOf(call.input, loaded)
    const from = inputDay(call.input, 'first_day', loaded.firstDay)
    const days = inputNumber(call.input, 'days', 0)
    const columns = inputNumber(call.input, 'columns', Number.POSITIVE_INFINITY)
    const lastCohort = days > 0 ? addDays(from, days - 1) : until
    return retentionTriangle(
      loaded.scope,
      { from, until, grain: 'day', event, lastCohort: lastCohort < until ? lastCohort : until },
      columns,
    )
  },
  recurring_matrix: call => {
    const [from, days] = [inputDay(call.input, 'first_day'), inputNumber(call.input, 'days')]
    return recurring(call, 'day', from, addDays(from, days - 1), days)
  },
  recurring_matrix_months: call => {
    const months = inputNumber(call.input, 'months')
    const from = inputDay({ day: `${String(call.input.first_month)}-01` }, 'day')
    return recurring(call, 'month', from, addDays(addMonths(from, months), -1), months)
  },
  month_cohorts: async call => {
    const loaded = await load(call)
    const rows = await monthRows(loaded.scope, { from: loaded.firstDay, until: lastDayOf(call.input, loaded), event })
    return Object.fromEntries(rows.map(row => [row.cohort.slice(0, 7), row.active]))
  },
  repurchase: async call => {
    const loaded = await load(call)
    const spec = { from: loaded.firstDay, until: lastDayOf(call.input, loaded), event }
    const { points } = await repurchase(loaded.scope, spec, inputNumbers(call.input, 'n'))
    return Object.fromEntries(points.map(({ n, buyers, repurchased }) => [n, { buyers, repurchased, rate: share(repurchased, buyers) }]))
  },
  period_repurchase: async call => {
    const loaded = await load(call)
    const [from, to] = [inputDay(call.input, 'from'), inputDay(call.input, 'to')]
    const { buyers, buyersTwoDays, buyersTwoOrders } = await periodRepurchase(loaded.scope, { from, to, event })
    const rates = { rate_days: share(buyersTwoDays, buyers), rate_orders: share(buyersTwoOrders, buyers) }
    return { buyers, buyers_2_days: buyersTwoDays, buyers_2_orders: buyersTwoOrders, ...rates }
  },
}
