import { Fragment, type ReactNode } from 'react'
import { urlOf } from '#web/api.ts'
import type { DocMark, DocNode } from '../body-contract.ts'
import { downloadFile } from '../contract.ts'
import './knowledge.css'

/** The body of an article as elements of the page; nothing of it is read as markup. */
export function DocView({ body, articleId }: { body: DocNode; articleId: string }) {
  return (
    <div className="zy-doc" dir="auto">
      {children(body, articleId)}
    </div>
  )
}

function children(node: DocNode, articleId: string): ReactNode {
  return node.content?.map((child, i) => <Piece key={i} node={child} articleId={articleId} />)
}

/** The title of the page is its only heading of the first level. */
const headings = ['h2', 'h2', 'h3', 'h4'] as const
const plain: Record<string, 'p' | 'ul' | 'li' | 'blockquote' | 'tr'> = {
  paragraph: 'p',
  bulletList: 'ul',
  listItem: 'li',
  blockquote: 'blockquote',
  tableRow: 'tr',
}

function Piece({ node, articleId }: { node: DocNode; articleId: string }): ReactNode {
  const inner = children(node, articleId)
  const attrs = node.attrs ?? {}
  const Plain = plain[node.type]
  if (Plain) return <Plain>{inner ?? (Plain === 'p' ? <br /> : null)}</Plain>
  switch (node.type) {
    case 'text':
      return <Fragment>{(node.marks ?? []).reduce<ReactNode>(marked, node.text)}</Fragment>
    case 'heading': {
      const Heading = headings[Number(attrs['level']) - 1] ?? 'h4'
      return <Heading>{inner}</Heading>
    }
    case 'orderedList':
      return <ol start={Number(attrs['start'] ?? 1)}>{inner}</ol>
    case 'codeBlock':
      return (
        <pre>
          <code>{inner}</code>
        </pre>
      )
    case 'hardBreak':
      return <br />
    case 'horizontalRule':
      return <hr />
    case 'image':
      return <Picture attrs={attrs} articleId={articleId} />
    case 'table':
      return (
        <div className="zy-doc-table">
          <table>
            <tbody>{inner}</tbody>
          </table>
        </div>
      )
    case 'tableCell':
    case 'tableHeader': {
      const Cell = node.type === 'tableCell' ? 'td' : 'th'
      return (
        <Cell colSpan={Number(attrs['colspan'] ?? 1)} rowSpan={Number(attrs['rowspan'] ?? 1)}>
          {inner}
        </Cell>
      )
    }
    default:
      return null
  }
}

/** Where a picture of an article lies: with its other attachments, behind its access. */
export function pictureUrl(articleId: string, fileId: string): string {
  return urlOf(downloadFile, { id: articleId, fileId, inline: 'true' })
}

function Picture({ attrs, articleId }: { attrs: NonNullable<DocNode['attrs']>; articleId: string }) {
  const width = attrs['width'] ? { width: Number(attrs['width']) } : {}
  return (
    <img
      src={pictureUrl(articleId, String(attrs['fileId']))}
      alt={String(attrs['alt'] ?? '')}
      loading="lazy"
      {...width}
    />
  )
}

function marked(inner: ReactNode, mark: DocMark): ReactNode {
  switch (mark.type) {
    case 'bold':
      return <strong>{inner}</strong>
    case 'italic':
      return <em>{inner}</em>
    case 'underline':
      return <u>{inner}</u>
    case 'strike':
      return <s>{inner}</s>
    case 'code':
      return <code>{inner}</code>
    case 'link':
      return (
        <a href={String(mark.attrs?.['href'])} target="_blank" rel="noopener noreferrer nofollow">
          {inner}
        </a>
      )
    default:
      return inner
  }
}
