import { readFileSync } from 'node:fs'

/** The version in package.json, beside the sources as beside the bundle. */
export const version: string = (() => {
  for (const place of ['../../package.json', '../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { name?: string; version?: string }
      if (name?.includes('wematrix') && version) return version
    } catch {}
  }
  return '0.0.0'
})()
