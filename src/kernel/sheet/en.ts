import type { Translation } from '#kernel/http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    damaged:
      'The file is damaged or no .xlsx workbook. Save it anew with a spreadsheet program and try again.',
    encrypted:
      'The workbook is protected by a password and cannot be read. Remove the password and try again.',
    unpacked_too_large:
      'The workbook unfolds to too much and was not read on. Keep only what is to be imported.',
    too_large: 'The file has more than {{size}} MB. Import it in parts.',
    empty: 'The file is empty.',
    old_format: 'This is the old format (.xls) or encrypted. Save it as .xlsx or CSV without a password.',
    bad_encoding: 'The encoding cannot be told. Save as CSV in UTF-8 or GB18030 (GBK), or as .xlsx.',
    bad_csv: 'Quotes or separators are wrong near line {{line}} of the CSV.',
    too_many_rows: 'There are more than {{count}} rows; import them in parts.',
    too_many_columns: 'There are more than {{count}} columns. Keep only those of the template.',
    cell_too_long: 'Cell {{cell}} has more than {{count}} characters.',
    heading_bad: 'The heading is wrong; nothing was imported.',
    bad_rows: '{{count}} rows are wrong; nothing was imported.',
  },
  problem: {
    unknown_column: 'There is no such column. Known: {{known}}',
    roles_not_imported:
      'Roles cannot be imported: accounts come in inactive, the security administrator activates them and gives roles. Delete this column.',
    passwords_not_imported:
      'Passwords cannot be imported: holders set them through a one-time link. Delete this column.',
    state_not_imported:
      'The state of accounts cannot be imported: the security administrator activates and disables. Delete this column.',
    repeated_column: 'This column is there twice.',
    missing_column: 'The column "{{column}}" is missing.',
    merged: 'Merged cells cannot be read. Split them and fill in every row.',
    formula: 'This is a formula. Copy it and paste the value only.',
    missing: 'Required.',
    bad_login:
      'A login has 2–50 lower-case letters, digits, dots, hyphens or underscores and begins with a letter or digit.',
    bad_name: 'The name is empty, too long, or has invisible characters.',
    bad_phone:
      'A telephone number has 3 to 30 digits, blanks, hyphens, plus signs, brackets or "转", and nothing else.',
    bad_email: 'This is no mail address.',
    bad_title: 'The job title is too long or has invisible characters.',
    repeated_login: 'The login is in row {{other}}, too.',
    unknown_org: 'There is no such unit. Give its code, or its full name from the top down with "/" between.',
    ambiguous_org: 'There are {{count}} units of this name; give the code or the full name.',
    inactive_org: 'The unit is no longer active.',
    machine_account: 'This login is a machine account; people cannot be imported over it.',
    own_account: 'Nobody changes the own account.',
    bad_code:
      'A code has 1–50 letters, digits, dots, hyphens or underscores and begins with a letter or digit.',
    bad_kind: 'The kind is one of: unit, department, vendor.',
    repeated_code: 'The code is in row {{other}}, too.',
    repeated_org: 'This is the same unit as in row {{other}}.',
    code_needed: 'There is no unit of this name below that parent, and a new one needs a code.',
    unknown_parent:
      'There is no such parent. Give its code, or its full name from the top down with "/" between.',
    bad_parent: 'The row of the parent is wrong.',
    inactive_parent: 'The parent is no longer active.',
    circle: 'The parent is the unit itself or below it.',
    root_fixed: 'The topmost unit cannot be put below another one.',
  },
  template: { notes: 'Notes', column: 'Column', meaning: 'Meaning' },
  import: {
    choose: 'Choose a file',
    accept: '.xlsx or CSV (UTF-8, GB18030), at most {{rows}} rows and {{size}} MB',
    template: 'Template',
    checking: 'Checking…',
    checked: 'What the check found (nothing is written yet)',
    appliedTitle: 'Imported',
    rows: '{{count}} rows',
    create: 'New',
    update: 'Changed',
    same: 'As before',
    bad: 'Wrong',
    badLeft: 'Left out',
    row: 'Row',
    cell: 'Cell',
    column: 'Column',
    value: 'Content',
    reason: 'Reason',
    problems: 'Problems ({{count}})',
    applyAll: 'Import all',
    applyGood: 'Import the {{count}} good rows only',
    nothing: 'There is nothing to write: the table says what is there already.',
    fixFirst: 'Mend the file and choose it again, or import the good rows only.',
    headingBad: 'The heading is wrong and has to be mended first.',
    again: 'Another file',
    download: 'Export the problems',
    confirmGood: 'Wrong rows are not written. Import the {{count}} good rows only?',
  },
} satisfies Translation<typeof zh>
