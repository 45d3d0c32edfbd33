/** Which column is what: asked for the few fields that matter, the rest behind one fold. */
import type { ImportMapping } from '@wematrix/server/features/imports/schema'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { maybeWord, useWords, type Word } from '../../locales/index.tsx'
import { CARRIERS, useCarrierName } from '../../ui/marks.tsx'

const FIRST = ['event', 'external', 'openid', 'unionid', 'time', 'value'] as const
const MORE = ['appId', 'carrier', 'source', 'entry', 'messageId'] as const
type Field = (typeof FIRST)[number] | (typeof MORE)[number]

/** Events that a file of one kind of thing is usually about. */
const EVENTS = ['order.pay', 'order.refund', 'oa.follow', 'mp.launch', 'service.book', 'service.done', 'coupon.redeem', 'member.join']

type Props = {
  columns: string[]
  /** What was said by hand. */
  mapping: ImportMapping
  /** What the columns' names say by themselves. */
  guessed: ImportMapping | null
  change(mapping: ImportMapping): void
}

export function MappingEditor({ columns, mapping, guessed, change }: Props) {
  const { t } = useWords()
  const [more, setMore] = useState(false)
  const set = (field: keyof ImportMapping, value: ImportMapping[keyof ImportMapping]) => {
    const { [field]: _, ...rest } = mapping
    change(value === undefined ? rest : { ...rest, [field]: value })
  }
  const money = mapping.value ?? guessed?.value
  return (
    <div className="stack">
      <div className="mapping">
        {[...FIRST, ...(more ? MORE : [])].map(field => (
          <FieldPicker
            key={field}
            field={field}
            columns={columns}
            cell={mapping[field] ?? guessed?.[field]}
            guessed={!mapping[field] && guessed?.[field] !== undefined}
            set={cell => set(field, cell)}
          />
        ))}
        {money && (
          <>
            <label htmlFor="mapping-unit">{t('import.unit')}</label>
            <Select
              id="mapping-unit"
              value={mapping.valueUnit ?? guessed?.valueUnit ?? 'yuan'}
              onChange={unit => set('valueUnit', unit)}
              options={(['yuan', 'fen'] as const).map(value => ({ value, label: t(`import.unit.${value}`) }))}
            />
          </>
        )}
        {more && (
          <>
            <label htmlFor="mapping-zone">{t('import.zone')}</label>
            <Input
              id="mapping-zone"
              value={mapping.zone ?? ''}
              placeholder={t('import.zone.brand')}
              onChange={({ target }) => set('zone', target.value || undefined)}
            />
          </>
        )}
      </div>
      {!more && (
        <Button type="link" size="small" style={{ alignSelf: 'start', padding: 0 }} onClick={() => setMore(true)}>
          {t('import.more')}
        </Button>
      )}
    </div>
  )
}

type Cell = { column: string } | { constant: string }
const textOf = (cell: Cell | undefined) => (cell ? ('column' in cell ? `column:${cell.column}` : `constant:${cell.constant}`) : undefined)
function cellOf(text: string | undefined): Cell | undefined {
  if (text === undefined) return undefined
  const value = text.slice(text.indexOf(':') + 1)
  return text.startsWith('column:') ? { column: value } : { constant: value }
}

type PickerProps = { field: Field; columns: string[]; cell: Cell | undefined; guessed: boolean; set(cell: Cell | undefined): void }

function FieldPicker({ field, columns, cell, guessed, set }: PickerProps) {
  const { t, lang } = useWords()
  const carrierName = useCarrierName()
  const constants: { value: string; label: string }[] =
    field === 'event'
      ? EVENTS.map(value => ({ value: `constant:${value}`, label: `${maybeWord(lang, `event.${value}`) ?? value} ${value}` }))
      : field === 'carrier' || field === 'source'
        ? CARRIERS.map(value => ({ value: `constant:${value}`, label: carrierName(value) }))
        : []
  const groups = [
    { label: t('import.columns'), options: columns.map(value => ({ value: `column:${value}`, label: value })) },
    ...(constants.length ? [{ label: t('import.constant'), options: constants }] : []),
  ]
  return (
    <>
      <label htmlFor={`mapping-${field}`}>
        {t(`import.field.${field}` as Word)}
        <span className="small faint" style={{ display: 'block' }}>
          {t(`import.field.${field}.why` as Word)}
        </span>
      </label>
      <Select
        id={`mapping-${field}`}
        data-field={field}
        allowClear={!guessed}
        showSearch
        value={textOf(cell) ?? null}
        placeholder={t('import.none')}
        popupMatchSelectWidth={false}
        onChange={(text: string | null) => set(cellOf(text ?? undefined))}
        options={groups}
      />
    </>
  )
}
