/** Tables as files; they are written in infra, where features left of the reports find them too. */
export { type Cell, csvReply, toCsv } from '../../../infra/csv.ts'
