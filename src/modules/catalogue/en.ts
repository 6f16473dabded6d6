import type { Translation } from '#kernel/http/translation.ts'
import ui from './ui/en.ts'
import type zh from './zh-CN.ts'

export default {
  self: 'Service catalogue',
  error: {
    not_found: 'There is no such item, or you may not ask for it.',
    version_stale: 'Somebody changed this item meanwhile (now version {{version}}); refresh and try again.',
    category_unknown: 'There is no such category.',
    unknown_reference: 'The unit, group, system, person or role named here does not exist.',
    code_taken: 'This code is in use.',
  },
  permission: {
    'catalogue.read': 'See the service catalogue',
    'catalogue.manage': 'Keep the service catalogue',
  },
  entity: { 'catalogue-item': 'Catalogue item', 'catalogue-category': 'Catalogue category' },
  action: {
    'catalogue.ship': 'Shipped a catalogue item',
    'catalogue.create': 'Added a catalogue item',
    'catalogue.update': 'Changed a catalogue item',
    'catalogue.create-category': 'Added a catalogue category',
    'catalogue.update-category': 'Changed a catalogue category',
  },
  step: { leader: "Leader of the requester's unit", manager: 'O&M manager', owner: 'Owner of the data' },
  problem: {
    required: 'Please fill in',
    type: 'Wrong kind of value',
    too_long: 'At most {{max}} characters',
    control: 'Holds characters that cannot be shown',
    too_small: 'Not less than {{min}}',
    too_big: 'Not more than {{max}}',
    decimals: 'At most {{n}} decimal places',
    date: 'Not a date',
    too_early: 'At the earliest {{n}} days from today',
    too_late: 'At the latest {{n}} days from today',
    order: 'Ends before it begins',
    option: 'Not one of the choices',
    too_many: 'At most {{max}}',
    repeated: 'Something is there twice',
    id: 'There is no such record, or you may not choose it',
    ip: 'Not an IP address',
    mac: 'Not a MAC address, such as 3C-52-82-0A-1B-2C',
    phone: 'Not a phone number',
    email: 'Not an e-mail address',
    hidden: 'Not asked for now',
    unknown: 'Not part of the form',
  },
  ui,
} satisfies Translation<typeof zh>
