/** Which column is the day, the video and each figure. */
import { channelsFigures, type FileMapping } from '@wematrix/server/features/statistics/schema'
import { Select } from 'antd'
import { useWords } from '../../locales/index.tsx'

type Props = { columns: string[]; mapping: FileMapping; change(mapping: FileMapping): void }

export function FiguresMapping({ columns, mapping, change }: Props) {
  const { t, pick } = useWords()
  const setField = (field: 'day' | 'content' | 'title') => (column: string | undefined) => {
    const { [field]: _, ...rest } = mapping
    change(column ? { ...rest, [field]: column } : rest)
  }
  const setFigure = (metric: string) => (column: string | undefined) => {
    const { [metric]: _, ...rest } = mapping.figures
    change({ ...mapping, figures: column ? { ...rest, [metric]: column } : rest })
  }
  // Those that the file has stand first, in the catalogue's order.
  const metrics = Object.keys(channelsFigures).sort((a, b) => Number(b in mapping.figures) - Number(a in mapping.figures))
  return (
    <div className="mapping">
      {(['day', 'content', 'title'] as const).map(field => (
        <Picker
          key={field}
          id={field}
          label={t(`figures.field.${field}`)}
          why={t(`figures.field.${field}.why`)}
          columns={columns}
          value={mapping[field]}
          set={setField(field)}
        />
      ))}
      {metrics.map(metric => (
        <Picker
          key={metric}
          id={metric}
          label={pick(channelsFigures[metric]?.name)}
          columns={columns}
          value={mapping.figures[metric]}
          set={setFigure(metric)}
        />
      ))}
    </div>
  )
}

type PickerProps = {
  id: string
  label: string
  why?: string
  columns: string[]
  value: string | undefined
  set(column: string | undefined): void
}

function Picker({ id, label, why, columns, value, set }: PickerProps) {
  const { t } = useWords()
  return (
    <>
      <label htmlFor={`figures-${id}`}>
        {label}
        {why && (
          <span className="small faint" style={{ display: 'block' }}>
            {why}
          </span>
        )}
      </label>
      <Select
        id={`figures-${id}`}
        data-field={id}
        allowClear
        showSearch
        value={value ?? null}
        placeholder={t('import.none')}
        popupMatchSelectWidth={false}
        onChange={(column: string | null) => set(column ?? undefined)}
        options={columns.map(column => ({ value: column, label: column }))}
      />
    </>
  )
}
