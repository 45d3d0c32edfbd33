import type { CarrierKind } from '@wematrix/server/features/carriers/schema'
import { Button, Checkbox, Form, Input, Radio } from 'antd'
import { useWords } from '../../locales/index.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { CallbackSecrets } from './callback-secrets.tsx'

export type ConnectFields = {
  name: string
  appId: string
  appSecret?: string
  originalId?: string
  accountType?: 'service' | 'subscription'
  verifiedAccount?: boolean
  token?: string
  encodingAesKey?: string
}
type Props = { kind: CarrierKind; busy: boolean; error: unknown; back(): void; submit(fields: ConnectFields): void }

/** What WeChat's console shows about an account, asked where it is found there. */
export function ConnectForm({ kind, busy, error, back, submit }: Props) {
  const { t } = useWords()
  return (
    <Form<ConnectFields>
      layout="vertical"
      className="wizard-form"
      requiredMark={false}
      initialValues={{ accountType: 'service', verifiedAccount: true }}
      onFinish={submit}
    >
      <Form.Item name="name" label={t('connect.name')} rules={[{ required: true, message: t('connect.name.need') }]}>
        <Input maxLength={80} autoFocus />
      </Form.Item>
      {kind === 'official_account' && (
        <Form.Item name="accountType" label={t('connect.type')} extra={t('connect.type.why')}>
          <Radio.Group
            options={[
              { value: 'service', label: t('account.service') },
              { value: 'subscription', label: t('account.subscription') },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item
        name="appId"
        label={kind === 'channels' ? t('connect.channelsId') : 'AppID'}
        extra={t(`connect.where.${kind}`)}
        rules={[{ required: true, pattern: /^[0-9A-Za-z_-]{6,64}$/, message: t('connect.appId.need') }]}
      >
        <Input placeholder={kind === 'channels' ? 'sph…' : 'wx…'} />
      </Form.Item>
      <Form.Item name="appSecret" label="AppSecret" extra={t(kind === 'channels' ? 'connect.secret.optional' : 'connect.secret.why')}>
        <Input.Password autoComplete="off" />
      </Form.Item>
      <Form.Item name="originalId" label={t('carrier.originalId')} extra={t('connect.originalId.why')}>
        <Input placeholder="gh_…" />
      </Form.Item>
      <details className="connect-own">
        <summary className="small">{t('connect.own')}</summary>
        <p className="small faint">{t('connect.own.why')}</p>
        <CallbackSecrets />
      </details>
      <Form.Item name="verifiedAccount" valuePropName="checked">
        <Checkbox>{t('connect.verified')}</Checkbox>
      </Form.Item>
      <ProblemLine error={error} />
      <div className="row">
        <Button onClick={back}>{t('ui.back')}</Button>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('connect.create')}
        </Button>
      </div>
    </Form>
  )
}
