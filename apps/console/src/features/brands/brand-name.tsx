import { Form, Input } from 'antd'
import { useWords } from '../../locales/index.tsx'

/** The brand's name, asked for alike wherever a brand is made or changed. */
export function BrandName({ field, first }: { field: 'name' | 'brandName'; first?: boolean }) {
  const { t } = useWords()
  return (
    <Form.Item name={field} label={t('brand.name')} rules={[{ required: true, whitespace: true, message: t('brand.name.need') }]}>
      <Input maxLength={80} placeholder={t('brand.name.hint')} autoFocus={first === true} />
    </Form.Item>
  )
}
