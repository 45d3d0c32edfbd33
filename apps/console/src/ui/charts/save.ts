/** Hands a picture to the reader as a file. */

export function saveDataUrl(url: string, name: string) {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

const drawn = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
  'letter-spacing',
] as const

/** Draws an SVG of the page as it looks now (computed styles copied in) into a PNG twice its size. */
export async function saveSvg(svg: SVGSVGElement, name: string, background: string) {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = svg.querySelectorAll('*')
  copy.querySelectorAll<SVGElement>('*').forEach((element, at) => {
    const original = originals[at]
    if (!original) return
    const style = getComputedStyle(original)
    for (const property of drawn) element.style.setProperty(property, style.getPropertyValue(property))
    element.style.setProperty('animation', 'none')
  })
  const { width, height } = svg.getBoundingClientRect()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.scale(2, 2)
  pen.fillStyle = background
  pen.fillRect(0, 0, width, height)
  pen.drawImage(image, 0, 0, width, height)
  saveDataUrl(canvas.toDataURL('image/png'), `${name}.png`)
}
