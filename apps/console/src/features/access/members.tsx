/** Who may enter the brand and what they may do. */
import { PlusOutlined } from '@ant-design/icons'
import { addMember, changeMember, listMembers, type Member, type Role, removeMember } from '@wematrix/server/features/access/schema'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, ProblemLine, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Once } from './once.tsx'

const ROLES: Role[] = ['owner', 'admin', 'operator', 'viewer']

export function Members() {
  const { t } = useWords()
  const params = useBrandParams()
  const owner = useMay('owner')
  const { modal } = App.useApp()
  const tell = useTell()
  const [adding, setAdding] = useState(false)
  const query = useRead(listMembers, { params })
  const change = useAct(changeMember, [listMembers])
  const remove = useAct(removeMember, [listMembers])
  // Somebody who is shut out by a slip of the hand notices at the worst moment.
  const ask = (member: Member) =>
    void modal.confirm({
      title: t('members.remove.ask', { who: member.name || member.email }),
      content: t('members.remove.what'),
      okText: t('members.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync({ params: { ...params, userId: member.userId } }).catch(tell),
    })
  return (
    <Card
      title={t('settings.members')}
      definition={t('members.why')}
      flush
      tools={
        owner && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('members.add')}
          </Button>
        )
      }
    >
      <Await query={query}>
        {({ members }) => (
          <Table head={[t('members.person'), t('members.role'), '']}>
            {members.map(member => (
              <tr key={member.userId}>
                <td>
                  <strong>{member.name || member.email}</strong>
                  {member.name && <div className="small faint">{member.email}</div>}
                </td>
                <td>
                  <Select<Role>
                    value={member.role}
                    disabled={!owner}
                    variant="filled"
                    style={{ minWidth: 112 }}
                    aria-label={t('members.role')}
                    onChange={role => change.mutate({ params: { ...params, userId: member.userId }, body: { role } }, { onError: tell })}
                    options={ROLES.map(value => ({ value, label: t(`role.${value}`) }))}
                  />
                </td>
                <td className="end">
                  {owner && (
                    <Button size="small" danger onClick={() => ask(member)}>
                      {t('members.remove')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Await>
      <AddMember open={adding} close={() => setAdding(false)} />
    </Card>
  )
}

function AddMember({ open, close }: { open: boolean; close(): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const add = useAct(addMember, [listMembers])
  const done = () => {
    add.reset()
    close()
  }
  return (
    <Once
      open={open}
      close={done}
      title={t('members.add')}
      made={
        add.data && {
          say: <p>{t(add.data.password ? 'members.password' : 'members.known', { who: add.data.member.email })}</p>,
          secret: add.data.password ? { value: add.data.password, label: t('door.password') } : undefined,
        }
      }
    >
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'operator' }}
        onFinish={(body: { email: string; role: Role }) => add.mutateAsync({ params, body }).catch(() => {})}
      >
        <Form.Item name="email" label={t('door.email')} rules={[{ required: true, type: 'email', message: t('door.email.need') }]}>
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="role" label={t('members.role')}>
          <Select options={ROLES.map(value => ({ value, label: `${t(`role.${value}`)} · ${t(`role.${value}.why`)}` }))} />
        </Form.Item>
        <ProblemLine error={add.error} />
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {t('members.add')}
        </Button>
      </Form>
    </Once>
  )
}
