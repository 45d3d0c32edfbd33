import { useNavigate } from '@tanstack/react-router'
import { getSession } from '@wematrix/server/features/access/schema'
import { createBrand } from '@wematrix/server/features/brands/schema'
import { Button, Form, Input } from 'antd'
import { keyOf, queryClient, useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useProblem } from '../../ui/states.tsx'
import { Door } from '../access/door.tsx'

/** For someone signed in who has no brand yet. */
export default function NewBrandScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const create = useAct(createBrand)
  const problem = useProblem(create.error)
  const submit = async ({ name }: { name: string }) => {
    const brand = await create.mutateAsync({ body: { name } })
    await queryClient.invalidateQueries({ queryKey: keyOf(getSession, {}) })
    await navigate({ to: '/b/$brandId/overview', params: { brandId: brand.id } })
  }
  return (
    <Door title={t('brand.new')} lead={t('brand.new.lead')}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={fields => submit(fields).catch(() => {})}>
        <Form.Item name="name" label={t('brand.name')} rules={[{ required: true, message: t('brand.name.need') }]}>
          <Input maxLength={80} placeholder={t('brand.name.hint')} autoFocus />
        </Form.Item>
        {create.error && (
          <p className="bad" role="alert" style={{ marginBottom: 16 }}>
            {problem.title}: {problem.advice}
          </p>
        )}
        <Button block type="primary" htmlType="submit" loading={create.isPending}>
          {t('brand.new.do')}
        </Button>
      </Form>
    </Door>
  )
}
