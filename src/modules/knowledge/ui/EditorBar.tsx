import { Button, Dropdown, Input, Modal } from 'antd'
import {
  BoldOutlined,
  CodeOutlined,
  ItalicOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PictureOutlined,
  RedoOutlined,
  TableOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import type { Editor } from '@tiptap/react'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isAddress } from '../body-contract.ts'

/** The buttons over the text; what holds at the cursor is pressed. */
export function EditorBar({
  editor,
  onPictures,
}: {
  editor: Editor | null
  onPictures: (files: FileList) => void
}) {
  const { t } = useTranslation('knowledge')
  const picker = useRef<HTMLInputElement>(null)
  const [linking, setLinking] = useState(false)
  if (!editor) return null
  const run = () => editor.chain().focus()
  return (
    <div className="zy-kn-bar" role="toolbar" aria-label={t('ui.bar.label')}>
      {([2, 3] as const).map((level) => (
        <Tool
          key={level}
          name={`heading${level}`}
          icon={<b>{level === 2 ? 'H1' : 'H2'}</b>}
          act={() => run().toggleHeading({ level }).run()}
          active={editor.isActive('heading', { level })}
        />
      ))}
      <i aria-hidden="true" />
      {toggles(editor).map(([name, icon, act, node]) => (
        <Tool key={name} name={name} icon={icon} act={act} active={editor.isActive(node ?? name)} />
      ))}
      <Tool
        name="link"
        icon={<LinkOutlined />}
        act={() => setLinking(true)}
        active={editor.isActive('link')}
      />
      <TableMenu editor={editor} />
      <Tool name="picture" icon={<PictureOutlined />} act={() => picker.current?.click()} />
      <i aria-hidden="true" />
      <Tool name="undo" icon={<UndoOutlined />} act={() => run().undo().run()} />
      <Tool name="redo" icon={<RedoOutlined />} act={() => run().redo().run()} />
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/gif,image/webp"
        aria-label={t('ui.bar.picture')}
        onChange={(event) => {
          if (event.target.files) onPictures(event.target.files)
          event.target.value = ''
        }}
      />
      {linking ? <LinkDialog editor={editor} close={() => setLinking(false)} /> : null}
    </div>
  )
}

/** Name, icon, what it does, and the kind of node that it is pressed for, where the name is another. */
function toggles(editor: Editor): [string, ReactNode, () => void, string?][] {
  const run = () => editor.chain().focus()
  return [
    ['bold', <BoldOutlined key="icon" />, () => run().toggleBold().run()],
    ['italic', <ItalicOutlined key="icon" />, () => run().toggleItalic().run()],
    ['underline', <UnderlineOutlined key="icon" />, () => run().toggleUnderline().run()],
    ['bullets', <UnorderedListOutlined key="icon" />, () => run().toggleBulletList().run(), 'bulletList'],
    ['numbers', <OrderedListOutlined key="icon" />, () => run().toggleOrderedList().run(), 'orderedList'],
    ['code', <CodeOutlined key="icon" />, () => run().toggleCodeBlock().run(), 'codeBlock'],
  ]
}

function Tool({
  name,
  icon,
  act,
  active = false,
}: {
  name: string
  icon: ReactNode
  act: () => void
  active?: boolean
}) {
  const { t } = useTranslation('knowledge')
  return (
    <Button
      type={active ? 'primary' : 'text'}
      ghost={active}
      size="small"
      icon={icon}
      title={t(`ui.bar.${name}`)}
      aria-label={t(`ui.bar.${name}`)}
      aria-pressed={active}
      // the text keeps the selection
      onMouseDown={(event) => event.preventDefault()}
      onClick={act}
    />
  )
}

function TableMenu({ editor }: { editor: Editor }) {
  const { t } = useTranslation('knowledge')
  const inside = editor.isActive('table')
  const run = () => editor.chain().focus()
  const deeds: Record<string, () => void> = {
    insert: () => run().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    addRow: () => run().addRowAfter().run(),
    addColumn: () => run().addColumnAfter().run(),
    deleteRow: () => run().deleteRow().run(),
    deleteColumn: () => run().deleteColumn().run(),
    mergeOrSplit: () => run().mergeOrSplit().run(),
    headerRow: () => run().toggleHeaderRow().run(),
    deleteTable: () => run().deleteTable().run(),
  }
  const items = Object.keys(deeds)
    .filter((key) => inside !== (key === 'insert'))
    .map((key) => ({ key, label: t(`ui.table.${key}`) }))
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => deeds[key]?.() }} trigger={['click']}>
      <Button
        size="small"
        type={inside ? 'primary' : 'text'}
        ghost={inside}
        icon={<TableOutlined />}
        title={t('ui.bar.table')}
        aria-label={t('ui.bar.table')}
        onMouseDown={(event) => event.preventDefault()}
      />
    </Dropdown>
  )
}

function LinkDialog({ editor, close }: { editor: Editor; close: () => void }) {
  const { t } = useTranslation('knowledge')
  const [href, setHref] = useState(String(editor.getAttributes('link')['href'] ?? ''))
  const bad = href !== '' && !isAddress(href)
  const set = () => {
    if (bad) return
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !editor.isActive('link'))
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
    close()
  }
  return (
    <Modal open title={t('ui.bar.link')} onCancel={close} onOk={set} okButtonProps={{ disabled: bad }}>
      <Input
        autoFocus
        value={href}
        onChange={(event) => setHref(event.target.value.trim())}
        onPressEnter={set}
        placeholder="https://"
        aria-label={t('ui.bar.link')}
        status={bad ? 'error' : ''}
        maxLength={1000}
      />
      {bad ? <p role="alert">{t('ui.bar.badLink')}</p> : null}
    </Modal>
  )
}
