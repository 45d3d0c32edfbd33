/** What changed in the rules and what that did: tasks first, then packs, then every reading of what is live. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ChecksSearch } from '../../search.ts'
import { PackDifferenceCard, type Uploaded } from './pack-difference.tsx'
import { PacksCard } from './packs-card.tsx'
import { ScanCard } from './scan-card.tsx'
import { ScansCard } from './scans-card.tsx'
import { TasksCard } from './tasks-card.tsx'

export function UpdatesView() {
  const navigate = useNavigate()
  const { scan } = useSearch({ strict: false }) as ChecksSearch
  const [uploaded, setUploaded] = useState<Uploaded | null>(null)
  const show = (id: string | undefined) =>
    void navigate({ to: '.', replace: true, resetScroll: false, search: (old: object) => ({ ...old, scan: id }) } as never)
  const forced = (id: string) => {
    setUploaded(null)
    show(id)
  }
  return (
    <>
      {uploaded && <PackDifferenceCard key={uploaded.scan.id} uploaded={uploaded} forced={forced} close={() => setUploaded(null)} />}
      {scan && <ScanCard key={scan} id={scan} close={() => show(undefined)} />}
      <TasksCard />
      <PacksCard uploaded={setUploaded} forced={forced} />
      <ScansCard show={show} />
    </>
  )
}
