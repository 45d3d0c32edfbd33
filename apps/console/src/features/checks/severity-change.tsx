/** How severe a rule is on each carrier, and the way to change that: with a reason, and with what it does to live content said before. */
import { resetSeverity, setSeverity } from '@wematrix/server/features/checks/brand-schema'
import { listReviews, listRules, type RuleInForce, type Severity, type StoredReview } from '@wematrix/server/features/checks/schema'
import { App, Button, Drawer, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { CHECK_CARRIERS } from '../../search.ts'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { ProblemLine, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { mostReviews, VerdictChip } from './artefacts.tsx'
import type { CheckCarrier } from './places.ts'
import { effectOf, packSeverityOn, severityOn } from './severities.ts'
import { SEVERITIES, SeverityChip } from './severity.tsx'

type Props = { rule: RuleInForce; reviews: StoredReview[] }

export function SeverityCard({ rule, reviews }: Props) {
  const { t, f } = useWords()
  // The brand's own rules say their severity themselves.
  const may = useMay('operator') && rule.pack !== 'brand'
  const [open, setOpen] = useState(false)
  return (
    <Card
      title={t('rules.severity')}
      definition={t('rule.severity.why')}
      tools={
        may && (
          <>
            {rule.changes.length > 0 && <Reset rule={rule.id} />}
            <Button size="small" onClick={() => setOpen(true)}>
              {t('rule.change')}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <Table snug head={[t('rule.severity.carrier'), t('rule.severity.pack'), t('rule.severity.now')]}>
          {CHECK_CARRIERS.map(carrier => {
            const [pack, now] = [packSeverityOn(rule, carrier), severityOn(rule, carrier)]
            return (
              <tr key={carrier}>
                <td>{t(`carrierOf.${carrier}`)}</td>
                {pack === undefined || now === undefined ? (
                  <td colSpan={2} className="faint">
                    {t('rule.severity.nowhere')}
                  </td>
                ) : (
                  <>
                    <td>
                      <SeverityChip severity={pack} />
                    </td>
                    <td data-now={carrier}>
                      <SeverityChip severity={now} />
                    </td>
                  </>
                )}
              </tr>
            )
          })}
        </Table>
        {rule.changes.map(({ carrier, severity, reason, by, at }) => (
          <p key={carrier ?? ''} className="small">
            {t('rule.change.line', {
              carrier: t(carrier ? `carrierOf.${carrier}` : 'rule.change.all'),
              severity: t(`checks.severity.${severity ?? 'off'}`),
              reason,
            })}{' '}
            <span className="faint nowrap">
              {by.name} · {f.date(at)}
            </span>
          </p>
        ))}
      </div>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('rule.change')} size={440} destroyOnHidden>
        <ChangeForm rule={rule} reviews={reviews} done={() => setOpen(false)} />
      </Drawer>
    </Card>
  )
}

function Reset({ rule }: { rule: string }) {
  const { t } = useWords()
  const params = useBrandParams()
  const { modal } = App.useApp()
  const tell = useTell()
  const reset = useAct(resetSeverity, [listRules, listReviews])
  const ask = () =>
    void modal.confirm({
      title: t('rule.change.reset.ask'),
      content: t('rule.change.reset.what'),
      okText: t('rule.change.reset'),
      onOk: () => reset.mutateAsync({ params: { ...params, rule } }).catch(tell),
    })
  return (
    <Button size="small" type="text" onClick={ask}>
      {t('rule.change.reset')}
    </Button>
  )
}

type Fields = { carrier: CheckCarrier | ''; severity: Severity | 'off'; reason: string }

function ChangeForm({ rule, reviews, done }: Props & { done(): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const change = useAct(setSeverity, [listRules, listReviews])
  const first: Fields = { carrier: '', severity: rule.severity ?? 'off', reason: '' }
  const chosen = { ...first, ...Form.useWatch([], form) }
  const severity = chosen.severity === 'off' ? null : chosen.severity
  const carrier = chosen.carrier || undefined
  const save = async ({ reason }: Fields) => {
    const body = { severity, reason: reason.trim(), ...(carrier ? { carrier } : {}) }
    await change.mutateAsync({ params: { ...params, rule: rule.id }, body })
    void message.success(t('rule.change.done'))
    done()
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={first}
      onFinish={fields => save(fields).catch(() => {})}
    >
      <Form.Item name="carrier" label={t('rule.change.on')}>
        <Select
          options={[
            { value: '', label: t('rule.change.all') },
            ...CHECK_CARRIERS.filter(one => severityOn(rule, one) !== undefined).map(value => ({ value, label: t(`carrierOf.${value}`) })),
          ]}
        />
      </Form.Item>
      <Form.Item name="severity" label={t('rule.change.to')}>
        <Radio.Group
          optionType="button"
          options={[...SEVERITIES, 'off' as const].map(value => ({ value, label: t(`checks.severity.${value}`) }))}
        />
      </Form.Item>
      <Preview reviews={reviews} change={{ rule: rule.id, carrier, severity }} wasOff={rule.severity === null} />
      <Form.Item name="reason" label={t('rule.change.reason')} rules={[{ required: true, min: 4, message: t('rule.change.reason.need') }]}>
        <Input.TextArea rows={3} maxLength={500} placeholder={t('rule.change.reason.hint')} />
      </Form.Item>
      <ProblemLine error={change.error} />
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('rule.change.do')}
      </Button>
    </Form>
  )
}

function Preview({ reviews, change, wasOff }: { reviews: StoredReview[]; change: Parameters<typeof effectOf>[1]; wasOff: boolean }) {
  const { t, f } = useWords()
  const effect = effectOf(reviews, change)
  return (
    <div className="severity-preview" role="status">
      <strong className="small">{t('rule.preview')}</strong>
      <p className="small">
        {effect.named === 0 && t('rule.preview.none')}
        {effect.named > 0 && effect.changed === 0 && t('rule.preview.same', { n: f.int(effect.named) })}
        {effect.changed > 0 && t('rule.preview.change', { n: f.int(effect.named), changed: f.int(effect.changed) })}
        {effect.named >= mostReviews && ` ${t('rule.preview.some')}`}
        {wasOff && change.severity !== null && ` ${t('rule.preview.more')}`}
      </p>
      {effect.moves.map(({ was, becomes, n }) => (
        <span key={`${was} ${becomes}`} className="row small">
          <VerdictChip verdict={was} /> → <VerdictChip verdict={becomes} />
          <span className="num">{f.int(n)}</span>
        </span>
      ))}
    </div>
  )
}
