import { CalendarOutlined } from '@ant-design/icons'
import { Button, DatePicker, Popover } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useWords } from '../locales/index.tsx'
import { brandToday, PRESETS, useRange } from './range.ts'
import './range-picker.css'

/** Chooses the days: four presets in one tap, any two days in the calendar. */
export function RangePicker({ zone }: { zone: string }) {
  const { t, f } = useWords()
  const { preset, from, to, choose } = useRange(zone)
  const [open, setOpen] = useState(false)
  const today = brandToday(zone, new Date())
  const shown = from === to ? f.longDay(from) : `${f.day(from)} – ${f.day(to)}`
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="range-panel">
          <div className="range-presets" role="radiogroup" aria-label={t('range.label')}>
            {PRESETS.map(known => (
              // biome-ignore lint/a11y/useSemanticElements: a button that looks like a list item
              <button
                key={known}
                type="button"
                role="radio"
                aria-checked={preset === known}
                className="range-preset"
                onClick={() => {
                  void choose({ range: known })
                  setOpen(false)
                }}
              >
                {t(`range.${known}`)}
              </button>
            ))}
          </div>
          <div className="stack tight">
            <span className="small faint">{t('range.custom')}</span>
            <DatePicker.RangePicker
              value={[dayjs(from), dayjs(to)]}
              maxDate={dayjs(today)}
              allowClear={false}
              onChange={days => {
                const [first, last] = days ?? []
                if (!first || !last) return
                void choose({ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') })
                setOpen(false)
              }}
            />
            <span className="small faint">{t('range.zone', { zone })}</span>
          </div>
        </div>
      }
    >
      <Button icon={<CalendarOutlined />} aria-label={t('range.label')}>
        <span className="range-name">{preset === 'custom' ? shown : t(`range.${preset}`)}</span>
        {preset !== 'custom' && <span className="range-days faint num">{shown}</span>}
      </Button>
    </Popover>
  )
}
