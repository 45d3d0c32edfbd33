/**
 * A field whose findings are marked in place: the field lies, with nothing but its letters, over the same text that carries
 * the marks. What it changes itself goes in as if typed, so that the browser's own undo takes it back.
 */
import type { Finding } from '@wematrix/server/features/checks/schema'
import { type Ref, useImperativeHandle, useMemo, useRef } from 'react'
import { useWords } from '../../locales/index.tsx'
import { findingAt, nameOf, neighbour, piecesOf } from './spans.ts'

export type EditorHandle = {
  /** Selects a finding's words and brings them into view. */
  show(finding: Finding): void
  step(step: 1 | -1): void
  /** Puts other words in place of a stretch. */
  replace(start: number, end: number, words: string): void
}

type Props = {
  text: string
  findings: Finding[]
  /** `nameOf` the chosen one. */
  active: string | null
  change(text: string): void
  choose(finding: Finding | undefined): void
  handle: Ref<EditorHandle>
}

/** As the server: UTF-16 units. */
export const longestText = 200_000

export function MarkedEditor({ text, findings, active, change, choose, handle }: Props) {
  const { t } = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const paper = useRef<HTMLDivElement>(null)
  const pieces = useMemo(() => piecesOf(findings, text.length), [findings, text.length])
  const bring = (finding: Finding) =>
    paper.current?.querySelector(`[data-start="${finding.start}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const show = (finding: Finding) => {
    field.current?.focus({ preventScroll: true })
    field.current?.setSelectionRange(finding.start, finding.end)
    bring(finding)
    choose(finding)
  }
  const step = (way: 1 | -1) => {
    const next = neighbour(findings, field.current?.selectionStart ?? 0, way)
    if (next) show(next)
  }
  const replace = (start: number, end: number, words: string) => {
    const area = field.current
    if (!area) return
    area.focus({ preventScroll: true })
    area.setSelectionRange(start, end)
    const typed = document.execCommand(words === '' ? 'delete' : 'insertText', false, words)
    if (!typed) change(text.slice(0, start) + words + text.slice(end))
  }
  useImperativeHandle(handle, () => ({ show, step, replace }))
  return (
    <div className="check-scroll">
      <div className="check-paper" ref={paper}>
        <div className="check-marks" aria-hidden>
          {pieces.map(({ start, end, on, severity }) =>
            severity ? (
              <mark
                key={start}
                data-start={start}
                className={`${severity} ${on.length > 1 ? 'many' : ''} ${on.some(at => findings[at] && nameOf(findings[at]) === active) ? 'active' : ''}`}
              >
                {text.slice(start, end)}
              </mark>
            ) : (
              text.slice(start, end)
            ),
          )}
          {'\n'}
        </div>
        <textarea
          ref={field}
          value={text}
          maxLength={longestText}
          spellCheck={false}
          aria-label={t('checks.label')}
          placeholder={t('checks.placeholder')}
          onChange={event => change(event.target.value)}
          onSelect={({ currentTarget: { selectionStart, selectionEnd } }) => {
            if (selectionStart === selectionEnd) choose(findingAt(findings, selectionStart))
          }}
          onKeyDown={event => {
            if (event.key !== 'F8') return
            event.preventDefault()
            step(event.shiftKey ? -1 : 1)
          }}
        />
      </div>
    </div>
  )
}
