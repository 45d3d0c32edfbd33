import type { FunnelReply, FunnelStep, FunnelTimesReply } from '@wematrix/server/features/reports/schema'
import { useWords } from '../../../locales/index.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { Definition } from '../../../ui/marks.tsx'
import { useEventName } from '../../events/event-names.ts'
import { useFieldName } from '../../events/field-names.ts'

/** One bar a step; between two bars, who went on and who was lost. */
type Props = { funnel: FunnelReply; steps: FunnelStep[]; times: FunnelTimesReply | undefined }

export function FunnelBars({ funnel, steps, times }: Props) {
  const { t, f } = useWords()
  const name = useEventName()
  const field = useFieldName()
  const first = funnel.steps[0]?.people ?? 0
  const last = funnel.steps.at(-1)
  return (
    <div className="stack loose">
      <dl className="figures three">
        <div>
          <dt>{t('funnel.started')}</dt>
          <dd className="num">{f.int(first)}</dd>
        </div>
        <div>
          <dt>{t('funnel.through')}</dt>
          <dd>
            <Drill token={last?.drill}>{f.percent(last?.ofFirst)}</Drill>
          </dd>
          <dd className="small faint num">{f.interval(last?.wilson95?.[0], last?.wilson95?.[1])}</dd>
        </div>
        <div>
          <dt>{t('funnel.median')}</dt>
          <dd className="num">{f.duration(funnel.medianSecondsToComplete === null ? null : funnel.medianSecondsToComplete * 1000)}</dd>
        </div>
      </dl>
      <ol className="funnel">
        {funnel.steps.map((step, at) => {
          const before = funnel.steps[at - 1]
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other identity than their place
            <li key={at}>
              {before && (
                <div className="funnel-drop">
                  <span className="funnel-drop-rate num">{f.percent(step.ofPrevious)}</span>
                  <span className="faint">{t('funnel.went')}</span>
                  <StepTime seconds={times?.stepSeconds[at]} times={times} />
                  <span className="funnel-lost">
                    <Drill token={step.lostDrill}>{t('funnel.lost', { n: f.int(before.people - step.people) })}</Drill>
                  </span>
                </div>
              )}
              <div className="funnel-step">
                <div className="row between">
                  <span className="row wrap">
                    <span className="funnel-no num">{at + 1}</span>
                    <strong>{name(step.event)}</strong>
                    {(steps[at]?.where ?? []).map(filter => (
                      <span className="chip" key={`${filter.property}${filter.op}${filter.value}`}>
                        {field(filter.property)} {t(`op.${filter.op}`)} {filter.value}
                      </span>
                    ))}
                  </span>
                  <span className="row">
                    <Drill token={step.drill} className="funnel-people">
                      {f.int(step.people)}
                    </Drill>
                    <span className="faint num funnel-share">{f.percent(step.ofFirst)}</span>
                  </span>
                </div>
                <div className="funnel-bar">
                  <i style={{ width: `${first ? Math.max(0.4, (step.people / first) * 100) : 0}%` }} />
                </div>
              </div>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** How long the step took those who came through to the end. */
function StepTime({ seconds, times }: { seconds: number | null | undefined; times: FunnelTimesReply | undefined }) {
  const { t, f } = useWords()
  if (seconds === null || seconds === undefined) return null
  return (
    <span className="funnel-time num" data-step-seconds={seconds}>
      {t('funnel.took', { time: f.duration(seconds * 1000) })}
      <Definition text={times?.definition} honesty={times?.honesty} metric={times?.metricId} />
    </span>
  )
}
