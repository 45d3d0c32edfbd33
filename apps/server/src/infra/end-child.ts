import type { ChildProcess } from 'node:child_process'

/** Asks a child to stop and waits until it has; after `patienceMs` it is killed. A child that ended already is no trouble. */
export async function endChild(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await ended
  clearTimeout(late)
}
