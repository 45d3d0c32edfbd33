/** What a pack looks like, and what is wrong with one: `packProblems` names the place and the remedy, `readPack` refuses. */
import Type from 'typebox'
import Value from 'typebox/value'
import { carriers, type Pack, surfaces } from '../types.ts'
import { sourcesOf } from './sources.ts'

const Words = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 300 }), en: Type.String({ minLength: 1, maxLength: 300 }) },
  { additionalProperties: false },
)
const Severity = Type.Enum(['block', 'warn', 'info'])
const Carrier = Type.Enum([...carriers])
const Surface = Type.Enum([...surfaces])
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

const families = [
  'share',
  'follow',
  'interact',
  'divert',
  'evade',
  'content',
  'trade',
  'privacy',
  'frequency',
  'message',
  'interface',
  'law',
  'brand',
]

export const RuleShape = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$', maxLength: 60 }),
    family: Type.Enum(families),
    name: Words,
    carriers: Type.Optional(Type.Array(Carrier, { minItems: 1, uniqueItems: true })),
    check: Type.Array(Type.Enum(['text', 'draft', 'runtime']), { minItems: 1, uniqueItems: true }),
    severity: Severity,
    on: Type.Optional(Type.Object(Object.fromEntries(carriers.map(c => [c, Type.Optional(Severity)])), { additionalProperties: false })),
    forbids: Words,
    penalty: Words,
    rewrite: Words,
    source: Type.String({ minLength: 1, maxLength: 300 }),
    grade: Type.Enum(['A', 'B', 'C', 'D', 'S']),
    from: Day,
    to: Type.Optional(Day),
    words: Type.Optional(
      Type.Object(
        {
          words: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 5000 }),
          unless: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 1000 })),
          surfaces: Type.Optional(Type.Array(Surface, { minItems: 1 })),
        },
        { additionalProperties: false },
      ),
    ),
    off: Type.Optional(Type.Literal(true)),
    tests: Type.Optional(
      Type.Array(
        Type.Object(
          { carrier: Carrier, surface: Surface, text: Type.String({ minLength: 1, maxLength: 5000 }), hit: Type.Boolean() },
          { additionalProperties: false },
        ),
        { maxItems: 100 },
      ),
    ),
  },
  { additionalProperties: false },
)

export const PackShape = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_-]{0,39}$' }),
    version: Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z.+-]{0,39}$' }),
    name: Words,
    from: Day,
    rules: Type.Array(RuleShape, { minItems: 1, maxItems: 2000 }),
  },
  { additionalProperties: false },
)

/** Sentences, each with its place: `rules[3] (WX-SHARE-02) .forbids.en: must have …`. Empty: it is a pack. At most 50. */
export function packProblems(value: unknown): string[] {
  if (!Value.Check(PackShape, value)) return [...new Set(shapeProblems(value))].slice(0, 50)
  const pack = value as Pack
  const problems: string[] = []
  if (!isDay(pack.from)) problems.push(`.from: ${pack.from} is not a day of the calendar`)
  const seen = new Set<string>()
  for (const [i, rule] of pack.rules.entries()) {
    const at = `rules[${i}] (${rule.id})`
    if (seen.has(rule.id)) problems.push(`${at} .id: occurs twice in this pack`)
    seen.add(rule.id)
    if (!isDay(rule.from)) problems.push(`${at} .from: ${rule.from} is not a day of the calendar`)
    if (rule.to !== undefined && !isDay(rule.to)) problems.push(`${at} .to: ${rule.to} is not a day of the calendar`)
    if (rule.to !== undefined && rule.to < rule.from) problems.push(`${at} .to: ends (${rule.to}) before it begins (${rule.from})`)
    for (const carrier of Object.keys(rule.on ?? {})) {
      if (carrier !== 'cross' && rule.carriers && !rule.carriers.includes(carrier as never)) {
        problems.push(`${at} .on.${carrier}: the rule does not hold on this carrier; add it to .carriers or leave it out`)
      }
    }
    if (rule.family !== 'brand' && sourcesOf(rule.source).length === 0) {
      problems.push(`${at} .source: "${rule.source}" names no known source`)
    }
    for (const [j, test] of (rule.tests ?? []).entries()) {
      if (!rule.check.includes('text')) problems.push(`${at} .tests[${j}]: only rules with check "text" can have tests of copy`)
      else if (rule.carriers && test.carrier !== 'cross' && !rule.carriers.includes(test.carrier)) {
        problems.push(`${at} .tests[${j}].carrier: the rule does not hold on ${test.carrier}`)
      }
    }
  }
  return problems.slice(0, 50)
}

/** The value as a pack. @throws {TypeError} with every problem on its own line. */
export function readPack(value: unknown): Pack {
  const problems = packProblems(value)
  if (problems.length > 0) throw new TypeError(`This is not a pack:\n${problems.join('\n')}`)
  return value as Pack
}

function shapeProblems(value: unknown): string[] {
  return Value.Errors(PackShape, value)
    .filter(error => !['boolean', 'anyOf'].includes(error.keyword))
    .map(error => {
      const extra = error.keyword === 'additionalProperties' ? `: ${error.params.additionalProperties.join(', ')}` : ''
      const allowed = error.keyword === 'enum' ? `: ${error.params.allowedValues.join(', ')}` : ''
      return `${placeOf(value, error.instancePath)}: ${error.message}${extra}${allowed}`
    })
}

/** `/rules/3/forbids/en` as `rules[3] (WX-SHARE-02) .forbids.en`. */
function placeOf(value: unknown, pointer: string): string {
  const [, first, index, ...rest] = pointer.split('/')
  if (first !== 'rules' || index === undefined) return pointer === '' ? 'pack' : pointer.replaceAll('/', '.')
  const rule = (value as { rules: { id?: unknown }[] }).rules[Number(index)]
  const name = typeof rule?.id === 'string' ? ` (${rule.id.slice(0, 60)})` : ''
  return `rules[${index}]${name}${rest.length > 0 ? ` .${rest.join('.')}` : ''}`
}

/** A real day, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
