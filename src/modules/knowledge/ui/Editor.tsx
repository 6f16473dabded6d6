import { mergeAttributes, Node } from '@tiptap/core'
import { TableKit } from '@tiptap/extension-table'
import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { App } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#web/api.ts'
import { useExplain } from '#web/hooks.ts'
import { isAddress, type DocNode } from '../body-contract.ts'
import { attachToArticle } from '../contract.ts'
import { pictureUrl } from './DocView.tsx'
import { EditorBar } from './EditorBar.tsx'
import { cleanPasted, fileOfData } from './paste.ts'

/** A picture is an attachment of the article, by its id; `pending` while it is being uploaded. */
const picture = (articleId: string) =>
  Node.create({
    name: 'image',
    group: 'block',
    atom: true,
    draggable: true,
    addAttributes: () => ({
      fileId: { default: null, parseHTML: (e: HTMLElement) => e.getAttribute('data-file-id') },
      pending: { default: null, parseHTML: (e: HTMLElement) => e.getAttribute('data-pending') },
      alt: { default: null },
      width: { default: null, parseHTML: () => null },
    }),
    parseHTML: () => [{ tag: 'img[data-file-id]' }, { tag: 'img[data-pending]' }],
    renderHTML: ({ node, HTMLAttributes }) => {
      const { fileId, pending: _, ...rest } = HTMLAttributes as Record<string, unknown>
      const src = node.attrs['fileId'] ? { src: pictureUrl(articleId, String(node.attrs['fileId'])) } : {}
      return ['img', mergeAttributes(rest, src, { 'data-file-id': fileId })]
    },
  })

export interface BodyEditorProps {
  articleId: string
  initial: DocNode
  onChange: (body: DocNode) => void
  /** Pictures are on their way: saving now would lose them. */
  onUploading: (running: number) => void
}

/** The editor: headings, lists, tables, pictures by paste, drop or button. Loaded with the page that edits only. */
export function BodyEditor({ articleId, initial, onChange, onUploading }: BodyEditorProps) {
  const { t } = useTranslation('knowledge')
  const holder = useRef<Editor | null>(null)
  const upload = useUpload(articleId, holder, onUploading)
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [1, 2, 3, 4] },
        link: { openOnClick: false, autolink: false, isAllowedUri: (url) => isAddress(url) },
      }),
      TableKit.configure({ table: { resizable: false } }),
      picture(articleId),
    ],
    content: initial as never,
    shouldRerenderOnTransaction: true,
    editorProps: {
      attributes: {
        class: 'zy-doc',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('ui.field.body'),
      },
      transformPastedHTML: (html) => upload.pasted(html),
      handlePaste: (_view, event) =>
        upload.files(event.clipboardData, event.clipboardData?.getData('text/html')),
      handleDrop: (_view, event) => upload.files((event as DragEvent).dataTransfer),
    },
    onCreate: ({ editor: made }) => {
      holder.current = made
    },
    onUpdate: ({ editor: now }) => onChange(bodyOf(now)),
  })
  return (
    <div className="zy-kn-editor">
      <EditorBar editor={editor} onPictures={(files) => upload.add([...files])} />
      <EditorContent editor={editor} />
    </div>
  )
}

/** The document without pictures that have not arrived, and without empty lines at its ends. */
function bodyOf(editor: Editor): DocNode {
  const kept = (node: DocNode): DocNode => ({
    ...node,
    ...(node.content
      ? { content: node.content.filter((c) => c.type !== 'image' || c.attrs?.['fileId']).map(kept) }
      : {}),
  })
  const content = kept(editor.getJSON() as DocNode).content ?? []
  const says = (node: DocNode) => node.type !== 'paragraph' || (node.content?.length ?? 0) > 0
  const first = content.findIndex(says)
  // the empty lines that editing leaves at both ends say nothing
  if (first < 0) return { type: 'doc', content: [{ type: 'paragraph' }] }
  return { type: 'doc', content: content.slice(first, content.findLastIndex(says) + 1) }
}

/** Uploads pictures one after the other and puts each where it was pasted; one that fails goes, and that is told. */
function useUpload(
  articleId: string,
  holder: { current: Editor | null },
  onUploading: (running: number) => void,
) {
  const { message } = App.useApp()
  const explain = useExplain()
  const running = useRef(0)
  const count = (by: number) => onUploading((running.current += by))
  const send = async (file: File): Promise<string | null> => {
    const form = new FormData()
    form.append('file', file, file.name)
    count(1)
    try {
      return (await call(attachToArticle, { id: articleId }, { form })).id
    } catch (error) {
      message.error(explain(error))
      return null
    } finally {
      count(-1)
    }
  }
  const arrived = (key: string, fileId: string | null) => {
    holder.current?.commands.command(({ tr }) => {
      tr.doc.descendants((node, at) => {
        if (node.type.name !== 'image' || node.attrs['pending'] !== key) return
        if (fileId) tr.setNodeMarkup(tr.mapping.map(at), undefined, { ...node.attrs, fileId, pending: null })
        else tr.delete(tr.mapping.map(at), tr.mapping.map(at + node.nodeSize))
      })
      return true
    })
  }
  const add = async (files: File[]) => {
    for (const file of files) {
      const fileId = await send(file)
      if (fileId)
        holder.current
          ?.chain()
          .focus()
          .insertContent({ type: 'image', attrs: { fileId, alt: file.name.replace(/\.\w+$/, '') } })
          .run()
    }
  }
  return {
    add: (files: File[]) => void add(files),
    pasted: (html: string): string => {
      const { html: clean, pictures } = cleanPasted(html)
      const all = async () => {
        for (const [key, src] of pictures) arrived(key, await send(fileOfData(src, key)))
      }
      // after the paste itself, so that the pictures are there to be found
      setTimeout(() => void all())
      return clean
    },
    /** True: the clipboard held pictures and nothing else that could be pasted. */
    files: (data: DataTransfer | null | undefined, html?: string): boolean => {
      const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'))
      // Word puts a picture of the whole selection beside the text: the text is what is meant
      if (files.length === 0 || html) return false
      void add(files)
      return true
    },
  }
}
