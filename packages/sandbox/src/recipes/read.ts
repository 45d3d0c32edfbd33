/** Reads the recipes, and says for every code of the client's tables how the sandbox is made to answer it. */
import { errorsByPath, errorTable, eventErrors, payErrorTable, robotErrorTable } from '@wematrix/wechat'
import { eventRows, payRows, robotRows } from './other-recipes.ts'
import { recipeRows } from './recipes.ts'

/** Whose codes: of an answer, of a robot's webhook, of WeChat Pay, inside an event. */
export type Table = 'answer' | 'robot' | 'pay' | 'event'

/** `at`: the beginning of the path where an answer's code means something else, or the event that carries it. */
export type Recipe = { table: Table; code: string; at?: string; account: string; steps: readonly string[] }

const rows: Record<Table, string> = { answer: recipeRows, robot: robotRows, pay: payRows, event: eventRows }

/** All recipes, in their order; a line of several codes is a recipe for each. */
export const recipes: readonly Recipe[] = (Object.keys(rows) as Table[]).flatMap(table =>
  rows[table]
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .flatMap(line => recipesOf(table, line)),
)

function recipesOf(table: Table, line: string): Recipe[] {
  const [what = '', account = '', text = ''] = line.split(' | ')
  const words = what.split(' ')
  const codes = words.filter(word => /^-?\d+$|^[A-Z_]+$/.test(word) && word !== 'MASSSENDJOBFINISH')
  const at = words.find(word => !codes.includes(word))
  const steps = (code: string) => text.split(' ; ').map(step => (codes.length > 1 ? step.replaceAll('$code', code) : step))
  return codes.map(code => ({ table, code, ...(at === undefined ? {} : { at }), account, steps: steps(code) }))
}

/** A code of the client's tables, what it calls for, and its recipe where the world has a way of its own to it. */
export type Documented = { table: Table; code: string; at?: string; row: Row; recipe?: Recipe }

export type Row = { reaction: string; waitSeconds?: number; meaning: string | { zh: string; en: string } }

function one(table: Table, code: string | number, row: Row, at?: string): Documented {
  const recipe = recipes.find(recipe => recipe.table === table && recipe.code === String(code) && recipe.at === at)
  return { table, code: String(code), row, ...(at === undefined ? {} : { at }), ...(recipe ? { recipe } : {}) }
}

/** Does the world itself lead to it, by what its people, owners and callers do? Else a fault must be switched on. */
export const isNatural = ({ recipe }: Documented): boolean =>
  recipe !== undefined && !recipe.steps.some(step => step.startsWith('control faults'))

/** Every code of the client's tables. */
export const documented: readonly Documented[] = [
  ...[...errorTable].map(([code, row]) => one('answer', code, row)),
  ...errorsByPath.map(([path, code, row]) => one('answer', code, row, path)),
  ...Object.entries(robotErrorTable).map(([code, row]) => one('robot', code, row)),
  ...Object.entries(payErrorTable).map(([code, row]) => one('pay', code, row)),
  ...eventErrors.map(([event, code, row]) => one('event', code, row, event)),
]

/** The fault that makes WeChat answer a code at a path; for a code that the world itself leads to, the recipe is better. */
export function faultFor({ table, code }: Pick<Documented, 'table' | 'code'>, path: string, account?: string): Record<string, unknown> {
  const value = table === 'pay' ? code : Number(code)
  return { ...(account === undefined ? {} : { account }), refuse: { [path]: value } }
}
