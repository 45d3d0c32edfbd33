import { AppError } from '../../../errors.ts'
import {
  addMonths,
  bucketCounts,
  calendarQuota,
  describeInstant,
  historicOffset,
  isZone,
  namedRanges,
  quietHours,
  rollingCap,
} from '../../../stats/calendar.ts'
import type { Topic } from '../run.ts'
import { type CaseInput, inputDay, inputNumber, inputNumbers, inputText, inputZone, numberOf, readTable } from '../table.ts'

const zone = (input: CaseInput) => inputZone(input, isZone)

const grains: Record<string, 'day' | 'week' | 'month'> = { day: 'day', week: 'week', iso_week: 'week', month: 'month' }

/** Calendar kinds: pure, without an event store. */
export const time: Topic = {
  describe_instants: ({ input }) => inputNumbers(input, 'ms').map(ms => describeInstant(ms, zone(input))),
  named_ranges: ({ input }) => namedRanges(inputDay(input, 'today'), zone(input), input.week_starts === 'Sunday' ? 'Sunday' : 'Monday'),
  add_months: ({ input }) => {
    if (!Array.isArray(input.items)) throw new AppError('invalid_input', '"items" must be a list of [day, months].')
    return input.items.map((item: unknown) => {
      const [day, n] = Array.isArray(item) ? (item as unknown[]) : []
      return addMonths(inputDay({ day }, 'day'), inputNumber({ n }, 'n'))
    })
  },
  quiet_hours: ({ input }) => {
    const [start, end] = [inputNumber(input, 'start_minute'), inputNumber(input, 'end_minute')]
    return inputNumbers(input, 'ms').map(ms => quietHours(ms, start, end, zone(input)))
  },
  calendar_quota: ({ input }) => {
    const grain = grains[inputText(input, 'grain')]
    if (!grain) throw new AppError('invalid_input', '"grain" must be day, iso_week or month.')
    return calendarQuota(inputNumbers(input, 'ms'), inputNumber(input, 'limit'), grain, zone(input))
  },
  rolling_cap: ({ input }) =>
    rollingCap(inputNumbers(input, 'ms'), inputNumber(input, 'limit'), inputNumber(input, 'window_seconds') * 1000),
  bucket_counts: ({ input, dir }) => {
    const instants = Array.isArray(input.ms)
      ? inputNumbers(input, 'ms')
      : readTable(input, dir, ['ts_ms']).rows.map(row => numberOf(row, 'ts_ms'))
    return bucketCounts(instants, zone(input))
  },
  historic_offset: ({ input }) => inputNumbers(input, 'ms').map(ms => historicOffset(ms, zone(input))),
}
