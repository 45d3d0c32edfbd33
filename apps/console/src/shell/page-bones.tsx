import { Bones } from '../ui/states.tsx'

/** The outline of a screen while its code is on the way. */
export function PageBones() {
  return (
    <main className="page" aria-busy>
      <header className="page-head">
        <Bones width={120} height={24} />
      </header>
      <div className="page-body">
        <Bones height={96} />
        <Bones height={380} />
        <Bones height={220} />
      </div>
    </main>
  )
}
