/** Traffic → stay → convert → repurchase, per week of first contact. Stages whose window is still open say so. */
import { getLifecycle, type LifecycleCohort, type LifecycleReply, type Share } from '@wematrix/server/features/reports/schema'
import { Tooltip } from 'antd'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords, type Word } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import './lifecycle.css'

const STAGES = ['traffic', 'stay', 'convert', 'repurchase'] as const
type StageName = (typeof STAGES)[number]

export function LifecycleBoard() {
  const { t } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const input = { params: { brandId: brand.id }, query: { from, to } }
  const query = useRead(getLifecycle, input)
  return (
    <Card title={t('lifecycle.title')} report={query.data} csv={csvOf(urlOf(getLifecycle, input))} note={t('lifecycle.note')}>
      <Await query={query} wait={<Bones lines={6} height={28} />}>
        {board =>
          board.cohorts.length === 0 ? (
            <Empty title={t('lifecycle.empty')}>{t('lifecycle.empty.do')}</Empty>
          ) : (
            <div className="stack loose">
              <Stages board={board} />
              <Cohorts board={board} />
            </div>
          )
        }
      </Await>
    </Card>
  )
}

const windowOf = (board: LifecycleReply, stage: StageName) =>
  ({ traffic: 0, stay: board.stayDays, convert: board.convertDays, repurchase: board.repurchaseDays })[stage]

function Stages({ board }: { board: LifecycleReply }) {
  const { t, f } = useWords()
  return (
    <ol className="stages">
      {STAGES.map(stage => {
        const share = board.total[stage]
        return (
          <li key={stage} className={`stage ${stage}`}>
            <span className="stage-name">
              {t(`lifecycle.${stage}`)}
              {stage !== 'traffic' && <span className="faint small">{t('lifecycle.within', { n: windowOf(board, stage) })}</span>}
            </span>
            <Drill token={share.drill} className="stage-value">
              {stage === 'traffic' ? f.short(share.people) : f.percent(share.rate)}
            </Drill>
            <span className="small muted num">
              {stage === 'traffic' ? t('lifecycle.first') : t('lifecycle.of', { n: f.int(share.people), of: f.int(share.of) })}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Cohorts({ board }: { board: LifecycleReply }) {
  const { t, f } = useWords()
  const best = Object.fromEntries(STAGES.map(stage => [stage, Math.max(...board.cohorts.map(cohort => cohort[stage].rate ?? 0), 0.0001)]))
  return (
    <div className="table-wrap">
      <table className="table cohorts">
        <thead>
          <tr>
            <th>{t('lifecycle.week')}</th>
            {STAGES.map(stage => (
              <th key={stage} className="end">
                {t(`lifecycle.${stage}` as Word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.cohorts.map(cohort => (
            <tr key={cohort.week}>
              <td className="nowrap">
                {f.day(cohort.week)} <span className="faint small">{cohort.isoWeek.slice(5)}</span>
              </td>
              {STAGES.map(stage => (
                <StageCell key={stage} stage={stage} cohort={cohort} best={best[stage] ?? 1} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function StageCell({ stage, cohort, best }: { stage: StageName; cohort: LifecycleCohort; best: number }) {
  const { t, f } = useWords()
  const share: Share & { complete: boolean } = cohort[stage]
  if (stage === 'traffic') {
    return (
      <td className="end">
        <Drill token={share.drill}>{f.int(share.people)}</Drill>
      </td>
    )
  }
  const heat = Math.round(((share.rate ?? 0) / best) * 62)
  return (
    <td
      className="end heat"
      style={{ background: share.rate ? `color-mix(in srgb, var(--brand-bright) ${heat * 0.55}%, transparent)` : undefined }}
    >
      <Tooltip
        title={`${f.int(share.people)} / ${f.int(share.of)} · ${f.interval(share.wilson95?.[0], share.wilson95?.[1])}${share.complete ? '' : ` · ${t('lifecycle.open')}`}`}
      >
        <span className={share.complete ? '' : 'open-window'}>
          <Drill token={share.drill}>{f.percent(share.rate)}</Drill>
        </span>
      </Tooltip>
    </td>
  )
}
