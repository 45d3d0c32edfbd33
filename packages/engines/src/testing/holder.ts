/** Starts one engine, tells it on standard output and holds it until its input ends or it is killed. */
import { startChdb } from '../chdb/chdb.ts'
import { startPostgres } from '../postgres/postgres.ts'

const [engine, dataDir = ''] = process.argv.slice(2)
const started = engine === 'postgres' ? await startPostgres({ dataDir }) : await startChdb({ dataDir, serverMemoryBytes: 1e9 })
console.log(JSON.stringify(started))
process.stdin.resume()
process.stdin.on('end', () => {
  void started.stop().then(() => process.exit(0))
})
