import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { createSession, getSession } from '@wematrix/server/features/access/schema'
import { Button, Form, Input } from 'antd'
import { Problem } from '../../api/client.ts'
import { keyOf, queryClient, useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useProblem } from '../../ui/states.tsx'
import { Door } from './door.tsx'

export default function SignInScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const router = useRouter()
  const { to } = useSearch({ strict: false }) as { to?: string }
  const enter = useAct(createSession)
  const problem = useProblem(enter.error)
  const wrong = enter.error instanceof Problem && enter.error.status === 401
  const submit = async (body: { email: string; password: string }) => {
    const session = await enter.mutateAsync({ body })
    queryClient.setQueryData(keyOf(getSession, {}), session)
    if (to) router.history.push(to)
    else await navigate({ to: '/' })
  }
  return (
    <Door title={t('signIn.title')} lead={t('signIn.lead')}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={body => submit(body).catch(() => {})}>
        <Form.Item name="email" label={t('door.email')} rules={[{ required: true, message: t('door.email.need') }]}>
          <Input type="email" autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('door.password')} rules={[{ required: true, message: t('door.password.need') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {enter.error && (
          <p className="bad" role="alert" style={{ marginBottom: 16 }}>
            {wrong ? t('signIn.wrong') : `${problem.title}: ${problem.advice}`}
          </p>
        )}
        <Button block type="primary" htmlType="submit" loading={enter.isPending}>
          {t('signIn.do')}
        </Button>
      </Form>
    </Door>
  )
}
