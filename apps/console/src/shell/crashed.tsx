import { Component, type ReactNode } from 'react'
import { useWords } from '../locales/index.tsx'
import { Failed } from '../ui/states.tsx'

/** Keeps the frame standing when one screen fails, and says so. */
export class Crashed extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    if (this.state.error === undefined) return this.props.children
    return <CrashNote error={this.state.error} again={() => this.setState({ error: undefined })} />
  }
}

function CrashNote({ error, again }: { error: unknown; again(): void }) {
  const { t } = useWords()
  return (
    <main className="page" id="main">
      <h1 className="visually-hidden">{t('problem.crashed')}</h1>
      <Failed error={error} again={again} />
    </main>
  )
}
