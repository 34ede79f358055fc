/** An ssh server of its own for tests: on loopback, with its own keys, reached by an `ssh` that reads its own configuration. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePorts, installed, until } from './slurmCluster.ts'

/** Whether an ssh server and its client are here, installed first where that may be done. */
export function hasSsh(): boolean {
  return installed(['/usr/sbin/sshd', 'ssh', 'ssh-keygen'], ['openssh-server', 'openssh-client'], 'ssh')
}

export class OwnSsh {
  /** What `ssh` is called with. */
  readonly host = 'holdout-test'
  /** A folder with an `ssh` that finds the server: to stand first in PATH. */
  readonly programs: string
  readonly #folder: string
  readonly #server: ChildProcess

  private constructor(folder: string, server: ChildProcess) {
    this.#folder = folder
    this.#server = server
    this.programs = join(folder, 'bin')
  }

  /** @param environment what programs find that are started by it */
  static async start(environment: Readonly<Record<string, string>>): Promise<OwnSsh> {
    const folder = mkdtempSync(join(tmpdir(), 'holdout-ssh-'))
    const [port] = await freePorts(1)
    for (const key of ['host', 'user'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)])
    writeFileSync(join(folder, 'sshd_config'), serverConfiguration(folder, port, environment))
    writeFileSync(join(folder, 'ssh_config'), clientConfiguration(folder, port))
    mkdirSync(join(folder, 'bin'))
    const client = join(folder, 'bin', 'ssh')
    writeFileSync(client, `#!/bin/sh\nexec /usr/bin/ssh -F '${join(folder, 'ssh_config')}' "$@"\n`)
    chmodSync(client, 0o755)
    // Debian's server insists on it.
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
    const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' })
    const ssh = new OwnSsh(folder, server)
    await until(() => spawnSync(client, [ssh.host, 'true']).status === 0, 'the ssh server answers')
    return ssh
  }

  stop(): void {
    this.#server.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function serverConfiguration(folder: string, port: number, environment: Readonly<Record<string, string>>): string {
  const variables = Object.entries(environment).map(([name, value]) => `"${name}=${value}"`)
  return `
ListenAddress 127.0.0.1
Port ${String(port)}
HostKey ${folder}/host
PidFile ${folder}/sshd.pid
AuthorizedKeysFile ${folder}/user.pub
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
${variables.length === 0 ? '' : `SetEnv ${variables.join(' ')}`}
`
}

function clientConfiguration(folder: string, port: number): string {
  return `
Host holdout-test
  HostName 127.0.0.1
  Port ${String(port)}
  User ${userInfo().username}
  IdentityFile ${folder}/user
  IdentitiesOnly yes
  UserKnownHostsFile ${folder}/known_hosts
  StrictHostKeyChecking accept-new
  LogLevel ERROR
`
}
