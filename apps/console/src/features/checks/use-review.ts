/** Reads copy while it is typed: asks when the typing pauses, and keeps what it knew on its place until the answer is there. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { checkText, type Finding, type Review, type TextContent } from '@wematrix/server/features/checks/schema'
import { useEffect, useMemo, useState } from 'react'
import { call, type Problem } from '../../api/client.ts'
import { useBrandParams } from '../../shell/brand.ts'
import { carryOver } from './spans.ts'

const pauseMs = 250

export type Reading = { review: Review | undefined; findings: Finding[]; busy: boolean; error: Problem | null }

export function useReview(content: TextContent): Reading {
  const params = useBrandParams()
  const settled = useSettled(content.text)
  const asked = { ...content, text: settled }
  const empty = content.text.trim() === ''
  const query = useQuery<{ review: Review; text: string }, Problem>({
    queryKey: [checkText.path, params, asked],
    queryFn: async ({ signal }) => ({ review: await call(checkText, { params, body: asked }, signal), text: settled }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    // A draft is nobody else's business, not even the cache's.
    gcTime: 0,
  })
  const known = empty ? undefined : query.data
  const findings = useMemo(() => (known ? carryOver(known.review.findings, known.text, content.text) : []), [known, content.text])
  return {
    review: known?.review,
    findings,
    busy: !empty && (settled !== content.text || query.isFetching),
    error: empty ? null : query.error,
  }
}

/** The text once nobody has typed for a moment; at once when it appears or goes. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text)
  const atOnce = settled === '' || text === ''
  useEffect(() => {
    const timer = setTimeout(() => settle(text), atOnce ? 0 : pauseMs)
    return () => clearTimeout(timer)
  }, [text, atOnce])
  return settled
}
