import { sql } from 'kysely'
import type { Db } from '../../db/index.ts'

export interface MeRow {
  person: {
    id: string
    login: string
    name: string
    kind: 'person' | 'machine'
    orgId: string
    orgName: string
    title: string | null
    phone: string | null
    email: string | null
  }
  locale: 'zh-CN' | 'en'
  secondFactor: boolean
  groups: { id: string; name: string }[]
}

export async function selectMe(db: Db, personId: string): Promise<MeRow> {
  const { rows } = await sql<MeRow>`
    select json_build_object('id', p.id, 'login', p.login, 'name', p.name, 'kind', p.kind, 'orgId', p.org_id,
        'orgName', o.name, 'title', p.title, 'phone', p.phone, 'email', p.email) as person,
      p.locale, coalesce(c.totp_confirmed, false) as "secondFactor",
      coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name)
        from support_group_member m join support_group g on g.id = m.group_id
        where m.person_id = p.id and g.active), '[]') as groups
    from person p join org o on o.id = p.org_id left join credential c on c.person_id = p.id
    where p.id = ${personId}`.execute(db)
  return rows[0]!
}
