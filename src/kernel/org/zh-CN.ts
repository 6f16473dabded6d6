export default {
  error: {
    not_found: '没有这个单位或支持组，或您无权查看。',
    version_conflict: '记录已被他人修改，请刷新后重试。',
    inactive_parent: '上级单位已停用。',
    code_taken: '编码“{{code}}”已被使用。',
    root_fixed: '本单位是组织树的根，不能移动或停用。',
    circle: '不能移动到自己的下级单位。',
    in_use: '仍有 {{count}} 个启用的下级单位、人员或支持组，不能停用。',
    group_name_taken: '支持组“{{name}}”已存在。',
    member_twice: '同一人员出现了两次。',
    unfit_member: '该人员不存在，或担任三员岗位，不能加入支持组。',
  },
}
