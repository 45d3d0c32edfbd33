/** Chips that filter a list by one property, each with how many there are. */
import type { ReactNode } from 'react'
import { useWords } from '../locales/index.tsx'
import './counts.css'

export type Count<K extends string> = { key: K; name: string; n: number; sign?: ReactNode }

/** `value` undefined: all. */
export function Counts<K extends string>({
  label,
  value,
  all,
  counts,
  choose,
}: {
  label: string
  value: K | undefined
  all: string
  counts: Count<K>[]
  choose(next: K | undefined): void
}) {
  const { f } = useWords()
  const total = counts.reduce((sum, { n }) => sum + n, 0)
  const chips: { key: K | undefined; name: string; n: number; sign?: ReactNode }[] = [{ key: undefined, name: all, n: total }, ...counts]
  return (
    <fieldset className="counts" aria-label={label}>
      {chips.map(({ key, name, n, sign }) => (
        <button key={key ?? ''} type="button" className="count" aria-pressed={value === key} onClick={() => choose(key)}>
          {sign}
          <span>{name}</span>
          <span className="num faint">{f.int(n)}</span>
        </button>
      ))}
    </fieldset>
  )
}
