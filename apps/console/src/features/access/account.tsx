/** Who is signed in, and the way to another password. */
import { changePassword, getSession } from '@wematrix/server/features/access/schema'
import { App, Button, Form, Input } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { Card } from '../../ui/card.tsx'
import { ProblemLine } from '../../ui/states.tsx'

type Fields = { current: string; next: string }

export function Account() {
  const { t } = useWords()
  const { message } = App.useApp()
  const session = useRead(getSession, {})
  const change = useAct(changePassword)
  const [form] = Form.useForm<Fields>()
  const submit = async (body: Fields) => {
    await change.mutateAsync({ body })
    form.resetFields()
    void message.success(t('account.changed'))
  }
  return (
    <Card title={t('settings.account')}>
      <div className="stack loose" style={{ maxWidth: 480 }}>
        <p className="muted">
          {session.data?.user.name} {session.data?.user.email}
        </p>
        <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={fields => submit(fields).catch(() => {})}>
          <input type="text" autoComplete="username" value={session.data?.user.email ?? ''} readOnly hidden />
          <Form.Item name="current" label={t('account.current')} rules={[{ required: true, message: t('door.password.need') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Form.Item
            name="next"
            label={t('account.next')}
            extra={t('account.others')}
            rules={[{ required: true, min: 10, message: t('door.password.rule') }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <ProblemLine error={change.error} />
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('account.change')}
          </Button>
        </Form>
      </div>
    </Card>
  )
}
