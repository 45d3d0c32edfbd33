/** The robot of a WeCom group: its address, what it is told, a test, and what is wrong now. */
import {
  type Alarms,
  deleteAlarms,
  getAlarms,
  type Lang,
  setAlarms,
  type TroubleKind,
  testAlarms,
  troubleKinds,
} from '@wematrix/server/features/alarms/schema'
import { Alert, App, Button, Checkbox, Form, Input, Radio, Switch } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, ProblemLine, useTell } from '../../ui/states.tsx'
import './alarms.css'

type Fields = { webhook?: string; kinds: TroubleKind[]; lang: Lang; on?: boolean }

export function AlarmsCard() {
  const params = useBrandParams()
  const query = useRead(getAlarms, { params }, { refetchMs: 30_000 })
  const { t } = useWords()
  return (
    <div className="grid-2">
      <Card title={t('alarms.title')} definition={t('alarms.why')}>
        <Await query={query}>{alarms => <Setting key={String(alarms.webhook.hasSecret)} alarms={alarms} />}</Await>
      </Card>
      <Card title={t('alarms.now')} definition={t('alarms.now.why')}>
        <Await query={query}>{alarms => <Now alarms={alarms} />}</Await>
      </Card>
    </div>
  )
}

function Setting({ alarms }: { alarms: Alarms }) {
  const { t, f, pick } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const { message, modal } = App.useApp()
  const tell = useTell()
  const [form] = Form.useForm<Fields>()
  const lang = Form.useWatch('lang', form) ?? alarms.lang
  const given = (Form.useWatch('webhook', form) ?? '').trim()
  const save = useAct(setAlarms, [getAlarms])
  const test = useAct(testAlarms, [getAlarms])
  const forget = useAct(deleteAlarms, [getAlarms])
  const { hasSecret, last4 } = alarms.webhook
  const webhook = given ? { webhook: given } : {}
  const submit = async ({ kinds, lang, on }: Fields) => {
    await save.mutateAsync({ params, body: { ...webhook, kinds, lang, paused: on === false } })
    form.setFieldValue('webhook', '')
    void message.success(t('alarms.saved'))
  }
  const tryOut = async () => {
    await test.mutateAsync({ params, body: { ...webhook, lang } })
    void message.success(t('alarms.tested'))
  }
  const ask = () =>
    void modal.confirm({
      title: t('alarms.forget.ask'),
      okText: t('alarms.forget'),
      okButtonProps: { danger: true },
      onOk: () => forget.mutateAsync({ params }).catch(tell),
    })
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!may}
      initialValues={{ kinds: alarms.kinds, lang: alarms.lang, on: !alarms.paused }}
      onFinish={fields => submit(fields).catch(() => {})}
    >
      {alarms.problem && (
        <Alert type="error" showIcon title={t('alarms.problem')} description={pick(alarms.problem)} style={{ marginBottom: 16 }} />
      )}
      <Form.Item
        name="webhook"
        label={t('alarms.webhook')}
        extra={t('alarms.webhook.why')}
        rules={[{ required: !hasSecret, message: t('alarms.webhook.need') }]}
      >
        <Input.Password
          autoComplete="off"
          placeholder={hasSecret ? t('alarms.webhook.keep', { last4 }) : 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…'}
        />
      </Form.Item>
      <Form.Item name="kinds" label={t('alarms.kinds')}>
        <Checkbox.Group className="stack tight" options={troubleKinds.map(value => ({ value, label: t(`trouble.${value}`) }))} />
      </Form.Item>
      <Form.Item name="lang" label={t('alarms.lang')}>
        <Radio.Group
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Form.Item>
      {hasSecret && (
        <Form.Item name="on" label={t('alarms.on')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
      <div className="alarm-preview">
        <span className="small faint">{t('alarms.preview')}</span>
        <Markdown text={alarms.preview[lang]} />
      </div>
      <ProblemLine error={save.error ?? test.error} />
      <div className="row wrap">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('ui.save')}
        </Button>
        <Button onClick={() => tryOut().catch(() => {})} loading={test.isPending} disabled={!may || (!hasSecret && !given)}>
          {t('alarms.test')}
        </Button>
        {hasSecret && (
          <Button danger type="text" onClick={ask}>
            {t('alarms.forget')}
          </Button>
        )}
      </div>
      {alarms.sentAt && (
        <p className="small faint" style={{ marginTop: 12 }}>
          {t('alarms.sentAt', { ago: f.ago(alarms.sentAt, new Date()) })}
        </p>
      )}
    </Form>
  )
}

/** The few signs that our messages use: bold, and quotes. */
function Markdown({ text }: { text: string }) {
  return (
    <div>
      {text.split('\n').map(line => (
        <p key={line} className={line.startsWith('> ') ? 'alarm-quote' : ''}>
          {line
            .replace(/^> /, '')
            .split('**')
            .map((part, at) => (at % 2 ? <strong key={part}>{part}</strong> : part))}
        </p>
      ))}
    </div>
  )
}

function Now({ alarms }: { alarms: Alarms }) {
  const { t, f, pick } = useWords()
  const now = new Date()
  if (!alarms.webhook.hasSecret) return <Empty title={t('alarms.none')}>{t('alarms.none.do')}</Empty>
  if (alarms.troubles.length === 0) return <Empty title={t('alarms.quiet')}>{t('alarms.quiet.do')}</Empty>
  return (
    <ul>
      {alarms.troubles.map(({ kind, name, fact, since, toldAt, clearAt }) => (
        <li key={`${kind}${name}${since}`} className="alarm-trouble">
          <span className="row wrap">
            <span className={`chip ${clearAt ? 'good' : 'bad'}`}>{t(`trouble.${kind}`)}</span>
            <strong>{name}</strong>
            <span className="small faint">{f.ago(since, now)}</span>
          </span>
          <span className="small">{pick(fact)}</span>
          <span className="small faint">
            {toldAt ? t('alarms.told', { ago: f.ago(toldAt, now) }) : t('alarms.untold')}
            {clearAt && ` · ${t('alarms.clear')}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
