/** One day of a chart: its notes, a field for a new one, and the way to the people of that day. */
import { DeleteOutlined } from '@ant-design/icons'
import { type Annotation, createAnnotation, deleteAnnotation, getTrend } from '@wematrix/server/features/reports/schema'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrandParams } from '../../../shell/brand.ts'
import { Drill } from '../../../ui/drill.tsx'
import { useProblem } from '../../../ui/states.tsx'

type Props = { day: string | null; notes: Annotation[]; drill: string | null; close(): void }

export function DayNotes({ day, notes, drill, close }: Props) {
  const { t, f } = useWords()
  const params = useBrandParams()
  const [text, setText] = useState('')
  const add = useAct(createAnnotation, [getTrend])
  const remove = useAct(deleteAnnotation, [getTrend])
  const problem = useProblem(add.error ?? remove.error)
  const save = async () => {
    if (!day || !text.trim()) return
    await add.mutateAsync({ params, body: { day, text: text.trim() } })
    setText('')
    close()
  }
  return (
    <Modal
      open={day !== null}
      onCancel={close}
      footer={null}
      width={440}
      title={day && t('notes.title', { day: f.longDay(day) })}
      destroyOnHidden
    >
      <div className="stack">
        {notes
          .filter(note => note.day === day)
          .map(note => (
            <div key={note.id} className="row between">
              <span>
                {note.text} <span className="faint small">{note.author}</span>
              </span>
              <button
                type="button"
                className="icon-button"
                aria-label={t('notes.remove')}
                onClick={() => remove.mutate({ params: { ...params, id: note.id } })}
              >
                <DeleteOutlined />
              </button>
            </div>
          ))}
        <Input.TextArea
          value={text}
          onChange={event => setText(event.target.value)}
          placeholder={t('notes.hint')}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 6 }}
          aria-label={t('notes.hint')}
        />
        {(add.error || remove.error) && (
          <p className="bad small" role="alert">
            {problem.title}: {problem.advice}
          </p>
        )}
        <div className="row between">
          {drill ? <Drill token={drill}>{t('notes.people')}</Drill> : <span />}
          <Button type="primary" loading={add.isPending} disabled={!text.trim()} onClick={() => void save()}>
            {t('notes.add')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
