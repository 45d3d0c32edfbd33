/** Edits the steps of a funnel: events seen in the range, narrowed by tests on their properties. */
import { CloseOutlined, FilterOutlined, PlusOutlined } from '@ant-design/icons'
import type { FunnelStep, StepFilter } from '@wematrix/server/features/reports/schema'
import { Button, Input, Select } from 'antd'
import { useWords } from '../../../locales/index.tsx'
import { useEventName } from '../../events/event-names.ts'

type EventOption = { event: string; n: number }
type Props = { steps: FunnelStep[]; events: EventOption[]; properties: string[]; change(steps: FunnelStep[]): void }

const COLUMNS = ['carrier', 'source', 'entry', 'touch', 'trace', 'valueFen']
const OPS: StepFilter['op'][] = ['is', 'is-not', 'contains', 'at-least', 'at-most', 'exists']

export function StepEditor({ steps, events, properties, change }: Props) {
  const { t, f } = useWords()
  const name = useEventName()
  const options = events.map(({ event, n }) => ({ value: event, label: name(event), n }))
  const edit = (at: number, step: FunnelStep) => change(steps.map((old, index) => (index === at ? step : old)))
  return (
    <ol className="steps">
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other identity than their place
        <li key={at} className="step">
          <span className="funnel-no num">{at + 1}</span>
          <div className="stack tight grow">
            <div className="row">
              <Select
                className="grow"
                showSearch={{ optionFilterProp: 'label' }}
                value={step.event}
                onChange={event => edit(at, { ...step, event })}
                options={
                  options.some(({ value }) => value === step.event)
                    ? options
                    : [{ value: step.event, label: name(step.event), n: 0 }, ...options]
                }
                optionRender={option => (
                  <span className="row between">
                    <span>{option.data.label}</span>
                    <span className="faint small num">{f.short(option.data.n)}</span>
                  </span>
                )}
                aria-label={t('funnel.step', { n: at + 1 })}
              />
              <button
                type="button"
                className="icon-button"
                aria-label={t('funnel.filter.add')}
                title={t('funnel.filter.add')}
                onClick={() => edit(at, { ...step, where: [...(step.where ?? []), { property: 'carrier', op: 'is', value: '' }] })}
              >
                <FilterOutlined />
              </button>
              {steps.length > 1 && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t('funnel.step.remove', { n: at + 1 })}
                  onClick={() => change(steps.filter((_, index) => index !== at))}
                >
                  <CloseOutlined />
                </button>
              )}
            </div>
            {(step.where ?? []).map((filter, index) => (
              <FilterRow
                // biome-ignore lint/suspicious/noArrayIndexKey: filters have no other identity than their place
                key={index}
                filter={filter}
                properties={properties}
                change={next =>
                  edit(at, { ...step, where: (step.where ?? []).flatMap((old, i) => (i === index ? (next ? [next] : []) : [old])) })
                }
              />
            ))}
          </div>
        </li>
      ))}
      <li>
        <Button
          block
          type="dashed"
          icon={<PlusOutlined />}
          disabled={steps.length >= 20}
          onClick={() => change([...steps, { event: events[0]?.event ?? 'order.pay' }])}
        >
          {t('funnel.step.add')}
        </Button>
      </li>
    </ol>
  )
}

type RowProps = { filter: StepFilter; properties: string[]; change(filter: StepFilter | null): void }

function FilterRow({ filter, properties, change }: RowProps) {
  const { t } = useWords()
  const fields = [...COLUMNS, ...properties.map(name => (name.startsWith('props.') ? name : `props.${name}`))]
  return (
    <div className="filter">
      <Select
        size="small"
        showSearch
        value={filter.property}
        aria-label={t('funnel.filter.property')}
        popupMatchSelectWidth={false}
        onChange={property => change({ ...filter, property })}
        options={fields.map(value => ({ value, label: value }))}
      />
      <Select<StepFilter['op']>
        size="small"
        value={filter.op}
        aria-label={t('funnel.filter.op')}
        popupMatchSelectWidth={false}
        onChange={op => change({ ...filter, op })}
        options={OPS.map(value => ({ value, label: t(`op.${value}`) }))}
      />
      <Input
        key={`${filter.property} ${filter.op}`}
        size="small"
        disabled={filter.op === 'exists'}
        defaultValue={filter.value ?? ''}
        aria-label={t('funnel.filter.value')}
        onBlur={event => event.target.value !== filter.value && change({ ...filter, value: event.target.value })}
        onPressEnter={event => event.currentTarget.blur()}
      />
      <button type="button" className="icon-button tiny" aria-label={t('funnel.filter.remove')} onClick={() => change(null)}>
        <CloseOutlined />
      </button>
    </div>
  )
}
