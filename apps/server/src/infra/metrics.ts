import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The numbers at /metrics. A feature asks for its own by name; asking twice gives the same one. */
export type Metrics = {
  registry: Registry
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>
  gauge<L extends string>(name: string, help: string, labels?: readonly L[]): Gauge<L>
  histogram<L extends string>(name: string, help: string, labels?: readonly L[], buckets?: number[]): Histogram<L>
}

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** @param process  also collect memory, CPU and event-loop figures of this process */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry()
  if (options.process) collectDefaultMetrics({ register: registry })
  const known = <T>(name: string, make: () => T): T => (registry.getSingleMetric(name) as T | undefined) ?? make()
  const registers = [registry]
  return {
    registry,
    counter: (name, help, labelNames = []) => known(name, () => new Counter({ name, help, labelNames, registers })),
    gauge: (name, help, labelNames = []) => known(name, () => new Gauge({ name, help, labelNames, registers })),
    histogram: (name, help, labelNames = [], buckets = seconds) =>
      known(name, () => new Histogram({ name, help, labelNames, buckets, registers })),
  }
}
