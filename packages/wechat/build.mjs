/**
 * Builds what is published: `node build.mjs [folder]`, default `dist`. Plain ES modules with their types, one file per source file, so
 * that a bundler takes what is used; calls that only make values are marked as pure. Publish the folder, not the package.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = resolve(process.argv[2] ?? join(here, 'dist'))
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
execFileSync(process.execPath, [tsc, '-p', join(here, 'tsconfig.build.json'), '--outDir', out], { stdio: ['ignore', 2, 2] })

for (const entry of readdirSync(out, { recursive: true })) {
  const file = join(out, entry)
  if (/\.d\.ts$/.test(entry)) rewrite(file, text => text.replace(/(from |import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2'))
  else if (/\.js$/.test(entry)) rewrite(file, text => (entry.startsWith('endpoints') ? markPure(text) : text))
  // Importing JSON is still experimental in Node 20.
  else if (/\.json$/.test(entry)) {
    writeFileSync(file.replace(/\.json$/, '.js'), `export default ${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))}\n`)
    rmSync(file)
  }
}
rewrite(join(out, 'arrival', 'scene-table.js'), text => text.replace(/'\.\/scenes\.json' with \{ type: 'json' \}/, "'./scenes.js'"))

const { devDependencies: _, scripts: __, exports, ...manifest } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const published = Object.entries(exports).map(([name, source]) => {
  const path = source.replace('./src/', './').replace(/\.ts$/, '')
  return [name, { types: `${path}.d.ts`, default: `${path}.js` }]
})
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify({ ...manifest, exports: { ...Object.fromEntries(published), './package.json': './package.json' } }, null, 2)}\n`,
)
copyFileSync(join(here, 'README.md'), join(out, 'README.md'))
cpSync(join(here, 'docs'), join(out, 'docs'), { recursive: true })
copyFileSync(join(here, '..', '..', 'LICENSE'), join(out, 'LICENSE'))

/** In the table every call makes a value and does nothing else: `endpoint(…)`, `service(…)`, lists of checks. */
function markPure(text) {
  const call = /(?<![\w.$])(?<!function )(?!(?:if|for|while|switch|return|function|catch|super)\b)([a-z]\w*)\(/g
  const isComment = line => /^\s*(\/\*|\*|\/\/)/.test(line)
  return text
    .split('\n')
    .map(line => (isComment(line) ? line : line.replace(call, '/* @__PURE__ */ $1(')))
    .join('\n')
}

function rewrite(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}
