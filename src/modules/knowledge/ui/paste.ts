/** What comes out of Word and of web pages, made fit for an article. The editor's schema drops whatever is left. */

/** Pictures of the clipboard that travel inside the markup; they are uploaded before they are part of the article. */
export interface Pasted {
  html: string
  /** data: addresses by the key that stands in `data-pending` */
  pictures: Map<string, string>
}

/**
 * Rids pasted markup of what offices leave in it: comments, styles, fields of Word, empty paragraphs; makes lists of the
 * paragraphs that Word only dresses up as lists. Pictures that lie elsewhere go: nothing is loaded from outside.
 */
export function cleanPasted(html: string): Pasted {
  const page = new DOMParser().parseFromString(html, 'text/html')
  page
    .querySelectorAll(
      'style, script, meta, link, title, xml, o\\:p, iframe, object, embed, form, input, button, svg',
    )
    .forEach((element) => element.remove())
  const comments = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT)
  const found: Node[] = []
  while (comments.nextNode()) found.push(comments.currentNode)
  found.forEach((comment) => comment.parentNode?.removeChild(comment))
  listsOfWord(page)
  const pictures = takePictures(page)
  page.querySelectorAll('p').forEach((p) => {
    const empty = (p.textContent ?? '').replaceAll('\u00a0', ' ').trim() === '' && !p.querySelector('img, br')
    if (empty) p.remove()
  })
  return { html: page.body.innerHTML.replaceAll('\u00a0', ' '), pictures }
}

function takePictures(page: Document): Map<string, string> {
  const pictures = new Map<string, string>()
  page.querySelectorAll('img').forEach((img) => {
    const src = img.getAttribute('src') ?? ''
    // copied from an article: the server judges whether the file belongs to this one
    if (!/^data:image\/(png|jpeg|gif|webp);base64,/i.test(src)) {
      if (!img.hasAttribute('data-file-id')) img.remove()
      return
    }
    const key = `p${pictures.size}-${Math.random().toString(36).slice(2)}`
    pictures.set(key, src)
    img.setAttribute('data-pending', key)
    img.removeAttribute('src')
  })
  return pictures
}

/** `1.` `1)` `（一）` `a.` and the like; anything else in front of an item is a bullet. */
const ordinal = /^[(（]?(\d+|[a-zA-Z]|[一二三四五六七八九十]+)[.)）、．]/

/** Word writes the items of a list as paragraphs with the bullet as text. */
function listsOfWord(page: Document): void {
  for (const p of page.querySelectorAll<HTMLElement>('p[style*="mso-list"]')) {
    const marker = p.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]')
    const tag = ordinal.test((marker?.textContent ?? '').trim()) ? 'ol' : 'ul'
    marker?.remove()
    const item = page.createElement('li')
    const inner = page.createElement('p')
    inner.append(...p.childNodes)
    item.append(inner)
    const before = p.previousElementSibling
    if (before?.matches(`${tag}[data-word]`)) {
      before.append(item)
      p.remove()
    } else {
      const list = page.createElement(tag)
      list.setAttribute('data-word', '')
      list.append(item)
      p.replaceWith(list)
    }
  }
}

/** The bytes of a data: address; the page's rules forbid to fetch it. */
export function fileOfData(src: string, name: string): File {
  const [head = '', data = ''] = src.split(',', 2)
  const type = /^data:([^;]+)/i.exec(head)?.[1]?.toLowerCase() ?? 'image/png'
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
  const extension = type.split('/')[1] === 'jpeg' ? 'jpg' : type.split('/')[1]
  return new File([bytes], `${name}.${extension}`, { type })
}
