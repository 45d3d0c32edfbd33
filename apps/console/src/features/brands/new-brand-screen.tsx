import { useNavigate } from '@tanstack/react-router'
import { getSession } from '@wematrix/server/features/access/schema'
import { createBrand } from '@wematrix/server/features/brands/schema'
import { Button, Form } from 'antd'
import { keyOf, queryClient, useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { Door } from '../access/door.tsx'
import { BrandName } from './brand-name.tsx'

/** For someone signed in who has no brand yet. */
export default function NewBrandScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const create = useAct(createBrand)
  const submit = async ({ name }: { name: string }) => {
    const brand = await create.mutateAsync({ body: { name } })
    await queryClient.invalidateQueries({ queryKey: keyOf(getSession, {}) })
    await navigate({ to: '/b/$brandId/overview', params: { brandId: brand.id } })
  }
  return (
    <Door title={t('brand.new')} lead={t('brand.new.lead')}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={fields => submit(fields).catch(() => {})}>
        <BrandName field="name" first />
        <ProblemLine error={create.error} />
        <Button block type="primary" htmlType="submit" loading={create.isPending}>
          {t('brand.new.do')}
        </Button>
      </Form>
    </Door>
  )
}
