#!/usr/bin/env bash
# chasquid.sh PROGRAMS FOLDER SMTP SUBMISSION TLS PASSWORD: a mail server for tests, in a folder of its own and on loopback alone,
# until it is ended. PROGRAMS is where chasquid and chasquid-util are. Mails to ana and eva at localhost are files in FOLDER/mail;
# desk@localhost may send with the password.
set -euo pipefail
programs=$1 folder=$2 smtp=$3 submission=$4 tls=$5 password=$6
mkdir -p "$folder"/{certs/localhost,domains/localhost,data,mail}

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
  -addext 'subjectAltName=DNS:localhost' -addext 'basicConstraints=critical,CA:FALSE' \
  -keyout "$folder/certs/localhost/privkey.pem" -out "$folder/certs/localhost/fullchain.pem" 2>/dev/null

cat >"$folder/deliver" <<SCRIPT
#!/bin/sh
cat >"$folder/mail/.\$\$"
mv "$folder/mail/.\$\$" "$folder/mail/\$(date +%s%N)-\$1"
SCRIPT
chmod +x "$folder/deliver"

cat >"$folder/chasquid.conf" <<CONF
hostname: "localhost"
smtp_address: "127.0.0.1:$smtp"
submission_address: "127.0.0.1:$submission"
submission_over_tls_address: "127.0.0.1:$tls"
data_dir: "$folder/data"
mail_delivery_agent_bin: "$folder/deliver"
mail_delivery_agent_args: "%to_user%"
mail_log_path: "$folder/log"
CONF
for user in desk ana eva; do
  "$programs/chasquid-util" "-C=$folder" user-add "$user@localhost" "--password=$password" >/dev/null
done
exec "$programs/chasquid" -config_dir "$folder"
