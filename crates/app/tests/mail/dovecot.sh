#!/usr/bin/env bash
# dovecot.sh FOLDER PORT TLS_PORT PASSWORD: an IMAP server for tests, in a folder of its own and on loopback alone, until
# it is ended. It shares nothing with a server of this machine. Mails of the one user `tips` are in FOLDER/mail.
set -euo pipefail
folder=$1 port=$2 tls=$3 password=$4
mkdir -p "$folder/run" "$folder/mail"/{new,cur,tmp}

# Dovecot serves nobody's mails as root: the tests' folder is then given to whom nothing else belongs to.
user=$(id -un) group=$(id -gn)
if ((EUID == 0)); then
  user=nobody group=$(id -gn nobody)
fi
uid=$(id -u "$user") gid=$(id -g "$user")
printf 'tips:{PLAIN}%s:%s:%s::%s::\n' "$password" "$uid" "$gid" "$folder" >"$folder/users"

if [[ ! -f $folder/tls.pem ]]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost' -addext 'basicConstraints=critical,CA:FALSE' \
    -keyout "$folder/tls.key" -out "$folder/tls.pem" 2>/dev/null
fi

cat >"$folder/dovecot.conf" <<CONF
base_dir = $folder/run
state_dir = $folder/run
log_path = $folder/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <$folder/tls.pem
ssl_key = <$folder/tls.key
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:$folder/mail
mail_max_userip_connections = 100
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
first_valid_uid = 0
first_valid_gid = 0
maildir_copy_with_hardlinks = no
stats_writer_socket_path =
passdb {
  driver = passwd-file
  args = $folder/users
}
userdb {
  driver = passwd-file
  args = $folder/users
}
namespace inbox {
  inbox = yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = $tls
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
CONF
if ((EUID == 0)); then
  chown -R "$user:$group" "$folder/mail"
fi
PATH=$PATH:/usr/sbin exec dovecot -F -c "$folder/dovecot.conf"
