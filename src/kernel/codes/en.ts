import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    credit_code_length: 'A unified social credit code has 18 characters.',
    credit_code_alphabet:
      'A unified social credit code has digits and capitals only, without I, O, S, V and Z. Look at the original.',
    credit_code_category:
      'No registering authority and category of organisation have the first two characters of this code.',
    credit_code_division: 'Places 3 to 8 of a unified social credit code are the digits of a division.',
    credit_code_check:
      'The check character does not fit this unified social credit code. Was it copied rightly?',
    id_card_old: 'Numbers of 15 digits are out of use; give the 18-digit resident identity number.',
    id_card_shape: 'A resident identity number is 17 digits and one more digit or X.',
    id_card_division: 'No province has the first two digits of this resident identity number.',
    id_card_date: 'The date of birth in this resident identity number does not exist.',
    id_card_check: 'The check digit does not fit this resident identity number. Was it copied rightly?',
    phone_shape: 'A telephone number has digits, spaces, hyphens, brackets, a plus and an extension only.',
    phone_unknown:
      'This is no mobile, landline or service number. Landlines need the area code: 0512-65221234.',
    phone_extension: 'Mobile numbers and numbers abroad have no extension.',
    email_shape: 'Write an e-mail address as name@example.gov.cn.',
    email_local: 'What stands before the @ is wrong.',
    email_domain: 'The domain behind the @ is wrong.',
    ip_shape: 'This is no IPv4 or IPv6 address such as 10.1.2.3.',
    cidr_shape: 'Write a network as 10.1.0.0/16.',
    cidr_prefix: 'The prefix length or mask of the network is wrong.',
    cidr_host_bits:
      'Bits of a host follow the prefix. Write the address of the network, such as 10.1.2.0/24.',
    mac_shape: 'A MAC address has 12 hexadecimal digits, such as 00:1a:2b:3c:4d:5e.',
    division_digits: 'A division code has digits only.',
    division_length: 'A division code has six digits.',
    division_unknown: 'There is no such division code.',
    money_shape: 'This is no amount. Write it as 1234.50.',
    money_scale: 'An amount has two digits behind the point at most.',
    money_range: 'The amount is too large.',
    money_low: 'The amount is below the least allowed.',
    money_high: 'The amount is above the most allowed.',
    classification_unknown: 'The level is public, internal, work-secret, confidential, secret or top-secret.',
  },
  level: {
    public: 'Public',
    internal: 'Internal',
    'work-secret': 'Work secret',
    confidential: 'Confidential',
    secret: 'Secret',
    'top-secret': 'Top secret',
  },
} satisfies Translation<typeof zh>
