import { getPlatform, type Platform, setPlatform } from '@wematrix/server/features/platforms/schema'
import { Button, Checkbox, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { CallbackSecrets } from '../carriers/callback-secrets.tsx'

/** Token and EncodingAESKey, told when they are made. */
export type Once = { token: string; encodingAesKey: string }

type Fields = {
  name: string
  appId: string
  appSecret?: string
  token?: string
  encodingAesKey?: string
  renew?: boolean
  releaseTest?: boolean
}

/** Registers a platform, or changes the one that is there; its AppID stays then. */
export function PlatformForm({ platform, saved }: { platform?: Platform; saved(once: Once | null): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const save = useAct(setPlatform, [getPlatform])
  const submit = async ({ appSecret, token, encodingAesKey, renew, ...fields }: Fields) => {
    const { once } = await save.mutateAsync({
      params,
      body: {
        ...fields,
        appId: platform?.appId ?? fields.appId.trim(),
        ...(appSecret ? { appSecret } : {}),
        ...(token ? { token } : {}),
        ...(encodingAesKey ? { encodingAesKey } : {}),
        ...(renew ? { renewCallback: true } : {}),
      },
    })
    saved(once)
  }
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={platform ? { name: platform.name, appId: platform.appId, releaseTest: platform.releaseTest } : {}}
      onFinish={fields => submit(fields).catch(() => {})}
    >
      <Form.Item
        name="name"
        label={t('platform.name')}
        extra={t('platform.name.why')}
        rules={[{ required: true, message: t('platform.name.need') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="appId"
        label="AppID"
        extra={t('platform.appId.where')}
        rules={[{ required: true, pattern: /^\s*[0-9A-Za-z_-]{6,64}\s*$/, message: t('connect.appId.need') }]}
      >
        <Input placeholder="wx…" disabled={platform !== undefined} />
      </Form.Item>
      <Form.Item
        name="appSecret"
        label="AppSecret"
        extra={t('platform.secret.where')}
        rules={[{ required: !platform, min: 8, max: 128, message: t('platform.secret.need') }]}
      >
        <Input.Password
          autoComplete="off"
          placeholder={platform ? t('platform.secret.keep', { last4: platform.secrets.appSecret.last4 }) : ''}
        />
      </Form.Item>
      {platform ? (
        <>
          <Form.Item name="renew" valuePropName="checked" extra={t('platform.renew.why')}>
            <Checkbox>{t('platform.renew')}</Checkbox>
          </Form.Item>
          <Form.Item name="releaseTest" valuePropName="checked" extra={t('platform.releaseTest.why')}>
            <Checkbox>{t('platform.releaseTest')}</Checkbox>
          </Form.Item>
        </>
      ) : (
        <details className="connect-own">
          <summary className="small">{t('platform.own')}</summary>
          <p className="small faint">{t('platform.own.why')}</p>
          <CallbackSecrets />
        </details>
      )}
      <ProblemLine error={save.error} />
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t(platform ? 'ui.save' : 'platform.register')}
      </Button>
    </Form>
  )
}

export function PlatformChange({ platform, saved }: { platform: Platform; saved(once: Once | null): void }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('platform.change')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('platform.change.title')} size={520} destroyOnHidden>
        <PlatformForm
          platform={platform}
          saved={once => {
            saved(once)
            setOpen(false)
          }}
        />
      </Drawer>
    </>
  )
}
