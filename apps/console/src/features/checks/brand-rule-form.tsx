/** A rule of the brand: its words, where they are forbidden, why; tried out by the engine before it is kept. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type BrandRule,
  type BrandRuleInput,
  createBrandRule,
  listBrandRules,
  tryBrandRule,
  updateBrandRule,
} from '@wematrix/server/features/checks/brand-schema'
import { listReviews, listRules, type Review, type Severity } from '@wematrix/server/features/checks/schema'
import { App, Button, Form, Input, Radio, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { call, type Problem } from '../../api/client.ts'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { CHECK_CARRIERS } from '../../search.ts'
import { useBrandParams } from '../../shell/brand.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { allSurfaces, type CheckCarrier, type CheckSurface } from './places.ts'
import { SEVERITIES } from './severity.tsx'
import { piecesOf } from './spans.ts'

type Fields = {
  name: string
  words: string
  unless?: string
  severity: Severity
  carriers?: CheckCarrier[]
  surfaces?: CheckSurface[]
  reason: string
  rewrite?: string
}

/** One a line, each once. */
const linesOf = (text: string | undefined) => [...new Set((text ?? '').split('\n').flatMap(line => line.trim() || []))]

function inputOf({ name, words, unless, severity, carriers, surfaces, reason, rewrite }: Fields): BrandRuleInput {
  const passing = linesOf(unless)
  return {
    ...{ name: name.trim(), words: linesOf(words), severity, reason: reason.trim() },
    ...(passing.length > 0 ? { unless: passing } : {}),
    ...(carriers?.length ? { carriers } : {}),
    ...(surfaces?.length ? { surfaces } : {}),
    ...(rewrite?.trim() ? { rewrite: rewrite.trim() } : {}),
  }
}

const fieldsOf = ({ words, unless, ...rule }: BrandRule): Fields => ({
  ...rule,
  words: words.join('\n'),
  unless: (unless ?? []).join('\n'),
})

export function BrandRuleForm({ rule, done }: { rule: BrandRule | undefined; done(): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const then = [listBrandRules, listRules, listReviews]
  const create = useAct(createBrandRule, then)
  const update = useAct(updateBrandRule, then)
  const fields = Form.useWatch([], form) as Partial<Fields> | undefined
  const save = async (fields: Fields) => {
    const body = inputOf(fields)
    await (rule ? update.mutateAsync({ params: { ...params, id: rule.id }, body }) : create.mutateAsync({ params, body }))
    void message.success(t('brandRules.saved'))
    done()
  }
  const area = { autoSize: { minRows: 3, maxRows: 8 } }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={rule ? fieldsOf(rule) : { severity: 'block' }}
      onFinish={fields => save(fields).catch(() => {})}
    >
      <Form.Item
        name="name"
        label={t('brandRules.name')}
        rules={[{ required: true, whitespace: true, message: t('brandRules.name.need') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="words"
        label={t('brandRules.words')}
        extra={t('brandRules.words.why')}
        rules={[{ required: true, whitespace: true, message: t('brandRules.words.need') }]}
      >
        <Input.TextArea {...area} />
      </Form.Item>
      <Form.Item name="unless" label={t('brandRules.unless')} extra={t('brandRules.unless.why')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Form.Item name="severity" label={t('brandRules.severity')}>
        <Radio.Group optionType="button" options={SEVERITIES.map(value => ({ value, label: t(`checks.severity.${value}`) }))} />
      </Form.Item>
      <Form.Item name="carriers" label={t('brandRules.carriers')}>
        <Select
          mode="multiple"
          placeholder={t('brandRules.all')}
          options={CHECK_CARRIERS.map(value => ({ value, label: t(`carrierOf.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="surfaces" label={t('brandRules.surfaces')}>
        <Select
          mode="multiple"
          placeholder={t('brandRules.all')}
          options={allSurfaces.map(value => ({ value, label: t(`surface.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('brandRules.reason')} rules={[{ required: true, min: 4, message: t('rule.change.reason.need') }]}>
        <Input maxLength={500} placeholder={t('brandRules.reason.hint')} />
      </Form.Item>
      <Form.Item name="rewrite" label={t('brandRules.rewrite')}>
        <Input maxLength={500} />
      </Form.Item>
      <Trial fields={fields ?? {}} />
      <ProblemLine error={create.error ?? update.error} />
      <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
        {t('ui.save')}
      </Button>
    </Form>
  )
}

/** What the rule as it stands in the form finds in some copy. */
function Trial({ fields }: { fields: Partial<Fields> }) {
  const { t } = useWords()
  const params = useBrandParams()
  const [text, setText] = useState('')
  const words = linesOf(fields.words)
  const rule = inputOf({
    ...fields,
    name: fields.name?.trim() || '–',
    words: words.join('\n'),
    severity: fields.severity ?? 'block',
    reason: '––––',
  })
  const body = { rule, content: { carrier: rule.carriers?.[0] ?? 'oa', surface: rule.surfaces?.[0] ?? 'article_body', text } as const }
  const asked = useDeferredValue(body)
  const query = useQuery<{ review: Review; text: string }, Problem>({
    queryKey: [tryBrandRule.path, params, asked],
    queryFn: async ({ signal }) => ({ review: await call(tryBrandRule, { params, body: asked }, signal), text: asked.content.text }),
    enabled: asked.content.text.trim() !== '' && asked.rule.words.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  const read = text.trim() !== '' && words.length > 0 ? query.data : undefined
  return (
    <div className="brand-trial">
      <label htmlFor="brand-trial" className="small">
        <strong>{t('brandRules.try')}</strong>
      </label>
      <Input.TextArea
        id="brand-trial"
        value={text}
        onChange={({ target }) => setText(target.value)}
        placeholder={t('brandRules.try.hint')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={5000}
      />
      {read && (
        <div role="status" className="small" data-found={read.review.findings.length}>
          {read.review.findings.length === 0 ? (
            <span className="muted">{t('brandRules.try.none')}</span>
          ) : (
            <>
              <span className="bad">{t('brandRules.try.found', { n: read.review.findings.length })}</span>
              <p className="check-marked">
                {piecesOf(read.review.findings, read.text.length).map(({ start, end, severity }) =>
                  severity ? (
                    <mark key={start} className={severity}>
                      {read.text.slice(start, end)}
                    </mark>
                  ) : (
                    read.text.slice(start, end)
                  ),
                )}
              </p>
            </>
          )}
        </div>
      )}
      <ProblemLine error={query.error} />
    </div>
  )
}
