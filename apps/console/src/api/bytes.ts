/** Sends bytes and tells how much of them has left, which `fetch` cannot. */

/** @param sent  told the share that has left, 0 to 1. Rejects when there is no answer or `signal` ends it. */
export function sendBytes(
  method: string,
  url: string,
  bytes: Blob,
  signal?: AbortSignal,
  sent?: (share: number) => void,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', bytes.type || 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => sent?.(total > 0 ? loaded / total : 0)
    request.upload.onload = () => sent?.(1)
    request.onload = () => resolve({ status: request.status, text: request.responseText })
    request.onerror = () => reject(new TypeError('no answer'))
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    if (signal?.aborted) return reject(new DOMException('stopped', 'AbortError'))
    request.send(bytes)
  })
}
