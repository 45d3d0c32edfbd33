/** What is let pass for a time: by whom, until when, why; granted and ended here. */
import { PlusOutlined } from '@ant-design/icons'
import { endWaiver, grantWaiver, listWaivers, longestWaiverDays, type Waiver } from '@wematrix/server/features/checks/brand-schema'
import { listReviews, listRules } from '@wematrix/server/features/checks/schema'
import { App, Button, DatePicker, Drawer, Form, Input, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useNext } from '../../api/pages.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, ProblemLine, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { useLiveWith } from './artefacts.tsx'
import { RuleLink } from './rules-view.tsx'

const changes = [listWaivers, listRules, listReviews]

/** @param rule  only those of this one */
export function Waivers({ rule }: { rule?: string }) {
  const { t } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const [granting, setGranting] = useState(false)
  const query = useNext(listWaivers, { params })
  const waivers = query.data?.pages.flatMap(page => page.waivers).filter(one => rule === undefined || one.rule === rule)
  const grant = may && (
    <Button icon={<PlusOutlined />} onClick={() => setGranting(true)}>
      {t('waivers.grant')}
    </Button>
  )
  return (
    <Card
      className="check-list"
      title={t('waivers.title')}
      definition={t('waivers.why')}
      flush={Boolean(waivers?.length)}
      tools={waivers?.length ? grant : null}
    >
      <Await query={{ ...query, data: waivers }}>
        {list =>
          list.length === 0 ? (
            <Empty title={t('waivers.none')} action={grant}>
              {t('waivers.none.do')}
            </Empty>
          ) : (
            <Table head={[t('waivers.rule'), t('waivers.for'), t('waivers.until'), t('waivers.reason'), t('waivers.by'), '']}>
              {list.map(one => (
                <Row key={one.id} waiver={one} may={may} />
              ))}
            </Table>
          )
        }
      </Await>
      {query.hasNextPage && (
        <Button type="link" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('ui.loadMore')}
        </Button>
      )}
      <Drawer open={granting} onClose={() => setGranting(false)} title={t('waivers.grant')} size={440} destroyOnHidden>
        <GrantForm rule={rule} done={() => setGranting(false)} />
      </Drawer>
    </Card>
  )
}

const looks = { in_force: 'warn', over: '', ended: '' } as const

function Row({ waiver, may }: { waiver: Waiver; may: boolean }) {
  const { t, f, pick } = useWords()
  const params = useBrandParams()
  const { modal } = App.useApp()
  const tell = useTell()
  const rules = useRead(listRules, { params })
  const end = useAct(endWaiver, changes)
  const rule = rules.data?.rules.find(({ id }) => id === waiver.rule)
  const ask = () =>
    void modal.confirm({
      title: t('waivers.end.ask'),
      content: t('waivers.end.what'),
      okText: t('waivers.end'),
      okButtonProps: { danger: true },
      onOk: () => end.mutateAsync({ params: { ...params, id: waiver.id } }).catch(tell),
    })
  const days = Math.ceil((new Date(waiver.until).getTime() - Date.now()) / 86_400_000)
  return (
    <tr data-waiver={waiver.id} data-state={waiver.state}>
      <td>
        <RuleLink id={waiver.rule} name={rule && pick(rule.name)} bare={rule?.pack === 'brand'} />
      </td>
      <td className="muted">{waiver.artefact ? waiver.artefact.id : t('waivers.for.all')}</td>
      <td className="nowrap">
        <div>{f.moment(waiver.until)}</div>
        <span className={`chip ${looks[waiver.state]}`}>
          {t(`waivers.${waiver.state}`)}
          {waiver.state === 'in_force' && ` · ${t('waivers.left', { n: days })}`}
        </span>
      </td>
      <td className="waiver-reason">{waiver.reason}</td>
      <td>
        <div>{waiver.by.name}</div>
        <span className="small faint">{f.date(waiver.at)}</span>
        {waiver.ended && (
          <div className="small faint">{t('waivers.ended.by', { name: waiver.ended.by.name, date: f.date(waiver.ended.at) })}</div>
        )}
      </td>
      <td className="end">
        {may && waiver.state === 'in_force' && (
          <Button size="small" danger onClick={ask}>
            {t('waivers.end')}
          </Button>
        )}
      </td>
    </tr>
  )
}

type Fields = { rule: string; for: 'all' | 'one'; review?: string; until: Dayjs; reason: string }

function GrantForm({ rule, done }: { rule: string | undefined; done(): void }) {
  const { t, pick } = useWords()
  const params = useBrandParams()
  const { message } = App.useApp()
  const rules = useRead(listRules, { params })
  const [form] = Form.useForm<Fields>()
  const chosen = Form.useWatch('rule', form) ?? rule ?? ''
  const one = Form.useWatch('for', form) === 'one'
  const live = useLiveWith(chosen)
  const grant = useAct(grantWaiver, changes)
  const save = async (fields: Fields) => {
    const artefact = live.data?.reviews.find(({ id }) => one && id === fields.review)?.artefact
    // Until the end of that day, unless that would be longer than may be.
    const latest = dayjs().add(longestWaiverDays, 'day').subtract(1, 'minute')
    const until = fields.until.endOf('day').isAfter(latest) ? latest : fields.until.endOf('day')
    await grant.mutateAsync({
      params,
      body: {
        rule: fields.rule,
        until: until.toISOString(),
        reason: fields.reason.trim(),
        ...(artefact ? { artefact: { kind: artefact.kind, id: artefact.id } } : {}),
      },
    })
    void message.success(t('waivers.granted'))
    done()
  }
  const days = (n: number) => ({ label: t('waivers.left', { n }), value: dayjs().add(n, 'day') })
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ ...(rule ? { rule } : {}), for: 'all' }}
      onFinish={fields => save(fields).catch(() => {})}
    >
      <Form.Item name="rule" label={t('waivers.rule')} rules={[{ required: true, message: t('waivers.rule') }]}>
        <Select
          disabled={rule !== undefined}
          showSearch={{ optionFilterProp: 'label' }}
          options={rules.data?.rules.map(({ id, name }) => ({ value: id, label: `${pick(name)} ${id}` })) ?? []}
        />
      </Form.Item>
      <Form.Item name="for" label={t('waivers.for')}>
        <Radio.Group
          options={[
            { value: 'all', label: t('waivers.for.all') },
            { value: 'one', label: t('waivers.for.one') },
          ]}
        />
      </Form.Item>
      {one && (
        <Form.Item name="review" label={t('waivers.for.pick')} rules={[{ required: true, message: t('waivers.for.need') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={live.data?.reviews.map(({ id, artefact }) => ({ value: id, label: artefact.name || artefact.id })) ?? []}
          />
        </Form.Item>
      )}
      <Form.Item name="until" label={t('waivers.until')} rules={[{ required: true, message: t('waivers.until.need') }]}>
        <DatePicker
          style={{ width: '100%' }}
          presets={[days(7), days(30), days(longestWaiverDays)]}
          disabledDate={day => day.isBefore(dayjs(), 'day') || day.isAfter(dayjs().add(longestWaiverDays, 'day'), 'day')}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('waivers.reason')} rules={[{ required: true, min: 4, message: t('rule.change.reason.need') }]}>
        <Input.TextArea rows={3} maxLength={500} placeholder={t('rule.change.reason.hint')} />
      </Form.Item>
      <ProblemLine error={grant.error} />
      <Button type="primary" htmlType="submit" loading={grant.isPending}>
        {t('waivers.grant')}
      </Button>
    </Form>
  )
}
