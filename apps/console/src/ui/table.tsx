import type { ReactNode } from 'react'

/** A column's name; `end` ones hold figures or buttons and stand at the right. */
export type Column = string | { end: string }

/** A table that scrolls inside its card instead of widening the page. */
export function Table({ head, snug, children }: { head: Column[]; snug?: boolean; children: ReactNode }) {
  return (
    <div className="table-wrap">
      <table className={`table ${snug ? 'snug' : ''}`}>
        <thead>
          <tr>
            {head.map((column, at) => {
              const name = typeof column === 'string' ? column : column.end
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity than their place
                <th key={at} className={typeof column === 'string' ? undefined : 'end'} scope="col">
                  {name}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
