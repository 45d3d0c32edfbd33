/** Changes an account's secrets step by step: what to change, what to paste, which secrets WeChat uses meanwhile, and the end. */
import {
  type CallbackSettings,
  type Carrier,
  endRotation,
  getCarrier,
  getRotation,
  listCarriers,
  type RotationState,
  reverseRotation,
  startRotation,
} from '@wematrix/server/features/carriers/schema'
import { Alert, App, Button, Checkbox, Drawer, Form, Input, Radio, Select } from 'antd'
import { Fragment, useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { ProblemLine, useTell } from '../../ui/states.tsx'
import { CallbackPaste } from './callback-paste.tsx'
import { CallbackSecrets } from './callback-secrets.tsx'

const again = [getRotation, getCarrier, listCarriers]

export function RotationTool({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<CallbackSettings | null>(null)
  const close = () => {
    setOpen(false)
    setMade(null)
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} type={carrier.rotation ? 'primary' : 'default'} ghost={carrier.rotation !== null}>
        {t(carrier.rotation ? 'rotation.running' : 'rotation.start')}
      </Button>
      <Drawer
        open={open}
        onClose={close}
        title={t('rotation.title', { name: carrier.name })}
        size={560}
        destroyOnHidden
        mask={{ closable: !made }}
      >
        {carrier.rotation ? <Running carrier={carrier} made={made} close={close} /> : <Begin carrier={carrier} begun={setMade} />}
      </Drawer>
    </>
  )
}

type Fields = {
  what: ('appSecret' | 'callback')[]
  appSecret?: string
  callback: 'renew' | 'own'
  token?: string
  encodingAesKey?: string
  overlapHours: number
}

function Begin({ carrier, begun }: { carrier: Carrier; begun(callback: CallbackSettings | null): void }) {
  const { t } = useWords()
  const brand = useBrand()
  const start = useAct(startRotation, again)
  const [form] = Form.useForm<Fields>()
  const what = Form.useWatch('what', form) ?? ['callback']
  const callback = Form.useWatch('callback', form) ?? 'renew'
  const submit = async ({ what, appSecret, callback, token, encodingAesKey, overlapHours }: Fields) => {
    const answer = await start.mutateAsync({
      params: { brandId: brand.id, id: carrier.id },
      body: {
        overlapHours,
        ...(what.includes('appSecret') && appSecret ? { appSecret } : {}),
        ...(what.includes('callback') && callback === 'renew' ? { renewCallback: true } : {}),
        ...(what.includes('callback') && callback === 'own' && token ? { token } : {}),
        ...(what.includes('callback') && callback === 'own' && encodingAesKey ? { encodingAesKey } : {}),
      },
    })
    begun(answer.callback)
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ what: ['callback'], callback: 'renew', overlapHours: 24 }}
      onFinish={fields => submit(fields).catch(() => {})}
    >
      <p className="muted" style={{ marginBottom: 16 }}>
        {t('rotation.how')}
      </p>
      <Form.Item name="what" label={t('rotation.what')} rules={[{ required: true, message: t('rotation.what.need') }]}>
        <Checkbox.Group
          className="stack tight"
          options={[
            { value: 'callback', label: t('carrier.callback') },
            { value: 'appSecret', label: 'AppSecret' },
          ]}
        />
      </Form.Item>
      {what.includes('appSecret') && (
        <Form.Item
          name="appSecret"
          label={t('rotation.secret')}
          extra={t('rotation.secret.why')}
          rules={[{ required: true, min: 8, max: 128, message: t('carrier.secret.need') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      )}
      {what.includes('callback') && (
        <>
          <Form.Item name="callback" label={t('rotation.values')}>
            <Radio.Group
              className="stack tight"
              options={[
                { value: 'renew', label: t('carrier.callback.renew') },
                { value: 'own', label: t('carrier.callback.own') },
              ]}
            />
          </Form.Item>
          {callback === 'own' && <CallbackSecrets />}
          <Form.Item name="overlapHours" label={t('rotation.overlap')} extra={t('rotation.overlap.why')}>
            <Select options={[1, 24, 72, 168].map(value => ({ value, label: t(`rotation.hours.${value as 1 | 24 | 72 | 168}`) }))} />
          </Form.Item>
        </>
      )}
      <ProblemLine error={start.error} />
      <Button type="primary" htmlType="submit" loading={start.isPending}>
        {t(what.includes('appSecret') ? 'rotation.go.proved' : 'rotation.go')}
      </Button>
    </Form>
  )
}

function Running({ carrier, made, close }: { carrier: Carrier; made: CallbackSettings | null; close(): void }) {
  const { t, f, lang } = useWords()
  const brand = useBrand()
  const params = { brandId: brand.id, id: carrier.id }
  const { modal, message } = App.useApp()
  const tell = useTell()
  const { data: state } = useRead(getRotation, { params }, { refetchMs: 4000 })
  const reverse = useAct(reverseRotation, again)
  const end = useAct(endRotation, again)
  const rotation = carrier.rotation
  if (!rotation) return null
  const callback = rotation.changed.some(name => name !== 'appSecret')
  const finish = () =>
    void modal.confirm({
      title: t(rotation.reversed ? 'rotation.end.ask.reversed' : 'rotation.end.ask'),
      content: callback && !state?.withCurrentAt ? t('rotation.end.unseen') : t('rotation.end.what'),
      okText: t('rotation.end'),
      okButtonProps: { danger: callback && !state?.withCurrentAt },
      onOk: async () => {
        try {
          await end.mutateAsync({ params })
          void message.success(t('rotation.ended'))
          close()
        } catch (error) {
          tell(error)
        }
      },
    })
  return (
    <div className="stack loose" data-panel="rotation">
      <Alert
        type="info"
        showIcon
        title={t(rotation.reversed ? 'rotation.both.reversed' : 'rotation.both', { until: f.moment(rotation.until) })}
        description={t('rotation.changed', {
          what: rotation.changed.map(name => names[name]).join(lang === 'zh' ? '、' : ', '),
          ago: f.ago(rotation.startedAt, new Date()),
        })}
      />
      {made && (
        <>
          <Alert type="warning" showIcon title={t('rotation.paste')} description={t('rotation.once')} />
          <CallbackPaste callback={made} pasteAt={carrier.pasteAt} />
        </>
      )}
      {callback && <Seen state={state} reversed={rotation.reversed} />}
      <ProblemLine error={reverse.error} />
      <div className="row wrap">
        <Button type={callback && !state?.withCurrentAt ? 'default' : 'primary'} onClick={finish} loading={end.isPending}>
          {t('rotation.end')}
        </Button>
        <Button onClick={() => reverse.mutate({ params })} loading={reverse.isPending}>
          {t(rotation.reversed ? 'rotation.redo' : 'rotation.undo')}
        </Button>
      </div>
      <p className="small faint">{t('rotation.undo.why')}</p>
    </div>
  )
}

const names = { appSecret: 'AppSecret', token: 'Token', encodingAesKey: 'EncodingAESKey' } as const

/** Which secrets WeChat used last: when the new ones arrive and the old ones no longer do, the change is done. */
function Seen({ state, reversed }: { state: RotationState | undefined; reversed: boolean }) {
  const { t, f } = useWords()
  const rows = [
    { key: reversed ? 'old' : 'new', at: state?.withCurrentAt, good: true },
    { key: reversed ? 'new' : 'old', at: state?.withOtherAt, good: false },
  ] as const
  return (
    <dl className="kv">
      {rows.map(({ key, at, good }) => (
        <Fragment key={key}>
          <dt>{t(`rotation.seen.${key}`)}</dt>
          <dd className={at ? (good ? 'good' : 'warn') : 'faint'}>{at ? f.ago(at, new Date()) : t('rotation.seen.none')}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
