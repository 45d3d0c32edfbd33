/** Text or digits as text, anything else as nothing: a field of the wrong shape must not break its reader. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
