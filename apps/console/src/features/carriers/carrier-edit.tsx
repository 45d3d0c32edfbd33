/** Changes an account: its name and type, and an AppSecret that was missing. Secrets that are there are changed in rotation.tsx. */
import {
  type AccountType,
  type Carrier,
  getCarrier,
  getCarrierHealth,
  listCarriers,
  updateCarrier,
  verifyCarrier,
} from '@wematrix/server/features/carriers/schema'
import { App, Button, Checkbox, Drawer, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { ProblemLine } from '../../ui/states.tsx'

type Fields = {
  name: string
  accountType: AccountType
  verifiedAccount: boolean
  subject: 'personal' | 'organisation' | ''
  originalId?: string
  appSecret?: string
}

export function CarrierEdit({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('carrier.edit')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('carrier.edit.title', { name: carrier.name })} size={520} destroyOnHidden>
        <EditForm carrier={carrier} done={() => setOpen(false)} />
      </Drawer>
    </>
  )
}

function EditForm({ carrier, done }: { carrier: Carrier; done(): void }) {
  const { t } = useWords()
  const brand = useBrand()
  const { message } = App.useApp()
  const params = { brandId: brand.id, id: carrier.id }
  const save = useAct(updateCarrier, [getCarrier, listCarriers, getCarrierHealth])
  const check = useAct(verifyCarrier, [getCarrier, listCarriers, getCarrierHealth])
  const submit = async ({ appSecret, originalId, accountType, subject, ...fields }: Fields) => {
    await save.mutateAsync({
      params,
      body: {
        ...fields,
        subject: subject || null,
        ...(carrier.kind === 'official_account' ? { accountType } : {}),
        originalId: originalId?.trim() || null,
        ...(appSecret ? { appSecret } : {}),
      },
    })
    void message.success(t('carrier.saved'))
    done()
    // What changed is asked of WeChat at once; the answer is on the checks beside.
    await check.mutateAsync({ params }).catch(() => {})
  }
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={{
        name: carrier.name,
        accountType: carrier.accountType,
        verifiedAccount: carrier.verifiedAccount,
        subject: carrier.subject ?? '',
        originalId: carrier.originalId ?? '',
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
      {carrier.mode === 'direct' && !carrier.secrets.appSecret.hasSecret && (
        <Form.Item
          name="appSecret"
          label="AppSecret"
          extra={t('connect.secret.why')}
          rules={[{ min: 8, max: 128, message: t('carrier.secret.need') }]}
        >
          <Input.Password autoComplete="new-password" placeholder={t('carrier.noSecret')} />
        </Form.Item>
      )}
      <ProblemLine error={save.error} />
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('carrier.save')}
      </Button>
    </Form>
  )
}
