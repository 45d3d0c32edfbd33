/** Changes an account: its name and type, and its secrets, which are written and never read back. Checked anew afterwards. */
import {
  type AccountType,
  type CallbackSettings,
  type Carrier,
  getCarrier,
  getCarrierHealth,
  listCarriers,
  updateCarrier,
  verifyCarrier,
} from '@wematrix/server/features/carriers/schema'
import { Alert, App, Button, Checkbox, Drawer, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { CallbackPaste } from './callback-paste.tsx'
import { CallbackSecrets } from './callback-secrets.tsx'

type Fields = {
  name: string
  accountType: AccountType
  verifiedAccount: boolean
  subject: 'personal' | 'organisation' | ''
  originalId?: string
  appSecret?: string
  callbackSecrets?: 'keep' | 'renew' | 'own'
  token?: string
  encodingAesKey?: string
}

export function CarrierEdit({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<CallbackSettings | null>(null)
  const close = () => {
    setOpen(false)
    setMade(null)
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('carrier.edit')}
      </Button>
      <Drawer
        open={open}
        onClose={close}
        title={t('carrier.edit.title', { name: carrier.name })}
        size={520}
        destroyOnHidden
        maskClosable={!made}
      >
        {made ? (
          <div className="stack loose">
            <Alert type="warning" showIcon title={t('carrier.renewed')} description={t('carrier.renewed.do')} />
            <CallbackPaste callback={made} pasteAt={carrier.pasteAt} />
            <Button type="primary" onClick={close} style={{ alignSelf: 'start' }}>
              {t('carrier.renewed.done')}
            </Button>
          </div>
        ) : (
          <EditForm carrier={carrier} done={callback => (callback ? setMade(callback) : close())} />
        )}
      </Drawer>
    </>
  )
}

function EditForm({ carrier, done }: { carrier: Carrier; done(callback: CallbackSettings | null): void }) {
  const { t } = useWords()
  const brand = useBrand()
  const { message } = App.useApp()
  const params = { brandId: brand.id, id: carrier.id }
  const save = useAct(updateCarrier, [getCarrier, listCarriers, getCarrierHealth])
  const check = useAct(verifyCarrier, [getCarrier, listCarriers, getCarrierHealth])
  const [form] = Form.useForm<Fields>()
  const choice = Form.useWatch('callbackSecrets', form) ?? 'keep'
  const { appSecret, token } = carrier.secrets
  const submit = async ({ appSecret, originalId, callbackSecrets, token, encodingAesKey, accountType, subject, ...fields }: Fields) => {
    const { callback } = await save.mutateAsync({
      params,
      body: {
        ...fields,
        subject: subject || null,
        ...(carrier.kind === 'official_account' ? { accountType } : {}),
        originalId: originalId?.trim() || null,
        ...(appSecret ? { appSecret } : {}),
        ...(callbackSecrets === 'renew' ? { renewCallback: true } : {}),
        ...(callbackSecrets === 'own' && token ? { token } : {}),
        ...(callbackSecrets === 'own' && encodingAesKey ? { encodingAesKey } : {}),
      },
    })
    void message.success(t('carrier.saved'))
    done(callback)
    // What changed is asked of WeChat at once; the answer is on the checks beside.
    await check.mutateAsync({ params }).catch(() => {})
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        name: carrier.name,
        accountType: carrier.accountType,
        verifiedAccount: carrier.verifiedAccount,
        subject: carrier.subject ?? '',
        originalId: carrier.originalId ?? '',
        callbackSecrets: 'keep',
      }}
      onFinish={fields => submit(fields).catch(() => {})}
    >
      <Form.Item name="name" label={t('connect.name')} rules={[{ required: true, message: t('connect.name.need') }]}>
        <Input maxLength={80} />
      </Form.Item>
      {carrier.kind === 'official_account' && (
        <Form.Item name="accountType" label={t('connect.type')} extra={t('connect.type.why')}>
          <Radio.Group
            options={[
              { value: 'service', label: t('account.service') },
              { value: 'subscription', label: t('account.subscription') },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item name="verifiedAccount" valuePropName="checked">
        <Checkbox>{t('connect.verified')}</Checkbox>
      </Form.Item>
      <Form.Item name="subject" label={t('carrier.subject')} extra={t('carrier.subject.why')}>
        <Radio.Group
          options={[
            { value: '', label: t('carrier.subject.none') },
            { value: 'personal', label: t('carrier.subject.personal') },
            { value: 'organisation', label: t('carrier.subject.organisation') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="originalId"
        label={t('carrier.originalId')}
        extra={t('connect.originalId.why')}
        rules={[{ pattern: /^[0-9A-Za-z_-]{3,64}$/, message: t('carrier.originalId.need') }]}
      >
        <Input placeholder="gh_…" />
      </Form.Item>
      <Form.Item
        name="appSecret"
        label="AppSecret"
        extra={t('carrier.secret.why')}
        rules={[{ min: 8, max: 128, message: t('carrier.secret.need') }]}
      >
        <Input.Password
          autoComplete="new-password"
          placeholder={appSecret.hasSecret ? t('carrier.secret.keep', { last4: appSecret.last4 }) : t('carrier.noSecret')}
        />
      </Form.Item>
      <Form.Item
        name="callbackSecrets"
        label={t('carrier.callback')}
        extra={token.hasSecret ? t('carrier.callback.now', { last4: token.last4 }) : undefined}
      >
        <Radio.Group
          className="stack tight"
          options={(['keep', 'renew', 'own'] as const).map(value => ({ value, label: t(`carrier.callback.${value}`) }))}
        />
      </Form.Item>
      {choice === 'own' && <CallbackSecrets />}
      {choice !== 'keep' && (
        <Alert
          type="warning"
          showIcon
          title={t('carrier.renew.warn')}
          description={t(choice === 'renew' ? 'carrier.renew.what' : 'carrier.own.what')}
          style={{ marginBottom: 20 }}
        />
      )}
      <ProblemLine error={save.error} />
      <Button type="primary" htmlType="submit" danger={choice !== 'keep'} loading={save.isPending}>
        {t(choice === 'renew' ? 'carrier.save.renew' : 'carrier.save')}
      </Button>
    </Form>
  )
}
