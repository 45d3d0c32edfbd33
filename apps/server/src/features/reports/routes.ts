/** Routes of the reports. `?format=csv` gives the rows of a report as a file. */
import type { FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { createAnnotation, deleteAnnotation, listAnnotations, updateAnnotation } from './annotations/annotations.ts'
import {
  diagnosesAnswer,
  kpisAnswer,
  lifecycleAnswer,
  multiCarrierAnswer,
  pathsAnswer,
  repurchaseAnswer,
  retentionAnswer,
  triangleAnswer,
} from './answers.ts'
import { csvReply } from './common/csv.ts'
import { frameOf, headOf } from './common/range.ts'
import { flowAnswer, flowEntriesAnswer } from './flow/answer.ts'
import { funnelAnswer, funnelTimesAnswer } from './funnel/answer.ts'
import { eventNames } from './kpis/people.ts'
import { catalogue } from './metrics/catalogue.ts'
import { officialAnswer } from './official/official.ts'
import * as schema from './schema.ts'
import { trend } from './trend/trend.ts'

type Rows = readonly Record<string, unknown>[]

/** A spreadsheet gets flat rows: words of both languages become two columns, an interval becomes two. */
function asked<T>(
  query: { format?: 'json' | 'csv' },
  reply: FastifyReply,
  name: string,
  answer: T,
  rows: (answer: T) => Rows,
): T | FastifyReply {
  return query.format === 'csv' ? csvReply(reply, name, rows(answer).map(flat)) : answer
}

function flat(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'wilson95') {
        const interval = value as [number, number] | null
        return [
          ['wilson95_low', interval?.[0]],
          ['wilson95_high', interval?.[1]],
        ]
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]]
      return Object.entries(value).map(([part, inner]) => [`${key}_${part}`, inner])
    }),
  )
}

export function reportRoutes(): Handled[] {
  return [
    handle(schema.getKpis, async ({ ctx, query, reply }) =>
      asked(query, reply, 'kpis', await kpisAnswer(ctx, query), answer => answer.kpis),
    ),
    handle(schema.getFlow, async ({ ctx, query, reply }) =>
      asked(query, reply, 'flow', await flowAnswer(ctx, query), answer => answer.edges),
    ),
    handle(schema.getFlowEntries, async ({ ctx, query, reply }) =>
      asked(query, reply, 'entries', await flowEntriesAnswer(ctx, query), answer => answer.entries),
    ),
    handle(schema.getTrend, async ({ ctx, query, reply }) =>
      asked(query, reply, 'trend', await trendAnswer(ctx, query), answer =>
        answer.series.flatMap(line => line.points.map(point => ({ day: point.day, key: line.key, value: point.value }))),
      ),
    ),
    handle(schema.getLifecycle, async ({ ctx, query, reply }) =>
      asked(query, reply, 'lifecycle', await lifecycleAnswer(ctx, query), answer =>
        answer.cohorts.map(({ week, isoWeek, traffic, stay, convert, repurchase }) => ({
          week,
          isoWeek,
          traffic: traffic.people,
          stay: stay.people,
          convert: convert.people,
          repurchase: repurchase.people,
        })),
      ),
    ),
    handle(schema.getDiagnoses, async ({ ctx, query, reply }) =>
      asked(query, reply, 'diagnoses', await diagnosesAnswer(ctx, query), answer =>
        answer.diagnoses.map(({ id, carrier, verdict, threshold, measured }) => ({ id, carrier, verdict, threshold, ...measured })),
      ),
    ),
    handle(schema.getFunnel, async ({ ctx, query, reply }) =>
      asked(query, reply, 'funnel', await funnelAnswer(ctx, query), answer => answer.steps.map((step, i) => ({ step: i + 1, ...step }))),
    ),
    handle(schema.getFunnelTimes, async ({ ctx, query, reply }) =>
      asked(query, reply, 'funnel-times', await funnelTimesAnswer(ctx, query), answer =>
        answer.stepSeconds.map((seconds, i) => ({ step: i + 1, medianSeconds: seconds })),
      ),
    ),
    handle(schema.getOfficial, async ({ ctx, query, reply }) =>
      asked(query, reply, 'official', await officialAnswer(ctx, query), answer =>
        answer.metrics.flatMap(({ id, name, days }) =>
          days.map(({ day, value, ours }) => ({ day, metric: id, name, wechat: value, ours })),
        ),
      ),
    ),
    handle(schema.getEventNames, async ({ ctx, query, reply }) => {
      const frame = await frameOf(ctx, query)
      return asked(
        query,
        reply,
        'events',
        { ...headOf('events', frame), ...(await eventNames(frame.scope, frame.range)) },
        answer => answer.events,
      )
    }),
    handle(schema.getRetention, async ({ ctx, query, reply }) =>
      asked(query, reply, 'retention', await retentionAnswer(ctx, query), answer => answer.points),
    ),
    handle(schema.getRetentionTriangle, async ({ ctx, query, reply }) =>
      asked(query, reply, 'retention-triangle', await triangleAnswer(ctx, query), answer =>
        answer.rows.map(row => ({
          cohort: row.cohort,
          size: row.size,
          ...Object.fromEntries(row.active.map((people, n) => [`n${n}`, people])),
        })),
      ),
    ),
    handle(schema.getRepurchase, async ({ ctx, query, reply }) =>
      asked(query, reply, 'repurchase', await repurchaseAnswer(ctx, query), answer => answer.points),
    ),
    handle(schema.getMultiCarrier, async ({ ctx, query, reply }) =>
      asked(query, reply, 'multi-carrier', await multiCarrierAnswer(ctx, query), answer => answer.combinations),
    ),
    handle(schema.getPaths, async ({ ctx, query, reply }) =>
      asked(query, reply, 'paths', await pathsAnswer(ctx, query), answer =>
        answer.paths.map(path => ({ ...path, steps: path.steps.join(' > ') })),
      ),
    ),
    handle(schema.getMetrics, ({ query, reply }) => {
      const metrics = Object.entries(catalogue).map(([id, metric]) => ({ id, ...metric }))
      return asked(query, reply, 'metrics', { metrics }, answer => answer.metrics)
    }),
    handle(schema.listAnnotations, async ({ ctx, query }) => ({ annotations: await listAnnotations(ctx, query) })),
    handle(schema.createAnnotation, ({ ctx, body }) => createAnnotation(ctx, body)),
    handle(schema.updateAnnotation, ({ ctx, params, body }) => updateAnnotation(ctx, params.id, body)),
    handle(schema.deleteAnnotation, ({ ctx, params }) => deleteAnnotation(ctx, params.id)),
  ]
}

type TrendQuery = Parameters<typeof frameOf>[1] & {
  metric?: schema.TrendMetric
  by?: 'none' | 'carrier' | 'event' | 'edge'
  grain?: 'day' | 'week' | 'month'
  event?: string
}

async function trendAnswer(ctx: Context, query: TrendQuery): Promise<schema.TrendReply> {
  const frame = await frameOf(ctx, query)
  const spec = {
    metric: query.metric ?? ('people' as const),
    by: query.by ?? ('none' as const),
    grain: query.grain ?? ('day' as const),
    event: query.event,
  }
  const [series, annotations] = await Promise.all([trend(frame.scope, frame.range, spec), listAnnotations(ctx, frame.range)])
  const metric = spec.metric === 'arrivals' ? 'flow' : spec.metric
  return { ...headOf(metric, frame), metric: spec.metric, by: spec.by, grain: spec.grain, series, annotations }
}
