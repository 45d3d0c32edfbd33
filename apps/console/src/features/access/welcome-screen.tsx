/** First run: the owner's account and the first brand, once. */

import { Navigate, useNavigate } from '@tanstack/react-router'
import { createOwner, getSession, getSetupState } from '@wematrix/server/features/access/schema'
import { Button, Form, Input } from 'antd'
import { keyOf, queryClient, useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { BrandName } from '../brands/brand-name.tsx'
import { Door } from './door.tsx'

type Fields = { email: string; password: string; name?: string; brandName: string; token?: string }

export default function WelcomeScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const state = useRead(getSetupState, {})
  const create = useAct(createOwner)
  if (state.data?.ownerExists && !create.isPending && !create.data) return <Navigate to="/sign-in" />
  const submit = async ({ email, password, name, brandName, token }: Fields) => {
    const body = { email, password, brandName, ...(name ? { name } : {}), ...(token ? { token } : {}) }
    const session = await create.mutateAsync({ body })
    queryClient.setQueryData(keyOf(getSession, {}), session)
    await navigate({ to: '/' })
  }
  return (
    <Door title={t('welcome.title')} lead={t('welcome.lead')}>
      <Form<Fields> layout="vertical" size="large" requiredMark={false} onFinish={fields => submit(fields).catch(() => {})}>
        <BrandName field="brandName" first />
        <Form.Item name="name" label={t('door.name')}>
          <Input maxLength={80} autoComplete="name" />
        </Form.Item>
        <Form.Item name="email" label={t('door.email')} rules={[{ required: true, type: 'email', message: t('door.email.need') }]}>
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('door.password')}
          extra={t('door.password.rule')}
          rules={[{ required: true, min: 10, message: t('door.password.rule') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {state.data?.needsToken && (
          <Form.Item
            name="token"
            label={t('welcome.token')}
            extra={t('welcome.token.where')}
            rules={[{ required: true, message: t('welcome.token.where') }]}
          >
            <Input />
          </Form.Item>
        )}
        <ProblemLine error={create.error} />
        <Button block type="primary" htmlType="submit" loading={create.isPending}>
          {t('welcome.do')}
        </Button>
      </Form>
    </Door>
  )
}
