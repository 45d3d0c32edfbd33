/** Routes of the reports. `?format=csv` gives the rows of a report as a file. */
import type { Context } from '../../context.ts'
import { csvReply } from '../../infra/csv.ts'
import { KeptAnswers } from '../../infra/kept-answers.ts'
import { type Handled, handle } from '../../infra/register.ts'
import type { QueryOf, ReplyOf } from '../../infra/route.ts'
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
import { frameOf, headOf } from './common/range.ts'
import { flat, reportsOf } from './common/report.ts'
import { flowAnswer, flowEntriesAnswer } from './flow/answer.ts'
import { funnelAnswer, funnelTimesAnswer } from './funnel/answer.ts'
import { eventNames } from './kpis/people.ts'
import { catalogue } from './metrics/catalogue.ts'
import { officialAnswer } from './official/official.ts'
import * as schema from './schema.ts'
import { trend } from './trend/trend.ts'

/** @param deps.answersSeconds  how long at most an answer that took long is given again; 0: never */
export function reportRoutes({ answersSeconds }: { answersSeconds: number }): Handled[] {
  const { report, forget } = reportsOf(new KeptAnswers(answersSeconds * 1000))
  return [
    report(schema.getKpis, 'kpis', kpisAnswer, answer => answer.kpis),
    report(schema.getFlow, 'flow', flowAnswer, answer => answer.edges),
    report(schema.getFlowEntries, 'entries', flowEntriesAnswer, answer => answer.entries),
    report(schema.getTrend, 'trend', trendAnswer, answer =>
      answer.series.flatMap(line => line.points.map(point => ({ day: point.day, key: line.key, value: point.value }))),
    ),
    report(schema.getLifecycle, 'lifecycle', lifecycleAnswer, answer =>
      answer.cohorts.map(({ week, isoWeek, traffic, stay, convert, repurchase }) => ({
        week,
        isoWeek,
        traffic: traffic.people,
        stay: stay.people,
        convert: convert.people,
        repurchase: repurchase.people,
      })),
    ),
    report(schema.getDiagnoses, 'diagnoses', diagnosesAnswer, answer =>
      answer.diagnoses.map(({ id, carrier, verdict, threshold, measured }) => ({ id, carrier, verdict, threshold, ...measured })),
    ),
    report(schema.getFunnel, 'funnel', funnelAnswer, answer => answer.steps.map((step, i) => ({ step: i + 1, ...step }))),
    report(schema.getFunnelTimes, 'funnel-times', funnelTimesAnswer, answer =>
      answer.stepSeconds.map((seconds, i) => ({ step: i + 1, medianSeconds: seconds })),
    ),
    report(schema.getOfficial, 'official', officialAnswer, answer =>
      answer.metrics.flatMap(({ id, name, days }) => days.map(({ day, value, ours }) => ({ day, metric: id, name, wechat: value, ours }))),
    ),
    report(schema.getEventNames, 'events', eventNamesAnswer, answer => answer.events),
    report(schema.getRetention, 'retention', retentionAnswer, answer => answer.points),
    report(schema.getRetentionTriangle, 'retention-triangle', triangleAnswer, answer =>
      answer.rows.map(row => ({
        cohort: row.cohort,
        size: row.size,
        ...Object.fromEntries(row.active.map((people, n) => [`n${n}`, people])),
      })),
    ),
    report(schema.getRepurchase, 'repurchase', repurchaseAnswer, answer => answer.points),
    report(schema.getMultiCarrier, 'multi-carrier', multiCarrierAnswer, answer => answer.combinations),
    report(schema.getPaths, 'paths', pathsAnswer, answer => answer.paths.map(path => ({ ...path, steps: path.steps.join(' > ') }))),
    handle(schema.getMetrics, ({ query, reply }) => {
      const metrics = Object.entries(catalogue).map(([id, metric]) => ({ id, ...metric }))
      return query.format === 'csv' ? csvReply(reply, 'metrics', metrics.map(flat)) : { metrics }
    }),
    handle(schema.listAnnotations, async ({ ctx, query }) => ({ annotations: await listAnnotations(ctx, query) })),
    // A trend shows its notes, so it is drawn anew once they changed.
    handle(schema.createAnnotation, ({ ctx, body }) => createAnnotation(ctx, body).finally(() => forget(ctx.brandId))),
    handle(schema.updateAnnotation, ({ ctx, params, body }) => updateAnnotation(ctx, params.id, body).finally(() => forget(ctx.brandId))),
    handle(schema.deleteAnnotation, ({ ctx, params }) => deleteAnnotation(ctx, params.id).finally(() => forget(ctx.brandId))),
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

async function eventNamesAnswer(ctx: Context, query: QueryOf<typeof schema.getEventNames>): Promise<ReplyOf<typeof schema.getEventNames>> {
  const frame = await frameOf(ctx, query)
  return { ...headOf('events', frame), ...(await eventNames(frame.scope, frame.range)) }
}
