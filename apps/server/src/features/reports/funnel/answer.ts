/** The funnel screen as an answer of the API. */
import Value from 'typebox/value'
import type { Context } from '../../../context.ts'
import { AppError } from '../../../errors.ts'
import type { QueryOf } from '../../../infra/route.ts'
import { share, wilson } from '../../../stats/wilson.ts'
import { drillToken } from '../common/drill.ts'
import { frameOf, headOf } from '../common/range.ts'
import { type FunnelSpec, funnelBreakdown, funnelLevels, funnelMedianSeconds } from './funnel.ts'
import { type FunnelReply, type FunnelStep, FunnelSteps, type FunnelTimesReply, type getFunnel, type getFunnelTimes } from './schema.ts'
import { funnelStepSeconds } from './times.ts'

export async function funnelAnswer(ctx: Context, query: QueryOf<typeof getFunnel>): Promise<FunnelReply> {
  const frame = await frameOf(ctx, query)
  const { fromMs, toMs } = frame.range
  const steps = readSteps(query.steps)
  const windowSeconds = query.windowSeconds ?? 7 * 86_400
  const mode = query.mode ?? 'ordered'
  const windowMs = windowSeconds * 1000
  const spec: FunnelSpec = { steps, mode, windowMs, fromMs, toMs, readUntilMs: toMs + windowMs, by: query.by }
  const plain = { ...spec, by: undefined }
  const [people, seconds, groups] = await Promise.all([
    funnelLevels(frame.scope, plain),
    funnelMedianSeconds(frame.scope, plain),
    query.by ? funnelBreakdown(frame.scope, spec) : [],
  ])
  const token = (atLeast: number, atMost: number, count: number, value?: string) =>
    drillToken(
      {
        k: 'funnel',
        steps,
        mode,
        windowMs,
        fromMs,
        toMs,
        levels: [atLeast, atMost],
        ...(value === undefined ? {} : { by: query.by!, value }),
      },
      count,
    )
  return {
    ...headOf('funnel', frame),
    mode,
    windowSeconds,
    steps: steps.map((step, i) => {
      const count = people[i]!
      const before = i === 0 ? count : people[i - 1]!
      return {
        event: step.event,
        people: count,
        ofFirst: share(count, people[0]!),
        ofPrevious: share(count, before),
        wilson95: wilson(count, before),
        drill: token(i + 1, steps.length, count),
        lostDrill: i === 0 ? null : token(i, i, before - count),
      }
    }),
    medianSecondsToComplete: seconds,
    by: query.by ?? null,
    breakdown: groups.map(group => ({
      ...group,
      drill: group.value === '…' ? null : token(1, steps.length, group.people[0]!, group.value),
    })),
  }
}

export async function funnelTimesAnswer(ctx: Context, query: QueryOf<typeof getFunnelTimes>): Promise<FunnelTimesReply> {
  const frame = await frameOf(ctx, query)
  const { fromMs, toMs } = frame.range
  const windowMs = (query.windowSeconds ?? 7 * 86_400) * 1000
  const spec: FunnelSpec = { steps: readSteps(query.steps), mode: 'first_start', windowMs, fromMs, toMs, readUntilMs: toMs + windowMs }
  return { ...headOf('funnel-times', frame), stepSeconds: await funnelStepSeconds(frame.scope, spec) }
}

function readSteps(text: string): FunnelStep[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (!Value.Check(FunnelSteps, value)) {
    throw new AppError('invalid_input', '"steps" must be JSON like [{"event":"oa.follow"},{"event":"order.pay"}] with 1 to 20 steps.')
  }
  return value
}
