/** Today's quota of each endpoint the product calls: used, limit, when it will be gone; reading it anew and clearing it. */
import { type Carrier, clearQuotas, getQuotas, type QuotaMeter, type QuotaRow, readQuotas } from '@wematrix/server/features/carriers/schema'
import { App, Button } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty, ProblemLine, useTell } from '../../ui/states.tsx'
import './quotas.css'

export function Quotas({ carrier }: { carrier: Carrier }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const may = useMay('operator')
  const params = { brandId: brand.id, id: carrier.id }
  const query = useRead(getQuotas, { params }, { refetchMs: 30_000 })
  const read = useAct(readQuotas, [getQuotas])
  const { data } = query
  return (
    <Card
      title={t('quota.title')}
      definition={t('quota.why')}
      tools={
        may &&
        data && (
          <span className="row wrap">
            <Button size="small" onClick={() => read.mutate({ params })} loading={read.isPending}>
              {t('quota.read')}
            </Button>
            <Clear params={params} meter={data} />
          </span>
        )
      }
      note={
        data &&
        `${data.readAt ? t('quota.readAt', { ago: f.ago(data.readAt, new Date()) }) : t('quota.unread')} ${t('quota.reset')} ${t('quota.clearings', { left: data.clearings.left, made: data.clearings.made })}`
      }
    >
      <ProblemLine error={read.error} />
      <Await query={query} wait={<Bones lines={6} height={44} />}>
        {meter =>
          meter.rows.length === 0 ? (
            <Empty title={t('quota.none')}>{t('quota.none.do')}</Empty>
          ) : (
            <ul className="quotas">
              {meter.rows.map(row => (
                <Row key={row.path} row={row} />
              ))}
            </ul>
          )
        }
      </Await>
    </Card>
  )
}

function Row({ row }: { row: QuotaRow }) {
  const { t, f, pick } = useWords()
  const share = row.limit ? Math.min(1, row.used / row.limit) : 0
  return (
    <li className={`quota ${row.state}`} data-quota={row.path}>
      <div className="quota-name">
        <span>{pick(row.title)}</span>
        <code className="faint">{row.path}</code>
      </div>
      <div className="quota-bar">
        <span className="meter">{row.limit !== null && <i style={{ width: `${Math.max(share * 100, row.used > 0 ? 1 : 0)}%` }} />}</span>
        <span className="small num">
          <strong>{f.int(row.used)}</strong>
          {row.limit !== null && <span className="muted"> / {f.int(row.limit)}</span>}
          <span className="faint"> · {t(row.limit === null ? 'quota.noLimit' : `quota.from.${row.limitFrom ?? 'table'}`)}</span>
        </span>
      </div>
      <div className="quota-pace small">
        <span className={tone[row.state]}>{outlook(row, t, f)}</span>
        <span className="faint num">
          {t('quota.ours', { n: f.int(row.ours) })}
          {row.failed > 0 && ` · ${t('quota.failed', { n: f.int(row.failed) })}`}
          {row.rate && ` · ${t('quota.rate', { n: f.int(row.rate.calls), s: row.rate.seconds })}`}
          {row.unreadable !== null && ` · ${t('quota.unreadable', { code: row.unreadable })}`}
        </span>
      </div>
    </li>
  )
}

const tone = { gone: 'bad', tight: 'warn', fine: 'muted', unlimited: 'muted' } as const

function outlook(row: QuotaRow, t: ReturnType<typeof useWords>['t'], f: ReturnType<typeof useWords>['f']): string {
  if (row.state === 'gone') return t('quota.gone')
  if (row.goneAt) return t('quota.goneAt', { at: f.clock(row.goneAt) })
  if (row.used === 0) return t(row.ours === 0 ? 'quota.unused' : 'quota.zero')
  return t('quota.pace', { n: f.one(row.perHour) })
}

function Clear({ params, meter }: { params: { brandId: string; id: string }; meter: QuotaMeter }) {
  const { t, f } = useWords()
  const { modal, message } = App.useApp()
  const tell = useTell()
  const clear = useAct(clearQuotas, [getQuotas])
  const { left, perMonth, lastAt } = meter.clearings
  const ask = () =>
    void modal.confirm({
      title: t('quota.clear.ask', { left }),
      content: (
        <div className="stack tight">
          <p>{t('quota.clear.what', { left: left - 1, all: perMonth })}</p>
          {lastAt && <p className="muted">{t('quota.clear.last', { ago: f.ago(lastAt, new Date()) })}</p>}
        </div>
      ),
      okText: t('quota.clear.yes'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await clear.mutateAsync({ params, body: { left } })
          void message.success(t('quota.cleared', { left: left - 1 }))
        } catch (error) {
          tell(error)
        }
      },
    })
  return (
    <Button size="small" danger onClick={ask} disabled={left === 0} title={left === 0 ? t('quota.clear.none') : undefined}>
      {t('quota.clear')}
    </Button>
  )
}
