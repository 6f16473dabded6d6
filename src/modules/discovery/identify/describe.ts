/** What a system description says; null where it says nothing. */
export interface Said {
  vendor?: string
  model?: string
  version?: string
  release?: string
  serial?: string
  system?: string
}

interface Rule {
  /** which descriptions it reads */
  is: RegExp
  read: (text: string) => Said
}

const first = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.trim()

/** Drops what was not found, so that results can be laid over each other. */
function said(
  parts: Record<keyof Said, string | undefined> | Partial<Record<keyof Said, string | undefined>>,
): Said {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value)) as Said
}

const comware: Rule = {
  is: /\bComware\b.*(Platform )?Software/i,
  read: (text) => {
    // "HPE Comware Platform Software, Software Version 7.1.059, Release R0326\nHPE VSR1000\nCopyright …"
    const brand = first(
      text,
      /^\s*(HPE|HP|H3C|3Com|UNIS|Hewlett[- ]Packard Enterprise|Hewlett[- ]Packard)\b/i,
    )
    const line = text.split('\n')[1] ?? ''
    const model = first(line, /^(?:HPE|HP|H3C|3Com|UNIS)\s+(.+)$/i) ?? first(line, /^((?!copyright).+)$/i)
    return said({
      system: 'Comware',
      vendor: /^hewlett.*enterprise$/i.test(brand ?? '')
        ? 'HPE'
        : /^hewlett/i.test(brand ?? '')
          ? 'HP'
          : brand,
      version: first(text, /Software Version ([\w.()-]+)/i) ?? first(text, /Version ([\d.]+)/i),
      release: first(text, /\b((?:Release|Feature|ESS|Beta|Test|Demo) [\w.]+)/i)?.replace(/^Release /i, ''),
      model: model?.replace(/\s+(Switch|Router|Software).*$/i, ''),
    })
  },
}

const huawei: Rule = {
  is: /\bVRP\b|Versatile Routing Platform|^Huawei /i,
  read: (text) => {
    // "S5720-28X-LI-AC\nHuawei Versatile Routing Platform Software\nVRP (R) software,Version 5.170 (S5720 V200R011C10SPC600)"
    const inside = /Version\s+([\d.]+)\s*\(([^()]*?)\s*(V\d+R\d+\w*)\)/i.exec(text)
    const lines = text.split('\n').map((one) => one.trim())
    const head = lines[0] ?? ''
    const own = /^(huawei|vrp|quidway versatile)\b.*(platform|software)|copyright|version/i.test(head)
      ? undefined
      : head
    const tail = lines
      .slice(1)
      .map((one) => first(one, /^(?:HUAWEI|Quidway)\s+((?!Versatile|Tech)[\w./-]+)/i))
      .find(Boolean)
    return said({
      system: 'VRP',
      vendor: 'Huawei',
      version: inside ? `${inside[1]} (${inside[3]})` : first(text, /Version\s+(V\d+R\d+\w*|[\d.]+)/i),
      model: own?.replace(/^(huawei|quidway)\s+/i, '').split(/\s/)[0] || tail || inside?.[2]?.split(/\s/)[0],
    })
  },
}

const cisco: Rule = {
  is: /\bCisco\b|\bIOS \(tm\)/,
  read: (text) => {
    const system = /\bNX-OS/.test(text)
      ? 'NX-OS'
      : /\bIOS[ -]XR\b/.test(text)
        ? 'IOS XR'
        : /\bIOS[ -]XE\b|IOSXE/.test(text)
          ? 'IOS XE'
          : /Adaptive Security Appliance/.test(text)
            ? 'ASA'
            : /\bIOS\b|Internetwork Operating System/.test(text)
              ? 'IOS'
              : undefined
    return said({
      vendor: 'Cisco',
      system,
      version: first(text, /Version:?\s+([^\s,[]+)/),
      // the platform of the image: what there is where ENTITY-MIB is silent
      model: first(text, /Software \(([A-Za-z0-9]+)[-_]/) ?? first(text, /\((ASR\S+|NCS\S+|CRS\S*)/),
    })
  },
}

const windows: Rule = {
  is: /Software: Windows\b/i,
  read: (text) => {
    const found = /Windows (?:\w+ )?Version ([\d.]+) \(Build (\d+)/i.exec(text)
    return said({
      vendor: 'Microsoft',
      system: 'Windows',
      version: found ? `${found[1]} (Build ${found[2]})` : first(text, /Version ([\d.]+)/i),
    })
  },
}

const unix: Rule = {
  is: /^(Linux|FreeBSD|OpenBSD|NetBSD|SunOS|AIX|HP-UX|Darwin)\b/i,
  read: (text) => {
    const found = /^(\S+)\s+\S+\s+(\S+)/.exec(text)
    return said({ system: found?.[1], version: found?.[2] })
  },
}

/** A row per maker whose descriptions have one shape: pattern, vendor, system, and where the facts stand. */
const shapes: readonly [RegExp, Said, Partial<Record<'model' | 'version' | 'serial', RegExp>>][] = [
  [
    /Juniper Networks|\bJUNOS\b/i,
    { vendor: 'Juniper', system: 'Junos' },
    { model: /Inc\. (\S+)/, version: /JUNOS (\S+?)[\s,#]/i },
  ],
  [
    /Arista Networks EOS/,
    { vendor: 'Arista', system: 'EOS' },
    { model: /running on an Arista Networks (\S+)/, version: /EOS version (\S+)/ },
  ],
  [
    /^RouterOS/,
    { vendor: 'MikroTik', system: 'RouterOS' },
    { model: /^RouterOS (\S+)/, version: /^RouterOS \S+ v?(\d[\w.]*)/ },
  ],
  [
    /Ruijie|Red-?Giant|RGOS/i,
    { vendor: 'Ruijie', system: 'RGOS' },
    { model: /\(([\w./+-]+)\)\s*By Ruijie/i, version: /RGOS\s*((?:\d|V)[\w.()-]*)/i },
  ],
  [
    /ZXR10|ZXA10|\bZTE\b/i,
    { vendor: 'ZTE', system: 'ROS' },
    { model: /\b(ZX(?:R10|A10)[_ ](?!ROS\b)[\w./-]+)/i, version: /Version:?\s*(?:[\w-]+ )?(V?\d[\w.()]*)/i },
  ],
  [
    /(ProCurve|\bHP\b|\bHPE\b|\bAruba\b|Hewlett).*\brevision\b/is,
    {},
    { model: /\b(J[A-Z]?\d+[A-Z]\b(?:\s+Switch)?\s+[\w./+-]+)/, version: /revision ([^\s,]+)/i },
  ],
  [
    /ArubaOS/,
    { vendor: 'Aruba', system: 'ArubaOS' },
    { model: /MODEL: ([^\s)]+)/i, version: /Version ([^\s,]+)/i },
  ],
  [
    /APC (Web\/SNMP|Embedded)/i,
    { vendor: 'APC', system: 'AOS' },
    { model: /\bMN:\s*(\S+)/, version: /\bAF1:v?(\S+)/, serial: /\bSN:\s*(\S+)/ },
  ],
  [
    /ExtremeXOS/,
    { vendor: 'Extreme Networks', system: 'EXOS' },
    { model: /ExtremeXOS \(([^)]+)\)/, version: /version (\S+)/ },
  ],
  [
    /IronWare/,
    { system: 'IronWare' },
    { model: /Inc\.?,?\s+([\w-]+(?: [\w-]+)?)\s*,/, version: /IronWare Version\s+V?(\S+)/i },
  ],
  [
    /VMware ESXi?/,
    { vendor: 'VMware', system: 'ESXi' },
    { model: /(VMware ESXi?)/, version: /ESXi?\s+(\S+)/ },
  ],
  [
    /Palo Alto Networks/,
    { vendor: 'Palo Alto Networks', system: 'PAN-OS' },
    { model: /Networks (PA-\S+|\S+)/ },
  ],
  [
    /Dell.*Networking OS10|OS10 Enterprise/s,
    { vendor: 'Dell', system: 'OS10' },
    { model: /System Type:\s*(\S+)/, version: /OS Version:\s*(\S+)/ },
  ],
  [
    /Dell.*Application Software Version/s,
    { vendor: 'Dell', system: 'DNOS' },
    { model: /Series:\s*(\S+)/, version: /Application Software Version:\s*(\S+)/ },
  ],
  [
    /^(Dell|PowerConnect)\b/,
    { vendor: 'Dell' },
    { model: /((?:PowerConnect |N|S|C|Z)\d[\w-]*)/, version: /,\s*(\d+(?:\.\d+)+)/ },
  ],
  [
    /TiMOS/,
    { vendor: 'Nokia', system: 'TiMOS' },
    { model: /(?:Nokia|ALCATEL)\s+(?:SAS-\S+|SR|SAR)?\s*(\d\S*)/i, version: /TiMOS-(\S+)/ },
  ],
  [
    /Fortinet|FortiGate/i,
    { vendor: 'Fortinet', system: 'FortiOS' },
    { model: /(Forti\w+-\S+)/, version: /v(\d[\w.]+)/ },
  ],
  [
    /Topsec|天融信/i,
    { vendor: 'Topsec', system: 'TOS' },
    { model: /(TopV?\w*-\S+|NGFW\S*)/i, version: /Version:?\s*(\S+)/i },
  ],
  [
    /Hillstone|StoneOS/i,
    { vendor: 'Hillstone', system: 'StoneOS' },
    { model: /(SG-\S+)/, version: /StoneOS\S*\s+(?:Version\s+)?(\S+)/i },
  ],
  [/^\s*;?\s*AXIS/i, { vendor: 'Axis' }, { model: /(AXIS \w+)/i, version: /;\s*(\d+\.[\d.]+)/ }],
  [/EdgeOS|EdgeRouter/i, { vendor: 'Ubiquiti', system: 'EdgeOS' }, { version: /EdgeOS v?(\S+)/i }],
  [
    /DCN|Digital China/i,
    { vendor: 'DCN' },
    { model: /^(\S+) Device/i, version: /SoftWare(?: Package)? Version\s+(\S+)/i },
  ],
  [
    /Maipu|MyPower/i,
    { vendor: 'Maipu' },
    { model: /MyPower (?:\(R\) )?(?!Operating)(\S+)/i, version: /[Vv]ersion ([\w.()-]+)/ },
  ],
  [/HP ETHERNET MULTI-ENVIRONMENT|JETDIRECT/i, { vendor: 'HP' }, { version: /EEPROM ([^\s,]+)/i }],
  [/Synology|DiskStation/i, { vendor: 'Synology', system: 'DSM' }, {}],
  [/\bQNAP\b|\bQTS\b/i, { vendor: 'QNAP', system: 'QTS' }, { version: /QTS\s+(\d[\w.]*)/i }],
  [/Hikvision/i, { vendor: 'Hikvision' }, { model: /\b(i?DS-\S+)/, version: /\b(V\d+\.\d+\.\d+)/i }],
]

/** A version wherever a text calls it one: for makers without a rule of their own. */
const anyVersion = /\b(?:version|ver\.?|firmware|revision|release|software)[:\s]+v?(\d+[.\d]*\d[\w.()-]*)/i

/**
 * Reads a system description (sysDescr): maker, model, version, serial as makers write them. Where ENTITY-MIB or a
 * MIB of the maker says better, that counts (see identify.ts).
 */
export function readDescription(text: string): Said {
  for (const rule of [comware, huawei, windows, cisco]) if (rule.is.test(text)) return rule.read(text)
  for (const [is, fixed, patterns] of shapes)
    if (is.test(text)) {
      const found = Object.entries(patterns).map(([fact, pattern]) => [fact, first(text, pattern)])
      return {
        ...(unix.is.test(text) ? unix.read(text) : {}),
        ...fixed,
        ...said(Object.fromEntries(found) as Said),
      }
    }
  if (unix.is.test(text)) return unix.read(text)
  return said({ version: first(text, anyVersion) })
}
