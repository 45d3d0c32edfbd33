/** One ECharts drawing that follows its box, the theme and the reader's wish for stillness. */
import { useEffect, useRef } from 'react'
import { cssVar } from '../theme.tsx'
import { type ChartHandle, type ChartOption, echarts } from './echarts.ts'
import { saveDataUrl } from './save.ts'

export type Clicked = { name: string; seriesName: string | undefined; dataIndex: number; data: unknown; dataType: string | undefined }

type Props = {
  option: ChartOption
  height: number
  label: string
  onClick?: (clicked: Clicked) => void
  /** A click anywhere above the category axis: the index of the nearest category. */
  onAxis?: (index: number) => void
  /** Filled with a function that saves the picture. */
  png?: { current: (() => void) | null }
  fileName?: string
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches

export function Chart({ option, height, label, onClick, onAxis, png, fileName = 'chart' }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ChartHandle | null>(null)
  const clicked = useRef(onClick)
  clicked.current = onClick
  const axis = useRef(onAxis)
  axis.current = onAxis

  useEffect(() => {
    if (!box.current) return
    const made = echarts.init(box.current)
    chart.current = made
    made.on('click', event => {
      const { name, seriesName, dataIndex, data, dataType } = event as unknown as Clicked
      clicked.current?.({ name, seriesName, dataIndex, data, dataType })
    })
    made.getZr().on('click', ({ offsetX, offsetY }) => {
      if (!axis.current || !made.containPixel('grid', [offsetX, offsetY])) return
      const [index] = made.convertFromPixel('grid', [offsetX, offsetY]) as number[]
      if (index !== undefined) axis.current(Math.round(index))
    })
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(box.current)
    return () => {
      observer.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption({ animation: !still(), animationDuration: 420, ...option }, { notMerge: true })
    if (png) {
      png.current = () => {
        const url = chart.current?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: cssVar('--surface') })
        if (url) saveDataUrl(url, `${fileName}.png`)
      }
    }
  }, [option, png, fileName])

  return (
    <div ref={box} role="img" aria-label={label} style={{ height, width: '100%', cursor: onClick || onAxis ? 'pointer' : undefined }} />
  )
}
