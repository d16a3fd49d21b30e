// The configuration of the private Dovecot, in the syntax of 2.3 and of 2.4.
// It refuses to be a model for a real server: plain passwords, no TLS, loopback only.

export type DovecotPlaces = {
  /** Short path for its sockets (a socket's path may have about 100 characters). */
  readonly run: string;
  readonly mail: string;
  readonly usersFile: string;
  readonly log: string;
  readonly port: number;
  /** Name of the hierarchy separator; "/" unless a test wants another. */
  readonly separator: string;
  /** The system user and group it runs as. */
  readonly user: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
};

/** The text of dovecot.conf for a version such as "2.3.19.1". Throws for versions before 2.3. */
export function dovecotConfig(version: string, places: DovecotPlaces): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 3)) throw new Error(`Dovecot ${version} is too old: 2.3 or later is needed`);
  return `${major === 2 && minor === 3 ? head23(places) : head24(places)}\n${services(places)}\n`;
}

function head23(p: DovecotPlaces): string {
  return `protocols = imap
base_dir = ${p.run}
state_dir = ${p.run}/state
disable_plaintext_auth = no
mail_location = maildir:${p.mail}/%u
${common(p)}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${p.usersFile}
}
userdb {
  driver = static
  args = uid=${p.uid} gid=${p.gid} home=${p.mail}/%u
}`;
}

function head24(p: DovecotPlaces): string {
  return `dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {
  imap = yes
}
base_dir = ${p.run}
state_dir = ${p.run}/state
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ${p.mail}/%{user}
${common(p)}
passdb passwd-file {
  passwd_file_path = ${p.usersFile}
  default_password_scheme = PLAIN
}
userdb static {
  fields {
    uid = ${p.uid}
    gid = ${p.gid}
    home = ${p.mail}/%{user}
  }
}`;
}

function common(p: DovecotPlaces): string {
  return `listen = 127.0.0.1
ssl = no
log_path = ${p.log}
default_internal_user = ${p.user}
default_internal_group = ${p.group}
default_login_user = ${p.user}
first_valid_uid = 1
auth_failure_delay = 0
mail_fsync = optimized
mail_max_userip_connections = 1000
namespace inbox {
  inbox = yes
  separator = ${p.separator}
}`;
}

// Nothing here may need root: no chroot, no low port. auth-penalty off: a test that logs in wrongly is not slowed down.
function services(p: DovecotPlaces): string {
  return `service imap-login {
  chroot =
  service_count = 0
  process_min_avail = 1
  process_limit = 2
  client_limit = 500
  inet_listener imap {
    port = ${p.port}
  }
  inet_listener imaps {
    port = 0
  }
}
service imap {
  process_limit = 500
}
service anvil {
  chroot =
  client_limit = 1500
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  client_limit = 1500
}
service stats {
  chroot =
  client_limit = 1500
}`;
}
