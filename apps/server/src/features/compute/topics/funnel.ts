import { AppError } from '../../../errors.ts'
import { type FunnelSpec, funnelLevels, funnelMedianSeconds } from '../../reports/funnel/funnel.ts'
import type { FunnelMode } from '../../reports/funnel/schema.ts'
import { loadEvents, span } from '../events.ts'
import type { Topic } from '../run.ts'
import { inputNumber } from '../table.ts'

const modes: readonly FunnelMode[] = ['ordered', 'ordered_tie_any', 'first_start', 'strict', 'unordered']

/** Kind `funnel`: people reaching step 1, 2, … by every definition, and the median of seconds to complete. */
export const funnel: Topic = {
  funnel: async ({ input, dir, store }) => {
    const steps = input.steps
    if (!Array.isArray(steps) || steps.length === 0 || !steps.every(step => typeof step === 'string' && step !== '')) {
      throw new AppError('invalid_input', 'The input needs "steps": a list of event names.')
    }
    const windowMs = inputNumber(input, 'window_seconds') * 1000
    if (windowMs < 0) throw new AppError('invalid_input', '"window_seconds" must not be negative.')
    const { scope, events } = await loadEvents(store, input, dir, ['event'])
    const { fromMs, toMs } = span(events)
    const spec = { steps: steps.map(event => ({ event: event as string })), windowMs, fromMs, toMs, readUntilMs: toMs }
    const asked = modes.filter(mode => mode !== 'unordered' || new Set(steps).size === steps.length)
    const [seconds, ...levels] = await Promise.all([
      funnelMedianSeconds(scope, { ...spec, mode: 'ordered' }),
      ...asked.map(mode => funnelLevels(scope, { ...spec, mode } satisfies FunnelSpec)),
    ])
    return { ...Object.fromEntries(asked.map((mode, i) => [mode, levels[i]])), median_seconds_to_complete: seconds }
  },
}
