/** Live content that newly fails, to be ticked off once it is put right. */
import { type CheckTask, listTasks, setTask } from '@wematrix/server/features/checks/packs-schema'
import { listRules } from '@wematrix/server/features/checks/schema'
import { Button, Checkbox, Segmented } from 'antd'
import { useState } from 'react'
import { useNext } from '../../api/pages.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, useTell } from '../../ui/states.tsx'
import { ArtefactName, VerdictChip } from './artefacts.tsx'
import { RuleLink } from './rules-view.tsx'

const refreshMs = 5000

export function TasksCard() {
  const { t, f } = useWords()
  const params = useBrandParams()
  const [state, setState] = useState<'open' | 'done'>('open')
  const query = useNext(listTasks, { params, query: { state } }, refreshMs)
  const pages = query.data?.pages
  const tasks = pages?.flatMap(page => page.tasks)
  const open = pages?.[0]?.open
  return (
    <Card
      title={t('tasks.title')}
      definition={t('tasks.why')}
      tools={
        <Segmented
          size="small"
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: open === undefined ? t('tasks.open') : `${t('tasks.open')} ${f.int(open)}` },
            { value: 'done', label: t('tasks.done') },
          ]}
        />
      }
    >
      <Await query={{ ...query, data: tasks }}>
        {tasks =>
          tasks.length > 0 ? (
            <ul className="tasks">
              {tasks.map(task => (
                <Task key={task.id} task={task} />
              ))}
            </ul>
          ) : (
            <Empty title={t(state === 'open' ? 'tasks.none' : 'tasks.none.done')}>{state === 'open' && t('tasks.none.do')}</Empty>
          )
        }
      </Await>
      {query.hasNextPage && (
        <Button type="link" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('ui.loadMore')}
        </Button>
      )}
    </Card>
  )
}

function Task({ task }: { task: CheckTask }) {
  const { t, f, pick } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const tell = useTell()
  const rules = useRead(listRules, { params })
  const set = useAct(setTask, [listTasks])
  const name = task.artefact.name || task.artefact.id
  const now = new Date()
  return (
    <li className="task" data-task={task.id}>
      <Checkbox
        checked={set.isPending ? set.variables.body.done : task.done !== null}
        disabled={!may || set.isPending}
        aria-label={t(task.done ? 'tasks.untick' : 'tasks.tick', { name })}
        onChange={({ target }) => void set.mutateAsync({ params: { ...params, id: task.id }, body: { done: target.checked } }).catch(tell)}
      />
      <div className="grow">
        <div className="row wrap">
          <ArtefactName artefact={task.artefact} />
          <VerdictChip verdict={task.verdict} />
        </div>
        <div className="row wrap task-rules small">
          {task.rules.map(id => {
            const rule = rules.data?.rules.find(one => one.id === id)
            return <RuleLink key={id} id={id} name={rule && pick(rule.name)} />
          })}
        </div>
      </div>
      <span className="small faint nowrap">
        {task.done
          ? t('tasks.by', { name: task.done.by.name, ago: f.ago(task.done.at, now) })
          : t('tasks.since', { ago: f.ago(task.openedAt, now) })}
      </span>
    </li>
  )
}
