/** Which rules hold on a day, and how severe each is where. Days are days in Asia/Shanghai, written `YYYY-MM-DD`. */
import { type Carrier, carriers, type Pack, type Rule, type Severity, type Verdict } from '../types.ts'

/** A brand's own severity for a rule; without a carrier: on all. `null`: off. The reason is kept with it. */
export type SeverityChange = { rule: string; carrier?: Carrier; severity: Severity | null; reason: string }

export type RulebookInput = {
  /** Base packs first; later ones win over earlier ones of the same id, and their rules over rules of the same id. */
  packs: readonly Pack[]
  /** A brand's own rules; they win over those of packs. */
  brandRules?: readonly Rule[]
  changes?: readonly SeverityChange[]
  /** Absent: every rule that is not switched off, whenever it holds. */
  day?: string
}

/** `packs`: `id@version` of those in force. `severityOf`: null where the rule does not hold, is off or is unknown. */
export type Rulebook = {
  packs: string[]
  rules: ReadonlyMap<string, Rule>
  severityOf(rule: string, carrier: Carrier): Severity | null
}

export function createRulebook(input: RulebookInput): Rulebook {
  const rules = rulesOn(input)
  const known = new Map<string, Severity | null>()
  return {
    packs: packsOn(input.packs, input.day).map(pack => `${pack.id}@${pack.version}`),
    rules,
    severityOf(id, carrier) {
      const rule = rules.get(id)
      if (!rule) return null
      const key = `${carrier} ${id}`
      if (!known.has(key)) known.set(key, severityOf(rule, carrier, input.changes))
      return known.get(key)!
    },
  }
}

/** The rules that hold on the day, by id. */
export function rulesOn({ packs, brandRules = [], day }: RulebookInput): Map<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const rule of [...packsOn(packs, day).flatMap(pack => pack.rules), ...brandRules]) {
    const holds = !rule.off && (day === undefined || (rule.from <= day && day <= (rule.to ?? day)))
    if (holds) rules.set(rule.id, rule)
    else rules.delete(rule.id)
  }
  return rules
}

/** Of each id the last in the list whose first day has come. */
export function packsOn(packs: readonly Pack[], day?: string): Pack[] {
  const last = new Map<string, Pack>()
  for (const pack of packs) if (day === undefined || pack.from <= day) last.set(pack.id, pack)
  return [...last.values()]
}

/**
 * How severe a rule is on a carrier; null: it does not hold there, or is off. A change on the very carrier comes before one on
 * all, both before what the pack says. On `cross` the strictest of the carriers holds unless it is set itself.
 */
export function severityOf(rule: Rule, carrier: Carrier, changes: readonly SeverityChange[] = []): Severity | null {
  const ours = changes.filter(change => change.rule === rule.id)
  const own = ours.find(change => change.carrier === carrier)
  if (own) return own.severity
  if (carrier === 'cross' && rule.on?.cross && !ours.some(change => change.carrier === undefined)) return rule.on.cross
  if (carrier === 'cross') return strictest(singleCarriers.map(single => severityOf(rule, single, ours)))
  if (rule.carriers && !rule.carriers.includes(carrier)) return null
  const everywhere = ours.find(change => change.carrier === undefined)
  return everywhere ? everywhere.severity : (rule.on?.[carrier] ?? rule.severity)
}

const singleCarriers = carriers.filter(carrier => carrier !== 'cross')
const order: readonly (Severity | null)[] = ['block', 'warn', 'info']

export function strictest(severities: readonly (Severity | null)[]): Severity | null {
  return order.find(severity => severities.includes(severity)) ?? null
}

/** The highest severity decides; `info` passes. */
export function verdictOf(severities: readonly Severity[]): Verdict {
  const top = strictest(severities)
  return top === 'block' || top === 'warn' ? top : 'pass'
}
