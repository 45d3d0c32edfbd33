import { Form, Input } from 'antd'
import { useWords } from '../../locales/index.tsx'

/** Token and EncodingAESKey that WeChat has already; empty fields leave it to us. */
export function CallbackSecrets() {
  const { t } = useWords()
  return (
    <>
      <Form.Item name="token" label="Token" rules={[{ pattern: /^[0-9A-Za-z]{3,32}$/, message: t('connect.token.need') }]}>
        <Input.Password autoComplete="off" />
      </Form.Item>
      <Form.Item name="encodingAesKey" label="EncodingAESKey" rules={[{ pattern: /^[0-9A-Za-z]{43}$/, message: t('connect.aesKey.need') }]}>
        <Input.Password autoComplete="off" />
      </Form.Item>
    </>
  )
}
