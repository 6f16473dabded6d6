/** 单选 多选 五级满意度 1–5 分 推荐意愿 NPS 文字 矩阵（多项服务 × 五级）. */
export const questionTypes = ['grade', 'scale', 'nps', 'single', 'multiple', 'matrix', 'text'] as const
export type QuestionType = (typeof questionTypes)[number]

export const runStates = ['open', 'closed', 'published'] as const
export type RunState = (typeof runStates)[number]

/** Who is asked. */
export const audienceKinds = ['orgs', 'roles', 'groups', 'requesters'] as const

/** Five grades, 5 the best: 非常满意 满意 基本满意 不满意 非常不满意. */
export const grades = [5, 4, 3, 2, 1] as const
/** 基本满意 and better count as satisfied, as with the ratings of tickets. */
export const isSatisfied = (grade: number): boolean => grade >= 3
