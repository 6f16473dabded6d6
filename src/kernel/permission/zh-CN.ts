export default {
  error: {
    denied: '您没有此操作的权限（{{permission}}）。',
    not_found: '没有这个角色或人员，或您无权查看。',
    self: '管理员不能对自己的账号进行此操作。',
    two_people: '此步骤须由另一名管理员完成。',
    last_holder: '这是该岗位最后一名在用的管理员，不能停用或收回。',
    exclusive: '三员岗位须单独担任：不能与其他岗位、业务角色或支持组兼任，也不能授予机器账号。',
    out_of_scope: '该单位不存在、已停用或不在您的管理范围内。',
    key_taken: '角色标识“{{key}}”已被使用。',
    version_conflict: '记录已被他人修改，请刷新后重试。',
    shipped_role: '内置角色由程序维护，不能修改；可新建角色。',
    role_held: '仍有 {{count}} 人持有该角色，不能删除。',
    not_assignable: '权限 {{permission}} 不存在或只属于三员岗位，不能放入此角色。',
  },
}
