export { type Collector, startCollector } from './collector.ts'
export { type PageInstance, Platform } from './platform.ts'
